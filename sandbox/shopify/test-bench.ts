import { loadSchema } from "./schema";
import { createTwin, DEMO_DOMAIN } from "./twin";
import type { Twin, TwinOptions } from "./twin";

/** A small store, a clock that stands still until it is moved, and a token with all scopes: what the sandbox's tests start from. */

export const TOPICS = [
  "orders/create", "orders/updated", "orders/paid", "orders/cancelled", "orders/edited", "orders/fulfilled", "orders/partially_fulfilled", "fulfillments/create", "fulfillments/update",
  "fulfillment_orders/order_routing_complete", "fulfillment_orders/moved", "fulfillment_orders/split", "fulfillment_orders/merged", "fulfillment_orders/placed_on_hold",
  "fulfillment_orders/hold_released", "fulfillment_orders/progress_reported", "fulfillment_holds/added", "fulfillment_holds/released", "inventory_levels/update", "products/update",
  "inventory_items/update", "locations/deactivate", "locations/update", "app/uninstalled",
];
export const SCOPES = [
  "write_orders", "write_merchant_managed_fulfillment_orders", "read_third_party_fulfillment_orders", "write_fulfillments", "write_inventory", "read_products", "read_locations", "read_customers", "read_apps", "read_returns",
];

const schema = loadSchema();
const START = Date.parse("2026-11-22T09:00:00Z");

export interface Answer {
  data: Record<string, Record<string, unknown> | null> | null;
  errors?: { message: string; extensions?: { code?: string }; path?: unknown[] }[];
  extensions?: { cost: { requestedQueryCost: number; actualQueryCost: number | null; throttleStatus: { currentlyAvailable: number } } };
}

export function openBench(options: Partial<TwinOptions> = {}) {
  const clock = { now: START };
  const twin: Twin = createTwin({ seed: 7, now: () => clock.now, schema, scopes: SCOPES, topics: TOPICS, store: { products: 12 }, limits: { bucketPoints: 1_000_000 }, ...options });
  let token = twin.grantToken(DEMO_DOMAIN);
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) => twin.fetch(`https://${DEMO_DOMAIN}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const call = async (query: string, variables: Record<string, unknown> = {}): Promise<Answer> => {
    const answer = await post("/admin/api/2026-07/graphql.json", { query, variables }, { "X-Shopify-Access-Token": token });
    return JSON.parse(await answer.text()) as Answer;
  };
  return {
    twin, clock, call, post,
    people: twin.people(),
    useToken(wish: { scopes: readonly string[] }) { token = twin.grantToken(DEMO_DOMAIN, wish); },
    /** The webhooks that are due by then, delivered at once: all that wait, unless it is said. */
    deliver(due = Number.MAX_SAFE_INTEGER) {
      return twin.takeDeliveries(due).map((delivery) => {
        twin.settleDelivery(delivery.id, 200, clock.now);
        return { topic: delivery.headers["X-Shopify-Topic"] ?? "", body: delivery.body, headers: delivery.headers };
      });
    },
  };
}

export type Bench = ReturnType<typeof openBench>;

/** Sells units of one tracked item that a location has plenty of; its first fulfillment order. */
export function placeOne(bench: Bench, quantity = 3, count = 1) {
  const shop = bench.twin.shop();
  const plenty = [...shop.items.values()].filter((item) => item.tracked && item.requiresShipping && [...item.levels.values()].filter((level) => level.quantities.available >= 20).length >= 2);
  const lines = plenty.slice(0, count).map((item) => ({ variantId: item.variantId, quantity }));
  const placed = bench.people.placeOrder({ lines });
  const order = shop.orders.get(placed?.id ?? "");
  const fulfillmentOrder = shop.fulfillmentOrders.get(order?.fulfillmentOrderIds[0] ?? "");
  if (!order || !fulfillmentOrder) throw new Error("the bench's store sold nothing");
  const item = plenty[0];
  const elsewhere = [...(item?.levels.keys() ?? [])].find((id) => id !== fulfillmentOrder.locationId && plenty.slice(0, count).every((one) => one.levels.has(id)));
  return { order, fulfillmentOrder, item: item as NonNullable<typeof item>, elsewhere: elsewhere ?? "" };
}

export const gid = (kind: string, id: string): string => `gid://shopify/${kind}/${id}`;
