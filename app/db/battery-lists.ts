import { describe, expect, test } from "vitest";
import type { CustomerRecord, DifferenceRecord, NoticeRecord } from "../domain/desk";
import { toId, type LocationId, type MerchantId, type PlatformId, type StoreId } from "../domain/ids";
import { searchTerms } from "../domain/orders/facts";
import type { FulfillmentOrderRecord, OrderRecord } from "../domain/records";
import { withDatabase } from "./battery-bed";
import { entry, item, itemRow, location, merchant, NOW, orderId, orderRow, setOf, shipmentRow, store, stocked, type Bed } from "./battery-fixtures";
import { BadCursor } from "./cursor";
import type { Db, OrderFilter, OrderQuery } from "./port";

const other = toId<MerchantId>("other-merchant");

export const listRules = (bed: () => Bed): void => {
  describe("lists of orders", () => orderRules(bed));
  describe("walks over all that match", () => walkRules(bed));
  describe("customers", () => customerRules(bed));
  describe("the inventory's filters", () => inventoryRules(bed));
};

const find = async (db: Db, filter: Partial<OrderQuery>) => (await db.findOrders({ merchantId: merchant, limit: 50, ...filter })).rows.map((row) => row.id);

/** All pages of two, one after the other. */
const pages = async (db: Db, query: Partial<OrderQuery>): Promise<string[]> => {
  const ids: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await db.findOrders({ merchantId: merchant, limit: 2, ...query, ...(cursor === undefined ? {} : { cursor }) });
    ids.push(...page.rows.map((row) => row.id));
    if (page.nextCursor === null) return ids;
    cursor = page.nextCursor;
  }
};

const save = (db: Db, rows: [id: string, changes: Partial<OrderRecord>][]) => db.commit([setOf({
  orders: rows.map(([id, changes]) => {
    const order = orderRow(id, changes);
    return { order, terms: searchTerms(order, [], null) };
  }),
})]);

const fulfillmentOrder = (order: string, at: string, changes: Partial<FulfillmentOrderRecord> = {}): FulfillmentOrderRecord => ({
  merchantId: merchant, id: toId(`fo-${order}-${at}`), orderId: orderId(order), storeId: store, platformId: toId(`fo-${order}`), locationId: location(at), status: "open",
  requestStatus: "unsubmitted", deliveryMethod: "shipping", holds: [], actions: [], lines: [], fulfillAt: null, fulfillBy: null, platformUpdatedAt: NOW, ...changes,
});

const standing = (db: Db, order: string, parts: FulfillmentOrderRecord[], changes: Partial<OrderRecord> = {}) =>
  db.commit([setOf({ orders: [{ order: orderRow(order, changes), fulfillmentOrders: parts }] })]);

