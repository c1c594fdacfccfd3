import { and, asc, desc, eq, gte, isNull, lt } from "drizzle-orm";
import type { ActivityRecord, RunKind, SavedViewRecord } from "../domain/desk";
import type { Instant, ItemId, MerchantId, StoreId } from "../domain/ids";
import { $, isDrift, list } from "./phrases";
import type { DeskQueries } from "./port-desk";
import { countOf, rowsOf, type Engine } from "./statement";
import { everyColumn, excluded } from "./upsert";

const selectStoreSettings = rowsOf("select_store_settings", ({ db, t }) =>
  db.select().from(t.storeSettings).where(and(eq(t.storeSettings.merchantId, $("merchantId")), eq(t.storeSettings.storeId, $("storeId")))));
const selectLocationSettings = rowsOf("select_location_settings", ({ db, t }) =>
  db.select().from(t.locationSettings).where(eq(t.locationSettings.merchantId, $("merchantId"))).orderBy(asc(t.locationSettings.locationId)));
const selectStockRules = rowsOf("select_stock_rules", ({ db, t, among }) =>
  db.select().from(t.stockRules).where(and(eq(t.stockRules.merchantId, $("merchantId")), among(t.stockRules.itemId, "itemIds")))
    .orderBy(asc(t.stockRules.itemId), asc(t.stockRules.locationId)));
const selectCustomer = rowsOf("select_customer", ({ db, t }) =>
  db.select().from(t.customers).where(and(eq(t.customers.merchantId, $("merchantId")), eq(t.customers.id, $("id")))));

const selectDifferencesOf = rowsOf("select_differences_of", ({ db, t }) =>
  db.select().from(t.differences).where(and(eq(t.differences.merchantId, $("merchantId")), eq(t.differences.itemId, $("itemId"))))
    .orderBy(desc(t.differences.id)).limit($("limit")));
const selectDifferencesLooking = rowsOf("select_differences_looking", ({ db, t }) =>
  db.select().from(t.differences)
    .where(and(eq(t.differences.merchantId, $("merchantId")), eq(t.differences.storeId, $("storeId")), eq(t.differences.cause, "looking")))
    .orderBy(asc(t.differences.foundAt), asc(t.differences.id)).limit($("limit")));
const selectDrift = rowsOf("select_drift", ({ db, t }) =>
  db.select().from(t.differences)
    .where(and(eq(t.differences.merchantId, $("merchantId")), eq(t.differences.storeId, $("storeId")), gte(t.differences.foundAt, $("since")), isDrift(t.differences.cause)))
    .orderBy(desc(t.differences.foundAt), desc(t.differences.id)).limit($("limit")));
const selectDifferencesSince = rowsOf("select_differences_since", ({ db, t }) =>
  db.select().from(t.differences)
    .where(and(eq(t.differences.merchantId, $("merchantId")), eq(t.differences.storeId, $("storeId")), gte(t.differences.foundAt, $("since"))))
    .orderBy(desc(t.differences.id)).limit($("limit")));

const selectRun = rowsOf("select_run", ({ db, t }) =>
  db.select().from(t.runs).where(and(eq(t.runs.merchantId, $("merchantId")), eq(t.runs.id, $("id")))));
const selectRuns = rowsOf("select_runs", ({ db, t, among }) =>
  db.select().from(t.runs)
    .where(and(eq(t.runs.merchantId, $("merchantId")), eq(t.runs.storeId, $("storeId")), among(t.runs.kind, "kinds")))
    .orderBy(desc(t.runs.id)).limit($("limit")));
const selectRunning = rowsOf("select_running", ({ db, t, among }) =>
  db.select().from(t.runs).where(and(eq(t.runs.status, "running"), among(t.runs.kind, "kinds"))).orderBy(asc(t.runs.updatedAt)).limit($("limit")));

const selectNotices = rowsOf("select_open_notices", ({ db, t }) =>
  db.select().from(t.notices)
    .where(and(eq(t.notices.merchantId, $("merchantId")), eq(t.notices.storeId, $("storeId")), isNull(t.notices.settledAt)))
    .orderBy(desc(t.notices.id)).limit($("limit")));

const selectActivity = rowsOf("select_activity", ({ db, t }) =>
  db.select().from(t.activity).where(and(eq(t.activity.merchantId, $("merchantId")), lt(t.activity.id, $("before"))))
    .orderBy(desc(t.activity.id)).limit($("limit")));
