import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toId, type ItemId } from "../ids";
import { checkCertificate } from "./check";
import { leastByDemand } from "./check-by-demand";
import { noSetHoldsAll, noSetIsCheaper } from "./check-by-sets";
import { caseOf } from "./check-case";
import { hasPlan, leastCostProof } from "./check-optimality";
import { planFaults } from "./check-plan";
import { DEFAULT_POLICY } from "./policy";
import { route } from "./solve";
import { seeded } from "./testing";
import { certificateByForce, everyPlan, fullProblemArbitrary } from "./testing-terms";
import type { Certificate, RoutingProblem } from "./types";

type Routed = Certificate & { outcome: "routed" };

const SMALL = { locations: 3, lines: 3, units: 2 };
const WIDE = { locations: 4, lines: 3, units: 2 };

describe("the checker, on all that a problem may hold", () => {
  it("accepts the best of all plans, and proves it the best", () => {
    let routed = 0;
    fc.assert(fc.property(fullProblemArbitrary(WIDE), (problem) => {
      const certificate = certificateByForce(problem);
      if (certificate === null) return;
      routed += 1;
      expect(checkCertificate(certificate)).toEqual({ faults: [], proved: "optimal" });
    }), { numRuns: 600, seed: 3 });
    expect(routed).toBeGreaterThan(100);
  });

  it("finds the least cost of all plans, or that there is none, by both ways", () => {
    let none = 0;
    let bySets = 0;
    fc.assert(fc.property(fullProblemArbitrary(WIDE), (problem) => {
      const least = Math.min(...everyPlan(problem).map((plan) => plan.costMinor));
      const task = caseOf(problem);
      expect(leastByDemand(task)).toBe(least);
      expect(hasPlan(problem)).toBe(least < Infinity);
      if (noSetHoldsAll(task)) expect(least).toBe(Infinity);
      if (least === Infinity) none += 1;
      else {
        expect(leastCostProof(problem, least)).toEqual({ status: "proved", leastMinor: least });
        if (noSetIsCheaper(task, least)) bySets += 1;
        expect(noSetIsCheaper(task, least + 1)).toBe(false);
      }
    }), { numRuns: 1_500, seed: 3 });
    expect(none).toBeGreaterThan(50);
    expect(bySets).toBeGreaterThan(50);
  });

  it("proves every choice between two places by their sets alone", () => {
    let pairs = 0;
    fc.assert(fc.property(fullProblemArbitrary({ locations: 2, lines: 4, units: 2 }), (full) => {
      const problem: RoutingProblem = { ...full, locations: full.locations.map(({ unitsMax: _, ...location }) => location), lines: full.lines.map(({ together: _, ...line }) => line) };
      const plans = everyPlan(problem);
      if (plans.length === 0) return;
      const least = Math.min(...plans.map((plan) => plan.costMinor));
      expect(noSetIsCheaper(caseOf(problem), least)).toBe(true);
      if (plans.some((plan) => plan.parcels === 2)) pairs += 1;
    }), { numRuns: 600, seed: 3 });
    expect(pairs).toBeGreaterThan(20);
  });

  it("takes every plan that can be done, and no plan for what it does not cost", () => {
    fc.assert(fc.property(fullProblemArbitrary(SMALL), fc.nat(), (problem, pick) => {
      const plans = everyPlan(problem);
      const plan = plans[pick % Math.max(1, plans.length)];
      if (plan === undefined) return;
      expect(planFaults(problem, plan, "It")).toEqual([]);
      for (const key of ["shippingMinor", "handlingMinor", "splitMinor", "labourMinor", "latenessMinor", "carbonMinor", "scarcityMinor", "riskMinor"] as const) {
        const lie = { ...plan, terms: { ...plan.terms, [key]: (plan.terms[key] ?? 0) + 1 } };
        expect(planFaults(problem, lie, "It")).not.toEqual([]);
        expect(planFaults(problem, { ...lie, costMinor: plan.costMinor + 1 }, "It")).not.toEqual([]);
      }
    }), { numRuns: 500 });
  });
});

