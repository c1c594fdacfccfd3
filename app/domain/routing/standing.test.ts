import fc from "fast-check";
import { expect, test } from "vitest";
import { toId, type LocationId } from "../ids";
import { route } from "./solve";
import { standingCost } from "./standing";
import { problemArbitrary } from "./testing";

test("the chosen plan, left where it is, costs what its certificate says", () => {
  fc.assert(fc.property(problemArbitrary({ locations: 4, lines: 4, units: 3 }), (problem) => {
    const certificate = route(problem);
    if (certificate.outcome !== "routed") return;
    for (const plan of [certificate.plan, ...certificate.rejected.map((one) => one.plan)]) {
      expect(standingCost(problem, plan.assignments)).toEqual({ parcels: plan.parcels, costMinor: plan.costMinor });
    }
  }), { numRuns: 400 });
});

test("what cannot ship from where it stands has no price", () => {
  fc.assert(fc.property(problemArbitrary({ locations: 3, lines: 3, units: 3 }), (problem) => {
    const [first] = problem.lines;
    if (!first) return;
    const nowhere = [{ lineId: first.lineId, locationId: toId<LocationId>("nowhere"), units: 1 }];
    expect(standingCost(problem, nowhere)).toBeNull();
    for (const { locationId, stock, excluded } of problem.locations) {
      const row = stock.find((one) => one.itemId === first.itemId);
      const greedy = [{ lineId: first.lineId, locationId, units: (row?.units ?? 0) + 1 }];
      if (excluded !== null || row === undefined || row.units !== null) expect(standingCost(problem, greedy)).toBeNull();
    }
  }), { numRuns: 200 });
});
