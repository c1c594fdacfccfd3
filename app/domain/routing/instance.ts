import type { ItemId } from "../ids";
import { goodsOf, hasPrice, offerOfBundle, offerOfRow, type Good, type LooseGroup, type Offer } from "./goods";
import type { RoutingLocation, RoutingPolicy, RoutingProblem } from "./types";

/**
 * A problem as the search works on it: numbers in flat arrays. Lines of one item are one good, and so is a bundle of what
 * travels together. Excluded and useless locations are gone, and locations stand nearest first (zone, distance, id), which
 * is also the order of preference between equally good plans.
 */
export interface Instance {
  policy: RoutingPolicy;
  goods: Good[];
  /** What each of the problem's lines asks for. */
  goodOfLine: number[];
  /** Units wanted and grams of a unit, by good. */
  demand: Int32Array;
  grams: Float64Array;
  /** Goods, heaviest first. */
  byGrams: number[];
  locations: RoutingLocation[];
  /** `caps[location * goods.length + good]`: units that the location can give, at most the demand. */
  caps: Int32Array;
  /** Null: a unit costs the same wherever it comes from. */
  unitCosts: UnitCosts | null;
  /** Units of the order that each location may ship, `Infinity` where it may ship all that it has; null: so may all. */
  piecesMax: Float64Array | null;
  /** At most so many parcels. */
  parcelsMax: number;
  /** Locations that make a parcel in every plan. */
  must: number[];
  /** Groups that are no bundles: plans must be looked through for them. */
  looseGroups: LooseGroup[];
  totalGrams: number;
  /** The most that each location could ship: no more of a good than is wanted. */
  mostGrams: Float64Array;
  /** Weight steps of a parcel by location, up to the whole order's weight. */
  steps: Steps[];
  /** Cost that no plan escapes: handling of each unit, the least that a unit of each good costs, less the split penalty that the first parcel does not pay. */
  constantMinor: number;
}

/** By `location * goods.length + good`, beyond what the good costs everywhere: the first `cheap` units cost `low` each, further ones `high`. */
export interface UnitCosts {
  low: Float64Array;
  high: Float64Array;
  cheap: Int32Array;
}

/** Rising tops in grams, each with what a parcel up to it costs (charges, carbon, handling and split penalty included). Equal costs are one step. */
export interface Steps {
  topGrams: number[];
  minor: number[];
  /** Above so many grams each kilogram begun costs at least `perKgMinor`. */
  lastBandGrams: number;
  perKgMinor: number;
}

/** Cost of one parcel of a location, its handling, charges and its share of the split penalty included. */
export function parcelMinor(instance: Instance, location: number, grams: number): number {
  const steps = instance.steps[location]!;
  return steps.minor[stepFor(steps, grams)]!;
}

/** What units of a good cost at a location beyond what they cost everywhere. */
export function unitsMinor({ unitCosts }: Instance, index: number, units: number): number {
  if (unitCosts === null) return 0;
  const dear = Math.max(0, units - unitCosts.cheap[index]!);
  return (units - dear) * unitCosts.low[index]! + dear * unitCosts.high[index]!;
}

/** What units cost that are spread so over the set (`place * goods + good`). */
export function minorOf(instance: Instance, set: readonly number[], units: Int32Array): number {
  if (instance.unitCosts === null) return 0;
  const goods = instance.demand.length;
  let minor = 0;
  for (let place = 0; place < set.length; place += 1) {
    const shelf = set[place]! * goods;
    for (let good = 0; good < goods; good += 1) {
      const some = units[place * goods + good]!;
      if (some > 0) minor += unitsMinor(instance, shelf + good, some);
    }
  }
  return minor;
}

/** Shipping alone: the first weight band that holds the parcel; beyond the last, that band and each further kg begun. */
export function rateMinor(policy: RoutingPolicy, zone: number, grams: number): number {
  const rates = policy.ratesMinor[zone] as number[];
  for (let band = 0; band < rates.length; band += 1) {
    if (grams <= (policy.bandsGrams[band] as number)) return rates[band] as number;
  }
  const last = rates.length - 1;
  const extraKg = Math.ceil((grams - (policy.bandsGrams[last] as number)) / 1000);
  return (rates[last] as number) + extraKg * (policy.perExtraKgMinor[zone] as number);
}

/** The heaviest parcel that costs no more than one of `grams`: the top of its band, or of its kg beyond the last band. */
export function topGrams(policy: RoutingPolicy, grams: number): number {
  for (const band of policy.bandsGrams) if (grams <= band) return band;
  const last = policy.bandsGrams[policy.bandsGrams.length - 1] as number;
  return last + Math.ceil((grams - last) / 1000) * 1000;
}

