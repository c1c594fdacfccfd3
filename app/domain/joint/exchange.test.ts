import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCertificate } from "../routing/check";
import { route } from "../routing/solve";
import { standingCost } from "../routing/standing";
import type { Assignment, RoutingProblem } from "../routing/types";
import { cellKey } from "./cells";
import { findExchanges, type Exchange } from "./exchange";
import { withoutTaken } from "./scarcity";
import { jointArbitrary } from "./testing";

/** Orders as they came: each has the cheapest plan on what those before it left. Those that could not be routed do not wait. */
const asTheyCame = (drawn: readonly RoutingProblem[]): { problems: RoutingProblem[]; planned: Assignment[][] } => {
  const taken = new Map<string, number>();
  const problems: RoutingProblem[] = [];
  const planned: Assignment[][] = [];
  for (const problem of drawn) {
    const certificate = route(withoutTaken(problem, taken));
    if (certificate.outcome !== "routed" || problem.lines.length === 0) continue;
    const { assignments } = certificate.plan;
    for (const [key, units] of takesOf(problem, assignments)) taken.set(key, (taken.get(key) ?? 0) + units);
    problems.push(problem);
    planned.push(assignments);
  }
  return { problems, planned };
};

const takesOf = ({ lines }: RoutingProblem, plan: readonly Assignment[]): [string, number][] =>
  plan.map(({ lineId, locationId, units }) => [cellKey(lines.find((line) => line.lineId === lineId)!.itemId, locationId), units]);

/** Units beyond what there is, over all cells. */
const overtaken = (problems: readonly RoutingProblem[], plans: readonly (readonly Assignment[])[]): number => {
  const left = new Map(problems.flatMap(({ locations }) => locations.flatMap((at) => at.stock.map((row) => [cellKey(row.itemId, at.locationId), row.units!] as const))));
  plans.forEach((plan, order) => takesOf(problems[order]!, plan).forEach(([key, units]) => left.set(key, left.get(key)! - units)));
  return [...left.values()].reduce((sum, units) => sum + Math.max(0, -units), 0);
};

const after = (planned: readonly Assignment[][], exchanges: readonly Exchange[]): Assignment[][] => {
  const plans = [...planned];
  for (const { changes } of exchanges) for (const { order, certificate } of changes) plans[order] = certificate.plan.assignments;
  return plans;
};

const size = { orders: 5, items: 2, locations: 3 };

describe("exchanges between orders that wait", () => {
  it("take no unit twice, whichever of them are carried out", () => {
    let found = 0;
    fc.assert(fc.property(jointArbitrary(size), fc.integer({ min: 0, max: 255 }), (drawn, chosen) => {
      const { problems, planned } = asTheyCame(drawn);
      const exchanges = findExchanges({ problems, planned, own: problems.map(() => []), savingAboveMinor: 0 });
      found += exchanges.length;
      expect(overtaken(problems, after(planned, exchanges.filter((_, index) => (chosen >> index) % 2 === 1)))).toBe(0);
      expect(overtaken(problems, after(planned, exchanges))).toBe(0);
    }), { numRuns: 150, seed: 7 });
    expect(found).toBeGreaterThan(5);
  });

  it("save what they say, more than was asked for, the best first; each plan's certificate is sound", () => {
    fc.assert(fc.property(jointArbitrary(size), fc.constantFrom(0, 200), (drawn, savingAboveMinor) => {
      const { problems, planned } = asTheyCame(drawn);
      const exchanges = findExchanges({ problems, planned, own: problems.map(() => []), savingAboveMinor });
      expect(exchanges.map((one) => one.savedMinor)).toEqual(exchanges.map((one) => one.savedMinor).sort((a, b) => b - a));
      for (const { changes, savedMinor } of exchanges) {
        expect(savedMinor).toBeGreaterThan(savingAboveMinor);
        const alone = changes.map(({ order }) => standingCost(problems[order]!, planned[order]!)!);
        expect(changes.map((one) => [one.aloneMinor, one.aloneParcels])).toEqual(alone.map((one) => [one.costMinor, one.parcels]));
        expect(changes.reduce((sum, one) => sum + one.aloneMinor - one.certificate.plan.costMinor, 0)).toBe(savedMinor);
        for (const { certificate } of changes) expect(checkCertificate(certificate).faults).toEqual([]);
      }
    }), { numRuns: 100, seed: 11 });
  });
});
