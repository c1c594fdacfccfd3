import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { MerchantId, OrderId } from "../domain/ids";
import type { DecisionRecord } from "../domain/records";
import type { RoutingPolicy } from "../domain/routing/types";
import { $, list } from "./phrases";
import type { Db } from "./port";
import { rowsOf, type Engine } from "./statement";
import { decisionFields, ofDecision, withTariff } from "./tariffs";

const selectDecisions = rowsOf("select_decisions", (scope) => {
  const { db, t } = scope;
  return db.select(decisionFields(scope)).from(t.decisions).leftJoin(t.tariffs, ofDecision(scope)).where(and(eq(t.decisions.merchantId, $("merchantId")), eq(t.decisions.orderId, $("orderId")))).orderBy(asc(t.decisions.id));
});

const selectLatestDecisions = rowsOf("select_latest_decisions", (scope) => {
  const { db, t, among, alias } = scope;
  const newer = alias(t.decisions, "newer");
  const newest = db.select({ id: sql`max(${newer.id})` }).from(newer)
    .where(and(eq(newer.merchantId, t.decisions.merchantId), eq(newer.orderId, t.decisions.orderId)));
  return db.select(decisionFields(scope)).from(t.decisions).leftJoin(t.tariffs, ofDecision(scope))
    .where(and(eq(t.decisions.merchantId, $("merchantId")), among(t.decisions.orderId, "orderIds"), sql`${t.decisions.id} = ${newest}`));
});

const selectDecisionPage = rowsOf("select_decision_page", (scope) => {
  const { db, t } = scope;
  return db.select(decisionFields(scope)).from(t.decisions).leftJoin(t.tariffs, ofDecision(scope)).where(and(eq(t.decisions.merchantId, $("merchantId")), sql`${t.decisions.id} > ${$("afterId")}`))
    .orderBy(asc(t.decisions.id)).limit($("limit"));
});

const selectHistory = rowsOf("select_history", ({ db, t }) =>
  db.select().from(t.events).where(and(eq(t.events.merchantId, $("merchantId")), eq(t.events.orderId, $("orderId")))).orderBy(asc(t.events.id)));

const selectEventsAfter = rowsOf("select_events_after", ({ db, t }) =>
  db.select({ id: t.events.id, orderId: t.events.orderId }).from(t.events)
    .where(and(eq(t.events.merchantId, $("merchantId")), sql`${t.events.id} > ${$("afterId")}`)).orderBy(asc(t.events.id)).limit($("limit")));

const selectNewestEvent = rowsOf("select_newest_event", ({ db, t }) =>
  db.select({ id: t.events.id }).from(t.events).where(eq(t.events.merchantId, $("merchantId"))).orderBy(desc(t.events.id)).limit(1));

const told = async (rows: Promise<(DecisionRecord & { tariff: RoutingPolicy | null })[]>): Promise<DecisionRecord[]> => (await rows).map(withTariff);

/** What was decided and what happened, oldest first. */
export const trailQueries = (engine: Engine) => ({
  decisions: (merchantId: MerchantId, orderId: OrderId) => told(engine.ask(selectDecisions, { merchantId, orderId })),
  latestDecisions: (merchantId: MerchantId, orderIds: readonly OrderId[]) => told(engine.ask(selectLatestDecisions, { merchantId, orderIds: list(orderIds) })),
  decisionPage: (merchantId: MerchantId, afterId: string, limit: number) => told(engine.ask(selectDecisionPage, { merchantId, afterId, limit })),
  history: (merchantId: MerchantId, orderId: OrderId) => engine.ask(selectHistory, { merchantId, orderId }),
  eventsAfter: (merchantId: MerchantId, afterId: string, limit: number) => engine.ask(selectEventsAfter, { merchantId, afterId, limit }),
  newestEventId: async (merchantId: MerchantId) => (await engine.ask(selectNewestEvent, { merchantId }))[0]?.id ?? "",
}) satisfies Partial<Db>;
