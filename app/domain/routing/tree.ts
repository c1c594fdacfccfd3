import { WORK_SHIFT, type Budget } from "./fit";
import type { Instance } from "./instance";
import { packWithin } from "./packing";
import { ROUNDING_MINOR, type Prices } from "./prices";

/** A plan as the search knows it: locations in order of preference, and what each ships. */
export interface Found {
  set: number[];
  /** `units[place * items + item]` */
  units: Int32Array;
  /** Without the instance's constant. */
  costMinor: number;
}

export interface SearchStart {
  /** The best plan known; the whole-order plans from single locations must have been tried. */
  best: Found | null;
  budget: Budget;
}

/** A search under way, over sets of a fixed number of locations. */
export interface Tree {
  instance: Instance;
  budget: Budget;
  prices: Prices[];
  best: Found | null;
  beaten: Found[];
  /** Least bound of all branches that the budget cut off. */
  openMinor: number;
  /** Parcels of the plans that are looked for at present. */
  parcels: number;
  usable: Uint8Array;
  /** 1: usable, not in the set and not closed on this branch; `CLOSED_HERE`: closed as the last one of its set. */
  isOpen: Uint8Array;
  isIn: Uint8Array;
  /** See `betterLocations`; empty until the first prices have failed to prove the best plan. */
  better: number[][];
  set: number[];
  /** Units by item in the set, and in all that is open or in the set. */
  have: Int32Array;
  reach: Int32Array;
  /** Open locations by item that stock it. */
  suppliers: Int32Array;
}

const CLOSED_HERE = 2;

export function plant(instance: Instance, usable: Uint8Array, start: SearchStart): Tree {
  const items = instance.demand.length;
  const tree: Tree = {
    instance, budget: start.budget, prices: [], best: start.best, beaten: [], openMinor: Infinity, parcels: 2,
    usable, isOpen: usable.slice(), isIn: new Uint8Array(usable.length), better: [], set: [],
    have: new Int32Array(items), reach: new Int32Array(items), suppliers: new Int32Array(items),
  };
  for (let location = 0; location < usable.length; location += 1) {
    if (usable[location] === 0) continue;
    add(tree, tree.reach, { location, sign: 1 });
    if (!instance.must.includes(location)) countSupplier(tree, location, 1);
  }
  for (const location of instance.must) {
    tree.isOpen[location] = 0;
    tree.isIn[location] = 1;
    tree.set.push(location);
    add(tree, tree.have, { location, sign: 1 });
  }
  return tree;
}

export const roundUp = (bound: number): number => Math.ceil(bound - ROUNDING_MINOR);

function add(tree: Tree, sums: Int32Array, change: { location: number; sign: 1 | -1 }): void {
  const first = change.location * sums.length;
  for (let item = 0; item < sums.length; item += 1) sums[item]! += change.sign * tree.instance.caps[first + item]!;
}

function countSupplier(tree: Tree, location: number, sign: 1 | -1): void {
  const first = location * tree.suppliers.length;
  for (let item = 0; item < tree.suppliers.length; item += 1) if (tree.instance.caps[first + item]! > 0) tree.suppliers[item]! += sign;
}

export function covers(instance: Instance, sums: Int32Array): boolean {
  for (let item = 0; item < sums.length; item += 1) if (sums[item]! < instance.demand[item]!) return false;
  return true;
}

export function pack(tree: Tree, set: number[]): void {
  const ordered = set.slice().sort((a, b) => a - b);
  tree.budget.nodes -= (set.length * tree.have.length) >> WORK_SHIFT;
  const packing = packWithin(tree.instance, ordered, { belowMinor: tree.best?.costMinor ?? Infinity, budget: tree.budget });
  if (packing === null) return;
  if (tree.best !== null) tree.beaten.push(tree.best);
  tree.best = dropUnused(tree.instance, ordered, packing);
}

function dropUnused(instance: Instance, set: number[], packing: { units: Int32Array; costMinor: number }): Found {
  const items = instance.demand.length;
  const rows = set.map((location, place) => ({ location, units: packing.units.subarray(place * items, (place + 1) * items) }));
  const used = rows.filter((row) => row.units.some((units) => units > 0) || instance.must.includes(row.location));
  const units = new Int32Array(used.length * items);
  used.forEach((row, place) => units.set(row.units, place * items));
  return { set: used.map((row) => row.location), units, costMinor: packing.costMinor };
}

/** What a plan costs at least that uses the set and as many open locations as parcels are left. */
export function boundOf(tree: Tree): number {
  let bound = 0;
  for (const { sumMinor, gain, byGain } of tree.prices) {
    let sum = sumMinor;
    for (const location of tree.set) sum += gain[location]!;
    let left = tree.parcels - tree.set.length;
    for (let rank = 0; rank < byGain.length && left > 0; rank += 1) {
      if (tree.isOpen[byGain[rank]!] === 0) continue;
      sum += gain[byGain[rank]!]!;
      left -= 1;
    }
    if (left > 0) return Infinity;
    bound = Math.max(bound, sum);
  }
  return roundUp(bound);
}

