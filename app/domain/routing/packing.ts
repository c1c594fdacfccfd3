import { parcelMinor, stepFor, type Instance, type Steps } from "./instance";

/** Work that is left before the search must stop. */
export interface Budget {
  nodes: number;
}

/** Units by location of the set and item: `units[place * items + item]`. */
export interface Packing {
  units: Int32Array;
  costMinor: number;
}

/** What the chosen locations must ship whatever is decided, and what can still be moved between them. */
interface Split {
  instance: Instance;
  set: readonly number[];
  /** Least and most grams by place. */
  least: Float64Array;
  most: Float64Array;
  forced: Int32Array;
  room: Int32Array;
  /** Units by item that are not forced. */
  loose: Int32Array;
}

/**
 * The cheapest way to ship everything from exactly these locations, each with a parcel, below `belowMinor`; null: there is
 * none, or, with the budget at 0, none was found. Parcels cost by steps of weight, so it suffices to choose a step for each
 * location and to ask whether the units fit below the tops: steps are tried by a depth-first search, the fit is exact.
 */
export function packWithin(instance: Instance, set: readonly number[], limit: { belowMinor: number; budget: Budget }): Packing | null {
  const split = splitOf(instance, set);
  if (split === null) return null;
  const search: StepSearch = {
    split, budget: limit.budget, tops: new Array<number>(set.length).fill(0), found: null, belowMinor: limit.belowMinor, slopes: [],
  };
  search.slopes = slopesOf(search);
  if (costOfRest(search, 0, instance.totalGrams) >= limit.belowMinor) return null;
  tryPlain(search);
  chooseStep(search, 0, { minor: 0, missing: instance.totalGrams });
  return search.found;
}

interface StepSearch {
  split: Split;
  budget: Budget;
  tops: number[];
  found: Packing | null;
  belowMinor: number;
  slopes: Slope[];
}

/**
 * A price per gram, and from each place on the least that the parcels there pay if every gram sells at it (the same
 * reasoning as `Prices`): places from p on hold w grams for no less than `paid[p] + w × perGram`.
 */
interface Slope {
  perGram: number;
  paid: number[];
}

function splitOf(instance: Instance, set: readonly number[]): Split | null {
  const items = instance.items.length;
  const split: Split = {
    instance, set,
    least: new Float64Array(set.length), most: new Float64Array(set.length),
    forced: new Int32Array(set.length * items), room: new Int32Array(set.length * items),
    loose: instance.demand.slice(),
  };
  for (let item = 0; item < items; item += 1) {
    let surplus = -instance.demand[item]!;
    for (const location of set) surplus += instance.caps[location * items + item]!;
    if (surplus < 0) return null;
    set.forEach((location, place) => {
      const forced = Math.max(0, instance.caps[location * items + item]! - surplus);
      split.forced[place * items + item] = forced;
      split.loose[item]! -= forced;
    });
    set.forEach((location, place) => {
      const forced = split.forced[place * items + item]!;
      const room = Math.min(instance.caps[location * items + item]! - forced, split.loose[item]!);
      split.room[place * items + item] = room;
      split.least[place]! += forced * instance.grams[item]!;
      split.most[place]! += (forced + room) * instance.grams[item]!;
    });
  }
  return split;
}

const stepsAt = (split: Split, place: number): Steps => split.instance.steps[split.instance.locations[split.set[place]!]!.zone]!;

function slopesOf(search: StepSearch): Slope[] {
  const { split } = search;
  if (split.set.length <= 2) return [];
  const { policy, locations } = split.instance;
  const last = policy.bandsGrams.length - 1;
  const zones = new Set(split.set.map((location) => locations[location]!.zone));
  return [...zones].flatMap((zone) => {
    const rates = policy.ratesMinor[zone]!;
    return [policy.perExtraKgMinor[zone]! / 1000, (rates[last]! - rates[0]!) / policy.bandsGrams[last]!].map((perGram) => slope(split, perGram));
  });
}

function slope(split: Split, perGram: number): Slope {
  const paid = [0];
  for (let place = split.set.length - 1; place >= 0; place -= 1) {
    const steps = stepsAt(split, place);
    const most = split.most[place]!;
    const end = stepFor(steps, most);
    let least = Infinity;
    for (let step = stepFor(steps, split.least[place]!); step <= end; step += 1) {
      least = Math.min(least, steps.minor[step]! - perGram * Math.min(most, steps.topGrams[step]!));
    }
    paid.unshift(paid[0]! + least);
  }
  return { perGram, paid };
}

