import type { Reading } from "../../connectors/channels/port";
import { type ChangeSet, type Guard, emptyChangeSet } from "../domain/change-set";
import { type Instant, type ItemId, type LocationId, type PlatformId, idOf } from "../domain/ids";
import type { WantedRead } from "../domain/messages";
import { type LevelReading, anchor } from "../domain/inventory/anchor";
import { StockBook, itemsWithMoreAvailable, keyOf } from "../domain/inventory/stock-book";
import { isNewItem, itemRecord } from "../domain/orders/facts";
import type { PlatformItemReading } from "../domain/platform";
import type { ItemRecord, StoreRecord } from "../domain/records";
import { callsInFlight } from "./calls-in-flight";
import type { FlowContext } from "./context";
import { type FoundDifference, explainFound, lookFurther } from "./explain-levels";
import { type FoundAt, stockDrifts } from "./note-drift";
import type { ReadOutcome, ReadTask } from "./read-task";
import { DOUBT_MS, wakeWaiting, wantedRead } from "./wanted";

/** A platform's answer may lag behind what it told or was told a moment ago: one that contradicts a change this young… */
const CONTRADICTION_MS = 60_000;
/** …is believed, because it may be right, and asked for once more after this time. */
const CONFIRM_MS = 15_000;
/** Fresh items may lag; one that is missing this often is gone. */
const GONE_LOOKS = 2;

/** Reads items with their stock and anchors their levels. */
export const readItems = async (ctx: FlowContext, task: ReadTask): Promise<Reading<ReadOutcome[]>> => {
  const answer = await task.channel.readItems(task.access, task.reads.map((read) => read.target as never));
  if (!answer.ok) return answer;
  const found = task.reads.flatMap((read) => {
    const reading = answer.value.get(read.target as never);
    return reading && reading !== "gone" ? [{ read, reading }] : [];
  });
  found.push(...(await deletedItems(ctx, task, found.map((one) => one.read))));
  const anchored = await anchorItems(ctx, { store: task.store, readings: found.map((one) => one.reading), readAt: answer.readAt, wishes: new Map(found.map(({ read, reading }) => [reading.item.platformId, read])) });
  const outcomes: ReadOutcome[] = found.map(({ read }, index) => {
    const result = anchored[index] as AnchoredItem;
    if (result.tooOld) return { status: "again", read, afterMs: DOUBT_MS, problem: null };
    return { status: "change", read, change: { ...result.change, fulfilledReads: [read] } };
  });
  for (const read of task.reads) {
    if (found.some((one) => one.read === read)) continue;
    // One that we never knew either was deleted before it was read: nothing is missing.
    if (read.attempts >= GONE_LOOKS) outcomes.push({ status: "change", read, change: { ...emptyChangeSet(read.merchantId), fulfilledReads: [read] } });
    else outcomes.push({ status: "gone", read, problem: `The platform does not know the item ${read.target}.` });
  }
  return { ok: true, value: outcomes, readAt: answer.readAt };
};

/** Items that we know and the platform, asked again, does not: they were deleted, and no location stocks them any more. */
const deletedItems = async (ctx: FlowContext, task: ReadTask, found: readonly WantedRead[]): Promise<{ read: WantedRead; reading: PlatformItemReading }[]> => {
  const missing = task.reads.filter((read) => !found.includes(read) && read.attempts >= GONE_LOOKS);
  const ids = missing.map((read) => idOf<ItemId>(task.store.id, read.target as PlatformId));
  const known = new Map((await ctx.db.itemsById(task.store.merchantId, ids)).map((item) => [item.platformId as string, item]));
  return missing.flatMap((read) => {
    const item = known.get(read.target);
    return item ? [{ read, reading: { item, levels: [] } }] : [];
  });
};

export interface AnchoredItem {
  change: ChangeSet;
  /** At least one level changed after the question was asked. */
  tooOld: boolean;
}

/** What fresh readings of items change, one set an item, in their order. */
export const anchorItems = async (
  ctx: FlowContext,
  said: { store: StoreRecord; readings: readonly PlatformItemReading[]; readAt: Instant; wishes?: ReadonlyMap<PlatformId, WantedRead> },
): Promise<AnchoredItem[]> => {
  const { store, readings } = said;
  const ids = readings.map(({ item }) => idOf<ItemId>(store.id, item.platformId));
  const known = new Map((await ctx.db.itemsById(store.merchantId, ids)).map((item) => [item.id, item]));
  const book = new StockBook(store.merchantId, await ctx.db.levels(store.merchantId, ids));
  const units = new Map((await ctx.db.placedUnits(store.merchantId, ids)).map((one) => [keyOf(one.itemId, one.locationId), one]));
  const inFlight = await callsInFlight(ctx, store.merchantId, said.readAt);
  const anchored: AnchoredItem[] = [];
  const found: FoundAt[] = [];
  for (const reading of readings) anchored.push(await anchorItem(ctx, { ...said, reading, known, book, units, inFlight, found }));
  const differences = await explainFound(ctx, store, found);
  const { drifts, heard } = await stockDrifts(ctx, store, { found, differences });
  readings.forEach(({ item }, index) => {
    const change = (anchored[index] as AnchoredItem).change;
    change.differences = differences.filter((one) => one.itemId === ids[index]);
    change.drifts = drifts.filter((one) => one.itemId === ids[index]);
    change.heard = heard.filter((one) => one.about === `item:${item.platformId}`);
    const looking = change.differences.some((one) => one.cause === "looking");
    if (looking) change.wantedReads = [...(change.wantedReads ?? []), ...lookFurther(ctx, store, item.platformId)];
  });
  return anchored;
};

