import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toId, type ItemId, type LocationId, type OrderLineId } from "../ids";
import { checkCertificate } from "./check";
import { DEFAULT_POLICY } from "./policy";
import { breaksRule } from "./pricing";
import { ALTERNATIVE_NODES_MAX, NODES_MAX, REJECTED_PLANS_MAX, cheapestPlan, route } from "./solve";
import { standingCost } from "./standing";
import { bruteForceMinor, problemArbitrary, ruledProblemArbitrary, seeded } from "./testing";
import type { Certificate, ExclusionReason, RoutingProblem } from "./types";

describe("route", () => {
  it.each([
    { name: "few units over many places", size: { locations: 5, lines: 4, units: 2 } },
    { name: "split lines", size: { locations: 3, lines: 3, units: 4 } },
    { name: "many lines, two places", size: { locations: 2, lines: 8, units: 2 } },
  ])("is as cheap as trying everything: $name", ({ size }) => {
    fc.assert(fc.property(problemArbitrary(size), (problem) => {
      const least = bruteForceMinor(problem);
      const certificate = route(problem);
      if (certificate.outcome === "unroutable") {
        expect(least).toBeNull();
        return;
      }
      expect(certificate.plan.costMinor).toBe(least);
      expect(certificate.lowerBoundMinor).toBe(least);
      expect(certificate.gapMinor).toBe(0);
    }), { numRuns: 2_000 });
  });
});

describe("route, under rules and prices", () => {
  it.each([
    { name: "few units over many places", size: { locations: 5, lines: 4, units: 2 } },
    { name: "split lines", size: { locations: 3, lines: 3, units: 4 } },
    { name: "many lines, two places", size: { locations: 2, lines: 8, units: 2 } },
  ])("is as cheap as trying everything: $name", ({ size }) => {
    fc.assert(fc.property(ruledProblemArbitrary(size), (problem) => {
      const least = bruteForceMinor(problem);
      const certificate = route(problem);
      expect(checkCertificate(certificate).faults).toEqual([]);
      if (certificate.outcome === "unroutable") {
        expect(least).toBeNull();
        expect(certificate.obstacles?.some((obstacle) => "unproved" in obstacle) ?? false).toBe(false);
        expect(certificate.shortages.length === 0).toBe((certificate.obstacles?.length ?? 0) > 0);
        return;
      }
      expect(certificate.plan.costMinor).toBe(least);
      expect(certificate.lowerBoundMinor).toBe(least);
      for (const { assignments, ...price } of [certificate.plan, ...certificate.rejected.map((one) => one.plan)]) {
        expect(breaksRule(problem, assignments)).toBe(false);
        expect(standingCost(problem, assignments)).toEqual({ parcels: price.parcels, costMinor: price.costMinor });
      }
    }), { numRuns: 1_000 });
  });
});

describe("route, where units weigh many steps of the rates", () => {
  /** Each of the seven units may go to four places, a kilogram at a time. */
  const heavy: RoutingProblem = {
    policyVersion: 1, currency: "USD",
    policy: { ...DEFAULT_POLICY, zonesKm: [], bandsGrams: [250, 1_000], ratesMinor: [[0, 0]], perExtraKgMinor: [400], handlingPerParcelMinor: 0, handlingPerUnitMinor: 0, splitPenaltyMinor: 0 },
    lines: [2, 1, 2, 2].map((units, index) => ({ lineId: toId<OrderLineId>(`line-${index}`), itemId: toId<ItemId>("stove"), units, gramsPerUnit: 25_000 })),
    locations: [{ units: 2, labour: 0 }, { units: 3, labour: 5 }, { units: 4, labour: 99 }, { units: 6, labour: 0 }].map(({ units, labour }, index) => ({
      locationId: toId<LocationId>(`loc-${index}`), distanceKm: null, zone: 0, excluded: null, charges: { labourMinor: index === 2 ? labour : 0 },
      stock: [{ itemId: toId<ItemId>("stove"), units, labourMinor: index === 1 ? labour : 0 }],
    })),
  };

  it("proves its plan by what units go where, not by every kilogram", () => {
    const certificate = route(heavy);
    if (certificate.outcome !== "routed") throw new Error("It can be routed.");
    expect(certificate).toMatchObject({ gapMinor: 0, plan: { costMinor: bruteForceMinor(heavy) } });
    expect(certificate.nodesExplored).toBeLessThan(1_000);
  });
});

