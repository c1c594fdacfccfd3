import { existsSync, readFileSync } from "node:fs";

/** What the app asks of Shopify, as its `shopify.app.toml` says it. */
export interface AppFile {
  topics: string[];
  scopes: string[];
  /** What it asks for only when a merchant needs it. */
  optionalScopes: string[];
}

/** Every topic that an order management system may want, for when there is no file. */
const TOPICS_WITHOUT_FILE = [
  "orders/create", "orders/updated", "orders/paid", "orders/cancelled", "orders/edited", "orders/fulfilled", "orders/partially_fulfilled", "orders/delete", "refunds/create",
  "fulfillments/create", "fulfillments/update", "fulfillment_orders/order_routing_complete", "fulfillment_orders/moved", "fulfillment_orders/split", "fulfillment_orders/merged",
  "fulfillment_orders/placed_on_hold", "fulfillment_orders/hold_released", "fulfillment_orders/cancelled", "fulfillment_orders/progress_reported",
  "fulfillment_orders/manually_reported_progress_stopped", "fulfillment_holds/added", "fulfillment_holds/released", "products/create", "products/update", "products/delete",
  "inventory_items/create", "inventory_items/update", "inventory_items/delete", "inventory_levels/connect", "inventory_levels/disconnect", "inventory_levels/update",
  "locations/create", "locations/update", "locations/activate", "locations/deactivate", "locations/delete", "shop/update", "app/uninstalled", "app/scopes_update",
  "customers/data_request", "customers/redact", "shop/redact",
];
const SCOPES_WITHOUT_FILE = ["read_orders", "write_merchant_managed_fulfillment_orders", "read_third_party_fulfillment_orders", "read_fulfillments", "read_inventory", "read_products", "read_locations"];

/** Reads only the lines that matter: `topics = [...]`, `compliance_topics = [...]`, `scopes = "…"` and `optional_scopes = [...]`. */
export function parseAppFile(text: string): AppFile {
  const bare = text.replace(/^\s*#.*$/gm, "");
  const topics = [...bare.matchAll(/^\s*(?:compliance_)?topics\s*=\s*\[([^\]]*)\]/gm)].flatMap((match) => quoted(match[1] ?? ""));
  const scopes = /^\s*scopes\s*=\s*"([^"]*)"/m.exec(bare)?.[1] ?? "";
  const optionalScopes = quoted(/^\s*optional_scopes\s*=\s*\[([^\]]*)\]/m.exec(bare)?.[1] ?? "");
  return { topics: [...new Set(topics)], optionalScopes, scopes: scopes.split(",").map((scope) => scope.trim()).filter(Boolean) };
}

const quoted = (list: string): string[] => [...list.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? "");

export function readAppFile(path: string): AppFile {
  const parsed = existsSync(path) ? parseAppFile(readFileSync(path, "utf8")) : { topics: [], scopes: [], optionalScopes: [] };
  return { ...parsed, topics: parsed.topics.length > 0 ? parsed.topics : TOPICS_WITHOUT_FILE, scopes: parsed.scopes.length > 0 ? parsed.scopes : SCOPES_WITHOUT_FILE };
}
