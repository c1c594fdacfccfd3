import { describe, expect, test } from "vitest";
import type { NoticeRecord } from "../domain/desk";
import { type ItemId, type LocationId, type PlatformId, type StoreId, toId } from "../domain/ids";
import type { Intent } from "../domain/messages";
import { withDatabase } from "./battery-bed";
import {
  NOW, entry, intentRow, item, itemRow, lineRow, location, merchant, orderId, orderRow, setOf, stocked, store, storeRow, wantedRead, type Bed,
} from "./battery-fixtures";
import type { Db } from "./port";

/** Watching over stock: what is low, what may explain a difference, what was asked of the platform. */
export const watchRules = (bed: () => Bed): void => {
  describe("watching over stock", () => {
    lowRules(bed);
    actRules(bed);
  });
};

const locationRow = (id: string, active = true) => ({
  merchantId: merchant, id: location(id), storeId: store, platformId: toId<PlatformId>(id), name: id, active, fulfillsOnline: true, shipsInventory: true,
  isFulfillmentService: false, countryCode: null, provinceCode: null, postalCode: null, city: null, latitude: null, longitude: null, updatedAt: NOW,
});

const at = (itemId: string, locationId: string): { itemId: ItemId; locationId: LocationId } => ({ itemId: item(itemId), locationId: location(locationId) });

const rule = (itemId: string, locationId: string, lowStockUnits: number | null) =>
  ({ merchantId: merchant, ...at(itemId, locationId), lowStockUnits, safetyStockUnits: null, updatedAt: NOW });

const notice = (id: string, itemId: string, locationId: string, more: Partial<NoticeRecord> = {}): NoticeRecord => ({
  merchantId: merchant, id, storeId: store, kind: "low-stock", subject: `${itemId}@${locationId}`, ...at(itemId, locationId), detail: {}, createdAt: NOW, settledAt: null,
  settledBy: null, ...more,
});

/** Shirts: 2 in the east, 9 in the west; cups: 2 in the east, untracked; hats: 2 at a closed location. */
const shelves = async (db: Db): Promise<void> => {
  await db.commit([setOf({
    stores: [storeRow()], items: [itemRow("shirt"), itemRow("cup", { tracked: false }), itemRow("hat")],
    locations: [locationRow("east"), locationRow("west"), locationRow("closed", false)],
    entries: [...stocked("a", 2), ...stocked("b", 9, at("shirt", "west")), ...stocked("c", 2, at("cup", "east")), ...stocked("d", 2, at("hat", "closed"))],
  })]);
};

const low = async (db: Db, defaultUnits: number | null, quietSince = 0): Promise<string[]> =>
  (await db.lowLevels(merchant, { storeId: store, defaultUnits, quietSince, limit: 10 })).map((level) => `${level.itemId}@${level.locationId} ${level.available}/${level.lowStockUnits}`);

const lowRules = (bed: () => Bed): void => {
  test("low are levels of tracked items at open locations, by their own limit or else the store's", () => withDatabase(bed(), async (db) => {
    await shelves(db);
    expect(await low(db, 5)).toEqual(["shirt@east 2/5"]);
    expect(await low(db, null)).toEqual([]);
    expect(await low(db, 1)).toEqual([]);
    await db.commit([setOf({ stockRules: [rule("shirt", "east", 1), rule("shirt", "west", 9)] })]);
    expect(await low(db, 5)).toEqual(["shirt@west 9/9"]);
    expect(await low(db, null)).toEqual(["shirt@west 9/9"]);
    expect(await db.lowLevels(merchant, { storeId: toId("elsewhere"), defaultUnits: 50, quietSince: 0, limit: 10 })).toEqual([]);
  }));

  test("what was told is not told again while it is open, nor for a while after a person put it aside", () => withDatabase(bed(), async (db) => {
    await shelves(db);
    await db.commit([setOf({ notices: [notice("n1", "shirt", "east")] })]);
    expect(await low(db, 5)).toEqual([]);
    await db.commit([setOf({ settledNotices: [{ id: "n1", settledAt: NOW, settledBy: "person:7" }] })]);
    expect(await low(db, 5, NOW - 1)).toEqual([]);
    expect(await low(db, 5, NOW)).toEqual(["shirt@east 2/5"]);
  }));

  test("a notice is over when its level is not low any more", () => withDatabase(bed(), async (db) => {
    await shelves(db);
    await db.commit([setOf({ notices: [notice("n1", "shirt", "east"), notice("n2", "shirt", "west"), notice("n3", "hat", "closed")] })]);
    const over = (defaultUnits: number | null) => db.noticesOver(merchant, { storeId: store, defaultUnits, limit: 10 });
    expect(await over(5)).toEqual(["n2", "n3"]);
    expect(await over(null)).toEqual(["n1", "n2", "n3"]);
    await db.commit([setOf({ settledNotices: [{ id: "n2", settledAt: NOW, settledBy: "switchyard" }] })]);
    expect(await over(5)).toEqual(["n3"]);
  }));
};

