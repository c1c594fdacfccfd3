import { minorOf, type Instance } from "./instance";

/** Work that is left before the search must stop. */
export interface Budget {
  nodes: number;
}

/** One step of the budget for each 2^5 entries of a table that is walked through, so that large orders end in time, too. */
export const WORK_SHIFT = 5;

/** What each chosen location must ship whatever is decided, and what it could, in grams by place in the set. */
export interface Ranges {
  instance: Instance;
  set: readonly number[];
  least: number[];
  most: number[];
}

/** The same in units, by `place * items + item`. */
export interface Split extends Ranges {
  forced: Int32Array;
  /** Units that can be moved here. */
  room: Int32Array;
  /** Units by item that are not forced anywhere. */
  loose: Int32Array;
  /** Goods of which some are loose, heaviest first. */
  looseGoods: number[];
  /** What the forced units cost beyond what they cost everywhere. */
  forcedMinor: number;
}

/** Of a set that holds everything. Called for every set that is met, so that it makes no tables of units. */
export function rangesOf(instance: Instance, set: readonly number[]): Ranges {
  const { caps, demand, grams, mostGrams, totalGrams } = instance;
  const most: number[] = [];
  for (let place = 0; place < set.length; place += 1) most.push(mostGrams[set[place]!]!);
  if (set.length === 2) return { instance, set, least: [totalGrams - most[1]!, totalGrams - most[0]!], most };
  const goods = demand.length;
  const least: number[] = [];
  for (let place = 0; place < set.length; place += 1) least.push(0);
  for (let good = 0; good < goods; good += 1) {
    let surplus = -demand[good]!;
    for (let place = 0; place < set.length; place += 1) surplus += caps[set[place]! * goods + good]!;
    for (let place = 0; place < set.length; place += 1) {
      const forced = caps[set[place]! * goods + good]! - surplus;
      if (forced > 0) least[place]! += forced * grams[good]!;
    }
  }
  return { instance, set, least, most };
}

export function splitOf(ranges: Ranges): Split {
  const { instance, set } = ranges;
  const items = instance.demand.length;
  const forced = new Int32Array(set.length * items);
  const room = new Int32Array(set.length * items);
  const loose = instance.demand.slice();
  for (let item = 0; item < items; item += 1) {
    let surplus = -instance.demand[item]!;
    for (const location of set) surplus += instance.caps[location * items + item]!;
    for (let place = 0; place < set.length; place += 1) {
      const units = Math.max(0, instance.caps[set[place]! * items + item]! - surplus);
      forced[place * items + item] = units;
      loose[item]! -= units;
    }
    for (let place = 0; place < set.length; place += 1) {
      room[place * items + item] = Math.min(instance.caps[set[place]! * items + item]! - forced[place * items + item]!, loose[item]!);
    }
  }
  const looseGoods = instance.byGrams.filter((good) => loose[good]! > 0);
  return { ...ranges, forced, room, loose, looseGoods, forcedMinor: minorOf(instance, set, forced) };
}

/** Moves what is left into these places, in their order, as far as there is room. */
export function fill(split: Split, units: Int32Array, task: { places: number[]; left: Int32Array }): void {
  const items = task.left.length;
  for (const place of task.places) {
    for (let item = 0; item < items; item += 1) {
      const moved = Math.min(split.room[place * items + item]!, task.left[item]!);
      units[place * items + item]! += moved;
      task.left[item]! -= moved;
    }
  }
}

interface Fit {
  split: Split;
  budget: Budget;
  /** Places whose top could be exceeded; all others are filled first, which never harms. */
  tight: number[];
  slack: number[];
  /** Slack over all tight places less the grams still to be placed: what may stay empty. Never changes. */
  spare: number;
  items: number[];
  left: Int32Array;
  /** `reach[at][k]`: grams that items from `at` on could bring to tight place k. */
  reach: number[][];
  units: Int32Array;
  dead: Set<string>;
}

/** Units by place and item with no place above its top in grams; null: impossible, or the budget ended. Exact. */
export function fit(split: Split, tops: number[], budget: Budget): Int32Array | null {
  const grams = split.instance.grams;
  const units = split.forced.slice();
  const left = split.loose.slice();
  const tight: number[] = [];
  const free: number[] = [];
  tops.forEach((top, place) => (split.most[place]! > top ? tight : free).push(place));
  if (tight.length === 1) free.push(...tight.splice(0));
  fill(split, units, { places: free, left });
  const items = split.looseGoods.filter((item) => left[item]! > 0);
  if (items.length === 0) return units;
  const slack = tight.map((place) => tops[place]! - split.least[place]!);
  const spare = slack.reduce((sum, room) => sum + room, 0) - items.reduce((sum, item) => sum + left[item]! * grams[item]!, 0);
  if (spare < 0) return null;
  const state: Fit = { split, budget, tight, slack, spare, items, left, reach: reachOf(split, { tight, items, left }), units, dead: new Set() };
  return placeItem(state, 0) ? units : null;
}

function reachOf(split: Split, task: { tight: number[]; items: number[]; left: Int32Array }): number[][] {
  const { instance } = split;
  const reach = [task.tight.map(() => 0)];
  for (const item of [...task.items].reverse()) {
    const after = reach[0]!;
    reach.unshift(task.tight.map((place, k) => {
      const most = Math.min(split.room[place * instance.demand.length + item]!, task.left[item]!);
      return after[k]! + most * instance.grams[item]!;
    }));
  }
  return reach;
}

function placeItem(state: Fit, at: number): boolean {
  if (at === state.items.length) return true;
  if (state.slack.some((slack, k) => slack - state.spare > state.reach[at]![k]!)) return false;
  const key = `${at}:${state.slack.join(",")}`;
  if (state.dead.has(key)) return false;
  if (placeUnits(state, at, { k: 0, left: state.left[state.items[at]!]! })) return true;
  state.dead.add(key);
  return false;
}

/** Tries all ways to spread one item over the tight places, most into the first. */
function placeUnits(state: Fit, at: number, task: { k: number; left: number }): boolean {
  if (task.k === state.tight.length) return task.left === 0 && placeItem(state, at + 1);
  if ((state.budget.nodes -= 1) <= 0) return false;
  const items = state.left.length;
  const item = state.items[at]!;
  const index = state.tight[task.k]! * items + item;
  let later = 0;
  for (let k = task.k + 1; k < state.tight.length; k += 1) later += roomFor(state, k, item);
  const most = Math.min(roomFor(state, task.k, item), task.left);
  const grams = state.split.instance.grams[item]!;
  for (let moved = most; moved >= Math.max(0, task.left - later); moved -= 1) {
    state.slack[task.k]! -= moved * grams;
    state.units[index]! += moved;
    if (placeUnits(state, at, { k: task.k + 1, left: task.left - moved })) return true;
    state.slack[task.k]! += moved * grams;
    state.units[index]! -= moved;
    if (state.budget.nodes <= 0) return false;
  }
  return false;
}

function roomFor(state: Fit, k: number, item: number): number {
  const room = state.split.room[state.tight[k]! * state.left.length + item]!;
  const grams = state.split.instance.grams[item]!;
  return grams === 0 ? room : Math.min(room, Math.floor(state.slack[k]! / grams));
}
