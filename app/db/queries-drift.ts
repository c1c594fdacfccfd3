import { and, asc, desc, eq, gte, lt, lte, sql } from "drizzle-orm";
import type { DriftRecord } from "../domain/drift/drift";
import type { Instant } from "../domain/ids";
import type { StockState } from "../domain/records";
import { insertHeard } from "./commit-drift";
import { readCursor, writeCursor } from "./cursor";
import { $, isUnsettledDrift, list } from "./phrases";
import type { DriftCount, DriftQueries, DriftQuery } from "./port-drift";
import { ask, countOf, insertAll, rowsOf, type Engine, type Scope, type Work } from "./statement";

const ofStore = ({ t: { drifts: d } }: Scope) => and(eq(d.merchantId, $("merchantId")), eq(d.storeId, $("storeId")));

const selectDrift = rowsOf("select_drift_by_id", ({ db, t: { drifts: d } }) =>
  db.select().from(d).where(and(eq(d.merchantId, $("merchantId")), eq(d.id, $("id")))));

const before = ({ t: { drifts: d } }: Scope) => sql`(${d.foundAt}, ${d.id}) < (${$("foundBefore")}, ${$("idBefore")})`;

const page = (name: string, narrowed: (scope: Scope) => ReturnType<typeof and>) => rowsOf(name, (scope) =>
  scope.db.select().from(scope.t.drifts).where(and(ofStore(scope), narrowed(scope), before(scope)))
    .orderBy(desc(scope.t.drifts.foundAt), desc(scope.t.drifts.id)).limit($("limit")));

const pageOfAll = page("drifts_page", () => undefined);
const pageOfUnsettled = page("drifts_page_unsettled", ({ t }) => isUnsettledDrift(t.drifts));
const pageOfCause = page("drifts_page_of_cause", ({ t }) => eq(t.drifts.cause, $("cause")));
const pageOfUnsettledCause = page("drifts_page_unsettled_of_cause", ({ t }) => and(isUnsettledDrift(t.drifts), eq(t.drifts.cause, $("cause"))));

const statementOf = ({ unsettled, cause }: DriftQuery) => {
  if (cause === undefined) return unsettled ? pageOfUnsettled : pageOfAll;
  return unsettled ? pageOfUnsettledCause : pageOfCause;
};

const selectDue = rowsOf("drifts_due", ({ db, t: { drifts: d } }) =>
  db.select().from(d).where(and(sql`${d.lookAt} is not null`, lte(d.lookAt, $("now")))).orderBy(asc(d.lookAt)).limit($("limit")));

const hearing = ({ t: { drifts: d }, among }: Scope) =>
  and(eq(d.merchantId, $("merchantId")), among(d.hears, "abouts"), sql`${d.cause} in ('looking', 'lost-message')`);

const selectAwaited = rowsOf("drifts_awaited", (scope) => scope.db.selectDistinct({ hears: scope.t.drifts.hears }).from(scope.t.drifts).where(hearing(scope)));
const updateWoken = countOf("drifts_wake", (scope) => scope.db.update(scope.t.drifts).set({ lookAt: $("now") } as never).where(hearing(scope)));

const selectHeard = rowsOf("heard_messages_about", ({ db, t: { heardMessages: h }, among }) =>
  db.select().from(h).where(and(eq(h.merchantId, $("merchantId")), among(h.about, "abouts"), gte(h.receivedAt, $("since"))))
    .orderBy(asc(h.receivedAt), asc(h.id)).limit($("limit")));

const selectCounts = rowsOf("drift_counts", (scope) => {
  const { db, t: { drifts: d } } = scope;
  const step = sql<number>`cast((${d.foundAt} - ${$("since")}) / ${$("stepMs")} as bigint)`.mapWith(Number);
  return db.select({ step: step.as("step"), cause: d.cause, count: sql<number>`count(*)`.mapWith(Number) }).from(d)
    .where(and(ofStore(scope), gte(d.foundAt, $("since")))).groupBy(sql`1`, d.cause);
});

