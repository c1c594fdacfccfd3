import type { Reading } from "../../connectors/channels/port";
import type { ChangeSet } from "../domain/change-set";
import { DEFAULT_STORE_SETTINGS } from "../domain/desk";
import { type ItemId, type OrderId, type PlatformId, idOf } from "../domain/ids";
import { isLiving } from "../domain/fulfillment/fulfillment-order-machine";
import { StockBook } from "../domain/inventory/stock-book";
import type { OutboxRow, WantedRead } from "../domain/messages";
import { type ReadingWorld, decideReading } from "../domain/orders/decide-reading";
import { isNewItem, itemRecord } from "../domain/orders/facts";
import type { PlatformItem, PlatformOrderReading } from "../domain/platform";
import type { DecisionRecord, ItemRecord, OrderAggregate, PolicyRecord, StoreRecord } from "../domain/records";
import { commitEach, messageOf } from "./commit-each";
import type { FlowContext } from "./context";
import { destinationsOf, judgingWorld } from "./judging-world";
import { learnedNow } from "./learn-locations";
import { noteStaleAnswer, silentDrift } from "./note-order-drift";
import { sitesNow } from "./sites-now";
import type { ReadOutcome, ReadTask } from "./read-task";
import { anchorItems } from "./read-items";
import { DOUBT_MS, backoffMs, wakeWaitingEach, wantedRead } from "./wanted";

/** An older answer is the platform's lag when it comes once or twice; the third time it is told. */
const STALE_TOLD = 3;
/** How long a stale answer (older than what is known) is given to become fresh. */
const STALE_MS = 2_000;
const UNREAD_MS = 500;
/** …and how often, before the platform is believed all the same: a body may have told a time that never comes. */
const STALE_TRIES = 8;

interface Found {
  read: WantedRead;
  reading: PlatformOrderReading;
}

/** Reads orders with their fulfillment orders and decides on each: reservation, parcels, routing. */
export const readOrders = async (ctx: FlowContext, task: ReadTask): Promise<Reading<ReadOutcome[]>> => {
  const answer = await task.channel.readOrders(task.access, task.reads.map((read) => read.target as PlatformId));
  if (!answer.ok) return answer;
  const found: Found[] = [];
  const outcomes: ReadOutcome[] = [];
  for (const read of task.reads) {
    const reading = answer.value.get(read.target as PlatformId) ?? "gone";
    if (reading === "gone") outcomes.push({ status: "gone", read, problem: `The platform does not know the order ${read.target}.` });
    else found.push({ read, reading });
  }
  const known = await loadWorld(ctx, task.store, found);
  const unknown = unknownItems(task.store, found, known);
  const trouble = unknown.length === 0 ? null : await readUnknownItems(ctx, task, unknown);
  if (trouble) return trouble;
  const world = unknown.length === 0 ? known : await loadWorld(ctx, task.store, found);
  const decided: Decided[] = [];
  for (const one of found) decided.push(await decideAlone(ctx, { ...one, readAt: answer.readAt }, world));
  return { ok: true, value: [...outcomes, ...(await withWoken(ctx, task.store, decided))], readAt: answer.readAt };
};

/** Items that were never seen have their stock read first: an order is not called short for what was not asked. */
const readUnknownItems = async (ctx: FlowContext, task: ReadTask, unknown: readonly PlatformItem[]): Promise<Extract<Reading<never>, { ok: false }> | null> => {
  const { store } = task;
  const answer = await task.channel.readItems(task.access, unknown.map((item) => item.platformId));
  if (!answer.ok) return answer;
  const readings = [...answer.value.values()].filter((one) => one !== "gone");
  const anchored = await anchorItems(ctx, { store, readings, readAt: answer.readAt });
  const results = await commitEach(ctx, anchored.map((one) => one.change));
  const whole = results.every((result) => result.status === "committed") && !anchored.some((one) => one.tooOld);
  return whole ? null : { ok: false, trouble: { kind: "retry", afterMs: UNREAD_MS, words: "The stock of its items is being read." } };
};

