import { describe, expect, test } from "vitest";
import { withDatabase } from "./battery-bed";
import { allocationRow, entry, item, itemRow, location, merchant, NOW, orderId, orderRow, setOf, shipmentRow, stocked, type Bed } from "./battery-fixtures";
import type { LedgerFault } from "./port";

const LIMIT = 20;

export const ledgerRules = (bed: () => Bed): void => {
  describe("proof of the ledger", () => {
    soundRules(bed);
    faultRules(bed);
  });
};

const soundRules = (bed: () => Bed): void => {
  test("a sound ledger has no faults", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ items: [itemRow("shirt")], entries: stocked("read", 9) })]);
    await db.commit([setOf({
      orders: [{ order: orderRow("1"), allocations: [allocationRow("1", { quantity: 2 }), allocationRow("1", { status: "placed" })], shipments: [shipmentRow("1", "parcel")] }],
      entries: [entry("take", "available", -5), entry("take", "committed", 5)],
    })]);
    await db.commit([setOf({ entries: [
      entry("ship:parcel:1", "onHand", -2, { cause: "ship", orderId: orderId("1") }), entry("ship:parcel:1", "committed", -2, { cause: "ship", orderId: orderId("1") }),
    ] })]);
    expect(await db.ledgerFaults(merchant, LIMIT)).toEqual([]);
    expect(await db.ledgerSummary(merchant)).toEqual({ entries: 6, levels: 1, openAllocations: 2 });
  }));

  test("the platform's own facts, and items that sell on, may go below nothing", () => withDatabase(bed(), async (db) => {
    const preorder = { itemId: item("preorder") };
    await db.commit([setOf({ items: [itemRow("shirt"), itemRow("preorder", { continueSelling: true })], entries: stocked("read", -2) })]);
    await db.commit([setOf({ entries: [...stocked("up", 1), entry("take", "available", -3, preorder), entry("take", "reserved", 3, preorder)] })]);
    expect(await db.ledgerFaults(merchant, LIMIT)).toEqual([]);
  }));
};

const at = { itemId: item("shirt"), locationId: location("east") };

const faultRules = (bed: () => Bed): void => {
  const provesFalse = (name: string, spoil: string[], expected: Partial<LedgerFault>[]) =>
    test(name, () => withDatabase(bed(), async (db, url) => {
      await db.commit([setOf({ items: [itemRow("shirt", { updatedAt: NOW })], entries: stocked("read", 9) })]);
      for (const statement of spoil) await bed().run(url, statement);
      expect(await db.ledgerFaults(merchant, LIMIT)).toMatchObject(expected);
      expect(await db.ledgerFaults(merchant, 1)).toHaveLength(1);
    }));

  provesFalse("a balance that is not the fold of its entries", ["update levels set available = 7, reserved = 2"], [
    { rule: "balance-is-fold-of-entries", ...at, expected: 9, found: 7, detail: "available" },
    { rule: "balance-is-fold-of-entries", ...at, expected: 0, found: 2, detail: "reserved" },
  ]);

  provesFalse("a level that is gone though its entries stand", ["delete from levels"], [
    { rule: "balance-is-fold-of-entries", ...at, expected: 9, found: 0, detail: "available" },
    { rule: "balance-is-fold-of-entries", ...at, expected: 9, found: 0, detail: "onHand" },
  ]);

  provesFalse("an entry that was changed", ["update stock_entries set delta = 8 where state = 'onHand'"], [
    { rule: "balance-is-fold-of-entries", ...at, expected: 8, found: 9, detail: "onHand" },
  ]);

  test("on hand that is not the sum of its states", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ entries: [entry("read", "onHand", 3), entry("read", "available", 2)] })]);
    expect(await db.ledgerFaults(merchant, LIMIT)).toMatchObject([{ rule: "on-hand-is-sum-of-states", ...at, expected: 2, found: 3 }]);
  }));

  test("committed units without an allocation, and allocations without committed units", () => withDatabase(bed(), async (db) => {
    const west = { locationId: location("west") };
    await db.commit([setOf({
      entries: [entry("a", "committed", 2), entry("a", "onHand", 2)],
      orders: [{ order: orderRow("1"), allocations: [allocationRow("1", { ...west, quantity: 4 })] }],
    })]);
    expect(await db.ledgerFaults(merchant, LIMIT)).toMatchObject([
      { rule: "committed-is-open-allocations", ...at, expected: 0, found: 2 }, { rule: "committed-is-open-allocations", itemId: "shirt", ...west, expected: 4, found: 0 },
    ]);
  }));

  test("a parcel posted with other units than it carries", () => withDatabase(bed(), async (db) => {
    const posted = { cause: "ship" as const, orderId: orderId("1") };
    await db.commit([setOf({
      orders: [{ order: orderRow("1"), shipments: [shipmentRow("1", "parcel")] }],
      entries: [entry("ship:parcel", "onHand", -3, posted), entry("ship:parcel", "unattributed", -3, posted)],
    })]);
    expect(await db.ledgerFaults(merchant, LIMIT)).toMatchObject([{ rule: "shipped-is-fulfillments", itemId: "shirt", locationId: null, expected: -2, found: -3, detail: "parcel" }]);
  }));

  test("a step of ours that took what was not there", () => withDatabase(bed(), async (db) => {
    const reserve = (key: string, units: number) => setOf({ entries: [entry(key, "available", -units, { cause: "reserve" }), entry(key, "reserved", units, { cause: "reserve" })] });
    await db.commit([setOf({ items: [itemRow("shirt")], entries: stocked("read", 2) }), reserve("first", 2), reserve("second", 1)]);
    await db.commit([setOf({ entries: stocked("later", 5) })]);
    expect(await db.ledgerFaults(merchant, LIMIT)).toMatchObject([{ rule: "no-oversell", ...at, expected: 0, found: -1, detail: "second" }]);
  }));

  test("units that a person says are lost are no step of ours, even where they were sold", () => withDatabase(bed(), async (db) => {
    const lost = [entry("lost", "available", -3, { cause: "adjust" }), entry("lost", "onHand", -3, { cause: "adjust" })];
    await db.commit([setOf({ items: [itemRow("shirt")], entries: stocked("read", 2) }), setOf({ entries: lost })]);
    expect(await db.ledgerFaults(merchant, LIMIT)).toEqual([]);
  }));
};
