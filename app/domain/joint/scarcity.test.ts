import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toId, type ItemId, type OrderLineId } from "../ids";
import { DEFAULT_POLICY } from "../routing/policy";
import { zoneOf } from "../routing/geography";
import type { RoutingProblem } from "../routing/types";
import { cellKey } from "./cells";
import { optimiseTogether } from "./optimise";
import { averagePrices, cheapestFactor, costsByFactor, inArrivalOrder, priceTogether, withScarcity } from "./scarcity";
import { jointArbitrary, locationId } from "./testing";

const shirt = toId<ItemId>("shirt");

/** A buyer so far from the two warehouses; the near one has few. */
const order = (km: [number, number], units: [number, number] = [2, 50]): RoutingProblem => ({
  policyVersion: 1, policy: DEFAULT_POLICY, currency: "USD",
  lines: [{ lineId: toId<OrderLineId>("line"), itemId: shirt, units: 1, gramsPerUnit: 4_000 }],
  locations: km.map((distanceKm, index) => ({
    locationId: locationId(index), distanceKm, zone: zoneOf(distanceKm, DEFAULT_POLICY), excluded: null, stock: [{ itemId: shirt, units: units[index]! }],
  })),
});

/** Buyers between the two come first; those of the far coast, whom only the first serves cheaply, come late. */
const day = (): RoutingProblem[] => [...Array.from({ length: 6 }, () => order([100, 300])), ...Array.from({ length: 2 }, () => order([60, 4_000]))];

describe("scarcity prices", () => {
  it("leave the last units to those who come late and need them most", () => {
    const { prices } = priceTogether(day());
    expect(prices.get(cellKey(shirt, locationId(0)))).toBeGreaterThan(100);
    expect(prices.has(cellKey(shirt, locationId(1)))).toBe(false);
    const plain = inArrivalOrder(day(), null);
    const steered = inArrivalOrder(day(), { prices, factor: 0.75 });
    expect(steered.costMinor).toBeLessThan(plain.costMinor);
    expect(steered.costMinor).toBe(optimiseTogether({ problems: day() }).costMinor);
  });

  it("prove a bound that no joint assignment undercuts", () => {
    fc.assert(fc.property(jointArbitrary({ orders: 5, items: 3, locations: 3 }), (problems) => {
      const bare = problems.map((problem) => ({ ...problem, locations: problem.locations.map((at) => ({ ...at, stock: at.stock.map(({ itemId, units }) => ({ itemId, units })) })) }));
      const { costMinor } = optimiseTogether({ problems: bare, limits: { unservedMinor: 100_000 } });
      expect(priceTogether(bare).lowerBoundMinor).toBeLessThanOrEqual(costMinor + 0.01);
    }), { numRuns: 40 });
  });

  it("stand in the problem as whole units, and not where they are next to nothing", () => {
    const priced = withScarcity(order([100, 300]), new Map([[cellKey(shirt, locationId(0)), 101.9], [cellKey(shirt, locationId(1)), 1.2]]), 0.75);
    expect(priced.locations.map((at) => at.stock[0]!.scarcityMinor)).toEqual([76, undefined]);
    expect(averagePrices([new Map([["a", 90]]), new Map()]).get("a")).toBe(45);
  });

  it("are believed as far as held-out days gained by them, and not at all where they lost", () => {
    const { prices } = priceTogether(day());
    expect(cheapestFactor([{ problems: day(), prices }, { problems: day(), prices }].map(costsByFactor))).toBeGreaterThan(0);
    const early = Array.from({ length: 3 }, () => order([100, 300]));
    expect(cheapestFactor([{ problems: early, prices }, { problems: early, prices }, { problems: day(), prices: new Map() }].map(costsByFactor))).toBe(0);
    // Three in a thousand are a gain, two are chance; orders that nobody could serve make no gain small.
    const costs = [[1_000, 997], [1_000, 998], [101_000, 100_997]].map((minor) => ({ minor, servedMinor: 1_000 }));
    expect(costs.map((cost) => cheapestFactor([cost, cost]))).toEqual([0.25, 0, 0.25]);
    expect(cheapestFactor([].map(costsByFactor))).toBe(0);
  });
});
