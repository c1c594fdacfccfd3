import type { Instant } from "../domain/ids";
import type { Delivery, ReadKind, WantedRead } from "../domain/messages";
import type { StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";

/** A wish to read something soon. */
export const wantedRead = (
  store: Pick<StoreRecord, "merchantId" | "id">, what: { kind: ReadKind; target: string }, { by, ...times }: { now: Instant; delayMs?: number; by?: Partial<Pick<WantedRead, "told" | "asker">> },
): WantedRead => ({
  merchantId: store.merchantId, storeId: store.id, kind: what.kind, target: what.target, requestedAt: times.now, dueAt: times.now + (times.delayMs ?? 0),
  attempts: 0, status: "waiting", problem: null, told: null, asker: null, ...by,
});

/** What a message leaves on the wishes that it makes. */
export const toldBy = ({ id, deliveryKey, topic, triggeredAt, receivedAt }: Delivery): Pick<WantedRead, "told"> => ({ told: { id, key: deliveryKey, topic, triggeredAt, receivedAt } });

/** Waits a little longer each time, with jitter, so that many that failed together do not return together. */
export const backoffMs = (ctx: Pick<FlowContext, "random">, attempts: number, limits: { firstMs: number; maxMs: number }): number =>
  Math.round(Math.min(limits.maxMs, limits.firstMs * 2 ** Math.min(attempts, 20)) * (0.75 + ctx.random() / 2));

/** How long a conflict waits: somebody else is deciding about the same order at this moment. */
export const conflictMs = (ctx: Pick<FlowContext, "random">): number => 20 + Math.round(ctx.random() * 180);

/** How long doubtful levels wait for more doubts before they are read. */
export const DOUBT_MS = 1_500;
/** Orders woken by freed stock at once; the rest is woken by what these leave. */
export const WAKE_MAX = 50;

/** Wishes to look again at orders that wait for items of which there is more now. */
export const wakeWaiting = async (ctx: FlowContext, merchantId: StoreRecord["merchantId"], itemIds: readonly WantedItem[]): Promise<WantedRead[]> => {
  if (itemIds.length === 0) return [];
  const waiting = await ctx.db.ordersWaitingFor(merchantId, itemIds, WAKE_MAX);
  const now = ctx.now();
  return waiting.map((order) => wantedRead({ merchantId, id: order.storeId }, { kind: "order", target: order.platformId }, { now }));
};

/** The same for each change of a batch. Mostly nobody waits for anything of it, which is one question. */
export const wakeWaitingEach = async (ctx: FlowContext, merchantId: StoreRecord["merchantId"], freed: readonly (readonly WantedItem[])[]): Promise<WantedRead[][]> => {
  const all = [...new Set(freed.flat())];
  const isAwaited = all.length > 0 && (await ctx.db.ordersWaitingFor(merchantId, all, 1)).length > 0;
  return isAwaited ? Promise.all(freed.map((itemIds) => wakeWaiting(ctx, merchantId, itemIds))) : freed.map(() => []);
};

type WantedItem = Parameters<FlowContext["db"]["ordersWaitingFor"]>[1][number];
