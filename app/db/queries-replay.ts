import { and, asc, eq, gt, gte, lt, sql } from "drizzle-orm";
import { $, list } from "./phrases";
import type { ReplayQueries } from "./port-replay";
import { ask, countOf, insertAll, insertionOf, rowsOf, type Engine, type Scope, type Work } from "./statement";
import { upsertionOf } from "./upsert";

const placed = ({ t: { orders: o } }: Scope) =>
  and(eq(o.merchantId, $("merchantId")), eq(o.storeId, $("storeId")), gte(o.placedAt, $("from")), lt(o.placedAt, $("until")));

const selectPlaced = rowsOf("select_orders_placed", (scope) => {
  const { orders: o } = scope.t;
  return scope.db.select({ id: o.id, placedAt: o.placedAt }).from(o)
    .where(and(placed(scope), sql`(${o.placedAt}, ${o.id}) > (${$("afterPlacedAt")}, ${$("afterId")})`)).orderBy(asc(o.placedAt), asc(o.id)).limit($("limit"));
});
const countPlaced = rowsOf("count_orders_placed", (scope) => scope.db.select({ count: sql<number>`count(*)`.mapWith(Number) }).from(scope.t.orders).where(placed(scope)));

const selectLevelsThen = rowsOf("select_levels_then", ({ db, t: { stockEntries: e }, among }) => {
  const sumOf = (state: string) => sql<number>`sum(case when ${e.state} = ${sql.raw(`'${state}'`)} then ${e.delta} else 0 end)`.mapWith(Number);
  return db.select({ itemId: e.itemId, locationId: e.locationId, available: sumOf("available"), unattributed: sumOf("unattributed") }).from(e)
    .where(and(eq(e.merchantId, $("merchantId")), among(e.itemId, "itemIds"), lt(e.at, $("at"))))
    .groupBy(e.itemId, e.locationId).orderBy(asc(e.itemId), asc(e.locationId));
});

const selectMoves = rowsOf("select_stock_moves", ({ db, t: { stockEntries: e, orders: o }, among }) =>
  db.select({
    itemId: e.itemId, locationId: e.locationId, causeKey: e.causeKey, cause: e.cause, state: e.state, delta: e.delta, at: e.at, revision: e.revision,
    orderId: e.orderId, orderPlacedAt: o.placedAt, orderSource: o.source,
  }).from(e).leftJoin(o, and(eq(o.merchantId, e.merchantId), eq(o.id, e.orderId)))
    .where(and(eq(e.merchantId, $("merchantId")), among(e.itemId, "itemIds"), gte(e.at, $("from")), lt(e.at, $("until"))))
    .orderBy(asc(e.itemId), asc(e.locationId), asc(e.revision), asc(e.causeKey), asc(e.state)));

const upsertReplay = upsertionOf("upsert_replay", (t) => t.replays, (t) => [t.merchantId, t.id]);
const insertOrders = insertionOf("insert_replay_orders", (t) => t.replayOrders);
const deleteOrders = countOf("delete_replay_orders", ({ db, t: { replayOrders: r } }) => db.delete(r).where(and(eq(r.merchantId, $("merchantId")), eq(r.replayId, $("id")))));
const selectReplay = rowsOf("select_replay", ({ db, t: { replays: r } }) => db.select().from(r).where(and(eq(r.merchantId, $("merchantId")), eq(r.id, $("id")))));
const selectOrders = rowsOf("select_replay_orders", ({ db, t: { replayOrders: r } }) =>
  db.select({ rank: r.rank, change: r.change }).from(r)
    .where(and(eq(r.merchantId, $("merchantId")), eq(r.replayId, $("id")), gt(r.rank, $("afterRank")))).orderBy(asc(r.rank)).limit($("limit")));

export const replayQueries = (engine: Engine): ReplayQueries => ({
  ordersPlaced: (merchantId, { after, ...query }) =>
    engine.ask(selectPlaced, { merchantId, ...query, afterPlacedAt: after?.placedAt ?? -1, afterId: after?.id ?? "" }),
  countPlaced: async (merchantId, query) => (await engine.ask(countPlaced, { merchantId, ...query }))[0]?.count ?? 0,
  levelsThen: (merchantId, itemIds, at) => engine.ask(selectLevelsThen, { merchantId, itemIds: list(itemIds), at }),
  stockMoves: (merchantId, { itemIds, from, until }) => engine.ask(selectMoves, { merchantId, itemIds: list(itemIds), from, until }),
  saveReplay: (replay, changed) => engine.write(function* (): Work<void> {
    const { merchantId, id } = replay;
    yield* insertAll(upsertReplay, [replay]);
    yield* ask(deleteOrders, { merchantId, id });
    yield* insertAll(insertOrders, changed.map((change, rank) => ({ merchantId, replayId: id, rank, orderId: change.orderId, change })));
  }),
  replayReport: async (merchantId, id) => (await engine.ask(selectReplay, { merchantId, id }))[0] ?? null,
  replayOrders: (merchantId, id, query) => engine.ask(selectOrders, { merchantId, id, ...query }),
});
