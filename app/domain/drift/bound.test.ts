import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ORDERS_STALE_MS, STOCK_STALE_MS, staleParts, stalenessBound } from "./bound";

const NOW = 1_000_000_000;
const marks = (changes: Partial<Parameters<typeof stalenessBound>[0]> = {}) => ({ stockComparedAt: NOW - 100, ordersReadUntil: NOW - 10, oldestOrderWish: null, oldestItemWish: null, ...changes });

describe("the staleness bound", () => {
  it("is that of the part which was compared longest ago", () => {
    expect(stalenessBound(marks(), NOW)).toEqual({ ms: 100, stockMs: 100, ordersMs: 10, worst: "stock", waiting: false });
    expect(stalenessBound(marks({ ordersReadUntil: NOW - 500 }), NOW)).toMatchObject({ ms: 500, worst: "orders" });
  });

  it("does not exist before everything has been compared once", () => {
    expect(stalenessBound(marks({ stockComparedAt: null }), NOW)).toMatchObject({ ms: null, ordersMs: 10, worst: "never" });
    expect(stalenessBound(marks({ ordersReadUntil: null }), NOW)).toMatchObject({ ms: null, stockMs: 100 });
  });

  it("grows with what waits for its reading, and says so", () => {
    expect(stalenessBound(marks({ oldestOrderWish: NOW - 900 }), NOW)).toEqual({ ms: 900, stockMs: 100, ordersMs: 900, worst: "orders", waiting: true });
    expect(stalenessBound(marks({ oldestItemWish: NOW - 50 }), NOW)).toMatchObject({ ms: 100, waiting: false });
  });

  it("holds for every fact: none was compared longer ago than it says", () => {
    fc.assert(fc.property(fc.record({ stockComparedAt: fc.nat(NOW), ordersReadUntil: fc.nat(NOW), oldestOrderWish: fc.option(fc.nat(NOW)), oldestItemWish: fc.option(fc.nat(NOW)) }), (some) => {
      const { ms } = stalenessBound(some, NOW);
      for (const at of Object.values(some)) if (at !== null) expect(NOW - at).toBeLessThanOrEqual(ms ?? -1);
    }));
  });
});

describe("what is stale", () => {
  const none = new Set<"stock" | "orders">();
  it("is told when it is beyond its limit, and stays until it is well below", () => {
    const bound = { stockMs: STOCK_STALE_MS, ordersMs: ORDERS_STALE_MS + 1 };
    expect(staleParts(bound, none)).toEqual(["orders"]);
    expect(staleParts(bound, new Set(["stock", "orders"]))).toEqual(["stock", "orders"]);
    expect(staleParts({ stockMs: STOCK_STALE_MS * 0.8, ordersMs: 0 }, new Set(["stock", "orders"]))).toEqual([]);
    expect(staleParts({ stockMs: null, ordersMs: null }, none)).toEqual([]);
  });
});
