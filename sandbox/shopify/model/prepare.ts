import { touch } from "./fulfillment-order";
import { fulfillmentOrderRef } from "./references";
import type { FulfillmentOrder, MethodType } from "./records";
import { accepted, refused } from "./world";
import type { Result, World } from "./world";

const TOPICS: Partial<Record<MethodType, string>> = { PICK_UP: "line_items_prepared_for_pickup", LOCAL: "line_items_prepared_for_local_delivery" };

/** A shop has set the goods aside for a pickup or packed them for a local delivery: in progress from then on (assumed). */
export function prepare(world: World, fulfillmentOrder: FulfillmentOrder): Result<FulfillmentOrder> {
  const topic = TOPICS[fulfillmentOrder.methodType];
  if (!topic) return refused("Only pickups and local deliveries are prepared.", null, ["id"]);
  if (fulfillmentOrder.status !== "OPEN") return refused("The fulfillment order can't be prepared in its current state.", null, ["id"]);
  fulfillmentOrder.progressReported = true;
  fulfillmentOrder.status = "IN_PROGRESS";
  touch(world, fulfillmentOrder);
  world.emit(`fulfillment_orders/${topic}`, { kind: "body", body: () => ({ fulfillment_order: fulfillmentOrderRef(fulfillmentOrder) }) });
  return accepted(fulfillmentOrder);
}
