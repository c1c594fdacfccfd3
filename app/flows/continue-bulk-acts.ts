import { DatabaseUnavailable } from "../db/port";
import { emptyChangeSet } from "../domain/change-set";
import type { RunRecord } from "../domain/desk";
import type { OrderRecord, StoreRecord } from "../domain/records";
import { noteOf, type BulkDetail, type BulkFailure } from "./bulk-acts";
import { actInBulk } from "./bulk-order-act";
import { messageOf } from "./commit-each";
import type { FlowContext } from "./context";
import { takeFurther } from "./runs";

const CHUNK_ORDERS = 50;
const RUNS_AT_ONCE = 5;
/** Long enough for a chunk; a process that died is followed by another after it. */
const LEASE_MS = 60_000;
/** Failures that are kept with their words; more are counted. */
const FAILURES_KEPT_MAX = 200;
const CONFLICTS_MAX = 5;

/** Takes bulk acts a chunk further, those that waited longest first. Answers how many orders were asked. */
export const continueBulkActs = async (ctx: FlowContext): Promise<number> => {
  let asked = 0;
  for (const run of await ctx.db.runningRuns(["bulk-act"], RUNS_AT_ONCE)) {
    if ((run.detail as BulkDetail).leaseUntil <= ctx.now()) asked += await chunk(ctx, run);
  }
  return asked;
};

const chunk = async (ctx: FlowContext, found: RunRecord): Promise<number> => {
  const run = await leased(ctx, found);
  if (!run) return 0;
  try {
    const next = await nextOrders(ctx, run);
    const failures = await actOnEach(ctx, run, next.orders);
    await settle(ctx, run, { asked: next.asked, failures: [...next.gone, ...failures], place: next.place });
    return Math.max(1, next.asked);
  } catch (error) {
    // Its lease runs out, and what was done is not done again.
    if (error instanceof DatabaseUnavailable) throw error;
    ctx.log.error("bulk act failed", { merchantId: run.merchantId, id: run.id, problem: messageOf(error) });
    await stop(ctx, run);
    return 1;
  }
};

const leased = async (ctx: FlowContext, found: RunRecord): Promise<RunRecord | null> => {
  const { guards, runs, run } = takeFurther(ctx, found, { detail: { ...found.detail, leaseUntil: ctx.now() + LEASE_MS } });
  const [outcome] = await ctx.db.commit([{ ...emptyChangeSet(run.merchantId), guards, runs }]);
  return outcome?.status === "committed" ? run : null;
};

interface Next {
  orders: OrderRecord[];
  /** Listed, and not there any more. */
  gone: BulkFailure[];
  asked: number;
  /** Null: these are the last. */
  place: BulkDetail["place"];
}

const nextOrders = async (ctx: FlowContext, run: RunRecord): Promise<Next> => {
  const { orderIds, filter, place } = run.detail as BulkDetail;
  if (orderIds === null) {
    const { rows, nextCursor } = await ctx.db.findOrders({
      ...filter, merchantId: run.merchantId, sort: { by: "placed", direction: "down" }, limit: CHUNK_ORDERS, ...(typeof place === "string" && { cursor: place }),
    });
    return { orders: rows, gone: [], asked: rows.length, place: nextCursor };
  }
  const from = typeof place === "number" ? place : 0;
  const ids = orderIds.slice(from, from + CHUNK_ORDERS);
  const found = new Map((await ctx.db.orderAggregates(run.merchantId, ids)).map(({ order }) => [order.id, order]));
  return {
    orders: ids.flatMap((id) => found.get(id) ?? []),
    gone: ids.filter((id) => !found.has(id)).map((orderId) => ({ orderId, name: "", problem: "This order does not exist." })),
    asked: ids.length, place: from + ids.length < orderIds.length ? from + ids.length : null,
  };
};

/** Each for itself: an order that refuses, or breaks, stops no other. */
const actOnEach = async (ctx: FlowContext, run: RunRecord, orders: readonly OrderRecord[]): Promise<BulkFailure[]> => {
  const stores = new Map<string, StoreRecord>((await ctx.db.stores(run.merchantId)).map((store) => [store.id, store]));
  const failures: BulkFailure[] = [];
  for (const order of orders) {
    const problem = await problemOf(ctx, run, { order, store: stores.get(order.storeId) });
    if (problem !== null) failures.push({ orderId: order.id, name: order.name, problem });
  }
  return failures;
};

const problemOf = async (ctx: FlowContext, run: RunRecord, { order, store }: { order: OrderRecord; store: StoreRecord | undefined }): Promise<string | null> => {
  if (!store) return "Its store is not connected any more.";
  try {
    const result = await actInBulk(ctx, { run, order, store });
    return result.ok ? null : result.problem;
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    ctx.log.error("bulk act on order failed", { merchantId: run.merchantId, orderId: order.id, problem: messageOf(error) });
    return "Something broke on our side. Try it on the order itself.";
  }
};

const settle = async (ctx: FlowContext, run: RunRecord, { asked, failures, place }: { asked: number; failures: BulkFailure[]; place: BulkDetail["place"] }): Promise<void> => {
  for (let attempt = 1, known = run; attempt <= CONFLICTS_MAX; attempt += 1) {
    const detail = known.detail as BulkDetail;
    // Cancelled while the chunk was under way: what was done is counted all the same.
    const status = known.status !== "running" ? known.status : place === null ? "done" : "running";
    const { guards, runs, run: next } = takeFurther(ctx, known, {
      status, done: known.done + asked - failures.length, failed: known.failed + failures.length,
      detail: { ...detail, place, leaseUntil: 0, failures: [...detail.failures, ...failures].slice(0, FAILURES_KEPT_MAX) },
    });
    const [outcome] = await ctx.db.commit([{ ...emptyChangeSet(run.merchantId), guards, runs, activity: status === "done" ? [noteOf(ctx, next, { verb: "bulk-act-done" })] : [] }]);
    if (outcome?.status === "committed") return;
    known = (await ctx.db.run(run.merchantId, run.id)) ?? known;
  }
};

const stop = async (ctx: FlowContext, run: RunRecord): Promise<void> => {
  const { guards, runs } = takeFurther(ctx, run, { status: "failed", problem: "Something broke on our side. What is done stays done; the server's log says more." });
  await ctx.db.commit([{ ...emptyChangeSet(run.merchantId), guards, runs }]);
};
