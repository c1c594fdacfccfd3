import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkCertificate } from "../routing/check";
import { route } from "../routing/solve";
import { everyPlan, fullProblemArbitrary } from "../routing/testing-terms";
import type { Assignment, Plan } from "../routing/types";
import { calmed, movedUnits } from "./least-disturbance";

const SIZE = { locations: 3, lines: 3, units: 2 };

/** An order of which a part stands as some plan wanted it, in whole or in part, and of which the rest was added since. */
const scene = fc.record({
  problem: fullProblemArbitrary(SIZE), choice: fc.nat(), stays: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 12, maxLength: 12 }),
  savingAboveMinor: fc.constantFrom(0, 0, 50, 300, Infinity),
}).map(({ problem, choice, stays, savingAboveMinor }) => {
  const plans = everyPlan(problem);
  const some = plans[choice % Math.max(1, plans.length)];
  const standing = (some?.assignments ?? []).map((one, index): Assignment => ({ ...one, units: Math.min(one.units, stays[index % stays.length] ?? 0) })).filter((one) => one.units > 0);
  return { problem, plans, standing, savingAboveMinor };
});

const keyOf = (plan: Plan): string => JSON.stringify(plan.assignments);

describe("an order that is decided on again", () => {
  test("moves what stands only where it must, or where that saves more than the threshold", () => {
    const seen = { kept: 0, saved: 0 };
    fc.assert(fc.property(scene, ({ problem, plans, standing, savingAboveMinor }) => {
      const certificate = route(problem);
      if (certificate.outcome !== "routed" || certificate.gapMinor > 0) return;
      const { certificate: answer, kept } = calmed(certificate, { standing, savingAboveMinor });
      const moved = (plan: Plan) => movedUnits(problem, { standing, plan: plan.assignments });
      const calm = plans.filter((plan) => moved(plan) === 0).map((plan) => plan.costMinor);
      const least = calm.length === 0 ? null : Math.min(...calm);
      expect(plans.map(keyOf)).toContain(keyOf(answer.plan));
      expect(checkCertificate(answer).faults).toEqual([]);
      if (least !== null && least - certificate.plan.costMinor <= savingAboveMinor) {
        expect(moved(answer.plan)).toBe(0);
        expect(answer.plan.costMinor).toBe(least);
        if (kept) seen.kept += 1;
      } else {
        expect(answer).toBe(certificate);
        if (least !== null) seen.saved += 1;
      }
      expect(kept === null).toBe(answer === certificate);
    }), { numRuns: 1_500, seed: 5 });
    expect(Math.min(seen.kept, seen.saved)).toBeGreaterThan(20);
  });

  test("says in its certificate what the calm costs", () => {
    fc.assert(fc.property(scene, ({ problem, standing }) => {
      const certificate = route(problem);
      if (certificate.outcome !== "routed") return;
      const { certificate: answer, kept } = calmed(certificate, { standing, savingAboveMinor: Infinity });
      expect(answer.lowerBoundMinor).toBe(certificate.lowerBoundMinor);
      expect(answer.gapMinor - certificate.gapMinor).toBe(kept?.savingMinor ?? 0);
    }), { numRuns: 300, seed: 9 });
  });
});
