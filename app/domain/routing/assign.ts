import type { Budget, Split } from "./fit";
import { unitsMinor, type Instance } from "./instance";

/** Units by place and good (`place * goods + good`), and what they cost beyond parcels. */
export interface Assigned {
  units: Int32Array;
  minor: number;
}

/**
 * A price for each gram and each piece that goes to a place. With such prices each good is on its own and takes the cheapest
 * units there are; what this costs, less the prices of all the room there is, no assignment within the room falls short of.
 */
interface RoomPrices {
  gram: Float64Array;
  piece: Float64Array;
}

interface Assigning {
  split: Split;
  budget: Budget;
  /** Goods that are still to be placed, heaviest first. */
  goods: number[];
  /** Grams and pieces that may still come to each place; `Infinity`: as many as there are. */
  grams: Float64Array;
  pieces: Float64Array;
  prices: RoomPrices;
  /** What goods from here on cost at least with the prices of room, that of the room not yet taken off. */
  rest: Float64Array;
  units: Int32Array;
  best: Assigned | null;
  belowMinor: number;
  /** No assignment costs less. */
  floorMinor: number;
  /** Cheapest way in which a state was met. */
  seen: Map<string, number>;
}

const ROUNDS_MAX = 12;
const ROUNDING_MINOR = 1e-6;

/**
 * The cheapest way to give each place of the split no more than `tops` grams and no more pieces than its location may ship, if
 * one costs less than `belowMinor`; null: there is none, or, with the budget at 0, none was found. Exact.
 */
export function assign(split: Split, task: { tops: readonly number[]; belowMinor: number; budget: Budget }): Assigned | null {
  const state = begin(split, task);
  const forcedMinor = minorOf(split.instance, split.set, split.forced);
  if (state === null || forcedMinor >= task.belowMinor) return null;
  priceRoom(state, forcedMinor);
  if (state.floorMinor < state.belowMinor) placeGood(state, 0, forcedMinor);
  return state.best;
}

/** What units cost that are spread so over the set. */
export function minorOf(instance: Instance, set: readonly number[], units: Int32Array): number {
  if (instance.unitCosts === null) return 0;
  const goods = instance.demand.length;
  let minor = 0;
  for (let index = 0; index < units.length; index += 1) {
    const place = Math.floor(index / goods);
    if (units[index]! > 0) minor += unitsMinor(instance, set[place]! * goods + (index - place * goods), units[index]!);
  }
  return minor;
}

function begin(split: Split, task: { tops: readonly number[]; belowMinor: number; budget: Budget }): Assigning | null {
  const { instance, set, forced, loose } = split;
  const { grams: gramsOf, goods } = instance;
  const places = set.length;
  const state: Assigning = {
    split, budget: task.budget, goods: [...loose.keys()].filter((good) => loose[good]! > 0).sort((a, b) => gramsOf[b]! - gramsOf[a]! || a - b),
    grams: Float64Array.from(set, (_, place) => (split.most[place]! > task.tops[place]! ? task.tops[place]! - split.least[place]! : Infinity)),
    pieces: new Float64Array(places).fill(Infinity),
    prices: { gram: new Float64Array(places), piece: new Float64Array(places) },
    rest: new Float64Array(0), units: forced.slice(), best: null, belowMinor: task.belowMinor, floorMinor: 0, seen: new Map(),
  };
  if (instance.piecesMax !== null) {
    for (let place = 0; place < places; place += 1) {
      state.pieces[place] = instance.piecesMax[set[place]!]!;
      for (let good = 0; good < goods.length; good += 1) state.pieces[place]! -= forced[place * goods.length + good]! * goods[good]!.pieces;
    }
  }
  return state.grams.some((room) => room < 0) || state.pieces.some((room) => room < 0) ? null : state;
}

