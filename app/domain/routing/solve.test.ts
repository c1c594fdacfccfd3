import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { route } from "./solve";
import { bruteForceMinor, problemArbitrary } from "./testing";

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
