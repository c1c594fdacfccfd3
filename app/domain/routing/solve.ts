import type { ItemId, LocationId } from "../ids";
import type { Budget } from "./fit";
import { makeInstance, parcelMinor, rateMinor, type Instance } from "./instance";
import type { Prices } from "./prices";
import { searchPlans, searchRejected, type Found } from "./search";
import type { Assignment, Certificate, Plan, RejectedPlan, RoutingProblem, Shortage } from "./types";

/** Steps of the search, after which the best plan is returned with an honest gap. */
export const NODES_MAX = 200_000;
/** Steps that the search for rejected alternatives may take. */
export const ALTERNATIVE_NODES_MAX = 1_000;
export const REJECTED_PLANS_MAX = 3;

/**
 * Decides where each unit ships from, at the least cost under the problem's policy: zone and weight rate of each parcel,
 * handling, split penalty. Of equally cheap plans the one of fewer parcels is taken, then the one that the search, which
 * prefers nearer locations and then smaller ids, meets first: equal problems have equal certificates. `gapMinor` 0 is a
 * proof; above 0 the search ended at `NODES_MAX`. A problem without lines is routed with an empty plan.
 */
export function route(problem: RoutingProblem): Certificate {
  const shortages = findShortages(problem);
  if (shortages.length > 0) return { outcome: "unroutable", version: 1, problem, shortages };
  const instance = makeInstance(problem);
  if (instance.items.length === 0) {
    const plan: Plan = { assignments: [], terms: { shippingMinor: 0, handlingMinor: 0, splitMinor: 0 }, costMinor: 0, parcels: 0 };
    return { outcome: "routed", version: 1, problem, plan, lowerBoundMinor: 0, gapMinor: 0, rejected: [], nodesExplored: 0 };
  }
  const singles = singlePlans(instance);
  const budget: Budget = { nodes: NODES_MAX };
  const usable = new Uint8Array(instance.locations.length).fill(1);
  const { best, lowerBoundMinor, beaten, prices, better } = searchPlans(instance, usable, { best: singles[0] ?? null, budget });
  // Every item is covered by all locations together (no shortage), so that the greedy cover alone gives a plan.
  const chosen = best as Found;
  const spare: Budget = { nodes: ALTERNATIVE_NODES_MAX };
  const others = alternatives(instance, chosen, { known: [...singles, ...beaten], budget: spare, prices, better });
  const plan = toPlan(problem, instance, chosen);
  const bound = Math.min(lowerBoundMinor + instance.constantMinor, plan.costMinor);
  return {
    outcome: "routed", version: 1, problem, plan,
    lowerBoundMinor: bound,
    gapMinor: plan.costMinor - bound,
    rejected: others.map((found) => toRejected(toPlan(problem, instance, found), plan)),
    nodesExplored: NODES_MAX - Math.max(0, budget.nodes) + ALTERNATIVE_NODES_MAX - Math.max(0, spare.nodes),
  };
}

/** Items of which the locations that may ship have too little, with where the rest lies. Sorted by item. */
function findShortages(problem: RoutingProblem): Shortage[] {
  const wanted = new Map<ItemId, number>();
  for (const line of problem.lines) wanted.set(line.itemId, (wanted.get(line.itemId) ?? 0) + line.units);
  const offered = new Map<ItemId, number>();
  for (const location of problem.locations) {
    if (location.excluded !== null) continue;
    for (const { itemId, units } of location.stock) offered.set(itemId, (offered.get(itemId) ?? 0) + (units ?? Number.MAX_SAFE_INTEGER));
  }
  return [...wanted]
    .filter(([itemId, units]) => (offered.get(itemId) ?? 0) < units)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([itemId, units]) => ({ itemId, wantedUnits: units, offeredUnits: offered.get(itemId) ?? 0, elsewhere: elsewhere(problem, itemId, units) }));
}

/** Unlimited stock counts as what is wanted. */
function elsewhere(problem: RoutingProblem, itemId: ItemId, wantedUnits: number): Shortage["elsewhere"] {
  return problem.locations.flatMap((location) => {
    const row = location.stock.find((stock) => stock.itemId === itemId);
    if (location.excluded === null || row === undefined || row.units === 0) return [];
    return [{ locationId: location.locationId, units: row.units ?? wantedUnits, reason: location.excluded }];
  });
}