describe("route, where rules leave no plan", () => {
  const rows = (problem: RoutingProblem, change: (location: RoutingProblem["locations"][number], index: number) => object): RoutingProblem => ({
    ...problem, locations: problem.locations.map((location, index) => ({ ...location, ...change(location, index) })),
  });
  const twoPlaces = problemOf({ stock: [[2, 0], [0, 2], [1, 1]], units: [2, 2] });

  it("says that more parcels would help", () => {
    expect(route({ ...twoPlaces, parcels: { max: 1, ruleId: "whole" } })).toMatchObject({
      outcome: "unroutable", shortages: [], obstacles: [{ kind: "parcels", max: 1, ruleId: "whole" }],
    });
    expect(route({ ...twoPlaces, parcels: { max: 2, ruleId: "whole" } })).toMatchObject({ outcome: "routed", gapMinor: 0 });
  });

  it("names the lines that no location can ship together", () => {
    const problem = { ...twoPlaces, lines: twoPlaces.lines.map((line) => ({ ...line, together: "set" })) };
    expect(route(problem)).toMatchObject({ outcome: "unroutable", shortages: [], obstacles: [{ kind: "together", group: "set", lineIds: ["line-000", "line-001"] }] });
  });

  it("blames rules and stock together where each could be kept alone", () => {
    const limited = rows(problemOf({ stock: [[2, 2], [1, 1]], units: [2, 2] }), () => ({ unitsMax: { units: 1, ruleId: "counter" } }));
    expect(route({ ...limited, lines: limited.lines.map((line) => ({ ...line, units: 2 })) })).toMatchObject({ outcome: "unroutable", obstacles: [{ kind: "combined" }] });
  });

  it("tells of units above what a location may ship where they are missing", () => {
    const limited = rows(problemOf({ stock: [[5], [1]], units: [4] }), (_, index) => (index === 0 ? { unitsMax: { units: 2, ruleId: "counter" } } : {}));
    expect(route(limited)).toMatchObject({
      outcome: "unroutable", shortages: [{ wantedUnits: 4, offeredUnits: 3, elsewhere: [{ locationId: "loc-000", units: 3, reason: "rule", ruleId: "counter" }] }],
    });
  });
});

/** Locations and lines by hand: `stock[location][item]`, -1: not stocked. */
function problemOf(shape: { stock: (number | null)[][]; units: number[]; grams?: number[]; zones?: number[]; excluded?: (ExclusionReason | null)[] }): RoutingProblem {
  const pad = (index: number): string => String(index).padStart(3, "0");
  const kmOf = [10, 100, 300, 600, 1200, 2000, 2500, null];
  return {
    policyVersion: 1, policy: DEFAULT_POLICY, currency: "USD",
    lines: shape.units.map((units, index) => ({
      lineId: toId<OrderLineId>(`line-${pad(index)}`), itemId: toId<ItemId>(`item-${pad(index)}`), units, gramsPerUnit: shape.grams?.[index] ?? 400,
    })),
    locations: shape.stock.map((row, index) => ({
      locationId: toId<LocationId>(`loc-${pad(index)}`), distanceKm: kmOf[shape.zones?.[index] ?? 0] ?? null, zone: shape.zones?.[index] ?? 0,
      excluded: shape.excluded?.[index] ?? null,
      stock: row.flatMap((units, at) => (units === -1 ? [] : [{ itemId: toId<ItemId>(`item-${pad(at)}`), units }])),
    })),
  };
}

const routed = (problem: RoutingProblem): Certificate & { outcome: "routed" } => {
  const certificate = route(problem);
  if (certificate.outcome !== "routed") throw new Error("not routed");
  expect(checkCertificate(certificate).faults).toEqual([]);
  return certificate;
};

