import type { ItemId } from "../ids";
import type { Obstacle, RoutingLocation, RoutingProblem, Shortage, StockRow } from "./types";

/** Items of which the locations that may ship have too little, with where the rest lies. Sorted by item. */
export function findShortages(problem: RoutingProblem): Shortage[] {
  const wanted = new Map<ItemId, number>();
  for (const line of problem.lines) wanted.set(line.itemId, (wanted.get(line.itemId) ?? 0) + line.units);
  const offered = new Map<ItemId, number>();
  for (const location of problem.locations) {
    if (location.excluded !== null) continue;
    for (const row of location.stock) offered.set(row.itemId, (offered.get(row.itemId) ?? 0) + offeredUnits(location, row, wanted.get(row.itemId) ?? 0));
  }
  return [...wanted]
    .filter(([itemId, units]) => (offered.get(itemId) ?? 0) < units)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([itemId, units]) => ({ itemId, wantedUnits: units, offeredUnits: offered.get(itemId) ?? 0, elsewhere: elsewhere(problem, itemId, units) }));
}

const offeredUnits = (location: RoutingLocation, row: StockRow, wantedUnits: number): number =>
  Math.min(row.units ?? wantedUnits, location.unitsMax?.units ?? Infinity);

/** Unlimited stock counts as what is wanted. */
function elsewhere(problem: RoutingProblem, itemId: ItemId, wantedUnits: number): Shortage["elsewhere"] {
  return problem.locations.flatMap((location): Shortage["elsewhere"] => {
    const row = location.stock.find((stock) => stock.itemId === itemId);
    if (row === undefined) return [];
    const units = (row.barred === undefined ? row.units : row.barred.units) ?? wantedUnits;
    const { locationId, excluded, ruleId } = location;
    if (excluded !== null) return units > 0 ? [{ locationId, units, reason: excluded, ...(ruleId !== undefined && { ruleId }) }] : [];
    if (row.barred !== undefined) return units > 0 ? [{ locationId, units, reason: "rule", ruleId: row.barred.ruleId }] : [];
    const above = units - offeredUnits(location, row, wantedUnits);
    return above > 0 ? [{ locationId, units: above, reason: "rule", ruleId: location.unitsMax!.ruleId }] : [];
  });
}

/** Groups that no open location can ship alone, by its stock and its `unitsMax`, in the order of their names. */
export function homelessGroups(problem: RoutingProblem): Extract<Obstacle, { kind: "together" }>[] {
  const groups = [...new Set(problem.lines.flatMap((line) => line.together ?? []))].sort();
  return groups.flatMap((group) => {
    const lines = problem.lines.filter((line) => line.together === group);
    const wanted = new Map<ItemId, number>();
    for (const line of lines) wanted.set(line.itemId, (wanted.get(line.itemId) ?? 0) + line.units);
    const units = lines.reduce((sum, line) => sum + line.units, 0);
    const hasHome = problem.locations.some((location) => location.excluded === null && units <= (location.unitsMax?.units ?? Infinity)
      && [...wanted].every(([itemId, some]) => location.stock.some((row) => row.itemId === itemId && (row.units === null || row.units >= some))));
    return hasHome ? [] : [{ kind: "together" as const, group, lineIds: lines.map((line) => line.lineId) }];
  });
}
