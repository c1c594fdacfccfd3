import type { Reading, Trouble } from "../../connectors/channels/port";
import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import type { ReadKind, WantedRead } from "../domain/messages";
import { commitEach, messageOf } from "./commit-each";
import { readBulkRun } from "./bulk-run";
import type { FlowContext } from "./context";
import type { ReadOutcome, ReadTask } from "./read-task";
import { noteRefusals } from "./note-order-drift";
import { readItems } from "./read-items";
import { readOrders } from "./read-orders";
import { readFulfillmentOrders, readItemPage, readLocations, readProducts, readShop } from "./read-pages";
import { noteUnknownOrders } from "./unknown-orders";
import { type StoreWork, type TakeUp, byStore, together } from "./store-work";
import { readOrderPage } from "./walk-orders";
import { backoffMs, conflictMs } from "./wanted";

const BATCH = 50;
const LEASE_MS = 60_000;
/** Times that a resource unknown to the platform is asked for before a person is told: fresh ones may lag. */
const GONE_TRIES = 3;
/** Times that an answer which cannot be understood is asked for anew before a person is told. */
const UNREADABLE_TRIES = 5;
const UNAUTHORIZED_REST_MS = 5 * 60_000;

type Reader = (ctx: FlowContext, task: ReadTask) => Promise<Reading<ReadOutcome[]>>;

const READERS: Record<ReadKind, Reader> = {
  shop: readShop,
  locations: readLocations,
  items: readItemPage,
  item: readItems,
  product: readProducts,
  orders: readOrderPage,
  order: readOrders,
  "fulfillment-order": readFulfillmentOrders,
  bulk: readBulkRun,
};

/** Reads what is wanted, oldest first, one call per store and kind, and commits what follows from it. Answers how many wishes were taken up. */
export const performReads = async (ctx: FlowContext, options: TakeUp = {}): Promise<number> => together(await takeUpReads(ctx, options));

/** Leases wishes of stores that answer, as one piece of work a store: a platform that hangs holds up its own store alone. */
export const takeUpReads = async (ctx: FlowContext, { limit = BATCH, except = [] }: TakeUp = {}): Promise<StoreWork[]> => {
  const reads = await ctx.db.claimReads(ctx.now(), LEASE_MS, { limit, except: [...except, ...(ctx.gate?.shut() ?? [])] });
  return byStore(reads).map(([storeId, own]) => ({
    storeId, rows: own.length,
    run: async () => {
      for (const group of groups(own)) await performGroup(ctx, group);
    },
  }));
};

/** Kinds of which one answer fulfils one wish: a page, or all there is. */
const ALONE: ReadonlySet<ReadKind> = new Set(["shop", "locations", "items", "orders", "bulk"]);

/** By store and kind; locations and items before orders, which lean on them. */
const groups = (reads: readonly WantedRead[]): WantedRead[][] => {
  const byKey = new Map<string, WantedRead[]>();
  const order = Object.keys(READERS);
  for (const read of reads) {
    const key = `${order.indexOf(read.kind)}:${read.merchantId}:${read.storeId}${ALONE.has(read.kind) ? `:${read.target}` : ""}`;
    byKey.set(key, [...(byKey.get(key) ?? []), read]);
  }
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
};

const performGroup = async (ctx: FlowContext, reads: WantedRead[]): Promise<void> => {
  const [first] = reads;
  if (!first) return;
  const store = await ctx.db.store(first.merchantId, first.storeId);
  if (!store || store.status === "uninstalled") return drop(ctx, reads);
  const access = await ctx.access(store);
  if (!access.ok) return postpone(ctx, reads, access.trouble);
  try {
    const reading = await READERS[first.kind](ctx, { store, channel: ctx.channel(store.platform), access: access.access, reads });
    if (!reading.ok) return await (isUnreadable(reading.trouble) && reads.length > 1 ? performEach(ctx, reads) : postpone(ctx, reads, reading.trouble));
    await settle(ctx, reading.value);
  } catch (error) {
    // A bug in one kind of answer must not stop the other kinds; the wishes stay and say why.
    ctx.log.error("read failed", { storeId: store.id, kind: first.kind, problem: messageOf(error) });
    await postpone(ctx, reads, { kind: "retry", afterMs: 0, words: `Switchyard could not use the answer: ${messageOf(error)}` });
  }
};

