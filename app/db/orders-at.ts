import { and, asc, eq, getTableColumns, gt, isNotNull, sql } from "drizzle-orm";
import { $, list } from "./phrases";
import type { OrdersAtQueries } from "./port-orders-at";
import { ask, countOf, rowsOf, type Engine, type Scope, type Work } from "./statement";

/** In the words of the index `fulfillment_orders_by_location`, so that it serves. */
const selectOrdersAt = rowsOf("select_orders_at", ({ db, t, among }) => {
  const { fulfillmentOrders: f, orders: o } = t;
  return db.selectDistinct({ orderId: o.id, storeId: o.storeId, platformId: o.platformId }).from(f)
    .innerJoin(o, and(eq(o.merchantId, f.merchantId), eq(o.id, f.orderId)))
    .where(and(
      eq(f.merchantId, $("merchantId")), among(f.locationId, "locationIds"), sql`${f.status} in ('open', 'in-progress', 'scheduled', 'on-hold')`, gt(f.orderId, $("afterId")),
    )).orderBy(asc(o.id)).limit($("limit"));
});

const isOpen = ({ t: { outbox: o } }: Scope) => sql`${o.status} in ('waiting', 'leased')`;
const ofStore = (scope: Scope) => {
  const { outbox: o } = scope.t;
  return and(isOpen(scope), sql`${o.status} = 'waiting'`, eq(o.merchantId, $("merchantId")), eq(o.storeId, $("storeId")));
};
/** `releases` 1: the release of our own holds, too. */
const unlessRelease = ({ t }: Scope) => sql`(${$("releases")} = 1 or ${t.outbox.whileLeaving} = ${sql.raw("false")})`;

const withdrawDecisions = countOf("withdraw_decisions_of_store", (scope) => {
  const { db, t: { decisions: d, outbox: o } } = scope;
  const planned = db.select({ orderId: o.orderId }).from(o).where(and(ofStore(scope), isNotNull(o.orderId), unlessRelease(scope)));
  return db.update(d).set({ status: "withdrawn" }).where(and(eq(d.merchantId, $("merchantId")), sql`${d.orderId} in ${planned}`, sql`${d.status} = 'pending'`));
});
const withdrawIntents = countOf("withdraw_intents_of_store", (scope) =>
  scope.db.update(scope.t.outbox).set({ status: "withdrawn", problem: $("problem") } as never).where(and(ofStore(scope), unlessRelease(scope))));

const selectWaiting = rowsOf("select_waiting_intents", (scope) => {
  const { outbox: o } = scope.t;
  const { leaseUntil: _leaseUntil, whileLeaving: _whileLeaving, ...fields } = getTableColumns(o);
  return scope.db.select(fields).from(o).where(and(ofStore(scope), gt(o.id, $("afterId")))).orderBy(asc(o.id)).limit($("limit"));
});

const wakeReads = countOf("wake_reads_of_store", ({ db, t: { wantedReads: r } }) =>
  db.update(r).set({ dueAt: $("now") } as never)
    .where(and(eq(r.merchantId, $("merchantId")), eq(r.storeId, $("storeId")), sql`${r.status} = 'waiting'`, gt(r.dueAt, $("now")))));
const wakeIntents = countOf("wake_intents_of_store", (scope) =>
  scope.db.update(scope.t.outbox).set({ dueAt: $("now") } as never).where(and(ofStore(scope), gt(scope.t.outbox.dueAt, $("now")))));

/** Plans that wait to be carried out are given up with what would have carried them out. */
export function* withdrawOfStore(ofStore: { merchantId: string; storeId: string; problem: string; releases: boolean }): Work<void> {
  const { releases, ...values } = ofStore;
  yield* ask(withdrawDecisions, { ...values, releases: releases ? 1 : 0 });
  yield* ask(withdrawIntents, { ...values, releases: releases ? 1 : 0 });
}

export const ordersAtQueries = (engine: Engine): OrdersAtQueries => ({
  ordersAt: (merchantId, { locationIds, afterId, limit }) => engine.ask(selectOrdersAt, { merchantId, locationIds: list(locationIds), afterId, limit }),
  waitingIntents: (merchantId, { storeId, afterId, limit }) => engine.ask(selectWaiting, { merchantId, storeId, afterId, limit }),
  wakeStore: (merchantId, storeId, now) => engine.write(function* (): Work<void> {
    yield* ask(wakeReads, { merchantId, storeId, now });
    yield* ask(wakeIntents, { merchantId, storeId, now });
  }),
});