/** What a parcel's carbon costs, by the distance and the top of its weight band, as `RoutingProblem.carbon` says. */
export function carbonMinor(problem: RoutingProblem, location: RoutingLocation, grams: number): number {
  if (problem.carbon === undefined) return 0;
  const km = location.distanceKm ?? problem.policy.zonesKm.at(-1) ?? 0;
  const top = topGrams(problem.policy, grams);
  const nano = km * top * problem.carbon.microMinorPerKgKm;
  if (nano <= Number.MAX_SAFE_INTEGER) return Math.floor(nano / 1e9);
  return Number((BigInt(km) * BigInt(top) * BigInt(problem.carbon.microMinorPerKgKm)) / 1_000_000_000n);
}

const chargesMinor = ({ charges }: RoutingLocation): number => (charges?.labourMinor ?? 0) + (charges?.latenessMinor ?? 0) + (charges?.riskMinor ?? 0);

/** Relies on two promises of a problem, which the checker tests: lines of one item weigh the same, and items appear once a location. */
export function makeInstance(problem: RoutingProblem): Instance {
  const { goods, looseGroups, goodOfLine } = goodsOf(problem);
  const demand = Int32Array.from(goods, (good) => good.demand);
  const grams = Float64Array.from(goods, (good) => good.grams);
  const totalGrams = sumOf(goods, (good) => good.demand * good.grams);
  const shelves = shelvesOf(problem, goods);
  const instance: Instance = {
    policy: problem.policy, goods, goodOfLine, demand, grams, byGrams: goods.map((_, good) => good).sort((a, b) => grams[b]! - grams[a]! || a - b), locations: shelves.locations, caps: shelves.caps, unitCosts: null, piecesMax: null,
    parcelsMax: problem.parcels?.max ?? Infinity, must: [], looseGroups, totalGrams, mostGrams: new Float64Array(shelves.locations.length),
    steps: stepsOf(problem, shelves.locations, totalGrams),
    constantMinor: sumOf(goods, (good) => good.demand * good.pieces) * problem.policy.handlingPerUnitMinor - problem.policy.splitPenaltyMinor,
  };
  keepHosts(instance);
  if (shelves.unitCosts !== null) priceUnits(instance, shelves.unitCosts);
  instance.piecesMax = piecesMaxOf(instance);
  return instance;
}

export const sumOf = <T>(list: readonly T[], number: (one: T) => number): number => list.reduce((sum, one) => sum + number(one), 0);

interface Shelves {
  locations: RoutingLocation[];
  caps: Int32Array;
  /** Null: no unit has a price of its own anywhere. */
  unitCosts: UnitCosts | null;
}

/** Useful locations, nearest first, with what they offer. */
function shelvesOf(problem: RoutingProblem, goods: Good[]): Shelves {
  const open = problem.locations.filter((location) => location.excluded === null).sort(nearerFirst);
  const size = open.length * goods.length;
  const shelves: Shelves = { locations: [], caps: new Int32Array(size), unitCosts: null };
  if (open.some(({ stock }) => stock.some(hasPrice))) shelves.unitCosts = { low: new Float64Array(size), high: new Float64Array(size), cheap: new Int32Array(size) };
  const bundles = [...goods.keys()].filter((good) => goods[good]!.group !== null);
  const goodOf = new Map<ItemId, number>();
  goods.forEach(({ group, parts }, good) => group === null && goodOf.set(parts[0]!.itemId, good));
  for (const location of open) {
    const first = shelves.locations.length * goods.length;
    const piecesMax = location.unitsMax?.units ?? Infinity;
    let isUseful = false;
    for (const row of location.stock) {
      const good = goodOf.get(row.itemId);
      if (good !== undefined && putOnShelf(shelves, first + good, offerOfRow(goods[good]!, row, piecesMax))) isUseful = true;
    }
    const rows = bundles.length > 0 ? new Map(location.stock.map((row) => [row.itemId, row])) : null;
    for (const good of bundles) if (putOnShelf(shelves, first + good, offerOfBundle(goods[good]!, rows!, piecesMax))) isUseful = true;
    if (isUseful) shelves.locations.push(location);
  }
  shelves.caps = shelves.caps.subarray(0, shelves.locations.length * goods.length);
  return shelves;
}

function putOnShelf({ caps, unitCosts }: Shelves, index: number, offer: Offer | null): boolean {
  if (offer === null) return false;
  caps[index] = offer.cap;
  if (unitCosts !== null) {
    unitCosts.low[index] = offer.lowMinor;
    unitCosts.high[index] = offer.highMinor;
    unitCosts.cheap[index] = offer.cheap;
  }
  return true;
}

