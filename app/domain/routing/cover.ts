import { parcelMinor, type Instance } from "./instance";

/** Locations that are in already, and those that may come in; `have`: units by good of those that are in. */
export interface Cover {
  instance: Instance;
  set: readonly number[];
  isOpen: Uint8Array;
  have: Int32Array;
}

/**
 * The location that covers the largest share of what is missing per cost comes in until nothing is missing; then needless ones
 * go. Null: the open locations have not enough.
 */
export function coverGreedily({ instance, set: start, isOpen, have }: Cover): number[] | null {
  const goods = instance.demand.length;
  const missing = instance.demand.map((wanted, good) => Math.max(0, wanted - have[good]!));
  const set = start.slice();
  // Two tables that change places: this is walked through for every location and parcel.
  let [units, best] = [new Int32Array(goods), new Int32Array(goods)];
  while (missing.some((wanted) => wanted > 0)) {
    const choice = { location: -1, worth: 0 };
    for (let location = 0; location < instance.locations.length; location += 1) {
      if (isOpen[location] === 0 || set.includes(location)) continue;
      bring(instance, location, { missing, units });
      const worth = worthOf(instance, location, units);
      if (worth <= choice.worth) continue;
      choice.location = location;
      choice.worth = worth;
      [units, best] = [best, units];
    }
    if (choice.location < 0) return null;
    set.push(choice.location);
    for (let good = 0; good < goods; good += 1) missing[good]! -= best[good]!;
  }
  if (instance.piecesMax !== null) return set;
  return set.reduce((kept, location) => (isNeeded(instance, kept, location) ? kept : kept.filter((other) => other !== location)), set);
}

/** What the location could bring of what is missing, in pieces that it may ship, written into `units`. */
function bring({ caps, demand, goods, piecesMax }: Instance, location: number, { missing, units }: { missing: Int32Array; units: Int32Array }): void {
  const first = location * demand.length;
  let pieces = piecesMax?.[location] ?? Infinity;
  for (let good = 0; good < missing.length; good += 1) {
    let count = Math.min(missing[good]!, caps[first + good]!);
    if (pieces !== Infinity) {
      const size = goods[good]!.pieces;
      count = Math.min(count, Math.floor(pieces / size));
      pieces -= count * size;
    }
    units[good] = count;
  }
}

/** The share of each good that it brings, per cost of its parcel. */
function worthOf(instance: Instance, location: number, units: Int32Array): number {
  let grams = 0;
  let share = 0;
  for (let good = 0; good < units.length; good += 1) {
    if (units[good] === 0) continue;
    grams += units[good]! * instance.grams[good]!;
    share += units[good]! / instance.demand[good]!;
  }
  return share / (parcelMinor(instance, location, grams) + 1);
}

function isNeeded(instance: Instance, set: number[], location: number): boolean {
  if (instance.must.includes(location)) return true;
  const { caps, demand } = instance;
  for (let good = 0; good < demand.length; good += 1) {
    let others = 0;
    for (const other of set) if (other !== location) others += caps[other * demand.length + good]!;
    if (others < demand[good]!) return true;
  }
  return false;
}
