import { describe, expect, test } from "vitest";
import { toId, type MerchantId } from "../domain/ids";
import { DEFAULT_MERCHANT_POLICY } from "../domain/policy/defaults";
import { withDatabase } from "./battery-bed";
import { driftRow } from "./battery-drift";
import { changedRow, replayRow } from "./battery-replay";
import { factsRow, override, rejection, shelfCount } from "./battery-experience";
import {
  allocationRow, contactRow, decision, delivery, entry, event, intentRow, item, itemRow, lineRow, location, merchant, MASTER_KEYS, NOW, orderId, orderRow, setOf, shipmentRow, stocked, store, storeRow,
  wantedRead, type Bed,
} from "./battery-fixtures";
import { openDatabase } from "./open-database";
import { NOBODYS, OWNED_TABLES } from "./owned-tables";
import type { Db, TextCursor } from "./port";
import { makeSchema } from "./schema";

const other = toId<MerchantId>("other");
const DOMAIN = "acme.myshopify.com";
const BODY_SIZES = [200, 3_000, 40_000];

export const privacyRules = (bed: () => Bed): void => {
  describe("walking every text", () => textRules(bed));
  describe("erasing", () => eraseRules(bed));
  describe("answers to programs", () => requestRules(bed));
};

const walkAll = async (db: Db, limit = 3): Promise<{ table: string; column: string; text: string; key: (string | number)[] }[]> => {
  const found = [];
  for (let cursor: TextCursor | null | undefined; cursor !== null;) {
    const page = await db.textPage(merchant, cursor ?? null, limit);
    found.push(...page.rows.flatMap((row) => Object.entries(row.texts).map(([column, text]) => ({ table: page.table, column, text, key: row.key }))));
    cursor = page.next;
  }
  return found;
};

