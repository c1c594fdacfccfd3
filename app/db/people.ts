import { and, asc, eq, isNotNull, lt, or, sql } from "drizzle-orm";
import { $, list } from "./phrases";
import type { PrivacyQueries } from "./port-privacy";
import { rowsOf, type Engine } from "./statement";

const selectOfPerson = rowsOf("select_orders_of_person", ({ db, t, among }) =>
  db.select({ id: t.orders.id, contactId: t.orders.contactId }).from(t.orders).where(and(
    eq(t.orders.merchantId, $("merchantId")),
    or(eq(t.orders.customerId, $("customerId")), and(eq(t.orders.storeId, $("storeId")), among(t.orders.platformId, "platformIds"))),
  )).orderBy(asc(t.orders.placedAt), asc(t.orders.id)));

const selectWithContact = rowsOf("select_orders_with_contact", ({ db, t, among }) =>
  db.select({ id: t.orders.id }).from(t.orders).where(and(
    eq(t.orders.merchantId, $("merchantId")), eq(t.orders.storeId, $("storeId")), lt(t.orders.updatedAt, $("changedBefore")), isNotNull(t.orders.contactId), among(t.orders.status, "statuses"),
  )).orderBy(asc(t.orders.updatedAt), asc(t.orders.id)).limit($("limit")));

const selectToForget = rowsOf("select_customers_to_forget", ({ db, t, alias }) => {
  const own = alias(t.orders, "own");
  return db.select({ id: t.customers.id, contactId: t.customers.contactId }).from(t.customers).where(and(
    eq(t.customers.merchantId, $("merchantId")), eq(t.customers.storeId, $("storeId")), lt(t.customers.lastOrderAt, $("lastOrderBefore")), isNotNull(t.customers.contactId),
    sql`not exists ${db.select({ one: sql`1` }).from(own).where(and(eq(own.merchantId, t.customers.merchantId), eq(own.customerId, t.customers.id), isNotNull(own.contactId)))}`,
  )).orderBy(asc(t.customers.lastOrderAt), asc(t.customers.id)).limit($("limit"));
});

const selectNaming = rowsOf("select_deliveries_naming", ({ db, t }) =>
  db.select({
    id: t.inbox.id, topic: t.inbox.topic, status: t.inbox.status, reason: t.inbox.reason, triggeredAt: t.inbox.triggeredAt, receivedAt: t.inbox.receivedAt,
    attempts: t.inbox.attempts, body: t.inboxBodies.body,
  }).from(t.inbox).innerJoin(t.inboxBodies, eq(t.inboxBodies.id, t.inbox.id))
    .where(and(eq(t.inbox.merchantId, $("merchantId")), sql`${t.inboxBodies.body} like ${$("pattern")}`)).orderBy(asc(t.inbox.receivedAt), asc(t.inbox.id)).limit($("limit")));

/** Whose data stands where. */
export const peopleQueries = (engine: Engine): Pick<PrivacyQueries, "ordersOfPerson" | "ordersWithContact" | "customersToForget" | "deliveriesNaming"> => ({
  ordersOfPerson: (merchantId, { storeId, customerId, orderPlatformIds }) =>
    engine.ask(selectOfPerson, { merchantId, storeId, customerId: customerId ?? "", platformIds: list(orderPlatformIds) }),
  ordersWithContact: async (merchantId, { statuses, ...query }) => (await engine.ask(selectWithContact, { merchantId, statuses: list(statuses), ...query })).map((row) => row.id),
  customersToForget: async (merchantId, query) => (await engine.ask(selectToForget, { merchantId, ...query })).map(({ id, contactId }) => ({ id, contactId: contactId ?? "" })),
  deliveriesNaming: async (merchantId, digits, limit) => {
    const number = new RegExp(`(?<!\\d)${digits.replace(/\D/g, "")}(?!\\d)`);
    return (await engine.ask(selectNaming, { merchantId, pattern: `%${digits}%`, limit })).filter((row) => number.test(row.body));
  },
});
