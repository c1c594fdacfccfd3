import { coverGreedily } from "./cover";
import { betterLocations } from "./dominance";
import { WORK_SHIFT, type Budget } from "./fit";
import { parcelMinor, type Instance } from "./instance";
import { packWithin } from "./packing";
import { findPrices, ROUNDING_MINOR, type Prices } from "./prices";

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

export interface SearchResult {
  best: Found | null;
  /** No plan costs less (without the constant); equal to the best plan's cost where the search ended by itself. */
  lowerBoundMinor: number;
  /** Plans that were best for a while, in the order found. */
  beaten: Found[];
  prices: Prices[];
  better: number[][];
}

interface Tree {
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
  /** 1: usable, not in the set and not closed on this branch. */
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

/**
 * The cheapest plan over the usable locations. Plans of 2 parcels are searched, then of 3, and so on, until prices prove
 * that no plan of so many parcels or more is cheaper than the best known. Of equal cost the plan of fewer parcels is so
 * found first, and kept.
 */
export function searchPlans(instance: Instance, usable: Uint8Array, start: SearchStart): SearchResult {
  const tree = plant(instance, usable, start);
  if (!covers(instance, tree.reach)) return { best: start.best, lowerBoundMinor: start.best?.costMinor ?? Infinity, beaten: [], prices: [], better: [] };
  tryGreedily(tree);
  const most = Math.min(instance.parcelsMax, instance.must.length + tree.isOpen.reduce((sum, open) => sum + open, 0));
  for (tree.parcels = Math.max(2, instance.must.length, fewestParcels(tree)); tree.parcels <= most; tree.parcels += 1) {
    const { price: start = null, provedMinor } = price(tree, usable, { parcelsMax: most, start: tree.prices[0]?.price ?? null });
    if (tree.best !== null && provedMinor >= tree.best.costMinor) break;
    if (tree.budget.nodes <= 0) {
      tree.openMinor = Math.min(tree.openMinor, provedMinor);
      break;
    }
    if (tree.better.length === 0) tree.better = betterLocations(instance);
    if (tree.parcels > PAIR) price(tree, usable, { parcelsMax: tree.parcels, start });
    explore(tree);
  }
  return { best: tree.best, lowerBoundMinor: Math.min(tree.openMinor, tree.best?.costMinor ?? Infinity), beaten: tree.beaten, prices: tree.prices, better: tree.better };
}

/** Pairs are so few that prices of their own would take longer than looking at them. */
const PAIR = 2;

/** Finds prices for plans of the present number of parcels up to `parcelsMax`; says what they prove of those. */
function price(tree: Tree, usable: Uint8Array, task: { parcelsMax: number; start: Float64Array | null }): { price?: Float64Array; provedMinor: number } {
  const targetMinor = tree.best?.costMinor ?? dearMinor(tree.instance);
  tree.prices = findPrices(tree.instance, { usable, parcelsMin: tree.parcels, targetMinor, ...task });
  const best = tree.prices[0];
  return best === undefined ? { provedMinor: 0 } : { price: best.price, provedMinor: roundUp(best.boundMinor) };
}

/** Where no plan is known yet: more than a plan will cost. */
function dearMinor(instance: Instance): number {
  const parcels = Math.min(instance.parcelsMax, instance.locations.length);
  const dearest = instance.locations.reduce((most, _, location) => Math.max(most, parcelMinor(instance, location, instance.totalGrams)), 0);
  return 1 + parcels * dearest + (instance.unitCosts?.high.reduce((sum, minor) => sum + minor, 0) ?? 0);
}

/**
 * A good plan over the usable locations of at most `parcelsMax` parcels, for comparison: the best where the budget suffices.
 * Prices found for more locations hold for fewer, so that none are sought.
 */
export function searchRejected(instance: Instance, usable: Uint8Array, start: SearchStart & { prices: Prices[]; better: number[][]; parcelsMax: number }): Found | null {
  const tree = plant(instance, usable, start);
  if (!covers(instance, tree.reach)) return null;
  tryGreedily(tree);
  tree.prices = start.prices;
  if (tree.prices.length === 0) price(tree, usable, { parcelsMax: start.parcelsMax, start: null });
  tree.better = start.better.length > 0 ? start.better : betterLocations(instance);
  const most = Math.min(start.parcelsMax, instance.parcelsMax);
  for (tree.parcels = Math.max(2, instance.must.length, fewestParcels(tree)); tree.parcels <= most && tree.budget.nodes > 0; tree.parcels += 1) explore(tree);
  return tree.best;
}

function tryGreedily(tree: Tree): void {
  const greedy = coverGreedily(tree);
  if (greedy !== null && greedy.length > 1 && greedy.length <= tree.instance.parcelsMax) pack(tree, greedy);
}

function plant(instance: Instance, usable: Uint8Array, start: SearchStart): Tree {
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

const roundUp = (bound: number): number => Math.ceil(bound - ROUNDING_MINOR);

function add(tree: Tree, sums: Int32Array, change: { location: number; sign: 1 | -1 }): void {
  const first = change.location * sums.length;
  for (let item = 0; item < sums.length; item += 1) sums[item]! += change.sign * tree.instance.caps[first + item]!;
}

function countSupplier(tree: Tree, location: number, sign: 1 | -1): void {
  const first = location * tree.suppliers.length;
  for (let item = 0; item < tree.suppliers.length; item += 1) if (tree.instance.caps[first + item]! > 0) tree.suppliers[item]! += sign;
}

function covers(instance: Instance, sums: Int32Array): boolean {
  for (let item = 0; item < sums.length; item += 1) if (sums[item]! < instance.demand[item]!) return false;
  return true;
}

/** Locations without which an item falls short must all be used. */
function fewestParcels(tree: Tree): number {
  const { instance, reach } = tree;
  const items = reach.length;
  return tree.isOpen.reduce((count, open, location) => {
    let needed = tree.isIn[location] === 1;
    for (let item = 0; item < items && open === 1 && !needed; item += 1) {
      needed = reach[item]! - instance.caps[location * items + item]! < instance.demand[item]!;
    }
    return count + (needed ? 1 : 0);
  }, 0);
}

function pack(tree: Tree, set: number[]): void {
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
function boundOf(tree: Tree): number {
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
function explore(tree: Tree): void {
  const boundMinor = boundOf(tree);
  if (tree.best !== null && boundMinor >= tree.best.costMinor) return;
  if ((tree.budget.nodes -= 1 + (tree.have.length >> WORK_SHIFT)) <= 0) {
    tree.openMinor = Math.min(tree.openMinor, boundMinor);
    return;
  }
  const item = scarcestItem(tree);
  if (tree.set.length === tree.parcels) {
    if (item >= 0) return;
    pack(tree, tree.set);
    if (tree.budget.nodes <= 0) tree.openMinor = Math.min(tree.openMinor, boundMinor);
    return;
  }
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

/** Must better locations come in with it, and is one closed or the room for them too small? Then it need not come in at all. */
function isNeedless(tree: Tree, location: number): boolean {
  let room = tree.parcels - tree.set.length - 1;
  for (const better of tree.better[location]!) {
    if (tree.usable[better] === 0 || tree.isIn[better] === 1) continue;
    room -= 1;
    if (room < 0 || tree.isOpen[better] === 0) return true;
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
