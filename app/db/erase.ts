import { and, asc, eq, lt, sql } from "drizzle-orm";
import type { MerchantId } from "../domain/ids";
import { KEPT_TO_THE_END, OWNED_TABLES } from "./owned-tables";
import { $, list } from "./phrases";
import type { PrivacyQueries } from "./port-privacy";
import { ask, countOf, insertAll, insertionOf, rowsOf, type Engine, type Work } from "./statement";

const insertErasure = insertionOf("insert_erasure", (t) => t.erasures, { ignoreDuplicates: true });
const selectErasures = rowsOf("select_erasures", ({ db, t }) => db.select().from(t.erasures).where(eq(t.erasures.domainHash, $("domainHash"))));

/** The one permitted delete of entries and events: with everything else that their merchant has. */
const DELETIONS = OWNED_TABLES.map((table) => ({
  table: table.name,
  some: countOf(`erase_${table.name}`, ({ db, t }) => {
    const key = sql.join(table.key.map((column) => column.sqlName), sql`, `);
    return db.delete(t[table.name]).where(sql`(${key}) in (select ${key} from ${table.sqlName} where ${table.owned($("merchantId"))} limit ${$("limit")})`);
  }),
}));

const COUNTS = OWNED_TABLES.map((table) => ({
  table: table.name,
  count: rowsOf(`rows_${table.name}`, ({ db, t }) => db.select({ count: sql<number>`count(*)`.mapWith(Number) }).from(t[table.name]).where(table.owned($("merchantId")))),
}));

const EVERYTHING = 2_147_483_647;

const deleteCustomer = countOf("delete_customer", ({ db, t }) => db.delete(t.customers).where(and(eq(t.customers.merchantId, $("merchantId")), eq(t.customers.id, $("id")))));
const cutCustomerContact = countOf("cut_customer_contact", ({ db, t }) =>
  db.update(t.customers).set({ contactId: null }).where(and(eq(t.customers.merchantId, $("merchantId")), eq(t.customers.id, $("id")), eq(t.customers.contactId, $("contactId")))));
const deleteKeys = countOf("forget_contact_keys", ({ db, t, among }) =>
  db.delete(t.contactKeys).where(and(eq(t.contactKeys.merchantId, $("merchantId")), among(t.contactKeys.contactId, "ids"))));
const deleteContacts = countOf("forget_contacts", ({ db, t, among }) =>
  db.delete(t.contacts).where(and(eq(t.contacts.merchantId, $("merchantId")), among(t.contacts.id, "ids"))));

/** Of the merchant, or of a shop of theirs that was not known yet when it came. */
const deleteBodies = countOf("erase_bodies", ({ db, t, among }) => db.delete(t.inboxBodies).where(among(t.inboxBodies.id, "ids")));
const selectOpen = rowsOf("erase_bodies_open", ({ db, t, among }) =>
  db.select({ id: t.inbox.id }).from(t.inbox).where(and(among(t.inbox.id, "ids"), sql`${t.inbox.status} = 'waiting'`)));
const dismissParked = countOf("erase_bodies_dismiss", ({ db, t, among }) =>
  db.update(t.inbox).set({ status: "dismissed", reason: $("reason") } as never).where(and(among(t.inbox.id, "ids"), sql`${t.inbox.status} = 'parked'`)));

const selectOldBodies = rowsOf("purge_bodies_page", ({ db, t }) =>
  db.select({ id: t.inbox.id, status: t.inbox.status, receivedAt: t.inbox.receivedAt }).from(t.inboxBodies).innerJoin(t.inbox, eq(t.inbox.id, t.inboxBodies.id))
    .where(sql`${t.inboxBodies.id} > ${$("afterId")}`).orderBy(asc(t.inboxBodies.id)).limit($("limit")));

const deleteApiRequests = countOf("purge_api_requests", ({ db, t: { apiRequests: r } }) => {
  const old = db.select({ merchantId: r.merchantId, keyId: r.keyId, idempotencyKey: r.idempotencyKey }).from(r).where(lt(r.at, $("before"))).limit($("limit"));
  return db.delete(r).where(sql`(${r.merchantId}, ${r.keyId}, ${r.idempotencyKey}) in ${old}`);
});

function* forgetContacts(merchantId: MerchantId, contactIds: readonly string[]): Work<void> {
  yield* ask(deleteKeys, { merchantId, ids: list(contactIds) });
  yield* ask(deleteContacts, { merchantId, ids: list(contactIds) });
}

type Erasing = Omit<PrivacyQueries, "textPage" | "rewriteText" | "ordersOfPerson" | "ordersWithContact" | "customersToForget" | "deliveriesNaming">;

export const eraseQueries = (engine: Engine): Erasing => ({
  forgetPerson: (merchantId, { customerId, contactIds, deliveryIds }) => engine.write(function* (): Work<void> {
    yield* forgetContacts(merchantId, contactIds);
    if (customerId !== null) yield* ask(deleteCustomer, { merchantId, id: customerId });
    yield* ask(deleteBodies, { ids: list(deliveryIds) });
  }),
  forgetCustomerContact: (merchantId, customerId, contactId) => engine.write(function* (): Work<void> {
    yield* forgetContacts(merchantId, [contactId]);
    yield* ask(cutCustomerContact, { merchantId, id: customerId, contactId });
  }),
  eraseBodies: (_merchantId, deliveryIds, reason) => engine.write(function* (): Work<string[]> {
    const open = (yield* ask(selectOpen, { ids: list(deliveryIds) })).map((row) => row.id);
    const settled = list(deliveryIds.filter((id) => !open.includes(id)));
    yield* ask(dismissParked, { ids: settled, reason });
    yield* ask(deleteBodies, { ids: settled });
    return open;
  }),

  eraseRows: (merchantId, limit) => engine.write(function* (): Work<number> {
    let erased = 0;
    for (const { table, some } of DELETIONS) {
      if (KEPT_TO_THE_END.includes(table)) continue;
      // A body's owner is found by its delivery: deliveries go when no body is left.
      if (erased < limit) erased += yield* ask(some, { merchantId, limit: limit - erased });
    }
    return erased;
  }),
  finishErasure: (merchantId, note) => engine.write(function* (): Work<void> {
    for (const { some } of DELETIONS) yield* ask(some, { merchantId, limit: EVERYTHING });
    yield* insertAll(insertErasure, [note]);
  }),
  rowCounts: async (merchantId) => {
    const counts: Record<string, number> = {};
    for (const { table, count } of COUNTS) {
      const found = (await engine.ask(count, { merchantId }))[0]?.count ?? 0;
      if (found > 0) counts[table] = found;
    }
    return counts;
  },
  erasures: (domainHash) => engine.ask(selectErasures, { domainHash }),
  settleFiles: () => engine.settleFiles(),

  purgeBodies: async ({ receivedBefore, afterId, limit }) => {
    const page = await engine.ask(selectOldBodies, { afterId, limit });
    const old = page.filter((row) => row.receivedAt < receivedBefore);
    const settled = old.filter((row) => row.status === "applied" || row.status === "dismissed");
    if (settled.length > 0) await engine.ask(deleteBodies, { ids: list(settled.map((row) => row.id)) });
    // Ids grow with time: a page of which nothing is old is the end of the old ones.
    return { purged: settled.length, next: page.length === limit && old.length > 0 ? (page.at(-1)?.id ?? null) : null };
  },
  purgeApiRequests: (before, limit) => engine.ask(deleteApiRequests, { before, limit }),
});
