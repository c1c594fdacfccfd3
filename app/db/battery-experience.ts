import { describe, expect, test } from "vitest";
import type { LocationFactsRecord, OverrideRecord, RejectionRecord, ShelfCountRecord } from "../domain/experience";
import { type ItemId, type LocationId, type OrderId, type OrderLineId, toId } from "../domain/ids";
import { withDatabase } from "./battery-bed";
import { NOW, merchant, orderRow, setOf, store, storeRow, type Bed } from "./battery-fixtures";

const HOUR = 3_600_000;
const west = toId<LocationId>("west");
const east = toId<LocationId>("east");
const mug = toId<ItemId>("mug");
const orderId = (id: string) => toId<OrderId>(id);

export const rejection = (id: string, changes: Partial<RejectionRecord> = {}): RejectionRecord => ({
  merchantId: merchant, id, orderId: orderId("1"), storeId: store, locationId: west, itemId: mug, orderLineId: toId<OrderLineId>(`line-${id}`), unitsWanted: 3, unitsFound: 1,
  reason: "not-found", note: null, remedy: "count", at: NOW, actor: "person:7", settledAt: null, ...changes,
});

export const override = (id: string, changes: Partial<OverrideRecord> = {}): OverrideRecord => ({
  merchantId: merchant, id, orderId: orderRow("1").id, storeId: store, at: NOW, actor: "person:7", fromLocationId: west, toLocationId: east, reason: "A promise.",
  extraMinor: 320, currency: "USD", endedAt: null, ...changes,
});

export const shelfCount = (id: string): ShelfCountRecord => ({ merchantId: merchant, id, itemId: mug, locationId: east, expected: 5, found: 7, at: NOW });

export const factsRow = (changes: Partial<LocationFactsRecord> = {}): LocationFactsRecord => ({
  merchantId: merchant, locationId: west, measuredAt: NOW,
  facts: {
    windowDays: 90, acceptance: { shipped: 0, rejected: 2, share: 0.9 }, pickDelay: { parcels: 0, medianHours: null, p90Hours: null, hours: 24 },
    countError: { counts: 0, units: 0, shortShare: 0 },
  },
  ...changes,
});

/** What became of decisions. */
export const experienceRules = (bed: () => Bed): void => {
  describe("what became of decisions", () => {
    test("rejections are found by order, and by the shelf that is to be counted until it is", () => withDatabase(bed(), async (db) => {
      await db.commit([setOf({ rejections: [rejection("b", { reason: "closed", remedy: "none" }), rejection("a"), rejection("c", { orderId: orderId("2"), locationId: east })] })]);
      expect((await db.rejectionsOf(merchant, orderId("1"))).map(({ id }) => id)).toEqual(["a", "b"]);
      expect(await db.rejectionsToCount(merchant, { itemId: mug, locationId: west }, 10)).toEqual([rejection("a")]);
      await db.commit([setOf({ rejections: [rejection("a", { settledAt: NOW + 1 })] })]);
      expect(await db.rejectionsToCount(merchant, { itemId: mug, locationId: west }, 10)).toEqual([]);
    }));

    test("overrides are summed by currency, and those of which nobody knows the cost are counted", () => withDatabase(bed(), async (db) => {
      await db.commit([setOf({
        stores: [storeRow({})], orders: [{ order: orderRow("1") }],
        overrides: [override("a"), override("b", { extraMinor: -20 }), override("c", { extraMinor: null }), override("d", { currency: "EUR" }), override("e", { at: NOW - HOUR })],
      })]);
      expect(await db.overrideSums(merchant, NOW)).toEqual([
        { currency: "EUR", count: 1, told: 1, extraMinor: 320 }, { currency: "USD", count: 3, told: 2, extraMinor: 300 },
      ]);
      expect((await db.overridesSince(merchant, { since: NOW, limit: 2 })).map(({ id, orderName }) => [id, orderName])).toEqual([["d", orderRow("1").name], ["c", orderRow("1").name]]);
      await db.commit([setOf({ overrides: [override("a", { endedAt: NOW + 5 })] })]);
      expect((await db.overridesOf(merchant, orderRow("1").id))[0]).toEqual(override("a", { endedAt: NOW + 5 }));
    }));

    test("orders that wait are walked by how long, page by page", () => withDatabase(bed(), async (db) => {
      const waits = [["1", NOW - 3], ["2", NOW - 5], ["3", NOW - 3], ["4", null]] as const;
      await db.commit([setOf({ stores: [storeRow({})], orders: waits.map(([id, waitingSince]) => ({ order: orderRow(id, { waitingSince }) })) })]);
      const first = await db.waitingOrders(merchant, { after: { waitingSince: 0, orderId: "" }, limit: 2 });
      expect(first.map((one) => one.orderId)).toEqual([orderRow("2").id, orderRow("1").id]);
      expect(await db.waitingOrders(merchant, { after: first[1]!, limit: 2 })).toMatchObject([{ orderId: orderRow("3").id, waitingSince: NOW - 3 }]);
      expect((await db.waitingOrders(merchant, { until: NOW - 4, after: { waitingSince: 0, orderId: "" }, limit: 9 })).map((one) => one.orderId)).toEqual([orderRow("2").id]);
    }));

    test("parts that were turned down are counted once each, however many lines they had", () => withDatabase(bed(), async (db) => {
      await db.commit([setOf({
        rejections: [rejection("a"), rejection("b"), rejection("c", { at: NOW + 1 }), rejection("d", { at: NOW - HOUR }), rejection("e", { locationId: east, reason: "closed", unitsFound: 0 })],
        shelfCounts: [shelfCount("k")], locationFacts: [factsRow()],
      })]);
      expect((await db.partsSince(merchant, NOW)).sort((a, b) => (a.locationId < b.locationId ? -1 : 1))).toEqual([
        { locationId: east, shipped: 0, rejected: 1 }, { locationId: west, shipped: 0, rejected: 2 },
      ]);
      expect(await db.shelfLooks(merchant, { since: NOW, limit: 10 })).toEqual([
        { locationId: east, expected: 5, found: 7 }, ...[1, 2, 3].map(() => ({ locationId: west, expected: 3, found: 1 })),
      ]);
      await db.commit([setOf({ locationFacts: [factsRow({ measuredAt: NOW + 1 })] })]);
      expect(await db.locationFacts(merchant)).toEqual([factsRow({ measuredAt: NOW + 1 })]);
    }));
  });
};
