import type { OrderFilter } from "../db/port";
import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import type { ActivityRecord, RunRecord } from "../domain/desk";
import type { OrderId } from "../domain/ids";
import { REASON_LENGTH_MAX } from "../domain/orders/act-change";
import type { StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";
import { newRun, takeFurther } from "./runs";

/** What can be done to many orders at once; each order is asked as if a person had done it there. */
export type BulkOrderAct =
  | { kind: "hold"; reason: string }
  | { kind: "release" }
  | { kind: "re-route" }
  | { kind: "take-over" }
  | { kind: "start-work" }
  | { kind: "resolve-attention"; note: string };

export type BulkFilter = Omit<OrderFilter, "merchantId">;
export type BulkSelection = { orderIds: readonly OrderId[] } | { filter: BulkFilter };

export interface BulkFailure {
  orderId: OrderId;
  name: string;
  problem: string;
}

/** What a bulk act keeps of itself between two steps: no words that a person searched by. */
export interface BulkDetail extends Record<string, unknown> {
  act: BulkOrderAct["kind"];
  /** Why, or what was found. */
  reason: string | null;
  /** The orders that are left are those behind `place`, in this list or in the filter's own order. */
  orderIds: OrderId[] | null;
  filter: BulkFilter | null;
  /** An index into the list, or a cursor; null: from the beginning. */
  place: number | string | null;
  /** Nobody else takes it further before. */
  leaseUntil: number;
  /** The same request again is recognised by it. */
  fingerprint: string;
  failures: BulkFailure[];
}

export interface BulkAsk {
  store: StoreRecord;
  actor: string;
  act: BulkOrderAct;
  orders: BulkSelection;
  /** Made by the caller: the same key begins one run. Without it the same request begins none while its first is under way. */
  key?: string;
}

/** Orders that were searched for by words are listed at the start, so that no run carries the words. */
export const LISTED_MAX = 2_000;
const COUNTED_MAX = 1_000_000;
const RECENT_RUNS = 50;

const refuse = (field: string | null, problem: string): ActResult => ({ ok: false, field, problem });

/** Begins a run that does it to each order; refusals name the field. Nothing is done to any order yet. */
export const startBulkAct = async (ctx: FlowContext, ask: BulkAsk): Promise<ActResult & { runId?: string }> => {
  const { store, actor } = ask;
  const faulty = whyFaulty(ask);
  if (faulty) return faulty;
  const fingerprint = ctx.sha256(ask.key ?? JSON.stringify([actor, ask.act, ask.orders]));
  const same = await begunBefore(ctx, ask, fingerprint);
  if (same) return { ok: true, runId: same.id };
  const listed = await selectionOf(ctx, ask);
  if (!listed.ok) return listed;
  const { orderIds, filter, total } = listed;
  const detail: BulkDetail = { act: ask.act.kind, reason: wordsOf(ask.act), orderIds, filter, place: null, leaseUntil: 0, fingerprint, failures: [] };
  const run = newRun(ctx, store, { kind: "bulk-act", actor, total, detail });
  await ctx.db.commit([{ ...emptyChangeSet(store.merchantId), runs: [run], activity: [noteOf(ctx, run, { verb: "bulk-act-begun" })] }]);
  return { ok: true, runId: run.id };
};

const wordsOf = (act: BulkOrderAct): string | null => {
  if (act.kind === "hold") return act.reason.trim();
  return act.kind === "resolve-attention" ? act.note.trim() : null;
};

const whyFaulty = ({ store, act, orders }: BulkAsk): ActResult | null => {
  const field = act.kind === "hold" ? "reason" : "note";
  const words = wordsOf(act);
  if (words === "") return refuse(field, act.kind === "hold" ? "Say why they are held: others will see it." : "Say what you found: others will see it.");
  if (words !== null && words.length > REASON_LENGTH_MAX) return refuse(field, `Keep it under ${REASON_LENGTH_MAX} characters.`);
  if ("orderIds" in orders && orders.orderIds.length === 0) return refuse(null, "Choose at least one order.");
  if ("orderIds" in orders && orders.orderIds.length > LISTED_MAX) return refuse(null, `Choose up to ${LISTED_MAX} orders, or all that match.`);
  if (act.kind !== "resolve-attention" && store.status !== "live") return refuse(null, `This store is ${store.status === "observe" ? "in observe mode" : store.status}: nothing is written to it. Take the store live on Home first.`);
  return null;
};

const begunBefore = async (ctx: FlowContext, { store, key }: BulkAsk, fingerprint: string): Promise<RunRecord | null> => {
  const recent = await ctx.db.runs(store.merchantId, { storeId: store.id, kinds: ["bulk-act"], limit: RECENT_RUNS });
  return recent.find((run) => run.detail["fingerprint"] === fingerprint && (key !== undefined || run.status === "running")) ?? null;
};

type Listed = { ok: true; orderIds: OrderId[] | null; filter: BulkFilter | null; total: number | null } | { ok: false; field: string | null; problem: string };

const selectionOf = async (ctx: FlowContext, { store, orders }: BulkAsk): Promise<Listed> => {
  if ("orderIds" in orders) {
    const orderIds = [...new Set(orders.orderIds)];
    return { ok: true, orderIds, filter: null, total: orderIds.length };
  }
  const { merchantId } = store;
  if (orders.filter.search?.trim()) {
    const { rows, nextCursor } = await ctx.db.orderIds({ ...orders.filter, merchantId, sort: { by: "placed", direction: "down" }, limit: LISTED_MAX });
    if (nextCursor !== null) return { ok: false, field: null, problem: `More than ${LISTED_MAX} orders match the search. Narrow it, or clear it.` };
    return rows.length === 0 ? NONE : { ok: true, orderIds: rows, filter: null, total: rows.length };
  }
  const { value, more } = await ctx.db.countOrders({ ...orders.filter, merchantId }, COUNTED_MAX);
  return value === 0 ? NONE : { ok: true, orderIds: null, filter: orders.filter, total: more ? null : value };
};

const NONE: Listed = { ok: false, field: null, problem: "No order matches any more. Reload the page." };

/** Who did what, in the name of who began the run where nobody else is named. */
export const noteOf = (ctx: Pick<FlowContext, "now" | "newId">, run: RunRecord, { verb, actor }: { verb: string; actor?: string }): ActivityRecord => {
  const { act, reason } = run.detail as BulkDetail;
  return {
    merchantId: run.merchantId, id: ctx.newId(), at: ctx.now(), actor: actor ?? run.actor, verb, subjectKind: "store", subjectId: run.storeId, reason,
    detail: { runId: run.id, act, total: run.total, done: run.done, failed: run.failed },
  };
};

const CONFLICTS_MAX = 5;

/** Stops a run before its next orders; what is done stays done. */
export const cancelBulkAct = async (ctx: FlowContext, ask: { store: StoreRecord; actor: string; runId: string }): Promise<ActResult> => {
  for (let attempt = 1; attempt <= CONFLICTS_MAX; attempt += 1) {
    const run = await ctx.db.run(ask.store.merchantId, ask.runId);
    if (!run || run.kind !== "bulk-act") return refuse(null, "It is not there any more. Reload the page.");
    if (run.status !== "running") return { ok: true };
    const { guards, runs } = takeFurther(ctx, run, { status: "cancelled" });
    const set: ChangeSet = { ...emptyChangeSet(run.merchantId), guards, runs, activity: [noteOf(ctx, run, { verb: "bulk-act-cancelled", actor: ask.actor })] };
    const [outcome] = await ctx.db.commit([set]);
    if (outcome?.status === "committed") return { ok: true };
  }
  return refuse(null, "It is going on at this moment. Try again.");
};
