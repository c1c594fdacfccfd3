import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betterLocations } from "./dominance";
import { makeInstance, parcelMinor } from "./instance";
import { problemArbitrary } from "./testing";

describe("betterLocations", () => {
  it("has no cycles, and names only locations that hold as much and are no dearer for any parcel of the order", () => {
    let found = 0;
    fc.assert(fc.property(problemArbitrary({ locations: 8, lines: 3, units: 2 }), (problem) => {
      const instance = makeInstance(problem);
      const items = instance.goods.length;
      const better = betterLocations(instance);
      better.forEach((list, worse) => {
        for (const k of list) {
          found += 1;
          expect(better[k]).not.toContain(worse);
          for (const grams of [0, ...problem.policy.bandsGrams, instance.totalGrams]) {
            if (grams <= instance.totalGrams) expect(parcelMinor(instance, k, grams)).toBeLessThanOrEqual(parcelMinor(instance, worse, grams));
          }
          for (let item = 0; item < items; item += 1) expect(instance.caps[k * items + item]).toBeGreaterThanOrEqual(instance.caps[worse * items + item]!);
          for (const further of better[k]!) expect(list).toContain(further);
        }
      });
    }), { numRuns: 500, seed: 3 });
    expect(found).toBeGreaterThan(100);
  });
});
