import type { Split } from "./fit";
import { parcelMinor, stepFor } from "./instance";
import { spread, type RoomPrices } from "./spread";

/**
 * A price per gram at each place of a set, and what it proves: let each good take its cheapest units, their grams paid at these
 * prices, and let each place choose the top of its step, which it is paid for. As no parcel is heavier than its top, no
 * plan over the set costs less than all this together (weak Lagrangian duality: the constraint "no heavier than the top" is
 * priced). With some tops chosen the same holds for the rest.
 */
export interface Balance {
  perGram: Float64Array;
  /** All units with their grams. */
  unitsMinor: number;
  /** `rest[place]`: parcels of the places from there on, less what their tops earn. */
  rest: Float64Array;
}

const ROUNDS_MAX = 14;
const ROUNDING_MINOR = 1e-4;

interface Task {
  belowMinor: number;
  /** Is shown each way to spread the units that costs less than the best so far; returns what the best costs then. */
  visit(units: Int32Array): number;
}

/** Raises the bound by subgradient steps. Returns the best prices first; empty: nothing below `belowMinor` can be had from this set. */
export function balancesOf(split: Split, task: Task): Balance[] {
  const { set, forced } = split;
  const prices: RoomPrices = { gram: new Float64Array(set.length), piece: new Float64Array(set.length) };
  const units = new Int32Array(forced.length);
  const grams = new Float64Array(set.length);
  const tops = new Float64Array(set.length);
  const found: Balance[] = [];
  let bestMinor = -Infinity;
  let belowMinor = task.belowMinor;
  let length = 1;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const unitsMinor = spreadAll(split, prices, { units, grams });
    if (wholeMinor(split, prices, { unitsMinor, grams }) < belowMinor) belowMinor = Math.min(belowMinor, task.visit(units));
    const rest = chooseTops(split, prices.gram, tops);
    const bound = unitsMinor + rest[0]!;
    if (bound > bestMinor) {
      bestMinor = bound;
      found.unshift({ perGram: prices.gram.slice(), unitsMinor, rest });
    } else length *= 0.7;
    if (Math.ceil(bestMinor - ROUNDING_MINOR) >= belowMinor) return [];
    if (!move(prices.gram, { grams, tops }, length * Math.min(belowMinor - bound, 1 + Math.abs(bound)))) break;
  }
  return found.slice(0, 2);
}

/** All units where they cost least, and the grams of each place; returns what they cost with their grams. */
function spreadAll(split: Split, prices: RoomPrices, into: { units: Int32Array; grams: Float64Array }): number {
  const { instance, forced, least, set } = split;
  const goods = instance.demand.length;
  into.units.set(forced);
  into.grams.set(least);
  let minor = split.forcedMinor;
  for (let place = 0; place < set.length; place += 1) minor += prices.gram[place]! * least[place]!;
  for (const good of split.looseGoods) {
    minor += spread(split, prices, { good, units: into.units });
    for (let place = 0; place < set.length; place += 1) into.grams[place]! += (into.units[place * goods + good]! - forced[place * goods + good]!) * instance.grams[good]!;
  }
  return minor;
}

/** What this way of spreading costs as a plan; a place that ships nothing counts as a parcel here. */
function wholeMinor({ instance, set }: Split, { gram }: RoomPrices, plan: { unitsMinor: number; grams: Float64Array }): number {
  let minor = plan.unitsMinor;
  for (let place = 0; place < set.length; place += 1) minor += parcelMinor(instance, set[place]!, plan.grams[place]!) - gram[place]! * plan.grams[place]!;
  return Math.round(minor);
}

/** Lets each place choose its top; `tops` takes their grams. */
function chooseTops(split: Split, perGram: Float64Array, tops: Float64Array): Float64Array {
  const { instance, set, least, most } = split;
  const rest = new Float64Array(set.length + 1);
  for (let place = set.length - 1; place >= 0; place -= 1) {
    const steps = instance.steps[set[place]!]!;
    const end = stepFor(steps, most[place]!);
    let paid = Infinity;
    for (let step = stepFor(steps, least[place]!); step <= end; step += 1) {
      const top = Math.min(most[place]!, steps.topGrams[step]!);
      const minor = steps.minor[step]! - perGram[place]! * top;
      if (minor >= paid) continue;
      paid = minor;
      tops[place] = top;
    }
    rest[place] = rest[place + 1]! + paid;
  }
  return rest;
}

/** Grams above a place's top make its price rise. False: there are none, and none too few at a price. */
function move(gram: Float64Array, { grams, tops }: { grams: Float64Array; tops: Float64Array }, height: number): boolean {
  let norm = 0;
  for (let place = 0; place < gram.length; place += 1) if (gram[place]! > 0 || grams[place]! > tops[place]!) norm += (grams[place]! - tops[place]!) ** 2;
  if (norm < 1e-9) return false;
  for (let place = 0; place < gram.length; place += 1) gram[place] = Math.max(0, gram[place]! + (height / norm) * (grams[place]! - tops[place]!));
  return true;
}
