import type { Reading } from "../../connectors/channels/port";
import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import type { RunRecord } from "../domain/desk";
import { type Instant, type LocationId, type PlatformId, idOf } from "../domain/ids";
import type { WantedRead } from "../domain/messages";
import type { PlatformLocation } from "../domain/platform";
import type { LocationRecord, StoreRecord } from "../domain/records";
import { rewriteStore } from "../domain/store-row";
import type { FlowContext } from "./context";
import { decideAt } from "./decide-at";
import type { ReadOutcome, ReadTask } from "./read-task";
import { anchorItems } from "./read-items";
import { noteTrouble, openRun, takeFurther } from "./runs";
import { scopesChange } from "./store-scopes";
import { DOUBT_MS, wantedRead } from "./wanted";

const change = (read: WantedRead, more: Partial<Extract<ReadOutcome, { status: "change" }>["change"]>): ReadOutcome => ({
  status: "change", read, change: { ...emptyChangeSet(read.merchantId), fulfilledReads: [read], ...more },
});

/** The store's row is written whole: what another worker learnt of it while the platform was asked must not be undone. */
const storeNow = async (ctx: FlowContext, { store }: ReadTask): Promise<StoreRecord> => (await ctx.db.store(store.merchantId, store.id)) ?? store;

const onFirst = (task: ReadTask): WantedRead => task.reads[0] as WantedRead;

export const readShop = async (ctx: FlowContext, task: ReadTask): Promise<Reading<ReadOutcome[]>> => {
  const answer = await task.channel.readShop(task.access);
  if (!answer.ok) return answer;
  const { name, currency, timeZone, scopes } = answer.value;
  const current = await storeNow(ctx, task);
  const kept = { name, currency, timeZone };
  // A platform that does not say what it granted says nothing of what is missing.
  const told = scopes.length > 0 ? await scopesChange(ctx, current, { scopes, kept }) : rewriteStore(current, kept, ctx.now());
  return { ...answer, value: [change(onFirst(task), told)] };
};

/** Takes over all locations; one that is not told of any more is closed. Orders at those that changed, and orders that wait, are decided again. */
export const readLocations = async (ctx: FlowContext, task: ReadTask): Promise<Reading<ReadOutcome[]>> => {
  const { store } = task;
  const answer = await task.channel.readLocations(task.access);
  const run = await openRun(ctx, store, "import-locations");
  if (!answer.ok) {
    await noteTrouble(ctx, run, answer.trouble);
    return answer;
  }
  const now = ctx.now();
  const known = (await ctx.db.locations(store.merchantId)).filter((location) => location.storeId === store.id);
  const said = answer.value.map((location) => locationRecord(store, location, now));
  const lost = known.filter((location) => location.active && !said.some((one) => one.id === location.id)).map((location) => ({ ...location, active: false, updatedAt: now }));
  const changed = [...said, ...lost].filter((location) => {
    const before = known.find((one) => one.id === location.id);
    return !before || JSON.stringify({ ...before, updatedAt: 0 }) !== JSON.stringify({ ...location, updatedAt: 0 });
  });
  const wantedReads = await decideAt(ctx, store, changed.map((location) => location.id));
  return { ...answer, value: [change(onFirst(task), { locations: changed, wantedReads, ...(run && imported(ctx, run, said.length)) })] };
};

const imported = (ctx: FlowContext, run: RunRecord, locations: number): Pick<ChangeSet, "guards" | "runs"> => {
  const { guards, runs } = takeFurther(ctx, run, { status: "done", total: locations, done: locations });
  return { guards, runs };
};

const locationRecord = (store: StoreRecord, location: PlatformLocation, updatedAt: Instant): LocationRecord => ({
  merchantId: store.merchantId, id: idOf<LocationId>(store.id, location.platformId), storeId: store.id, ...location, updatedAt,
});

/** One page of all items with stock; the next page is a wish of its own, so that an import survives a restart. */
export const readItemPage = async (ctx: FlowContext, task: ReadTask): Promise<Reading<ReadOutcome[]>> => {
  const read = onFirst(task);
  const answer = await task.channel.listItems(task.access, read.target);
  if (!answer.ok) return answer;
  const { store } = task;
  const now = ctx.now();
  const anchored = await anchorItems(ctx, { store, readings: answer.value.items, readAt: answer.readAt });
  const alone = answer.value.items.map(({ item }) => wantedRead(store, { kind: "item", target: item.platformId }, { now, delayMs: DOUBT_MS }));
  const again = alone.filter((_, index) => anchored[index]?.tooOld);
  const sets = anchored.map(({ change: set }, index): ReadOutcome => ({ status: "change", read, change: set, ...(alone[index] && { otherwise: alone[index] }) }));
  const next = answer.value.next === null ? [] : [wantedRead(store, { kind: "items", target: answer.value.next }, { now })];
  return { ...answer, value: [...sets, change(read, { wantedReads: [...next, ...again] })] };
};

/** The inventory items of products are read one by one. */
export const readProducts = async (ctx: FlowContext, task: ReadTask): Promise<Reading<ReadOutcome[]>> => {
  const answer = await task.channel.readProducts(task.access, task.reads.map((read) => read.target as PlatformId));
  if (!answer.ok) return answer;
  const now = ctx.now();
  const value = task.reads.map((read): ReadOutcome => {
    const items = answer.value.get(read.target as PlatformId) ?? "gone";
    // A deleted product has nothing to read; its items are told of one by one.
    if (items === "gone") return change(read, {});
    return change(read, { wantedReads: items.map((target) => wantedRead(task.store, { kind: "item", target }, { now })) });
  });
  return { ...answer, value };
};

export const readFulfillmentOrders = async (ctx: FlowContext, task: ReadTask): Promise<Reading<ReadOutcome[]>> => {
  const answer = await task.channel.readFulfillmentOrderOwners(task.access, task.reads.map((read) => read.target as PlatformId));
  if (!answer.ok) return answer;
  const now = ctx.now();
  const value = task.reads.map((read): ReadOutcome => {
    const owner = answer.value.get(read.target as PlatformId) ?? "gone";
    if (owner === "gone") return { status: "gone", read, problem: `The platform does not know the fulfillment order ${read.target}.` };
    return change(read, { wantedReads: [wantedRead(task.store, { kind: "order", target: owner }, { now })] });
  });
  return { ...answer, value };
};
