import { MANUAL_HANDLE, isLiving, mayAct } from "../fulfillment/fulfillment-order-machine";
import type { Intent, OutboxRow } from "../messages";
import type { FulfillmentOrderRecord, OrderAggregate } from "../records";

export interface ManualHolds {
  /** The hold was ended on the platform: a person's word there counts as much as one here. */
  endedElsewhere: boolean;
  intents: Intent[];
}

/**
 * What a fresh reading means for a hold that a person asked for. While it stands, parts that came to be since (split off while
 * the hold was on its way) are held too. When it is over, a hold of ours that was still on its way is released after all.
 */
export const settleManualHolds = (aggregate: OrderAggregate, known: { before: OrderAggregate | null; openIntents: readonly OutboxRow[] }): ManualHolds => {
  const { order, fulfillmentOrders } = aggregate;
  const living = fulfillmentOrders.filter(isLiving);
  if (order.holdReason === null) {
    const left = living.filter((one) => isHeldByPerson(one) && !isAsked(known.openIntents, "release-hold", one));
    return { endedElsewhere: false, intents: left.map((one) => ({ kind: "release-hold", fulfillmentOrderPlatformId: one.platformId, handle: MANUAL_HANDLE })) };
  }
  const wasHeld = known.before?.fulfillmentOrders.some(isHeldByPerson) ?? false;
  const onItsWay = known.openIntents.some(({ intent }) => intent.kind === "hold" && intent.handle === MANUAL_HANDLE);
  if (wasHeld && !onItsWay && living.length > 0 && !living.some(isHeldByPerson)) return { endedElsewhere: true, intents: [] };
  const seen = new Set(known.before?.fulfillmentOrders.map((one) => one.id));
  const reason = order.holdReason;
  const added = living.filter((one) => !seen.has(one.id) && mayAct(one, "hold") && !isHeldByPerson(one) && !isAsked(known.openIntents, "hold", one));
  return {
    endedElsewhere: false,
    intents: added.map((one) => ({ kind: "hold", fulfillmentOrderPlatformId: one.platformId, handle: MANUAL_HANDLE, reason: "other", note: reason })),
  };
};

const isHeldByPerson = (one: FulfillmentOrderRecord): boolean => one.holds.some((hold) => hold.handle === MANUAL_HANDLE);

const isAsked = (open: readonly OutboxRow[], kind: "hold" | "release-hold", one: FulfillmentOrderRecord): boolean =>
  open.some(({ intent }) => intent.kind === kind && intent.handle === MANUAL_HANDLE && intent.fulfillmentOrderPlatformId === one.platformId);
