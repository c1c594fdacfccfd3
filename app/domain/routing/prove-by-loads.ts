import { loadsWithin, openShop, type Load, type Shop } from "./loads";
import type { Instance } from "./instance";
import { ROUNDING_MINOR } from "./prices";
import type { Found } from "./tree";

/** Rounds of prices, loads of a location, and part plans, after which this way is given up. */
const ROUNDS_MAX = 80;
const LOADS_MAX = 4_000;
const PARTS_MAX = 200_000;
/** After so many rounds without a better bound, steps begin again at the best prices and are half as long. */
const STUCK_ROUNDS = 5;
/** The first band above the bound in which plans are sought, as a share of it; each further one is as much wider. */
const FIRST_BAND = 1 / 512;
const WIDER = 3;

export interface Proof {
  /** Null: none is cheaper than what was known. */
  best: Found | null;
  /** No plan costs less. */
  lowerBoundMinor: number;
}

/** Prices and what all locations do at them. */
interface Market {
  price: Float64Array;
  shops: Shop[];
  boundMinor: number;
}

/**
 * Looks for a plan cheaper than `belowMinor` in another way than the search of sets: prices of units at which each location
 * sells whole loads bound the cost of every plan; then only loads that lose less than what lies between bound and best can be
 * part of a cheaper plan, and those few are combined location by location, by what is still wanted. Bands above the bound are
 * looked through one after the other, so that a good plan is found before many loads must be. Strong where few heavy units
 * make many steps of weight; given up where locations have too many loads.
 */
export function proveByLoads(instance: Instance, usable: Uint8Array, task: { belowMinor: number; start: Float64Array | null }): Proof {
  const market = bestMarket(instance, usable, task);
  if (market === null) return { best: null, lowerBoundMinor: 0 };
  let lowerBoundMinor = Math.ceil(market.boundMinor - ROUNDING_MINOR);
  for (let band = Math.max(1, lowerBoundMinor * FIRST_BAND); lowerBoundMinor < task.belowMinor; band *= WIDER) {
    const belowMinor = Math.min(task.belowMinor, Math.ceil(lowerBoundMinor + band));
    const result = combineLoads(instance, market, belowMinor);
    if (result === "too many") break;
    if (result !== null) return { best: result, lowerBoundMinor: result.costMinor };
    lowerBoundMinor = belowMinor;
  }
  return { best: null, lowerBoundMinor };
}

/** Raises the bound by subgradient steps; null: too many loads at once. */
function bestMarket(instance: Instance, usable: Uint8Array, { belowMinor, start }: { belowMinor: number; start: Float64Array | null }): Market | null {
  let price: Float64Array = start?.slice() ?? instance.grams.map((grams) => (instance.totalGrams > 0 ? (belowMinor * grams) / instance.totalGrams : 0));
  let best: Market | null = null;
  let length = 1;
  let sinceBetter = 0;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const market = openMarket(instance, usable, price);
    if (market === null) return best;
    sinceBetter += 1;
    if (best === null || market.boundMinor > best.boundMinor + ROUNDING_MINOR) [best, sinceBetter] = [market, 0];
    const isStuck = sinceBetter > 0 && sinceBetter % STUCK_ROUNDS === 0;
    if (isStuck) length /= 2;
    if (best.boundMinor > belowMinor - 1 + ROUNDING_MINOR || length < 0.01) return best;
    const next = moved(instance, isStuck ? best : market, length * (belowMinor - best.boundMinor));
    if (next === null) return best;
    price = next;
  }
  return best;
}

function openMarket(instance: Instance, usable: Uint8Array, price: Float64Array): Market | null {
  const shops: Shop[] = [];
  for (const location of instance.locations.keys()) {
    if (usable[location] === 0) continue;
    const shop = openShop(instance, price, location);
    if (shop === null) return null;
    shops.push(shop);
  }
  let sumMinor = 0;
  for (const [good, units] of instance.demand.entries()) sumMinor += units * price[good]!;
  return { price, shops, boundMinor: sumMinor - mostOf(instance, shops, instance.parcelsMax) };
}

/** The most that so many parcels of these locations can earn; those that must be used count whatever they earn. */
function mostOf(instance: Instance, shops: Shop[], parcels: number): number {
  const earned = chosenOf(instance, shops, parcels).map((shop) => shop.earnedMinor);
  return earned.reduce((sum, minor) => sum + minor, 0);
}

function chosenOf({ must }: Instance, shops: Shop[], parcels: number): Shop[] {
  const forced = shops.filter(({ location }) => must.includes(location));
  const free = shops.filter(({ location, earnedMinor }) => earnedMinor > 0 && !must.includes(location));
  if (forced.length + free.length > parcels) free.sort((a, b) => b.earnedMinor - a.earnedMinor || a.location - b.location).splice(Math.max(0, parcels - forced.length));
  return [...forced, ...free];
}

/** Goods that are sold too little become dearer. Null: just as many as are wanted are sold, or nothing could change. */
function moved(instance: Instance, { shops, price }: Market, height: number): Float64Array | null {
  const open = Float64Array.from(instance.demand);
  for (const { best } of chosenOf(instance, shops, instance.parcelsMax)) best.forEach((units, good) => (open[good]! -= units));
  const norm = open.reduce((sum, units) => sum + units * units, 0);
  return norm === 0 ? null : price.map((minor, good) => Math.max(0, minor + (height / norm) * open[good]!));
}

