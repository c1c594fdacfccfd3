import type { ChangeSet } from "../domain/change-set";
import { type OrderId, type PlatformId, idOf } from "../domain/ids";
import type { WantedRead } from "../domain/messages";
import type { FlowContext } from "./context";

const WORDS = "The platform does not know this order, so it cannot be routed or shipped from here. It is kept as its message told it.";

/** Orders that a message told of and the platform, asked several times, does not know: they stay, and say so. */
export const noteUnknownOrders = async (ctx: FlowContext, reads: readonly WantedRead[]): Promise<void> => {
  const unknown = reads.filter((read) => read.kind === "order" && read.status === "failed");
  const [first] = unknown;
  if (!first) return;
  const ids = unknown.map((read) => idOf<OrderId>(read.storeId, read.target as PlatformId));
  const known = (await ctx.db.orderAggregates(first.merchantId, ids)).filter(({ order }) => order.problem !== WORDS);
  const now = ctx.now();
  await ctx.db.commit(known.map(({ order }): ChangeSet => ({
    merchantId: order.merchantId,
    guards: [{ kind: "order", orderId: order.id, version: order.version }],
    orders: [{ order: { ...order, problem: WORDS, version: order.version + 1, updatedAt: now } }],
    events: [{ merchantId: order.merchantId, id: ctx.newId(), orderId: order.id, at: now, actor: "platform", type: "unknown-to-platform", detail: {} }],
  })));
};
