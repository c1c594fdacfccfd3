import { and, eq, isNull, sql } from "drizzle-orm";
import type { ChangeSet } from "../domain/change-set";
import { $ } from "./phrases";
import { ask, countOf, insertAll, insertionOf, replacementOf, type Work } from "./statement";
import { everyColumn, excluded, upsertionOf } from "./upsert";

const upsertStoreSettings = upsertionOf("upsert_store_settings", (t) => t.storeSettings, (t) => [t.merchantId, t.storeId]);
const upsertLocationSettings = upsertionOf("upsert_location_settings", (t) => t.locationSettings, (t) => [t.merchantId, t.locationId]);
const upsertStockRules = upsertionOf("upsert_stock_rule", (t) => t.stockRules, (t) => [t.merchantId, t.itemId, t.locationId]);
const upsertDifferences = upsertionOf("upsert_difference", (t) => t.differences, (t) => [t.merchantId, t.id]);
const upsertRuns = upsertionOf("upsert_run", (t) => t.runs, (t) => [t.merchantId, t.id]);
const insertActivity = insertionOf("insert_activity", (t) => t.activity);

/** Orders come in any order: the first and the last one are the least and the greatest seen. */
const upsertCustomers = replacementOf("upsert_customer", (t) => t.customers, {
  key: (t) => [t.customers.merchantId, t.customers.id],
  set: ({ t, least, greatest }) => ({
    contactId: sql`coalesce(${excluded(t.customers.contactId)}, ${t.customers.contactId})`,
    firstOrderAt: least(t.customers.firstOrderAt, excluded(t.customers.firstOrderAt)),
    lastOrderAt: greatest(t.customers.lastOrderAt, excluded(t.customers.lastOrderAt)),
    updatedAt: excluded(t.customers.updatedAt),
  }),
});

/** An open notice of the same subject says it already. */
const insertNotice = countOf("insert_notice", ({ db, t }) => db.insert(t.notices).values(everyColumn(t.notices) as never).onConflictDoNothing());
const settleNotice = countOf("settle_notice", ({ db, t }) =>
  db.update(t.notices).set({ settledAt: $("settledAt") as never, settledBy: $("settledBy") as never })
    .where(and(eq(t.notices.merchantId, $("merchantId")), eq(t.notices.id, $("id")), isNull(t.notices.settledAt))));

const upsertViews = upsertionOf("upsert_view", (t) => t.savedViews, (t) => [t.merchantId, t.id]);
const deleteView = countOf("delete_view", ({ db, t }) => db.delete(t.savedViews).where(and(eq(t.savedViews.merchantId, $("merchantId")), eq(t.savedViews.id, $("id")))));

/** What managers set, what runs, what needs a look, and who did what. */
export function* writeDesk(sets: readonly ChangeSet[]): Work<void> {
  const all = <Row>(rowsOf: (set: ChangeSet) => readonly Row[] | undefined): Row[] => sets.flatMap((set) => rowsOf(set) ?? []);
  yield* insertAll(upsertCustomers, all((set) => set.customers));
  yield* insertAll(upsertStoreSettings, all((set) => set.storeSettings));
  yield* insertAll(upsertLocationSettings, all((set) => set.locationSettings));
  yield* insertAll(upsertStockRules, all((set) => set.stockRules));
  yield* insertAll(upsertDifferences, all((set) => set.differences));
  yield* insertAll(upsertRuns, all((set) => set.runs));
  yield* writeNotices(sets);
  yield* insertAll(insertActivity, all((set) => set.activity));
  yield* insertAll(upsertViews, all((set) => set.views));
  for (const { merchantId, removedViews = [] } of sets) for (const id of removedViews) yield* ask(deleteView, { merchantId, id });
}

/** In the order of the sets: what one settles the next may raise again. */
function* writeNotices(sets: readonly ChangeSet[]): Work<void> {
  for (const { merchantId, notices = [], settledNotices = [] } of sets) {
    for (const row of notices) yield* ask(insertNotice, { ...row });
    for (const row of settledNotices) yield* ask(settleNotice, { merchantId, ...row });
  }
}
