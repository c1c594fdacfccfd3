import { settleStatus, touch } from "./fulfillment-order";
import { fulfillmentOrderRef } from "./references";
import type { FulfillmentOrder } from "./records";
import { accepted, refused } from "./world";
import type { Result, World } from "./world";

/** A scheduled fulfillment order is due: it becomes open, unless somebody holds it (schema: FulfillmentOrderStatus; `fulfillment_orders/scheduled_fulfillment_order_ready`). */
export function makeReady(world: World, fulfillmentOrder: FulfillmentOrder): Result<FulfillmentOrder> {
  if (!fulfillmentOrder.scheduled) return refused("The fulfillment order is not scheduled.", null, ["id"]);
  fulfillmentOrder.scheduled = false;
  settleStatus(fulfillmentOrder);
  touch(world, fulfillmentOrder);
  world.emit("fulfillment_orders/scheduled_fulfillment_order_ready", { kind: "body", body: () => ({ fulfillment_order: fulfillmentOrderRef(fulfillmentOrder) }) });
  return accepted(fulfillmentOrder);
}

/** Those whose day has come. */
export function dueNow({ shop, now }: Pick<World, "shop" | "now">): FulfillmentOrder[] {
  if (shop.scheduledIds.length === 0) return [];
  const waiting = shop.scheduledIds.map((id) => shop.fulfillmentOrders.get(id)).filter((one) => one?.scheduled === true) as FulfillmentOrder[];
  shop.scheduledIds = waiting.map(({ id }) => id);
  return waiting.filter(({ fulfillAt }) => fulfillAt <= now());
}

/** Another day for a scheduled one (schema, fulfillmentOrderReschedule). */
export function reschedule(world: World, fulfillmentOrder: FulfillmentOrder, fulfillAt: number): Result<FulfillmentOrder> {
  if (!fulfillmentOrder.scheduled) return refused("The fulfillment order is not scheduled.", null, ["id"]);
  if (fulfillAt <= world.now()) return refused("The new date must be in the future.", null, ["fulfillAt"]);
  fulfillmentOrder.fulfillAt = fulfillAt;
  touch(world, fulfillmentOrder);
  world.emit("fulfillment_orders/rescheduled", { kind: "body", body: () => ({ fulfillment_order: { ...fulfillmentOrderRef(fulfillmentOrder), fulfill_at: new Date(fulfillAt).toISOString() } }) });
  return accepted(fulfillmentOrder);
}
