import type { ItemId, LocationId, OrderId } from "../ids";
import type { AllocationRecord, LevelRecord } from "../records";
import type { Instant } from "../ids";
import { type Posting, type StockBook, keyOf } from "./stock-book";

/** Clocks of the platform and ours may differ by this much; within it we do not guess what a reading contained. */
export const CLOCK_SKEW_MS = 30_000;

export interface Reallocation {
  orderId: OrderId;
  before: readonly AllocationRecord[];
  after: readonly AllocationRecord[];
  /** Units that left in parcels since `before`, by item and location: they close allocations physically. */
  shipped: readonly ShippedUnits[];
  /** When the platform last changed what it has placed (its clock): readings well after it contain the change. */
  effectiveAt: Instant;
  at: Instant;
  /** Unique per decision: the order's new version. */
  version: number;
}

export interface ShippedUnits {
  shipmentId: string;
  itemId: ItemId;
  locationId: LocationId;
  units: number;
}

interface Sums {
  itemId: ItemId;
  locationId: LocationId;
  planned: number;
  placed: number;
}

/**
 * Posts what turns the old allocations of an order into the new ones. Committed follows the open allocations exactly.
 * What the platform has already counted in its last reading is taken from `unattributed`, so that nothing is posted on
 * top of a reading that contains it; in doubt units are taken from available, which can only under-promise until the
 * next reading.
 */
export const reallocate = (book: StockBook, change: Reallocation): void => {
  const before = sumByLevel(change.before);
  for (const parcel of change.shipped) postParcel(book, change, { parcel, before });
  const after = sumByLevel(change.after);
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  for (const key of keys) {
    const from = before.get(key);
    const to = after.get(key);
    const place = (from ?? to) as Sums;
    const planned = (to?.planned ?? 0) - (from?.planned ?? 0);
    const placed = (to?.placed ?? 0) - (from?.placed ?? 0);
    if (planned === 0 && placed === 0) continue;
    const level = book.level(place.itemId, place.locationId);
    const absorbed = absorbedUnits(level, { planned, placed, effectiveAt: change.effectiveAt });
    const posting: Posting = { cause: causeOf(planned, placed), causeKey: `order:${change.orderId}:${change.version}`, orderId: change.orderId, at: change.at };
    book.post(posting, place, { committed: planned + placed, unattributed: -absorbed, available: absorbed - planned - placed });
  }
};

const causeOf = (planned: number, placed: number): Posting["cause"] => {
  if (placed > 0) return "place";
  if (planned > 0) return "plan";
  return "release";
};

/** How many of the units that the platform moved are already contained in its last reading (signed like `placed`). */
const absorbedUnits = (level: LevelRecord, move: { planned: number; placed: number; effectiveAt: Instant }): number => {
  if (move.placed > 0 && level.unattributed > 0) {
    if (move.effectiveAt + CLOCK_SKEW_MS < level.readAt) return Math.min(move.placed, level.unattributed);
    const missing = Math.max(0, move.placed + move.planned - Math.max(0, level.available));
    return Math.min(move.placed, level.unattributed, missing);
  }
  if (move.placed < 0 && level.unattributed < 0) return -Math.min(-move.placed, -level.unattributed);
  return 0;
};

/**
 * A parcel takes its units out of committed and off the shelf; a reading that already saw it gone is not posted on. What
 * comes back when a parcel is cancelled is left to the next reading, which alone knows whether the goods are there.
 */
const postParcel = (book: StockBook, change: Reallocation, context: { parcel: ShippedUnits; before: Map<string, Sums> }): void => {
  const { parcel, before } = context;
  const sums = before.get(keyOf(parcel.itemId, parcel.locationId));
  const units = Math.min(parcel.units, sums?.placed ?? 0);
  if (!sums || units === 0) return;
  const level = book.level(parcel.itemId, parcel.locationId);
  const seen = Math.min(units, Math.max(0, -level.unattributed));
  const posting: Posting = { cause: "ship", causeKey: `ship:${parcel.shipmentId}`, orderId: change.orderId, at: change.at };
  book.post(posting, parcel, { onHand: seen - units, committed: -units, unattributed: seen });
  before.set(keyOf(parcel.itemId, parcel.locationId), { ...sums, placed: sums.placed - units });
};

const sumByLevel = (allocations: readonly AllocationRecord[]): Map<string, Sums> => {
  const sums = new Map<string, Sums>();
  for (const { itemId, locationId, status, quantity } of allocations) {
    const key = keyOf(itemId, locationId);
    const sum = sums.get(key) ?? { itemId, locationId, planned: 0, placed: 0 };
    sum[status] += quantity;
    sums.set(key, sum);
  }
  return sums;
};