/** A location that cannot ship all of a group ships none of it: only what others want of its goods. Then it is known what it could ship. */
export function keepHosts({ goods, locations, caps, demand, looseGroups, grams, mostGrams }: Instance): void {
  locations.forEach((_, location) => {
    const first = location * goods.length;
    const elsewhere = looseGroups.flatMap(({ needs }) => (needs.every(({ good, units }) => caps[first + good]! >= units) ? [] : needs));
    const others = new Map<number, number>();
    for (const { good, units } of elsewhere) others.set(good, (others.get(good) ?? demand[good]!) - units);
    for (const [good, units] of others) caps[first + good] = Math.min(caps[first + good]!, units);
    mostGrams[location] = 0;
    for (let good = 0; good < goods.length; good += 1) mostGrams[location]! += caps[first + good]! * grams[good]!;
  });
}

/** Moves the least cost of each good into the constant, so that only differences are searched over; none at all: no unit costs. */
function priceUnits(instance: Instance, unitCosts: UnitCosts): void {
  const { low, high, cheap } = unitCosts;
  const { caps, demand } = instance;
  const goods = demand.length;
  for (let good = 0; good < goods; good += 1) {
    let least = Infinity;
    for (let index = good; index < caps.length; index += goods) if (caps[index]! > 0) least = Math.min(least, cheap[index]! > 0 ? low[index]! : high[index]!);
    if (least === 0 || least === Infinity) continue;
    instance.constantMinor += demand[good]! * least;
    for (let index = good; index < caps.length; index += goods) {
      low[index]! -= least;
      high[index]! -= least;
    }
  }
  const differs = caps.some((cap, index) => cap > 0 && ((cheap[index]! > 0 && low[index]! > 0) || (cheap[index]! < cap && high[index]! > 0)));
  if (differs) instance.unitCosts = unitCosts;
}

/** Only limits that bind: below all that the location could ship. */
function piecesMaxOf({ goods, locations, caps }: Instance): Float64Array | null {
  const most = Float64Array.from(locations, ({ unitsMax }, location) => {
    if (unitsMax === undefined) return Infinity;
    const reach = sumOf(goods.map((good, index) => caps[location * goods.length + index]! * good.pieces), (pieces) => pieces);
    return reach > unitsMax.units ? unitsMax.units : Infinity;
  });
  return most.some((pieces) => pieces < Infinity) ? most : null;
}

/** Locations whose parcels cost the same share their steps. */
function stepsOf(problem: RoutingProblem, locations: RoutingLocation[], totalGrams: number): Steps[] {
  const known = new Map<string, Steps>();
  return locations.map((location) => {
    const flatMinor = chargesMinor(location) + problem.policy.handlingPerParcelMinor + problem.policy.splitPenaltyMinor;
    const key = `${location.zone} ${problem.carbon === undefined ? "" : (location.distanceKm ?? "")} ${flatMinor}`;
    const steps = known.get(key) ?? makeSteps(problem, { location, flatMinor }, totalGrams);
    known.set(key, steps);
    return steps;
  });
}

function makeSteps(problem: RoutingProblem, { location, flatMinor }: { location: RoutingLocation; flatMinor: number }, totalGrams: number): Steps {
  const { policy } = problem;
  const steps: Steps = {
    topGrams: [], minor: [], lastBandGrams: policy.bandsGrams[policy.bandsGrams.length - 1]!, perKgMinor: policy.perExtraKgMinor[location.zone]!,
  };
  for (let top = topGrams(policy, 0); ; top = topGrams(policy, top + 1e-6)) {
    const minor = rateMinor(policy, location.zone, top) + carbonMinor(problem, location, top) + flatMinor;
    if (steps.minor[steps.minor.length - 1] === minor) {
      steps.topGrams.pop();
      steps.minor.pop();
    }
    steps.topGrams.push(top);
    steps.minor.push(minor);
    if (top >= totalGrams) return steps;
  }
}

/** The step that holds so many grams. */
export function stepFor(steps: Steps, grams: number): number {
  let low = 0;
  let high = steps.topGrams.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps.topGrams[middle]! >= grams) high = middle;
    else low = middle + 1;
  }
  return low;
}

function nearerFirst(a: RoutingLocation, b: RoutingLocation): number {
  const byDistance = (a.distanceKm ?? Number.MAX_SAFE_INTEGER) - (b.distanceKm ?? Number.MAX_SAFE_INTEGER);
  return a.zone - b.zone || byDistance || (a.locationId < b.locationId ? -1 : 1);
}
