import type { ItemId } from "../ids";
import type { RoutingLocation, RoutingPolicy, RoutingProblem } from "./types";

/**
 * A problem as the search works on it: numbers in flat arrays. Lines of one item are one demand, excluded and useless
 * locations are gone, and locations stand nearest first (zone, distance, id), which is also the order of preference
 * between equally good plans.
 */
export interface Instance {
  policy: RoutingPolicy;
  items: ItemId[];
  /** Units wanted and grams of a unit, by item. */
  demand: Int32Array;
  grams: Float64Array;
  locations: RoutingLocation[];
  /** `caps[location * items.length + item]`: units that the location can give, at most the demand. */
  caps: Int32Array;
  /** The most that each location could be asked to ship, in grams. */
  reachGrams: Float64Array;
  totalGrams: number;
  /** Weight steps of a parcel by zone, up to the whole order's weight. */
  steps: Steps[];
  /** Cost that no plan escapes: handling of each unit, less the split penalty that the first parcel does not pay. */
  constantMinor: number;
}

/** Rising tops in grams, each with what a parcel up to it costs (handling and split penalty included). Equal costs are one step. */
export interface Steps {
  topGrams: number[];
  minor: number[];
}

/** Cost of one parcel in its zone, its handling and its share of the split penalty included. */
export function parcelMinor(instance: Instance, location: number, grams: number): number {
  const steps = instance.steps[instance.locations[location]!.zone]!;
  return steps.minor[stepFor(steps, grams)]!;
}

/** Shipping alone: the first weight band that holds the parcel; beyond the last, that band and each further kg begun. */
export function rateMinor(policy: RoutingPolicy, zone: number, grams: number): number {
  const rates = policy.ratesMinor[zone] as number[];
  for (let band = 0; band < rates.length; band += 1) {
    if (grams <= (policy.bandsGrams[band] as number)) return rates[band] as number;
  }
  const last = rates.length - 1;
  const extraKg = Math.ceil((grams - (policy.bandsGrams[last] as number)) / 1000);
  return (rates[last] as number) + extraKg * (policy.perExtraKgMinor[zone] as number);
}

/** The heaviest parcel that costs no more than one of `grams`: the top of its band, or of its kg beyond the last band. */
export function topGrams(policy: RoutingPolicy, grams: number): number {
  for (const band of policy.bandsGrams) if (grams <= band) return band;
  const last = policy.bandsGrams[policy.bandsGrams.length - 1] as number;
  return last + Math.ceil((grams - last) / 1000) * 1000;
}

/** Relies on two promises of a problem, which the checker tests: lines of one item weigh the same, and items appear once a location. */
export function makeInstance(problem: RoutingProblem): Instance {
  const places = new Map<ItemId, number>();
  for (const line of problem.lines) if (!places.has(line.itemId)) places.set(line.itemId, places.size);
  const items = [...places.keys()];
  const demand = new Int32Array(items.length);
  const grams = new Float64Array(items.length);
  for (const line of problem.lines) {
    const item = places.get(line.itemId) as number;
    demand[item]! += line.units;
    grams[item] = line.gramsPerUnit;
  }
  const locations = usefulLocations(problem, places, demand);
  const caps = new Int32Array(locations.length * items.length);
  const reachGrams = new Float64Array(locations.length);
  locations.forEach((location, index) => {
    for (const { itemId, units } of location.stock) {
      const item = places.get(itemId);
      if (item === undefined) continue;
      const cap = units === null ? demand[item]! : Math.max(0, Math.min(units, demand[item]!));
      caps[index * items.length + item] = cap;
      reachGrams[index]! += cap * grams[item]!;
    }
  });
  const units = demand.reduce((sum, wanted) => sum + wanted, 0);
  const totalGrams = demand.reduce((sum, wanted, item) => sum + wanted * grams[item]!, 0);
  return {
    policy: problem.policy, items, demand, grams, locations, caps, reachGrams,
    totalGrams,
    steps: problem.policy.ratesMinor.map((_, zone) => makeSteps(problem.policy, zone, totalGrams)),
    constantMinor: units * problem.policy.handlingPerUnitMinor - problem.policy.splitPenaltyMinor,
  };
}

function makeSteps(policy: RoutingPolicy, zone: number, totalGrams: number): Steps {
  const steps: Steps = { topGrams: [], minor: [] };
  for (let top = topGrams(policy, 0); ; top = topGrams(policy, top + 1e-6)) {
    const minor = rateMinor(policy, zone, top) + policy.handlingPerParcelMinor + policy.splitPenaltyMinor;
    if (steps.minor[steps.minor.length - 1] === minor) {
      steps.topGrams.pop();
      steps.minor.pop();
    }
    steps.topGrams.push(top);
    steps.minor.push(minor);
    if (top >= totalGrams) return steps;
  }
}

/** The step that holds so many grams. */
export function stepFor(steps: Steps, grams: number): number {
  let low = 0;
  let high = steps.topGrams.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps.topGrams[middle]! >= grams) high = middle;
    else low = middle + 1;
  }
  return low;
}

function usefulLocations(problem: RoutingProblem, places: Map<ItemId, number>, demand: Int32Array): RoutingLocation[] {
  const gives = (row: { itemId: ItemId; units: number | null }): boolean =>
    (row.units === null || row.units > 0) && demand[places.get(row.itemId) ?? -1]! > 0;
  return problem.locations
    .filter((location) => location.excluded === null && location.stock.some(gives))
    .sort(nearerFirst);
}

function nearerFirst(a: RoutingLocation, b: RoutingLocation): number {
  const byDistance = (a.distanceKm ?? Number.MAX_SAFE_INTEGER) - (b.distanceKm ?? Number.MAX_SAFE_INTEGER);
  return a.zone - b.zone || byDistance || (a.locationId < b.locationId ? -1 : 1);
}