/** A row in every table that the schema has, each with the same word in each of its texts that takes one. */
export const fillAll = async (db: Db, word: string): Promise<void> => {
  await db.sessions.put("offline", DOMAIN, [["accessToken", word]]);
  await db.storeDeliveries([delivery("d1", { body: `{"note":"${word}"}` }), delivery("d2", { merchantId: null, storeId: null, body: `{"note":"${word}"}` })]);
  await db.createApiKey({ merchantId: merchant, id: "k1", name: word, keyHash: "h", ending: "abcd", mayWrite: true, createdBy: "person:1", createdAt: NOW, revokedAt: null });
  await db.beginApiRequest({ merchantId: merchant, keyId: "k1", idempotencyKey: "once", requestHash: "h", at: NOW }, 0);
  await db.endApiRequest({ merchantId: merchant, keyId: "k1", idempotencyKey: "once" }, { status: 200, body: `{"reason":"${word}"}` });
  await db.notePulse(merchant, store, NOW);
  await db.noteSilence({ merchantId: merchant, storeId: store, dependency: "platform-api", domain: DOMAIN, since: NOW, retryAt: NOW, trips: 1 });
  await db.saveReplay(replayRow("r1"), [changedRow("1")]);
  await db.saveScarcityPrices(merchant, { learnedAt: NOW, prices: [{ itemId: item("shirt"), locationId: toId("east"), minorPerUnit: 40 }] });
  const at = { merchantId: merchant, storeId: store };
  await db.commit([
    setOf({
      stores: [storeRow()], items: [itemRow("shirt")], contacts: [contactRow("c1", { name: word })],
      locations: [{ ...at, id: toId("east"), platformId: toId("1"), name: "East", active: true, fulfillsOnline: true, shipsInventory: true, isFulfillmentService: false, countryCode: null, provinceCode: null, postalCode: null, city: null, latitude: null, longitude: null, updatedAt: NOW }],
      policies: [{ merchantId: merchant, version: 1, name: "Default", policy: DEFAULT_MERCHANT_POLICY, publishedAt: NOW, actor: "person:1", note: word, basedOn: null }],
      policyDrafts: [{ merchantId: merchant, id: "p1", name: word, basedOnVersion: 1, policy: DEFAULT_MERCHANT_POLICY, version: 1, actor: "person:1", updatedAt: NOW }],
      centroids: [{ merchantId: merchant, countryCode: "US", prefix: "941", latitude: 37.7, longitude: -122.4 }],
      parcelDays: [{ locationId: toId("east"), day: "2026-03-02", by: 1, limit: 5 }],
      customers: [{ ...at, id: "store-5", platformId: toId("5"), contactId: "c1", firstOrderAt: NOW, lastOrderAt: NOW, updatedAt: NOW }],
      storeSettings: [{ ...at, version: 1, settings: { lowStockUnits: 1, notifyCustomers: true, retentionDays: 1, setupDone: [], setupDismissed: false }, updatedAt: NOW }],
      locationSettings: [{ merchantId: merchant, locationId: toId("east"), version: 1, pausedReason: word, dailyParcels: 1, cutOff: null, timeZone: null, workdays: [1], holidays: [], latitude: null, longitude: null, updatedAt: NOW }],
      stockRules: [{ merchantId: merchant, itemId: item("shirt"), locationId: toId("east"), lowStockUnits: 1, safetyStockUnits: null, updatedAt: NOW }],
      differences: [{ ...at, id: "x1", itemId: item("shirt"), locationId: location("east"), state: "available", expected: 1, found: 2, cause: "looking", orderId: null, causeKey: "k", knownRightAt: 0, foundAt: NOW, explainedAt: null }],
      runs: [{ ...at, id: "r1", kind: "bulk-act", status: "done", actor: "person:1", total: 1, done: 1, failed: 0, detail: { note: word }, problem: word, startedAt: NOW, updatedAt: NOW, finishedAt: NOW }],
      notices: [{ ...at, id: "n1", kind: "low-stock", subject: "shirt", itemId: null, locationId: null, detail: { note: word }, createdAt: NOW, settledAt: null, settledBy: null }],
      activity: [{ merchantId: merchant, id: "a1", at: NOW, actor: "person:1", verb: "stock-adjusted", subjectKind: "item", subjectId: "shirt", reason: word, detail: { note: word } }],
      views: [{ merchantId: merchant, id: "v1", screen: "orders", name: word, query: `search=${word}`, createdBy: "person:1", createdAt: NOW }],
      entries: [...stocked("reading", 5), entry("take", "available", -1)],
    }),
    setOf({
      orders: [{
        order: orderRow("1", { contactId: "c1", customerId: "store-5", holdReason: word, tags: [word], customerTags: [word], problem: word }), lines: [lineRow("1", "l1")], allocations: [allocationRow("1")],
        fulfillmentOrders: [{
          ...at, id: toId("f1"), orderId: orderId("1"), platformId: toId("81"), locationId: location("east"), status: "open", requestStatus: "unsubmitted", deliveryMethod: "shipping",
          holds: [{ platformId: toId("9"), handle: null, reason: word }], actions: [], lines: [], fulfillAt: null, fulfillBy: null, platformUpdatedAt: NOW,
        }],
        shipments: [shipmentRow("1", "p1", { problem: word })], terms: [word], waitsFor: [item("shirt")],
      }],
      decisions: [decision("d1", "1")], events: [{ ...event("e1", "1"), detail: { reason: word } }], intents: [intentRow("i1", { intent: { kind: "report-progress", fulfillmentOrderPlatformId: toId("81"), note: word } })],
      wantedReads: [wantedRead("1", { problem: word, told: { id: "d1", key: "d1", topic: "orders/updated", triggeredAt: null, receivedAt: NOW }, asker: "person:1" })],
      rejections: [rejection("r1", { note: word })], overrides: [override("o1", { reason: word })], shelfCounts: [shelfCount("s1")], locationFacts: [factsRow()],
      drifts: [driftRow("x1", { askedBy: "person:1" })],
      heard: [{ ...at, id: "d1", about: "order:1", why: "late", topic: "orders/updated", deliveryKey: "d1", triggeredAt: null, receivedAt: NOW }],
    }),
  ]);
};

const textRules = (bed: () => Bed): void => {
  test("every table of the schema is somebody's or nobody's, and every text of it that is not sealed is walked", () => withDatabase(bed(), async (db, url) => {
    await fillAll(db, "Marigold");
    const tables = await bed().tables(url);
    expect(OWNED_TABLES.map((table) => table.name).concat(NOBODYS).sort()).toEqual(Object.keys(makeSchema("sqlite")).sort());
    expect(OWNED_TABLES.filter((table) => (tables[table.name] ?? []).length === 0).map((table) => table.name), "tables that this test leaves empty").toEqual([]);
    const walked = await walkAll(db);
    const inWalk = new Set(walked.filter(({ text }) => text.includes("Marigold")).map(({ table, column }) => `${table}.${column}`));
    const inTables = Object.entries(tables).flatMap(([name, rows]) =>
      [...new Set(rows.flatMap((row) => Object.entries(row).filter(([, value]) => JSON.stringify(value)?.includes("Marigold")).map(([column]) => `${name}.${column}`)))]);
    expect([...inWalk].sort()).toEqual(inTables.sort());
    expect(inTables.length).toBeGreaterThan(15);
    expect(new Set(walked.map((one) => one.table))).toEqual(new Set(OWNED_TABLES.filter((table) => table.texts.length > 0).map((table) => table.name)));
  }));

  test("pages of any size see every row once, and no row of another merchant", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ items: ["a", "b", "c", "d", "e"].map((id) => itemRow(id)) }), { merchantId: other, guards: [], items: [itemRow("z", { merchantId: other })] }]);
    for (const limit of [1, 2, 5, 50]) {
      expect((await walkAll(db, limit)).filter(({ table, column }) => table === "items" && column === "sku").map(({ text }) => text)).toEqual(["a", "b", "c", "d", "e"].map((id) => `SKU-${id}`));
    }
  }));

  test("a text is rewritten only where it still stands so, JSON included", () => withDatabase(bed(), async (db) => {
    await fillAll(db, "Marigold");
    for (const { table, column, key, text } of (await walkAll(db)).filter((one) => one.text.includes("Marigold"))) {
      const place = { table, column, key, was: text };
      expect(await db.rewriteText(merchant, { ...place, was: `${text} ` }, text)).toBe(false);
      expect(await db.rewriteText(merchant, place, text.replaceAll("Marigold", "gone")), `${table}.${column}`).toBe(true);
    }
    expect((await walkAll(db)).filter((one) => one.text.includes("Marigold"))).toEqual([]);
    expect((await db.history(merchant, orderId("1")))[0]?.detail).toEqual({ reason: "gone" });
    expect((await db.order(merchant, orderId("1")))?.order.tags).toEqual(["gone"]);
  }));
};