const orderRules = (bed: () => Bed): void => {
  test("each sort runs up and down, and misses and repeats nothing where values are equal", () => withDatabase(bed(), async (db) => {
    await save(db, [
      ["a", { placedAt: 1, updatedAt: 9, totalMinor: 500, shipBy: 70 }], ["b", { placedAt: 2, updatedAt: 9, totalMinor: 500, shipBy: null }],
      ["c", { placedAt: 2, updatedAt: 7, totalMinor: 100, shipBy: 70 }], ["d", { placedAt: 3, updatedAt: 8, totalMinor: 900, shipBy: 60 }],
      ["e", { placedAt: 0, updatedAt: 1, totalMinor: 500, shipBy: null }],
    ]);
    const sorted = (by: "placed" | "updated" | "ship-by" | "total", direction: "up" | "down") => pages(db, { sort: { by, direction } });
    expect(await sorted("placed", "down")).toEqual(["d", "c", "b", "a", "e"]);
    expect(await sorted("placed", "up")).toEqual(["e", "a", "b", "c", "d"]);
    expect(await sorted("updated", "down")).toEqual(["b", "a", "d", "c", "e"]);
    expect(await sorted("total", "up")).toEqual(["c", "a", "b", "e", "d"]);
    expect(await sorted("total", "down")).toEqual(["d", "e", "b", "a", "c"]);
    expect(await sorted("ship-by", "up")).toEqual(["d", "a", "c", "b", "e"]);
    expect(await sorted("ship-by", "down")).toEqual(["c", "a", "d", "b", "e"]);
  }));

  test("several statuses are one list, in the order of the sort", () => withDatabase(bed(), async (db) => {
    await save(db, [["a", { placedAt: 1, status: "held" }], ["b", { placedAt: 2, status: "routed" }], ["c", { placedAt: 2, status: "held" }], ["d", { placedAt: 3, status: "shipped" }], ["e", { placedAt: 4, status: "routed" }]]);
    expect(await pages(db, { statuses: ["held", "routed", "held"] })).toEqual(["e", "c", "b", "a"]);
    expect(await pages(db, { statuses: ["routed", "held"], sort: { by: "placed", direction: "up" } })).toEqual(["a", "b", "c", "e"]);
    expect(await pages(db, { statuses: ["held", "routed"], sort: { by: "total", direction: "up" } })).toEqual(["a", "b", "c", "e"]);
  }));

  test("a cursor serves the list that it was made for alone", () => withDatabase(bed(), async (db) => {
    await save(db, [["a", {}], ["b", {}]]);
    const { nextCursor } = await db.findOrders({ merchantId: merchant, limit: 1, sort: { by: "total", direction: "up" } });
    for (const by of ["placed", "ship-by"] as const) {
      await expect(db.findOrders({ merchantId: merchant, limit: 1, sort: { by, direction: "up" }, cursor: nextCursor ?? "" })).rejects.toThrow(BadCursor);
    }
    await expect(db.findOrders({ merchantId: merchant, limit: 1, sort: { by: "total", direction: "down" }, cursor: nextCursor ?? "" })).rejects.toThrow(BadCursor);
    const far = Buffer.from(JSON.stringify(["total up", 7, 1, "x"])).toString("base64url");
    expect(await db.findOrders({ merchantId: merchant, limit: 1, sort: { by: "total", direction: "up" }, cursor: far })).toEqual({ rows: [], nextCursor: null });
  }));

  test("what an order says of itself narrows, alone and together", () => withDatabase(bed(), async (db) => {
    await save(db, [
      ["a", { placedAt: 10, source: "point-of-sale", currency: "EUR", customerId: "ada", test: true }],
      ["b", { placedAt: 20, financialStatus: "refunded", customerId: "ada" }], ["c", { placedAt: 30, storeId: toId<StoreId>("second") }],
    ]);
    const cases: [Partial<OrderFilter>, string[]][] = [
      [{ placedFrom: 20 }, ["c", "b"]], [{ placedUntil: 20 }, ["a"]], [{ placedFrom: 11, placedUntil: 30 }, ["b"]], [{ sources: ["point-of-sale"] }, ["a"]], [{ sources: [] }, ["c", "b", "a"]],
      [{ financialStatuses: ["refunded", "voided"] }, ["b"]], [{ customerId: "ada" }, ["b", "a"]], [{ customerId: "ada", statuses: ["captured", "held"] }, ["b", "a"]],
      [{ currency: "EUR" }, ["a"]], [{ test: false }, ["c", "b"]], [{ test: true }, ["a"]], [{ storeId: toId<StoreId>("second") }, ["c"]], [{ customerId: "ada", currency: "USD" }, ["b"]],
    ];
    for (const [filter, expected] of cases) {
      expect({ filter, found: await find(db, filter) }).toEqual({ filter, found: expected });
      expect(await db.countOrders({ merchantId: merchant, ...filter })).toEqual({ value: expected.length, more: false });
    }
  }));

  test("tags are found whole, in any case, all of them, and are no words of the search's", () => withDatabase(bed(), async (db) => {
    await save(db, [["a", { tags: ["Big Sale", "VIP"] }], ["b", { tags: ["big"] }], ["c", { tags: [] }]]);
    expect(await find(db, { tags: ["big sale"] })).toEqual(["a"]);
    expect(await find(db, { tags: ["BIG"] })).toEqual(["b"]);
    expect(await find(db, { tags: ["vip", "Big   Sale"] })).toEqual(["a"]);
    expect(await find(db, { tags: ["vip", "big"] })).toEqual([]);
    expect(await find(db, { search: "vip" })).toEqual([]);
    expect(await find(db, { tags: [" "] })).toEqual(["c", "b", "a"]);
  }));

  test("late is what should have left and has not", () => withDatabase(bed(), async (db) => {
    await save(db, [["a", { shipBy: 10, status: "routed" }], ["b", { shipBy: 20, status: "routed" }], ["c", { shipBy: 5, status: "shipped" }], ["d", { shipBy: null }], ["e", { shipBy: 1, status: "held" }]]);
    expect(await find(db, { lateAt: 20 })).toEqual(["e", "a"]);
    expect(await find(db, { lateAt: 21, statuses: ["routed", "released"], sort: { by: "ship-by", direction: "up" } })).toEqual(["a", "b"]);
    expect(await db.countOrders({ merchantId: merchant, lateAt: 1 })).toEqual({ value: 0, more: false });
  }));

  test("what needs a look is found, for any reason or for one", () => withDatabase(bed(), async (db) => {
    const because = (...codes: ("location-closed" | "request-rejected")[]) => ({ attentionSince: 5, attention: codes.map((code) => ({ code, key: "1", since: 5, detail: {} })) });
    await save(db, [["a", because("location-closed")], ["b", because("request-rejected", "location-closed")], ["c", {}]]);
    expect(await find(db, { attention: "any" })).toEqual(["b", "a"]);
    expect(await find(db, { attention: "request-rejected" })).toEqual(["b"]);
    expect(await find(db, { attention: "cancelled-after-shipping" })).toEqual([]);
  }));

  test("a location has the orders of which an open part stands there, and the finished ones of which a parcel left from there", () => withDatabase(bed(), async (db) => {
    await standing(db, "a", [fulfillmentOrder("a", "east"), fulfillmentOrder("a", "west", { status: "closed" })]);
    await standing(db, "b", [fulfillmentOrder("b", "west", { status: "on-hold" })], { status: "held" });
    await standing(db, "c", [fulfillmentOrder("c", "east", { status: "closed" })], { status: "shipped" });
    await db.commit([setOf({ orders: [{ order: orderRow("c", { version: 2, status: "shipped" }), shipments: [shipmentRow("c", "1"), shipmentRow("c", "2", { locationId: location("south"), status: "refused" })] }] })]);
    expect(await find(db, { locationId: location("east") })).toEqual(["a"]);
    expect(await find(db, { locationId: location("west") })).toEqual(["b"]);
    expect(await find(db, { locationId: location("west"), statuses: ["captured"] })).toEqual([]);
    expect(await find(db, { locationId: location("east"), statuses: ["shipped"] })).toEqual(["c"]);
    expect(await find(db, { locationId: location("south"), statuses: ["shipped", "cancelled"] })).toEqual([]);
  }));

  test("a count is exact up to its limit, and says when there are more", () => withDatabase(bed(), async (db) => {
    await save(db, [["a", {}], ["b", {}], ["c", { status: "held" }]]);
    expect(await db.countOrders({ merchantId: merchant }, 3)).toEqual({ value: 3, more: false });
    expect(await db.countOrders({ merchantId: merchant }, 2)).toEqual({ value: 2, more: true });
    expect(await db.countOrders({ merchantId: merchant, statuses: ["held", "routed"] })).toEqual({ value: 1, more: false });
    expect(await db.countOrders({ merchantId: other })).toEqual({ value: 0, more: false });
  }));

  test("frequent words and tags are found as rare ones are", () => withDatabase(bed(), async (db) => {
    const many = Array.from({ length: 8_200 }, (_, at) => orderRow(`m${String(at).padStart(4, "0")}`, {
      placedAt: NOW + at, tags: ["often", at % 2 === 0 ? "even" : "odd", ...(at === 5 ? ["rare"] : []), ...(at === 7 ? ["even"] : [])],
    }));
    for (let at = 0; at < many.length; at += 500) {
      await db.commit([setOf({ orders: many.slice(at, at + 500).map((order) => ({ order, terms: searchTerms(order, [], null) })) })]);
    }
    expect(await find(db, { tags: ["often"], limit: 2 })).toEqual(["m8199", "m8198"]);
    expect(await find(db, { tags: ["often", "odd"], limit: 2 })).toEqual(["m8199", "m8197"]);
    expect(await find(db, { tags: ["often", "rare"] })).toEqual(["m0005"]);
    expect(await find(db, { tags: ["often", "odd", "even"] })).toEqual(["m0007"]);
    expect(await db.countOrders({ merchantId: merchant, tags: ["often"] })).toEqual({ value: 8_200, more: false });
  }));
};

