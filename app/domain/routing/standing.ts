import type { LocationId } from "../ids";
import { rateMinor } from "./instance";
import type { Assignment, RoutingProblem } from "./types";

/**
 * What shipping the units from where they stand would cost under the problem's policy: one parcel a location. Null where a
 * location may not ship, or has not enough: what cannot be done has no price.
 */
export const standingCost = (problem: RoutingProblem, current: readonly Assignment[]): { parcels: number; costMinor: number } | null => {
  const { policy, lines, locations } = problem;
  const lineOf = new Map(lines.map((line) => [line.lineId, line]));
  const grams = new Map<LocationId, number>();
  const taken = new Map<string, number>();
  let units = 0;
  for (const assignment of current) {
    const line = lineOf.get(assignment.lineId);
    if (!line) continue;
    units += assignment.units;
    grams.set(assignment.locationId, (grams.get(assignment.locationId) ?? 0) + assignment.units * line.gramsPerUnit);
    const shelf = `${line.itemId}@${assignment.locationId}`;
    taken.set(shelf, (taken.get(shelf) ?? 0) + assignment.units);
  }
  let shippingMinor = 0;
  for (const [locationId, weight] of grams) {
    const location = locations.find((one) => one.locationId === locationId);
    if (!location || location.excluded !== null) return null;
    shippingMinor += rateMinor(policy, location.zone, weight);
  }
  if (!locations.every(({ locationId, stock }) => stock.every((row) => row.units === null || (taken.get(`${row.itemId}@${locationId}`) ?? 0) <= row.units))) return null;
  if ([...taken.keys()].some((shelf) => !locations.some((one) => one.stock.some((row) => `${row.itemId}@${one.locationId}` === shelf)))) return null;
  const parcels = grams.size;
  const costMinor = shippingMinor + parcels * policy.handlingPerParcelMinor + units * policy.handlingPerUnitMinor + Math.max(0, parcels - 1) * policy.splitPenaltyMinor;
  return { parcels, costMinor };
};