describe("route, on bad Mondays", () => {
  it("routes an order without lines with an empty plan", () => {
    const { plan, lowerBoundMinor, gapMinor, rejected } = routed(problemOf({ stock: [[]], units: [] }));
    expect([plan.assignments, plan.costMinor, plan.parcels, lowerBoundMinor, gapMinor, rejected]).toEqual([[], 0, 0, 0, 0, []]);
  });

  it("says where the stock is when all of it is at an inactive location", () => {
    const certificate = route(problemOf({ stock: [[8], [0], [1]], units: [3], excluded: ["inactive", null, null] }));
    expect(certificate).toMatchObject({
      outcome: "unroutable",
      shortages: [{ itemId: "item-000", wantedUnits: 3, offeredUnits: 1, elsewhere: [{ locationId: "loc-000", units: 8, reason: "inactive" }] }],
    });
    expect(checkCertificate(certificate).faults).toEqual([]);
  });

  it("is unroutable without any location", () => {
    expect(route(problemOf({ stock: [], units: [1] }))).toMatchObject({ outcome: "unroutable", shortages: [{ offeredUnits: 0, elsewhere: [] }] });
  });

  it("collects one unit each from 64 places, proved", () => {
    const { plan, gapMinor } = routed(problemOf({ stock: Array.from({ length: 64 }, () => [1]), units: [64] }));
    expect([plan.parcels, gapMinor]).toEqual([64, 0]);
  });

  it("chooses the nearest of many equal places", () => {
    const { plan } = routed(problemOf({ stock: Array.from({ length: 64 }, () => [5, 5]), units: [1, 1], zones: Array.from({ length: 64 }, (_, index) => (index === 40 ? 0 : 3)) }));
    expect(plan.assignments.map((assignment) => assignment.locationId)).toEqual(["loc-040", "loc-040"]);
  });

  it("splits what is cheaper in two parcels, though one location has it all", () => {
    const { plan, rejected } = routed(problemOf({ stock: [[9, 9], [9, 0], [0, 9]], units: [4, 4], grams: [5_000, 5_000], zones: [7, 0, 0] }));
    expect(plan.parcels).toBe(2);
    expect(rejected.map((other) => other.locationIds)).toContainEqual(["loc-000"]);
  });

  it("ends within its steps on 64 locations, 500 lines and half-empty shelves, with an honest gap", () => {
    const random = seeded(5);
    const stock = Array.from({ length: 64 }, () => Array.from({ length: 500 }, () => (random() < 0.5 ? Math.ceil(random() * 3) : -1)));
    const { plan, lowerBoundMinor, gapMinor, nodesExplored } = routed(problemOf({
      stock, units: Array.from({ length: 500 }, () => Math.ceil(random() * 3)), grams: Array.from({ length: 500 }, () => Math.ceil(random() * 900)),
      zones: Array.from({ length: 64 }, () => Math.floor(random() * 8)),
    }));
    expect(gapMinor).toBe(plan.costMinor - lowerBoundMinor);
    expect(lowerBoundMinor).toBeGreaterThan(plan.costMinor / 2);
    expect(nodesExplored).toBeLessThanOrEqual(NODES_MAX + ALTERNATIVE_NODES_MAX);
  }, 60_000);

  it("finds a whole-order alternative where there is one, and no more than three", () => {
    fc.assert(fc.property(problemArbitrary({ locations: 6, lines: 4, units: 2 }), (problem) => {
      const certificate = route(problem);
      if (certificate.outcome === "unroutable") return;
      const open = problem.locations.filter((location) => location.excluded === null);
      const wanted = new Map<string, number>();
      for (const line of problem.lines) wanted.set(line.itemId, (wanted.get(line.itemId) ?? 0) + line.units);
      const whole = open.filter(({ stock }) => [...wanted].every(([itemId, units]) => (stock.find((row) => row.itemId === itemId)?.units ?? (stock.some((row) => row.itemId === itemId) ? Infinity : 0)) >= units));
      const others = whole.length - (certificate.plan.parcels === 1 ? 1 : 0);
      expect(certificate.rejected.some((other) => other.plan.parcels === 1)).toBe(others > 0);
      expect(certificate.rejected.length).toBeLessThanOrEqual(REJECTED_PLANS_MAX);
    }), { numRuns: 1_000 });
  });

  it("names the best plan that does without one of the chosen locations", () => {
    let compared = 0;
    fc.assert(fc.property(problemArbitrary({ locations: 5, lines: 3, units: 2 }), (problem) => {
      const certificate = route(problem);
      const open = problem.locations.filter((location) => location.excluded === null).length;
      if (certificate.outcome === "unroutable" || open > certificate.plan.parcels + 2) return;
      const used = new Set(certificate.plan.assignments.map((assignment) => assignment.locationId));
      const without = [...used].map((banned) => bruteForceMinor({
        ...problem, locations: problem.locations.map((location) => (location.locationId === banned ? { ...location, excluded: "inactive" as const } : location)),
      }));
      const best = Math.min(...without.map((cost) => cost ?? Infinity));
      compared += best < Infinity ? 1 : 0;
      expect(certificate.rejected[0]?.plan.costMinor ?? Infinity).toBeLessThanOrEqual(best);
    }), { numRuns: 3_000, seed: 3 });
    expect(compared).toBeGreaterThan(100);
  });

  it("decides the same twice", () => {
    fc.assert(fc.property(ruledProblemArbitrary({ locations: 8, lines: 8, units: 3 }), (problem) => {
      expect(JSON.stringify(route(structuredClone(problem)))).toBe(JSON.stringify(route(problem)));
    }), { numRuns: 200 });
  });

  it("chooses the same plan where nobody asks for its proof", () => {
    fc.assert(fc.property(ruledProblemArbitrary({ locations: 6, lines: 4, units: 3 }), (problem) => {
      const certificate = route(problem);
      expect(cheapestPlan(problem)).toEqual(certificate.outcome === "routed" ? certificate.plan : null);
    }), { numRuns: 500 });
  });

  it("changes nothing in the problem that it is given", () => {
    fc.assert(fc.property(ruledProblemArbitrary({ locations: 6, lines: 6, units: 3 }), (problem) => {
      const before = structuredClone(problem);
      route(problem);
      expect(problem).toEqual(before);
    }), { numRuns: 200 });
  });
});
