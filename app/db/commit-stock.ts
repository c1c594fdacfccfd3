import type { ChangeSet, LevelTouch } from "../domain/change-set";
import type { Instant, ItemId, LocationId } from "../domain/ids";
import type { StockEntry, StockState } from "../domain/records";
import { and, eq, sql } from "drizzle-orm";
import { levelKey } from "./commit-guards";
import { Conflict } from "./conflict";
import { $ } from "./phrases";
import { ask, insertAll, insertionOf, rowsOf, type Work } from "./statement";
import { everyColumn, excluded } from "./upsert";

export const STOCK_STATES = [
  "onHand", "available", "committed", "unattributed", "reserved", "damaged", "safetyStock", "qualityControl", "incoming",
] as const satisfies readonly StockState[];

/** The one statement that changes a level: adds the folded deltas and counts the revision up, creating the row when it is new. */
const moveLevel = rowsOf("move_level", ({ db, t, greatest }) =>
  db.insert(t.levels).values({ ...everyColumn(t.levels), revision: 1 } as never).onConflictDoUpdate({
    target: [t.levels.merchantId, t.levels.itemId, t.levels.locationId],
    set: {
      ...Object.fromEntries(STOCK_STATES.map((state) => [state, sql`${t.levels[state]} + ${excluded(t.levels[state])}`])),
      active: sql`case when ${$("activeGiven")} = 1 then ${excluded(t.levels.active)} else ${t.levels.active} end`,
      readAt: sql`case when ${$("readAtGiven")} = 1 then ${excluded(t.levels.readAt)} else ${t.levels.readAt} end`,
      changedAt: greatest(t.levels.changedAt, excluded(t.levels.changedAt)),
      revision: sql`${t.levels.revision} + 1`,
    },
  }).returning({ revision: t.levels.revision, available: t.levels.available }));

const availableAt = rowsOf("available_at", ({ db, t }) =>
  db.select({ available: t.levels.available }).from(t.levels)
    .where(and(eq(t.levels.merchantId, $("merchantId")), eq(t.levels.itemId, $("itemId")), eq(t.levels.locationId, $("locationId")))));

const postEntries = insertionOf("post_entries", (t) => t.stockEntries, { ignoreDuplicates: true });

/** What one set does to one level. */
interface LevelMove {
  itemId: ItemId;
  locationId: LocationId;
  deltas: Record<StockState, number>;
  entries: StockEntry[];
  touch: LevelTouch | undefined;
  changedAt: Instant;
}

/** Posts entries, folds them into their levels, and checks that no level ends below its floor. Throws Conflict. */
export function* writeStock(set: ChangeSet): Work<void> {
  const moves = movesOf(set);
  const available = new Map<string, number>();
  for (const key of [...moves.keys()].sort()) {
    available.set(key, yield* move(set, moves.get(key) as LevelMove));
  }
  for (const floor of set.floors ?? []) {
    const left = available.get(levelKey(floor)) ?? (yield* availableNow(set, floor));
    if (left < floor.floor) throw new Conflict(`floor:${levelKey(floor)}`);
  }
}

const movesOf = (set: ChangeSet): Map<string, LevelMove> => {
  const moves = new Map<string, LevelMove>();
  const at = (level: { itemId: ItemId; locationId: LocationId }): LevelMove => {
    const found = moves.get(levelKey(level));
    if (found) return found;
    const deltas = Object.fromEntries(STOCK_STATES.map((state) => [state, 0])) as Record<StockState, number>;
    const made: LevelMove = { itemId: level.itemId, locationId: level.locationId, deltas, entries: [], touch: undefined, changedAt: 0 };
    moves.set(levelKey(level), made);
    return made;
  };
  for (const touch of set.levels ?? []) {
    const level = at(touch);
    level.touch = touch;
    level.changedAt = Math.max(level.changedAt, touch.changedAt ?? 0);
  }
  for (const entry of set.entries ?? []) {
    const level = at(entry);
    level.deltas[entry.state] += entry.delta;
    level.entries.push(entry);
    if (entry.cause !== "reading") level.changedAt = Math.max(level.changedAt, entry.at);
  }
  return moves;
};

/** Gives what is available at the level afterwards. */
function* move(set: ChangeSet, { itemId, locationId, deltas, entries, touch, changedAt }: LevelMove): Work<number> {
  const [level] = yield* ask(moveLevel, {
    merchantId: set.merchantId, itemId, locationId, ...deltas, changedAt,
    active: touch?.active ?? true, activeGiven: touch ? 1 : 0,
    readAt: touch?.readAt ?? 0, readAtGiven: touch?.readAt === undefined ? 0 : 1,
  });
  if (!level) throw new Error("a level that was written gave no row");
  const posted = yield* insertAll(postEntries, entries.map((entry) => ({ ...entry, revision: level.revision })));
  if (posted < entries.length) throw new Conflict(`entry:${entries[0]?.causeKey}`);
  return level.available;
}

function* availableNow({ merchantId }: ChangeSet, { itemId, locationId }: { itemId: ItemId; locationId: LocationId }): Work<number> {
  const [level] = yield* ask(availableAt, { merchantId, itemId, locationId });
  return level?.available ?? 0;
}
