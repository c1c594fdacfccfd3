import type { Db, ParkedDelivery } from "../../db/port";
import type { OutboxRow, ReadKind, WantedRead } from "../../domain/messages";
import type { OrderRecord, StoreRecord } from "../../domain/records";
import type { ExceptionRef } from "../acts";
import { INTENT_WORDS } from "../order/timeline.server";
import { suggestionFor } from "./suggestions";

export const EXCEPTIONS_SHOWN_MAX = 100;

/** One cause, and all that it hit. */
export interface ExceptionGroup {
  id: string;
  /** What was tried, as a sentence without its end. */
  tried: string;
  /** What the platform or Switchyard said. */
  said: string;
  suggestion: string;
  at: number;
  orders: { id: string; name: string }[];
  refs: ExceptionRef[];
}

export interface ExceptionsPage {
  groups: ExceptionGroup[];
  /** There are more than are shown. */
  more: boolean;
}

type Exception = Omit<ExceptionGroup, "refs" | "orders" | "id"> & { ref: ExceptionRef; orderId: string | null };

export async function exceptionsPage(db: Db, store: StoreRecord): Promise<ExceptionsPage> {
  const { merchantId } = store;
  const [parked, refused, failed] = await Promise.all([
    db.parkedDeliveries(merchantId, "", EXCEPTIONS_SHOWN_MAX),
    db.refusedIntents(merchantId, "", EXCEPTIONS_SHOWN_MAX),
    db.failedReads(merchantId, EXCEPTIONS_SHOWN_MAX + 1),
  ]);
  const orders = await db.orderAggregates(merchantId, [...new Set(refused.rows.flatMap((row) => (row.orderId === null ? [] : [row.orderId])))]);
  const orderOf = new Map(orders.map(({ order }) => [order.id as string, order]));
  const exceptions = [...refused.rows.map(ofIntent), ...parked.rows.map(ofDelivery), ...failed.slice(0, EXCEPTIONS_SHOWN_MAX).map(ofRead)];
  return {
    groups: grouped(exceptions, orderOf),
    more: parked.nextCursor !== null || refused.nextCursor !== null || failed.length > EXCEPTIONS_SHOWN_MAX,
  };
}

/** The same thing tried and the same answer are one row, however often it hit; newest first. */
function grouped(exceptions: readonly Exception[], orderOf: ReadonlyMap<string, OrderRecord>): ExceptionGroup[] {
  const groups = new Map<string, ExceptionGroup>();
  for (const { ref, orderId, ...exception } of exceptions) {
    const key = `${exception.tried}|${exception.said}`;
    const group = groups.get(key) ?? { ...exception, id: `group-${groups.size + 1}`, orders: [], refs: [] };
    const order = orderId === null ? undefined : orderOf.get(orderId);
    if (order !== undefined && !group.orders.some((each) => each.id === order.id)) group.orders.push({ id: order.id, name: order.name });
    group.refs.push(ref);
    group.at = Math.max(group.at, exception.at);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.at - a.at);
}

function ofIntent(row: OutboxRow): Exception {
  const said = row.problem ?? "Your shop gave no reason.";
  return { ref: { kind: "intent", id: row.id }, tried: INTENT_WORDS[row.intent.kind], said, suggestion: suggestionFor("intent", said), at: row.dueAt, orderId: row.orderId };
}

function ofDelivery(row: ParkedDelivery): Exception {
  return {
    ref: { kind: "delivery", id: row.id }, tried: `Read a message from your shop (${row.topic})`, said: row.reason,
    suggestion: suggestionFor("delivery", row.reason), at: row.receivedAt, orderId: null,
  };
}

const READ_WORDS: Record<ReadKind, string> = {
  shop: "Read your shop's settings",
  locations: "Read your locations",
  items: "Read your items and stock",
  item: "Read an item and its stock",
  product: "Read a product",
  orders: "Read your orders",
  bulk: "Compare all items and stock",
  order: "Read an order",
  "fulfillment-order": "Read a part of an order",
};

function ofRead(read: WantedRead): Exception {
  const said = read.problem ?? "Your shop did not answer.";
  return {
    ref: { kind: "read", storeId: read.storeId, read: read.kind, target: read.target }, tried: READ_WORDS[read.kind], said,
    suggestion: suggestionFor("read", said), at: read.requestedAt, orderId: null,
  };
}
