import { assign } from "./assign";
import { balancesOf, type Balance } from "./balance";
import { combine, isFewWays } from "./combine";
import { beforeAll, hasFewTops, moveOn, type Tops } from "./few";
import { fill, fit, rangesOf, splitOf, WORK_SHIFT, type Budget, type Ranges, type Split } from "./fit";
import { minorOf, parcelMinor, stepFor, type Instance, type Steps, type UnitCosts } from "./instance";

/** Units by location of the set and good: `units[place * goods + good]`. */
export interface Packing {
  units: Int32Array;
  costMinor: number;
}

/**
 * The cheapest way to ship everything from exactly these locations, which have it, each with a parcel, below `belowMinor`; null: there is
 * none, or, with the budget at 0, none was found. Parcels cost by steps of weight, so it suffices to choose a step for each
 * location and to ask whether the units fit below the tops: steps are tried by a depth-first search, the fit is exact.
 */
export function packWithin(instance: Instance, set: readonly number[], limit: { belowMinor: number; budget: Budget }): Packing | null {
  const ranges = rangesOf(instance, set);
  const unitsMinor = leastUnitsMinor(instance, set);
  const isFew = hasFewTops(instance, set);
  const tops = beforeAll(set.length);
  if (isFew && !moveOn(tops, ranges, limit.belowMinor - unitsMinor)) return null;
  const isPlain = instance.unitCosts === null && instance.piecesMax === null;
  const slopes = isFew ? [] : slopesOf(ranges);
  if (!isFew && unitsMinor + costOfRest({ split: ranges, slopes }, 0, instance.totalGrams) >= limit.belowMinor) return null;
  const split = splitOf(ranges);
  if (isFewWays(split)) return combine(split, limit);
  const search: StepSearch = {
    split, budget: limit.budget, tops: new Array<number>(set.length).fill(0), found: null, belowMinor: limit.belowMinor, slopes, unitsMinor,
    balances: [],
  };
  if (isPlain && isFew) return packFew(search, tops);
  if (isPlain) tryPlain(search);
  else if (instance.piecesMax !== null) tryUnits(search, { tops: set.map(() => Infinity), belowMinor: Infinity });
  limit.budget.nodes -= (set.length * instance.demand.length) >> WORK_SHIFT;
  search.balances = balancesOf(search.split, { belowMinor: search.belowMinor, visit: (units) => (isPlain ? search.belowMinor : visit(search, units)) });
  if (search.balances.length === 0) return search.found;
  if (isFew) return packFew(search, tops);
  chooseStep(search, 0, { minor: unitsMinor, missing: instance.totalGrams, sold: search.balances.map(() => 0) });
  return search.found;
}

/** Tries the tops of a few parcels, cheapest first. Where units cost the same everywhere, the first that everything fits below is the cheapest way. */
function packFew(search: StepSearch, tops: Tops): Packing | null {
  const { split, budget, unitsMinor } = search;
  search.tops = tops.grams;
  do {
    budget.nodes -= 1;
    const minor = unitsMinor + tops.minor;
    const sold = search.balances.map(({ perGram }) => tops.grams.reduce((sum, grams, place) => sum + grams * perGram[place]!, 0));
    if (minor < search.belowMinor && !isTooDear(search, split.set.length, { minor, missing: 0, sold })) tryTops(search, minor);
  } while (budget.nodes > 0 && moveOn(tops, split, search.belowMinor - unitsMinor));
  return search.found;
}

/** Keeps what has come up by the way, if it is allowed. */
function visit(search: StepSearch, units: Int32Array): number {
  const { instance, set } = search.split;
  const goods = instance.demand.length;
  const isAllowed = instance.piecesMax === null || set.every((location, place) => {
    let pieces = 0;
    for (let good = 0; good < goods; good += 1) pieces += units[place * goods + good]! * instance.goods[good]!.pieces;
    return pieces <= instance.piecesMax![location]!;
  });
  if (isAllowed) keepIfCheaper(search, units);
  return search.belowMinor;
}

