import { describe, expect, test } from "vitest";
import { toId, type MerchantId, type PlatformId, type StoreId } from "../domain/ids";
import type { OrderStatus } from "../domain/orders/order-machine";
import { DEFAULT_MERCHANT_POLICY } from "../domain/policy/defaults";
import { withDatabase } from "./battery-bed";
import { allocationRow, decision, event, item, itemRow, location, merchant, NOW, orderId, orderRow, setOf, stocked, storeRow, type Bed } from "./battery-fixtures";
import { BadCursor } from "./cursor";
import type { Db, OrderQuery } from "./port";

const other = toId<MerchantId>("other-merchant");

export const queryRules = (bed: () => Bed): void => {
  describe("finding orders", () => findRules(bed));
  describe("finding the rest", () => lookupRules(bed));
};

const find = async (db: Db, query: Partial<OrderQuery>) => (await db.findOrders({ merchantId: merchant, limit: 50, ...query })).rows.map((row) => row.id);

/** All pages, one after the other. */
const walk = async (db: Db, query: Partial<OrderQuery>): Promise<string[][]> => {
  const pages: string[][] = [];
  for (let cursor: string | undefined; ;) {
    const page = await db.findOrders({ merchantId: merchant, limit: 2, ...query, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(page.rows.map((row) => row.id));
    if (page.nextCursor === null) return pages;
    cursor = page.nextCursor;
  }
};

const orders = (rows: [id: string, placedAt: number, status?: OrderStatus][]) =>
  setOf({ orders: rows.map(([id, placedAt, status]) => ({ order: orderRow(id, { placedAt: NOW + placedAt, updatedAt: NOW - placedAt, status: status ?? "captured" }) })) });

const findRules = (bed: () => Bed): void => {
  test("pages run newest placed first and miss nothing where times are equal", () => withDatabase(bed(), async (db) => {
    await db.commit([orders([["a", 1], ["b", 1], ["c", 1], ["d", 2], ["e", 0]])]);
    expect(await walk(db, {})).toEqual([["d", "c"], ["b", "a"], ["e"]]);
    await db.commit([orders([["f", 9]])]);
    expect(await walk(db, { limit: 6 })).toEqual([["f", "d", "c", "b", "a", "e"]]);
  }));

  test("who follows along reads oldest change first, strictly newer than asked", () => withDatabase(bed(), async (db) => {
    await db.commit([orders([["a", 3], ["b", 2], ["c", 2], ["d", 1]])]);
    expect(await walk(db, { updatedAfter: NOW - 3 })).toEqual([["b", "c"], ["d"]]);
  }));

  test("a cursor of another list or made up is refused", () => withDatabase(bed(), async (db) => {
    await db.commit([orders([["a", 1], ["b", 2], ["c", 3]])]);
    const { nextCursor } = await db.findOrders({ merchantId: merchant, limit: 1 });
    await expect(db.findOrders({ merchantId: merchant, limit: 1, updatedAfter: 0, cursor: nextCursor ?? "" })).rejects.toThrow(BadCursor);
    for (const cursor of ["", "%%%", "eyJ9", Buffer.from('["placed","1","x"]').toString("base64url"), Buffer.from('["placed",1e999,"x"]').toString("base64url")]) {
      await expect(db.findOrders({ merchantId: merchant, limit: 1, cursor })).rejects.toThrow(BadCursor);
    }
  }));

  test("status, store and platform id narrow; another merchant's orders never show", () => withDatabase(bed(), async (db) => {
    await db.commit([orders([["a", 1, "shipped"], ["b", 2, "held"], ["c", 3, "captured"]])]);
    await db.commit([{ merchantId: other, guards: [], orders: [{ order: orderRow("z", { merchantId: other }), terms: ["zoe"] }] }]);
    expect(await find(db, { statuses: ["shipped", "held"] })).toEqual(["b", "a"]);
    expect(await find(db, { platformId: toId<PlatformId>("b") })).toEqual(["b"]);
    expect(await find(db, { storeId: toId<StoreId>("elsewhere") })).toEqual([]);
    expect(await find(db, {})).toEqual(["c", "b", "a"]);
    expect(await find(db, { merchantId: other, search: "zoe" })).toEqual(["z"]);
    expect(await db.order(other, orderId("a"))).toBeNull();
    expect(await db.countOrdersByStatus(merchant)).toEqual({ shipped: 1, held: 1, captured: 1 });
  }));

  test("every word of a search must match, whole, in any case; an order's name also without its #", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ orders: [
      { order: orderRow("1"), terms: ["#1001", "grace@example.com", "grace", "marigold", "tee-red"] },
      { order: orderRow("2"), terms: ["#1002", "grace", "hopper"] },
    ] })]);
    expect(await find(db, { search: "GRACE" })).toEqual(["2", "1"]);
    expect(await find(db, { search: " grace   Marigold " })).toEqual(["1"]);
    expect(await find(db, { search: "1001" })).toEqual(["1"]);
    expect(await find(db, { search: "#1002" })).toEqual(["2"]);
    expect(await find(db, { search: "Grace@Example.com" })).toEqual(["1"]);
    expect(await find(db, { search: "grac" })).toEqual([]);
    expect(await find(db, { search: "  " })).toEqual(["2", "1"]);
    await db.commit([setOf({ orders: [{ order: orderRow("1", { version: 2 }), terms: ["#1001"] }] })]);
    expect(await find(db, { search: "grace" })).toEqual(["2"]);
  }));
};

