import type { Budget, Split } from "./fit";
import { minorOf } from "./instance";
import { spread, type RoomPrices } from "./spread";

/** Units by place and good (`place * goods + good`), and what they cost beyond parcels. */
export interface Assigned {
  units: Int32Array;
  minor: number;
}

/** The search for the cheapest way to spread units over room that is limited. */
export interface Assigning {
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
  /** Places by rising price of a unit, for each good. */
  order: number[][];
  /** Grams that goods from here on could bring to each place. */
  reach: Float64Array[];
  /** What may stay empty of all room. */
  spare: number;
  /** The search pauses when the budget is down to this. */
  stopAt: number;
  units: Int32Array;
  best: Assigned | null;
  belowMinor: number;
  /** No assignment costs less. */
  floorMinor: number;
  /** Cheapest way in which a state was met. */
  seen: Map<string, number>;
}

const ROUNDS_MAX = 12;
const SWEEPS = 2;
const HALVINGS = 10;
export const ROUNDING_MINOR = 1e-6;

/** Raises the prices of room that is asked for too much, by subgradient steps; keeps what the cheapest choices make, if it has room. */
export function priceRoom(state: Assigning, forcedMinor: number): void {
  const { prices } = state;
  const places = state.grams.length;
  const grams = new Float64Array(places);
  const pieces = new Float64Array(places);
  let best = -Infinity;
  let length = 1;
  const kept: RoomPrices = { gram: new Float64Array(places), piece: new Float64Array(places) };
  const start = prices.gram.slice();
  prices.gram.fill(0);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const bound = forcedMinor + askForRoom(state, grams, pieces) - worth(state);
    if (bound > best) {
      best = bound;
      kept.gram.set(prices.gram);
      kept.piece.set(prices.piece);
    } else if (round > 1) length *= 0.7;
    if (best > state.belowMinor - 1 + ROUNDING_MINOR) break;
    // The given prices have the second turn; the better of both is gone on with.
    if (round === 0 && start.some((minor) => minor > 0)) prices.gram.set(start);
    else {
      if (round === 1) prices.gram.set(kept.gram);
      if (round === 1 && bound < best) askForRoom(state, grams, pieces);
      if (!raise(state, { grams, pieces }, length * Math.max(1, Math.min(state.belowMinor - bound, 100 + bound / 10)))) break;
    }
  }
  state.floorMinor = Math.ceil(best - ROUNDING_MINOR);
  prices.gram.set(kept.gram);
  prices.piece.set(kept.piece);
}

/** Brings the price of each place's grams, one after the other, to where what is asked for changes from too much to too little. */
export function sharpen(state: Assigning, forcedMinor: number): void {
  const { prices: { gram } } = state;
  const grams = new Float64Array(gram.length);
  const pieces = new Float64Array(gram.length);
  const places = [...gram.keys()].filter((place) => state.grams[place]! < Infinity);
  let best = -Infinity;
  const kept = gram.slice();
  const tooMuch = (place: number): boolean => {
    const bound = forcedMinor + askForRoom(state, grams, pieces) - worth(state);
    if (bound > best) {
      best = bound;
      kept.set(gram);
    }
    return grams[place]! > state.grams[place]!;
  };
  for (let turn = 0; turn < SWEEPS * places.length; turn += 1) {
    const place = places[turn % places.length]!;
    let low = 0;
    let high = Math.max(gram[place]! * 2, 0.2);
    for (let half = 0; half < HALVINGS; half += 1) {
      gram[place] = (low + high) / 2;
      if (tooMuch(place)) low = gram[place]!;
      else high = gram[place]!;
    }
    gram[place] = 0;
    tooMuch(place);
    gram.set(kept);
  }
  state.floorMinor = Math.max(state.floorMinor, Math.ceil(best - ROUNDING_MINOR));
}

/** What the room that is left is worth. */
export function worth({ grams, pieces, prices }: Assigning): number {
  let sum = 0;
  for (let place = 0; place < grams.length; place += 1) {
    if (prices.gram[place]! > 0) sum += prices.gram[place]! * grams[place]!;
    if (prices.piece[place]! > 0) sum += prices.piece[place]! * pieces[place]!;
  }
  return sum;
}

/** Lets each good take the cheapest units; returns what they cost with the prices of room, and fills what room they take. */
function askForRoom(state: Assigning, grams: Float64Array, pieces: Float64Array): number {
  const { instance, forced, set } = state.split;
  const goods = instance.demand.length;
  grams.fill(0);
  pieces.fill(0);
  const units = state.units;
  let sum = 0;
  for (const good of state.goods) {
    sum += spread(state.split, state.prices, { good, units });
    for (let index = good; index < units.length; index += goods) {
      const moved = units[index]! - forced[index]!;
      if (moved === 0) continue;
      const place = (index - good) / goods;
      grams[place]! += moved * instance.grams[good]!;
      pieces[place]! += moved * instance.goods[good]!.pieces;
    }
  }
  let hasRoom = true;
  for (let place = 0; place < set.length; place += 1) hasRoom &&= grams[place]! <= state.grams[place]! && pieces[place]! <= state.pieces[place]!;
  if (hasRoom) keep(state, units, minorOf(instance, set, units));
  units.set(forced);
  return sum;
}

/** False: nothing is asked for too much, and nothing that has a price too little. */
function raise({ prices, ...room }: Assigning, asked: { grams: Float64Array; pieces: Float64Array }, height: number): boolean {
  let norm = 0;
  const places = asked.grams.length;
  const grams = asked.grams.map((some, place) => excessOf(some, room.grams[place]!, prices.gram[place]!));
  const pieces = asked.pieces.map((some, place) => excessOf(some, room.pieces[place]!, prices.piece[place]!));
  const scale = Math.max(1, sumOf(asked.grams) / Math.max(1, sumOf(asked.pieces)));
  for (let place = 0; place < places; place += 1) norm += (grams[place]! / scale) ** 2 + pieces[place]! ** 2;
  if (norm < 1e-9) return false;
  for (let place = 0; place < places; place += 1) {
    prices.gram[place] = Math.max(0, prices.gram[place]! + ((height / norm) * grams[place]!) / scale / scale);
    prices.piece[place] = Math.max(0, prices.piece[place]! + (height / norm) * pieces[place]!);
  }
  return true;
}

/** A price of 0 cannot fall. */
const excessOf = (asked: number, room: number, price: number): number => (room === Infinity || (price === 0 && asked < room) ? 0 : asked - room);

export const sumOf = (list: Float64Array): number => list.reduce((sum, one) => sum + one, 0);

export function keep(state: Assigning, units: Int32Array, minor: number): void {
  if (minor >= state.belowMinor) return;
  state.best = { units: units.slice(), minor };
  state.belowMinor = minor;
}
