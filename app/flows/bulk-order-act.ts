import type { RunRecord } from "../domain/desk";
import { mayAct } from "../domain/fulfillment/fulfillment-order-machine";
import type { HistoryEvent, OrderRecord, StoreRecord } from "../domain/records";
import { type ActResult, actOnOrder } from "./acts";
import type { BulkDetail } from "./bulk-acts";
import type { FlowContext } from "./context";
import { reRouteOrder } from "./re-route-order";
import { resolveAttention } from "./resolve-attention";

export interface BulkOrderAsk {
  run: RunRecord;
  order: OrderRecord;
  store: StoreRecord;
}

/**
 * Does a run's act to one order, in the name of who began the run. The order's history names the run: where a process died after
 * it had acted, nothing is done a second time.
 */
export const actInBulk = async (ctx: FlowContext, { run, order, store }: BulkOrderAsk): Promise<ActResult> => {
  const { act, reason } = run.detail as BulkDetail;
  const ask = { store, actor: run.actor, orderId: order.id, mark: { run: run.id } };
  const done = (await ctx.db.history(run.merchantId, order.id)).filter((event) => event.detail["run"] === run.id);
  if (act === "start-work") return startWork(ctx, ask, done);
  if (done.length > 0) return { ok: true };
  switch (act) {
    case "hold": return actOnOrder(ctx, { ...ask, act: { kind: "hold", reason: reason ?? "" } });
    case "release": return actOnOrder(ctx, { ...ask, act: { kind: "release" } });
    case "take-over": return actOnOrder(ctx, { ...ask, act: { kind: "take-over" } });
    case "re-route": return reRouteOrder(ctx, ask);
    case "resolve-attention": return resolveAttention(ctx, { ...ask, code: null, note: reason ?? "" });
  }
};

type OrderAsk = Omit<Parameters<typeof actOnOrder>[1], "act">;

/** On every part of the order on which work can begin. */
const startWork = async (ctx: FlowContext, ask: OrderAsk, done: readonly HistoryEvent[]): Promise<ActResult> => {
  const begun = new Set(done.map((event) => event.detail["fulfillmentOrderId"]));
  const aggregate = await ctx.db.order(ask.store.merchantId, ask.orderId);
  const parts = (aggregate?.fulfillmentOrders ?? []).filter((one) => mayAct(one, "report-progress") && !begun.has(one.id));
  if (parts.length === 0 && begun.size === 0) return { ok: false, field: null, problem: "Nothing of this order is ready to be worked on." };
  for (const part of parts) {
    const result = await actOnOrder(ctx, { ...ask, act: { kind: "start-work", fulfillmentOrderId: part.id } });
    if (!result.ok) return result;
  }
  return { ok: true };
};