/** Each lie returns whether it could be told of this certificate. */
const LIES: [name: string, lie: (certificate: Routed) => boolean][] = [
  ["a parcel more than a rule allows", ({ problem, plan }) => { if (plan.parcels < 2) return false; problem.parcels = { max: plan.parcels - 1, ruleId: "whole" }; return true; }],
  ["a group that is parted", ({ problem, plan }) => {
    if (plan.parcels < 2) return false;
    for (const line of problem.lines) line.together = "all";
    return true;
  }],
  ["more units than a rule lets a location ship", (certificate) => {
    const { location, units } = firstLoad(certificate);
    location.unitsMax = { units: units - 1, ruleId: "few" };
    return true;
  }],
  ["units of a barred row", (certificate) => {
    const { location } = firstLoad(certificate);
    for (const row of location.stock) Object.assign(row, { units: 0, barred: { units: 99, ruleId: "not-this" } });
    return true;
  }],
  ["a barred row that is offered all the same", ({ problem }) => eachRow(problem, (row) => { row.units = 3; row.barred = { units: 3, ruleId: "not-this" }; })],
  ["a location that a rule excludes", (certificate) => { Object.assign(firstLoad(certificate).location, { excluded: "rule", ruleId: "never" }); return true; }],
  ["a location that is excluded by a rule without a name", ({ problem }) => { problem.locations[0]!.excluded = "rule"; delete problem.locations[0]!.ruleId; return true; }],
  ["a rule that excludes nothing", ({ problem }) => {
    const open = problem.locations.find((location) => location.excluded === null);
    if (open) open.ruleId = "never";
    return open !== undefined;
  }],
  ["labour that a parcel does not pay", (certificate) => charge(certificate, "labourMinor")],
  ["lateness that a parcel does not pay", (certificate) => charge(certificate, "latenessMinor")],
  ["risk that a parcel does not pay", (certificate) => charge(certificate, "riskMinor")],
  ["labour that a unit does not pay", (certificate) => eachTaken(certificate, (row) => { row.labourMinor = (row.labourMinor ?? 0) + 1; })],
  ["scarcity that a unit does not pay", (certificate) => eachTaken(certificate, (row) => { row.scarcityMinor = (row.scarcityMinor ?? 0) + 1; })],
  ["a kept unit that is not paid", (certificate) => eachTaken(certificate, (row) => { row.units ??= 9; row.keep = { units: 9, minor: (row.keep?.minor ?? 0) + 500 }; })],
  ["carbon that is not paid", ({ problem, plan }) => {
    problem.carbon = { microMinorPerKgKm: (problem.carbon?.microMinorPerKgKm ?? 0) + 900_000_000 };
    return plan.parcels > 0;
  }],
  ["a price that is not whole", (certificate) => eachTaken(certificate, (row) => { row.scarcityMinor = 0.5; })],
  ["a negative price", (certificate) => eachTaken(certificate, (row) => { row.labourMinor = -1; })],
  ["a negative charge", ({ problem }) => { problem.locations[0]!.charges = { riskMinor: -1 }; return true; }],
  ["days late that are not whole", ({ problem }) => { problem.locations[0]!.lateDays = 1.5; return true; }],
  ["a limit of parcels that is none", ({ problem }) => { problem.parcels = { max: 0, ruleId: "whole" }; return true; }],
  ["a limit of parcels of no rule", ({ problem }) => { problem.parcels = { max: 99, ruleId: "" }; return true; }],
  ["a group without a name", ({ problem }) => { problem.lines[0]!.together = ""; return true; }],
  ["a term that nobody knows", ({ plan }) => { Object.assign(plan.terms, { giftMinor: 0 }); return true; }],
  ["another version", (certificate) => { Object.assign(certificate, { version: 2 }); return true; }],
  ["a count of nodes below zero", (certificate) => { certificate.nodesExplored = -1; return true; }],
  ["a rejected plan that a rule forbids", ({ problem, plan, rejected }) => {
    if (rejected[0] === undefined || rejected[0].plan.parcels <= plan.parcels) return false;
    problem.parcels = { max: plan.parcels, ruleId: "whole" };
    return true;
  }],
  ["a plan that costs more than it must", (certificate) => {
    const other = certificate.rejected.find((one) => one.extraMinor > 0);
    if (other === undefined) return false;
    Object.assign(certificate, { plan: other.plan, lowerBoundMinor: other.plan.costMinor, rejected: [] });
    return true;
  }],
];

function firstLoad({ problem, plan }: Routed) {
  const { locationId } = plan.assignments[0]!;
  const location = problem.locations.find((one) => one.locationId === locationId)!;
  return { location, units: plan.assignments.reduce((sum, one) => sum + (one.locationId === locationId ? one.units : 0), 0) };
}

function charge(certificate: Routed, key: "labourMinor" | "latenessMinor" | "riskMinor"): boolean {
  const { location } = firstLoad(certificate);
  location.charges = { ...location.charges, [key]: (location.charges?.[key] ?? 0) + 1 };
  return true;
}