interface ItemContext {
  store: StoreRecord;
  readAt: Instant;
  reading: PlatformItemReading;
  known: ReadonlyMap<ItemId, ItemRecord>;
  book: StockBook;
  units: ReadonlyMap<string, { itemId: ItemId; placed: number; planned: number }>;
  inFlight: ReadonlySet<string>;
  /** Takes what differs from what had been read before. */
  found: FoundAt[];
  wishes?: ReadonlyMap<PlatformId, WantedRead>;
}

const anchorItem = async (ctx: FlowContext, context: ItemContext): Promise<AnchoredItem> => {
  const { store, book, reading } = context;
  const itemId = idOf<ItemId>(store.id, reading.item.platformId);
  const change = emptyChangeSet(store.merchantId);
  const known = context.known.get(itemId);
  if (isNewItem(known, reading.item)) change.items = [itemRecord({ merchantId: store.merchantId, storeId: store.id }, reading.item)];
  const guards: Guard[] = [];
  const touches: NonNullable<ChangeSet["levels"]> = [];
  let tooOld = false;
  let contradicts = false;
  for (const level of levelReadings(context, itemId)) {
    if (context.inFlight.has(keyOf(itemId, level.locationId))) {
      tooOld = true;
      continue;
    }
    const before = { ...book.level(itemId, level.locationId) };
    const { changedAt } = before;
    const { placed = 0, planned = 0 } = context.units.get(keyOf(itemId, level.locationId)) ?? {};
    const result = anchor(book, level, { readAt: context.readAt, placed, planned, at: ctx.now() });
    if (result.status === "too-old") tooOld = true;
    else {
      guards.push({ kind: "level", itemId, locationId: level.locationId, revision: result.revision });
      touches.push(result.touch);
      // The first reading of a level is an import; an untracked item's quantities mean nothing.
      if (result.status === "anchored" && before.readAt > 0 && reading.item.tracked) context.found.push(foundAt(context, { ...level, ...result, before, movingUnits: movingUnits(context, itemId) }, level));
      contradicts ||= result.status === "anchored" && context.readAt - changedAt < CONTRADICTION_MS;
    }
  }
  const entries = book.takeEntries();
  const connected = touches.some((touch) => touch.active);
  const freed = itemsWithMoreAvailable(entries);
  const wake = freed.length > 0 || (known && !known.continueSelling && reading.item.continueSelling) || (known?.tracked && !reading.item.tracked) || (!known && connected);
  change.guards = guards;
  change.levels = touches;
  change.entries = entries;
  const woken = wake ? await wakeWaiting(ctx, store.merchantId, [itemId]) : [];
  const again = contradicts ? [wantedRead(store, { kind: "item", target: reading.item.platformId }, { now: ctx.now(), delayMs: CONFIRM_MS })] : [];
  change.wantedReads = [...woken, ...again];
  return { change, tooOld };
};

const foundAt = ({ wishes, reading }: ItemContext, found: FoundDifference, { quantities }: LevelReading): FoundAt =>
  ({ ...found, wish: wishes?.get(reading.item.platformId) ?? null, changedAt: quantities?.changedAt ?? null });

/** Units of an item that we plan somewhere: the platform may have moved them before its orders were read back. */
const movingUnits = ({ units }: ItemContext, itemId: ItemId): number =>
  [...units.values()].reduce((sum, one) => sum + (one.itemId === itemId ? one.planned : 0), 0);

/** Levels that the platform tells of, and those that we know and it does not tell of any more. */
const levelReadings = ({ store, book, reading }: ItemContext, itemId: ItemId): LevelReading[] => {
  const said = new Map(reading.levels.map((level) => [idOf<LocationId>(store.id, level.locationPlatformId), level]));
  const lost = book.levelsOf(itemId).filter((level) => level.active && !said.has(level.locationId));
  return [
    ...[...said].map(([locationId, quantities]) => ({ itemId, locationId, quantities: quantities.active ? quantities : null })),
    ...lost.map(({ locationId }) => ({ itemId, locationId, quantities: null })),
  ];
};

