import type { Budget } from "./fit";
import { hostsOf, searchGroups, singlePlans } from "./groups";
import { makeInstance, type Instance } from "./instance";
import type { Prices } from "./prices";
import { priceOf } from "./pricing";
import { searchRejected, type SearchResult } from "./search";
import { findShortages, homelessGroups } from "./shortages";
import type { Found } from "./tree";
import type { Assignment, Certificate, Obstacle, Plan, RejectedPlan, RoutingProblem } from "./types";

/** Steps of the search, after which the best plan is returned with an honest gap. */
export const NODES_MAX = 200_000;
/** Steps that the search for rejected alternatives may take. */
export const ALTERNATIVE_NODES_MAX = 1_000;
export const REJECTED_PLANS_MAX = 3;

/**
 * Decides where each unit ships from, at the least cost under the problem's policy: zone and weight rate of each parcel,
 * handling, split penalty, the charges and carbon of each parcel, and what each unit costs where it is taken. No location ships
 * more units than it may, groups stay together, and there are no more parcels than a rule allows. Of equally cheap plans the
 * one of fewer parcels is taken, then the one that the search, which prefers nearer locations and then smaller ids, meets
 * first: equal problems have equal certificates. `gapMinor` 0 is a proof; above 0 the search ended at `NODES_MAX`. A problem
 * without lines is routed with an empty plan.
 */
export function route(problem: RoutingProblem): Certificate {
  const instance = makeInstance(problem);
  const shortages = hasAll(instance) ? [] : findShortages(problem);
  if (shortages.length > 0) return { outcome: "unroutable", version: 1, problem, shortages };
  if (instance.goods.length === 0) {
    return { outcome: "routed", version: 1, problem, plan: { assignments: [], ...priceOf(problem, []) }, lowerBoundMinor: 0, gapMinor: 0, rejected: [], nodesExplored: 0 };
  }
  const budget: Budget = { nodes: NODES_MAX };
  const result = search(instance, budget);
  const met = result.best;
  if (met === null) return { outcome: "unroutable", version: 1, problem, shortages, obstacles: findObstacles(problem, result.lowerBoundMinor === Infinity) };
  const spare: Budget = { nodes: ALTERNATIVE_NODES_MAX };
  const found = alternatives(instance, met, { known: [...result.singles, ...result.beaten], budget: spare, prices: result.prices, better: result.better });
  // A search that ended at its limit may be beaten by one of those that look for alternatives.
  const [chosen, ...others] = (found[0]?.costMinor ?? Infinity) < met.costMinor ? [...found, met].sort(cheaperFirst) as [Found, ...Found[]] : [met, ...found];
  const plan = toPlan(problem, instance, chosen);
  const bound = Math.min(result.lowerBoundMinor + instance.constantMinor, plan.costMinor);
  return {
    outcome: "routed", version: 1, problem, plan,
    lowerBoundMinor: bound,
    gapMinor: plan.costMinor - bound,
    rejected: others.slice(0, REJECTED_PLANS_MAX).map((other) => toRejected(toPlan(problem, instance, other), plan)),
    nodesExplored: NODES_MAX - Math.max(0, budget.nodes) + ALTERNATIVE_NODES_MAX - Math.max(0, spare.nodes),
  };
}

/**
 * The plan that `route` chooses wherever it proves it, without its bound and the plans that it beat: for replaying orders by the hundred thousand.
 * Null: it cannot be routed.
 */
export function cheapestPlan(problem: RoutingProblem): Plan | null {
  const instance = makeInstance(problem);
  if (!hasAll(instance) && findShortages(problem).length > 0) return null;
  if (instance.goods.length === 0) return { assignments: [], ...priceOf(problem, []) };
  const { best } = search(instance, { nodes: NODES_MAX });
  return best === null ? null : toPlan(problem, instance, best);
}

/** Then nothing is short: what groups ask for is in it. */
function hasAll({ caps, demand }: Instance): boolean {
  const missing = demand.slice();
  for (let index = 0; index < caps.length; index += 1) missing[index % demand.length]! -= caps[index]!;
  return missing.every((units) => units <= 0);
}

function search(instance: Instance, budget: Budget): SearchResult & { singles: Found[] } {
  const singles = singlePlans(instance);
  const usable = new Uint8Array(instance.locations.length).fill(1);
  return { ...searchGroups(instance, usable, { best: singles[0] ?? null, budget }), singles };
}

/** Why there is no plan though nothing is short. The search without the limit of parcels tells whether that limit is to blame. */
function findObstacles(problem: RoutingProblem, proved: boolean): Obstacle[] {
  const homeless = homelessGroups(problem);
  if (homeless.length > 0) return homeless;
  const { parcels, ...unlimited } = problem;
  const unproved = proved ? {} : { unproved: true as const };
  if (parcels === undefined) return [{ kind: "combined", ...unproved }];
  const { best, lowerBoundMinor } = search(makeInstance(unlimited), { nodes: NODES_MAX });
  if (best !== null) return [{ kind: "parcels", max: parcels.max, ruleId: parcels.ruleId, ...unproved }];
  return [{ kind: "combined", ...(lowerBoundMinor === Infinity ? {} : { unproved: true as const }) }];
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
    if (best !== null && hostsOf(instance, best) !== null) add(best);
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

/** Spreads each good's units over its lines, in order of lines and of preference between locations; those of a group have their home. */
function toPlan(problem: RoutingProblem, instance: Instance, found: Found): Plan {
  const left = found.units.slice();
  const goods = instance.goods.length;
  const homes = homesOf(instance, found, left);
  const assignments: Assignment[] = [];
  problem.lines.forEach((line, index) => {
    const good = instance.goodOfLine[index]!;
    const home = instance.goods[good]!.group === null ? homes?.get(line.together ?? "") : found.set.findIndex((_, place) => left[place * goods + good]! > 0);
    let open = line.units;
    const first = assignments.length;
    for (let place = 0; place < found.set.length && open > 0; place += 1) {
      const units = home === undefined ? Math.min(open, left[place * goods + good]!) : place === home ? open : 0;
      if (units === 0) continue;
      if (home === undefined) left[place * goods + good]! -= units;
      open -= units;
      assignments.push({ lineId: line.lineId, locationId: instance.locations[found.set[place]!]!.locationId, units });
    }
    if (assignments.length - first > 1) assignments.push(...assignments.splice(first).sort((a, b) => (a.locationId < b.locationId ? -1 : 1)));
  });
  return { assignments, ...priceOf(problem, assignments) };
}

/** The place in the plan's set where each group stands that is no bundle; its units are taken off `left`. Null: there are no such groups. */
function homesOf(instance: Instance, found: Found, left: Int32Array): Map<string, number> | null {
  if (instance.looseGroups.length === 0) return null;
  return new Map(hostsOf(instance, found)!.map((location, index) => {
    const { name, needs } = instance.looseGroups[index]!;
    const place = found.set.indexOf(location);
    for (const { good, units } of needs) left[place * instance.goods.length + good]! -= units;
    return [name, place];
  }));
}
