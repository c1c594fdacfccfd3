import { describe, expect, it } from "vitest";
import type { ItemRecord, LevelRecord, LocationRecord, StoreRecord } from "../records";
import { type StockAdjustment, type StockScene, decideAdjustment, decideMove, decideRule, isSafetyMove, safetyMoveNow } from "./decide-stock-act";
import { EAST, MUG, levelOf } from "./levels.fixture";

const store = { id: "s", status: "live" } as unknown as StoreRecord;
const item = { id: MUG, platformId: "11", storeId: "s", tracked: true } as unknown as ItemRecord;
const location = { id: EAST, platformId: "22", storeId: "s", name: "East", active: true } as unknown as LocationRecord;
const scene = (level: Partial<LevelRecord> = { available: 5 }, more: Partial<StockScene> = {}): StockScene => ({ store, item, location, level: levelOf(level), planned: 0, ...more });
const adjustment: StockAdjustment = { state: "available", delta: 2, counted: null, expected: null, reason: "correction", note: "" };
const intentOf = (decision: ReturnType<typeof decideAdjustment>) => (decision.ok ? decision.intent : decision);

describe("an adjustment", () => {
  it("by a change holds whatever else moves; a count holds only while nothing does", () => {
    expect(intentOf(decideAdjustment(scene(), adjustment))).toMatchObject({ kind: "adjust-stock", state: "available", delta: 2, expected: null });
    expect(intentOf(decideAdjustment(scene(), { ...adjustment, delta: null, counted: 9 }))).toMatchObject({ delta: 4, expected: 5 });
  });

  it("expects of the platform what it still counts as available: what we only plan too", () => {
    expect(intentOf(decideAdjustment(scene({ available: 3 }, { planned: 2 }), { ...adjustment, delta: null, counted: 4 }))).toMatchObject({ delta: 1, expected: 5 });
  });

  it("of units on hand goes by way of the available ones", () => {
    expect(intentOf(decideAdjustment(scene({ available: 3, committed: 2 }), { ...adjustment, state: "on-hand", delta: null, counted: 4 }))).toMatchObject({ state: "available", delta: -1 });
  });

  it("to what is there already asks for nothing", () => {
    expect(decideAdjustment(scene(), { ...adjustment, delta: null, counted: 5 })).toEqual({ ok: true, intent: null });
  });

  it("may take available below zero, as sales do, but no other state", () => {
    expect(decideAdjustment(scene(), { ...adjustment, delta: -7 }).ok).toBe(true);
    expect(decideAdjustment(scene(), { ...adjustment, state: "damaged", delta: -1 })).toMatchObject({ ok: false, field: "delta" });
  });

  it.each([
    { name: "a store that is paused", more: { store: { ...store, status: "paused" as const } }, field: null },
    { name: "an item that is gone", more: { item: null }, field: "itemId" },
    { name: "another store's item", more: { item: { ...item, storeId: "t" } as unknown as ItemRecord }, field: "itemId" },
    { name: "an item that is not tracked", more: { item: { ...item, tracked: false } }, field: "itemId" },
    { name: "a closed location", more: { location: { ...location, active: false } }, field: "locationId" },
    { name: "a location that does not stock it", more: { level: levelOf({ active: false }) }, field: "locationId" },
    { name: "a level that was never read", more: { level: levelOf({ readAt: 0 }) }, field: "locationId" },
  ])("is refused for $name", ({ more, field }) => {
    expect(decideAdjustment(scene({}, more), adjustment)).toMatchObject({ ok: false, field });
  });
});

describe("a move", () => {
  const move = { from: "available", to: "damaged", units: 2, reason: "damaged", note: "" } as const;

  it("takes no more than there are, and goes somewhere else", () => {
    expect(decideMove(scene(), move)).toMatchObject({ ok: true, intent: { units: 2 } });
    expect(decideMove(scene(), { ...move, units: 6 })).toMatchObject({ ok: false, field: "units" });
    expect(decideMove(scene(), { ...move, to: "available" })).toMatchObject({ ok: false, field: "to" });
    expect(decideMove(scene(), { ...move, units: 0 })).toMatchObject({ ok: false, field: "units" });
  });
});

describe("a rule", () => {
  it("about low stock may be made while the store is only observed; one that moves units may not", () => {
    const observed = scene({ available: 5 }, { store: { ...store, status: "observe" } });
    expect(decideRule(observed, { lowStockUnits: 3, safetyStockUnits: null })).toEqual({ ok: true, intent: null });
    expect(decideRule(observed, { lowStockUnits: 3, safetyStockUnits: 1 })).toMatchObject({ ok: false, field: "safetyStockUnits" });
  });

  it("moves what is missing, or gives back what is too much", () => {
    expect(decideRule(scene({ available: 5, safetyStock: 1 }), { lowStockUnits: null, safetyStockUnits: 3 })).toMatchObject({ intent: { from: "available", to: "safety-stock", units: 2 } });
    expect(decideRule(scene({ available: 5, safetyStock: 3 }), { lowStockUnits: null, safetyStockUnits: 1 })).toMatchObject({ intent: { from: "safety-stock", to: "available", units: 2 } });
    expect(decideRule(scene({ available: 5, safetyStock: 3 }), { lowStockUnits: null, safetyStockUnits: 3 })).toEqual({ ok: true, intent: null });
  });

  it("is refused where not so many are available, and for numbers that are none", () => {
    expect(decideRule(scene({ available: 1 }), { lowStockUnits: null, safetyStockUnits: 3 })).toMatchObject({ ok: false, field: "safetyStockUnits" });
    expect(decideRule(scene(), { lowStockUnits: -1, safetyStockUnits: null })).toMatchObject({ ok: false, field: "lowStockUnits" });
    expect(decideRule(scene(), { lowStockUnits: null, safetyStockUnits: 1.5 })).toMatchObject({ ok: false, field: "safetyStockUnits" });
  });

  it("is computed anew when it is sent", () => {
    const decision = decideRule(scene({ available: 5 }), { lowStockUnits: null, safetyStockUnits: 3 });
    const intent = decision.ok ? decision.intent : null;
    if (!intent || !isSafetyMove(intent)) throw new Error("no move");
    const rule = (safetyStockUnits: number | null) => ({ lowStockUnits: null, safetyStockUnits });
    expect(safetyMoveNow(intent, levelOf({ available: 2 }), rule(3))).toMatchObject({ to: "safety-stock", units: 2 });
    expect(safetyMoveNow(intent, levelOf({ safetyStock: 3 }), rule(3))).toBeNull();
    expect(safetyMoveNow(intent, levelOf({ safetyStock: 3 }), rule(1))).toMatchObject({ from: "safety-stock", to: "available", units: 2 });
    expect(safetyMoveNow(intent, levelOf(), rule(null))).toBe(intent);
  });
});