const selectDurations = rowsOf("drift_durations", (scope) => {
  const { db, t: { drifts: d } } = scope;
  return db.select({ lastedMs: d.lastedMs }).from(d).where(and(ofStore(scope), gte(d.foundAt, $("since")))).orderBy(desc(d.foundAt)).limit($("limit"));
});

const selectUnsettled = rowsOf("drifts_unsettled_count", (scope) => {
  const { db, t: { drifts: d } } = scope;
  return db.select({
    count: sql<number>`count(*)`.mapWith(Number), looking: sql<number>`coalesce(sum(case when ${d.cause} = 'looking' then 1 else 0 end), 0)`.mapWith(Number),
    oldest: sql<number | null>`min(${d.foundAt})`,
  }).from(d).where(and(ofStore(scope), isUnsettledDrift(d)));
});

const countOpen = rowsOf("drifts_open_count", ({ db, t: { drifts: d } }) =>
  db.select({ count: sql<number>`count(*)`.mapWith(Number) }).from(d).where(sql`${d.mendedAt} is null`));

const countChanged = rowsOf("orders_changed_count", ({ db, t: { orders: o } }) => {
  const found = db.select({ id: o.id }).from(o).where(and(eq(o.merchantId, $("merchantId")), gte(o.updatedAt, $("since")), eq(o.storeId, $("storeId")))).limit($("limit")).as("found");
  return db.select({ count: sql<number>`count(*)`.mapWith(Number) }).from(found);
});

const selectOldestItemWish = rowsOf("select_oldest_item_wish", ({ db, t: { wantedReads: r } }) =>
  db.select({ at: r.requestedAt }).from(r)
    .where(and(eq(r.merchantId, $("merchantId")), eq(r.storeId, $("storeId")), eq(r.kind, "item"), sql`${r.status} = 'waiting'`))
    .orderBy(asc(r.requestedAt)).limit(1));

const selectFold = rowsOf("fold_of_level", ({ db, t: { stockEntries: e } }) => {
  const some = db.select({ state: e.state, delta: e.delta }).from(e)
    .where(and(eq(e.merchantId, $("merchantId")), eq(e.itemId, $("itemId")), eq(e.locationId, $("locationId")))).limit($("limit")).as("some");
  return db.select({ state: some.state, units: sql<number>`sum(${some.delta})`.mapWith(Number), entries: sql<number>`count(*)`.mapWith(Number) }).from(some).groupBy(some.state);
});

const ofItem = ({ t: { differences: d } }: Scope) => and(eq(d.merchantId, $("merchantId")), eq(d.itemId, $("itemId")));
const selectBefore = rowsOf("differences_until", (scope) => scope.db.select().from(scope.t.differences)
  .where(and(ofItem(scope), sql`${scope.t.differences.id} <= ${$("id")}`)).orderBy(desc(scope.t.differences.id)).limit($("limit")));
const selectAfter = rowsOf("differences_after", (scope) => scope.db.select().from(scope.t.differences)
  .where(and(ofItem(scope), sql`${scope.t.differences.id} > ${$("id")}`)).orderBy(asc(scope.t.differences.id)).limit($("limit")));

const settled = ({ t: { drifts: d } }: Scope) => sql`not ${isUnsettledDrift(d)}`;

const deleteOld = countOf("drifts_purge", (scope) => {
  const { db, t: { drifts: d } } = scope;
  const old = db.select({ key: sql`${d.merchantId} || ' ' || ${d.id}` }).from(d).where(and(lt(d.foundAt, $("before")), settled(scope))).limit($("limit"));
  return db.delete(d).where(and(lt(d.foundAt, $("before")), sql`${d.merchantId} || ' ' || ${d.id} in ${old}`));
});

const deleteOldMessages = countOf("heard_messages_purge", ({ db, t: { heardMessages: h } }) => {
  const old = db.select({ id: h.id }).from(h).where(lt(h.receivedAt, $("before"))).orderBy(asc(h.receivedAt)).limit($("limit"));
  return db.delete(h).where(and(lt(h.receivedAt, $("before")), sql`${h.id} in ${old}`));
});

