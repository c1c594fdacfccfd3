import type { RoutingPolicy, RoutingProblem } from "./types";

/** Steps of the exhaustive proof over what is still wanted. */
export const DEMAND_STEPS_MAX = 300_000;
/** Locations up to which every set of them is looked at. */
export const SUBSET_LOCATIONS_MAX = 12;
/** Steps of weight tried over all sets. */
export const WEIGHT_STEPS_MAX = 400_000;
/** Grams times units up to which the weights that a pair can make are listed. */
export const PAIR_GRAMS_MAX = 20_000_000;

export type Proof = { status: "proved"; leastMinor: number } | { status: "unknown" };

interface Case {
  policy: RoutingPolicy;
  wanted: number[];
  grams: number[];
  /** Zone and units per item, of locations that may ship. */
  places: { zone: number; units: number[] }[];
  handlingMinor: number;
}

/** The least cost of any plan, by exhaustive means that have nothing in common with the search; `unknown` beyond the limits above. */
export function leastCostProof(problem: RoutingProblem, claimedMinor: number): Proof {
  const task = caseOf(problem);
  const pairs = task.wanted.reduce((product, units) => product * ((units + 1) * (units + 2)) / 2, 1);
  if (pairs * task.places.length <= DEMAND_STEPS_MAX) return { status: "proved", leastMinor: leastByDemand(task) };
  if (task.places.length > SUBSET_LOCATIONS_MAX) return { status: "unknown" };
  return noSetIsCheaper(task, claimedMinor) ? { status: "proved", leastMinor: claimedMinor } : { status: "unknown" };
}

function caseOf(problem: RoutingProblem): Case {
  const items = [...new Set(problem.lines.map((line) => line.itemId))];
  const linesOf = items.map((itemId) => problem.lines.filter((line) => line.itemId === itemId));
  const wanted = linesOf.map((lines) => lines.reduce((sum, line) => sum + line.units, 0));
  return {
    policy: problem.policy,
    wanted,
    grams: linesOf.map((lines) => lines[0]?.gramsPerUnit ?? 0),
    places: problem.locations.filter((location) => location.excluded === null).map((location) => {
      const stock = new Map(location.stock.map((row) => [row.itemId, row.units ?? Infinity]));
      return { zone: location.zone, units: items.map((itemId, item) => Math.min(stock.get(itemId) ?? 0, wanted[item] ?? 0)) };
    }).filter((place) => place.units.some((units) => units > 0)),
    handlingMinor: problem.policy.handlingPerUnitMinor * wanted.reduce((sum, units) => sum + units, 0),
  };
}

function parcelCost(policy: RoutingPolicy, zone: number, grams: number): number {
  const rates = policy.ratesMinor[zone] ?? [];
  const band = policy.bandsGrams.findIndex((top) => top >= grams);
  if (band >= 0) return (rates[band] ?? 0) + policy.handlingPerParcelMinor;
  const over = grams - (policy.bandsGrams[policy.bandsGrams.length - 1] ?? 0);
  return (rates[rates.length - 1] ?? 0) + Math.ceil(over / 1000) * (policy.perExtraKgMinor[zone] ?? 0) + policy.handlingPerParcelMinor;
}

/**
 * Dynamic programming over what is still wanted: `least[rest]` is the least cost to ship all but `rest` from the places seen
 * so far, with `rest` a number in mixed radix (one digit an item).
 */
function leastByDemand(task: Case): number {
  const radix = task.wanted.map((units) => units + 1);
  const size = radix.reduce((product, base) => product * base, 1);
  const split = task.policy.splitPenaltyMinor;
  let least = new Array<number>(size).fill(Infinity);
  least[size - 1] = -split;
  for (const place of task.places) {
    const next = least.slice();
    for (let rest = 0; rest < size; rest += 1) {
      const before = least[rest] ?? Infinity;
      if (before === Infinity) continue;
      eachShare({ ...task, radix }, { units: place.units, rest }, (taken, grams) => {
        const cost = before + parcelCost(task.policy, place.zone, grams) + split;
        if (cost < (next[rest - taken] ?? Infinity)) next[rest - taken] = cost;
      });
    }
    least = next;
  }
  return size === 1 ? 0 : (least[0] ?? Infinity) + task.handlingMinor;
}

/** Every non-empty share of `rest` that a place can ship, as a number in the same radix, with its weight. */
function eachShare(task: Case & { radix: number[] }, from: { units: number[]; rest: number }, visit: (taken: number, grams: number) => void): void {
  const choose = (item: number, scale: number, share: { taken: number; grams: number; left: number }): void => {
    const base = task.radix[item];
    if (base === undefined) {
      if (share.taken > 0) visit(share.taken, share.grams);
      return;
    }
    const most = Math.min(share.left % base, from.units[item] ?? 0);
    for (let units = 0; units <= most; units += 1) {
      choose(item + 1, scale * base, {
        taken: share.taken + units * scale, grams: share.grams + units * (task.grams[item] ?? 0), left: Math.floor(share.left / base),
      });
    }
  };
  choose(0, 1, { taken: 0, grams: 0, left: from.rest });
}

