import { emptyChangeSet } from "../domain/change-set";
import type { DifferenceRecord } from "../domain/desk";
import type { Instant, ItemId } from "../domain/ids";
import type { StateDeltas } from "../domain/inventory/anchor";
import { NO_UNITS } from "../domain/inventory/explain-difference";
import { keyOf } from "../domain/inventory/stock-book";
import type { LevelRecord, StockState, StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";
import { type Known, explainLevel, whatHappened } from "./explain-levels";

const BATCH = 200;
/** Orders that cannot be read keep a difference open this long, over nights and outages; then it is told by what is known. */
const LOOK_MAX_MS = 3 * 24 * 3_600_000;
/** Orders of the same goods that are placed meanwhile are waited for no longer than this. */
const BUSY_MS = 15 * 60_000;

const WATCHED: readonly StoreRecord["status"][] = ["observe", "live", "paused"];

/**
 * Settles differences that were not explained when they were found: once the store's recent orders have been walked and read, and the
 * item was read again, what those orders do not explain was changed by somebody else. Answers how many levels were settled.
 */
export const settleDifferences = async (ctx: FlowContext): Promise<number> => {
  let settled = 0;
  for (const store of await ctx.db.allStores()) {
    if (WATCHED.includes(store.status)) settled += await settleStore(ctx, store);
  }
  return settled;
};

const settleStore = async (ctx: FlowContext, store: StoreRecord): Promise<number> => {
  const { merchantId } = store;
  const looking = await ctx.db.differencesLooking(merchantId, store.id, BATCH);
  if (looking.length === 0) return 0;
  const itemIds = [...new Set(looking.map((one) => one.itemId))];
  const levels = new Map((await ctx.db.levels(merchantId, itemIds)).map((level) => [keyOf(level.itemId, level.locationId), level]));
  const [oldestWish, wishes] = await Promise.all([ctx.db.oldestOrderWish(merchantId, store.id), ctx.db.orderWishesAbout(merchantId, { storeId: store.id, itemIds })]);
  const progress = { store, oldestWish, wishes, now: ctx.now() };
  const ready = byLevel(looking).filter((rows) => isReady(rows, { ...progress, level: levels.get(levelOf(rows)) }));
  if (ready.length === 0) return 0;
  const known = await whatHappened(ctx, merchantId, { itemIds, since: Math.min(...looking.map((one) => one.knownRightAt)) });
  const differences = ready.flatMap((rows) => settledRows(ctx, { rows, known, level: levels.get(levelOf(rows)) }));
  await ctx.db.commit([{ ...emptyChangeSet(merchantId), differences }]);
  return ready.length;
};

const levelOf = ([first]: readonly DifferenceRecord[]): string => (first ? keyOf(first.itemId, first.locationId) : "");

const groupedBy = (rows: readonly DifferenceRecord[], keyOfRow: (row: DifferenceRecord) => string): DifferenceRecord[][] => {
  const groups = new Map<string, DifferenceRecord[]>();
  for (const row of rows) groups.set(keyOfRow(row), [...(groups.get(keyOfRow(row)) ?? []), row]);
  return [...groups.values()];
};

/** The states of one reading are told together. A page may have cut the youngest apart: it waits for the next page. */
const byLevel = (rows: DifferenceRecord[]): DifferenceRecord[][] => {
  const youngest = rows.at(-1)?.foundAt;
  const kept = rows.length < BATCH ? rows : rows.filter((one) => one.foundAt !== youngest);
  return groupedBy(kept.length > 0 ? kept : rows, (row) => keyOf(row.itemId, row.locationId));
};

interface Progress {
  store: StoreRecord;
  level: LevelRecord | undefined;
  /** Since when the order that waits longest for being read waits. */
  oldestWish: Instant | null;
  /** Orders that wait for being read: which items they are about, where that is known. */
  wishes: { itemIds: readonly ItemId[]; unknown: boolean };
  now: Instant;
}

/** Walked since, every order that the walk wished for read, and the item read again; or nobody can wait any longer. */
const isReady = (rows: readonly DifferenceRecord[], { store, level, oldestWish, wishes, now }: Progress): boolean => {
  const found = rows.map((one) => one.foundAt);
  if (now - Math.min(...found) > LOOK_MAX_MS) return true;
  const last = Math.max(...found);
  // A walk that began in the very instant sees all that the reading saw.
  const walked = store.ordersReadUntil !== null && store.ordersReadUntil >= last;
  const isAsked = wishes.unknown || rows.some((one) => wishes.itemIds.includes(one.itemId));
  // Of goods that everybody buys some order always waits. The store's row is written with the walk's last page, and so after all that the walk
  // wished for; but each further message of an order renews its wish.
  const isBusy = now - last > BUSY_MS && (oldestWish === null || oldestWish > store.updatedAt);
  const ordersRead = !isAsked || isBusy;
  // A level that is not stocked any more is not told of again.
  const readAgain = level !== undefined && (level.readAt > last || !level.active);
  return walked && ordersRead && readAgain;
};

interface Looked {
  rows: readonly DifferenceRecord[];
  known: Known;
  level: LevelRecord | undefined;
}

const settledRows = (ctx: FlowContext, { rows, known, level }: Looked): DifferenceRecord[] => {
  const readings = groupedBy(rows, (row) => row.causeKey);
  const changedHere = level !== undefined && rows.some((row) => level.changedAt >= row.knownRightAt);
  // The platform's answer lagged behind a change that we knew, and caught up.
  if (readings.length > 1 && changedHere && isNothing(rows)) return rows.map((row) => ({ ...row, cause: "our-call", explainedAt: ctx.now() }));
  return readings.flatMap((reading) => settledReading(ctx, reading, known));
};

/** Do the readings cancel each other out? */
const isNothing = (rows: readonly DifferenceRecord[]): boolean => {
  const sums: Partial<Record<StockState, number>> = {};
  for (const { state, expected, found } of rows) sums[state] = (sums[state] ?? 0) + found - expected;
  return Object.values(sums).every((sum) => sum === 0);
};

/** The first part of a state takes the place of its row; further ones are rows of their own. */
const settledReading = (ctx: FlowContext, rows: readonly DifferenceRecord[], known: Known): DifferenceRecord[] => {
  const [first] = rows as readonly [DifferenceRecord];
  const deltas = Object.fromEntries(rows.map((row) => [row.state, row.found - row.expected])) as StateDeltas;
  const before = { ...NO_UNITS, ...Object.fromEntries(rows.map((row) => [row.state, row.expected])) };
  const { itemId, locationId, knownRightAt: since, foundAt: until } = first;
  const free = new Map(rows.map((row) => [row.state, row.id]));
  return explainLevel({ itemId, locationId, before, deltas, movingUnits: 0, since, until }, known, "changed-outside").map((part) => {
    const id = free.get(part.state) ?? ctx.newId();
    free.delete(part.state);
    return { ...first, ...part, id, explainedAt: ctx.now() };
  });
};
