import type { ChangeSet, LevelTouch, StockFloor } from "../domain/change-set";
import type { Instant, ItemId, LocationId, MerchantId } from "../domain/ids";
import type { StockEntry, StockState } from "../domain/records";
import { and, eq, sql } from "drizzle-orm";
import { levelKey } from "./commit-guards";
import { Conflict } from "./conflict";
import { $ } from "./phrases";
import { ask, type Attempt, insertAll, newcomersOf, replaceEach, replacementOf, rowsOf, type Work } from "./statement";
import { excluded } from "./upsert";

export const STOCK_STATES = [
  "onHand", "available", "committed", "unattributed", "reserved", "damaged", "safetyStock", "qualityControl", "incoming",
] as const satisfies readonly StockState[];

type Told = "nothing" | "active" | "reading";

/**
 * The statements that change a level: they add the folded deltas and count the revision up, creating the row when it is new. They differ in what is
 * told beside quantities: nothing, whether the item is stocked there, or all that a reading tells.
 */
const moveLevels = (told: Told) => replacementOf(`move_level_${told}`, (t) => t.levels, {
  key: (t) => [t.levels.merchantId, t.levels.itemId, t.levels.locationId],
  set: ({ t, greatest }) => ({
    ...Object.fromEntries(STOCK_STATES.map((state) => [state, sql`${t.levels[state]} + ${excluded(t.levels[state])}`])),
    ...(told === "nothing" ? {} : { active: excluded(t.levels.active) }),
    ...(told === "reading" ? { readAt: excluded(t.levels.readAt) } : {}),
    changedAt: greatest(t.levels.changedAt, excluded(t.levels.changedAt)),
    revision: sql`${t.levels.revision} + ${excluded(t.levels.revision)}`,
  }),
  gives: (t) => ({ revision: t.levels.revision, available: t.levels.available, unattributed: t.levels.unattributed }),
});

const MOVES: Record<Told, ReturnType<typeof moveLevels>> = { nothing: moveLevels("nothing"), active: moveLevels("active"), reading: moveLevels("reading") };

const unitsAt = rowsOf("units_at", ({ db, t }) =>
  db.select({ available: t.levels.available, unattributed: t.levels.unattributed }).from(t.levels)
    .where(and(eq(t.levels.merchantId, $("merchantId")), eq(t.levels.itemId, $("itemId")), eq(t.levels.locationId, $("locationId")))));

const entryRevision = rowsOf("entry_revision", ({ db, t: { stockEntries: e } }) =>
  db.select({ revision: e.revision }).from(e).where(and(eq(e.merchantId, $("merchantId")), eq(e.causeKey, $("causeKey")), eq(e.itemId, $("itemId")),
    eq(e.locationId, $("locationId")), eq(e.state, $("state")))));

const postEntries = newcomersOf("post_entries", (t) => t.stockEntries);

/** What a run of sets does to one level. */
interface LevelMove {
  merchantId: MerchantId;
  itemId: ItemId;
  locationId: LocationId;
  deltas: Record<StockState, number>;
  /** Each set that moves it is a step of its own, and counts the revision up. */
  steps: StockEntry[][];
  touch: LevelTouch | undefined;
  changedAt: Instant;
  /** What floors look at, once it is written. */
  left: Left;
}

type Left = Record<NonNullable<StockFloor["of"]>, number>;

const NOTHING_LEFT: Left = { available: 0, unattributed: 0 };
const NOTHING_MOVED = Object.fromEntries(STOCK_STATES.map((state) => [state, 0])) as Record<StockState, number>;

/** Posts entries, folds them into their levels, and checks that no level ends below its floor. Throws Conflict. */
export function* writeStock(sets: readonly ChangeSet[], attempt: Attempt): Work<void> {
  const moves = movesOf(sets);
  const sorted = [...moves.values()].sort(byKey);
  for (const told of ["nothing", "active", "reading"] as const) yield* move(sorted.filter((one) => toldBy(one) === told), { told, attempt });
  for (const { merchantId, floors = [] } of sets) {
    for (const floor of floors) {
      const left = moves.get(moveKey(merchantId, floor))?.left ?? (yield* leftNow(merchantId, floor));
      if (left[floor.of ?? "available"] < floor.floor) throw new Conflict(`floor:${levelKey(floor)}`);
    }
  }
}