interface Range {
  zone: number;
  least: number;
  most: number;
}

/**
 * Looks at every set of places: it is no cheaper than claimed if it cannot hold everything, or if even with goods that could
 * be divided at will its parcels cost as much. For a pair the weights that can really be made are listed. True: no set is cheaper.
 */
function noSetIsCheaper(task: Case, claimedMinor: number): boolean {
  const effort = { weightSteps: WEIGHT_STEPS_MAX };
  for (let mask = 1; mask < 1 << task.places.length; mask += 1) {
    const set = task.places.filter((_, index) => (mask >> index) & 1);
    const ranges = rangesOf(task, set);
    if (ranges === null) continue;
    const allowed = claimedMinor - task.handlingMinor - (set.length - 1) * task.policy.splitPenaltyMinor;
    if (!divisibleIsCheaper(task, ranges, { allowed, effort })) continue;
    if (effort.weightSteps <= 0 || set.length !== 2 || pairIsCheaper(task, set, allowed)) return false;
  }
  return true;
}

/** Least and most grams of each place, given that the others hold what they can; null: the set cannot hold everything. */
function rangesOf(task: Case, set: Case["places"]): Range[] | null {
  const ranges = set.map((place) => ({ zone: place.zone, least: 0, most: 0 }));
  for (let item = 0; item < task.wanted.length; item += 1) {
    const wanted = task.wanted[item] ?? 0;
    const held = set.reduce((sum, place) => sum + (place.units[item] ?? 0), 0);
    if (held < wanted) return null;
    set.forEach((place, index) => {
      const range = ranges[index] as Range;
      const own = place.units[item] ?? 0;
      range.least += Math.max(0, wanted - (held - own)) * (task.grams[item] ?? 0);
      range.most += own * (task.grams[item] ?? 0);
    });
  }
  return ranges;
}

/** Could the places of these ranges hold all grams for less than allowed? Tries the tops of bands and kilograms. True as well when the effort ends. */
function divisibleIsCheaper(task: Case, ranges: Range[], limit: { allowed: number; effort: { weightSteps: number } }): boolean {
  const total = task.wanted.reduce((sum, units, item) => sum + units * (task.grams[item] ?? 0), 0);
  const floors = ranges.map((range) => parcelCost(task.policy, range.zone, range.least));
  const after = (values: number[], index: number): number => values.slice(index + 1).reduce((sum, value) => sum + value, 0);
  const mosts = ranges.map((range) => range.most);
  const raise = (index: number, cost: number, missing: number): boolean => {
    limit.effort.weightSteps -= 1;
    if (limit.effort.weightSteps <= 0) return true;
    const range = ranges[index];
    if (range === undefined) return missing <= 0 && cost < limit.allowed;
    const restCost = after(floors, index);
    const restMost = after(mosts, index);
    for (let top = topOf(task.policy, Math.max(range.least, missing - restMost)); ; top = topOf(task.policy, top + 1)) {
      const held = Math.min(top, range.most);
      const here = cost + parcelCost(task.policy, range.zone, held);
      if (here + restCost >= limit.allowed || missing - held > restMost && held === range.most) return false;
      if (raise(index + 1, here, missing - held)) return true;
      if (top >= range.most) return false;
    }
  };
  return raise(0, 0, total);
}

function topOf(policy: RoutingPolicy, grams: number): number {
  const last = policy.bandsGrams[policy.bandsGrams.length - 1] ?? 0;
  return policy.bandsGrams.find((top) => top >= grams) ?? last + Math.ceil((grams - last) / 1000) * 1000;
}

/** Lists every weight that the first of two places can ship, by dynamic programming over grams. True as well beyond the limit. */
function pairIsCheaper(task: Case, set: Case["places"], allowed: number): boolean {
  const [first, second] = set as [Case["places"][number], Case["places"][number]];
  const total = task.wanted.reduce((sum, units, item) => sum + units * (task.grams[item] ?? 0), 0);
  if (total * task.wanted.reduce((sum, units) => sum + units, 0) > PAIR_GRAMS_MAX) return true;
  let base = 0;
  const canMake = new Uint8Array(total + 1);
  canMake[0] = 1;
  task.wanted.forEach((wanted, item) => {
    const grams = task.grams[item] ?? 0;
    const forced = Math.max(0, wanted - (second.units[item] ?? 0));
    base += forced * grams;
    for (let unit = forced; unit < (first.units[item] ?? 0); unit += 1) {
      for (let weight = total - grams; weight >= 0; weight -= 1) if (canMake[weight] === 1) canMake[weight + grams] = 1;
    }
  });
  for (let weight = 0; base + weight <= total; weight += 1) {
    if (canMake[weight] !== 1) continue;
    const cost = parcelCost(task.policy, first.zone, base + weight) + parcelCost(task.policy, second.zone, total - base - weight);
    if (cost < allowed) return true;
  }
  return false;
}
