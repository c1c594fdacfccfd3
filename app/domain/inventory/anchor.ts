import type { Instant, ItemId, LocationId } from "../ids";
import type { LevelTouch } from "../change-set";
import type { PlatformLevel } from "../platform";
import type { LevelRecord } from "../records";
import type { StockBook } from "./stock-book";

/** What the platform says of one level, with our location id, or null where the item is not (any more) connected. */
export interface LevelReading {
  itemId: ItemId;
  locationId: LocationId;
  quantities: PlatformLevel | null;
}

export type Anchoring =
  /** Older than something that we know happened at the level: it must be asked for again. */
  | { status: "too-old" }
  | { status: "unchanged"; touch: LevelTouch; revision: number }
  /** `deltas`: what was posted, under the cause key. */
  | { status: "anchored"; touch: LevelTouch; revision: number; deltas: StateDeltas; causeKey: string };

/**
 * Makes a level what the platform says that it is. The difference is posted as entries of cause `reading`; our own open
 * allocations stay committed, and what the platform holds beyond (or short of) the placed ones becomes `unattributed`.
 * A reading that was asked for before the last change at the level cannot tell whether it contains that change.
 */
export const anchor = (book: StockBook, reading: LevelReading, context: { readAt: Instant; placed: number; planned: number; at: Instant }): Anchoring => {
  const level = book.level(reading.itemId, reading.locationId);
  if (level.changedAt >= context.readAt || level.readAt > context.readAt) return { status: "too-old" };
  const revision = level.revision;
  const deltas = differenceTo(level, reading.quantities, context);
  const touch: LevelTouch = { itemId: reading.itemId, locationId: reading.locationId, active: reading.quantities?.active ?? false, readAt: context.readAt };
  const changed = Object.values(deltas).some((delta) => delta !== 0);
  const causeKey = `reading:${context.readAt}:${revision}`;
  if (changed) book.post({ cause: "reading", causeKey, orderId: null, at: context.at }, reading, deltas);
  book.touch(reading, { active: touch.active, readAt: context.readAt });
  return changed ? { status: "anchored", touch, revision, deltas, causeKey } : { status: "unchanged", touch, revision };
};

/** By how much each state of a level would move if the platform were believed. */
export const differenceTo = (level: LevelRecord, said: PlatformLevel | null, allocated: { placed: number; planned: number }): StateDeltas =>
  differenceOf(level, targetOf(said, allocated));

/** Units by state; a state that is missing does not move. */
export type StateDeltas = Partial<Quantities>;

type Quantities = Pick<LevelRecord, "onHand" | "available" | "unattributed" | "reserved" | "damaged" | "safetyStock" | "qualityControl" | "incoming">;

const targetOf = (said: PlatformLevel | null, allocated: { placed: number; planned: number }): Quantities => {
  const parts = said ?? { available: 0, committed: 0, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0, incoming: 0 };
  const { available, committed, reserved, damaged, safetyStock, qualityControl, incoming } = parts;
  return {
    // On hand is the sum of its parts by definition; an answer that disagrees with itself is believed part by part.
    onHand: available + committed + reserved + damaged + safetyStock + qualityControl,
    available: available - allocated.planned,
    unattributed: committed - allocated.placed,
    reserved, damaged, safetyStock, qualityControl, incoming,
  };
};

const differenceOf = (level: LevelRecord, target: Quantities): Partial<Quantities> => {
  const deltas: Partial<Quantities> = {};
  for (const state of Object.keys(target) as (keyof Quantities)[]) deltas[state] = target[state] - level[state];
  return deltas;
};
