import { hasPlan } from "./check-optimality";
import type { Certificate, Obstacle, RoutingLocation, RoutingProblem, Shortage } from "./types";

type Unroutable = Certificate & { outcome: "unroutable" };

/** What of a refusal to route does not hold, and whether it is shown here that there is no plan. */
export function unroutableFaults(certificate: Unroutable): { faults: string[]; impossible: boolean } {
  const { problem, obstacles = [] } = certificate;
  const shortages = shortagesOf(problem);
  if (textOf(certificate.shortages.map(shortageParts)) !== textOf(shortages.map(shortageParts))) return { faults: ["The shortages are not those of the problem."], impossible: false };
  if (shortages.length > 0) return { faults: obstacles.length === 0 ? [] : ["Obstacles are told of, though items are short."], impossible: true };
  const groups = groupsWithoutPlace(problem);
  if (groups.length > 0) return { faults: textOf(obstacles.map(obstacleParts)) === textOf(groups.map(obstacleParts)) ? [] : ["The obstacles are not those of the problem."], impossible: true };
  return searchFaults(problem, obstacles);
}

const textOf = (parts: unknown[]): string => JSON.stringify(parts);
const shortageParts = ({ itemId, wantedUnits, offeredUnits, elsewhere }: Shortage): unknown[] =>
  [itemId, wantedUnits, offeredUnits, elsewhere.map(({ locationId, units, reason, ruleId }) => [locationId, units, reason, ruleId ?? null])];
const obstacleParts = (obstacle: Obstacle): unknown[] => (obstacle.kind === "together" ? [obstacle.kind, obstacle.group, obstacle.lineIds] : [obstacle.kind]);

/** Nothing that can be counted stands in the way: one obstacle says what does, and a search of another kind looks whether there is a plan. */
function searchFaults(problem: RoutingProblem, obstacles: Obstacle[]): { faults: string[]; impossible: boolean } {
  const [obstacle] = obstacles;
  const { parcels, ...unlimited } = problem;
  if (obstacle === undefined || obstacles.length > 1 || obstacle.kind === "together") return { faults: ["The obstacles are not those of the problem."], impossible: false };
  const plan = hasPlan(problem);
  if (plan === true) return { faults: ["There is a plan."], impossible: false };
  const more = parcels === undefined ? false : hasPlan(unlimited);
  const faults: string[] = [];
  if (obstacle.kind === "combined" && more === true) faults.push("More parcels would do, but that is not what is told.");
  if (obstacle.kind === "parcels") {
    if (parcels?.max !== obstacle.max || parcels.ruleId !== obstacle.ruleId) faults.push("The obstacle names another limit of parcels than the problem.");
    else if (more === false) faults.push("More parcels would not do, either.");
  }
  return { faults, impossible: plan === false };
}

function shortagesOf(problem: RoutingProblem): Shortage[] {
  return [...new Set(problem.lines.map((line) => line.itemId))].sort().flatMap((itemId) => {
    const wantedUnits = problem.lines.filter((line) => line.itemId === itemId).reduce((sum, line) => sum + line.units, 0);
    const shortage: Shortage = { itemId, wantedUnits, offeredUnits: 0, elsewhere: [] };
    for (const location of problem.locations) countStock(shortage, location);
    return shortage.offeredUnits < wantedUnits ? [shortage] : [];
  });
}

function countStock(shortage: Shortage, { locationId, excluded, ruleId, stock, unitsMax }: RoutingLocation): void {
  const row = stock.find((one) => one.itemId === shortage.itemId);
  if (row === undefined) return;
  const there = (row.barred === undefined ? row.units : row.barred.units) ?? shortage.wantedUnits;
  const add = (units: number, why: Pick<Shortage["elsewhere"][number], "reason" | "ruleId">): void => {
    if (units > 0) shortage.elsewhere.push({ locationId, units, ...why });
  };
  if (excluded !== null) return add(there, ruleId === undefined ? { reason: excluded } : { reason: excluded, ruleId });
  if (row.barred !== undefined) return add(there, { reason: "rule", ruleId: row.barred.ruleId });
  const offered = Math.min(there, unitsMax?.units ?? there);
  shortage.offeredUnits += offered;
  if (unitsMax !== undefined) add(there - offered, { reason: "rule", ruleId: unitsMax.ruleId });
}

function groupsWithoutPlace({ lines, locations }: RoutingProblem): Obstacle[] {
  const names = [...new Set(lines.flatMap((line) => (line.together === undefined ? [] : [line.together])))].sort();
  return names.flatMap((group) => {
    const own = lines.filter((line) => line.together === group);
    const wantedOf = (itemId: string): number => own.reduce((sum, line) => sum + (line.itemId === itemId ? line.units : 0), 0);
    const units = own.reduce((sum, line) => sum + line.units, 0);
    const fits = locations.some(({ excluded, stock, unitsMax }) => excluded === null && units <= (unitsMax?.units ?? units)
      && own.every(({ itemId }) => stock.some((row) => row.itemId === itemId && (row.units === null || row.units >= wantedOf(itemId)))));
    return fits ? [] : [{ kind: "together" as const, group, lineIds: own.map((line) => line.lineId) }];
  });
}
