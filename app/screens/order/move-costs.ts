import type { LocationId } from "../../domain/ids";
import { rateMinor } from "../../domain/routing/instance";
import type { RoutingProblem } from "../../domain/routing/types";
import type { FulfillmentOrderRecord } from "../../domain/records";

/**
 * What one parcel with all that is left of a fulfillment order costs from each location that the last decision weighed, in
 * minor units of its currency: shipping and handling. Split penalties are the order's, not the parcel's, and stay out.
 */
export function moveCosts(fulfillmentOrder: FulfillmentOrderRecord, problem: RoutingProblem | null): Map<LocationId, number> {
  if (problem === null) return new Map();
  const gramsOf = new Map(problem.lines.map((line) => [line.lineId, line.gramsPerUnit]));
  const open = fulfillmentOrder.lines.filter((line) => line.remainingQuantity > 0 && line.requiresShipping);
  const units = open.reduce((sum, line) => sum + line.remainingQuantity, 0);
  const grams = open.reduce((sum, line) => sum + line.remainingQuantity * (gramsOf.get(line.orderLineId) ?? problem.policy.defaultUnitGrams), 0);
  const handling = problem.policy.handlingPerParcelMinor + units * problem.policy.handlingPerUnitMinor;
  return new Map(problem.locations.map(({ locationId, zone }) => [locationId, rateMinor(problem.policy, zone, grams) + handling]));
}