const deleteBeyond = countOf("drifts_trim", (scope) => {
  const { db, t: { drifts: d } } = scope;
  const beyond = db.select({ id: d.id }).from(d).where(ofStore(scope)).orderBy(desc(d.foundAt), desc(d.id)).limit($("limit")).offset($("keep"));
  return db.delete(d).where(and(ofStore(scope), settled(scope), sql`${d.id} in ${beyond}`));
});

/** Sorts behind every id and instant. */
const LAST = { foundBefore: Number.MAX_SAFE_INTEGER, idBefore: "\u{10ffff}" };

export const driftQueries = (engine: Engine): DriftQueries => ({
  drift: async (merchantId, id) => (await engine.ask(selectDrift, { merchantId, id }))[0] ?? null,
  driftPage: async (merchantId, query) => {
    const { storeId, cursor, limit, cause } = query;
    const [foundBefore, idBefore] = cursor === undefined ? [LAST.foundBefore, LAST.idBefore] : readCursor(cursor, ["number", "string"]);
    const rows: DriftRecord[] = await engine.ask(statementOf(query), { merchantId, storeId, cause, foundBefore, idBefore, limit: limit + 1 });
    const last = rows[limit - 1];
    return { rows: rows.slice(0, limit), nextCursor: rows.length > limit && last ? writeCursor([last.foundAt, last.id]) : null };
  },
  driftsDue: (now: Instant, limit: number) => engine.ask(selectDue, { now, limit }),
  awaitedMessages: async (merchantId, abouts) => (await engine.ask(selectAwaited, { merchantId, abouts: list(abouts) })).map(({ hears }) => hears),
  wakeDrifts: async (merchantId, abouts, now) => {
    await engine.ask(updateWoken, { merchantId, abouts: list(abouts), now });
  },
  heardMessages: (merchantId, { abouts, since, limit }) => engine.ask(selectHeard, { merchantId, abouts: list(abouts), since, limit }),
  noteHeard: (messages) => engine.write(function* (): Work<void> {
    yield* insertAll(insertHeard, messages);
  }),
  driftCounts: async (merchantId, query): Promise<DriftCount[]> => engine.ask(selectCounts, { merchantId, ...query }),
  driftDurations: async (merchantId, query) => (await engine.ask(selectDurations, { merchantId, ...query })).flatMap(({ lastedMs }) => (lastedMs === null ? [] : [lastedMs])),
  unsettledDrifts: async (merchantId, storeId) => {
    const [row] = await engine.ask(selectUnsettled, { merchantId, storeId });
    return { count: row?.count ?? 0, looking: row?.looking ?? 0, oldestFoundAt: row?.oldest == null ? null : Number(row.oldest) };
  },
  countOpenDrifts: async () => (await engine.ask(countOpen))[0]?.count ?? 0,
  ordersChangedSince: async (merchantId, query) => (await engine.ask(countChanged, { merchantId, ...query }))[0]?.count ?? 0,
  oldestItemWish: async (merchantId, storeId) => (await engine.ask(selectOldestItemWish, { merchantId, storeId }))[0]?.at ?? null,
  foldOfLevel: async (merchantId, { itemId, locationId, limit }): Promise<Partial<Record<StockState, number>> | null> => {
    const rows = await engine.ask(selectFold, { merchantId, itemId, locationId, limit: limit + 1 });
    if (rows.reduce((sum, row) => sum + row.entries, 0) > limit) return null;
    return Object.fromEntries(rows.map(({ state, units }) => [state, units]));
  },
  differencesAround: async (merchantId, itemId, { id, limit }) => [
    ...(await engine.ask(selectBefore, { merchantId, itemId, id, limit })), ...(await engine.ask(selectAfter, { merchantId, itemId, id, limit })),
  ],
  purgeDrifts: (purgeBefore, limit) => engine.write(function* (): Work<number> {
    const drifts = yield* ask(deleteOld, { before: purgeBefore, limit });
    return drifts + (yield* ask(deleteOldMessages, { before: purgeBefore, limit }));
  }),
  trimDrifts: (merchantId, storeId, { keep, limit }) => engine.ask(deleteBeyond, { merchantId, storeId, keep, limit }),
});