const adjust = (id: string): Intent => ({
  kind: "adjust-stock", ...at("shirt", "east"), itemPlatformId: toId("1"), locationPlatformId: toId("2"), state: "available", delta: 1, expected: null, reason: "correction", note: id,
});

const actRules = (bed: () => Bed): void => {
  test("acts on stock are found while they are open, and those done since", () => withDatabase(bed(), async (db) => {
    const act = (id: string, status: "waiting" | "done" | "refused", dueAt: number) => intentRow(id, { orderId: null, intent: adjust(id), status, dueAt });
    await db.commit([setOf({ stores: [storeRow()], intents: [act("1", "waiting", NOW), act("2", "done", NOW + 1), act("3", "done", NOW + 9), act("4", "refused", NOW + 9), intentRow("5")] })]);
    expect((await db.stockIntents(merchant, NOW + 5, 10)).map((row) => row.id)).toEqual(["3", "1"]);
    expect((await db.stockIntents(toId("other"), 0, 10))).toEqual([]);
    expect(await db.intentByKey(merchant, "key-2")).toMatchObject({ id: "2", intent: adjust("2") });
    expect(await db.intentByKey(merchant, "nobody")).toBeNull();
  }));

  test("a cause is known as posted once it is", () => withDatabase(bed(), async (db) => {
    expect(await db.isPosted(merchant, "adjust:1")).toBe(false);
    await db.commit([setOf({ entries: [entry("adjust:1", "available", 1), entry("adjust:1", "onHand", 1)] })]);
    expect(await db.isPosted(merchant, "adjust:1")).toBe(true);
    expect(await db.isPosted(toId("other"), "adjust:1")).toBe(false);
    expect(await db.level(merchant, item("shirt"), location("east"))).toMatchObject({ available: 1 });
    expect(await db.level(merchant, item("shirt"), location("west"))).toBeNull();
  }));

  test("orders that touch an item are found by what changed since, newest first", () => withDatabase(bed(), async (db) => {
    const order = (id: string, updatedAt: number, itemName: string) =>
      ({ order: orderRow(id, { updatedAt }), lines: [lineRow(id, `${id}-line`, { itemId: item(itemName) })] });
    await db.commit([setOf({ orders: [order("a", NOW, "shirt"), order("b", NOW + 5, "shirt"), order("c", NOW + 5, "cup"), order("d", NOW + 9, "shirt")] })]);
    const touching = (since: number, limit = 10) => db.ordersTouching(merchant, { itemIds: [item("shirt")], since, limit });
    expect(await touching(NOW + 5)).toEqual([orderId("d"), orderId("b")]);
    expect(await touching(0, 1)).toEqual([orderId("d")]);
    expect(await db.ordersTouching(merchant, { itemIds: [], since: 0, limit: 10 })).toEqual([]);
  }));

  test("the oldest wish for an order is one that still waits", () => withDatabase(bed(), async (db) => {
    expect(await db.oldestOrderWish(merchant, store)).toBeNull();
    await db.commit([setOf({ wantedReads: [
      wantedRead("1", { requestedAt: NOW + 3 }), wantedRead("2", { requestedAt: NOW + 1, status: "failed" }), wantedRead("3", { requestedAt: NOW, kind: "item" }), wantedRead("4", { requestedAt: NOW + 2 }),
    ] })]);
    expect(await db.oldestOrderWish(merchant, store)).toBe(NOW + 2);
  }));

  test("which items waiting wishes for orders are about is told, and whether nobody knows one of them", () => withDatabase(bed(), async (db) => {
    const order = (id: string, itemName: string) => ({ order: orderRow(id), lines: [lineRow(id, `${id}-line`, { itemId: item(itemName) })] });
    const known = [order("store-1", "shirt"), order("store-2", "cup"), order("store-3", "hat")];
    await db.commit([setOf({ orders: known, wantedReads: [wantedRead("1"), wantedRead("2", { status: "failed" }), wantedRead("3", { kind: "item" })] })]);
    const about = () => db.orderWishesAbout(merchant, { storeId: store, itemIds: [item("shirt"), item("cup"), item("hat")] });
    expect(await about()).toEqual({ itemIds: [item("shirt")], unknown: false });
    expect(await db.orderWishesAbout(merchant, { storeId: store, itemIds: [item("cup")] })).toEqual({ itemIds: [], unknown: false });
    await db.commit([setOf({ wantedReads: [wantedRead("4")] })]);
    expect(await about()).toEqual({ itemIds: [item("shirt")], unknown: true });
  }));

  test("items are found by their SKU, as many as have it", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ items: [itemRow("a", { sku: "S" }), itemRow("b", { sku: "S" }), itemRow("c", { sku: "s" }), itemRow("d", { sku: "T", storeId: toId<StoreId>("elsewhere") })] })]);
    expect((await db.itemsBySku(merchant, store, ["S", "T", "none"])).map((row) => row.id)).toEqual(["a", "b"]);
  }));
};
