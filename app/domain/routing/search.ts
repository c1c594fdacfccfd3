import { parcelMinor, type Instance } from "./instance";
import { packWithin, type Budget } from "./packing";
import { findPrices, ROUNDING_MINOR, type Prices } from "./prices";

/** A plan as the search knows it: locations in order of preference, and what each ships. */
export interface Found {
  set: number[];
  /** `units[place * items + item]` */
  units: Int32Array;
  /** Without the instance's constant. */
  costMinor: number;
}

export interface SearchResult {
  best: Found | null;
  /** No plan costs less (without the constant); equal to the best plan's cost where the search ended by itself. */
  lowerBoundMinor: number;
  /** Plans that were best for a while, in the order found. */
  beaten: Found[];
}

interface Tree {
  instance: Instance;
  budget: Budget;
  prices: Prices[];
  best: Found | null;
  beaten: Found[];
  /** Least bound of all branches that the budget cut off. */
  openMinor: number;
  /** 0: left out, 1: may be used. Used ones are in `set`, too. */
  usable: Uint8Array;
  isIn: Uint8Array;
  set: number[];
  /** Units by item in the set, and in all that may still be used. */
  have: Int32Array;
  reach: Int32Array;
}

/**
 * The cheapest plan over the usable locations. Branches over sets of locations: while an item is not covered, one of its
 * suppliers must come in, so the first supplier in the plan is branched on; once all are covered, the set is packed exactly
 * and further locations may come in. Each set is met at most once. Branches whose bound (see `Prices`) reaches the best known
 * plan are cut: of equal cost only plans of fewer parcels are followed.
 */
export function searchPlans(instance: Instance, usable: Uint8Array, start: { best: Found | null; budget: Budget }): SearchResult {
  const items = instance.items.length;
  const tree: Tree = {
    instance, budget: start.budget, prices: [], best: start.best, beaten: [], openMinor: Infinity,
    usable: usable.slice(), isIn: new Uint8Array(usable.length), set: [], have: new Int32Array(items), reach: new Int32Array(items),
  };
  for (let location = 0; location < usable.length; location += 1) if (usable[location] === 1) addCaps(tree, tree.reach, { location, sign: 1 });
  if (!covers(instance, tree.reach)) return { best: start.best, lowerBoundMinor: Infinity, beaten: [] };
  const first = coverGreedily(tree);
  if (first !== null) pack(tree, first);
  tree.prices = findPrices(instance, usable, tree.best?.costMinor ?? 0);
  const bounds = tree.prices.map((prices) => {
    let bound = prices.sumMinor;
    usable.forEach((may, location) => { if (may === 1) bound += Math.min(0, prices.gain[location]!); });
    return bound;
  });
  explore(tree, bounds);
  return { best: tree.best, lowerBoundMinor: Math.min(tree.openMinor, tree.best?.costMinor ?? Infinity), beaten: tree.beaten };
}

function addCaps(tree: Tree, sums: Int32Array, change: { location: number; sign: 1 | -1 }): void {
  const first = change.location * sums.length;
  for (let item = 0; item < sums.length; item += 1) sums[item]! += change.sign * tree.instance.caps[first + item]!;
}

function covers(instance: Instance, sums: Int32Array): boolean {
  for (let item = 0; item < sums.length; item += 1) if (sums[item]! < instance.demand[item]!) return false;
  return true;
}

const lowest = (bounds: number[]): number => Math.ceil(bounds.reduce((most, bound) => Math.max(most, bound), 0) - ROUNDING_MINOR);

/** May a plan of at least so many parcels and so much cost be better than the best known? */
function hopeful(tree: Tree, boundMinor: number, parcels: number): boolean {
  if (tree.best === null) return true;
  return boundMinor < tree.best.costMinor || (boundMinor === tree.best.costMinor && parcels < tree.best.set.length);
}

function pack(tree: Tree, set: number[]): void {
  const ordered = set.slice().sort((a, b) => a - b);
  const tie = tree.best !== null && ordered.length < tree.best.set.length ? 1 : 0;
  const packing = packWithin(tree.instance, ordered, { belowMinor: (tree.best?.costMinor ?? Infinity) + tie, budget: tree.budget });
  if (packing === null) return;
  if (tree.best !== null) tree.beaten.push(tree.best);
  tree.best = dropUnused(tree.instance, ordered, packing);
}

function dropUnused(instance: Instance, set: number[], packing: { units: Int32Array; costMinor: number }): Found {
  const items = instance.items.length;
  const rows = set.map((location, place) => ({ location, units: packing.units.subarray(place * items, (place + 1) * items) }));
  const used = rows.filter((row) => row.units.some((units) => units > 0));
  const units = new Int32Array(used.length * items);
  used.forEach((row, place) => units.set(row.units, place * items));
  return { set: used.map((row) => row.location), units, costMinor: packing.costMinor };
}

