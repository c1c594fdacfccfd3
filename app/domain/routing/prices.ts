import type { Instance } from "./instance";

/**
 * A price per unit of each item, and what it proves. Let every location sell its units at these prices and pay for its
 * parcel: `gain[l]` is the least that it then pays (parcel less sales, fractions of units allowed; negative: it earns).
 * For each plan, cost = sum of prices over all units + sum over used locations of (parcel − sales), so no plan costs less than
 *   sum of prices + Σ gain over locations that must be used + Σ min(0, gain) over those that may be,
 * and none of exactly n parcels less than the sum of prices plus the n smallest gains.
 * (Weak Lagrangian duality: the constraint "each unit ships once" is priced.)
 */
export interface Prices {
  /** Prices summed over all wanted units. */
  sumMinor: number;
  gain: Float64Array;
  /** Usable locations by rising gain. */
  byGain: number[];
  /** The prices themselves, by item: where a related search starts. */
  price: Float64Array;
  /** What they prove of all plans with at least the asked number of parcels. */
  boundMinor: number;
}

export interface PriceTask {
  /** 0: the location is forbidden. */
  usable: Uint8Array;
  /** Only plans with so many parcels or more must obey the bound: then the locations of least gain count even where it is above 0. */
  parcelsMin: number;
  /** Only plans with at most so many must: then no further locations count. */
  parcelsMax: number;
  /** The cost to be reached; a bound above `targetMinor − 1` ends the rounds. */
  targetMinor: number;
  start: Float64Array | null;
}

/** Sums of doubles may lie this much too high; costs are whole, so that rounding up after it is safe. */
export const ROUNDING_MINOR = 1e-4;

/** Rounds of improving prices at the root. */
export const PRICE_ROUNDS_MAX = 16;

interface Workspace {
  instance: Instance;
  price: Float64Array;
  /** Items by falling price per gram. */
  order: number[];
  gain: Float64Array;
  /** What each location would ship at these prices. */
  grams: Float64Array;
  sold: Float64Array;
  byGain: number[];
}

/**
 * Raises the bound by subgradient steps (Polyak's length) until it meets the target or the rounds end. Returns the best
 * prices first, then others that may be stronger deeper in the tree.
 */
export function findPrices(instance: Instance, task: PriceTask): Prices[] {
  const items = instance.items.length;
  const work: Workspace = {
    instance,
    price: task.start?.slice() ?? startPrices(instance, task.targetMinor),
    order: Array.from({ length: items }, (_, item) => item),
    gain: new Float64Array(instance.locations.length).fill(Infinity),
    grams: new Float64Array(instance.locations.length),
    sold: new Float64Array(items),
    byGain: [],
  };
  for (let location = 0; location < task.usable.length; location += 1) if (task.usable[location] === 1) work.byGain.push(location);
  const found: Prices[] = [];
  let length = 1;
  let sinceBetter = 0;
  for (let round = 0; round < PRICE_ROUNDS_MAX; round += 1) {
    const { bound, sumMinor } = sell(work, task);
    const best = found[0];
    if (best === undefined || bound > best.boundMinor + 1e-9) {
      sinceBetter = 0;
      found.unshift({ boundMinor: bound, sumMinor, gain: work.gain.slice(), byGain: work.byGain.slice(), price: work.price.slice() });
      if (bound > task.targetMinor - 1 + ROUNDING_MINOR) break;
    } else if ((sinceBetter += 1) >= 4) {
      length /= 2;
      sinceBetter = 0;
      work.price.set(best.price);
      sell(work, task);
    }
    if (length < 0.02 || !step(work, length * Math.max(1, task.targetMinor - bound))) break;
  }
  return found.slice(0, 2);
}

/** Half by unit and half by weight: of the right size, and all locations sell at them. */
function startPrices(instance: Instance, targetMinor: number): Float64Array {
  const units = instance.demand.reduce((sum, wanted) => sum + wanted, 0);
  return instance.grams.map((grams) => {
    const byWeight = instance.totalGrams > 0 ? grams / instance.totalGrams : 1 / units;
    return (targetMinor * (byWeight + 1 / units)) / 2;
  });
}