const unknownItems = (store: StoreRecord, found: readonly Found[], { base }: World): PlatformItem[] => {
  const seen = new Set(base.book.all().filter((level) => level.readAt > 0).map((level) => level.itemId));
  return distinctItems(found).filter((item) => item.tracked && !seen.has(idOf<ItemId>(store.id, item.platformId)));
};

const distinctItems = (found: readonly Found[]): PlatformItem[] => [...new Map(found.flatMap(({ reading }) => reading.items.map((item) => [item.platformId, item] as const))).values()];

interface Decided {
  outcome: ReadOutcome;
  /** Items of which there is more now. */
  freed: readonly ItemId[];
}

interface World {
  store: StoreRecord;
  base: Pick<ReadingWorld, "store" | "locations" | "items" | "book" | "notifyCustomers" | "learned" | "rooms" | "centroidOf" | "scarcityMinor">;
  policy: PolicyRecord;
  newItems: Map<ItemId, ItemRecord>;
  aggregates: Map<OrderId, OrderAggregate>;
  latest: Map<OrderId, DecisionRecord>;
  openIntents: OutboxRow[];
}

const loadWorld = async (ctx: FlowContext, store: StoreRecord, found: readonly Found[]): Promise<World> => {
  const { merchantId } = store;
  const orderIds = found.map(({ reading }) => idOf<OrderId>(store.id, reading.order.platformId));
  const aggregates = await ctx.db.orderAggregates(merchantId, orderIds);
  const said = distinctItems(found).map((item) => itemRecord({ merchantId, storeId: store.id }, item));
  const itemIds = new Set<ItemId>([...said.map((item) => item.id), ...aggregates.flatMap((one) => one.lines.flatMap((line) => (line.itemId ? [line.itemId] : [])))]);
  const fulfillmentLines = found.flatMap(({ reading }) => reading.fulfillmentOrders.flatMap((one) => one.lines));
  for (const { itemPlatformId } of fulfillmentLines) if (itemPlatformId !== null) itemIds.add(idOf<ItemId>(store.id, itemPlatformId));
  const known = new Map((await ctx.db.itemsById(merchantId, [...itemIds])).map((item) => [item.id, item]));
  const newItems = new Map(said.filter((item) => isNewItem(known.get(item.id), item)).map((item) => [item.id, item]));
  const policy = await ctx.db.latestPolicy(merchantId);
  if (!policy) throw new Error(`The merchant ${merchantId} has no routing policy.`);
  const locations = await sitesNow(ctx, store);
  return {
    store,
    base: {
      store, items: new Map([...known, ...newItems]), book: new StockBook(merchantId, await ctx.db.levels(merchantId, [...itemIds])),
      locations, ...(await judgingWorld(ctx, store, { policy, itemIds: [...itemIds], sites: locations, places: destinationsOf(found.map(({ reading }) => reading)) })),
      notifyCustomers: await tellsCustomers(ctx, store, policy), learned: await learnedNow(ctx, policy, locations),
    },
    policy, newItems,
    aggregates: new Map(aggregates.map((one) => [one.order.id, one])),
    latest: new Map((await ctx.db.latestDecisions(merchantId, orderIds)).map((one) => [one.orderId, one])),
    openIntents: await ctx.db.openIntents(merchantId, orderIds),
  };
};

/** Asked only where the policy cancels orders. */
const tellsCustomers = async (ctx: FlowContext, { merchantId, id }: StoreRecord, { policy: { waiting } }: PolicyRecord): Promise<boolean> => {
  if (waiting.then !== "cancel" || waiting.afterDays === null) return false;
  return ((await ctx.db.storeSettings(merchantId, id))?.settings ?? DEFAULT_STORE_SETTINGS).notifyCustomers;
};

