import { betterLocations } from "./dominance";
import { keepHosts, parcelMinor, sumOf, unitsMinor, type Instance, type Steps } from "./instance";
import { searchPlans } from "./plans";
import type { SearchResult } from "./search";
import type { Found, SearchStart } from "./tree";

/** Where each group leaves from in the order of `looseGroups`; null: the plan tears one apart. */
export function hostsOf({ looseGroups, demand }: Instance, found: Found): number[] | null {
  const left = found.units.slice();
  const hosts: number[] = [];
  const settle = (at: number): boolean => {
    const group = looseGroups[at];
    if (group === undefined) return true;
    return found.set.some((location, place) => {
      const index = (good: number): number => place * demand.length + good;
      if (!group.needs.every(({ good, units }) => left[index(good)]! >= units)) return false;
      for (const { good, units } of group.needs) left[index(good)]! -= units;
      hosts[at] = location;
      if (settle(at + 1)) return true;
      for (const { good, units } of group.needs) left[index(good)]! += units;
      return false;
    });
  };
  return settle(0) ? hosts : null;
}

/** A group, and where it is decided to leave from. */
interface Pin {
  group: number;
  location: number;
}

interface Branching {
  instance: Instance;
  usable: Uint8Array;
  budget: SearchStart["budget"];
  best: Found | null;
  /** Least bound of all branches that the budget cut off. */
  openMinor: number;
}

/**
 * `searchPlans` where some groups are no bundles. The search first lets them be torn apart; while its cheapest plan does so, each
 * location is tried as the home of one such group: its units are there from the start.
 */
export function searchGroups(instance: Instance, usable: Uint8Array, start: SearchStart): SearchResult {
  if (instance.looseGroups.length === 0) return searchPlans(instance, usable, start);
  const state: Branching = { instance, usable, budget: start.budget, best: start.best, openMinor: Infinity };
  branch(state, [], 0);
  const lowerBoundMinor = Math.min(state.openMinor, state.best?.costMinor ?? Infinity);
  return { best: state.best, lowerBoundMinor, beaten: [], prices: [], better: betterLocations(instance) };
}

/** `boundMinor`: no plan with these pins costs less. */
function branch(state: Branching, pins: Pin[], boundMinor: number): void {
  if (state.budget.nodes <= 0) {
    state.openMinor = Math.min(state.openMinor, boundMinor);
    return;
  }
  const pinned = pin(state.instance, pins);
  if (pinned === null) return;
  const paidMinor = pinned.constantMinor - state.instance.constantMinor;
  const limit: Found | null = state.best && { set: [], units: new Int32Array(0), costMinor: state.best.costMinor - paidMinor };
  const single = cheapestSingle(pinned, state.usable);
  const { best, lowerBoundMinor } = searchPlans(pinned, state.usable, {
    best: single !== null && (limit === null || single.costMinor < limit.costMinor) ? single : limit, budget: state.budget,
  });
  const bound = Math.max(boundMinor, lowerBoundMinor + paidMinor);
  if (best === limit || best === null) {
    if (state.best === null || bound < state.best.costMinor) state.openMinor = Math.min(state.openMinor, bound);
    return;
  }
  const whole = withPinned(state.instance, pins, { ...best, costMinor: best.costMinor + paidMinor });
  if (hostsOf(state.instance, whole) !== null) {
    state.best = whole;
    if (bound < whole.costMinor) state.openMinor = Math.min(state.openMinor, bound);
    return;
  }
  const group = state.instance.looseGroups.findIndex((_, index) => pins.every((one) => one.group !== index));
  for (let location = 0; location < state.usable.length; location += 1) {
    if (state.usable[location] === 1) branch(state, [...pins, { group, location }], bound);
  }
}

export function cheapestSingle(instance: Instance, usable: Uint8Array): Found | null {
  return singlePlans(instance).find((found) => usable[found.set[0]!] === 1) ?? null;
}

