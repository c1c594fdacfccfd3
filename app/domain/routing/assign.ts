import type { Budget, Split } from "./fit";
import { unitsMinor } from "./instance";
import { keep, priceRoom, ROUNDING_MINOR, sharpen, sumOf, worth, type Assigned, type Assigning } from "./room";
import { spread } from "./spread";

interface AssignTask {
  /** Most grams by place. */
  tops: readonly number[];
  belowMinor: number;
  budget: Budget;
  /** Prices of a gram from which to start; null: none. */
  perGram: Float64Array | null;
}

/** Steps after which better prices are worth their time. */
const FIRST_NODES = 200;

/**
 * The cheapest way to give each place of the split no more than `tops` grams and no more pieces than its location may ship, if
 * one costs less than `belowMinor`; null: there is none, or, with the budget at 0, none was found. Exact.
 */
export function assign(split: Split, task: AssignTask): Assigned | null {
  const state = begin(split, task);
  const { forcedMinor } = split;
  if (state === null || forcedMinor >= task.belowMinor) return null;
  priceRoom(state, forcedMinor);
  if (state.floorMinor >= state.belowMinor) return state.best;
  state.stopAt = Math.max(0, state.budget.nodes - FIRST_NODES);
  prepare(state);
  placeGood(state, 0, forcedMinor);
  if (state.budget.nodes > state.stopAt || state.stopAt === 0) return state.best;
  sharpen(state, forcedMinor);
  if (state.floorMinor >= state.belowMinor) return state.best;
  state.stopAt = 0;
  prepare(state);
  placeGood(state, 0, forcedMinor);
  return state.best;
}

function begin(split: Split, task: AssignTask): Assigning | null {
  const { instance, set, forced } = split;
  const { goods } = instance;
  const places = set.length;
  const state: Assigning = {
    split, budget: task.budget, goods: split.looseGoods,
    grams: Float64Array.from(set, (_, place) => (split.most[place]! > task.tops[place]! ? task.tops[place]! - split.least[place]! : Infinity)),
    pieces: new Float64Array(places).fill(Infinity),
    prices: { gram: Float64Array.from(set, (_, place) => (split.most[place]! > task.tops[place]! ? (task.perGram?.[place] ?? 0) : 0)), piece: new Float64Array(places) },
    rest: new Float64Array(0), order: [], reach: [], spare: 0, stopAt: 0, units: forced.slice(), best: null, belowMinor: task.belowMinor, floorMinor: 0, seen: new Map(),
  };
  if (instance.piecesMax !== null) {
    for (let place = 0; place < places; place += 1) {
      state.pieces[place] = instance.piecesMax[set[place]!]!;
      for (let good = 0; good < goods.length; good += 1) state.pieces[place]! -= forced[place * goods.length + good]! * goods[good]!.pieces;
    }
  }
  return state.grams.some((room) => room < 0) || state.pieces.some((room) => room < 0) ? null : state;
}

/** What the prices of room say of goods from each on, and which places they like best. */
function prepare(state: Assigning): void {
  const { split, goods, prices } = state;
  const { instance, set } = split;
  state.seen.clear();
  state.rest = new Float64Array(goods.length + 1);
  state.order = [];
  state.reach = [new Float64Array(set.length)];
  for (let at = goods.length - 1; at >= 0; at -= 1) {
    const good = goods[at]!;
    state.rest[at] = state.rest[at + 1]! + spread(split, prices, { good, units: state.units });
    const price = set.map((_, place) => leastUnitMinor(state, place, good));
    state.order.unshift([...price.keys()].sort((a, b) => price[a]! - price[b]! || a - b));
    state.reach.unshift(state.reach[0]!.map((grams, place) => grams + split.room[place * instance.demand.length + good]! * instance.grams[good]!));
  }
  state.units.set(split.forced);
  state.spare = sumOf(state.grams) - goods.reduce((sum, good) => sum + split.loose[good]! * instance.grams[good]!, 0);
}