/** How long an order that cannot be decided on rests, at first and at most. */
const STUMBLE_FIRST_MS = 1_000;
const STUMBLE_MAX_MS = 600_000;

/** A bug in the decision on one order must not stop the others; its wish stays and says why. */
const decideAlone = async (ctx: FlowContext, asked: Found & { readAt: number }, world: World): Promise<Decided> => {
  try {
    return await decide(ctx, asked, world);
  } catch (error) {
    // What was posted for it is not the next order's.
    world.base.book.takeEntries();
    const { read } = asked;
    ctx.log.error("order not decided", { storeId: read.storeId, kind: read.kind, problem: messageOf(error) });
    const afterMs = backoffMs(ctx, read.attempts, { firstMs: STUMBLE_FIRST_MS, maxMs: STUMBLE_MAX_MS });
    return { outcome: { status: "again", read, afterMs, problem: `Switchyard could not use the answer: ${messageOf(error)}` }, freed: [] };
  }
};

/** What they free may be what other orders wait for. */
const withWoken = async (ctx: FlowContext, { merchantId }: StoreRecord, decided: readonly Decided[]): Promise<ReadOutcome[]> => {
  const woken = await wakeWaitingEach(ctx, merchantId, decided.map((one) => one.freed));
  return decided.map(({ outcome }, place) => {
    const others = (woken[place] ?? []).filter((one) => one.target !== outcome.read.target);
    return outcome.status !== "change" || others.length === 0 ? outcome : { ...outcome, change: { ...outcome.change, wantedReads: [...(outcome.change.wantedReads ?? []), ...others] } };
  });
};

const decide = async (ctx: FlowContext, asked: Found & { readAt: number }, world: World): Promise<Decided> => {
  const { read, reading } = asked;
  const { store } = world;
  const orderId = idOf<OrderId>(store.id, reading.order.platformId);
  const now = ctx.now();
  const decision = decideReading(world.aggregates.get(orderId) ?? null, reading, {
    readAt: asked.readAt, patient: read.attempts <= STALE_TRIES, policy: world.policy, latest: world.latest.get(orderId) ?? null, now, newId: ctx.newId, sha256: ctx.sha256,
    openIntents: world.openIntents.filter((row) => row.orderId === orderId), ...world.base,
  });
  const known = world.aggregates.get(orderId) ?? null;
  if (decision.status === "stale" && read.attempts === STALE_TOLD && known) await noteStaleAnswer(ctx, store, { read, order: known.order });
  if (decision.status === "stale") return { outcome: { status: "again", read, afterMs: STALE_MS, problem: "The platform answered with an older state than it told before." }, freed: [] };
  const items = reading.items.flatMap((item) => {
    const record = world.newItems.get(idOf<ItemId>(store.id, item.platformId));
    return record ? [record] : [];
  });
  const doubts = decision.doubtful.flatMap((itemId) => {
    const item = world.base.items.get(itemId);
    return item ? [wantedRead(store, { kind: "item", target: item.platformId }, { now, delayMs: DOUBT_MS })] : [];
  });
  const places = standsAtUnknown(decision.aggregate, world) ? [wantedRead(store, { kind: "locations", target: "" }, { now })] : [];
  const drifts = silentDrift(ctx, store, { read, before: known, after: decision.aggregate, isActing: world.openIntents.some((row) => row.orderId === orderId) });
  const change: ChangeSet = { items, drifts, wantedReads: [...doubts, ...places], fulfilledReads: [read], ...decision.change };
  return { outcome: { status: "change", read, change }, freed: decision.freed };
};

/** A location opened, and nobody told: until it is read the order cannot be due, nor be moved from there. */
const standsAtUnknown = ({ fulfillmentOrders }: OrderAggregate, { base: { locations } }: World): boolean =>
  fulfillmentOrders.some((one) => isLiving(one) && one.locationId !== null && !locations.some((location) => location.id === one.locationId));