/** No less than this is paid by the places from `place` on, if they hold so many grams. */
function costOfRest(search: StepSearch, place: number, grams: number): number {
  const { split } = search;
  const last = split.set.length - 1;
  if (place > last) return grams <= 0 ? 0 : Infinity;
  let cost = 0;
  let most = 0;
  for (let at = place; at <= last; at += 1) {
    const steps = stepsAt(split, at);
    most += split.most[at]!;
    cost += steps.minor[stepFor(steps, at === last && place === last ? Math.max(grams, split.least[at]!) : split.least[at]!)]!;
  }
  if (most < grams) return Infinity;
  for (const { perGram, paid } of search.slopes) cost = Math.max(cost, Math.ceil(paid[place]! + perGram * grams - SLOPE_ROUNDING));
  return cost;
}

/** Sums of doubles may lie this much too high. */
const SLOPE_ROUNDING = 1e-4;

/** Everything from the first places that can: a plan that always exists, so that the search has something to beat. */
function tryPlain(search: StepSearch): void {
  const { split } = search;
  const units = split.forced.slice();
  const all = split.set.map((_, place) => place);
  fill(split, units, { places: all, left: split.loose.slice() });
  keepIfCheaper(search, units);
}

function fill(split: Split, units: Int32Array, task: { places: number[]; left: Int32Array }): void {
  const items = task.left.length;
  for (const place of task.places) {
    for (let item = 0; item < items; item += 1) {
      const moved = Math.min(split.room[place * items + item]!, task.left[item]!);
      units[place * items + item]! += moved;
      task.left[item]! -= moved;
    }
  }
}

function keepIfCheaper(search: StepSearch, units: Int32Array): void {
  const { instance, set } = search.split;
  const items = instance.items.length;
  let costMinor = 0;
  set.forEach((location, place) => {
    let grams = 0;
    let shipped = 0;
    for (let item = 0; item < items; item += 1) {
      shipped += units[place * items + item]!;
      grams += units[place * items + item]! * instance.grams[item]!;
    }
    if (shipped > 0) costMinor += parcelMinor(instance, location, grams);
  });
  if (costMinor >= search.belowMinor) return;
  search.belowMinor = costMinor;
  search.found = { units, costMinor };
}

/** Chooses the top of each place in turn. `missing`: grams that places from here on must hold at least. */
function chooseStep(search: StepSearch, place: number, before: { minor: number; missing: number }): void {
  const { split } = search;
  if ((search.budget.nodes -= 1) <= 0) return;
  if (place === split.set.length) {
    const units = fit(split, search.tops, search.budget);
    if (units !== null) keepIfCheaper(search, units);
    return;
  }
  const steps = stepsAt(split, place);
  const end = stepFor(steps, split.most[place]!);
  const least = place === split.set.length - 1 ? Math.max(before.missing, split.least[place]!) : split.least[place]!;
  for (let step = stepFor(steps, least); step <= end; step += 1) {
    const minor = before.minor + steps.minor[step]!;
    if (minor >= search.belowMinor) return;
    search.tops[place] = Math.min(split.most[place]!, steps.topGrams[step]!);
    const missing = before.missing - search.tops[place]!;
    if (minor + costOfRest(search, place + 1, missing) < search.belowMinor) chooseStep(search, place + 1, { minor, missing });
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

/** Units by place and item below the tops; null: impossible, or the budget ended. */
function fit(split: Split, tops: number[], budget: Budget): Int32Array | null {
  const grams = split.instance.grams;
  const units = split.forced.slice();
  const left = split.loose.slice();
  const tight: number[] = [];
  const free: number[] = [];
  tops.forEach((top, place) => (split.most[place]! > top ? tight : free).push(place));
  if (tight.length === 1) free.push(...tight.splice(0));
  fill(split, units, { places: free, left });
  const items = [...left.keys()].filter((item) => left[item]! > 0).sort((a, b) => grams[b]! - grams[a]! || a - b);
  const slack = tight.map((place) => tops[place]! - split.least[place]!);
  const spare = slack.reduce((sum, room) => sum + room, 0) - items.reduce((sum, item) => sum + left[item]! * grams[item]!, 0);
  if (items.length === 0) return units;
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
      const most = Math.min(split.room[place * instance.items.length + item]!, task.left[item]!);
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
