import type { StockEntry, StockState } from "../../app/domain/records";
import type { ItemId, MerchantId } from "../../app/domain/ids";
import type { Db } from "../../app/db/port";
import type { Ground } from "./house";

/** What a naive bookkeeper knows: every entry of the journal, added up by hand. */
export interface Bookkeeper {
  /** Sets of the journal that were looked at. */
  read: number;
  levels: Map<string, Map<StockState, number>>;
  posted: Set<string>;
}

export const openBooks = (): Bookkeeper => ({ read: 0, levels: new Map(), posted: new Set() });

/** Parts of what is on hand. */
const PARTS: readonly StockState[] = ["available", "committed", "unattributed", "reserved", "damaged", "safetyStock", "qualityControl"];
const ALL: readonly StockState[] = [...PARTS, "onHand", "incoming"];
/** Nothing comes to a shelf or leaves it by a decision. */
const DECISIONS: ReadonlySet<StockEntry["cause"]> = new Set(["reserve", "place", "plan", "release"]);

/** Where nobody keeps a journal, as of real processes, there is nothing to look at. */
interface Kept {
  ground: { db: Db };
  journal?: Ground["journal"] | undefined;
  books?: Bookkeeper | undefined;
  merchantId: MerchantId;
}

/**
 * Units are conserved: what was at first, and came, less what left, is what is there; whatever was decided moved units from one state to
 * another. No cause was posted twice. And the levels of the house are what the bookkeeper has.
 */
export const checkJournal = async ({ ground: { db }, journal, books, merchantId }: Kept): Promise<string[]> => {
  if (!books || !journal) return [];
  const fresh = journal.slice(books.read).flatMap((set) => set.entries ?? []);
  books.read = journal.length;
  if (fresh.length === 0) return [];
  const faults = [...conserved(fresh), ...fresh.flatMap((entry) => post(books, entry))];
  const levels = await db.levels(merchantId, [...new Set(fresh.map((entry) => entry.itemId))].sort() as ItemId[]);
  for (const level of levels) {
    const ours = books.levels.get(`${level.itemId}@${level.locationId}`);
    for (const state of ALL) {
      const units = ours?.get(state) ?? 0;
      if (units !== level[state]) faults.push(`units-are-conserved: ${state} of ${level.itemId} at ${level.locationId} adds up to ${units}, and the house has ${level[state]}`);
    }
  }
  return faults;
};

const post = (books: Bookkeeper, entry: StockEntry): string[] => {
  const place = `${entry.itemId}@${entry.locationId}`;
  const level = books.levels.get(place) ?? new Map<StockState, number>();
  level.set(entry.state, (level.get(entry.state) ?? 0) + entry.delta);
  books.levels.set(place, level);
  const key = `${entry.causeKey} ${place} ${entry.state}`;
  if (books.posted.has(key)) return [`no-double-effect: ${entry.cause} ${key} was posted twice`];
  books.posted.add(key);
  return [];
};

const conserved = (entries: readonly StockEntry[]): string[] => {
  const groups = new Map<string, StockEntry[]>();
  for (const entry of entries) {
    const key = `${entry.causeKey} ${entry.itemId}@${entry.locationId}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups].flatMap(([key, group]) => {
    const onHand = sumOf(group, ["onHand"]);
    const parts = sumOf(group, PARTS);
    if (onHand !== parts) return [`units-are-conserved: ${key} moved ${onHand} on hand, and ${parts} of its parts`];
    const decided = sumOf(group.filter((entry) => DECISIONS.has(entry.cause)), ["onHand"]);
    return decided === 0 ? [] : [`units-are-conserved: the decision ${key} moved ${decided} on hand`];
  });
};

const sumOf = (entries: readonly StockEntry[], states: readonly StockState[]): number =>
  entries.reduce((sum, entry) => sum + (states.includes(entry.state) ? entry.delta : 0), 0);
