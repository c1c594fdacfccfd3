import type { OverrideRecord } from "../experience";
import { currentAssignments } from "../fulfillment/placement";
import { isShippable } from "../fulfillment/fulfillment-order-machine";
import type { LocationId } from "../ids";
import type { FulfillmentOrderRecord, LocationRecord, OrderAggregate } from "../records";
import { standingCost } from "../routing/standing";
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
  const [before, after] = [priceOf(problem, planned), priceOf(problem, moved)];
  return before === null || after === null ? null : after - before;
};

const priceOf = (problem: RoutingProblem, assignments: readonly Assignment[]): number | null => {
  const itemOf = new Map(problem.lines.map((line) => [line.lineId, line.itemId]));
  const used = new Set(assignments.map((one) => one.locationId));
  if (assignments.some((one) => !itemOf.has(one.lineId)) || [...used].some((id) => !problem.locations.some((one) => one.locationId === id))) return null;
  const locations = problem.locations.map((location) => {
    if (!used.has(location.locationId)) return location;
    const { unitsMax: _limit, ruleId: _rule, ...open } = location;
    const itemIds = [...new Set(problem.lines.map((line) => line.itemId))].sort();
    const stock = itemIds.map((itemId) => ({ ...location.stock.find((row) => row.itemId === itemId), itemId, units: null })).map(({ barred: _barred, ...row }) => row);
    return { ...open, excluded: null, stock };
  });
  return standingCost({ ...problem, locations }, assignments)?.costMinor ?? null;
};