const walkRules = (bed: () => Bed): void => {
  test("meet each order once, though orders change and come while the walk goes on", () => withDatabase(bed(), async (db) => {
    await save(db, Array.from({ length: 7 }, (_, at): [string, Partial<OrderRecord>] => [`o${at}`, { placedAt: Math.floor(at / 2), status: "routed" }]));
    const met: string[] = [];
    for await (const rows of db.eachOrder({ merchantId: merchant, statuses: ["routed", "held"] }, 2)) {
      met.push(...rows.map((row) => row.id));
      const late = rows.map((row) => orderRow(row.id, { placedAt: row.placedAt, version: row.version + 1, status: "held", updatedAt: NOW + met.length }));
      await db.commit([setOf({ orders: [...late, orderRow(`new${met.length}`, { placedAt: 99, status: "routed" })].map((order) => ({ order })) })]);
    }
    expect(met).toEqual(["o6", "o5", "o4", "o3", "o2", "o1", "o0"]);
  }));

  test("ids alone come in the same pages", () => withDatabase(bed(), async (db) => {
    await save(db, [["a", { placedAt: 1 }], ["b", { placedAt: 2 }], ["c", { placedAt: 3 }]]);
    const first = await db.orderIds({ merchantId: merchant, limit: 2 });
    expect(first.rows).toEqual(["c", "b"]);
    expect(await db.orderIds({ merchantId: merchant, limit: 2, cursor: first.nextCursor ?? "" })).toEqual({ rows: ["a"], nextCursor: null });
  }));
};