const eraseRules = (bed: () => Bed): void => {
  test("a merchant's rows are erased some at a time, another's stay, and one row says so", () => withDatabase(bed(), async (db, url) => {
    await fillAll(db, "Marigold");
    await db.commit([{ merchantId: other, guards: [], items: [itemRow("z", { merchantId: other })] }]);
    let erased = 0;
    for (let some = -1; some !== 0; erased += some) {
      some = await db.eraseRows(merchant, 4);
      expect(some).toBeLessThanOrEqual(4);
    }
    expect(await db.rowCounts(merchant)).toEqual({ runs: 1, stores: 1 });
    await db.finishErasure(merchant, { id: "r1", domainHash: "hash", rows: erased, finishedAt: NOW });
    expect(await db.rowCounts(merchant)).toEqual({});
    expect(await db.erasures("hash")).toEqual([{ id: "r1", domainHash: "hash", rows: erased, finishedAt: NOW }]);
    expect(Object.entries(await bed().tables(url)).filter(([, rows]) => rows.length > 0).map(([name, rows]) => [name, rows.length]).sort()).toEqual([["erasures", 1], ["items", 1]]);
    await db.settleFiles();
    expect((await bed().plainText(url)).includes("Marigold")).toBe(false);
  }));

  test("bodies that were deleted stand nowhere in the database's bytes, whatever their size", () => withDatabase(bed(), async (db, url) => {
    const many = Array.from({ length: 60 }, (_, index) => delivery(`m${String(index).padStart(3, "0")}`, { body: `{"name":"Marigold ${index}","rest":"${"x".repeat(BODY_SIZES[index % 3] ?? 0)}"}` }));
    for (const one of many) await db.storeDeliveries([one]);
    await db.settleFiles();
    expect((await bed().plainText(url)).includes("Marigold 7")).toBe(true);
    await db.commit([setOf({ deliveries: many.map(({ id }) => ({ id, status: "applied", reason: null })) })]);
    expect(await db.eraseBodies(merchant, many.map(({ id }) => id), "erased")).toEqual([]);
    await db.settleFiles();
    expect((await bed().plainText(url)).includes("Marigold")).toBe(false);
  }));

  test("a body that still waits is left, a parked one is put aside with the reason", () => withDatabase(bed(), async (db) => {
    await db.storeDeliveries([delivery("waits"), delivery("parked"), delivery("applied")]);
    await db.commit([setOf({ deliveries: [{ id: "parked", status: "parked", reason: "no" }, { id: "applied", status: "applied", reason: null }] })]);
    expect(await db.eraseBodies(merchant, ["waits", "parked", "applied"], "Erased.")).toEqual(["waits"]);
    expect((await db.parkedDeliveries(merchant, "", 10)).rows).toEqual([]);
    expect([await db.deliveryBody(merchant, "parked"), await db.deliveryBody(merchant, "applied")]).toEqual([null, null]);
    expect((await db.claimDeliveries(NOW, 1_000, 10)).map((one) => one.id)).toEqual(["waits"]);
  }));

  test("settled bodies are purged by age, page after page; parked, waiting and young ones stay", () => withDatabase(bed(), async (db) => {
    const ids = ["b1", "b2", "b3", "b4", "b5", "b6"];
    await db.storeDeliveries(ids.map((id, index) => delivery(id, { receivedAt: NOW + index })));
    await db.commit([setOf({ deliveries: ids.filter((id) => id !== "b3").map((id) => ({ id, status: id === "b2" ? "parked" as const : "applied" as const, reason: "x" })) })]);
    let purged = 0;
    for (let next: string | null = ""; next !== null;) {
      const page: { purged: number; next: string | null } = await db.purgeBodies({ receivedBefore: NOW + 5, afterId: next, limit: 2 });
      purged += page.purged;
      next = page.next;
    }
    expect(purged).toBe(3);
    expect(await Promise.all(ids.map(async (id) => (await db.deliveryBody(merchant, id)) !== null))).toEqual([false, true, true, false, false, true]);
  }));

  test("a person's orders are found by number and by customer; forgetting takes contact, key and row", () => withDatabase(bed(), async (db, url) => {
    await fillAll(db, "Marigold");
    await db.commit([setOf({ orders: [{ order: orderRow("2") }, { order: orderRow("3", { customerId: "store-5", contactId: "c3" }) }] })]);
    const ofPerson = async (customerId: string | null, ids: string[]) => (await db.ordersOfPerson(merchant, { storeId: store, customerId, orderPlatformIds: ids.map((id) => toId(id)) })).map((one) => one.id);
    expect(await ofPerson(null, ["2"])).toEqual(["2"]);
    expect(await ofPerson("store-5", [])).toEqual(["1", "3"]);
    expect(await ofPerson("store-5", ["2", "1"])).toEqual(["1", "2", "3"]);
    expect(await ofPerson(null, [])).toEqual([]);
    await db.forgetPerson(merchant, { customerId: "store-5", contactIds: ["c1"], deliveryIds: ["d1"] });
    const { customers, contacts, contactKeys, inboxBodies } = await bed().tables(url);
    expect([customers, contacts, contactKeys, inboxBodies?.map((row) => row.id)]).toEqual([[], [], [], ["d2"]]);
  }));

  test("old orders with a contact are found by status and age, and customers when none of their orders has one", () => withDatabase(bed(), async (db) => {
    const order = (id: string, changes: object) => ({ order: orderRow(id, { contactId: `c-${id}`, customerId: "store-5", status: "shipped", ...changes }) });
    await db.commit([setOf({
      orders: [order("1", {}), order("2", { updatedAt: NOW + 9 }), order("3", { status: "routed" }), order("4", { contactId: null })], contacts: [contactRow("own")],
      customers: [{ merchantId: merchant, storeId: store, id: "store-5", platformId: toId("5"), contactId: "own", firstOrderAt: 1, lastOrderAt: 2, updatedAt: 3 }],
    })]);
    const query = { storeId: store, statuses: ["shipped", "cancelled"], changedBefore: NOW + 5, limit: 10 };
    expect(await db.ordersWithContact(merchant, query)).toEqual(["1"]);
    const toForget = () => db.customersToForget(merchant, { storeId: store, lastOrderBefore: 5, limit: 10 });
    expect(await toForget()).toEqual([]);
    await db.commit([setOf({ orders: ["1", "2", "3"].map((id) => ({ order: orderRow(id, { version: 2, contactId: null, customerId: "store-5" }) })) })]);
    expect(await toForget()).toEqual([{ id: "store-5", contactId: "own" }]);
    await db.forgetCustomerContact(merchant, "store-5", "own");
    expect([await toForget(), (await db.customer(merchant, "store-5"))?.contactId, (await db.contacts(merchant, ["own"])).size]).toEqual([[], null, 0]);
  }));
};

