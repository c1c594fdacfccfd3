import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toId, type ItemId, type LocationId, type OrderLineId } from "../ids";
import { explain, type Explanation } from "./explain";
import { DEFAULT_POLICY } from "./policy";
import { route } from "./solve";
import { problemArbitrary } from "./testing";
import type { ExclusionReason, RoutingProblem } from "./types";

const KM = [50, 200, 400, 900, 1_500, 2_000, 2_800, 4_000];

interface Shelf {
  zone: number;
  stock: Record<string, number | null>;
  excluded?: ExclusionReason;
}

function tell(lines: Record<string, number>, shelves: Record<string, Shelf>, currency = "USD"): Explanation {
  const problem: RoutingProblem = {
    policyVersion: 7, policy: DEFAULT_POLICY, currency,
    lines: Object.entries(lines).map(([item, units]) => ({ lineId: toId<OrderLineId>(`line ${item}`), itemId: toId<ItemId>(item), units, gramsPerUnit: 300 }))
      .sort((a, b) => (a.lineId < b.lineId ? -1 : 1)),
    locations: Object.entries(shelves).map(([name, { zone, stock, excluded }]) => ({
      locationId: toId<LocationId>(name), distanceKm: KM[zone] ?? null, zone, excluded: excluded ?? null,
      stock: Object.entries(stock).map(([item, units]) => ({ itemId: toId<ItemId>(item), units })).sort((a, b) => (a.itemId < b.itemId ? -1 : 1)),
    })).sort((a, b) => (a.locationId < b.locationId ? -1 : 1)),
  };
  return explain(route(problem), { location: (id) => id, item: (id) => id });
}

describe("explain", () => {
  it("says the cost, the proof, the next best and what was left out", () => {
    const told = tell({ cap: 1 }, {
      Reno: { zone: 1, stock: { cap: 3 } }, Dallas: { zone: 4, stock: { cap: 3 } }, Miami: { zone: 0, stock: { cap: 9 }, excluded: "inactive" },
    });
    expect(told.sentences).toEqual([
      "One parcel from Reno costs $6.60, the least that is possible (proved).",
      "Next best: Dallas for $7.35 (+$0.75): $0.75 more for shipping.",
      "Left out: Miami is not active.",
    ]);
    expect(told.terms).toEqual([
      { name: "shipping", label: "Shipping", minor: 485, text: "$4.85" }, { name: "handling", label: "Handling", minor: 175, text: "$1.75" },
    ]);
    expect(told.alternatives).toEqual([
      { locationIds: ["Dallas"], locations: "Dallas", parcels: 1, costMinor: 735, cost: "$7.35", extraMinor: 75, extra: "$0.75", reason: "$0.75 more for shipping" },
    ]);
  });

  it("says why one parcel was not possible", () => {
    const told = tell({ cap: 1, flask: 1, vest: 1 }, { Newark: { zone: 5, stock: { vest: 1 } }, Reno: { zone: 1, stock: { cap: 2, flask: 1 } } });
    expect(told.sentences.slice(0, 2)).toEqual([
      "Two parcels from Newark and Reno cost $17.80, the least that is possible (proved).", "One parcel was not possible: no location has all three items.",
    ]);
    expect(told.terms.map((term) => term.name)).toEqual(["shipping", "handling", "split"]);
    const units = tell({ cap: 4 }, { Newark: { zone: 5, stock: { cap: 2 } }, Reno: { zone: 1, stock: { cap: 2 } } });
    expect(units.sentences[1]).toBe("One parcel was not possible: no location has all 4 units.");
    const both = tell({ cap: 2, vest: 1 }, { Newark: { zone: 5, stock: { cap: 1, vest: 1 } }, Reno: { zone: 1, stock: { cap: 1, vest: 1 } } });
    expect(both.sentences[1]).toBe("One parcel was not possible: no location has both items in full.");
  });

  it("says what one parcel would have cost", () => {
    const told = tell({ anvil: 30, stone: 30 }, { Honolulu: { zone: 7, stock: { anvil: 30, stone: 30 } }, Reno: { zone: 0, stock: { anvil: 30 } }, Fernley: { zone: 0, stock: { stone: 30 } } });
    expect(told.sentences[0]).toMatch(/^Two parcels from Fernley and Reno cost \$/);
    expect(told.sentences[1]).toMatch(/^One parcel from Honolulu would cost \$[\d.]+, \$[\d.]+ more\.$/);
  });

  it("says what is missing and where the rest is", () => {
    const told = tell({ cap: 3 }, { Miami: { zone: 0, stock: { cap: 8 }, excluded: "inactive" }, Reno: { zone: 1, stock: { cap: 1 } }, Soho: { zone: 1, stock: {}, excluded: "stocks-nothing-of-it" } });
    expect(told.sentences).toEqual([
      "The item is not in stock in full where it could ship from.", "cap: 3 units are wanted, only 1 is available. Miami has 8 but is not active.",
    ]);
    expect(told.leftOut.map((left) => left.location)).toEqual(["Miami", "Soho"]);
    expect(tell({ cap: 1, vest: 1 }, { Reno: { zone: 1, stock: { cap: 1 } } }).sentences).toEqual([
      "Not all items are in stock where they could ship from.", "vest: 1 unit is wanted, none is available.",
    ]);
  });

  it("speaks the order's currency and of equal plans", () => {
    const told = tell({ cap: 1 }, { Osaka: { zone: 1, stock: { cap: 1 } }, Kyoto: { zone: 1, stock: { cap: 1 } } }, "JPY");
    expect(told.sentences).toEqual(["One parcel from Kyoto costs ¥660, the least that is possible (proved).", "Equally good: Osaka for ¥660."]);
  });

  it("says that there is nothing to ship", () => {
    expect(tell({}, { Reno: { zone: 1, stock: {} } }).sentences).toEqual(["There is nothing to ship."]);
  });

  it("never claims a proof where there is a gap", () => {
    const certificate = route({ policyVersion: 1, policy: DEFAULT_POLICY, currency: "USD",
      lines: [{ lineId: toId<OrderLineId>("l"), itemId: toId<ItemId>("i"), units: 1, gramsPerUnit: 100 }],
      locations: [{ locationId: toId<LocationId>("a"), distanceKm: 1, zone: 0, excluded: null, stock: [{ itemId: toId<ItemId>("i"), units: 1 }] }] });
    if (certificate.outcome === "unroutable") throw new Error("not routed");
    const open = { ...certificate, lowerBoundMinor: certificate.lowerBoundMinor - 120, gapMinor: 120 };
    expect(explain(open, { location: String, item: String }).sentences[0]).toBe("One parcel from a costs $5.95, at most $1.20 more than the least that is possible.");
  });

  it("writes plain sentences of every decision", () => {
    fc.assert(fc.property(problemArbitrary({ locations: 7, lines: 5, units: 3 }), (problem) => {
      const told = explain(route(problem), { location: (id) => `Place ${id}`, item: (id) => `Thing ${id}` });
      expect(told.sentences.length).toBeGreaterThan(0);
      for (const sentence of told.sentences) expect(sentence).toMatch(/^[A-Z][^!]*\.$/);
      expect(told.sentences.join(" ")).not.toMatch(/undefined|NaN|null|Infinity| {2}|\b1 units|-\$/);
    }), { numRuns: 500 });
  });
});
