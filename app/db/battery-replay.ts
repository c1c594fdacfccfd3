import { describe, expect, test } from "vitest";
import { toId, type MerchantId, type StoreId } from "../domain/ids";
import type { ChangedOrder } from "../domain/replay/types";
import { withDatabase } from "./battery-bed";
import { NOW, entry, item, location, merchant, orderId, orderRow, setOf, stocked, store, storeRow, type Bed } from "./battery-fixtures";
import type { ReplayRecord } from "./port-replay";

const OTHER = toId<MerchantId>("other");
const DAY = 86_400_000;
export const replayRow = (id: string, more: Partial<ReplayRecord> = {}): ReplayRecord =>
  ({ merchantId: merchant, id, report: { orders: 2, estimated: 0, cancelled: 0, contenders: [], blocks: [], blockDays: 1 }, changedOrders: 2, madeAt: NOW, ...more });
export const changedRow = (id: string, savingMinor = 100): ChangedOrder => {
  const plan = { shipped: true, parcels: 1, costMinor: 900, daysLate: 0, assignments: [] };
  return { orderId: orderId(id), placedAt: NOW, estimated: false, before: plan, after: plan, savingMinor };
};

/** The past as a replay reads it, and what a replay keeps. */
export const replayRules = (bed: () => Bed): void => {
  describe("replays of the past", () => {
    test("orders come in the order in which they were placed, page by page, of one store and period", () => withDatabase(bed(), async (db) => {
      const rows = [["d", 2], ["b", 1], ["c", 1], ["early", -1], ["late", 9]].map(([id, day]) => orderRow(String(id), { placedAt: NOW + Number(day) * DAY }));
      const others = [orderRow("y", { storeId: toId<StoreId>("elsewhere"), placedAt: NOW + DAY })];
      await db.commit([setOf({ stores: [storeRow()] }), ...[...rows, ...others].map((order) => setOf({ orders: [{ order }] }))]);
      const query = { storeId: store, from: NOW, until: NOW + 9 * DAY, limit: 2 };
      const first = await db.ordersPlaced(merchant, { ...query, after: null });
      const second = await db.ordersPlaced(merchant, { ...query, after: first.at(-1)! });
      expect([first, second].map((page) => page.map(({ id }) => id))).toEqual([["b", "c"], ["d"]]);
      expect(await db.countPlaced(merchant, query)).toBe(3);
      expect(await db.ordersPlaced(OTHER, { ...query, after: null })).toEqual([]);
    }));

    test("levels are folded back to an instant, and what moved since is told with the order that moved it", () => withDatabase(bed(), async (db) => {
      await db.commit([
        setOf({ stores: [storeRow()], entries: stocked("first", 5, { at: NOW }) }),
        setOf({ orders: [{ order: orderRow("1", { placedAt: NOW + 5 }) }], entries: [entry("take", "available", -2, { orderId: orderId("1"), at: NOW + 10 }), entry("take", "committed", 2, { orderId: orderId("1"), at: NOW + 10 })] }),
        setOf({ entries: stocked("count", 1, { at: NOW + 20, cause: "adjust" }) }),
      ]);
      const itemIds = [item("shirt"), item("cup")];
      expect(await db.levelsThen(merchant, itemIds, NOW + 10)).toEqual([{ itemId: item("shirt"), locationId: location("east"), available: 5, unattributed: 0 }]);
      expect(await db.levelsThen(merchant, itemIds, NOW)).toEqual([]);
      const moves = await db.stockMoves(merchant, { itemIds, from: NOW + 10, until: NOW + 20 });
      expect(moves.map(({ causeKey, state, delta, orderPlacedAt, orderSource }) => [causeKey, state, delta, orderPlacedAt, orderSource]))
        .toEqual([["take", "available", -2, NOW + 5, "online"], ["take", "committed", 2, NOW + 5, "online"]]);
      expect((await db.stockMoves(merchant, { itemIds, from: 0, until: NOW + 99 })).at(-1)).toMatchObject({ causeKey: "count", orderId: null, orderPlacedAt: null });
    }));

    test("a replay that is saved again takes its own place, and nobody else's", () => withDatabase(bed(), async (db) => {
      await db.saveReplay(replayRow("r1"), [changedRow("1"), changedRow("2")]);
      await db.saveReplay(replayRow("r2"), [changedRow("9")]);
      await db.saveReplay(replayRow("r1", { changedOrders: 1 }), [changedRow("3", 70)]);
      expect(await db.replayReport(merchant, "r1")).toEqual(replayRow("r1", { changedOrders: 1 }));
      expect(await db.replayOrders(merchant, "r1", { afterRank: -1, limit: 5 })).toEqual([{ rank: 0, change: changedRow("3", 70) }]);
      expect(await db.replayOrders(merchant, "r1", { afterRank: 0, limit: 5 })).toEqual([]);
      expect(await db.replayOrders(merchant, "r2", { afterRank: -1, limit: 5 })).toHaveLength(1);
      expect(await db.replayReport(OTHER, "r1")).toBeNull();
    }));
  });
};
