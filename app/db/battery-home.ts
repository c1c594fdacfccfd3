import { describe, expect, test } from "vitest";
import { toId, type MerchantId, type OrderId, type StoreId } from "../domain/ids";
import type { OrderRecord, ShipmentRecord } from "../domain/records";
import { withDatabase } from "./battery-bed";
import { delivery, intentRow, merchant, NOW, orderRow, setOf, shipmentRow, store, wantedRead, type Bed } from "./battery-fixtures";
import type { Db, HomeQuery } from "./port";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const dayStart = Math.floor(NOW / DAY) * DAY;
const second = toId<StoreId>("second");

const query = (changes: Partial<HomeQuery> = {}): HomeQuery => ({
  now: dayStart + 10 * HOUR, dayStart, hours: Array.from({ length: 25 }, (_, at) => dayStart + at * HOUR), days: [dayStart - DAY, dayStart, dayStart + DAY], ...changes,
});

const save = (db: Db, rows: [id: string, changes: Partial<OrderRecord>, shipments?: Partial<ShipmentRecord>[]][]) => db.commit([setOf({
  orders: rows.map(([id, changes, shipments]) => ({ order: orderRow(id, changes), ...(shipments && { shipments: shipments.map((each, at) => shipmentRow(id, `s${at}`, each)) }) })),
})]);

/** What Home counts, as one answer. */
export const homeRules = (bed: () => Bed): void => {
  describe("Home counts", () => {
    test("nothing where nothing is", () => withDatabase(bed(), async (db) => {
      const counts = await db.homeCounts(merchant, query());
      const none = { value: 0, more: false };
      expect(counts).toEqual({
        held: none, backordered: none, late: none, refusedIntents: none, parkedDeliveries: none, failedReads: none, notices: { "low-stock": 0, "scope-missing": 0, "quiet-store": 0, "drift-growing": 0, "stale-store": 0, "count-asked": 0 },
        attention: { ...none, byCode: { "edited-while-working": 0, "cancelled-after-shipping": 0, "location-closed": 0, "request-rejected": 0, "cancellation-rejected": 0, "waiting-too-long": 0 } },
        waiting: { deliveries: none, reads: none, intents: none }, today: { orders: 0, routed: 0, shipped: 0 }, medianMsToShip: null, ordersByHour: Array(24).fill(0),
        parcelsByDay: [{ from: dayStart - DAY, parcels: 0, orders: 0 }, { from: dayStart, parcels: 0, orders: 0 }],
      });
    }));

    test("what is held, missing, late and needs a look", () => withDatabase(bed(), async (db) => {
      const since = { attentionSince: 1 };
      await save(db, [
        ["1", { status: "held", shipBy: dayStart }], ["2", { status: "held" }], ["3", { status: "backordered" }], ["4", { status: "shipped", shipBy: dayStart }], ["5", { status: "routed", shipBy: dayStart + 20 * HOUR }],
        ["6", { ...since, attention: [{ code: "location-closed", key: "1", since: 1, detail: {} }, { code: "request-rejected", key: "1", since: 2, detail: {} }] }],
        ["7", { ...since, attention: [{ code: "location-closed", key: "1", since: 1, detail: {} }] }], ["8", { status: "held", storeId: second }],
      ]);
      const counts = await db.homeCounts(merchant, query());
      expect([counts.held.value, counts.backordered.value, counts.late.value, counts.attention.value]).toEqual([3, 1, 1, 2]);
      expect(counts.attention.byCode).toMatchObject({ "location-closed": 2, "request-rejected": 1, "edited-while-working": 0 });
      expect((await db.homeCounts(merchant, query({ storeId: second }))).held.value).toBe(1);
    }));

    test("what failed and what waits, of this store alone", () => withDatabase(bed(), async (db) => {
      await db.storeDeliveries([delivery("1"), delivery("2"), delivery("3", { storeId: second }), delivery("4", { merchantId: toId<MerchantId>("other-merchant") })]);
      await db.commit([setOf({
        deliveries: [{ id: "2", status: "parked", reason: "odd" }], intents: [intentRow("1"), intentRow("2"), intentRow("3", { storeId: second })],
        wantedReads: [wantedRead("1"), wantedRead("2"), wantedRead("3", { storeId: second })],
        settledIntents: [{ id: "2", status: "refused", dueAt: NOW, problem: "no", progress: {} }],
        notices: ["a", "b"].map((subject) => ({ merchantId: merchant, id: subject, storeId: store, kind: "low-stock" as const, subject, itemId: null, locationId: null, detail: {}, createdAt: NOW, settledAt: null, settledBy: null })),
        settledNotices: [{ id: "b", settledAt: NOW, settledBy: "x" }],
      })]);
      await db.postponeReads([{ ...wantedRead("2"), status: "failed", problem: "gone" }]);
      const counts = await db.homeCounts(merchant, query({ storeId: store }));
      const { deliveries, reads, intents } = counts.waiting;
      expect([deliveries, reads, intents, counts.parkedDeliveries, counts.refusedIntents, counts.failedReads].map((count) => count.value)).toEqual([1, 1, 1, 1, 1, 1]);
      expect(counts.notices).toEqual({ "low-stock": 1, "scope-missing": 0, "quiet-store": 0, "drift-growing": 0, "stale-store": 0, "count-asked": 0 });
      const { waiting } = await db.homeCounts(merchant, query());
      expect([waiting.deliveries, waiting.reads, waiting.intents].map((count) => count.value)).toEqual([2, 2, 2]);
    }));

    test("today by its hours, also where a day has another length", () => withDatabase(bed(), async (db) => {
      await save(db, [
        ["1", { placedAt: dayStart - 1, status: "routed" }], ["2", { placedAt: dayStart, status: "routed" }], ["3", { placedAt: dayStart + HOUR - 1, status: "held" }],
        ["4", { placedAt: dayStart + 9 * HOUR, status: "shipped" }],
      ]);
      const counts = await db.homeCounts(merchant, query());
      expect(counts.today).toEqual({ orders: 3, routed: 2, shipped: 0 });
      expect(counts.ordersByHour).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 1, ...Array(14).fill(0)]);
      const short = await db.homeCounts(merchant, query({ hours: [dayStart, dayStart + HOUR / 2, dayStart + HOUR] }));
      expect(short.ordersByHour).toEqual([1, 1]);
    }));

    test("parcels and the time that they took, by the day on which they left", () => withDatabase(bed(), async (db) => {
      const at = (hours: number) => ({ confirmedAt: dayStart + hours * HOUR });
      await save(db, [
        ["1", { placedAt: dayStart }, [at(1), at(2)]], ["2", { placedAt: dayStart - HOUR }, [at(3), { ...at(3), status: "cancelled" }]],
        ["3", { placedAt: dayStart - 2 * DAY }, [at(-1), { confirmedAt: null, status: "requested" }]], ["4", { placedAt: dayStart, storeId: second }, [at(8)]],
      ]);
      const counts = await db.homeCounts(merchant, query());
      expect(counts.parcelsByDay).toEqual([{ from: dayStart - DAY, parcels: 1, orders: 1 }, { from: dayStart, parcels: 4, orders: 3 }]);
      expect([counts.today.shipped, counts.medianMsToShip]).toEqual([3, 3 * HOUR]);
      const own = await db.homeCounts(merchant, query({ storeId: store }));
      expect([own.today.shipped, own.medianMsToShip]).toEqual([2, 2 * HOUR]);
      expect((await db.order(merchant, "3" as OrderId))?.shipments).toHaveLength(2);
    }));
  });
};
