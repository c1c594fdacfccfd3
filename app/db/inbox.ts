import { and, asc, eq, getTableColumns, isNull, lte, or, sql } from "drizzle-orm";
import type { Instant, MerchantId } from "../domain/ids";
import type { Delivery, NewDelivery } from "../domain/messages";
import { readCursor, writeCursor } from "./cursor";
import { groupCommit } from "./group-commit";
import { $, list } from "./phrases";
import type { Db, OrderPage, ParkedDelivery } from "./port";
import { ask, countOf, type EachStatement, insertAll, insertEach, insertionOf, rowsOf, type Engine, type Scope, type Work } from "./statement";

const insertRows = insertionOf("insert_inbox", (t) => t.inbox, { ignoreDuplicates: true });
const insertBodies = insertionOf("insert_inbox_bodies", (t) => t.inboxBodies);

const inboxRowOf = ({ body: _body, ...delivery }: NewDelivery) =>
  ({ status: "waiting", reason: null, attempts: 0, dueAt: delivery.receivedAt, leaseUntil: 0, ...delivery });

/** For each delivery: was it new? Its key decides, not its id. */
export function* insertDeliveries(deliveries: readonly NewDelivery[]): Work<boolean[]> {
  const stored = yield* insertEach(insertRows, deliveries.map(inboxRowOf));
  yield* insertAll(insertBodies, deliveries.filter((_, place) => stored[place]).map(({ id, body }) => ({ id, body })));
  return stored;
}

/** Of rows of the merchant, or of nobody yet: a delivery may come before its store is known. */
export const settleDeliveries: EachStatement = {
  name: "settle_delivery",
  table: (t) => t.inbox,
  values: ({ inbox: i }) => ({ merchantId: i.merchantId, id: i.id, status: i.status, reason: i.reason, dueAt: i.dueAt }),
  where: ({ t }, value) => and(eq(t.inbox.id, value("id")), or(eq(t.inbox.merchantId, value("merchantId")), isNull(t.inbox.merchantId))),
  set: ({ t }, value) => ({
    // A delivery that came before its store was known is the merchant's from now on, so that it shows in their list.
    status: value("status"), reason: value("reason"), leaseUntil: 0, merchantId: sql`coalesce(${t.inbox.merchantId}, ${value("merchantId")})`,
    dueAt: sql`coalesce(${value("dueAt")}, ${t.inbox.dueAt})`,
  }),
};

const due = ({ t }: Scope) => and(sql`${t.inbox.status} = 'waiting'`, lte(t.inbox.dueAt, $("now")), lte(t.inbox.leaseUntil, $("now")));

const anyDue = rowsOf("inbox_any_due", (scope) => scope.db.select({ id: scope.t.inbox.id }).from(scope.t.inbox).where(due(scope)).limit(1));

const selectDue = rowsOf("inbox_due", (scope) =>
  scope.locked(scope.db.select({ id: scope.t.inbox.id }).from(scope.t.inbox).where(due(scope))
    .orderBy(asc(scope.t.inbox.dueAt), asc(scope.t.inbox.id)).limit($("limit")), { skip: true }));

const leaseDeliveries = countOf("inbox_lease", ({ db, t, among }) =>
  db.update(t.inbox).set({ leaseUntil: $("leaseUntil"), attempts: sql`${t.inbox.attempts} + 1` } as never).where(among(t.inbox.id, "ids")));

const selectClaimed = rowsOf("inbox_claimed", ({ db, t, among }) => {
  const { status: _status, reason: _reason, dueAt: _dueAt, leaseUntil: _leaseUntil, ...delivery } = getTableColumns(t.inbox);
  return db.select({ ...delivery, body: t.inboxBodies.body }).from(t.inbox).innerJoin(t.inboxBodies, eq(t.inboxBodies.id, t.inbox.id))
    .where(among(t.inbox.id, "ids")).orderBy(asc(t.inbox.dueAt), asc(t.inbox.id));
});

const selectParked = rowsOf("inbox_parked", ({ db, t }) => {
  const { dueAt: _dueAt, leaseUntil: _leaseUntil, ...delivery } = getTableColumns(t.inbox);
  return db.select(delivery).from(t.inbox)
    .where(and(eq(t.inbox.merchantId, $("merchantId")), sql`${t.inbox.status} = 'parked'`, sql`${t.inbox.id} > ${$("after")}`))
    .orderBy(asc(t.inbox.id)).limit($("limit"));
});

const selectBody = rowsOf("inbox_body", ({ db, t }) =>
  db.select({ body: t.inboxBodies.body }).from(t.inbox).innerJoin(t.inboxBodies, eq(t.inboxBodies.id, t.inbox.id))
    .where(and(eq(t.inbox.id, $("id")), eq(t.inbox.merchantId, $("merchantId")))));

const retryParked = countOf("inbox_retry", ({ db, t }) =>
  db.update(t.inbox).set({ status: "waiting", reason: null, dueAt: $("now"), leaseUntil: 0 } as never)
    .where(and(eq(t.inbox.id, $("id")), eq(t.inbox.merchantId, $("merchantId")), sql`${t.inbox.status} = 'parked'`)));

export const inboxQueries = (engine: Engine) => ({
  storeDeliveries: groupCommit((deliveries) => engine.write(() => insertDeliveries(deliveries))),

  claimDeliveries: async (now: Instant, leaseMs: number, limit: number): Promise<Delivery[]> => {
    if ((await engine.ask(anyDue, { now })).length === 0) return [];
    return engine.write(function* (): Work<Delivery[]> {
      const ids = list((yield* ask(selectDue, { now, limit })).map((row) => row.id));
      yield* ask(leaseDeliveries, { ids, leaseUntil: now + leaseMs });
      return yield* ask(selectClaimed, { ids });
    });
  },

  parkedDeliveries: async (merchantId: MerchantId, cursor: string, limit: number): Promise<OrderPage<ParkedDelivery>> => {
    const [after] = cursor === "" ? [""] : readCursor(cursor, ["string"]);
    const rows = (await engine.ask(selectParked, { merchantId, after, limit: limit + 1 })) as ParkedDelivery[];
    const last = rows[limit - 1];
    return { rows: rows.slice(0, limit), nextCursor: rows.length > limit && last ? writeCursor([last.id]) : null };
  },

  deliveryBody: async (merchantId: MerchantId, deliveryId: string) =>
    (await engine.ask(selectBody, { merchantId, id: deliveryId }))[0]?.body ?? null,

  retryDelivery: async (merchantId: MerchantId, deliveryId: string, now: Instant) =>
    (await engine.ask(retryParked, { merchantId, id: deliveryId, now })) > 0,
}) satisfies Partial<Db>;
