import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toId, type ItemId, type LocationId, type OrderLineId } from "../ids";
import { checkPolicy, DEFAULT_POLICY } from "./policy";
import { comparePresets, presetNamed, presetOf, PRESETS } from "./presets";
import { route } from "./solve";
import { problemArbitrary } from "./testing";
import type { RoutingProblem } from "./types";

const line = (id: string, units: number) => ({ lineId: toId<OrderLineId>(`line-${id}`), itemId: toId<ItemId>(id), units, gramsPerUnit: 400 });
const location = (id: string, zone: number, stock: Record<string, number>) => ({
  locationId: toId<LocationId>(id), distanceKm: zone * 500, zone, excluded: null,
  stock: Object.entries(stock).map(([itemId, units]) => ({ itemId: toId<ItemId>(itemId), units })),
});
/** One far location has both goods; two near ones have one each. */
const problem: RoutingProblem = {
  policyVersion: 1, policy: DEFAULT_POLICY, currency: "USD", lines: [line("cap", 1), line("tent", 1)],
  locations: [location("a-near", 0, { cap: 5 }), location("b-near", 0, { tent: 5 }), location("c-far", 7, { cap: 5, tent: 5 })],
};

describe("presets", () => {
  test("each can be published", () => {
    for (const preset of PRESETS) expect(checkPolicy(preset.policy.tariff), preset.id).toEqual([]);
  });

  test("are known again, whatever order their fields are stored in", () => {
    for (const { id, policy } of PRESETS) expect(presetOf({ tariff: Object.fromEntries(Object.entries(policy.tariff).reverse()) as unknown as typeof policy.tariff })).toBe(id);
    expect(presetOf({ tariff: { ...DEFAULT_POLICY, splitPenaltyMinor: 151 } })).toBeNull();
    expect(presetNamed("nearest-first")?.title).toBe("Nearest first");
    expect(presetNamed("cheapest")).toBeNull();
  });

  test("do what they are called", () => {
    const [, fewest, nearest] = comparePresets([route(problem)]);
    expect(fewest).toMatchObject({ orders: 1, parcels: 1, averageKm: 3500 });
    expect(nearest).toMatchObject({ orders: 1, parcels: 2, averageKm: 0 });
  });

  test("none ships in fewer parcels than fewest parcels, and none costs less than lowest cost and its split charge allow", () => {
    const arbitrary = problemArbitrary({ locations: 4, lines: 3, units: 3 }).map((made) => ({ ...made, policy: DEFAULT_POLICY }));
    fc.assert(fc.property(arbitrary, (made) => {
      const [lowest, fewest, nearest] = comparePresets([route(made)]);
      const charge = (effect: typeof lowest) => effect!.postageMinor + DEFAULT_POLICY.splitPenaltyMinor * Math.max(0, effect!.parcels - 1);
      expect(fewest!.parcels).toBeLessThanOrEqual(Math.min(lowest!.parcels, nearest!.parcels));
      expect(charge(lowest)).toBeLessThanOrEqual(Math.min(charge(fewest), charge(nearest)));
    }), { numRuns: 60 });
  });

  test("a problem that was reckoned with other zones is no part of the comparison", () => {
    const other = { ...problem, policy: { ...DEFAULT_POLICY, zonesKm: [100], ratesMinor: DEFAULT_POLICY.ratesMinor.slice(0, 2), perExtraKgMinor: [75, 90] }, locations: problem.locations.slice(0, 2) };
    expect(comparePresets([route(other)])[0]).toMatchObject({ orders: 0, parcels: 0, averageKm: null });
  });
});
