import type { ItemId, LocationId } from "../ids";
import { breaksRule, priceOf } from "./pricing";
import type { Assignment, Plan, RoutingProblem } from "./types";

/**
 * Rules that other systems publish, written anew from their descriptions, to compare with on the same orders. They decide
 * nothing. Each returns a plan with its true cost, or null where the rule finds none.
 */
export const GREEDY_RULES: { name: string; rule: (problem: RoutingProblem) => Plan | null }[] = [
  { name: "ranked list per line", rule: rankedListPerLine },
  { name: "nearest per line", rule: nearestPerLine },
  { name: "whole order first, then most lines", rule: wholeOrderFirst },
];

interface Shelf {
  locationId: LocationId;
  distanceKm: number;
  zone: number;
  left: Map<ItemId, number>;
}

function shelvesOf(problem: RoutingProblem): Shelf[] {
  return problem.locations.filter((location) => location.excluded === null).map((location) => ({
    locationId: location.locationId,
    distanceKm: location.distanceKm ?? Infinity,
    zone: location.zone,
    left: new Map(location.stock.map((row) => [row.itemId, row.units ?? Infinity])),
  }));
}

/** Each line walks down the merchant's fixed list of locations (here: by id) and takes what there is. */
function rankedListPerLine(problem: RoutingProblem): Plan | null {
  return walk(problem, shelvesOf(problem));
}

/** Each line walks from the nearest location outwards and takes what there is. */
function nearestPerLine(problem: RoutingProblem): Plan | null {
  return walk(problem, shelvesOf(problem).sort(nearerFirst));
}

const nearerFirst = (a: Shelf, b: Shelf): number => (a.distanceKm === b.distanceKm ? (a.locationId < b.locationId ? -1 : 1) : a.distanceKm - b.distanceKm);

function walk(problem: RoutingProblem, shelves: Shelf[]): Plan | null {
  const assignments: Assignment[] = [];
  for (const line of problem.lines) {
    let open = line.units;
    for (const shelf of shelves) {
      open -= take(shelf, { ...line, units: open }, assignments);
    }
    if (open > 0) return null;
  }
  return priced(problem, assignments);
}

/** The nearest location that has the whole order; else the one that completes most lines, nearest first, and again for the rest. */
function wholeOrderFirst(problem: RoutingProblem): Plan | null {
  const shelves = shelvesOf(problem).sort(nearerFirst);
  const assignments: Assignment[] = [];
  let open = problem.lines.map((line) => ({ ...line }));
  while (open.length > 0) {
    const completed = shelves.map((shelf) => open.filter((line) => (shelf.left.get(line.itemId) ?? 0) >= line.units).length);
    const most = Math.max(0, ...completed);
    const shelf = most > 0 ? shelves[completed.indexOf(most)] : shelves.find((one) => open.some((line) => (one.left.get(line.itemId) ?? 0) > 0));
    if (shelf === undefined) return null;
    for (const line of open) {
      if (most === 0 || (shelf.left.get(line.itemId) ?? 0) >= line.units) line.units -= take(shelf, line, assignments);
    }
    open = open.filter((line) => line.units > 0);
  }
  return priced(problem, assignments);
}

function take(shelf: Shelf, line: { lineId: Assignment["lineId"]; itemId: ItemId; units: number }, assignments: Assignment[]): number {
  const have = shelf.left.get(line.itemId) ?? 0;
  const units = Math.min(have, line.units);
  if (units <= 0) return 0;
  shelf.left.set(line.itemId, have - units);
  assignments.push({ lineId: line.lineId, locationId: shelf.locationId, units });
  return units;
}

/** Null: the plan breaks a rule of the problem, of which these systems know nothing. */
function priced(problem: RoutingProblem, taken: Assignment[]): Plan | null {
  const merged = new Map<string, Assignment>();
  for (const part of taken) {
    const key = `${part.lineId}\u0000${part.locationId}`;
    merged.set(key, { ...part, units: part.units + (merged.get(key)?.units ?? 0) });
  }
  const assignments = [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
  return breaksRule(problem, assignments) ? null : { assignments, ...priceOf(problem, assignments) };
}