/** Whole orders from one location, cheapest first. */
function singlePlans(instance: Instance): Found[] {
  const items = instance.items.length;
  return instance.locations
    .flatMap((_, location) => {
      const units = instance.caps.subarray(location * items, (location + 1) * items);
      if (units.some((cap, item) => cap < instance.demand[item]!)) return [];
      return [{ set: [location], units: instance.demand, costMinor: parcelMinor(instance, location, instance.totalGrams) }];
    })
    .sort((a, b) => a.costMinor - b.costMinor);
}

/**
 * Good plans that do without one of the chosen locations and make at most one parcel more, each found by a search of its own
 * (the best ones, where its steps suffice), and those that the main search met; one plan a set of locations. The best
 * whole-order plan is always among them.
 */
function alternatives(instance: Instance, chosen: Found, task: { known: Found[]; budget: Budget; prices: Prices[]; better: number[][] }): Found[] {
  const keyOf = (found: Found): string => found.set.join(",");
  const plans = new Map<string, Found>();
  const add = (found: Found): void => {
    const known = plans.get(keyOf(found));
    if (keyOf(found) !== keyOf(chosen) && (known === undefined || found.costMinor < known.costMinor)) plans.set(keyOf(found), found);
  };
  task.known.forEach(add);
  const nodesEach = Math.ceil(task.budget.nodes / chosen.set.length);
  for (const banned of chosen.set) {
    const usable = new Uint8Array(instance.locations.length).fill(1);
    usable[banned] = 0;
    const start = cheapest([...plans.values()].filter((found) => !found.set.includes(banned)));
    const budget: Budget = { nodes: nodesEach };
    const best = searchRejected(instance, usable, { best: start, budget, prices: task.prices, better: task.better, parcelsMax: chosen.set.length + 1 });
    task.budget.nodes -= nodesEach - Math.max(0, budget.nodes);
    if (best !== null) add(best);
  }
  const sorted = [...plans.values()].sort(cheaperFirst);
  const single = sorted.find((found) => found.set.length === 1);
  const first = sorted.slice(0, REJECTED_PLANS_MAX);
  return single === undefined || first.includes(single) ? first : [...first.slice(0, -1), single];
}

const cheaperFirst = (a: Found, b: Found): number => a.costMinor - b.costMinor || a.set.length - b.set.length || (a.set.join(",") < b.set.join(",") ? -1 : 1);

const cheapest = (plans: Found[]): Found | null => plans.sort(cheaperFirst)[0] ?? null;

const toRejected = (plan: Plan, chosen: Plan): RejectedPlan => ({
  plan,
  locationIds: [...new Set(plan.assignments.map((assignment) => assignment.locationId))].sort(),
  extraMinor: plan.costMinor - chosen.costMinor,
});

/** Spreads each item's units over its lines, in order of lines and of preference between locations. */
function toPlan(problem: RoutingProblem, instance: Instance, found: Found): Plan {
  const items = instance.items.length;
  const left = found.units.slice();
  const places = new Map(instance.items.map((itemId, item) => [itemId, item]));
  const assignments: Assignment[] = problem.lines.flatMap((line) => {
    const item = places.get(line.itemId) as number;
    let open = line.units;
    const parts: Assignment[] = [];
    found.set.forEach((location, place) => {
      const units = Math.min(open, left[place * items + item]!);
      if (units === 0) return;
      left[place * items + item]! -= units;
      open -= units;
      parts.push({ lineId: line.lineId, locationId: (instance.locations[location] as { locationId: LocationId }).locationId, units });
    });
    return parts.sort((a, b) => (a.locationId < b.locationId ? -1 : 1));
  });
  return { assignments, ...priceOf(instance, found) };
}

function priceOf(instance: Instance, found: Found): Omit<Plan, "assignments"> {
  const { policy } = instance;
  const items = instance.items.length;
  const parcels = found.set.length;
  let shippingMinor = 0;
  found.set.forEach((location, place) => {
    let grams = 0;
    for (let item = 0; item < items; item += 1) grams += found.units[place * items + item]! * instance.grams[item]!;
    shippingMinor += rateMinor(policy, instance.locations[location]!.zone, grams);
  });
  const units = instance.demand.reduce((sum, wanted) => sum + wanted, 0);
  const handlingMinor = parcels * policy.handlingPerParcelMinor + units * policy.handlingPerUnitMinor;
  const splitMinor = (parcels - 1) * policy.splitPenaltyMinor;
  return { terms: { shippingMinor, handlingMinor, splitMinor }, costMinor: shippingMinor + handlingMinor + splitMinor, parcels };
}
