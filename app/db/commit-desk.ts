import { and, eq, isNull, sql } from "drizzle-orm";
import type { ChangeSet } from "../domain/change-set";
import { $ } from "./phrases";
import { ask, countOf, insertAll, insertionOf, type Work } from "./statement";
import { everyColumn, excluded, upsertOf } from "./upsert";

const upsertStoreSettings = upsertOf("upsert_store_settings", (t) => t.storeSettings, (t) => [t.merchantId, t.storeId]);
const upsertLocationSettings = upsertOf("upsert_location_settings", (t) => t.locationSettings, (t) => [t.merchantId, t.locationId]);
const upsertStockRule = upsertOf("upsert_stock_rule", (t) => t.stockRules, (t) => [t.merchantId, t.itemId, t.locationId]);
const upsertDifference = upsertOf("upsert_difference", (t) => t.differences, (t) => [t.merchantId, t.id]);
const upsertRun = upsertOf("upsert_run", (t) => t.runs, (t) => [t.merchantId, t.id]);
const insertActivity = insertionOf("insert_activity", (t) => t.activity);

/** Orders come in any order: the first and the last one are the least and the greatest seen. */
const upsertCustomer = countOf("upsert_customer", ({ db, t, least, greatest }) =>
  db.insert(t.customers).values(everyColumn(t.customers) as never).onConflictDoUpdate({
    target: [t.customers.merchantId, t.customers.id],
    set: {
      contactId: sql`coalesce(${excluded(t.customers.contactId)}, ${t.customers.contactId})`,
      firstOrderAt: least(t.customers.firstOrderAt, excluded(t.customers.firstOrderAt)) as never,
      lastOrderAt: greatest(t.customers.lastOrderAt, excluded(t.customers.lastOrderAt)) as never,
      updatedAt: excluded(t.customers.updatedAt) as never,
    },
  }));

/** An open notice of the same subject says it already. */
const insertNotice = countOf("insert_notice", ({ db, t }) => db.insert(t.notices).values(everyColumn(t.notices) as never).onConflictDoNothing());
const settleNotice = countOf("settle_notice", ({ db, t }) =>
  db.update(t.notices).set({ settledAt: $("settledAt") as never, settledBy: $("settledBy") as never })
    .where(and(eq(t.notices.merchantId, $("merchantId")), eq(t.notices.id, $("id")), isNull(t.notices.settledAt))));

const upsertView = upsertOf("upsert_view", (t) => t.savedViews, (t) => [t.merchantId, t.id]);
const deleteView = countOf("delete_view", ({ db, t }) => db.delete(t.savedViews).where(and(eq(t.savedViews.merchantId, $("merchantId")), eq(t.savedViews.id, $("id")))));

/** What managers set, what runs, what needs a look, and who did what. */
export function* writeDesk(set: ChangeSet): Work<void> {
  const { merchantId } = set;
  for (const row of set.customers ?? []) yield* ask(upsertCustomer, { ...row });
  for (const row of set.storeSettings ?? []) yield* ask(upsertStoreSettings, { ...row });
  for (const row of set.locationSettings ?? []) yield* ask(upsertLocationSettings, { ...row });
  for (const row of set.stockRules ?? []) yield* ask(upsertStockRule, { ...row });
  for (const row of set.differences ?? []) yield* ask(upsertDifference, { ...row });
  for (const row of set.runs ?? []) yield* ask(upsertRun, { ...row });
  for (const row of set.notices ?? []) yield* ask(insertNotice, { ...row });
  for (const row of set.settledNotices ?? []) yield* ask(settleNotice, { merchantId, ...row });
  yield* insertAll(insertActivity, set.activity ?? []);
  for (const row of set.views ?? []) yield* ask(upsertView, { ...row });
  for (const id of set.removedViews ?? []) yield* ask(deleteView, { merchantId, id });
}
