import type { OrderLineId } from "../ids";
import type { FulfillmentOrderRecord, OrderAggregate, OrderLineRecord, OrderRefund } from "../records";
import { BACKORDER_HANDLE, MANUAL_HANDLE, isLiving } from "../fulfillment/fulfillment-order-machine";

/** Units of a line before and after, as a person reads it. */
export interface LineChange {
  sku: string;
  title: string;
  before: number;
  after: number;
}

/** What happened to an order between what was known and what a reading says. */
export interface ReadingChanges {
  /** By editing the order: refunds are told apart. */
  edited: LineChange[];
  /** All that pickers have to know: edits, and units that a refund took off before they were shipped. */
  goods: LineChange[];
  refunds: OrderRefund[];
  /** Null: as before. */
  financialStatus: { from: string; to: string } | null;
  heldElsewhere: boolean;
  releasedElsewhere: boolean;
  requests: { fulfillmentOrder: FulfillmentOrderRecord; from: string; to: string }[];
}

const NONE: ReadingChanges = { edited: [], goods: [], refunds: [], financialStatus: null, heldElsewhere: false, releasedElsewhere: false, requests: [] };

/** Nothing where the order was not known: its first reading is no change. */
export const changesOf = (known: OrderAggregate | null, now: OrderAggregate): ReadingChanges => {
  if (!known) return NONE;
  const before = new Set(known.order.refunds.map((one) => one.platformId));
  // An order that was never read may have been refunded long ago; what it has is not news.
  const refunds = known.order.readAt === null ? [] : now.order.refunds.filter((one) => !before.has(one.platformId));
  const back = unitsOf(refunds, () => true);
  const shippedBack = unitsOf(refunds, (restock) => restock === "return");
  const financial = known.order.financialStatus !== now.order.financialStatus && known.order.readAt !== null;
  return {
    edited: lineChanges(known.lines, now.lines, back),
    goods: lineChanges(known.lines, now.lines, shippedBack),
    refunds,
    financialStatus: financial ? { from: known.order.financialStatus, to: now.order.financialStatus } : null,
    ...holdChanges(known, now),
    requests: requestChanges(known, now),
  };
};

const unitsOf = (refunds: readonly OrderRefund[], counts: (restock: OrderRefund["lines"][number]["restock"]) => boolean): Map<OrderLineId, number> => {
  const units = new Map<OrderLineId, number>();
  for (const { lines } of refunds) {
    for (const { orderLineId, quantity, restock } of lines) if (counts(restock)) units.set(orderLineId, (units.get(orderLineId) ?? 0) + quantity);
  }
  return units;
};

/** @param explained units that went for another reason than an edit */
const lineChanges = (known: readonly OrderLineRecord[], now: readonly OrderLineRecord[], explained: ReadonlyMap<OrderLineId, number>): LineChange[] => {
  const ids = [...new Set([...now, ...known].map((line) => line.id))];
  return ids.flatMap((id) => {
    const [was, is] = [known.find((line) => line.id === id), now.find((line) => line.id === id)];
    const line = is ?? was;
    const before = was?.currentQuantity ?? 0;
    const after = (is?.currentQuantity ?? 0) + Math.min(explained.get(id) ?? 0, Math.max(0, before - (is?.currentQuantity ?? 0)));
    return line && before !== after ? [{ sku: line.sku, title: line.title, before, after }] : [];
  });
};

const isOurs = (handle: string | null): boolean => handle === BACKORDER_HANDLE || handle === MANUAL_HANDLE;

/** Holds that are not ours, on parts that still live. */
const foreignHolds = ({ fulfillmentOrders }: OrderAggregate): Set<string> =>
  new Set(fulfillmentOrders.filter(isLiving).flatMap(({ platformId, holds }) => holds.filter((hold) => !isOurs(hold.handle)).map((hold) => `${platformId}:${hold.platformId}`)));

const holdChanges = (known: OrderAggregate, now: OrderAggregate): Pick<ReadingChanges, "heldElsewhere" | "releasedElsewhere"> => {
  if (known.order.readAt === null) return { heldElsewhere: false, releasedElsewhere: false };
  const [before, after] = [foreignHolds(known), foreignHolds(now)];
  return { heldElsewhere: [...after].some((hold) => !before.has(hold)), releasedElsewhere: before.size > 0 && after.size === 0 };
};

const requestChanges = (known: OrderAggregate, now: OrderAggregate): ReadingChanges["requests"] =>
  now.fulfillmentOrders.flatMap((fulfillmentOrder) => {
    const before = known.fulfillmentOrders.find((one) => one.id === fulfillmentOrder.id);
    return before && before.requestStatus !== fulfillmentOrder.requestStatus ? [{ fulfillmentOrder, from: before.requestStatus, to: fulfillmentOrder.requestStatus }] : [];
  });