type Row = RoutingProblem["locations"][number]["stock"][number];

function eachRow(problem: RoutingProblem, change: (row: Row) => void): boolean {
  const rows = problem.locations.flatMap((location) => location.stock);
  rows.forEach(change);
  return rows.length > 0;
}

function eachTaken({ problem, plan }: Routed, change: (row: Row) => void): boolean {
  const { lineId, locationId } = plan.assignments[0]!;
  const { itemId } = problem.lines.find((line) => line.lineId === lineId)!;
  change(problem.locations.find((one) => one.locationId === locationId)!.stock.find((row) => row.itemId === itemId)!);
  return true;
}

const honest = fc.sample(fullProblemArbitrary(SMALL), { numRuns: 250, seed: 5 }).flatMap((problem) => certificateByForce(problem) ?? []);

describe("the checker, on lies", () => {
  it.each(LIES)("refuses %s", (_, lie) => {
    const told = structuredClone(honest).filter(lie);
    for (const certificate of told) expect(checkCertificate(certificate).faults).not.toEqual([]);
    expect(told.length).toBeGreaterThan(3);
  });

  it("sees each number of plan, bound and rejected plans that is one too high or too low", () => {
    const numbers = (value: object, at: string[] = []): string[][] => Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
      if (typeof inner === "number") return [[...at, key]];
      return typeof inner === "object" && inner !== null ? numbers(inner, [...at, key]) : [];
    });
    let seen = 0;
    fc.assert(fc.property(fullProblemArbitrary(SMALL), fc.nat(), fc.constantFrom(1, -1), (problem, pick, by) => {
      const sound = certificateByForce(problem);
      if (sound === null) return;
      const { problem: _, nodesExplored: __, ...rest } = sound;
      const paths = numbers(rest);
      const path = paths[pick % paths.length]!;
      const lie = structuredClone(sound);
      const holder = path.slice(0, -1).reduce((value, key) => (value as unknown as Record<string, object>)[key]!, lie as object) as Record<string, number>;
      holder[path.at(-1)!]! += by;
      seen += 1;
      expect(checkCertificate(lie).faults, path.join(".")).not.toEqual([]);
    }), { numRuns: 1_000, seed: 3 });
    expect(seen).toBeGreaterThan(200);
  });
});

describe("the checker, on the search", () => {
  it("accepts every decision on all that a problem may hold, and proves the small ones", () => {
    const proved = { optimal: 0, impossible: 0, consistent: 0 };
    fc.assert(fc.property(fullProblemArbitrary({ locations: 5, lines: 4, units: 3 }), (problem) => {
      const result = checkCertificate(route(problem));
      expect(result.faults).toEqual([]);
      proved[result.proved] += 1;
    }), { numRuns: 1_500, seed: 3 });
    expect(proved.optimal).toBeGreaterThan(200);
    expect(proved.impossible).toBeGreaterThan(200);
  });
});

describe("a question too large to prove", () => {
  it("is answered with the best plan that was met, with an honest gap", () => {
    const random = seeded(1);
    const far = [10, 100, 300, 600, 1_200, 2_000, 2_500, 4_000].map((distanceKm, zone) => ({ distanceKm, zone }));
    const pad = (index: number): string => String(index).padStart(3, "0");
    const certificate = route({
      policyVersion: 1, policy: DEFAULT_POLICY, currency: "USD", parcels: { max: 2, ruleId: "few" }, carbon: { microMinorPerKgKm: 1_000 },
      lines: Array.from({ length: 500 }, (_, index) => ({ lineId: toId(`line-${pad(index)}`), itemId: toId(`item-${pad(index)}`), units: 1 + Math.floor(random() * 2), gramsPerUnit: 50 + Math.floor(random() * 900) })),
      locations: Array.from({ length: 64 }, (_, place) => ({
        locationId: toId(`loc-${pad(place)}`), ...far[Math.floor(random() * far.length)]!, excluded: null,
        stock: Array.from({ length: 500 }, (__, index) => ({
          itemId: toId<ItemId>(`item-${pad(index)}`), units: random() < 0.98 ? 1 + Math.floor(random() * 4) : 0, labourMinor: Math.floor(random() * 40),
          scarcityMinor: Math.floor(random() * 120), keep: { units: 1 + Math.floor(random() * 2), minor: 100 },
        })),
      })),
    });
    expect(certificate).toMatchObject({ outcome: "routed" });
    expect(checkCertificate(certificate).faults).toEqual([]);
  });
});