/** Whole orders from one location, cheapest first. */
export function singlePlans(instance: Instance): Found[] {
  const { demand, caps, must, piecesMax } = instance;
  const goods = demand.length;
  const pieces = instance.goods.reduce((sum, good, index) => sum + good.pieces * demand[index]!, 0);
  return instance.locations
    .flatMap((_, location) => {
      const units = caps.subarray(location * goods, (location + 1) * goods);
      if (units.some((cap, good) => cap < demand[good]!) || must.some((other) => other !== location) || pieces > (piecesMax?.[location] ?? Infinity)) return [];
      let costMinor = parcelMinor(instance, location, instance.totalGrams);
      for (let good = 0; good < goods; good += 1) costMinor += unitsMinor(instance, location * goods + good, demand[good]!);
      return [{ set: [location], units: demand, costMinor }];
    })
    .sort((a, b) => a.costMinor - b.costMinor);
}

/** What is left to decide when groups stand at their places; null: they do not fit there. */
function pin(instance: Instance, pins: Pin[]): Instance | null {
  if (pins.length === 0) return instance;
  const { goods, looseGroups } = instance;
  const base = new Int32Array(instance.caps.length);
  for (const { group, location } of pins) for (const { good, units } of looseGroups[group]!.needs) base[location * goods.length + good]! += units;
  if (base.some((units, index) => units > instance.caps[index]!)) return null;
  const must = [...new Set(pins.map((one) => one.location))].sort((a, b) => a - b);
  const pinned: Instance = {
    ...instance, demand: instance.demand.slice(), caps: instance.caps.slice(), steps: instance.steps.slice(), mostGrams: instance.mostGrams.slice(), piecesMax: instance.piecesMax?.slice() ?? null,
    unitCosts: instance.unitCosts && { ...instance.unitCosts, cheap: instance.unitCosts.cheap.slice() },
    looseGroups: looseGroups.filter((_, index) => pins.every(({ group }) => group !== index)), must,
  };
  for (let index = 0; index < base.length; index += 1) pinned.demand[index % goods.length]! -= base[index]!;
  for (let index = 0; index < base.length; index += 1) {
    pinned.caps[index] = Math.min(instance.caps[index]! - base[index]!, pinned.demand[index % goods.length]!);
    pinned.constantMinor += unitsMinor(instance, index, base[index]!);
    if (pinned.unitCosts !== null) pinned.unitCosts.cheap[index] = Math.max(0, Math.min(pinned.caps[index]!, pinned.unitCosts.cheap[index]! - base[index]!));
  }
  for (const location of must) {
    const shipped = goods.map((_, good) => base[location * goods.length + good]!);
    pinned.steps[location] = lowered(instance.steps[location]!, sumOf(shipped.map((units, good) => units * goods[good]!.grams), (grams) => grams));
    if (pinned.piecesMax !== null) pinned.piecesMax[location]! -= sumOf(shipped, (units) => units);
  }
  pinned.totalGrams = sumOf(goods.map((good, index) => pinned.demand[index]! * good.grams), (grams) => grams);
  keepHosts(pinned);
  return pinned.piecesMax?.some((pieces) => pieces < 0) === true ? null : pinned;
}

/** The same steps for what comes beside so many grams. */
function lowered(steps: Steps, grams: number): Steps {
  const first = steps.topGrams.findIndex((top) => top >= grams);
  return {
    ...steps, topGrams: steps.topGrams.slice(first).map((top) => top - grams), minor: steps.minor.slice(first), lastBandGrams: steps.lastBandGrams - grams,
  };
}

function withPinned({ looseGroups, demand }: Instance, pins: Pin[], found: Found): Found {
  const units = found.units.slice();
  for (const { group, location } of pins) {
    for (const { good, units: pinned } of looseGroups[group]!.needs) units[found.set.indexOf(location) * demand.length + good]! += pinned;
  }
  return { ...found, units };
}
