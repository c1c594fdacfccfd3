import { emptyChangeSet } from "../domain/change-set";
import { isRoutable } from "../domain/fulfillment/fulfillment-order-machine";
import type { OrderId } from "../domain/ids";
import type { DecisionRecord, OrderAggregate, StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";
import { wantedRead } from "./wanted";

export interface ReRouteAsk {
  store: StoreRecord;
  actor: string;
  orderId: OrderId;
  /** Told in the order's history beside what was done. */
  mark?: Record<string, unknown>;
}

const CONFLICTS_MAX = 3;
const refuse = (problem: string): ActResult => ({ ok: false, field: null, problem });

/** Gives up the order's last decision and reads it: what nobody has begun to work on is routed anew, with the stock of now. */
export const reRouteOrder = async (ctx: FlowContext, { store, actor, orderId, mark }: ReRouteAsk): Promise<ActResult> => {
  const { merchantId } = store;
  for (let attempt = 1; attempt <= CONFLICTS_MAX; attempt += 1) {
    const [aggregate, [latest], current] = await Promise.all([ctx.db.order(merchantId, orderId), ctx.db.latestDecisions(merchantId, [orderId]), ctx.db.store(merchantId, store.id)]);
    if (!aggregate || !current) return refuse("This order does not exist.");
    const closed = whyClosed(aggregate, current) ?? (await whyMoving(ctx, aggregate));
    if (closed !== null) return refuse(closed);
    const { order } = aggregate;
    const now = ctx.now();
    const [outcome] = await ctx.db.commit([{
      ...emptyChangeSet(merchantId),
      guards: [{ kind: "order", orderId, version: order.version }, { kind: "store", storeId: store.id, status: "live" }],
      orders: [{ order: { ...order, byHandSince: null, version: order.version + 1, updatedAt: now } }],
      overrides: (await ctx.db.overridesOf(merchantId, orderId)).filter((one) => one.endedAt === null).map((one) => ({ ...one, endedAt: now })),
      decisionStatuses: latest && isGivenUp(latest) ? [{ orderId, decisionId: latest.id, status: "withdrawn" }] : [],
      wantedReads: [wantedRead(store, { kind: "order", target: order.platformId }, { now })],
      events: [{ merchantId, id: ctx.newId(), orderId, at: now, actor, type: "re-route-asked", detail: { ...mark } }],
    }]);
    if (outcome?.status === "committed") return { ok: true };
  }
  return refuse("This order is changing at this moment. Look again and repeat it.");
};

const isGivenUp = ({ status }: DecisionRecord): boolean => status !== "withdrawn" && status !== "observed";

const whyClosed = ({ order, fulfillmentOrders }: OrderAggregate, store: StoreRecord): string | null => {
  if (store.status !== "live") return `This store is ${store.status === "observe" ? "in observe mode" : store.status}: nothing is written to it. Take the store live on Home first.`;
  if (order.cancelledAt !== null) return "This order was cancelled.";
  if (order.readAt === null) return "This order has not been read from the platform yet. Try again in a moment.";
  if (!order.adopted) return "This order was placed before the store went live. Take it over first.";
  if (order.holdReason !== null) return "It is held. Release the hold first.";
  return fulfillmentOrders.some(isRoutable) ? null : "Nothing of this order can be routed anew: work on it has begun, or it has left.";
};

/** A call that is under way could land after the new decision. */
const whyMoving = async (ctx: FlowContext, { order }: OrderAggregate): Promise<string | null> => {
  const open = await ctx.db.openIntents(order.merchantId, [order.id]);
  return open.some((row) => row.status === "leased" && row.intent.kind === "place") ? "It is being moved to another location. Try again when the move is confirmed." : null;
};