const isUnreadable = (trouble: Trouble): boolean => trouble.kind === "retry" && trouble.unreadable === true;

/** One thing that cannot be understood does not hold up what was asked for with it. */
const performEach = async (ctx: FlowContext, reads: readonly WantedRead[]): Promise<void> => {
  for (const read of reads) await performGroup(ctx, [read]);
};

const settle = async (ctx: FlowContext, outcomes: readonly ReadOutcome[]): Promise<void> => {
  const changes = outcomes.flatMap((one) => (one.status === "change" ? [one] : []));
  const results = await commitEach(ctx, changes.map((one) => one.change));
  const later: WantedRead[] = [];
  const now = ctx.now();
  const instead: ChangeSet[] = [];
  changes.forEach(({ read, otherwise }, index) => {
    const result = results[index];
    if (result?.status === "conflict" && otherwise) instead.push({ ...emptyChangeSet(read.merchantId), wantedReads: [otherwise] });
    else if (result?.status === "conflict") later.push({ ...uncounted(read), dueAt: now + conflictMs(ctx) });
    if (result?.status !== "failed") return;
    const failed = { status: "failed" as const, problem: `Switchyard could not apply it: ${result.problem}` };
    // A part of a page that is fulfilled all the same has a wish of its own.
    if (otherwise) instead.push({ ...emptyChangeSet(read.merchantId), wantedReads: [{ ...otherwise, ...failed }] });
    else later.push({ ...read, ...failed });
  });
  for (const one of outcomes) {
    if (one.status === "again") later.push({ ...(one.problem === null ? uncounted(one.read) : one.read), dueAt: now + one.afterMs, problem: one.problem });
  }
  const unknown = outcomes.flatMap((one) => (one.status === "gone" ? [gone(ctx, one)] : []));
  later.push(...unknown);
  if (instead.length > 0) await ctx.db.commit(instead);
  if (later.length > 0) await ctx.db.postponeReads(later);
  await noteUnknownOrders(ctx, unknown);
};

/** Taking a wish up counts as a try; one that could not be decided on is given back. */
const uncounted = (read: WantedRead): WantedRead => ({ ...read, attempts: read.attempts - 1 });

const gone = (ctx: FlowContext, { read, problem }: Extract<ReadOutcome, { status: "gone" }>): WantedRead => {
  if (read.attempts >= GONE_TRIES) return { ...read, status: "failed", problem };
  return { ...read, problem, dueAt: ctx.now() + backoffMs(ctx, read.attempts, { firstMs: 1_000, maxMs: 30_000 }) };
};

const postpone = async (ctx: FlowContext, reads: readonly WantedRead[], trouble: Trouble): Promise<void> => {
  const now = ctx.now();
  await noteRefusals(ctx, reads, trouble);
  await ctx.db.postponeReads(reads.map((read): WantedRead => {
    if (isUnreadable(trouble) && read.attempts >= UNREADABLE_TRIES) return { ...read, status: "failed", problem: trouble.words };
    if (trouble.kind === "refused") return { ...read, status: "failed", problem: `The platform refused to tell: ${trouble.words}` };
    const rest = trouble.kind === "unauthorized" ? UNAUTHORIZED_REST_MS : Math.max(trouble.afterMs, backoffMs(ctx, read.attempts, { firstMs: 250, maxMs: 600_000 }));
    return { ...read, dueAt: now + rest, problem: trouble.words };
  }));
};

/** Nothing is read from a store that removed the app. */
const drop = async (ctx: FlowContext, reads: readonly WantedRead[]): Promise<void> => {
  const [first] = reads;
  if (first) await ctx.db.commit([{ ...emptyChangeSet(first.merchantId), fulfilledReads: [...reads] }]);
};
