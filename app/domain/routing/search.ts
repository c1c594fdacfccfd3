import { coverGreedily } from "./cover";
import { betterLocations } from "./dominance";
import { parcelMinor, type Instance } from "./instance";
import { findPrices, type Prices } from "./prices";
import { boundOf, covers, explore, pack, plant, roundUp, type Found, type SearchStart, type Tree } from "./tree";

export interface SearchResult {
  best: Found | null;
  /** No plan costs less (without the constant); equal to the best plan's cost where the search ended by itself. */
  lowerBoundMinor: number;
  /** Plans that were best for a while, in the order found. */
  beaten: Found[];
  prices: Prices[];
  better: number[][];
}

/**
 * The cheapest plan over the usable locations. Plans of 2 parcels are searched, then of 3, and so on, until prices prove
 * that no plan of so many parcels or more is cheaper than the best known. Of equal cost the plan of fewer parcels is so
 * found first, and kept.
 */
export function searchSets(instance: Instance, usable: Uint8Array, start: SearchStart): SearchResult {
  const tree = plant(instance, usable, start);
  if (!covers(instance, tree.reach)) return { best: start.best, lowerBoundMinor: start.best?.costMinor ?? Infinity, beaten: [], prices: [], better: [] };
  tryGreedily(tree);
  const most = Math.min(instance.parcelsMax, instance.must.length + tree.isOpen.reduce((sum, open) => sum + open, 0));
  let ahead: Proved | null = null;
  for (tree.parcels = Math.max(PAIR, instance.must.length, fewestParcels(tree)); tree.parcels <= most; tree.parcels += 1) {
    const isPair = tree.parcels === PAIR && most > PAIR;
    const proved: Proved = ahead ?? price(tree, usable, { parcelsMin: isPair ? PAIR + 1 : tree.parcels, parcelsMax: most, start: tree.prices[0]?.price ?? null });
    ahead = isPair ? proved : null;
    const provedMinor = isPair ? boundOf(tree) : proved.minor;
    const isProved = tree.best !== null && provedMinor >= tree.best.costMinor;
    if (isProved && isPair) continue;
    if (!isProved && tree.budget.nodes <= 0) tree.openMinor = Math.min(tree.openMinor, provedMinor, proved.minor);
    if (isProved || tree.budget.nodes <= 0) break;
    if (tree.better.length === 0) tree.better = betterLocations(instance);
    if (tree.parcels > PAIR) price(tree, usable, { parcelsMin: tree.parcels, parcelsMax: tree.parcels, start: proved.price });
    explore(tree);
  }
  return { best: tree.best, lowerBoundMinor: Math.min(tree.openMinor, tree.best?.costMinor ?? Infinity), beaten: tree.beaten, prices: tree.prices, better: tree.better };
}

/** Pairs are so few that prices of their own would take longer than looking at them: those of more parcels serve them, too. */
const PAIR = 2;

interface Proved {
  price: Float64Array | null;
  /** No plan that the prices were asked about costs less. */
  minor: number;
}

/** Finds prices for plans of these numbers of parcels; says what they prove of those. */
function price(tree: Tree, usable: Uint8Array, task: { parcelsMin: number; parcelsMax: number; start: Float64Array | null }): Proved {
  const targetMinor = tree.best?.costMinor ?? dearMinor(tree.instance);
  tree.prices = findPrices(tree.instance, { usable, targetMinor, ...task });
  const best = tree.prices[0];
  return best === undefined ? { price: null, minor: 0 } : { price: best.price, minor: roundUp(best.boundMinor) };
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
  if (tree.prices.length === 0) price(tree, usable, { parcelsMin: tree.parcels, parcelsMax: start.parcelsMax, start: null });
  tree.better = start.better.length > 0 ? start.better : betterLocations(instance);
  const most = Math.min(start.parcelsMax, instance.parcelsMax);
  for (tree.parcels = Math.max(2, instance.must.length, fewestParcels(tree)); tree.parcels <= most && tree.budget.nodes > 0; tree.parcels += 1) explore(tree);
  return tree.best;
}

function tryGreedily(tree: Tree): void {
  const greedy = coverGreedily(tree);
  if (greedy === null || greedy.length < 2 || greedy.length > tree.instance.parcelsMax) return;
  const { budget } = tree;
  tree.budget = { nodes: Math.min(budget.nodes, GREEDY_NODES) };
  budget.nodes -= tree.budget.nodes;
  pack(tree, greedy);
  budget.nodes += Math.max(0, tree.budget.nodes);
  tree.budget = budget;
}

/** A plan to begin with need not be the best of its locations. */
const GREEDY_NODES = 300;

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
