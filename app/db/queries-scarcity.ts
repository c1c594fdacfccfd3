import { and, asc, desc, eq, lt, sql } from "drizzle-orm";
import { $, list } from "./phrases";
import type { ScarcityQueries } from "./port-scarcity";
import { ask, countOf, insertAll, rowsOf, type Engine, type Work } from "./statement";
import { ofDecision, withTariff } from "./tariffs";
import { upsertionOf } from "./upsert";

const selectAsked = rowsOf("select_asked_problems", (scope) => {
  const { db, t: { decisions: d, tariffs } } = scope;
  return db.select({ id: d.id, orderId: d.orderId, decidedAt: d.decidedAt, certificate: d.certificate, tariff: tariffs.tariff }).from(d).leftJoin(tariffs, ofDecision(scope))
    .where(and(eq(d.merchantId, $("merchantId")), lt(d.id, $("beforeId")))).orderBy(desc(d.id)).limit($("limit"));
});

const selectPrices = rowsOf("select_scarcity_prices", ({ db, t: { scarcityPrices: p }, among }) =>
  db.select({ itemId: p.itemId, locationId: p.locationId, minorPerUnit: p.minorPerUnit }).from(p)
    .where(and(eq(p.merchantId, $("merchantId")), among(p.itemId, "itemIds"))).orderBy(asc(p.itemId), asc(p.locationId)));

const selectLearnedAt = rowsOf("select_scarcity_learned_at", ({ db, t: { scarcityPrices: p } }) =>
  db.select({ at: sql<number | null>`max(${p.learnedAt})` }).from(p).where(eq(p.merchantId, $("merchantId"))));

/** Replaces what another worker has learned at the same moment. */
const upsertPrices = upsertionOf("upsert_scarcity_prices", (t) => t.scarcityPrices, (t) => [t.merchantId, t.itemId, t.locationId]);
const deleteAll = countOf("delete_scarcity_prices", ({ db, t: { scarcityPrices: p } }) => db.delete(p).where(eq(p.merchantId, $("merchantId"))));

/** Behind every id: ids are of ASCII letters and digits. */
const LAST_ID = "~";

export const scarcityQueries = (engine: Engine): ScarcityQueries => ({
  askedProblems: async (merchantId, { beforeId, limit }) =>
    (await engine.ask(selectAsked, { merchantId, beforeId: beforeId ?? LAST_ID, limit })).map(withTariff).map(({ certificate, ...row }) => ({ ...row, problem: certificate.problem })),
  scarcityPrices: async (merchantId, itemIds) => (itemIds.length === 0 ? [] : engine.ask(selectPrices, { merchantId, itemIds: list(itemIds) })),
  scarcityLearnedAt: async (merchantId) => {
    const [found] = await engine.ask(selectLearnedAt, { merchantId });
    return found?.at === null || found === undefined ? null : Number(found.at);
  },
  saveScarcityPrices: (merchantId, { learnedAt, prices }) => engine.write(function* (): Work<void> {
    yield* ask(deleteAll, { merchantId });
    yield* insertAll(upsertPrices, prices.map((price) => ({ merchantId, ...price, learnedAt })));
  }),
});