/** Raises the prices of room that is asked for too much, by subgradient steps; keeps what the cheapest choices make, if it has room. */
function priceRoom(state: Assigning, forcedMinor: number): void {
  const { prices } = state;
  const places = state.grams.length;
  const grams = new Float64Array(places);
  const pieces = new Float64Array(places);
  let best = -Infinity;
  let kept = { gram: prices.gram.slice(), piece: prices.piece.slice() };
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const bound = forcedMinor + askForRoom(state, grams, pieces) - worth(state);
    if (bound > best) {
      best = bound;
      kept = { gram: prices.gram.slice(), piece: prices.piece.slice() };
    }
    if (best > state.belowMinor - 1 + ROUNDING_MINOR) break;
    if (!raise(state, { grams, pieces }, Math.max(1, Math.min(state.belowMinor, bound * 1.1 + 100) - bound) / (1 + round / 4))) break;
  }
  state.floorMinor = Math.ceil(best - ROUNDING_MINOR);
  prices.gram.set(kept.gram);
  prices.piece.set(kept.piece);
  state.rest = new Float64Array(state.goods.length + 1);
  for (let at = state.goods.length - 1; at >= 0; at -= 1) state.rest[at] = state.rest[at + 1]! + take(state, state.goods[at]!, null);
}

/** What the room that is left is worth. */
function worth({ grams, pieces, prices }: Assigning): number {
  let sum = 0;
  for (let place = 0; place < grams.length; place += 1) {
    if (prices.gram[place]! > 0) sum += prices.gram[place]! * grams[place]!;
    if (prices.piece[place]! > 0) sum += prices.piece[place]! * pieces[place]!;
  }
  return sum;
}

/** Lets each good take the cheapest units; returns what they cost with the prices of room, and fills what room they take. */
function askForRoom(state: Assigning, grams: Float64Array, pieces: Float64Array): number {
  const { instance, forced } = state.split;
  const goods = instance.demand.length;
  grams.fill(0);
  pieces.fill(0);
  const units = forced.slice();
  let sum = 0;
  for (const good of state.goods) sum += take(state, good, units);
  for (let index = 0; index < units.length; index += 1) {
    const moved = units[index]! - forced[index]!;
    if (moved === 0) continue;
    const place = Math.floor(index / goods);
    grams[place]! += moved * instance.grams[index - place * goods]!;
    pieces[place]! += moved * instance.goods[index - place * goods]!.pieces;
  }
  const hasRoom = grams.every((asked, place) => asked <= state.grams[place]! && pieces[place]! <= state.pieces[place]!);
  if (hasRoom) keep(state, units, minorOf(instance, state.split.set, units));
  return sum;
}

/** The cheapest loose units of one good at the present prices of room, one by one in price: added to `units`, where given. */
function take({ split, prices }: Assigning, good: number, units: Int32Array | null): number {
  const { instance, set, forced, room } = split;
  const goods = instance.demand.length;
  const weight = instance.grams[good]!;
  const size = instance.goods[good]!.pieces;
  let left = split.loose[good]!;
  let sum = 0;
  const taken = new Int32Array(set.length);
  while (left > 0) {
    let least = Infinity;
    let from = 0;
    let most = 0;
    for (let place = 0; place < set.length; place += 1) {
      const index = place * goods + good;
      if (taken[place]! >= room[index]!) continue;
      const have = forced[index]! + taken[place]!;
      const shelf = set[place]! * goods + good;
      const cheap = instance.unitCosts === null ? 0 : instance.unitCosts.cheap[shelf]! - have;
      const minor = instance.unitCosts === null ? 0 : cheap > 0 ? instance.unitCosts.low[shelf]! : instance.unitCosts.high[shelf]!;
      const price = minor + prices.gram[place]! * weight + prices.piece[place]! * size;
      if (price >= least) continue;
      least = price;
      from = place;
      most = Math.min(room[index]! - taken[place]!, cheap > 0 ? cheap : Infinity);
    }
    const moved = Math.min(left, most);
    taken[from]! += moved;
    if (units !== null) units[from * goods + good]! += moved;
    sum += moved * least;
    left -= moved;
  }
  return sum;
}

