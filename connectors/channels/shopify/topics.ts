import { z } from "zod";
import { toId, type PlatformId } from "../../../app/domain/ids";
import type { Interpretation } from "../port";
import { numericId, readShape } from "./fields";
import { idOfGid, type GidKind } from "./ids";
import { orderOfBody, productOfBody } from "./translate-webhook";

/** What each topic's body means. A topic that is not here is unreadable: nobody asked for it. */

type Body = Record<string, unknown>;
type Meaning = (body: Body) => Interpretation;
type HintKind = Extract<Interpretation, { kind: "hint" }>["reads"][number]["kind"];

const unreadable = (problem: string): Interpretation => ({ kind: "unreadable", problem });
const hints = (kind: HintKind, targets: readonly (PlatformId | "")[]): Interpretation =>
  ({ kind: "hint", reads: [...new Set(targets)].map((target) => ({ kind, target })) });

const isBody = (value: unknown): value is Body => typeof value === "object" && value !== null && !Array.isArray(value);

/** An id in one of the forms that bodies use: `"id": 1`, `"id": "gid://…/1"`, or beside it as `admin_graphql_api_id`. */
function idIn(value: unknown, kind: GidKind): PlatformId | null {
  if (typeof value === "string" && value.startsWith("gid:")) return idOfGid(value, kind);
  const numeric = numericId.safeParse(value);
  return numeric.success ? numeric.data : null;
}

const ownId = (body: Body, kind: GidKind): PlatformId | null => idIn(body["admin_graphql_api_id"], kind) ?? idIn(body["id"], kind);

/** What is left when Shopify cuts a body that is too long, or a subscription asks for few fields. */
const THIN_FIELDS = new Set(["id", "admin_graphql_api_id", "created_at", "updated_at"]);
const isThin = (body: Body): boolean => Object.keys(body).every((key) => THIN_FIELDS.has(key));

const order: Meaning = (body) => {
  const id = ownId(body, "Order");
  if (id !== null && isThin(body)) return hints("order", [id]);
  const translated = orderOfBody(body);
  if (!translated.ok) return unreadable(translated.problem);
  const told = translated.value;
  return told.complete ? { kind: "order", order: told.order } : hints("order", [told.order.platformId]);
};

const product: Meaning = (body) => {
  const id = ownId(body, "Product");
  if (id !== null && isThin(body)) return hints("product", [id]);
  const translated = productOfBody(body);
  if (!translated.ok) return unreadable(translated.problem);
  const { complete, items, productPlatformId } = translated.value;
  return complete ? { kind: "items", items, productPlatformId } : hints("product", [productPlatformId]);
};

/** The bodies of things that hang on an order name it in several places, some of them a level down. */
function orderIdIn(body: Body, depth = 0): PlatformId | null {
  const named = idIn(body["order_id"], "Order") ?? (isBody(body["order"]) ? ownId(body["order"], "Order") : null);
  if (named !== null || depth === 2) return named;
  for (const value of Object.values(body)) {
    const found = isBody(value) ? orderIdIn(value, depth + 1) : null;
    if (found !== null) return found;
  }
  return null;
}

const partOfOrder: Meaning = (body) => {
  const id = orderIdIn(body);
  return id === null ? unreadable("`order_id` is missing.") : hints("order", [id]);
};

/** `returns/update` tells only what changed, often without the order. */
const returnOfOrder: Meaning = (body) => {
  const id = orderIdIn(body);
  return id === null ? { kind: "ignored", reason: "The return does not name its order, and returns do not change what is left to ship." } : hints("order", [id]);
};

/** Any global id of a fulfillment order, wherever it stands: `moved`, `split` and `merged` name several. */
function fulfillmentOrderIdsIn(value: unknown, found: Set<PlatformId> = new Set()): Set<PlatformId> {
  if (typeof value === "string") {
    const id = idOfGid(value, "FulfillmentOrder");
    if (id !== null) found.add(id);
  } else if (typeof value === "object" && value !== null) {
    for (const child of Object.values(value)) fulfillmentOrderIdsIn(child, found);
  }
  return found;
}

const fulfillmentOrder: Meaning = (body) => {
  const ids = fulfillmentOrderIdsIn(body);
  if (ids.size > 0) return hints("fulfillment-order", [...ids]);
  const inner = isBody(body["fulfillment_order"]) ? body["fulfillment_order"] : body;
  const id = idIn(inner["id"], "FulfillmentOrder");
  return id === null ? unreadable("`fulfillment_order.id` is missing.") : hints("fulfillment-order", [id]);
};

const byOwnId = (kind: HintKind, gidKind: GidKind): Meaning => (body) => {
  const id = ownId(body, gidKind);
  return id === null ? unreadable("`id` is missing.") : hints(kind, [id]);
};

/** `available` is not taken from here: it may be null, and it says nothing of the other quantities. */
const inventoryLevel: Meaning = (body) => {
  const levelId = typeof body["admin_graphql_api_id"] === "string" ? body["admin_graphql_api_id"] : "";
  const inLevelId = /[?&]inventory_item_id=(\d+)/.exec(levelId)?.[1];
  const id = idIn(body["inventory_item_id"], "InventoryItem") ?? (inLevelId === undefined ? null : toId<PlatformId>(inLevelId));
  return id === null ? unreadable("`inventory_item_id` is missing.") : hints("item", [id]);
};

const variant: Meaning = (body) => {
  const itemId = idIn(body["inventory_item_id"], "InventoryItem");
  if (itemId !== null) return hints("item", [itemId]);
  const productId = idIn(body["product_id"], "Product");
  return productId === null ? unreadable("`inventory_item_id` is missing.") : hints("product", [productId]);
};

