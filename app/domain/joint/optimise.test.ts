import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toId, type ItemId, type OrderLineId } from "../ids";
import { DEFAULT_POLICY } from "../routing/policy";
import type { Assignment, RoutingProblem } from "../routing/types";
import { rateMinor } from "../routing/instance";
import { cellKey } from "./cells";
import { optimiseTogether } from "./optimise";
import { jointArbitrary, locationId } from "./testing";

const UNSERVED = 1_000_000;

/** Every way to spread a problem's lines over its locations, each with its cost by the words of `RoutingProblem` alone. */
const everyPlan = (problem: RoutingProblem): { assignments: Assignment[]; minor: number }[] => {
  const spread = (line: number): Assignment[][] => {
    if (line === problem.lines.length) return [[]];
    const { lineId, units } = problem.lines[line]!;
    const ways = (location: number, left: number): Assignment[][] => {
      if (left === 0) return [[]];
      const at = problem.locations[location];
      if (!at) return [];
      return Array.from({ length: left + 1 }, (_, taken) => taken).flatMap((taken) =>
        ways(location + 1, left - taken).map((rest) => (taken === 0 ? rest : [{ lineId, locationId: at.locationId, units: taken }, ...rest])));
    };
    const rest = spread(line + 1);
    return ways(0, units).flatMap((way) => rest.map((others) => [...way, ...others]));
  };
  return spread(0).filter((plan) => isAllowed(problem, plan)).map((assignments) => ({ assignments, minor: costOf(problem, assignments) }));
};

const isAllowed = (problem: RoutingProblem, plan: Assignment[]): boolean => {
  const used = new Set(plan.map((one) => one.locationId));
  const groups = new Set(problem.lines.filter((line) => line.together).flatMap((line) => plan.filter((one) => one.lineId === line.lineId).map((one) => one.locationId)));
  return groups.size <= 1 && (problem.parcels === undefined || used.size <= problem.parcels.max);
};

const costOf = (problem: RoutingProblem, plan: Assignment[]): number => {
  const { policy } = problem;
  const used = [...new Set(plan.map((one) => one.locationId))];
  const shipping = used.reduce((sum, at) => {
    const grams = plan.filter((one) => one.locationId === at).reduce((all, one) => all + one.units * problem.lines.find((line) => line.lineId === one.lineId)!.gramsPerUnit, 0);
    return sum + rateMinor(policy, problem.locations.find((one) => one.locationId === at)!.zone, grams) + policy.handlingPerParcelMinor;
  }, 0);
  const units = plan.reduce((sum, one) => sum + one.units, 0);
  return shipping + units * policy.handlingPerUnitMinor + Math.max(0, used.length - 1) * policy.splitPenaltyMinor;
};

type Pool = Map<string, { units: number; keep: { units: number; minor: number } | undefined }>;

const poolOf = (problems: readonly RoutingProblem[]): Pool =>
  new Map(problems.flatMap(({ locations }) => locations.flatMap((at) => at.stock.map((row) => [cellKey(row.itemId, at.locationId), { units: row.units!, keep: row.keep }] as const))));

const takesOf = (problem: RoutingProblem, plan: Assignment[]): [string, number][] =>
  plan.map((one) => [cellKey(problem.lines.find((line) => line.lineId === one.lineId)!.itemId, one.locationId), one.units]);

/** Units taken by cell of all plans; null: more than there is. */
const usageOf = (problems: readonly RoutingProblem[], plans: readonly (Assignment[] | null)[], pool: Pool): Map<string, number> | null => {
  const usage = new Map<string, number>();
  plans.forEach((plan, order) => takesOf(problems[order]!, plan ?? []).forEach(([key, units]) => usage.set(key, (usage.get(key) ?? 0) + units)));
  return [...usage].every(([key, units]) => units <= pool.get(key)!.units) ? usage : null;
};

const keptMinor = (usage: Map<string, number>, pool: Pool): number =>
  [...usage].reduce((sum, [key, units]) => {
    const { units: there, keep } = pool.get(key)!;
    return sum + (keep ? Math.max(0, units - Math.max(0, there - keep.units)) * keep.minor : 0);
  }, 0);

const bruteForce = (problems: readonly RoutingProblem[]): number => {
  const pool = poolOf(problems);
  const choices = problems.map((problem) => [null, ...everyPlan(problem)]);
  let best = Infinity;
  const walk = (order: number, plans: (Assignment[] | null)[], minor: number): void => {
    if (minor >= best) return;
    const usage = usageOf(problems, plans, pool);
    if (usage === null) return;
    if (order === problems.length) best = Math.min(best, minor + keptMinor(usage, pool));
    else for (const plan of choices[order]!) walk(order + 1, [...plans, plan?.assignments ?? null], minor + (plan?.minor ?? (problems[order]!.lines.length === 0 ? 0 : UNSERVED)));
  };
  walk(0, [], 0);
  return best;
};