/** The location that covers most missing grams per cost comes in until nothing is missing; then needless ones go. */
function coverGreedily(tree: Tree): number[] | null {
  const { instance } = tree;
  const items = instance.items.length;
  const missing = instance.demand.slice();
  const set: number[] = [];
  while (missing.some((units) => units > 0)) {
    let choice = { location: -1, worth: 0 };
    for (let location = 0; location < instance.locations.length; location += 1) {
      if (tree.usable[location] === 0 || set.includes(location)) continue;
      let grams = 0;
      let share = 0;
      for (let item = 0; item < items; item += 1) {
        const units = Math.min(missing[item]!, instance.caps[location * items + item]!);
        grams += units * instance.grams[item]!;
        share += units / instance.demand[item]!;
      }
      const worth = share / (parcelMinor(instance, location, grams) + 1);
      if (worth > choice.worth) choice = { location, worth };
    }
    if (choice.location < 0) return null;
    set.push(choice.location);
    for (let item = 0; item < items; item += 1) missing[item] = Math.max(0, missing[item]! - instance.caps[choice.location * items + item]!);
  }
  return set.reduce((kept, location) => (isNeeded(instance, kept, location) ? kept : kept.filter((other) => other !== location)), set);
}

function isNeeded(instance: Instance, set: number[], location: number): boolean {
  const items = instance.items.length;
  for (let item = 0; item < items; item += 1) {
    let others = 0;
    for (const other of set) if (other !== location) others += instance.caps[other * items + item]!;
    if (others < instance.demand[item]!) return true;
  }
  return false;
}

function explore(tree: Tree, bounds: number[]): void {
  const covered = covers(tree.instance, tree.have);
  const boundMinor = lowest(bounds);
  if (!hopeful(tree, boundMinor, tree.set.length + (covered ? 0 : 1))) return;
  if ((tree.budget.nodes -= 1) <= 0) {
    tree.openMinor = Math.min(tree.openMinor, boundMinor);
    return;
  }
  if (covered) packHere(tree, bounds);
  const left: number[] = [];
  let rest = bounds;
  for (const location of candidates(tree, covered)) {
    if (!hopeful(tree, lowest(rest), tree.set.length + 1)) break;
    include(tree, location, rest);
    rest = tree.prices.map((prices, k) => rest[k]! + Math.max(0, -prices.gain[location]!));
    tree.usable[location] = 0;
    addCaps(tree, tree.reach, { location, sign: -1 });
    left.push(location);
    if (!covers(tree.instance, tree.reach)) break;
  }
  for (const location of left) {
    tree.usable[location] = 1;
    addCaps(tree, tree.reach, { location, sign: 1 });
  }
}

function include(tree: Tree, location: number, bounds: number[]): void {
  tree.isIn[location] = 1;
  tree.set.push(location);
  addCaps(tree, tree.have, { location, sign: 1 });
  explore(tree, tree.prices.map((prices, k) => bounds[k]! + Math.max(0, prices.gain[location]!)));
  addCaps(tree, tree.have, { location, sign: -1 });
  tree.set.pop();
  tree.isIn[location] = 0;
}

/** Packs the set as it stands, if the bound without all that may still come in leaves hope. */
function packHere(tree: Tree, bounds: number[]): void {
  const alone = bounds.map((bound, k) => {
    let sum = bound;
    for (let location = 0; location < tree.usable.length; location += 1) {
      if (tree.usable[location] === 1 && tree.isIn[location] === 0) sum += Math.max(0, -tree.prices[k]!.gain[location]!);
    }
    return sum;
  });
  const boundMinor = lowest(alone);
  if (!hopeful(tree, boundMinor, tree.set.length)) return;
  pack(tree, tree.set);
  if (tree.budget.nodes <= 0) tree.openMinor = Math.min(tree.openMinor, boundMinor);
}

/** Suppliers of the item that has fewest, while one is not covered; else all. Those that cost least at the best prices first. */
function candidates(tree: Tree, covered: boolean): number[] {
  const { instance } = tree;
  const items = instance.items.length;
  const open: number[] = [];
  for (let location = 0; location < tree.usable.length; location += 1) if (tree.usable[location] === 1 && tree.isIn[location] === 0) open.push(location);
  let chosen = open;
  for (let item = 0; item < items && !covered; item += 1) {
    if (tree.have[item]! >= instance.demand[item]!) continue;
    const suppliers = open.filter((location) => instance.caps[location * items + item]! > 0);
    if (suppliers.length < chosen.length || chosen === open) chosen = suppliers;
  }
  const gain = tree.prices[0]?.gain;
  return gain === undefined ? chosen : chosen.slice().sort((a, b) => gain[a]! - gain[b]! || a - b);
}
