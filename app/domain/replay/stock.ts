import type { ItemId, LocationId } from "../ids";
import type { ItemRecord } from "../records";
import type { Assignment } from "../routing/types";

/** Which items there are, and where each is stocked: the same for every contender. */
export interface Shelves {
  locationIds: LocationId[];
  /** Position of a location, of an item; absent: not known (yet). */
  locationAt: Map<LocationId, number>;
  itemAt: Map<ItemId, number>;
  items: ItemRecord[];
  /** By item position: positions of the locations that stock it. */
  stockedAt: number[][];
}

export const createShelves = (locationIds: readonly LocationId[]): Shelves => ({
  locationIds: [...locationIds], locationAt: new Map(locationIds.map((id, index) => [id, index])), itemAt: new Map(), items: [], stockedAt: [],
});

const FIRST_ITEMS = 256;

/** Free units of one contender, in one array: a year of orders asks for them millions of times. */
export interface FreeUnits {
  at(item: number, location: number): number;
  add(item: number, location: number, units: number): void;
}

export const createFreeUnits = (locations: number): FreeUnits => {
  let units = new Int32Array(FIRST_ITEMS * locations);
  return {
    at: (item, location) => units[item * locations + location] ?? 0,
    add(item, location, more) {
      const index = item * locations + location;
      if (index >= units.length) {
        const wider = new Int32Array(Math.max(units.length * 2, (item + 1) * locations));
        wider.set(units);
        units = wider;
      }
      units[index]! += more;
    },
  };
};

/** Takes what a plan takes, or (`sign` 1) gives it back. */
export const movePlan = (free: FreeUnits, { shelves, itemOf, sign }: { shelves: Shelves; itemOf: ReadonlyMap<string, ItemId>; sign: 1 | -1 }, plan: readonly Assignment[]): void => {
  for (const { lineId, locationId, units } of plan) {
    const item = shelves.itemAt.get(itemOf.get(lineId) as ItemId);
    const location = shelves.locationAt.get(locationId);
    if (item === undefined || location === undefined || !shelves.items[item]!.tracked) continue;
    free.add(item, location, sign * units);
  }
};