const small = jointArbitrary({ orders: 3, items: 2, locations: 3 });
const larger = jointArbitrary({ orders: 8, items: 4, locations: 4 });
const answer = (problems: readonly RoutingProblem[]) => optimiseTogether({ problems, limits: { unservedMinor: UNSERVED, branchSteps: 400_000, listSteps: 5_000 } });

describe("orders that are optimised together", () => {
  it("cost what the cheapest of all joint assignments costs", () => {
    fc.assert(fc.property(small, (problems) => {
      const { costMinor, lowerBoundMinor } = answer(problems);
      expect([costMinor, lowerBoundMinor]).toEqual([bruteForce(problems), costMinor]);
    }), { numRuns: 150 });
  });

  it("never take more than there is, and cost what is told", () => {
    fc.assert(fc.property(larger, (problems) => {
      const { plans, costMinor, lowerBoundMinor, gapMinor } = answer(problems);
      const pool = poolOf(problems);
      const usage = usageOf(problems, plans.map((plan) => plan?.assignments ?? null), pool);
      expect(usage).not.toBeNull();
      const minor = plans.reduce((sum, plan, order) => sum + (plan ? costOf(problems[order]!, plan.assignments) : UNSERVED), 0);
      expect(minor + keptMinor(usage!, pool)).toBe(costMinor);
      expect(gapMinor).toBe(costMinor - lowerBoundMinor);
      expect(gapMinor).toBeGreaterThanOrEqual(0);
      plans.forEach((plan, order) => {
        for (const line of plan ? problems[order]!.lines : []) {
          expect(plan!.assignments.filter((one) => one.lineId === line.lineId).reduce((sum, one) => sum + one.units, 0)).toBe(line.units);
        }
      });
    }), { numRuns: 40 });
  });

  it("have the same plans' cost when the components are solved alone", () => {
    fc.assert(fc.property(larger, (problems) => {
      const together = answer(problems);
      for (const { orders, costMinor } of together.components) {
        const usedByOthers = new Map<string, number>();
        together.plans.forEach((plan, order) => {
          if (!orders.includes(order)) takesOf(problems[order]!, plan?.assignments ?? []).forEach(([key, units]) => usedByOthers.set(key, (usedByOthers.get(key) ?? 0) + units));
        });
        const alone = answer(orders.map((order) => ({
          ...problems[order]!,
          locations: problems[order]!.locations.map((at) => ({ ...at, stock: at.stock.map((row) => ({ ...row, units: row.units! - (usedByOthers.get(cellKey(row.itemId, at.locationId)) ?? 0) })) })),
        })));
        expect(alone.costMinor).toBeGreaterThanOrEqual(costMinor);
        if (together.gapMinor === 0 && problems.every((one) => one.locations.every((at) => at.stock.every((row) => !row.keep)))) expect(alone.costMinor).toBe(costMinor);
      }
    }), { numRuns: 40 });
  });

  it("keep what stands where nothing cheaper is found, however few steps there are", () => {
    fc.assert(fc.property(larger, (problems) => {
      const best = answer(problems);
      if (best.plans.some((plan) => plan === null)) return;
      const standing = best.plans.map((plan) => plan!.assignments);
      const again = optimiseTogether({ problems, standing, limits: { unservedMinor: UNSERVED, branchSteps: 0, listSteps: 3, priceRounds: 0 } });
      expect(again.costMinor).toBeLessThanOrEqual(best.costMinor);
      expect(again.lowerBoundMinor).toBeLessThanOrEqual(best.costMinor);
    }), { numRuns: 40 });
  });
});

const order = (km: [number, number], units: [number, number]): RoutingProblem => ({
  policyVersion: 1, policy: DEFAULT_POLICY, currency: "USD",
  lines: [{ lineId: toId<OrderLineId>("line"), itemId: toId<ItemId>("item"), units: 1, gramsPerUnit: 200 }],
  locations: km.map((distanceKm, index) => ({
    locationId: locationId(index), distanceKm, zone: DEFAULT_POLICY.zonesKm.filter((limit) => limit < distanceKm).length, excluded: null, stock: [{ itemId: toId<ItemId>("item"), units: units[index]! }],
  })),
});

describe("the last unit of a warehouse", () => {
  it("goes to the order that would lose most without it, and has a price", () => {
    const { plans, components, prices } = optimiseTogether({ problems: [order([50, 90], [1, 5]), order([50, 2_800], [1, 5])] });
    expect(plans.map((plan) => plan!.assignments[0]!.locationId)).toEqual([locationId(1), locationId(0)]);
    expect(components.map((one) => one.orders)).toEqual([[0, 1]]);
    expect(prices.map((one) => [one.itemId, one.locationId])).toEqual([["item", locationId(0)]]);
  });

  it("couples nobody where there is one for each who wants it", () => {
    expect(optimiseTogether({ problems: [order([50, 90], [2, 5]), order([50, 2_800], [2, 5])] }).components).toEqual([]);
  });
});
