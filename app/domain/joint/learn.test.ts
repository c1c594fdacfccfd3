import { describe, expect, it } from "vitest";
import { toId, type ItemId, type OrderLineId } from "../ids";
import { DEFAULT_POLICY } from "../routing/policy";
import { zoneOf } from "../routing/geography";
import type { RoutingProblem, StockRow } from "../routing/types";
import { cellKey } from "./cells";
import { believedPrices, heldOutCosts, type PricedWindow, windowsOf } from "./learn";
import { locationId } from "./testing";

const shirt = toId<ItemId>("shirt");

const order = (km: [number, number], rows: [Partial<StockRow>, Partial<StockRow>] = [{ units: 2 }, { units: 50 }]): RoutingProblem => ({
  policyVersion: 1, policy: DEFAULT_POLICY, currency: "USD", lines: [{ lineId: toId<OrderLineId>("line"), itemId: shirt, units: 1, gramsPerUnit: 4_000 }],
  locations: km.map((distanceKm, index) => ({
    locationId: locationId(index), distanceKm, zone: zoneOf(distanceKm, DEFAULT_POLICY), excluded: null, stock: [{ itemId: shirt, units: 0, ...rows[index]! }],
  })),
});
const orders = (count: number): RoutingProblem[] => Array.from({ length: count }, (_, index) => ({ ...order([100, 300]), policyVersion: index }));

describe("windows of past orders", () => {
  it("are the newest orders in equal parts, none of them of fewer than 50", () => {
    expect(windowsOf(orders(99))).toEqual([]);
    expect([100, 499, 1_000, 9_000].map((count) => windowsOf(orders(count)).map((window) => window.length))).toEqual([[50, 50], [249, 249], [250, 250, 250, 250], Array<number>(8).fill(500)]);
    expect(windowsOf(orders(101))[0]![0]!.policyVersion).toBe(1);
  });

  it("hold what there was at their beginning, without prices of before, and bar what a rule barred", () => {
    const sold = Array.from({ length: 100 }, (_, index) => order([100, 300], [
      { units: 60 - (index % 50), scarcityMinor: 40 }, index % 50 === 1 ? { units: 0, barred: { units: 9, ruleId: "rule" } } : { units: 9 },
    ]));
    const [window] = windowsOf(sold);
    expect(window![49]!.locations.map((at) => at.stock[0])).toEqual([{ itemId: shirt, units: 60 }, { itemId: shirt, units: 9 }]);
    expect(window![1]!.locations[1]!.stock[0]).toEqual({ itemId: shirt, units: 0, barred: { units: 9, ruleId: "rule" } });
  });
});

describe("prices that are believed", () => {
  const day = [...Array.from({ length: 6 }, () => order([100, 300])), ...Array.from({ length: 2 }, () => order([60, 4_000]))];
  const believed = (windows: PricedWindow[]) => believedPrices(windows, windows.map((window) => heldOutCosts(window, windows)));
  const prices = new Map([[cellKey(shirt, locationId(0)), 400.6]]);

  it("are whole parts of the mean where other windows gained by them", () => {
    const [price, ...others] = believed([{ problems: day, prices }, { problems: day, prices }]);
    expect(others).toEqual([]);
    expect(price).toEqual({ itemId: shirt, locationId: locationId(0), minorPerUnit: expect.any(Number) });
    expect([100, 200, 300]).toContain(price!.minorPerUnit);
  });

  it("are none where orders that they were not learned from lost by them", () => {
    const early = day.slice(0, 3);
    expect(believed([{ problems: early, prices }, { problems: early, prices }])).toEqual([]);
    expect(believed([])).toEqual([]);
  });
});
