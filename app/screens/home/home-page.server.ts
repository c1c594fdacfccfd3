import type { Db } from "../../db/port";
import type { OrderStatus } from "../../domain/orders/order-machine";
import type { StoreRecord, StoreStatus } from "../../domain/records";
import { startOfDay } from "../../ui/plain/time-words";

/** Exceptions are counted up to this many; beyond it a person needs no exact number. */
export const EXCEPTIONS_COUNTED_MAX = 100;
/** Today's orders are counted up to this many. */
export const TODAY_ORDERS_MAX = 500;

const SHIPPED: readonly OrderStatus[] = ["shipped", "partially-shipped"];
const ROUTED: readonly OrderStatus[] = ["routed", "released", ...SHIPPED];

/** A count that may stop at a limit: "100+". */
export interface Count {
  value: number;
  more: boolean;
}

export interface HomePage {
  store: { name: string; status: StoreStatus };
  /** No order has ever come, and what is there to route with. */
  start: { orders: boolean; locations: number };
  held: number;
  backordered: number;
  refused: Count;
  parked: Count;
  failedReads: Count;
  today: { orders: Count; routed: number; shipped: number };
  sync: { waiting: number; oldestWaitingSince: number | null; lastOrderChangeAt: number | null; readUntil: number | null };
}

export async function homePage(db: Db, store: StoreRecord, now: number): Promise<HomePage> {
  const { merchantId } = store;
  const [counts, refused, parked, failedReads, newest, backlog, locations] = await Promise.all([
    db.countOrdersByStatus(merchantId),
    db.refusedIntents(merchantId, "", EXCEPTIONS_COUNTED_MAX),
    db.parkedDeliveries(merchantId, "", EXCEPTIONS_COUNTED_MAX),
    db.failedReads(merchantId, EXCEPTIONS_COUNTED_MAX + 1),
    db.findOrders({ merchantId, limit: TODAY_ORDERS_MAX }),
    db.backlog(now),
    db.locations(merchantId),
  ]);
  const dayBegan = startOfDay(now, store.timeZone);
  const today = newest.rows.filter((order) => order.placedAt >= dayBegan);
  const among = (statuses: readonly OrderStatus[]) => today.filter((order) => statuses.includes(order.status)).length;
  return {
    store: { name: store.name, status: store.status },
    start: { orders: newest.rows.length > 0, locations: locations.filter((location) => location.active).length },
    held: counts.held ?? 0,
    backordered: counts.backordered ?? 0,
    refused: { value: refused.rows.length, more: refused.nextCursor !== null },
    parked: { value: parked.rows.length, more: parked.nextCursor !== null },
    failedReads: { value: Math.min(failedReads.length, EXCEPTIONS_COUNTED_MAX), more: failedReads.length > EXCEPTIONS_COUNTED_MAX },
    today: {
      orders: { value: today.length, more: today.length === newest.rows.length && newest.nextCursor !== null },
      routed: among(ROUTED),
      shipped: among(SHIPPED),
    },
    sync: {
      waiting: backlog.inboxWaiting + backlog.readsWaiting + backlog.outboxWaiting,
      oldestWaitingSince: backlog.oldestDueAt,
      lastOrderChangeAt: newest.rows.reduce<number | null>((last, order) => Math.max(last ?? 0, order.updatedAt), null),
      readUntil: store.ordersReadUntil,
    },
  };
}
