import { breaksRule, priceOf } from "./pricing";
import type { Assignment, RoutingProblem } from "./types";

/**
 * What shipping the units from where they stand would cost under the problem's policy: one parcel a location. Null where a
 * location may not ship, or has not enough, or a rule is broken: what cannot be done has no price.
 */
export const standingCost = (problem: RoutingProblem, current: readonly Assignment[]): { parcels: number; costMinor: number } | null => {
  const lineOf = new Map(problem.lines.map((line) => [line.lineId, line]));
  const locationOf = new Map(problem.locations.map((location) => [location.locationId, location]));
  const known = current.filter(({ lineId, units }) => lineOf.has(lineId) && units > 0);
  const taken = new Map<string, number>();
  for (const { lineId, locationId, units } of known) {
    const location = locationOf.get(locationId);
    const { itemId } = lineOf.get(lineId)!;
    const row = location?.stock.find((one) => one.itemId === itemId);
    if (location === undefined || location.excluded !== null || row === undefined) return null;
    const shelf = `${itemId}@${locationId}`;
    taken.set(shelf, (taken.get(shelf) ?? 0) + units);
    if (row.units !== null && taken.get(shelf)! > row.units) return null;
  }
  if (breaksRule(problem, known)) return null;
  const { parcels, costMinor } = priceOf(problem, known);
  return { parcels, costMinor };
};