const lookupRules = (bed: () => Bed): void => {
  test("items by id and by variant, levels, and what open allocations sum to", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({
      items: [itemRow("shirt"), itemRow("hat", { variantPlatformId: null })], entries: stocked("read", 3),
      orders: [
        { order: orderRow("1"), allocations: [allocationRow("1", { status: "placed", quantity: 2 }), allocationRow("1", { quantity: 1 })] },
        { order: orderRow("2"), allocations: [allocationRow("2", { quantity: 4 }), allocationRow("2", { locationId: location("west"), quantity: 5 })] },
      ],
    })]);
    expect(await db.itemsById(merchant, [item("shirt"), item("none")])).toEqual([itemRow("shirt")]);
    expect(await db.itemsByVariant(merchant, storeRow().id, [toId("v-shirt"), toId("v-hat")])).toEqual([itemRow("shirt")]);
    expect(await db.itemsByVariant(merchant, toId("elsewhere"), [toId("v-shirt")])).toEqual([]);
    expect(await db.placedUnits(merchant, [item("shirt")])).toEqual([
      { itemId: "shirt", locationId: "east", placed: 2, planned: 5 }, { itemId: "shirt", locationId: "west", placed: 0, planned: 5 },
    ]);
    expect(await db.levels(other, [item("shirt")])).toEqual([]);
    expect(await db.orderAggregates(merchant, [])).toEqual([]);
  }));

  test("the inventory is searched by SKU and title and read in pages; % and _ are letters", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ items: [itemRow("1", { title: "Red Tee", sku: "T_1" }), itemRow("2", { title: "Blue Tee", sku: "TX1" }), itemRow("3", { title: "100% Wool" })], entries: stocked("r", 2, { itemId: item("2") }) })]);
    const page = async (search: string, cursor?: string, limit = 10) => db.inventoryPage(merchant, { search, limit, ...(cursor ? { cursor } : {}) });
    expect((await page("tee")).rows.map(({ item: found, levels }) => [found.id, levels.length])).toEqual([["2", 1], ["1", 0]]);
    expect((await page("tee RED")).rows.map((row) => row.item.id)).toEqual(["1"]);
    expect((await page("t_1")).rows.map((row) => row.item.id)).toEqual(["1"]);
    expect((await page("%")).rows.map((row) => row.item.id)).toEqual(["3"]);
    const first = await page("", undefined, 2);
    const second = await page("", first.nextCursor ?? "", 2);
    expect([...first.rows, ...second.rows].map((row) => row.item.title)).toEqual(["100% Wool", "Blue Tee", "Red Tee"]);
    await expect(db.inventoryPage(merchant, { cursor: "x", limit: 1 })).rejects.toThrow(BadCursor);
  }));

  test("history and decisions come oldest first, and the feed tells what is newer", () => withDatabase(bed(), async (db) => {
    expect(await db.newestEventId(merchant)).toBe("");
    await db.commit([setOf({ events: [event("e1", "1"), event("e2", "2"), event("e3", "1")], decisions: [decision("d1", "1"), decision("d2", "1"), decision("d3", "2")] })]);
    expect((await db.history(merchant, orderId("1"))).map((one) => one.id)).toEqual(["e1", "e3"]);
    expect(await db.eventsAfter(merchant, "e1", 10)).toEqual([{ id: "e2", orderId: "2" }, { id: "e3", orderId: "1" }]);
    expect(await db.eventsAfter(merchant, "", 1)).toEqual([{ id: "e1", orderId: "1" }]);
    expect(await db.newestEventId(merchant)).toBe("e3");
    expect((await db.latestDecisions(merchant, [orderId("1"), orderId("2")])).map((one) => one.id).sort()).toEqual(["d2", "d3"]);
    expect((await db.decisionPage(merchant, "d1", 1)).map((one) => one.id)).toEqual(["d2"]);
  }));

  test("a policy of before there were rules is read with all that a policy has today", () => withDatabase(bed(), async (db) => {
    const tariff = { ...DEFAULT_MERCHANT_POLICY.tariff, splitPenaltyMinor: 7 };
    const row = { merchantId: merchant, version: 1, name: "old", publishedAt: NOW, actor: "switchyard", note: null, basedOn: null };
    await db.commit([setOf({ policies: [{ ...row, policy: tariff as never }] })]);
    for (const found of [await db.latestPolicy(merchant), await db.policy(merchant, 1)]) expect(found).toEqual({ ...row, policy: { ...DEFAULT_MERCHANT_POLICY, tariff } });
  }));

  test("a draft is saved only on top of the version that was seen, and is gone when it is put aside", () => withDatabase(bed(), async (db, url) => {
    const draft = { merchantId: merchant, id: "p1", name: "Spring", basedOnVersion: 1, policy: DEFAULT_MERCHANT_POLICY, version: 1, actor: "person:1", updatedAt: NOW };
    const save = async (version: number, changes: object = {}) =>
      (await db.commit([setOf({ guards: [{ kind: "policy-draft", id: "p1", version: version - 1 }], policyDrafts: [{ ...draft, ...changes, version }] })]))[0]?.status;
    expect([await save(1), await save(1), await save(2, { name: "Summer" }), await save(2)]).toEqual(["committed", "conflict", "committed", "conflict"]);
    expect((await bed().tables(url)).policyDrafts).toHaveLength(1);
    await db.commit([setOf({ removedPolicyDrafts: ["p1"] })]);
    expect((await bed().tables(url)).policyDrafts).toEqual([]);
  }));

  test("stores, policies and API keys are found again", () => withDatabase(bed(), async (db) => {
    const policy = { merchantId: merchant, name: "first", publishedAt: NOW, policy: DEFAULT_MERCHANT_POLICY, actor: "person:1", note: "Spring", basedOn: null };
    await db.commit([setOf({ stores: [storeRow()], policies: [{ ...policy, version: 1 }, { ...policy, version: 2 }] })]);
    expect(await db.findStore("shopify", "acme.myshopify.com")).toEqual(storeRow());
    expect(await db.findStore("bigcommerce", "acme.myshopify.com")).toBeNull();
    expect(await db.store(other, storeRow().id)).toBeNull();
    expect((await db.latestPolicy(merchant))?.version).toBe(2);
    expect(await db.policy(merchant, 1)).toEqual({ ...policy, version: 1 });
    const key = { merchantId: merchant, id: "k", name: "erp", keyHash: "ab", ending: "wxyz", mayWrite: true, createdBy: "person:1", createdAt: NOW, revokedAt: null };
    await db.createApiKey(key);
    expect(await db.apiKeyByHash("ab")).toEqual(key);
    expect(await db.apiKeyByHash("cd")).toBeNull();
    await db.probeWrite(NOW);
    await db.probeWrite(NOW + 1);
  }));
};
