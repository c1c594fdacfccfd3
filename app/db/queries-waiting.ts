import { and, eq, isNotNull, sql } from "drizzle-orm";
import { $ } from "./phrases";
import type { WaitingQueries } from "./port-waiting";
import { rowsOf, type Engine, type Scope } from "./statement";

const isWaiting = ({ t: { orders: o } }: Scope) => and(eq(o.merchantId, $("merchantId")), eq(o.storeId, $("storeId")), eq(o.status, "routed"));

const sumOf = (summed: ReturnType<typeof sql>) => sql<number>`coalesce(sum(${summed}), 0)`.mapWith(Number);

/** Instants are summed by their rest of a prime: their sum stays a whole number that is kept exactly. */
const selectMark = rowsOf("select_waiting_mark", (scope) => {
  const { orders: o } = scope.t;
  return scope.db.select({ orders: sql<number>`count(*)`.mapWith(Number), versions: sumOf(sql`${o.version}`), changes: sumOf(sql`${o.updatedAt} % 1000000007`) })
    .from(o).where(isWaiting(scope));
});

const selectRevisions = rowsOf("select_waiting_revisions", (scope) => {
  const { db, t: { levels: v, orders: o, orderLines: l } } = scope;
  const wanted = db.select({ itemId: l.itemId }).from(l).innerJoin(o, and(eq(o.merchantId, l.merchantId), eq(o.id, l.orderId))).where(and(isWaiting(scope), isNotNull(l.itemId)));
  return db.select({ revisions: sumOf(sql`${v.revision}`) }).from(v).where(and(eq(v.merchantId, $("merchantId")), sql`${v.itemId} in ${wanted}`));
});

export const waitingQueries = (engine: Engine): WaitingQueries => ({
  waitingMark: async (merchantId, storeId) => {
    const [[mark], [stock]] = await Promise.all([engine.ask(selectMark, { merchantId, storeId }), engine.ask(selectRevisions, { merchantId, storeId })]);
    return { orders: 0, versions: 0, changes: 0, revisions: 0, ...mark, ...stock };
  },
});
