import type { Reading } from "../../connectors/channels/port";
import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import type { RunRecord } from "../domain/desk";
import { type Instant, type OrderId, type PlatformId, idOf } from "../domain/ids";
import type { WantedRead } from "../domain/messages";
import { CLOCK_SKEW_MS } from "../domain/inventory/reallocate";
import { ORDER_HISTORY_DAYS } from "../domain/orders/history-limit";
import type { OrderRecord, StoreRecord } from "../domain/records";
import { rewriteStore } from "../domain/store-row";
import type { FlowContext } from "./context";
import { untoldOrder } from "./note-order-drift";
import { noteQuiet } from "./quiet-store";
import type { ReadOutcome, ReadTask } from "./read-task";
import { newRun, noteTrouble, openRun, takeFurther, withStep } from "./runs";
import { wantedRead } from "./wanted";

/** How far before the watermark orders are looked at again: platforms list a change a little after they made it. */
export const OVERLAP_MS = 10 * 60_000;
const HISTORY_MS = ORDER_HISTORY_DAYS * 24 * 3_600_000;
/** Messages come within seconds: a change younger than this may still be on its way as one. */
const ON_ITS_WAY_MS = 15_000;
const NAMED_MAX = 50;
const SECOND_MS = 1_000;

/** Where a walk over recent orders stands: since when, the platform's cursor, and the run that shows it. Empty: it begins. */
export interface Walk {
  since: Instant;
  startedAt: Instant;
  cursor: string;
  run?: string;
}

/** What a walk found that no message had told of. */
export interface OrdersFound extends Record<string, unknown> {
  found: number;
  /** Of the first ones. */
  orderIds: OrderId[];
}

interface Page {
  task: ReadTask;
  read: WantedRead;
  walk: Walk;
  run: RunRecord | null;
}

/** One page of the orders changed since the watermark; those that we know as they are need no reading. */
export const readOrderPage = async (ctx: FlowContext, task: ReadTask): Promise<Reading<ReadOutcome[]>> => {
  const read = task.reads[0] as WantedRead;
  const { store } = task;
  const walk = walkOf(read.target, store, ctx.now());
  const run = walk.run === undefined ? await importOf(ctx, task, walk) : await ctx.db.run(store.merchantId, walk.run);
  const answer = await task.channel.listOrders(task.access, walk.since, walk.cursor);
  if (!answer.ok) {
    await noteTrouble(ctx, run, answer.trouble);
    return answer;
  }
  const ids = answer.value.orders.map((one) => idOf<OrderId>(store.id, one.platformId));
  const known = new Map((await ctx.db.orderAggregates(store.merchantId, ids)).map(({ order }) => [order.platformId, order]));
  const look = { installedAt: store.installedAt, closely: run?.kind === "compare-orders" };
  const news = answer.value.orders.filter((one) => isNews(known.get(one.platformId), { ...one, ...look }));
  const untold = store.ordersReadUntil === null ? [] : news.filter((one) => isUntold(known.get(one.platformId), { ...one, startedAt: walk.startedAt }));
  const listed = { units: answer.value.orders.length, untold: untold.map((one) => idOf<OrderId>(store.id, one.platformId)), next: answer.value.next };
  const foundBy = run?.kind === "compare-orders" && run.detail["since"] !== undefined ? "comparison" : "reconciliation";
  const by = { asker: foundBy === "comparison" && run ? `comparison:${run.id}` as const : "reconciliation" as const };
  const lastHeardAt = untold.length === 0 ? null : await ctx.db.lastPulse(store.merchantId, store.id);
  const change: ChangeSet = {
    ...emptyChangeSet(store.merchantId), fulfilledReads: [read],
    wantedReads: news.map((one) => wantedRead(store, { kind: "order", target: one.platformId }, { now: ctx.now(), by })),
    drifts: untold.map((one) => untoldOrder(ctx, store, { ...one, known: known.get(one.platformId), foundBy, lastHeardAt })),
  };
  return { ...answer, value: [{ status: "change", read, change: await pageChange(ctx, { task, read, walk, run }, { change, listed }) }] };
};

