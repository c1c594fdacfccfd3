import { sql } from "drizzle-orm";
import type { ActivityRecord, DifferenceCause, LocationSettingsRecord, NoticeKind, RunKind, RunRecord, SavedViewRecord, StoreSettings } from "../domain/desk";
import type { ItemId, LocationId, MerchantId, OrderId, PlatformId, StoreId } from "../domain/ids";
import type { StockState } from "../domain/records";
import type { Columns } from "./columns";
import { isDrift } from "./phrases";

/** What managers set, what was compared, what ran, what needs a look, and who did what. */
export const deskTables = (c: Columns) => ({ ...settingTables(c), ...peopleTables(c), ...watchTables(c) });

const settingTables = (c: Columns) => ({
  storeSettings: c.table("store_settings", {
    merchantId: c.text<MerchantId>().notNull(),
    storeId: c.text<StoreId>().notNull(),
    version: c.integer().notNull(),
    settings: c.json<StoreSettings>().notNull(),
    updatedAt: c.big().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.storeId] })]),

  locationSettings: c.table("location_settings", {
    merchantId: c.text<MerchantId>().notNull(),
    locationId: c.text<LocationId>().notNull(),
    version: c.integer().notNull(),
    pausedReason: c.text(),
    dailyParcels: c.integer(),
    cutOff: c.text(),
    timeZone: c.text(),
    workdays: c.json<number[]>().notNull(),
    holidays: c.json<LocationSettingsRecord["holidays"]>().notNull(),
    latitude: c.real(),
    longitude: c.real(),
    updatedAt: c.big().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.locationId] })]),

  stockRules: c.table("stock_rules", {
    merchantId: c.text<MerchantId>().notNull(),
    itemId: c.text<ItemId>().notNull(),
    locationId: c.text<LocationId>().notNull(),
    lowStockUnits: c.integer(),
    safetyStockUnits: c.integer(),
    updatedAt: c.big().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.itemId, t.locationId] })]),

  savedViews: c.table("saved_views", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    screen: c.text<SavedViewRecord["screen"]>().notNull(),
    name: c.text().notNull(),
    query: c.text().notNull(),
    createdBy: c.text().notNull(),
    createdAt: c.big().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.id] }), c.uniqueIndex("saved_views_by_name").on(t.merchantId, t.screen, t.name)]),
});

const peopleTables = (c: Columns) => ({
  customers: c.table("customers", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    storeId: c.text<StoreId>().notNull(),
    platformId: c.text<PlatformId>().notNull(),
    contactId: c.text(),
    firstOrderAt: c.big().notNull(),
    lastOrderAt: c.big().notNull(),
    updatedAt: c.big().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.id] }), c.index("customers_by_last_order").on(t.merchantId, t.lastOrderAt, t.id)]),

  activity: c.table("activity", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    at: c.big().notNull(),
    actor: c.text().notNull(),
    verb: c.text().notNull(),
    subjectKind: c.text<ActivityRecord["subjectKind"]>().notNull(),
    subjectId: c.text().notNull(),
    reason: c.text(),
    detail: c.json<Record<string, unknown>>().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.id] }), c.index("activity_by_subject").on(t.merchantId, t.subjectKind, t.subjectId, t.id)]),

  /** Answers to writes of programs, kept so that the same request twice has one effect. */
  apiRequests: c.table("api_requests", {
    merchantId: c.text<MerchantId>().notNull(),
    keyId: c.text().notNull(),
    idempotencyKey: c.text().notNull(),
    requestHash: c.text().notNull(),
    /** Null: it is being answered at this moment. */
    status: c.integer(),
    body: c.text(),
    at: c.big().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.keyId, t.idempotencyKey] }), c.index("api_requests_by_age").on(t.at)]),

  /** That a store's data was erased, without a word of whose. */
  erasures: c.table("erasures", { id: c.text().primaryKey(), domainHash: c.text().notNull(), rows: c.integer().notNull(), finishedAt: c.big().notNull() }),
});

const watchTables = (c: Columns) => ({
  differences: c.table("differences", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    storeId: c.text<StoreId>().notNull(),
    itemId: c.text<ItemId>().notNull(),
    locationId: c.text<LocationId>().notNull(),
    state: c.text<StockState>().notNull(),
    expected: c.integer().notNull(),
    found: c.integer().notNull(),
    cause: c.text<DifferenceCause>().notNull(),
    orderId: c.text<OrderId>(),
    causeKey: c.text().notNull(),
    knownRightAt: c.big().notNull(),
    foundAt: c.big().notNull(),
    explainedAt: c.big(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.id] }),
    c.index("differences_by_item").on(t.merchantId, t.itemId, t.id),
    c.index("differences_drift").on(t.merchantId, t.storeId, t.foundAt).where(isDrift(t.cause)),
    c.index("differences_looking").on(t.merchantId, t.storeId, t.foundAt).where(sql`${t.cause} = 'looking'`),
  ]),

  runs: c.table("runs", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    storeId: c.text<StoreId>().notNull(),
    kind: c.text<RunKind>().notNull(),
    status: c.text<RunRecord["status"]>().notNull(),
    actor: c.text().notNull(),
    total: c.integer(),
    done: c.integer().notNull(),
    failed: c.integer().notNull(),
    detail: c.json<Record<string, unknown>>().notNull(),
    problem: c.text(),
    startedAt: c.big().notNull(),
    updatedAt: c.big().notNull(),
    finishedAt: c.big(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.id] }),
    c.index("runs_by_kind").on(t.merchantId, t.storeId, t.kind, t.id),
    c.index("runs_running").on(t.updatedAt).where(sql`${t.status} = 'running'`),
  ]),

  notices: c.table("notices", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    storeId: c.text<StoreId>().notNull(),
    kind: c.text<NoticeKind>().notNull(),
    subject: c.text().notNull(),
    itemId: c.text<ItemId>(),
    locationId: c.text<LocationId>(),
    detail: c.json<Record<string, unknown>>().notNull(),
    createdAt: c.big().notNull(),
    settledAt: c.big(),
    settledBy: c.text(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.id] }),
    c.index("notices_by_subject").on(t.merchantId, t.subject),
    c.uniqueIndex("notices_open").on(t.merchantId, t.kind, t.subject).where(sql`${t.settledAt} is null`),
  ]),

  /** When a store was last heard of: one row a store, written with each batch. */
  storePulses: c.table("store_pulses", {
    merchantId: c.text<MerchantId>().notNull(),
    storeId: c.text<StoreId>().notNull(),
    lastReceivedAt: c.big().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.storeId] })]),
});
