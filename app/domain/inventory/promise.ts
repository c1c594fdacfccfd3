import type { LevelRecord, LocationRecord } from "../records";

/** What decides whether a location may promise its goods to the next buyer. `paused`: the merchant routes no new orders there. */
export interface PromisingLocation extends Pick<LocationRecord, "active" | "fulfillsOnline" | "shipsInventory"> {
  paused: boolean;
}

/**
 * Units at a level that may be promised to the next buyer: what is available, never below zero, where the location is open, ships online
 * orders itself and is not paused. Committed units are promised already; units that are reserved, damaged, in quality control or set
 * aside as safety stock are not available; incoming ones are not there yet. An item's promise is the sum over its levels.
 */
export const availableToPromise = (level: Pick<LevelRecord, "available" | "active">, location: PromisingLocation): number =>
  level.active && location.active && location.fulfillsOnline && location.shipsInventory && !location.paused ? Math.max(0, level.available) : 0;
