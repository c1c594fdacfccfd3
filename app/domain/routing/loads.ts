import { parcelMinor, unitsMinor, type Instance } from "./instance";

/**
 * Loads that one location might ship, in whole units (columns, in the words of Dantzig and Wolfe). At prices of units each
 * load earns what its units sell for less what they and its parcel cost; `earnedMinor` is the most that any load of the
 * location earns. Unlike a stall's, no unit is divided: for heavy goods that is a far better bound.
 */
export interface Shop {
  location: number;
  earnedMinor: number;
  /** The load that earns it, by good. */
  best: Int32Array;
  /** `fronts[k]`: what the goods from the k-th on can earn with how many grams. See `loadsWithin`. */
  fronts: Front[];
}

export interface Load {
  units: Int32Array;
  pieces: number;
  costMinor: number;
  /** What it earns less than the best load. */
  lostMinor: number;
}

/** Sums that can be earned with so many grams: both rise. `from` is the step by which the last unit came in; −1: there is none. */
interface Front {
  grams: Float64Array;
  minor: Float64Array;
  from: Int32Array;
  count: number;
}

/** Entries of a front, above which a location is too large to be looked at unit by unit. */
const FRONT_MAX = 300;

/** Null: the location has too many loads. A limit of pieces is not looked at here, which makes the bound no less true. */
export function openShop(instance: Instance, price: Float64Array, location: number): Shop | null {
  const { demand } = instance;
  const fronts: Front[] = new Array<Front>(demand.length + 1);
  const steps: Step[] = [];
  let front: Front = { grams: new Float64Array(1), minor: new Float64Array(1), from: new Int32Array(1).fill(-1), count: 1 };
  fronts[demand.length] = front;
  for (let good = demand.length - 1; good >= 0; good -= 1) {
    for (const margin of marginsOf(instance, price, { location, good })) {
      front = withUnit(front, steps, { good, margin, grams: instance.grams[good]! });
      if (front.count > FRONT_MAX) return null;
    }
    fronts[good] = front;
  }
  const best = new Int32Array(demand.length);
  let earnedMinor = instance.must.includes(location) ? -parcelMinor(instance, location, 0) : 0;
  let last = -1;
  for (let at = 0; at < front.count; at += 1) {
    if (front.from[at] === -1) continue;
    const minor = front.minor[at]! - parcelMinor(instance, location, front.grams[at]!);
    if (minor <= earnedMinor) continue;
    earnedMinor = minor;
    last = front.from[at]!;
  }
  for (let step = last; step >= 0; step = steps[step]!.before) best[steps[step]!.good]! += 1;
  return { location, earnedMinor, best, fronts };
}

interface Step {
  good: number;
  before: number;
}

/** What each further unit of a good earns, falling; only what earns something. */
function marginsOf(instance: Instance, price: Float64Array, { location, good }: { location: number; good: number }): number[] {
  const shelf = location * instance.demand.length + good;
  const margins: number[] = [];
  for (let units = 0; units < instance.caps[shelf]!; units += 1) {
    const margin = price[good]! - unitsMinor(instance, shelf, units + 1) + unitsMinor(instance, shelf, units);
    if (margin <= 0) break;
    margins.push(margin);
  }
  return margins;
}

/** The front with one more unit that may be taken or left, dominated sums left out. */
function withUnit(front: Front, steps: Step[], unit: { good: number; margin: number; grams: number }): Front {
  const room = front.count * 2;
  const next: Front = { grams: new Float64Array(room), minor: new Float64Array(room), from: new Int32Array(room), count: 0 };
  let [left, right] = [0, 0];
  let most = -Infinity;
  while (left < front.count || right < front.count) {
    const [leftGrams, rightGrams] = [left < front.count ? front.grams[left]! : Infinity, right < front.count ? front.grams[right]! + unit.grams : Infinity];
    const [leftMinor, rightMinor] = [left < front.count ? front.minor[left]! : 0, right < front.count ? front.minor[right]! + unit.margin : 0];
    const isLeft = leftGrams < rightGrams || (leftGrams === rightGrams && leftMinor >= rightMinor);
    const minor = isLeft ? leftMinor : rightMinor;
    if (minor > most) {
      most = minor;
      next.grams[next.count] = isLeft ? leftGrams : rightGrams;
      next.minor[next.count] = minor;
      next.from[next.count] = isLeft ? front.from[left]! : steps.push({ good: unit.good, before: front.from[right]! }) - 1;
      next.count += 1;
    }
    if (isLeft) left += 1;
    else right += 1;
  }
  return next;
}

/**
 * All loads of the shop that lose less than `lostMinor`, pieces obeyed, and the empty one, which loses nothing where a limit of
 * parcels leaves the location out; null: more than `most`.
 */
export function loadsWithin(instance: Instance, price: Float64Array, task: { shop: Shop; lostMinor: number; most: number }): Load[] | null {
  const { shop: { location, earnedMinor, fronts }, lostMinor, most } = task;
  const { demand, caps, grams, goods } = instance;
  const shelf = location * demand.length;
  const piecesMax = instance.piecesMax?.[location] ?? Infinity;
  const isMust = instance.must.includes(location);
  const units = new Int32Array(demand.length);
  const nothingMinor = isMust ? parcelMinor(instance, location, 0) : 0;
  const loads: Load[] = [{ units: units.slice(), pieces: 0, costMinor: nothingMinor, lostMinor: earnedMinor + nothingMinor }];
  const parcel = (some: boolean, weight: number): number => (some || isMust ? parcelMinor(instance, location, weight) : 0);
  const take = (good: number, so: { grams: number; pieces: number; minor: number; costMinor: number }): boolean => {
    if (good === demand.length && so.pieces === 0) return true;
    if (good === demand.length) {
      const parcelCost = parcel(so.pieces > 0, so.grams);
      loads.push({ units: units.slice(), pieces: so.pieces, costMinor: so.costMinor + parcelCost, lostMinor: earnedMinor - so.minor + parcelCost });
      return loads.length <= most;
    }
    for (let some = 0; some <= caps[shelf + good]!; some += 1) {
      const pieces = so.pieces + some * goods[good]!.pieces;
      if (pieces > piecesMax) break;
      const cost = unitsMinor(instance, shelf + good, some);
      const after = { grams: so.grams + some * grams[good]!, pieces, minor: so.minor + some * price[good]! - cost, costMinor: so.costMinor + cost };
      if (earnedMinor - mostEarned(fronts[good + 1]!, after, (weight, more) => parcel(pieces > 0 || more, weight)) >= lostMinor) continue;
      units[good] = some;
      if (!take(good + 1, after)) return false;
    }
    units[good] = 0;
    return true;
  };
  return take(0, { grams: 0, pieces: 0, minor: 0, costMinor: 0 }) ? loads : null;
}

/** The most that a load can still earn with goods that are not decided on; none of them at all may be best, and fronts need not hold that. */
function mostEarned(front: Front, so: { grams: number; minor: number }, parcel: (grams: number, more: boolean) => number): number {
  let most = so.minor - parcel(so.grams, false);
  for (let at = 0; at < front.count; at += 1) most = Math.max(most, so.minor + front.minor[at]! - parcel(so.grams + front.grams[at]!, front.from[at] !== -1));
  return most;
}
