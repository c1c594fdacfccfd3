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
  /** The units that `after` plans are the first reservation of a fresh order, not the targets of a routing plan. */
  atCapture?: true;
}

export interface ShippedUnits {
  shipmentId: string;
  itemId: ItemId;
  locationId: LocationId;
  units: number;
  /** When the platform shipped them (its clock). */
  shippedAt: Instant;
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
    const posting: Posting = { cause: causeOf(change, { planned, placed }), causeKey: `order:${change.orderId}:${change.version}`, orderId: change.orderId, at: change.at };
    book.post(posting, place, { committed: planned + placed, unattributed: -absorbed, available: absorbed - planned - placed });
  }
};

const causeOf = (change: Reallocation, { planned, placed }: { planned: number; placed: number }): Posting["cause"] => {
  if (placed > 0) return "place";
  if (planned > 0) return change.atCapture ? "reserve" : "plan";
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
 * A parcel takes its units out of committed and off the shelf, whole or not at all: a reading that already saw it gone is
 * not posted on. Units that were only planned there left all the same, unless the reading is later. A parcel of which
 * nothing was allocated here is left to the next reading, and so is what comes back when a parcel is cancelled: it alone
 * knows whether the goods are there.
 */
const postParcel = (book: StockBook, change: Reallocation, context: { parcel: ShippedUnits; before: Map<string, Sums> }): void => {
  const { parcel, before } = context;
  const key = keyOf(parcel.itemId, parcel.locationId);
  const sums = before.get(key);
  if (!sums) return;
  const placed = Math.min(parcel.units, sums.placed);
  const seen = isSeen(book.level(parcel.itemId, parcel.locationId), parcel, placed);
  const planned = seen ? 0 : Math.min(parcel.units - placed, sums.planned);
  if (placed + planned === 0) return;
  const posting: Posting = { cause: "ship", causeKey: `ship:${parcel.shipmentId}`, orderId: change.orderId, at: change.at };
  const unallocated = parcel.units - placed - planned;
  book.post(posting, parcel, seen
    ? { committed: -placed, unattributed: placed }
    : { onHand: -parcel.units, committed: -placed - planned, available: -unallocated });
  before.set(key, { ...sums, placed: sums.placed - placed, planned: sums.planned - planned });
};

/** Is the parcel already gone in the level's last reading? Near each other in time, a shortfall of what the platform holds committed tells. */
const isSeen = (level: LevelRecord, parcel: ShippedUnits, placed: number): boolean => {
  if (parcel.shippedAt + CLOCK_SKEW_MS < level.readAt) return true;
  if (parcel.shippedAt > level.readAt + CLOCK_SKEW_MS) return false;
  return placed > 0 && -level.unattributed >= placed;
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
