import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeInstance } from "./instance";
import { proveByLoads } from "./prove-by-loads";
import { bruteForceMinor, problemArbitrary, ruledProblemArbitrary } from "./testing";
import type { RoutingProblem } from "./types";

/** What the proof says of a problem that can be done, against trying everything; false: groups are looked through elsewhere. */
function proves(problem: RoutingProblem): boolean {
  const instance = makeInstance(problem);
  const least = bruteForceMinor(problem);
  if (least === null || instance.looseGroups.length > 0) return false;
  const searched = least - instance.constantMinor;
  const usable = new Uint8Array(instance.locations.length).fill(1);
  for (const dearer of [1, 7, 900]) {
    const { best, lowerBoundMinor } = proveByLoads(instance, usable, { belowMinor: searched + dearer, start: null });
    expect({ cost: best?.costMinor, lowerBoundMinor }).toEqual({ cost: searched, lowerBoundMinor: searched });
    const sent = instance.demand.map((_, good) => best!.set.reduce((sum, _location, place) => sum + best!.units[place * instance.demand.length + good]!, 0));
    expect(sent).toEqual(instance.demand);
    expect(best!.set).toEqual(best!.set.slice().sort((a, b) => a - b));
  }
  const { best, lowerBoundMinor } = proveByLoads(instance, usable, { belowMinor: searched, start: null });
  expect({ best, isProved: lowerBoundMinor >= searched }).toEqual({ best: null, isProved: true });
  return true;
}

describe("proveByLoads", () => {
  it.each([
    { name: "plain", arbitrary: problemArbitrary({ locations: 4, lines: 4, units: 3 }) },
    { name: "under rules and prices", arbitrary: ruledProblemArbitrary({ locations: 4, lines: 4, units: 3 }) },
  ])("finds the least cost, and proves that nothing is cheaper: $name", ({ arbitrary }) => {
    let proved = 0;
    fc.assert(fc.property(arbitrary, (problem) => {
      if (proves(problem)) proved += 1;
    }), { numRuns: 600, seed: 20_261_122 });
    expect(proved).toBeGreaterThan(150);
  });

  it("does without the locations that are not usable", () => {
    fc.assert(fc.property(problemArbitrary({ locations: 4, lines: 3, units: 2 }), (problem) => {
      const instance = makeInstance(problem);
      if (instance.locations.length < 2) return;
      const closed = instance.locations[0]!.locationId;
      const least = bruteForceMinor({ ...problem, locations: problem.locations.filter((location) => location.locationId !== closed) });
      const usable = new Uint8Array(instance.locations.length).fill(1);
      usable[0] = 0;
      const dear = 10_000_000;
      const { best, lowerBoundMinor } = proveByLoads(instance, usable, { belowMinor: dear, start: null });
      expect(best?.costMinor ?? null).toBe(least === null ? null : least - instance.constantMinor);
      if (least === null) expect(lowerBoundMinor).toBeGreaterThanOrEqual(dear);
    }), { numRuns: 300, seed: 20_261_122 });
  });
});