const customerRow = (id: string, lastOrderAt: number, changes: Partial<CustomerRecord> = {}): CustomerRecord =>
  ({ merchantId: merchant, id, storeId: store, platformId: toId<PlatformId>(id), contactId: null, firstOrderAt: 1, lastOrderAt, updatedAt: NOW, ...changes });

const customerRules = (bed: () => Bed): void => {
  test("come newest last order first, with how often and for how much they bought", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ customers: [customerRow("ada", 30), customerRow("bob", 40), customerRow("cy", 30)] })]);
    await save(db, [
      ["1", { customerId: "ada", totalMinor: 100 }], ["2", { customerId: "ada", totalMinor: 50 }], ["3", { customerId: "ada", totalMinor: 7, currency: "EUR" }],
      ["4", { customerId: "ada", totalMinor: 900, cancelledAt: 5 }], ["5", { customerId: "bob", totalMinor: 900, test: true }],
    ]);
    const first = await db.customersPage(merchant, { limit: 2 });
    expect(first.rows.map(({ customer, ...rest }) => [customer.id, rest])).toEqual([
      ["bob", { orders: 1, spent: [] }], ["cy", { orders: 0, spent: [] }],
    ]);
    const second = await db.customersPage(merchant, { limit: 2, cursor: first.nextCursor ?? "" });
    expect(second).toEqual({ rows: [{ customer: customerRow("ada", 30), orders: 4, spent: [{ currency: "EUR", totalMinor: 7 }, { currency: "USD", totalMinor: 150 }] }], nextCursor: null });
    expect((await db.customersPage(other, { limit: 2 })).rows).toEqual([]);
    expect((await db.customersPage(merchant, { limit: 9, storeId: toId<StoreId>("elsewhere") })).rows).toEqual([]);
    await expect(db.customersPage(merchant, { limit: 2, cursor: "x" })).rejects.toThrow(BadCursor);
  }));

  test("are found by the words of their orders, all in one order", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ customers: [customerRow("ada", 30), customerRow("bob", 40)], orders: [
      { order: orderRow("1", { customerId: "ada" }), terms: ["ada@example.com", "ada", "lovelace"] },
      { order: orderRow("2", { customerId: "bob" }), terms: ["bob", "lovelace"] },
    ] })]);
    const found = async (search: string) => (await db.customersPage(merchant, { search, limit: 9 })).rows.map((row) => row.customer.id);
    expect(await found("LOVELACE")).toEqual(["bob", "ada"]);
    expect(await found("ada lovelace")).toEqual(["ada"]);
    expect(await found("ada bob")).toEqual([]);
  }));
};

const noticeRow = (of: string, at: LocationId): NoticeRecord => ({
  merchantId: merchant, id: `n-${of}-${at}`, storeId: store, kind: "low-stock", subject: `${of}@${at}`, itemId: item(of), locationId: at, detail: {}, createdAt: NOW, settledAt: null, settledBy: null,
});

