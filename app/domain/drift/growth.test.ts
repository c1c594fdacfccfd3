import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GROWTH_COUNT_MIN, GROWTH_TOLD_MIN_MS, GROWTH_WINDOWS, driftGrowth, poissonAtLeast } from "./growth";

const quiet = Array<number>(GROWTH_WINDOWS).fill(0);
const busy = (count: number): number[] => Array<number>(GROWTH_WINDOWS).fill(count);
const ask = (recent: number, before: readonly number[], toldAt: number | null = null, now = 10 * GROWTH_TOLD_MIN_MS) => driftGrowth({ recent, before, toldAt, now }).growing;

describe("growing drift", () => {
  it("is told of a store that never drifts, at its minimum and not below", () => {
    expect(ask(GROWTH_COUNT_MIN, quiet)).toBe(true);
    expect(ask(GROWTH_COUNT_MIN - 1, quiet)).toBe(false);
  });

  it("is measured against the store's own habit", () => {
    expect(ask(20, busy(10))).toBe(false);
    expect(ask(30, busy(10))).toBe(true);
    expect(ask(130, busy(100))).toBe(false);
    expect(ask(145, busy(100))).toBe(true);
  });

  it("is not hidden by an incident of last week", () => {
    expect(ask(30, [...busy(10).slice(4), 500, 500, 500, 500])).toBe(true);
  });

  it("stays told between its bounds, and for at least half an hour", () => {
    const at = 10 * GROWTH_TOLD_MIN_MS;
    expect(ask(20, busy(10), 0, at)).toBe(true);
    expect(ask(14, busy(10), 0, at)).toBe(false);
    expect(ask(0, busy(10), at - GROWTH_TOLD_MIN_MS + 1, at)).toBe(true);
    expect(ask(0, busy(10), at - GROWTH_TOLD_MIN_MS, at)).toBe(false);
  });

  it("is over in the end, whatever the habit", () => {
    fc.assert(fc.property(fc.array(fc.nat(200), { maxLength: GROWTH_WINDOWS }), (before) => {
      expect(ask(0, before, 0)).toBe(false);
    }));
  });

  it("is told of more drift wherever it is told of less", () => {
    fc.assert(fc.property(fc.array(fc.nat(50), { maxLength: GROWTH_WINDOWS }), fc.nat(200), fc.nat(50), fc.boolean(), (before, recent, more, told) => {
      if (ask(recent, before, told ? 0 : null)) expect(ask(recent + more, before, told ? 0 : null)).toBe(true);
    }));
  });

  it("never flaps: a count that swings by a few around any value turns it once", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: GROWTH_WINDOWS }), fc.nat(300), fc.integer({ min: 1, max: 3 }), (before, around, swing) => {
      let toldAt: number | null = null;
      let turns = 0;
      for (let step = 0; step < 60; step += 1) {
        const now = (step + 1) * GROWTH_TOLD_MIN_MS;
        const { growing } = driftGrowth({ recent: Math.max(0, around + (step % 2 === 0 ? swing : -swing)), before, toldAt, now });
        if (growing !== (toldAt !== null)) turns += 1;
        toldAt = growing ? (toldAt ?? now) : null;
      }
      expect(turns).toBeLessThanOrEqual(1);
    }));
  });
});

describe("the chance of a count", () => {
  it("is that of Poisson", () => {
    expect(poissonAtLeast(0, 3)).toBe(1);
    expect(poissonAtLeast(1, 3)).toBeCloseTo(1 - Math.exp(-3), 12);
    expect(poissonAtLeast(2, 0.5)).toBeCloseTo(1 - Math.exp(-0.5) * 1.5, 12);
    expect(poissonAtLeast(30, 10)).toBeCloseTo(2.50995e-7, 11);
    expect(poissonAtLeast(500, 100)).toBeGreaterThan(0);
  });

  it("falls with the count and rises with the mean", () => {
    fc.assert(fc.property(fc.nat(100), fc.double({ min: 0.01, max: 80, noNaN: true }), (count, mean) => {
      const here = poissonAtLeast(count, mean);
      expect(here).toBeGreaterThanOrEqual(0);
      expect(here).toBeLessThanOrEqual(1);
      expect(poissonAtLeast(count + 1, mean)).toBeLessThanOrEqual(here + 1e-9);
      expect(poissonAtLeast(count, mean * 1.1)).toBeGreaterThanOrEqual(here - 1e-9);
    }));
  });
});
