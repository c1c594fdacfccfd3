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
  while (missing.some((units) => units > 0)) {
    let choice = { location: -1, worth: 0 };
    for (let location = 0; location < instance.locations.length; location += 1) {
      if (isOpen[location] === 0 || set.includes(location)) continue;
      const worth = worthOf(instance, location, missing);
      if (worth > choice.worth) choice = { location, worth };
    }
    if (choice.location < 0) return null;
    set.push(choice.location);
    for (let good = 0; good < goods; good += 1) missing[good] = Math.max(0, missing[good]! - instance.caps[choice.location * goods + good]!);
  }
  return set.reduce((kept, location) => (isNeeded(instance, kept, location) ? kept : kept.filter((other) => other !== location)), set);
}

/** The share of each good that the location could bring, per cost of its parcel. */
function worthOf(instance: Instance, location: number, missing: Int32Array): number {
  const { caps, demand, grams: gramsOf } = instance;
  let grams = 0;
  let share = 0;
  for (let good = 0; good < demand.length; good += 1) {
    const units = Math.min(missing[good]!, caps[location * demand.length + good]!);
    if (units === 0) continue;
    grams += units * gramsOf[good]!;
    share += units / demand[good]!;
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
