import { emptyChangeSet } from "../domain/change-set";
import type { OrderId } from "../domain/ids";
import { factOf } from "../domain/orders/attention";
import { REASON_LENGTH_MAX } from "../domain/orders/act-change";
import type { AttentionCode, StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";

export interface ResolveAsk {
  store: StoreRecord;
  actor: string;
  orderId: OrderId;
  /** Null: all that waits for a look. */
  code: AttentionCode | null;
  note: string;
  /** Told in the order's history beside what was done. */
  mark?: Record<string, unknown>;
}

const CONFLICTS_MAX = 3;
const refuse = (field: string | null, problem: string): ActResult => ({ ok: false, field, problem });

/** A person has looked at what happened to the order; nothing is written to the platform, so that it may be done in any mode of the store. */
export const resolveAttention = async (ctx: FlowContext, ask: ResolveAsk): Promise<ActResult> => {
  const note = ask.note.trim();
  if (note === "") return refuse("note", "Say what you found: others will see it.");
  if (note.length > REASON_LENGTH_MAX) return refuse("note", `Keep the note under ${REASON_LENGTH_MAX} characters.`);
  for (let attempt = 1; attempt <= CONFLICTS_MAX; attempt += 1) {
    const aggregate = await ctx.db.order(ask.store.merchantId, ask.orderId);
    if (!aggregate) return refuse(null, "This order does not exist.");
    const { order } = aggregate;
    const seen = order.attention.filter((one) => ask.code === null || one.code === ask.code);
    if (seen.length === 0) return refuse(null, "Nothing of this order waits for a look any more.");
    const left = order.attention.filter((one) => !seen.includes(one));
    const now = ctx.now();
    const [outcome] = await ctx.db.commit([{
      ...emptyChangeSet(order.merchantId),
      guards: [{ kind: "order", orderId: order.id, version: order.version }],
      orders: [{ order: { ...order, attention: left, attentionSince: left[0]?.since ?? null, resolvedAttention: [...order.resolvedAttention, ...seen.map(factOf)], version: order.version + 1, updatedAt: now } }],
      events: [{ merchantId: order.merchantId, id: ctx.newId(), orderId: order.id, at: now, actor: ask.actor, type: "attention-resolved", detail: { codes: seen.map((one) => one.code), note, ...ask.mark } }],
    }]);
    if (outcome?.status === "committed") return { ok: true };
  }
  return refuse(null, "This order is changing at this moment. Look again and repeat it.");
};
