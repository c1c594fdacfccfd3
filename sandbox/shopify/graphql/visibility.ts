import type { FulfillmentOrder, Order } from "../model/records";
import type { Context } from "./context";

const DAY_MS = 86_400_000;
/** Without `read_all_orders` an app sees the orders of the last 60 days (shopify.dev: access scopes). */
const RECENT_MS = 60 * DAY_MS;

export const seesOrder = ({ scopes, world }: Context, order: Order): boolean => scopes.has("read_all_orders") || world.now() - order.createdAt <= RECENT_MS;

/** Each kind of location has a scope of its own; what an app may not see is simply not there (schema, FulfillmentOrder: API access scopes). */
export const seesFulfillmentOrder = ({ scopes, shop }: Context, { locationId }: FulfillmentOrder): boolean =>
  scopes.has(shop.locations.get(locationId)?.isFulfillmentService ? "read_third_party_fulfillment_orders" : "read_merchant_managed_fulfillment_orders");
