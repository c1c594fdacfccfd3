import { and, asc, eq, sql } from "drizzle-orm";
import type { ItemId, MerchantId, OrderId } from "../domain/ids";
import type { OrderStatus } from "../domain/orders/order-machine";
import type { OrderAggregate } from "../domain/records";
import { $, list } from "./phrases";
import type { Db } from "./port";
import { ask, rowsOf, type Engine, type Scope, type Work } from "./statement";

type PartTable = "orderLines" | "allocations" | "fulfillmentOrders" | "shipments";

const ofOrders = ({ t, among }: Scope, part: PartTable) => and(eq(t[part].merchantId, $("merchantId")), among(t[part].orderId, "ids"));

const selectOrders = rowsOf("select_orders", ({ db, t, among }) =>
  db.select().from(t.orders).where(and(eq(t.orders.merchantId, $("merchantId")), among(t.orders.id, "ids"))));
const selectLines = rowsOf("select_order_lines", (scope) =>
  scope.db.select().from(scope.t.orderLines).where(ofOrders(scope, "orderLines")).orderBy(asc(scope.t.orderLines.position), asc(scope.t.orderLines.id)));
const selectAllocations = rowsOf("select_allocations", (scope) => {
  const { allocations: a } = scope.t;
  return scope.db.select().from(a).where(ofOrders(scope, "allocations")).orderBy(asc(a.orderLineId), asc(a.locationId), asc(a.status));
});
const selectFulfillmentOrders = rowsOf("select_fulfillment_orders", (scope) =>
  scope.db.select().from(scope.t.fulfillmentOrders).where(ofOrders(scope, "fulfillmentOrders")).orderBy(asc(scope.t.fulfillmentOrders.id)));
const selectShipments = rowsOf("select_shipments", (scope) =>
  scope.db.select().from(scope.t.shipments).where(ofOrders(scope, "shipments")).orderBy(asc(scope.t.shipments.requestedAt), asc(scope.t.shipments.id)));

/**
 * A row a waiting item: grouped in SQL, SQLite would walk through all orders of the merchant. The limit stands inside, so that PostgreSQL looks
 * for orders only once it knows which, also with a plan that it made when there were none.
 */
const selectWaiting = rowsOf("select_orders_waiting", ({ db, t: { orderWaits: w, orders: o }, among }) => {
  const waiting = db.select({ orderId: w.orderId, placedAt: w.placedAt }).from(w)
    .where(and(eq(w.merchantId, $("merchantId")), among(w.itemId, "itemIds"))).orderBy(asc(w.placedAt), asc(w.orderId)).limit($("limit")).as("waiting");
  return db.select({ orderId: o.id, storeId: o.storeId, platformId: o.platformId }).from(waiting)
    .innerJoin(o, and(eq(o.merchantId, $("merchantId")), eq(o.id, waiting.orderId))).orderBy(asc(waiting.placedAt), asc(waiting.orderId));
});

const countByStatus = rowsOf("count_orders_by_status", ({ db, t }) =>
  db.select({ status: t.orders.status, count: sql<number>`count(*)`.mapWith(Number) }).from(t.orders)
    .where(eq(t.orders.merchantId, $("merchantId"))).groupBy(t.orders.status));

/** The orders first: parts that change afterwards belong to a version that no longer passes the order's guard. */
function* loadAggregates(merchantId: MerchantId, orderIds: readonly OrderId[]): Work<OrderAggregate[]> {
  const key = { merchantId, ids: list(orderIds) };
  const orders = yield* ask(selectOrders, key);
  if (orders.length === 0) return [];
  const lines = byOrder(yield* ask(selectLines, key));
  const allocations = byOrder(yield* ask(selectAllocations, key));
  const fulfillmentOrders = byOrder(yield* ask(selectFulfillmentOrders, key));
  const shipments = byOrder(yield* ask(selectShipments, key));
  return orders.map((order) => ({
    order,
    lines: lines.get(order.id) ?? [],
    allocations: allocations.get(order.id) ?? [],
    fulfillmentOrders: fulfillmentOrders.get(order.id) ?? [],
    shipments: shipments.get(order.id) ?? [],
  }));
}

const byOrder = <Row extends { orderId: OrderId }>(rows: readonly Row[]): Map<OrderId, Row[]> => {
  const found = new Map<OrderId, Row[]>();
  for (const row of rows) {
    const of = found.get(row.orderId);
    if (of) of.push(row);
    else found.set(row.orderId, [row]);
  }
  return found;
};

export const orderQueries = (engine: Engine) => ({
  orderAggregates: (merchantId: MerchantId, ids: readonly OrderId[]) => engine.read(() => loadAggregates(merchantId, ids)),
  order: async (merchantId: MerchantId, orderId: OrderId) => (await engine.read(() => loadAggregates(merchantId, [orderId])))[0] ?? null,
  ordersWaitingFor: async (merchantId: MerchantId, itemIds: readonly ItemId[], limit: number) => {
    const rows = await engine.ask(selectWaiting, { merchantId, itemIds: list(itemIds), limit: limit * itemIds.length });
    return [...new Map(rows.map((row) => [row.orderId, row])).values()].slice(0, limit);
  },
  countOrdersByStatus: async (merchantId: MerchantId): Promise<Partial<Record<OrderStatus, number>>> =>
    Object.fromEntries((await engine.ask(countByStatus, { merchantId })).map(({ status, count }) => [status, count])),
}) satisfies Partial<Db>;