const selectActivityOf = rowsOf("select_activity_of", ({ db, t }) =>
  db.select().from(t.activity).where(and(
    eq(t.activity.merchantId, $("merchantId")), eq(t.activity.subjectKind, $("subjectKind")), eq(t.activity.subjectId, $("subjectId")), lt(t.activity.id, $("before")),
  )).orderBy(desc(t.activity.id)).limit($("limit")));

const selectViews = rowsOf("select_views", ({ db, t }) =>
  db.select().from(t.savedViews).where(and(eq(t.savedViews.merchantId, $("merchantId")), eq(t.savedViews.screen, $("screen")))).orderBy(asc(t.savedViews.name)));

const selectApiKeys = rowsOf("select_api_keys", ({ db, t }) =>
  db.select().from(t.apiKeys).where(eq(t.apiKeys.merchantId, $("merchantId"))).orderBy(desc(t.apiKeys.createdAt), desc(t.apiKeys.id)));
const updateRevoked = countOf("revoke_api_key", ({ db, t }) =>
  db.update(t.apiKeys).set({ revokedAt: $("now") as never })
    .where(and(eq(t.apiKeys.merchantId, $("merchantId")), eq(t.apiKeys.id, $("id")), isNull(t.apiKeys.revokedAt))));

const upsertPulse = countOf("upsert_pulse", ({ db, t, greatest }) =>
  db.insert(t.storePulses).values(everyColumn(t.storePulses) as never).onConflictDoUpdate({
    target: [t.storePulses.merchantId, t.storePulses.storeId],
    set: { lastReceivedAt: greatest(t.storePulses.lastReceivedAt, excluded(t.storePulses.lastReceivedAt)) as never },
  }));
const selectPulse = rowsOf("select_pulse", ({ db, t }) =>
  db.select().from(t.storePulses).where(and(eq(t.storePulses.merchantId, $("merchantId")), eq(t.storePulses.storeId, $("storeId")))));

/** Sorts behind every id. */
const LAST = "\u{10ffff}";

export const deskQueries = (engine: Engine): DeskQueries => ({
  storeSettings: async (merchantId, storeId) => (await engine.ask(selectStoreSettings, { merchantId, storeId }))[0] ?? null,
  locationSettings: (merchantId) => engine.ask(selectLocationSettings, { merchantId }),
  stockRules: (merchantId, itemIds) => engine.ask(selectStockRules, { merchantId, itemIds: list(itemIds) }),
  customer: async (merchantId, id) => (await engine.ask(selectCustomer, { merchantId, id }))[0] ?? null,
  differencesOf: (merchantId: MerchantId, itemId: ItemId, limit: number) => engine.ask(selectDifferencesOf, { merchantId, itemId, limit }),
  differencesLooking: (merchantId: MerchantId, storeId: StoreId, limit: number) => engine.ask(selectDifferencesLooking, { merchantId, storeId, limit }),
  driftSince: (merchantId, query) => engine.ask(selectDrift, { merchantId, ...query }),
  differencesSince: (merchantId, query) => engine.ask(selectDifferencesSince, { merchantId, ...query }),
  run: async (merchantId, id) => (await engine.ask(selectRun, { merchantId, id }))[0] ?? null,
  runs: (merchantId, { storeId, kinds, limit }) => engine.ask(selectRuns, { merchantId, storeId, kinds: list(kinds), limit }),
  runningRuns: (kinds: readonly RunKind[], limit: number) => engine.ask(selectRunning, { kinds: list(kinds), limit }),
  openNotices: (merchantId, storeId, limit) => engine.ask(selectNotices, { merchantId, storeId, limit }),
  activityPage: async (merchantId, { subject, cursor, limit }) => {
    const page = { merchantId, before: cursor ?? LAST, limit: limit + 1 };
    const found: ActivityRecord[] = await (subject ? engine.ask(selectActivityOf, { ...page, ...subject }) : engine.ask(selectActivity, page));
    const rows = found.slice(0, limit);
    return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
  },
  views: (merchantId: MerchantId, screen: SavedViewRecord["screen"]) => engine.ask(selectViews, { merchantId, screen }),
  apiKeys: (merchantId) => engine.ask(selectApiKeys, { merchantId }),
  revokeApiKey: async (merchantId, id, now) => (await engine.ask(updateRevoked, { merchantId, id, now })) > 0,
  notePulse: async (merchantId: MerchantId, storeId: StoreId, lastReceivedAt: Instant) => {
    await engine.ask(upsertPulse, { merchantId, storeId, lastReceivedAt });
  },
  lastPulse: async (merchantId, storeId) => (await engine.ask(selectPulse, { merchantId, storeId }))[0]?.lastReceivedAt ?? null,
});
