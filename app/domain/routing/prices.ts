import type { Instance } from "./instance";
import { layOut, makeStall, rankGoods, sellPieces, sortBy, type Stall } from "./stall";

/**
 * A price per unit of each good, and what it proves. Let every location sell its units at these prices and pay for its
 * parcel: `gain[l]` is the least that it then pays (parcel and what its units cost less sales, fractions of units allowed;
 * negative: it earns).
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
const PRICE_ROUNDS_MAX = 16;
/** Orders of more goods than this have more prices to find: a round more for each so many goods. */
const FEW_GOODS = 40;
const GOODS_A_ROUND = 5;

/** Steps aim a little above the target, and reach beyond it: they come to it sooner. */
const AIM = 1.01;
const REACH = 1.5;

interface Workspace {
  instance: Instance;
  price: Float64Array;
  stall: Stall;
  gain: Float64Array;
  /** What each location would ship at these prices. */
  grams: Float64Array;
  sold: Float64Array;
  byGain: number[];
}

/**
 * Raises the bound by subgradient steps (about Polyak's length) until it meets the target or the rounds end. Returns the best
 * prices first, then others that may be stronger deeper in the tree.
 */
export function findPrices(instance: Instance, task: PriceTask): Prices[] {
  const work: Workspace = {
    instance,
    price: task.start?.slice() ?? startPrices(instance, task.targetMinor),
    stall: makeStall(instance),
    gain: new Float64Array(instance.locations.length).fill(Infinity),
    grams: new Float64Array(instance.locations.length),
    sold: new Float64Array(instance.goods.length),
    byGain: [],
  };
  for (let location = 0; location < task.usable.length; location += 1) if (task.usable[location] === 1) work.byGain.push(location);
  // The best two; a third lends its tables to what comes next.
  const found: Prices[] = [];
  let length = 1;
  let sinceBetter = 0;
  const rounds = PRICE_ROUNDS_MAX + Math.max(0, instance.goods.length - FEW_GOODS) / GOODS_A_ROUND;
  for (let round = 0; round < rounds; round += 1) {
    const { bound, sumMinor } = sell(work, task);
    const best = found[0];
    if (best === undefined || bound > best.boundMinor + 1e-9) {
      sinceBetter = 0;
      found.unshift(kept(work, { bound, sumMinor }, found.length === KEPT ? found.pop()! : null));
      if (bound > task.targetMinor - 1 + ROUNDING_MINOR) break;
    } else if ((sinceBetter += 1) >= 4) {
      length /= 2;
      sinceBetter = 0;
      work.price.set(best.price);
      sell(work, task);
    }
    if (length < 0.02 || !step(work, length * Math.max(1, REACH * (AIM * task.targetMinor - bound)))) break;
  }
  return found;
}

/** Prices that are kept: the best, and those before. */
const KEPT = 2;

/** Writes down the present prices, over those of `old`. */
function kept(work: Workspace, { bound, sumMinor }: { bound: number; sumMinor: number }, old: Prices | null): Prices {
  if (old === null) return { boundMinor: bound, sumMinor, gain: work.gain.slice(), byGain: work.byGain.slice(), price: work.price.slice() };
  old.boundMinor = bound;
  old.sumMinor = sumMinor;
  old.gain.set(work.gain);
  old.price.set(work.price);
  for (let rank = 0; rank < work.byGain.length; rank += 1) old.byGain[rank] = work.byGain[rank]!;
  return old;
}

/** Half by unit and half by weight: of the right size, and all locations sell at them. */
function startPrices(instance: Instance, targetMinor: number): Float64Array {
  const units = Math.max(1, instance.demand.reduce((sum, wanted) => sum + wanted, 0));
  return instance.grams.map((grams) => {
    const byWeight = instance.totalGrams > 0 ? grams / instance.totalGrams : 1 / units;
    return (targetMinor * (byWeight + 1 / units)) / 2;
  });
}

