import type { ApiKeyRecord } from "../../app/db/port";
import type { ChangeSet } from "../../app/domain/change-set";
import { DEFAULT_STORE_SETTINGS, type ActivityRecord, type CustomerRecord, type DifferenceRecord, type LocationSettingsRecord, type RunRecord, type StockRuleRecord } from "../../app/domain/desk";
import { toId, type ItemId, type LocationId, type PlatformId } from "../../app/domain/ids";
import type { OutboxRow } from "../../app/domain/messages";
import { HOUR_MS, MERCHANT, MINUTE_MS, NOW, STORE } from "./fixture-rows";

/** What managers set, what was compared, what ran and who did what, in the made-up shop. */
const customer = (platformId: string, contactId: string | null, lastOrderAt: number): CustomerRecord => ({
  merchantId: MERCHANT, id: `${STORE}-${platformId}`, storeId: STORE, platformId: toId<PlatformId>(platformId), contactId, firstOrderAt: NOW - 200 * HOUR_MS, lastOrderAt, updatedAt: NOW,
});

/** Whose order it is, by the contact on it; orders without one are a guest's, but for one whose buyer the shop withholds. */
export const CUSTOMER_OF: Record<string, string> = { c1: `${STORE}-71`, c2: `${STORE}-72` };
export const WITHHELD_CUSTOMER = `${STORE}-73`;

const customers = [customer("71", "c1", NOW - 2 * MINUTE_MS), customer("72", "c2", NOW - 26 * MINUTE_MS), customer("73", null, NOW - 50 * HOUR_MS)];

const difference = (id: string, fields: Partial<DifferenceRecord>): DifferenceRecord => ({
  merchantId: MERCHANT, id, storeId: STORE, itemId: toId<ItemId>("cap"), locationId: toId<LocationId>("reno"), state: "available", expected: 26, found: 24, cause: "sold-elsewhere", orderId: null,
  causeKey: "reading:cap:reno", knownRightAt: NOW - 3 * HOUR_MS, foundAt: NOW - 20 * MINUTE_MS, explainedAt: NOW - 19 * MINUTE_MS, ...fields,
});

export const differences = [
  difference("df1", {}),
  difference("df2", { itemId: toId<ItemId>("flask"), locationId: toId<LocationId>("dallas"), expected: 5, found: 3, cause: "looking", causeKey: "reading:flask:dallas", foundAt: NOW - 4 * MINUTE_MS, explainedAt: null }),
];

const rule = (itemId: string, locationId: string, fields: Partial<StockRuleRecord>): StockRuleRecord => ({
  merchantId: MERCHANT, itemId: toId<ItemId>(itemId), locationId: toId<LocationId>(locationId), lowStockUnits: null, safetyStockUnits: null, updatedAt: NOW, ...fields,
});

const run = (id: string, fields: Pick<RunRecord, "kind" | "status"> & Partial<RunRecord>): RunRecord => ({
  merchantId: MERCHANT, id, storeId: STORE, actor: "switchyard", total: null, done: 0, failed: 0, detail: {}, problem: null, startedAt: NOW - 2 * HOUR_MS, updatedAt: NOW - HOUR_MS,
  finishedAt: fields.status === "running" ? null : NOW - HOUR_MS, ...fields,
});

export const runs = [
  run("r1", { kind: "import-locations", status: "done", total: 4, done: 4 }),
  run("r2", { kind: "import-items", status: "done", total: 5, done: 5 }),
  run("r3", { kind: "import-orders", status: "running", total: 66, done: 41, updatedAt: NOW - MINUTE_MS }),
  run("r4", { kind: "compare-stock", status: "failed", total: 5, done: 2, problem: "Your shop did not answer in time." }),
  run("r5", { kind: "erase-customer", status: "done", actor: "platform", total: 7, done: 7, detail: { tables: 38, rows: 12_840, hits: {} } }),
  run("r6", { kind: "export-customer", status: "done", actor: "person:1", detail: { customer: "71", orders: [], until: NOW + 700 * HOUR_MS } }),
];

const act = (id: string, fields: Pick<ActivityRecord, "verb" | "subjectKind" | "subjectId"> & Partial<ActivityRecord>): ActivityRecord => ({
  merchantId: MERCHANT, id, at: NOW - HOUR_MS, actor: "person:1", reason: null, detail: {}, ...fields,
});

const activity = [
  act("a1", { verb: "stock-adjusted", subjectKind: "item", subjectId: "cap", reason: "Counted twice", detail: { locationId: "reno", state: "available", delta: -2, reason: "cycle-count" } }),
  act("a2", { verb: "location-paused", subjectKind: "location", subjectId: "soho", reason: "Stocktaking until Monday" }),
  act("a3", { verb: "settings-changed", subjectKind: "store", subjectId: STORE, detail: { changes: [{ field: "lowStockUnits", before: 5, after: 3 }] } }),
];

const calendar = (locationId: string, fields: Partial<LocationSettingsRecord>): LocationSettingsRecord => ({
  merchantId: MERCHANT, locationId: toId<LocationId>(locationId), version: 1, pausedReason: null, dailyParcels: null, cutOff: null, timeZone: null, workdays: [1, 2, 3, 4, 5], holidays: [],
  latitude: null, longitude: null, updatedAt: NOW, ...fields,
});

const locationSettings = [
  calendar("reno", { dailyParcels: 40, cutOff: "15:00", timeZone: "America/Los_Angeles", holidays: [{ date: "2026-05-25", name: "Memorial Day" }, { date: "2026-01-01", name: "New Year" }] }),
  calendar("soho", { pausedReason: "Stocktaking until Monday" }),
];

const adjustment: OutboxRow = {
  merchantId: MERCHANT, id: "i9", storeId: STORE, orderId: null, lane: "level:cap:dallas", key: "adjust:i9", status: "waiting", problem: null, attempts: 0, dueAt: NOW, createdAt: NOW - MINUTE_MS,
  progress: {},
  intent: {
    kind: "adjust-stock", state: "available", delta: 3, expected: 7, reason: "cycle-count", note: "Shelf B counted", itemId: toId<ItemId>("cap"), locationId: toId<LocationId>("dallas"),
    itemPlatformId: toId<PlatformId>("200"), locationPlatformId: toId<PlatformId>("102"),
  },
};

/** The desk of the made-up shop, as one change set. */
export const deskChange: ChangeSet = {
  merchantId: MERCHANT, guards: [], customers, differences, runs, activity, locationSettings, intents: [adjustment],
  stockRules: [rule("cap", "dallas", { lowStockUnits: 10, safetyStockUnits: 2 }), rule("flask", "dallas", { lowStockUnits: 4 })],
  storeSettings: [{ merchantId: MERCHANT, storeId: STORE, version: 1, settings: { ...DEFAULT_STORE_SETTINGS, lowStockUnits: 3, setupDone: ["import"] }, updatedAt: NOW }],
};

/** Keys of programs; what they hash is nobody's key. */
export const apiKeys: ApiKeyRecord[] = [
  { name: "ERP", mayWrite: true, revokedAt: null }, { name: "Dashboard", mayWrite: false, revokedAt: null }, { name: "Old laptop", mayWrite: false, revokedAt: NOW - HOUR_MS },
].map((key, index) => ({ merchantId: MERCHANT, id: `key-${index}`, keyHash: String(index).repeat(64), ending: `x${index}Qz`, createdBy: "person:1", createdAt: NOW - (index + 1) * 24 * HOUR_MS, ...key }));
