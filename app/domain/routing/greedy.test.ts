import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCertificate } from "./check";
import { GREEDY_RULES } from "./greedy";
import { route } from "./solve";
import { problemArbitrary } from "./testing";

describe("greedy rules, for comparison", () => {
  it.each(GREEDY_RULES)("$name: makes plans that hold, never cheaper than ours", ({ rule }) => {
    let plans = 0;
    fc.assert(fc.property(problemArbitrary({ locations: 5, lines: 5, units: 3 }), (problem) => {
      const certificate = route(problem);
      const plan = rule(problem);
      if (certificate.outcome === "unroutable") {
        expect(plan).toBeNull();
        return;
      }
      if (plan === null) return;
      plans += 1;
      expect(plan.costMinor).toBeGreaterThanOrEqual(certificate.plan.costMinor);
      expect(checkCertificate({ ...certificate, plan, lowerBoundMinor: certificate.plan.costMinor, gapMinor: plan.costMinor - certificate.plan.costMinor, rejected: [] }).faults).toEqual([]);
    }), { numRuns: 1_000 });
    expect(plans).toBeGreaterThan(100);
  });

  it("leaves the problem as it was", () => {
    fc.assert(fc.property(problemArbitrary({ locations: 5, lines: 5, units: 3 }), (problem) => {
      const before = structuredClone(problem);
      for (const { rule } of GREEDY_RULES) rule(problem);
      expect(problem).toEqual(before);
    }), { numRuns: 100 });
  });
});