/**
 * All sets of `parcels` locations that contain the present one: while an item is not covered, one of its suppliers must come
 * in, so the first supplier in the plan is branched on (those before it are closed); then any open location. Each set is met
 * at most once.
 */
export function explore(tree: Tree): void {
  const boundMinor = boundOf(tree);
  if (tree.best !== null && boundMinor >= tree.best.costMinor) return;
  if ((tree.budget.nodes -= 1 + (tree.have.length >> WORK_SHIFT)) <= 0) {
    tree.openMinor = Math.min(tree.openMinor, boundMinor);
    return;
  }
  const left = tree.parcels - tree.set.length;
  const item = scarcestItem(tree);
  if (left === 1) completeSet(tree, item);
  else if (left > 1) growSet(tree, item);
  else if (item < 0) pack(tree, tree.set);
  if (left <= 1 && tree.budget.nodes <= 0) tree.openMinor = Math.min(tree.openMinor, boundMinor);
}

function growSet(tree: Tree, item: number): void {
  const closed: number[] = [];
  for (const location of tree.prices[0]!.byGain) {
    if (tree.isOpen[location] === 0 || (item >= 0 && tree.instance.caps[location * tree.have.length + item] === 0)) continue;
    tree.isOpen[location] = 0;
    countSupplier(tree, location, -1);
    closed.push(location);
    if (!isNeedless(tree, location)) include(tree, location);
    add(tree, tree.reach, { location, sign: -1 });
    if (!covers(tree.instance, tree.reach)) break;
  }
  for (const location of closed) {
    tree.isOpen[location] = 1;
    countSupplier(tree, location, 1);
    add(tree, tree.reach, { location, sign: 1 });
  }
}

/** Tries each open location as the last one of the set. */
function completeSet(tree: Tree, item: number): void {
  const { instance, isOpen, prices } = tree;
  const { byGain } = prices[0]!;
  const base = prices.map(({ sumMinor, gain }) => tree.set.reduce((sum, location) => sum + gain[location]!, sumMinor));
  let rank = 0;
  for (; rank < byGain.length && tree.budget.nodes > 0; rank += 1) {
    const location = byGain[rank]!;
    if (isOpen[location] !== 1) continue;
    const best = tree.best?.costMinor ?? Infinity;
    if (roundUp(base[0]! + prices[0]!.gain[location]!) >= best) break;
    if (item >= 0 && instance.caps[location * tree.have.length + item] === 0) continue;
    isOpen[location] = CLOSED_HERE;
    if ((prices.length > 1 && roundUp(base[1]! + prices[1]!.gain[location]!) >= best) || !completes(tree, location) || isNeedless(tree, location)) continue;
    tree.budget.nodes -= 1 + (tree.have.length >> WORK_SHIFT);
    tree.set.push(location);
    pack(tree, tree.set);
    tree.set.pop();
  }
  for (rank -= 1; rank >= 0; rank -= 1) if (isOpen[byGain[rank]!] === CLOSED_HERE) isOpen[byGain[rank]!] = 1;
}

/** Has the location all that the set still lacks? */
function completes({ instance: { caps, demand }, have }: Tree, location: number): boolean {
  const first = location * have.length;
  for (let item = 0; item < have.length; item += 1) if (have[item]! + caps[first + item]! < demand[item]!) return false;
  return true;
}

/** Must better locations come in with it, and is one closed or the room for them too small? Then it need not come in at all. */
function isNeedless(tree: Tree, location: number): boolean {
  let room = tree.parcels - tree.set.length - 1;
  for (const better of tree.better[location]!) {
    if (tree.usable[better] === 0 || tree.isIn[better] === 1) continue;
    room -= 1;
    if (room < 0 || tree.isOpen[better] !== 1) return true;
  }
  return false;
}

function include(tree: Tree, location: number): void {
  tree.set.push(location);
  tree.isIn[location] = 1;
  add(tree, tree.have, { location, sign: 1 });
  explore(tree);
  add(tree, tree.have, { location, sign: -1 });
  tree.isIn[location] = 0;
  tree.set.pop();
}

/** The item not yet covered that fewest open locations stock; −1: all are covered. */
function scarcestItem(tree: Tree): number {
  let scarcest = -1;
  for (let item = 0; item < tree.have.length; item += 1) {
    if (tree.have[item]! >= tree.instance.demand[item]!) continue;
    if (scarcest < 0 || tree.suppliers[item]! < tree.suppliers[scarcest]!) scarcest = item;
  }
  return scarcest;
}
