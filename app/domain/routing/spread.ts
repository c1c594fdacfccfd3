import type { Split } from "./fit";

/** What a gram and a piece cost at each place of a set beyond what the units themselves cost. */
export interface RoomPrices {
  gram: Float64Array;
  piece: Float64Array;
}

/**
 * Adds the loose units of one good to `units`, where they cost least with what room costs; of equal costs the first place is
 * taken. Returns that cost. As further units of a place are never cheaper, taking the cheapest one by one is the best there is.
 */
export function spread(split: Split, prices: RoomPrices, target: { good: number; units: Int32Array }): number {
  const { instance, set, room, forced } = split;
  const { good, units } = target;
  const { unitCosts } = instance;
  const goods = instance.demand.length;
  const weight = instance.grams[good]!;
  const size = instance.goods[good]!.pieces;
  let left = split.loose[good]!;
  let sum = 0;
  while (left > 0) {
    let least = Infinity;
    let from = 0;
    let most = 0;
    for (let place = 0; place < set.length; place += 1) {
      const index = place * goods + good;
      const open = forced[index]! + room[index]! - units[index]!;
      if (open <= 0) continue;
      const shelf = set[place]! * goods + good;
      const cheap = unitCosts === null ? 0 : unitCosts.cheap[shelf]! - units[index]!;
      const own = unitCosts === null ? 0 : cheap > 0 ? unitCosts.low[shelf]! : unitCosts.high[shelf]!;
      const price = own + prices.gram[place]! * weight + prices.piece[place]! * size;
      if (price >= least) continue;
      least = price;
      from = place;
      most = cheap > 0 && cheap < open ? cheap : open;
    }
    const moved = left < most ? left : most;
    units[from * goods + good]! += moved;
    sum += moved * least;
    left -= moved;
  }
  return sum;
}
