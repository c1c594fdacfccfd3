import { parcelMinor, topGrams, type Instance } from "./instance";

/**
 * A price per unit of each item, and what it proves. Let every location sell its units at these prices and pay for its
 * parcel: `gain[l]` is the least that it then pays (parcel less sales, fractions of units allowed; negative: it earns).
 * For each plan, cost = sum of prices over all units + sum over used locations of (parcel − sales), so no plan costs less than
 *   sum of prices + Σ gain over locations that must be used + Σ min(0, gain) over those that may be.
 * (Weak Lagrangian duality: the constraint "each unit ships once" is priced.)
 */
export interface Prices {
  /** Prices summed over all wanted units. */
  sumMinor: number;
  gain: Float64Array;
}

/** Sums of doubles may lie this much too high; costs are whole, so that rounding up after it is safe. */
export const ROUNDING_MINOR = 1e-4;

/** Rounds of improving prices at the root. */
export const PRICE_ROUNDS_MAX = 60;

interface Workspace {
  instance: Instance;
  price: Float64Array;
  /** Items by falling price per gram. */
  order: number[];
  gain: Float64Array;
  sold: Float64Array;
}

/**
 * Raises the bound by subgradient steps (Polyak's length) until it meets `targetMinor` or the rounds end. Returns the best
 * prices first, then others that may be stronger deeper in the tree. `usable[l]` 0: the location is forbidden.
 */
export function findPrices(instance: Instance, usable: Uint8Array, targetMinor: number): Prices[] {
  const items = instance.items.length;
  const work: Workspace = {
    instance,
    price: startPrices(instance, targetMinor),
    order: Array.from({ length: items }, (_, item) => item),
    gain: new Float64Array(instance.locations.length),
    sold: new Float64Array(items),
  };
  const found: { bound: number; prices: Prices }[] = [];
  let best = -Infinity;
  let bestPrice = work.price.slice();
  let length = 1;
  let sinceBetter = 0;
  for (let round = 0; round < PRICE_ROUNDS_MAX; round += 1) {
    const { bound, sumMinor } = sell(work, usable);
    if (bound > best + 1e-9) {
      best = bound;
      bestPrice = work.price.slice();
      sinceBetter = 0;
      found.unshift({ bound, prices: { sumMinor, gain: work.gain.slice() } });
    } else if ((sinceBetter += 1) >= 4) {
      length /= 2;
      sinceBetter = 0;
      work.price.set(bestPrice);
      sell(work, usable);
    }
    if (best > targetMinor - 1 + ROUNDING_MINOR || length < 0.02) break;
    if (!step(work, length * Math.max(1, targetMinor - bound))) break;
  }
  return found.slice(0, 3).map(({ prices }) => prices);
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

/** Fills `gain` and `sold` for the present prices; the bound counts no location as used. */
function sell(work: Workspace, usable: Uint8Array): { bound: number; sumMinor: number } {
  const { instance, price, order } = work;
  const density = price.map((minor, item) => (instance.grams[item]! > 0 ? minor / instance.grams[item]! : Infinity));
  order.sort((a, b) => density[b]! - density[a]! || a - b);
  work.sold.fill(0);
  let sumMinor = 0;
  for (let item = 0; item < price.length; item += 1) sumMinor += price[item]! * instance.demand[item]!;
  let bound = sumMinor;
  for (let location = 0; location < instance.locations.length; location += 1) {
    if (usable[location] === 0) continue;
    const { gain, grams } = leastPaid(work, location);
    work.gain[location] = gain;
    if (gain >= 0) continue;
    bound += gain;
    sellUpTo(work, location, grams);
  }
  return { bound, sumMinor };
}

/** The best weight to ship at these prices: the top of a band, or all of it. Beyond the bands it ends where a kilogram sells for less than it costs. */
function leastPaid(work: Workspace, location: number): { gain: number; grams: number } {
  const { instance, price, order } = work;
  const { policy, caps, grams: gramsOf } = instance;
  const first = location * order.length;
  const lastBand = policy.bandsGrams[policy.bandsGrams.length - 1]!;
  const perKg = policy.perExtraKgMinor[instance.locations[location]!.zone]!;
  let grams = 0;
  let sales = 0;
  let top = topGrams(policy, 0);
  let cost = parcelMinor(instance, location, 0);
  let best = { gain: Infinity, grams: 0 };
  for (const item of order) {
    const cap = caps[first + item]!;
    if (cap === 0 || price[item] === 0) continue;
    const perGram = price[item]! / gramsOf[item]!;
    const after = grams + cap * gramsOf[item]!;
    while (after > top) {
      const gain = cost - (sales + (top - grams) * perGram);
      if (gain < best.gain) best = { gain, grams: top };
      if (top >= lastBand && perGram * 1000 <= perKg) return best;
      sales += (top - grams) * perGram;
      grams = top;
      top = topGrams(policy, top + 1e-6);
      cost = parcelMinor(instance, location, top);
    }
    sales += gramsOf[item] === 0 ? cap * price[item]! : (after - grams) * perGram;
    grams = after;
  }
  return cost - sales < best.gain ? { gain: cost - sales, grams } : best;
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
