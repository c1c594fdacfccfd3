import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toId, type LocationId } from "../ids";
import { checkCertificate } from "./check";
import { leastCostProof } from "./check-optimality";
import { route } from "./solve";
import { bruteForceMinor, problemArbitrary } from "./testing";
import type { Certificate } from "./types";

type Routed = Certificate & { outcome: "routed" };

describe("checkCertificate", () => {
  it("accepts every decision of the search and proves the small ones optimal", () => {
    let proved = 0;
    fc.assert(fc.property(problemArbitrary({ locations: 4, lines: 4, units: 3 }), (problem) => {
      const result = checkCertificate(route(problem));
      expect(result.faults).toEqual([]);
      if (result.proved === "optimal") proved += 1;
    }), { numRuns: 1_000 });
    expect(proved).toBeGreaterThan(100);
  });

  it("accepts larger decisions, too", () => {
    fc.assert(fc.property(problemArbitrary({ locations: 12, lines: 15, units: 3 }), (problem) => {
      expect(checkCertificate(route(problem)).faults).toEqual([]);
    }), { numRuns: 300 });
  });

  it("finds the least cost by itself", () => {
    fc.assert(fc.property(problemArbitrary({ locations: 4, lines: 3, units: 3 }), (problem) => {
      const least = bruteForceMinor(problem);
      if (least === null) return;
      expect(leastCostProof(problem, least)).toEqual({ status: "proved", leastMinor: least });
    }), { numRuns: 500 });
  });

  it("never proves a plan optimal that costs one more than the least", () => {
    fc.assert(fc.property(problemArbitrary({ locations: 7, lines: 12, units: 2 }), (problem) => {
      const certificate = route(problem);
      if (certificate.outcome === "unroutable" || certificate.gapMinor > 0) return;
      const proof = leastCostProof(problem, certificate.plan.costMinor + 1);
      if (proof.status === "proved") expect(proof.leastMinor).toBe(certificate.plan.costMinor);
    }), { numRuns: 500 });
  });

  const lies: [name: string, lie: (certificate: Routed) => boolean][] = [
    ["a unit less", ({ plan }) => { plan.assignments[0]!.units -= 1; return true; }],
    ["a unit more", ({ plan }) => { plan.assignments[0]!.units += 1; return true; }],
    ["an assignment left out", ({ plan }) => plan.assignments.pop() !== undefined],
    ["a cost term changed", ({ plan }) => { plan.terms.shippingMinor -= 1; return true; }],
    ["terms shifted, the sum kept", ({ plan }) => { plan.terms.handlingMinor += 5; plan.terms.splitMinor -= 5; return true; }],
    ["the total changed", (certificate) => { certificate.plan.costMinor += 1; certificate.gapMinor += 1; return true; }],
    ["a parcel not counted", ({ plan }) => { plan.parcels -= 1; return true; }],
    ["a bound above the cost", (certificate) => { certificate.lowerBoundMinor += 1; certificate.gapMinor -= 1; return true; }],
    ["a gap that does not add up", (certificate) => { certificate.gapMinor += 1; return true; }],
    ["a location that does not exist", ({ plan }) => { plan.assignments[0]!.locationId = toId<LocationId>("nowhere"); return true; }],
    ["a location that may not ship", ({ problem, plan }) => {
      problem.locations.find((location) => location.locationId === plan.assignments[0]!.locationId)!.excluded = "inactive";
      return true;
    }],
    ["stock that is not there", ({ problem, plan }) => {
      const location = problem.locations.find((one) => one.locationId === plan.assignments[0]!.locationId)!;
      for (const row of location.stock) row.units = 0;
      return true;
    }],
    ["a wrong zone", ({ problem }) => { problem.locations[0]!.zone = (problem.locations[0]!.zone + 1) % 3; return true; }],
    ["a rejected plan with a wrong difference", ({ rejected }) => { if (rejected[0] !== undefined) rejected[0].extraMinor += 1; return rejected.length > 0; }],
    ["a rejected plan with other locations", ({ rejected }) => rejected[0]?.locationIds.pop() !== undefined],
    ["the chosen plan as rejected", (certificate) => {
      const { plan } = certificate;
      const locationIds = [...new Set(plan.assignments.map((assignment) => assignment.locationId))].sort();
      certificate.rejected.unshift({ plan, locationIds, extraMinor: 0 });
      return true;
    }],
    ["the best alternative as the decision", (certificate) => {
      const other = certificate.rejected[0];
      if (other === undefined || other.extraMinor === 0) return false;
      certificate.plan = other.plan;
      certificate.lowerBoundMinor = other.plan.costMinor;
      certificate.rejected = [];
      return checkCertificate(certificate).proved !== "consistent" || certificate.problem.lines.length <= 4;
    }],
    ["a policy whose rates fall", ({ problem }) => { problem.policy.ratesMinor[0]![1] = -1; return true; }],
    ["an item of two weights", ({ problem }) => {
      const [first, second] = problem.lines;
      if (first === undefined || second === undefined) return false;
      second.itemId = first.itemId;
      second.gramsPerUnit = first.gramsPerUnit + 1;
      return true;
    }],
  ];

  it.each(lies)("refuses %s", (_, lie) => {
    let told = 0;
    fc.assert(fc.property(problemArbitrary({ locations: 4, lines: 4, units: 3 }), (problem) => {
      const certificate = structuredClone(route(problem));
      if (certificate.outcome === "unroutable" || !lie(certificate)) return;
      told += 1;
      expect(checkCertificate(certificate).faults).not.toEqual([]);
    }), { numRuns: 200 });
    expect(told).toBeGreaterThan(5);
  });

  it("refuses shortages that are not so", () => {
    let told = 0;
    fc.assert(fc.property(problemArbitrary({ locations: 3, lines: 4, units: 3 }), fc.nat({ max: 3 }), (problem, lie) => {
      const certificate = structuredClone(route(problem));
      if (certificate.outcome === "routed") return;
      const first = certificate.shortages[0]!;
      if (lie === 0) first.offeredUnits += 1;
      if (lie === 1) first.wantedUnits += 1;
      if (lie === 2) certificate.shortages.pop();
      if (lie === 3) first.elsewhere.push({ locationId: toId<LocationId>("loc-000"), units: 1, reason: "inactive" });
      told += 1;
      expect(checkCertificate(certificate).faults).not.toEqual([]);
    }), { numRuns: 300 });
    expect(told).toBeGreaterThan(50);
  });
});
