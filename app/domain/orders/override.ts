import type { OverrideRecord } from "../experience";
import { currentAssignments } from "../fulfillment/placement";
import { isShippable } from "../fulfillment/fulfillment-order-machine";
import type { LocationId } from "../ids";
import type { FulfillmentOrderRecord, LocationRecord, OrderAggregate } from "../records";
import { priceOf } from "../routing/pricing";
import type { Assignment, RoutingProblem } from "../routing/types";
import type { ActWorld } from "./act-change";

interface Move {
  fulfillmentOrder: FulfillmentOrderRecord;
  target: LocationRecord;
  reason: string;
  world: ActWorld;
}

/** What a person decided instead of the plan, and what it costs beyond it by the policy under which the plan was made. */
export const overrideOf = (aggregate: OrderAggregate, { fulfillmentOrder, target, reason, world }: Move): OverrideRecord => ({
  merchantId: aggregate.order.merchantId, id: world.newId(), orderId: aggregate.order.id, storeId: aggregate.order.storeId, at: world.now, actor: world.actor,
  fromLocationId: fulfillmentOrder.locationId, toLocationId: target.id, reason: reason === "" ? null : reason,
  extraMinor: extraCost(aggregate, { fulfillmentOrder, to: target.id, world }), currency: aggregate.order.currency, endedAt: null,
});

/**
 * Minor units by which the order costs more than its plan once the part ships from elsewhere; negative: less. Stock and closed doors do
 * not count: what a person may do has a price. Null where no plan was made, or it did not know the location or the goods.
 */
export const extraCost = (
  aggregate: OrderAggregate, { fulfillmentOrder, to, world }: { fulfillmentOrder: FulfillmentOrderRecord; to: LocationId; world: Pick<ActWorld, "latest"> },
): number | null => {
  const { latest } = world;
  if (latest?.certificate.outcome !== "routed") return null;
  const { problem, plan } = latest.certificate;
  const parts = aggregate.fulfillmentOrders.filter(isShippable);
  const planned = latest.status === "pending" ? plan.assignments : currentAssignments(parts);
  const moved = currentAssignments(parts.map((one) => (one.id === fulfillmentOrder.id ? { ...one, locationId: to } : one)));
  const [before, after] = [costOf(problem, planned), costOf(problem, moved)];
  return before === null || after === null ? null : after - before;
};

/** Stock and closed doors are not looked at. */
const costOf = (problem: RoutingProblem, assignments: readonly Assignment[]): number | null => {
  const isKnown = ({ lineId, locationId }: Assignment): boolean => problem.lines.some((line) => line.lineId === lineId) && problem.locations.some((one) => one.locationId === locationId);
  return assignments.every(isKnown) ? priceOf(problem, assignments).costMinor : null;
};