/** What units cost at least over this set, whatever the parcels weigh: each good takes its cheapest units. */
function leastUnitsMinor({ unitCosts, caps, demand }: Instance, set: readonly number[]): number {
  if (unitCosts === null) return 0;
  const goods = demand.length;
  let sum = 0;
  for (let good = 0; good < goods; good += 1) sum += leastGoodMinor(unitCosts, { caps, set, goods, good }, demand[good]!);
  return sum;
}

/** The cheapest units of one good: those of the least price first, then those of the next. */
function leastGoodMinor({ low, high, cheap }: UnitCosts, from: { caps: Int32Array; set: readonly number[]; goods: number; good: number }, wanted: number): number {
  let sum = 0;
  let above = -1;
  for (let left = wanted; left > 0;) {
    let least = Infinity;
    let units = 0;
    for (const location of from.set) {
      const index = location * from.goods + from.good;
      const dear = from.caps[index]! - cheap[index]!;
      if (cheap[index]! > 0 && low[index]! > above && low[index]! <= least) {
        units = cheap[index]! + (low[index]! < least ? 0 : units);
        least = low[index]!;
      }
      if (dear > 0 && high[index]! > above && high[index]! <= least) {
        units = dear + (high[index]! < least ? 0 : units);
        least = high[index]!;
      }
    }
    sum += Math.min(left, units) * least;
    left -= units;
    above = least;
  }
  return sum;
}

interface StepSearch {
  split: Split;
  budget: Budget;
  tops: number[];
  found: Packing | null;
  belowMinor: number;
  slopes: Slope[];
  /** What units cost at least, whatever the parcels weigh. */
  unitsMinor: number;
  balances: Balance[];
}

/**
 * A price per gram, and from each place on the least that the parcels there pay if every gram sells at it (the same
 * reasoning as `Prices`): places from p on hold w grams for no less than `paid[p] + w × perGram`.
 */
interface Slope {
  perGram: number;
  paid: number[];
}

const stepsAt = (split: Ranges, place: number): Steps => split.instance.steps[split.set[place]!]!;

function slopesOf(split: Ranges): Slope[] {
  const { policy, locations } = split.instance;
  const last = policy.bandsGrams.length - 1;
  const zones = new Set(split.set.map((location) => locations[location]!.zone));
  return [...zones].flatMap((zone) => {
    const rates = policy.ratesMinor[zone]!;
    return [policy.perExtraKgMinor[zone]! / 1000, (rates[last]! - rates[0]!) / policy.bandsGrams[last]!].map((perGram) => slope(split, perGram));
  });
}

function slope(split: Ranges, perGram: number): Slope {
  const paid = [0];
  for (let place = split.set.length - 1; place >= 0; place -= 1) {
    const steps = stepsAt(split, place);
    const most = split.most[place]!;
    const end = stepFor(steps, most);
    let least = Infinity;
    for (let step = stepFor(steps, split.least[place]!); step <= end; step += 1) {
      least = Math.min(least, steps.minor[step]! - perGram * Math.min(most, steps.topGrams[step]!));
    }
    paid.unshift(paid[0]! + least);
  }
  return { perGram, paid };
}

/** No less than this is paid by the places from `place` on, if they hold so many grams. */
function costOfRest(search: { split: Ranges; slopes: Slope[] }, place: number, grams: number): number {
  const { split } = search;
  const last = split.set.length - 1;
  if (place > last) return grams <= 0 ? 0 : Infinity;
  let cost = 0;
  let most = 0;
  for (let at = place; at <= last; at += 1) {
    const steps = stepsAt(split, at);
    most += split.most[at]!;
    cost += steps.minor[stepFor(steps, at === last && place === last ? Math.max(grams, split.least[at]!) : split.least[at]!)]!;
  }
  if (most < grams) return Infinity;
  for (const { perGram, paid } of search.slopes) cost = Math.max(cost, Math.ceil(paid[place]! + perGram * grams - SLOPE_ROUNDING));
  return cost;
}