const differenceRow = (of: string, changes: Partial<DifferenceRecord> = {}): DifferenceRecord => ({
  merchantId: merchant, id: `d-${of}`, storeId: store, itemId: item(of), locationId: location("east"), state: "available", expected: 1, found: 2, cause: "looking", orderId: null,
  causeKey: "k", knownRightAt: 0, foundAt: NOW, explainedAt: null, ...changes,
});

const inventoryRules = (bed: () => Bed): void => {
  const filled = async (db: Db) => {
    const west = location("west");
    await db.commit([setOf({
      items: [itemRow("1", { title: "A tee", sku: "Z" }), itemRow("2", { title: "B tee", sku: "Y" }), itemRow("3", { title: "C cup", sku: "X" }), itemRow("4", { title: "D cup", sku: "X" })],
      entries: [...stocked("r1", 5, { itemId: item("1") }), ...stocked("r2", 2, { itemId: item("1"), locationId: west }), ...stocked("r3", 6, { itemId: item("2"), locationId: west }), entry("s", "available", -3, { itemId: item("3") })],
      notices: [noticeRow("1", west), noticeRow("3", location("east"))], differences: [differenceRow("2"), differenceRow("1", { cause: "changed-outside", explainedAt: NOW }), differenceRow("4", { cause: "restock", explainedAt: NOW })],
    })]);
    await db.commit([setOf({ settledNotices: [{ id: "n-3-east", settledAt: NOW, settledBy: "person:1" }] })]);
  };
  const ids = async (db: Db, query: Partial<Parameters<Db["inventoryPage"]>[1]>) => {
    const found: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await db.inventoryPage(merchant, { limit: 2, ...query, ...(cursor === undefined ? {} : { cursor }) });
      found.push(...page.rows.map((row) => row.item.id));
      if (page.nextCursor === null) return found;
      cursor = page.nextCursor;
    }
  };

  test("low, below nothing, differing, at a location: alone and together", () => withDatabase(bed(), async (db) => {
    await filled(db);
    expect(await ids(db, { low: true })).toEqual(["1"]);
    expect(await ids(db, { low: true, locationId: location("east") })).toEqual([]);
    expect(await ids(db, { negative: true })).toEqual(["3"]);
    expect(await ids(db, { negative: true, locationId: location("west") })).toEqual([]);
    expect(await ids(db, { differingSince: NOW })).toEqual(["1", "2"]);
    expect(await ids(db, { differingSince: NOW, locationId: location("west") })).toEqual([]);
    expect(await ids(db, { differingSince: NOW + 1 })).toEqual([]);
    expect((await db.driftSince(merchant, { storeId: store, since: NOW, limit: 9 })).map((one) => one.id)).toEqual(["d-2", "d-1"]);
    expect(await db.driftSince(merchant, { storeId: store, since: NOW + 1, limit: 9 })).toEqual([]);
    expect(await ids(db, { locationId: location("west") })).toEqual(["1", "2"]);
    expect(await ids(db, { locationId: location("west"), search: "b" })).toEqual(["2"]);
    expect(await ids(db, { storeId: toId<StoreId>("elsewhere") })).toEqual([]);
  }));

  test("sorted by title, SKU and what is available, up and down, in pages", () => withDatabase(bed(), async (db) => {
    await filled(db);
    expect(await ids(db, { sort: { by: "title", direction: "down" } })).toEqual(["4", "3", "2", "1"]);
    expect(await ids(db, { sort: { by: "sku", direction: "up" } })).toEqual(["3", "4", "2", "1"]);
    expect(await ids(db, { sort: { by: "available", direction: "up" } })).toEqual(["3", "4", "2", "1"]);
    expect(await ids(db, { sort: { by: "available", direction: "down" } })).toEqual(["1", "2", "4", "3"]);
    expect(await ids(db, { sort: { by: "available", direction: "down" }, locationId: location("west") })).toEqual(["2", "1"]);
    const { nextCursor } = await db.inventoryPage(merchant, { limit: 1 });
    await expect(db.inventoryPage(merchant, { limit: 1, sort: { by: "sku", direction: "up" }, cursor: nextCursor ?? "" })).rejects.toThrow(BadCursor);
  }));
};