type Listed = { platformId: PlatformId; updatedAt: Instant };

/**
 * What was read by an earlier installation is read again: parts of an order may have moved meanwhile without a sign on the order. Platforms
 * tell times by the second: a comparison reads again what was read in the second of its last change, for more may have followed in it.
 */
const isNews = (order: OrderRecord | undefined, said: Listed & { installedAt: Instant; closely: boolean }): boolean => {
  if (!order || order.readAt === null || order.readAt < said.installedAt || said.updatedAt > order.platformUpdatedAt) return true;
  return said.closely && order.readAt <= said.updatedAt + SECOND_MS + CLOCK_SKEW_MS;
};

const isUntold = (order: OrderRecord | undefined, said: Listed & { startedAt: Instant }): boolean =>
  said.updatedAt < said.startedAt - ON_ITS_WAY_MS && (!order || said.updatedAt > order.platformUpdatedAt);

const walkOf = (target: string, store: StoreRecord, now: Instant): Walk => {
  if (target !== "") return JSON.parse(target) as Walk;
  return { since: store.ordersReadUntil === null ? now - HISTORY_MS : store.ordersReadUntil - OVERLAP_MS, startedAt: now, cursor: "" };
};

/** The import that the first walk of a store carries out; it learns here how many orders there are. */
const importOf = async (ctx: FlowContext, task: ReadTask, walk: Walk): Promise<RunRecord | null> => {
  if (task.store.ordersReadUntil !== null) return null;
  const run = await openRun(ctx, task.store, "import-orders");
  if (!run || run.total !== null) return run;
  const counts = await task.channel.readCounts(task.access, walk.since);
  return counts.ok && counts.value.orders !== null ? { ...run, total: counts.value.orders } : run;
};

/** The page's change with the run's step, and the next page or the watermark. A walk that finds what no message told of makes a run of its own. */
const pageChange = async (
  ctx: FlowContext, page: Page, found: { change: ChangeSet; listed: { units: number; untold: OrderId[]; next: string | null } },
): Promise<ChangeSet> => {
  const { task, walk } = page;
  const { listed } = found;
  const last = listed.next === null;
  const made = page.run === null && listed.untold.length > 0 ? newRun(ctx, task.store, { kind: "compare-orders", actor: "switchyard" }) : null;
  const run = page.run ?? made;
  const step = run && takeFurther(ctx, run, { ...progressOf(run, listed), ...(last && { status: "done" as const }) });
  const change = withStep(found.change, step && { ...step, guards: made ? [] : step.guards });
  if (!last) {
    const next: Walk = { ...walk, cursor: listed.next ?? "", ...(run && { run: run.id }) };
    return { ...change, wantedReads: [...(change.wantedReads ?? []), wantedRead(task.store, { kind: "orders", target: JSON.stringify(next) }, { now: ctx.now() })] };
  }
  const current = (await ctx.db.store(task.store.merchantId, task.store.id)) ?? task.store;
  const notices = await noteQuiet(ctx, current, foundBy(step?.run));
  const { guards, stores } = rewriteStore(current, { ordersReadUntil: Math.max(walk.startedAt, current.ordersReadUntil ?? 0) }, ctx.now());
  return { ...change, notices, guards: [...change.guards, ...guards], stores };
};

const foundBy = (run: RunRecord | null | undefined): OrdersFound => ({ found: 0, orderIds: [], ...run?.detail });

const progressOf = (run: RunRecord, listed: { units: number; untold: OrderId[]; next: string | null }): Partial<RunRecord> => {
  const done = run.done + listed.units;
  const total = listed.next === null ? done : run.total;
  if (run.kind !== "compare-orders") return { done, total };
  const before = foundBy(run);
  const detail: OrdersFound = { ...run.detail, found: before.found + listed.untold.length, orderIds: [...before.orderIds, ...listed.untold].slice(0, NAMED_MAX) };
  return { done, total, detail };
};