const privacyBody = z.object({
  customer: z.object({ id: numericId.nullish() }).nullish(),
   orders_requested: z.array(numericId).nullish(), orders_to_redact: z.array(numericId).nullish(),
});

const privacy = (request: "data-request" | "redact-customer" | "redact-shop"): Meaning => (body) => {
  const shape = readShape(privacyBody, body);
  if (!shape.ok) return unreadable(shape.problem);
  const { customer, orders_requested: requested, orders_to_redact: redacted } = shape.value;
  return { kind: "privacy", request, customerPlatformId: customer?.id ?? null, orderPlatformIds: requested ?? redacted ?? [] };
};

const ignored = (reason: string): Meaning => () => ({ kind: "ignored", reason });
/** `current` is what the token may do from now on. */
const scopesUpdate: Meaning = (body) => {
  const shape = readShape(z.object({ current: z.array(z.string()) }), body);
  return shape.ok ? { kind: "scopes", scopes: [...new Set(shape.value.current)].sort() } : hints("shop", [""]);
};

const bulkFinished: Meaning = (body) => {
  const operation = idIn(body["admin_graphql_api_id"], "BulkOperation") ?? idIn(body["id"], "BulkOperation");
  return operation === null ? unreadable("`admin_graphql_api_id` is missing.") : { kind: "bulk-finished", operation };
};

const readShop: Meaning = () => hints("shop", [""]);
const readLocations: Meaning = () => hints("locations", [""]);
const drafts = ignored("A draft is no order yet; when it is completed, orders/create comes.");
const transfers = ignored("Stock on the way is read with its item, which inventory_levels/update announces.");

/** All topics of one resource, by the second half of their names. */
const topicsOf = (resource: string, actions: readonly string[], meaning: Meaning): Record<string, Meaning> =>
  Object.fromEntries(actions.map((action) => [`${resource}/${action}`, meaning]));

/** Enum WebhookSubscriptionTopic of the Admin API, as far as an order management system needs it. */
export const TOPICS: ReadonlyMap<string, Meaning> = new Map(Object.entries({
  ...topicsOf("orders", ["create", "updated", "paid", "cancelled", "fulfilled", "partially_fulfilled"], order),
  ...topicsOf("orders", ["delete"], byOwnId("order", "Order")),
  ...topicsOf("orders", ["edited", "risk_assessment_changed", "shopify_protect_eligibility_changed"], partOfOrder),
  ...topicsOf("orders", ["link_requested"], ignored("The customer asked for the link to the order's page.")),
  ...topicsOf("refunds", ["create"], partOfOrder),
  ...topicsOf("order_transactions", ["create"], partOfOrder),
  ...topicsOf("fulfillments", ["create", "update"], partOfOrder),
  ...topicsOf("fulfillment_events", ["create", "delete"], partOfOrder),
  ...topicsOf("returns", ["approve", "cancel", "close", "decline", "process", "reopen", "request", "update"], returnOfOrder),
  ...topicsOf("fulfillment_orders", [
    "cancellation_request_accepted", "cancellation_request_rejected", "cancellation_request_submitted", "cancelled",
    "fulfillment_request_accepted", "fulfillment_request_rejected", "fulfillment_request_submitted",
    "fulfillment_service_failed_to_complete", "hold_released", "line_items_prepared_for_local_delivery",
    "line_items_prepared_for_pickup", "manually_reported_progress_stopped", "merged", "moved", "order_routing_complete",
    "placed_on_hold", "progress_reported", "rescheduled", "scheduled_fulfillment_order_ready", "split",
  ], fulfillmentOrder),
  ...topicsOf("fulfillment_holds", ["added", "released"], fulfillmentOrder),
  ...topicsOf("products", ["create", "update"], product),
  ...topicsOf("products", ["delete"], byOwnId("product", "Product")),
  ...topicsOf("variants", ["in_stock", "out_of_stock"], variant),
  ...topicsOf("inventory_items", ["create", "update", "delete"], byOwnId("item", "InventoryItem")),
  ...topicsOf("inventory_levels", ["connect", "disconnect", "update"], inventoryLevel),
  ...topicsOf("inventory_transfers", ["add_items", "cancel", "complete", "ready_to_ship", "remove_items", "updated", "update_item_quantities"], transfers),
  ...topicsOf("inventory_shipments", ["add_items", "create", "delete", "mark_in_transit", "receive_items", "remove_items", "update_item_quantities", "update_tracking"], transfers),
  ...topicsOf("locations", ["create", "update", "activate", "deactivate", "delete"], readLocations),
  ...topicsOf("shop", ["update"], readShop),
  ...topicsOf("app", ["scopes_update"], scopesUpdate),
  ...topicsOf("app", ["uninstalled"], () => ({ kind: "uninstalled" })),
  ...topicsOf("bulk_operations", ["finish"], bulkFinished),
  ...topicsOf("draft_orders", ["create", "update", "delete"], drafts),
  "customers/data_request": privacy("data-request"),
  "customers/redact": privacy("redact-customer"),
  "shop/redact": privacy("redact-shop"),
}));

/** What a body of a topic means. Never throws. */
export function meaningOf(topic: string, body: unknown): Interpretation {
  const meaning = TOPICS.get(topic);
  if (meaning === undefined) return unreadable(`The topic ${topic} is not one that Switchyard asks for.`);
  return isBody(body) ? meaning(body) : unreadable("The body is not an object.");
}
