import { and, eq, getTableColumns } from "drizzle-orm";
import type { OrderChange } from "../domain/change-set";
import { Conflict } from "./conflict";
import { $ } from "./phrases";
import type { SealedChange } from "./sealed-change";
import { ask, countOf, insertAll, insertionOf, type Scope, type Work } from "./statement";
import { upsertOf } from "./upsert";

const insertOrder = insertionOf("insert_order", (t) => t.orders, { ignoreDuplicates: true });

const updateOrder = countOf("update_order", ({ db, t }) => {
  const { merchantId: _merchantId, id: _id, ...rest } = getTableColumns(t.orders);
  return db.update(t.orders).set(Object.fromEntries(Object.keys(rest).map((name) => [name, $(name)])) as never)
    .where(and(eq(t.orders.merchantId, $("merchantId")), eq(t.orders.id, $("id")), eq(t.orders.version, $("loadedVersion"))));
});

type PartTable = "orderLines" | "allocations" | "fulfillmentOrders" | "orderWaits" | "orderTerms";

const partOf = (part: PartTable) => ({
  clear: countOf(`clear_${part}`, ({ db, t }: Scope) =>
    db.delete(t[part]).where(and(eq(t[part].merchantId, $("merchantId")), eq(t[part].orderId, $("orderId"))))),
  insert: insertionOf(`insert_${part}`, (t) => t[part]),
});

const lines = partOf("orderLines");
const allocations = partOf("allocations");
const fulfillmentOrders = partOf("fulfillmentOrders");
const waits = partOf("orderWaits");
const terms = partOf("orderTerms");

const upsertShipment = upsertOf("upsert_shipment", (t) => t.shipments, (t) => [t.merchantId, t.orderId, t.id]);
const insertDecisions = insertionOf("insert_decisions", (t) => t.decisions, { ignoreDuplicates: true });
const insertEvents = insertionOf("insert_events", (t) => t.events, { ignoreDuplicates: true });

const setDecisionStatus = countOf("set_decision_status", ({ db, t }) =>
  db.update(t.decisions).set({ status: $("status") } as never)
    .where(and(eq(t.decisions.merchantId, $("merchantId")), eq(t.decisions.id, $("id")), eq(t.decisions.orderId, $("orderId")))));

/** Writes orders with all that hangs on them, then decisions and history. Throws Conflict when an order is not at the version before. */
export function* writeOrders({ set, terms: hashes }: SealedChange): Work<void> {
  const { merchantId } = set;
  for (const change of set.orders ?? []) {
    yield* writeOrder(change);
    yield* writeParts(change, hashes.get(change.order.id));
  }
  yield* insertAll(insertDecisions, set.decisions ?? []);
  for (const { orderId, decisionId, status } of set.decisionStatuses ?? []) {
    yield* ask(setDecisionStatus, { merchantId, id: decisionId, orderId, status });
  }
  yield* insertAll(insertEvents, set.events ?? []);
}

function* writeOrder({ order }: OrderChange): Work<void> {
  const written = order.version === 1
    ? yield* insertAll(insertOrder, [order])
    : yield* ask(updateOrder, { ...order, loadedVersion: order.version - 1 });
  if (written === 0) throw new Conflict(`order:${order.id}`);
}

function* writeParts({ order, ...parts }: OrderChange, hashes: string[] | undefined): Work<void> {
  const { merchantId, id: orderId } = order;
  const key = { merchantId, orderId };
  const replace = function* (part: ReturnType<typeof partOf>, rows: readonly object[] | undefined): Work<void> {
    if (!rows) return;
    if (order.version > 1) yield* ask(part.clear, key);
    yield* insertAll(part.insert, rows);
  };
  yield* replace(lines, parts.lines);
  yield* replace(allocations, parts.allocations);
  yield* replace(fulfillmentOrders, parts.fulfillmentOrders);
  yield* replace(waits, parts.waitsFor && [...new Set(parts.waitsFor)].map((itemId) => ({ ...key, itemId, placedAt: order.placedAt })));
  yield* replace(terms, hashes?.map((term) => ({ ...key, term })));
  for (const shipment of parts.shipments ?? []) yield* ask(upsertShipment, { ...shipment });
}
