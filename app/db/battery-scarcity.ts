import { describe, expect, test } from "vitest";
import { toId, type ItemId, type MerchantId } from "../domain/ids";
import { withDatabase } from "./battery-bed";
import { decision, item, location, merchant, NOW, setOf, type Bed } from "./battery-fixtures";

const other = toId<MerchantId>("other");
const price = (name: string, at: string, minorPerUnit: number) => ({ itemId: item(name), locationId: location(at), minorPerUnit });

/** What stock is worth to the orders that are still to come. */
export const scarcityRules = (bed: () => Bed): void => {
  describe("scarcity prices", () => {
    test("are found by item, dated, and replaced as a whole, each merchant's alone", () => withDatabase(bed(), async (db) => {
      const items: ItemId[] = [item("mug"), item("shirt")];
      await db.saveScarcityPrices(other, { learnedAt: NOW - 5, prices: [price("mug", "east", 7)] });
      await db.saveScarcityPrices(merchant, { learnedAt: NOW, prices: [price("shirt", "east", 40), price("mug", "west", 9), price("mug", "east", 3)] });
      expect(await db.scarcityPrices(merchant, items)).toEqual([price("mug", "east", 3), price("mug", "west", 9), price("shirt", "east", 40)]);
      expect(await db.scarcityPrices(merchant, [item("shirt")])).toEqual([price("shirt", "east", 40)]);
      expect([await db.scarcityPrices(merchant, []), await db.scarcityLearnedAt(merchant)]).toEqual([[], NOW]);
      await db.saveScarcityPrices(merchant, { learnedAt: NOW + 1, prices: [price("mug", "east", 4)] });
      expect([await db.scarcityPrices(merchant, items), await db.scarcityLearnedAt(merchant)]).toEqual([[price("mug", "east", 4)], NOW + 1]);
      await db.saveScarcityPrices(merchant, { learnedAt: NOW + 2, prices: [] });
      expect([await db.scarcityPrices(merchant, items), await db.scarcityLearnedAt(merchant)]).toEqual([[], null]);
      expect([await db.scarcityPrices(other, items), await db.scarcityLearnedAt(other)]).toEqual([[price("mug", "east", 7)], NOW - 5]);
    }));

    test("are learned from what was asked, newest first, page by page", () => withDatabase(bed(), async (db) => {
      await db.commit([setOf({ decisions: [decision("d1", "1"), decision("d3", "1"), decision("d2", "2")] })]);
      const [newest, ...older] = await db.askedProblems(merchant, { beforeId: null, limit: 2 });
      expect(newest).toEqual({ id: "d3", orderId: decision("d3", "1").orderId, decidedAt: NOW, problem: decision("d3", "1").certificate.problem });
      expect(older.map((one) => one.id)).toEqual(["d2"]);
      expect((await db.askedProblems(merchant, { beforeId: "d2", limit: 2 })).map((one) => one.id)).toEqual(["d1"]);
      expect(await db.askedProblems(other, { beforeId: null, limit: 2 })).toEqual([]);
    }));
  });
};