function step(work: Workspace, height: number): boolean {
  const { demand } = work.instance;
  let norm = 0;
  for (let good = 0; good < demand.length; good += 1) norm += (demand[good]! - work.sold[good]!) ** 2;
  if (norm < 1e-9) return false;
  for (let good = 0; good < demand.length; good += 1) {
    work.price[good] = Math.max(0, work.price[good]! + (height / norm) * (demand[good]! - work.sold[good]!));
  }
  return true;
}

/** Fills `gain` and `sold` for the present prices. */
function sell(work: Workspace, task: PriceTask): { bound: number; sumMinor: number } {
  const { instance, price, gain, byGain } = work;
  rankGoods(work.stall, instance, price);
  work.sold.fill(0);
  let sumMinor = 0;
  for (let good = 0; good < price.length; good += 1) sumMinor += price[good]! * instance.demand[good]!;
  for (const location of byGain) {
    layOut(work.stall, { instance, price, location });
    sellBest(work, location);
  }
  sortBy(byGain, gain);
  let bound = sumMinor;
  let parcels = instance.must.length;
  for (const location of instance.must) bound += use(work, location);
  for (const location of byGain) {
    if (parcels >= task.parcelsMax || (gain[location]! >= 0 && parcels >= task.parcelsMin)) break;
    if (instance.must.includes(location)) continue;
    parcels += 1;
    bound += use(work, location);
  }
  return { bound, sumMinor };
}

/** Counts what the location sells; returns what it then pays. */
function use(work: Workspace, location: number): number {
  layOut(work.stall, { instance: work.instance, price: work.price, location });
  sellUpTo(work, location);
  return work.gain[location]!;
}

/** Where few pieces may leave, weight is no matter: the best pieces count. */
const BY_PIECES = -1;

/** Finds the best weight to ship at these prices: the top of a step, or all of it. Beyond the bands it ends where a kilogram sells for less than it costs. */
function sellBest(work: Workspace, location: number): void {
  const { instance, stall } = work;
  const { topGrams, minor, lastBandGrams, perKgMinor } = instance.steps[location]!;
  let grams = 0;
  let sales = 0;
  let step = 0;
  let best = Infinity;
  let bestGrams = 0;
  let at = 0;
  for (; at < stall.count; at += 1) {
    const perGram = stall.density[at]!;
    const after = grams + stall.units[at]! * stall.grams[at]!;
    let worthless = false;
    while (after > topGrams[step]! && !worthless) {
      const top = topGrams[step]!;
      sales += (top - grams) * perGram;
      grams = top;
      if (minor[step]! - sales < best) {
        best = minor[step]! - sales;
        bestGrams = top;
      }
      worthless = top >= lastBandGrams && perGram * 1000 <= perKgMinor;
      step += 1;
    }
    if (worthless) break;
    sales += stall.grams[at] === 0 ? stall.units[at]! * stall.margin[at]! : (after - grams) * perGram;
    grams = after;
  }
  if (at === stall.count && minor[step]! - sales < best) {
    best = minor[step]! - sales;
    bestGrams = grams;
  }
  const piecesMax = instance.piecesMax?.[location] ?? Infinity;
  const byPieces = piecesMax === Infinity ? -Infinity : minor[0]! - sellPieces(stall, piecesMax, null);
  work.gain[location] = Math.max(best, byPieces);
  work.grams[location] = byPieces > best ? BY_PIECES : bestGrams;
}

function sellUpTo({ instance, stall, grams, sold }: Workspace, location: number): void {
  let left = grams[location]!;
  if (left === BY_PIECES) {
    sellPieces(stall, instance.piecesMax![location]!, sold);
    return;
  }
  for (let at = 0; at < stall.count; at += 1) {
    const unit = stall.grams[at]!;
    const units = unit === 0 ? stall.units[at]! : Math.min(stall.units[at]!, left / unit);
    sold[stall.good[at]!]! += units;
    left -= units * unit;
    if (left <= 0 && unit > 0) return;
  }
}
