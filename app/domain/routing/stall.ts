import type { Instance } from "./instance";

/** What one location would sell at the present prices, best earnings per gram first. Room for the cheap and the dear units of each good. */
export interface Stall {
  /** Goods by falling price per gram, which stands below 0. */
  order: number[];
  perGram: Float64Array;
  count: number;
  good: Int32Array;
  units: Int32Array;
  grams: Float64Array;
  pieces: Float64Array;
  /** Price less what a unit costs here, above 0. */
  margin: Float64Array;
  /** The same per gram; `Infinity` for goods without weight. */
  density: Float64Array;
}

export function makeStall({ goods }: Instance): Stall {
  const room = goods.length * 2;
  return {
    order: goods.map((_, good) => good), perGram: new Float64Array(goods.length), count: 0,
    good: new Int32Array(room), units: new Int32Array(room), grams: new Float64Array(room), pieces: new Float64Array(room),
    margin: new Float64Array(room), density: new Float64Array(room),
  };
}

/** To be called whenever prices have changed. */
export function rankGoods({ order, perGram }: Stall, { grams }: Instance, price: Float64Array): void {
  for (let good = 0; good < price.length; good += 1) perGram[good] = grams[good]! > 0 ? -price[good]! / grams[good]! : -Infinity;
  sortBy(order, perGram);
}

/** Longer lists are sorted from the beginning. */
const SHORT = 64;

/** By rising key, then by number. Short lists that were sorted by nearly the same keys are soon in order again. */
export function sortBy(list: number[], key: Float64Array): void {
  if (list.length > SHORT) list.sort((a, b) => (key[a] === key[b] ? a - b : key[a]! - key[b]!));
  for (let end = 1; end < list.length; end += 1) {
    const moved = list[end]!;
    const own = key[moved]!;
    let at = end;
    for (; at > 0 && (key[list[at - 1]!]! > own || (key[list[at - 1]!] === own && list[at - 1]! > moved)); at -= 1) list[at] = list[at - 1]!;
    list[at] = moved;
  }
}

/** Fills the stall with what the location has and can sell for more than it costs. */
export function layOut(stall: Stall, { instance, price, location }: { instance: Instance; price: Float64Array; location: number }): void {
  const { caps, unitCosts } = instance;
  const first = location * price.length;
  stall.count = 0;
  for (const good of stall.order) {
    const cap = caps[first + good]!;
    if (cap === 0) continue;
    if (unitCosts === null) {
      put(stall, instance, { good, units: cap, margin: price[good]! });
      continue;
    }
    const cheap = unitCosts.cheap[first + good]!;
    put(stall, instance, { good, units: cheap, margin: price[good]! - unitCosts.low[first + good]! });
    put(stall, instance, { good, units: cap - cheap, margin: price[good]! - unitCosts.high[first + good]! });
  }
}

/** Keeps the stall sorted by density; of equals the earlier stays first. */
function put(stall: Stall, { grams, goods }: Instance, entry: { good: number; units: number; margin: number }): void {
  if (entry.units === 0 || entry.margin <= 0) return;
  const weight = grams[entry.good]!;
  const density = weight > 0 ? entry.margin / weight : Infinity;
  let at = stall.count;
  for (; at > 0 && stall.density[at - 1]! < density; at -= 1) {
    stall.good[at] = stall.good[at - 1]!;
    stall.units[at] = stall.units[at - 1]!;
    stall.grams[at] = stall.grams[at - 1]!;
    stall.pieces[at] = stall.pieces[at - 1]!;
    stall.margin[at] = stall.margin[at - 1]!;
    stall.density[at] = stall.density[at - 1]!;
  }
  stall.good[at] = entry.good;
  stall.units[at] = entry.units;
  stall.grams[at] = weight;
  stall.pieces[at] = goods[entry.good]!.pieces;
  stall.margin[at] = entry.margin;
  stall.density[at] = density;
  stall.count += 1;
}

/** The most that so many pieces can earn, fractions allowed; adds them to `sold`, where given. */
export function sellPieces(stall: Stall, piecesMax: number, sold: Float64Array | null): number {
  const best = Array.from({ length: stall.count }, (_, at) => at)
    .sort((a, b) => stall.margin[b]! / stall.pieces[b]! - stall.margin[a]! / stall.pieces[a]! || a - b);
  let left = piecesMax;
  let earned = 0;
  for (const at of best) {
    const units = Math.min(stall.units[at]!, left / stall.pieces[at]!);
    earned += units * stall.margin[at]!;
    left -= units * stall.pieces[at]!;
    if (sold !== null) sold[stall.good[at]!]! += units;
    if (left <= 0) break;
  }
  return earned;
}
