import type { FulfillmentOrder, Hold } from "./records";

/** Fulfillment order topics carry ids and status, never the order (shopify.dev: webhook payloads; Shopify's sample payloads). */
export const fulfillmentOrderRef = (fulfillmentOrder: FulfillmentOrder) =>
  ({ id: `gid://shopify/FulfillmentOrder/${fulfillmentOrder.id}`, status: fulfillmentOrder.status.toLowerCase() });

export const holdRef = (hold: Hold) => ({
  id: `gid://shopify/FulfillmentHold/${hold.id}`, reason: hold.reason.toLowerCase(), reason_notes: hold.reasonNotes, held_by_requesting_app: hold.byRequestingApp,
  handle: hold.handle, held_by_app: hold.byRequestingApp ? { id: "gid://shopify/App/1" } : null,
});