/** Sums of doubles may lie this much too high. */
const SLOPE_ROUNDING = 1e-4;

/** Everything from the first places that can: a plan that always exists, so that the search has something to beat. */
function tryPlain(search: StepSearch): void {
  const { split } = search;
  const units = split.forced.slice();
  const all = split.set.map((_, place) => place);
  fill(split, units, { places: all, left: split.loose.slice() });
  keepIfCheaper(search, units);
}

function keepIfCheaper(search: StepSearch, units: Int32Array): void {
  const { instance, set } = search.split;
  const items = instance.demand.length;
  let costMinor = minorOf(instance, set, units);
  set.forEach((location, place) => {
    let grams = 0;
    let shipped = 0;
    for (let item = 0; item < items; item += 1) {
      shipped += units[place * items + item]!;
      grams += units[place * items + item]! * instance.grams[item]!;
    }
    if (shipped > 0 || instance.must.includes(location)) costMinor += parcelMinor(instance, location, grams);
  });
  if (costMinor >= search.belowMinor) return;
  search.belowMinor = costMinor;
  search.found = { units: units.slice(), costMinor };
}

function tryUnits(search: StepSearch, task: { tops: readonly number[]; belowMinor: number }): void {
  const assigned = assign(search.split, { ...task, budget: search.budget, perGram: search.balances[0]?.perGram ?? null });
  if (assigned !== null) keepIfCheaper(search, assigned.units);
}

interface Chosen {
  minor: number;
  /** Grams that places from here on must hold at least. */
  missing: number;
  /** What the chosen tops earn at the prices of each balance. */
  sold: number[];
}

/** Chooses the top of each place in turn. */
function chooseStep(search: StepSearch, place: number, before: Chosen): void {
  const { split } = search;
  if ((search.budget.nodes -= 1) <= 0) return;
  if (place === split.set.length) {
    tryTops(search, before.minor);
    return;
  }
  const steps = stepsAt(split, place);
  const end = stepFor(steps, split.most[place]!);
  const least = place === split.set.length - 1 ? Math.max(before.missing, split.least[place]!) : split.least[place]!;
  for (let step = stepFor(steps, least); step <= end; step += 1) {
    const minor = before.minor + steps.minor[step]!;
    if (minor >= search.belowMinor) return;
    const top = Math.min(split.most[place]!, steps.topGrams[step]!);
    search.tops[place] = top;
    const missing = before.missing - top;
    if (minor + costOfRest(search, place + 1, missing) >= search.belowMinor) continue;
    const sold = before.sold.map((earned, index) => earned + search.balances[index]!.perGram[place]! * top);
    if (!isTooDear(search, place + 1, { minor, missing, sold })) chooseStep(search, place + 1, { minor, missing, sold });
  }
}

/** Do prices of grams prove that no plan with the chosen tops is cheaper than the best? */
function isTooDear({ balances, unitsMinor, belowMinor }: StepSearch, place: number, chosen: Chosen): boolean {
  return balances.some((balance, index) =>
    Math.ceil(chosen.minor - unitsMinor - chosen.sold[index]! + balance.unitsMinor + balance.rest[place]! - SLOPE_ROUNDING) >= belowMinor);
}

function tryTops(search: StepSearch, minor: number): void {
  const { split } = search;
  const { instance } = split;
  search.budget.nodes -= (split.set.length * instance.demand.length) >> WORK_SHIFT;
  if (instance.unitCosts !== null || instance.piecesMax !== null) {
    tryUnits(search, { tops: search.tops, belowMinor: search.belowMinor - minor + search.unitsMinor });
    return;
  }
  const units = fit(split, search.tops, search.budget);
  if (units !== null) keepIfCheaper(search, units);
}