/** False: nothing is asked for too much. */
function raise({ prices, ...room }: Assigning, asked: { grams: Float64Array; pieces: Float64Array }, height: number): boolean {
  let norm = 0;
  const places = asked.grams.length;
  const excess = (place: number, kind: "grams" | "pieces"): number => (room[kind][place] === Infinity ? 0 : asked[kind][place]! - room[kind][place]!);
  const scale = Math.max(1, asked.grams.reduce((sum, grams) => sum + grams, 0) / Math.max(1, asked.pieces.reduce((sum, pieces) => sum + pieces, 0)));
  for (let place = 0; place < places; place += 1) norm += (excess(place, "grams") / scale) ** 2 + excess(place, "pieces") ** 2;
  if (norm < 1e-9) return false;
  for (let place = 0; place < places; place += 1) {
    prices.gram[place] = Math.max(0, prices.gram[place]! + ((height / norm) * excess(place, "grams")) / scale / scale);
    prices.piece[place] = Math.max(0, prices.piece[place]! + (height / norm) * excess(place, "pieces"));
  }
  return true;
}

function keep(state: Assigning, units: Int32Array, minor: number): void {
  if (minor >= state.belowMinor) return;
  state.best = { units: units.slice(), minor };
  state.belowMinor = minor;
}

function placeGood(state: Assigning, at: number, minor: number): void {
  if (at === state.goods.length) {
    keep(state, state.units, minor);
    return;
  }
  if (Math.ceil(minor + state.rest[at]! - worth(state) - ROUNDING_MINOR) >= state.belowMinor) return;
  const key = `${at}:${state.grams.join(",")}:${state.split.instance.piecesMax === null ? "" : state.pieces.join(",")}`;
  if ((state.seen.get(key) ?? Infinity) <= minor) return;
  state.seen.set(key, minor);
  placeUnits(state, { at, place: 0, left: state.split.loose[state.goods[at]!]! }, minor);
}

/** Tries all ways to spread one good over the places, most into the first. */
function placeUnits(state: Assigning, task: { at: number; place: number; left: number }, minor: number): void {
  const { at, place, left } = task;
  const { instance, set } = state.split;
  if (place === set.length) {
    if (left === 0) placeGood(state, at + 1, minor);
    return;
  }
  if ((state.budget.nodes -= 1) <= 0) return;
  const goods = instance.demand.length;
  const good = state.goods[at]!;
  const index = place * goods + good;
  const forced = state.split.forced[index]!;
  const shelf = set[place]! * goods + good;
  let later = 0;
  for (let other = place + 1; other < set.length; other += 1) later += roomFor(state, other, good);
  const most = Math.min(roomFor(state, place, good), left);
  for (let moved = most; moved >= Math.max(0, left - later); moved -= 1) {
    const more = unitsMinor(instance, shelf, forced + moved) - unitsMinor(instance, shelf, forced);
    state.grams[place]! -= moved * instance.grams[good]!;
    state.pieces[place]! -= moved * instance.goods[good]!.pieces;
    state.units[index] = forced + moved;
    placeUnits(state, { at, place: place + 1, left: left - moved }, minor + more);
    state.grams[place]! += moved * instance.grams[good]!;
    state.pieces[place]! += moved * instance.goods[good]!.pieces;
    state.units[index] = forced;
    if (state.budget.nodes <= 0 || (state.best !== null && state.best.minor <= state.floorMinor)) return;
  }
}

function roomFor({ split, grams, pieces }: Assigning, place: number, good: number): number {
  const { instance } = split;
  const weight = instance.grams[good]!;
  const room = Math.min(split.room[place * instance.demand.length + good]!, Math.floor(pieces[place]! / instance.goods[good]!.pieces));
  return weight === 0 ? room : Math.min(room, Math.floor(grams[place]! / weight));
}