const moveKey = (merchantId: MerchantId, at: { itemId: ItemId; locationId: LocationId }): string => `${merchantId}:${levelKey(at)}`;

/** As `lockLevels` sorts them: the rows are locked as they are written. */
const byKey = (one: LevelMove, other: LevelMove): number => compare(one.merchantId, other.merchantId) || compare(one.itemId, other.itemId) || compare(one.locationId, other.locationId);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const movesOf = (sets: readonly ChangeSet[]): Map<string, LevelMove> => {
  const moves = new Map<string, LevelMove>();
  const at = (merchantId: MerchantId, level: { itemId: ItemId; locationId: LocationId }): LevelMove => {
    const key = moveKey(merchantId, level);
    const found = moves.get(key);
    if (found) return found;
    const made: LevelMove = { merchantId, itemId: level.itemId, locationId: level.locationId, deltas: { ...NOTHING_MOVED }, steps: [], touch: undefined, changedAt: 0, left: NOTHING_LEFT };
    moves.set(key, made);
    return made;
  };
  for (const { merchantId, levels = [], entries = [] } of sets) {
    const moved = new Set<LevelMove>();
    const stepAt = (place: { itemId: ItemId; locationId: LocationId }): LevelMove => {
      const level = at(merchantId, place);
      if (!moved.has(level)) level.steps.push([]);
      moved.add(level);
      return level;
    };
    for (const touch of levels) {
      const level = stepAt(touch);
      level.touch = { ...level.touch, ...touch };
      level.changedAt = Math.max(level.changedAt, touch.changedAt ?? 0);
    }
    for (const entry of entries) {
      const level = stepAt(entry);
      level.deltas[entry.state] += entry.delta;
      level.steps.at(-1)?.push(entry);
      if (entry.cause !== "reading") level.changedAt = Math.max(level.changedAt, entry.at);
    }
  }
  return moves;
};

const toldBy = ({ touch }: LevelMove): Told => (touch === undefined ? "nothing" : touch.readAt === undefined ? "active" : "reading");

/** Notes what is left at each level afterwards. */
function* move(moves: readonly LevelMove[], { told, attempt }: { told: Told; attempt: Attempt }): Work<void> {
  const levels = yield* replaceEach(MOVES[told], moves.map(({ merchantId, itemId, locationId, deltas, steps, touch, changedAt }) =>
    ({ merchantId, itemId, locationId, changedAt, active: touch?.active ?? true, readAt: touch?.readAt ?? 0, revision: steps.length, ...deltas })));
  const entries = moves.flatMap((one, place) => {
    const { revision, ...left } = levels[place] as Left & { revision: number };
    one.left = left;
    return one.steps.flatMap((step, index) => step.map((entry) => ({ revision: revision - one.steps.length + index + 1, ...entry })));
  });
  const posted = yield* insertAll(postEntries[attempt], entries);
  if (posted < entries.length) throw new Conflict(`entry:${yield* knownCause(entries)}`);
}

/** The first cause that was posted before: it stands at an earlier revision of its level than the one that it was to make. */
function* knownCause(entries: readonly (StockEntry & { revision: number })[]): Work<string> {
  for (const { merchantId, causeKey, itemId, locationId, state, revision } of entries) {
    const [found] = yield* ask(entryRevision, { merchantId, causeKey, itemId, locationId, state });
    if (found?.revision !== revision) return causeKey;
  }
  return "unknown";
}

function* leftNow(merchantId: MerchantId, { itemId, locationId }: StockFloor): Work<Left> {
  const [level] = yield* ask(unitsAt, { merchantId, itemId, locationId });
  return level ?? NOTHING_LEFT;
}