function placeGood(state: Assigning, at: number, minor: number): void {
  if (at === state.goods.length) {
    keep(state, state.units, minor);
    return;
  }
  if (Math.ceil(minor + state.rest[at]! - worth(state) - ROUNDING_MINOR) >= state.belowMinor) return;
  if (state.spare < Infinity && state.reach[at]!.some((reach, place) => state.grams[place]! - state.spare > reach)) return;
  if (state.goods.length - at >= WORTH_KNOWING && isKnown(state, at, minor)) return;
  placeUnits(state, { at, rank: 0, left: state.split.loose[state.goods[at]!]! }, minor);
}

/** With fewer goods to go it is quicker to place them again than to look whether it was done. */
const WORTH_KNOWING = 4;

/** Was the same room left before, for no more? */
function isKnown(state: Assigning, at: number, minor: number): boolean {
  const key = `${at}:${state.grams.join(",")}:${state.split.instance.piecesMax === null ? "" : state.pieces.join(",")}`;
  if ((state.seen.get(key) ?? Infinity) <= minor) return true;
  state.seen.set(key, minor);
  return false;
}

/**
 * Tries all ways to spread one good over the places, most into the cheapest, as long as what is left of it could come to less
 * than the best with the rest.
 */
function placeUnits(state: Assigning, task: { at: number; rank: number; left: number }, minor: number): void {
  const { at, rank, left } = task;
  const { instance, set } = state.split;
  if (left === 0) {
    placeGood(state, at + 1, minor);
    return;
  }
  if (rank === set.length || (state.budget.nodes -= 1) <= state.stopAt) return;
  const goods = instance.demand.length;
  const good = state.goods[at]!;
  const place = state.order[at]![rank]!;
  const index = place * goods + good;
  const forced = state.split.forced[index]!;
  const shelf = set[place]! * goods + good;
  let later = 0;
  for (let other = rank + 1; other < set.length; other += 1) later += roomFor(state, state.order[at]![other]!, good);
  const most = Math.min(roomFor(state, place, good), left);
  const unitMinor = rank + 1 < set.length ? leastUnitMinor(state, state.order[at]![rank + 1]!, good) : Infinity;
  for (let moved = most; moved >= Math.max(0, left - later); moved -= 1) {
    const after = minor + unitsMinor(instance, shelf, forced + moved) - unitsMinor(instance, shelf, forced);
    move(state, index, { place, good, units: moved });
    const bound = after + (left > moved ? (left - moved) * unitMinor : 0) + state.rest[at + 1]! - worth(state);
    if (Math.ceil(bound - ROUNDING_MINOR) < state.belowMinor) placeUnits(state, { at, rank: rank + 1, left: left - moved }, after);
    move(state, index, { place, good, units: -moved });
    if (state.budget.nodes <= state.stopAt || (state.best !== null && state.best.minor <= state.floorMinor)) return;
  }
}

function move({ split: { instance }, grams, pieces, units }: Assigning, index: number, what: { place: number; good: number; units: number }): void {
  grams[what.place]! -= what.units * instance.grams[what.good]!;
  pieces[what.place]! -= what.units * instance.goods[what.good]!.pieces;
  units[index]! += what.units;
}

/** The least that one more unit of a good costs at a place, with its room; `Infinity`: none can come there. */
function leastUnitMinor({ split, prices }: Assigning, place: number, good: number): number {
  const { instance, set, forced, room } = split;
  const { unitCosts, demand } = instance;
  const index = place * demand.length + good;
  if (room[index] === 0) return Infinity;
  const shelf = set[place]! * demand.length + good;
  const own = unitCosts === null ? 0 : unitCosts.cheap[shelf]! > forced[index]! ? unitCosts.low[shelf]! : unitCosts.high[shelf]!;
  return own + prices.gram[place]! * instance.grams[good]! + prices.piece[place]! * instance.goods[good]!.pieces;
}

function roomFor({ split, grams, pieces }: Assigning, place: number, good: number): number {
  const { instance } = split;
  const weight = instance.grams[good]!;
  const room = Math.min(split.room[place * instance.demand.length + good]!, Math.floor(pieces[place]! / instance.goods[good]!.pieces));
  return weight === 0 ? room : Math.min(room, Math.floor(grams[place]! / weight));
}
