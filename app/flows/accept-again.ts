import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import type { ItemId, LocationId, OrderId } from "../domain/ids";
import type { StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";
import { wantedRead } from "./wanted";

export interface AcceptAsk {
  store: StoreRecord;
  actor: string;
  orderId: OrderId;
  locationId: LocationId;
  /** Only what was said of this item; absent: all that was said of the location, and what the platform refused there. */
  itemId?: ItemId;
}

const CONFLICTS_MAX = 3;
const refuse = (problem: string): ActResult => ({ ok: false, field: null, problem });

/** The location can ship the order after all: what kept it out of the plan is lifted, and the order is decided on anew. */
export const acceptAgain = async (ctx: FlowContext, ask: AcceptAsk): Promise<ActResult> => {
  const { merchantId } = ask.store;
  for (let attempt = 1; attempt <= CONFLICTS_MAX; attempt += 1) {
    const [aggregate, rejections] = await Promise.all([ctx.db.order(merchantId, ask.orderId), ctx.db.rejectionsOf(merchantId, ask.orderId)]);
    if (!aggregate) return refuse("This order does not exist.");
    const { order } = aggregate;
    const isLifted = (one: { locationId: LocationId; itemId: ItemId | null }) => one.locationId === ask.locationId && (ask.itemId === undefined || one.itemId === ask.itemId);
    const rejected = order.rejected.filter((one) => !isLifted(one));
    const excludedLocationIds = ask.itemId === undefined ? order.excludedLocationIds.filter((id) => id !== ask.locationId) : order.excludedLocationIds;
    if (rejected.length === order.rejected.length && excludedLocationIds.length === order.excludedLocationIds.length) return refuse("Nothing keeps this location from shipping the order any more.");
    const now = ctx.now();
    const change: ChangeSet = {
      ...emptyChangeSet(merchantId),
      guards: [{ kind: "order", orderId: order.id, version: order.version }],
      orders: [{ order: { ...order, rejected, excludedLocationIds, version: order.version + 1, updatedAt: now } }],
      rejections: rejections.filter((one) => one.settledAt === null && isLifted(one)).map((one) => ({ ...one, settledAt: now })),
      events: [{ merchantId, id: ctx.newId(), orderId: order.id, at: now, actor: ask.actor, type: "accepted-again", detail: { locationId: ask.locationId } }],
      wantedReads: [wantedRead({ merchantId, id: order.storeId }, { kind: "order", target: order.platformId }, { now })],
    };
    const [outcome] = await ctx.db.commit([change]);
    if (outcome?.status === "committed") return { ok: true };
  }
  return refuse("This order is changing at this moment. Look again and repeat it.");
};
