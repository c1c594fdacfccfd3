import { describe, expect, test } from "vitest";
import { toId, type MerchantId, type StoreId } from "../domain/ids";
import { withDatabase } from "./battery-bed";
import { entry, item, lineRow, merchant, NOW, orderRow, setOf, store, type Bed } from "./battery-fixtures";

/** Whether anything changed for orders that wait, without reading them. */
export const waitingRules = (bed: () => Bed): void => {
  describe("the mark of waiting orders", () => {
    test("changes with their versions, their number and the stock of their goods, and with nothing else", () => withDatabase(bed(), async (db) => {
      const mark = () => db.waitingMark(merchant, store);
      expect(await mark()).toEqual({ orders: 0, versions: 0, changes: 0, revisions: 0 });
      const routed = (id: string, more = {}) => ({ order: orderRow(id, { status: "routed", ...more }), lines: [lineRow(id, `line-${id}`)] });
      await db.commit([setOf({ orders: [routed("1"), routed("2")] })]);
      const first = await mark();
      expect(first).toMatchObject({ orders: 2, versions: 2, revisions: 0 });
      // Another status, another store, another merchant, other goods.
      await db.commit([setOf({ orders: [{ order: orderRow("3"), lines: [lineRow("3", "line-3")] }, routed("4", { storeId: toId<StoreId>("elsewhere") })], entries: [entry("mugs came", "available", 5, { itemId: item("mug") })] })]);
      expect(await mark()).toEqual(first);
      expect((await db.waitingMark(toId<MerchantId>("other"), store)).orders).toBe(0);
      await db.commit([setOf({ entries: [entry("shirts came", "available", 5)] })]);
      const stocked = await mark();
      expect(stocked).toEqual({ ...first, revisions: 1 });
      await db.commit([setOf({ orders: [{ order: orderRow("1", { status: "routed", version: 2, updatedAt: NOW + 1 }) }] })]);
      const changed = await mark();
      expect(changed).toEqual({ ...stocked, versions: 3, changes: stocked.changes + 1 });
      // One leaves as another comes, both of one version: when they changed tells.
      await db.commit([setOf({ orders: [{ order: orderRow("2", { status: "shipped", version: 2 }) }, routed("5", { updatedAt: NOW + 7 })] })]);
      expect(await mark()).toEqual({ ...changed, changes: changed.changes + 7 });
    }));
  });
};