/** What the first locations ship together. */
interface Part {
  open: Int32Array;
  costMinor: number;
  parcels: number;
  load: Load | null;
  before: Part | null;
}

interface Offer {
  shop: Shop;
  /** The empty load first, then those that lose least. */
  loads: Load[];
}

/** The cheapest plan below `belowMinor`, of equals one of fewest parcels; null: there is none. */
function combineLoads(instance: Instance, market: Market, belowMinor: number): Found | null | "too many" {
  const offers: Offer[] = [];
  for (const shop of market.shops) {
    const loads = loadsWithin(instance, market.price, { shop, lostMinor: belowMinor - market.boundMinor, most: LOADS_MAX });
    if (loads === null) return "too many";
    offers.push({ shop, loads: loads.sort((a, b) => Number(b.pieces === 0) - Number(a.pieces === 0) || a.lostMinor - b.lostMinor) });
  }
  offers.sort((a, b) => a.loads.length - b.loads.length || a.shop.location - b.shop.location);
  let parts: Part[] = [{ open: instance.demand, costMinor: 0, parcels: 0, load: null, before: null }];
  let left = PARTS_MAX;
  for (let place = 0; place < offers.length; place += 1) {
    const next = new Map<string, Part>();
    left -= extend({ instance, market, belowMinor, offers, place, left }, parts, next);
    if (left <= 0) return "too many";
    parts = [...next.values()];
  }
  const done = parts.sort((a, b) => a.costMinor - b.costMinor || a.parcels - b.parcels)[0];
  return done === undefined ? null : foundOf(instance, done, offers.map(({ shop }) => shop.location));
}

interface Extending {
  instance: Instance;
  market: Market;
  belowMinor: number;
  offers: Offer[];
  place: number;
  /** Loads that may still be tried. */
  left: number;
}

/** Adds each load of the place to each part plan that it can make cheaper than the limit; returns how many were tried. */
function extend(task: Extending, parts: Part[], next: Map<string, Part>): number {
  const { instance, market, offers, place } = task;
  const { shop, loads } = offers[place]!;
  const isMust = instance.must.includes(shop.location);
  const isLimited = instance.parcelsMax < market.shops.length;
  const [slackBefore, slackAfter] = [slackOf(task, place), slackOf(task, place + 1)];
  const reach = reachOf(instance, offers.slice(place + 1));
  let tried = 0;
  for (const part of parts) {
    const slack = slackBefore(part);
    for (const load of loads) {
      if (load.pieces > 0 && load.lostMinor > slack) break;
      if ((tried += 1) > task.left) return tried;
      if (!leaves(part.open, load.units, reach)) continue;
      const after: Part = {
        open: part.open.map((units, good) => units - load.units[good]!), costMinor: part.costMinor + load.costMinor,
        parcels: part.parcels + (load.pieces > 0 || isMust ? 1 : 0), load, before: part,
      };
      if (after.parcels > instance.parcelsMax || slackAfter(after) < 0) continue;
      const key = isLimited ? `${after.open.join()} ${after.parcels}` : after.open.join();
      const known = next.get(key);
      if (known === undefined || after.costMinor < known.costMinor || (after.costMinor === known.costMinor && after.parcels < known.parcels)) next.set(key, after);
    }
  }
  return tried;
}

/** What a part plan may still lose from a place on; below 0: it cannot become cheaper than the limit. */
function slackOf({ instance, market, belowMinor, offers }: Extending, from: number): (part: Part) => number {
  const shops = offers.slice(from).map((offer) => offer.shop);
  const earned: number[] = [];
  return ({ open, costMinor, parcels }) => {
    const most = earned[parcels] ??= mostOf(instance, shops, instance.parcelsMax - parcels);
    let minor = costMinor - most;
    for (let good = 0; good < open.length; good += 1) minor += open[good]! * market.price[good]!;
    return belowMinor - 1 + ROUNDING_MINOR - minor;
  };
}

/** The most units of each good that these locations' loads hold together. */
function reachOf({ demand }: Instance, offers: Offer[]): Int32Array {
  const reach = new Int32Array(demand.length);
  for (const { loads } of offers) for (let good = 0; good < reach.length; good += 1) reach[good]! += loads.reduce((most, { units }) => Math.max(most, units[good]!), 0);
  return reach;
}

/** Is each good's rest, from nothing up to what later locations reach? */
function leaves(open: Int32Array, units: Int32Array, reach: Int32Array): boolean {
  for (let good = 0; good < open.length; good += 1) {
    const rest = open[good]! - units[good]!;
    if (rest < 0 || rest > reach[good]!) return false;
  }
  return true;
}

function foundOf(instance: Instance, done: Part, locations: number[]): Found {
  const rows: { location: number; units: Int32Array }[] = [];
  let place = locations.length;
  for (let part: Part = done; part.before !== null; part = part.before) {
    place -= 1;
    const location = locations[place]!;
    const { units, pieces } = part.load!;
    if (pieces > 0 || instance.must.includes(location)) rows.push({ location, units });
  }
  rows.sort((a, b) => a.location - b.location);
  const goods = instance.demand.length;
  const units = new Int32Array(rows.length * goods);
  rows.forEach((row, at) => units.set(row.units, at * goods));
  return { set: rows.map((row) => row.location), units, costMinor: done.costMinor };
}