function step(work: Workspace, height: number): boolean {
  const { demand } = work.instance;
  let norm = 0;
  for (let item = 0; item < demand.length; item += 1) norm += (demand[item]! - work.sold[item]!) ** 2;
  if (norm < 1e-9) return false;
  for (let item = 0; item < demand.length; item += 1) {
    work.price[item] = Math.max(0, work.price[item]! + (height / norm) * (demand[item]! - work.sold[item]!));
  }
  return true;
}

/** Fills `gain` and `sold` for the present prices. */
function sell(work: Workspace, task: PriceTask): { bound: number; sumMinor: number } {
  const { instance, price, order, gain, byGain } = work;
  const density = price.map((minor, item) => (instance.grams[item]! > 0 ? minor / instance.grams[item]! : Infinity));
  order.sort((a, b) => density[b]! - density[a]! || a - b);
  work.sold.fill(0);
  let sumMinor = 0;
  for (let item = 0; item < price.length; item += 1) sumMinor += price[item]! * instance.demand[item]!;
  for (const location of byGain) {
    const paid = leastPaid(work, location);
    gain[location] = paid.gain;
    work.grams[location] = paid.grams;
  }
  byGain.sort((a, b) => gain[a]! - gain[b]! || a - b);
  let bound = sumMinor;
  for (let rank = 0; rank < byGain.length; rank += 1) {
    const location = byGain[rank]!;
    if (rank >= task.parcelsMax || (gain[location]! >= 0 && rank >= task.parcelsMin)) break;
    bound += gain[location]!;
    sellUpTo(work, location, work.grams[location]!);
  }
  return { bound, sumMinor };
}

/** The best weight to ship at these prices: the top of a step, or all of it. Beyond the bands it ends where a kilogram sells for less than it costs. */
function leastPaid(work: Workspace, location: number): { gain: number; grams: number } {
  const { instance, price, order } = work;
  const { policy, caps, grams: gramsOf } = instance;
  const { zone } = instance.locations[location]!;
  const { topGrams, minor } = instance.steps[zone]!;
  const first = location * order.length;
  const lastBand = policy.bandsGrams[policy.bandsGrams.length - 1]!;
  const perKg = policy.perExtraKgMinor[zone]!;
  let grams = 0;
  let sales = 0;
  let step = 0;
  let best = Infinity;
  let bestGrams = 0;
  for (let at = 0; at < order.length; at += 1) {
    const item = order[at]!;
    const cap = caps[first + item]!;
    if (cap === 0 || price[item] === 0) continue;
    const perGram = price[item]! / gramsOf[item]!;
    const after = grams + cap * gramsOf[item]!;
    while (after > topGrams[step]!) {
      const top = topGrams[step]!;
      sales += (top - grams) * perGram;
      grams = top;
      if (minor[step]! - sales < best) {
        best = minor[step]! - sales;
        bestGrams = top;
      }
      if (top >= lastBand && perGram * 1000 <= perKg) return { gain: best, grams: bestGrams };
      step += 1;
    }
    sales += gramsOf[item] === 0 ? cap * price[item]! : (after - grams) * perGram;
    grams = after;
  }
  return minor[step]! - sales < best ? { gain: minor[step]! - sales, grams } : { gain: best, grams: bestGrams };
}

function sellUpTo(work: Workspace, location: number, mostGrams: number): void {
  const { instance, price, order } = work;
  let left = mostGrams;
  for (const item of order) {
    const cap = instance.caps[location * order.length + item]!;
    if (cap === 0 || price[item] === 0) continue;
    const unit = instance.grams[item]!;
    const units = unit === 0 ? cap : Math.min(cap, left / unit);
    work.sold[item]! += units;
    left -= units * unit;
    if (left <= 0 && unit > 0) return;
  }
}