const requestRules = (bed: () => Bed): void => {
  const key = { merchantId: merchant, keyId: "k", idempotencyKey: "once" };

  test("a key is taken once, its answer is given again, and it is free when given up or too old", () => withDatabase(bed(), async (db) => {
    const begin = (at: number, requestHash = "h") => db.beginApiRequest({ ...key, requestHash, at }, at - 100);
    expect(await begin(1_000)).toBeNull();
    expect(await begin(1_001, "other")).toEqual({ ...key, requestHash: "h", status: null, body: null, at: 1_000 });
    await db.endApiRequest(key, { status: 200, body: "{}" });
    expect(await begin(1_002)).toMatchObject({ status: 200, body: "{}" });
    expect(await db.beginApiRequest({ ...key, keyId: "another", requestHash: "h", at: 1_002 }, 0)).toBeNull();
    expect(await begin(1_101)).toBeNull();
    await db.dropApiRequest(key);
    expect(await begin(1_102)).toBeNull();
    expect(await db.purgeApiRequests(1_102, 10)).toBe(1);
    expect(await db.purgeApiRequests(1_103, 10)).toBe(1);
  }));

  test("of many that take the same key at once, one has it", () => withDatabase(bed(), async (db, url) => {
    const second = await openDatabase({ url, masterKeys: MASTER_KEYS });
    const taken = await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 ? db : second).beginApiRequest({ ...key, requestHash: "h", at: NOW }, 0)));
    expect(taken.filter((one) => one === null)).toHaveLength(1);
    await second.close();
  }));
};
