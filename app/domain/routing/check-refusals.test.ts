import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toId, type LocationId, type OrderLineId } from "../ids";
import { checkCertificate } from "./check";
import { everyPlan, fullProblemArbitrary } from "./testing-terms";
import type { Certificate, Obstacle, RoutingProblem, Shortage } from "./types";

type Refusal = Certificate & { outcome: "unroutable" };

const SIZE = { locations: 4, lines: 3, units: 2 };

/** Why an order has no plan, as the types tell it, by trying; null: it has one. */
function refusalByForce(problem: RoutingProblem): Refusal | null {
  if (everyPlan(problem).length > 0) return null;
  const shortages = [...new Set(problem.lines.map((line) => line.itemId))].sort().map((itemId): Shortage => {
    const wantedUnits = problem.lines.filter((line) => line.itemId === itemId).reduce((sum, line) => sum + line.units, 0);
    const parts = problem.locations.map(({ locationId, excluded, ruleId, stock, unitsMax }) => {
      const row = stock.find((one) => one.itemId === itemId);
      if (row === undefined) return { offered: 0, kept: [] };
      const has = row.barred ? row.barred.units ?? wantedUnits : row.units ?? wantedUnits;
      if (excluded !== null) return { offered: 0, kept: [{ locationId, units: has, reason: excluded, ...(ruleId === undefined ? {} : { ruleId }) }] };
      if (row.barred) return { offered: 0, kept: [{ locationId, units: has, reason: "rule" as const, ruleId: row.barred.ruleId }] };
      const over = unitsMax === undefined ? 0 : Math.max(0, has - unitsMax.units);
      return { offered: has - over, kept: [{ locationId, units: over, reason: "rule" as const, ruleId: unitsMax?.ruleId ?? "" }] };
    });
    return { itemId, wantedUnits, offeredUnits: parts.reduce((sum, part) => sum + part.offered, 0), elsewhere: parts.flatMap((part) => part.kept).filter((kept) => kept.units > 0) };
  }).filter((shortage) => shortage.offeredUnits < shortage.wantedUnits);
  const base = { outcome: "unroutable" as const, version: 1 as const, problem, shortages };
  return shortages.length > 0 ? base : { ...base, obstacles: obstaclesByForce(problem) };
}

function obstaclesByForce({ parcels, ...problem }: RoutingProblem): Obstacle[] {
  const groups = [...new Set(problem.lines.flatMap((line) => line.together ?? []))].sort().filter((group) => {
    const lines = problem.lines.filter((line) => line.together === group);
    return everyPlan({ ...problem, lines }).length === 0;
  });
  if (groups.length > 0) return groups.map((group) => ({ kind: "together", group, lineIds: problem.lines.filter((line) => line.together === group).map((line) => line.lineId) }));
  return parcels !== undefined && everyPlan(problem).length > 0 ? [{ kind: "parcels", ...parcels }] : [{ kind: "combined" }];
}

/** The same ones each time: some kinds are rare. */
const refusals = fc.sample(fullProblemArbitrary(SIZE), { numRuns: 3_000, seed: 5 }).flatMap((problem) => refusalByForce(problem) ?? []);

describe("the checker, on orders that have no plan", () => {
  it("accepts what stands in the way, and shows that there is no plan", () => {
    for (const refusal of refusals) expect(checkCertificate(refusal)).toEqual({ faults: [], proved: "impossible" });
    for (const kind of ["short", "together", "parcels", "combined"]) {
      expect(refusals.filter((refusal) => (refusal.obstacles?.[0]?.kind ?? "short") === kind).length, kind).toBeGreaterThan(5);
    }
  });

  const lies: [name: string, lie: (refusal: Refusal) => boolean][] = [
    ["a shortage left out", ({ shortages }) => shortages.pop() !== undefined],
    ["more offered", ({ shortages }) => Boolean(shortages[0] && (shortages[0].offeredUnits += 1))],
    ["more wanted", ({ shortages }) => Boolean(shortages[0] && (shortages[0].wantedUnits += 1))],
    ["another count elsewhere", ({ shortages }) => Boolean(shortages[0]?.elsewhere[0] && (shortages[0].elsewhere[0].units += 1))],
    ["another rule elsewhere", ({ shortages }) => { const held = shortages[0]?.elsewhere[0]; if (held) held.ruleId = "another"; return held !== undefined; }],
    ["another reason elsewhere", ({ shortages }) => { const held = shortages[0]?.elsewhere[0]; if (held) held.reason = "paused"; return held !== undefined; }],
    ["a place that holds nothing", ({ shortages }) => Boolean(shortages[0]?.elsewhere.push({ locationId: toId<LocationId>("nowhere"), units: 1, reason: "inactive" }))],
    ["an obstacle beside a shortage", (refusal) => { if (refusal.shortages.length === 0) return false; refusal.obstacles = [{ kind: "combined" }]; return true; }],
    ["no obstacle", (refusal) => refusal.obstacles?.pop() !== undefined],
    ["an obstacle twice", (refusal) => { const [first] = refusal.obstacles ?? []; if (first) refusal.obstacles!.push(first); return first !== undefined; }],
    ["another group", ({ obstacles: [first] = [] }) => { if (first?.kind !== "together") return false; first.group = "another"; return true; }],
    ["another line of a group", ({ obstacles: [first] = [] }) => { if (first?.kind !== "together") return false; first.lineIds.push(toId<OrderLineId>("another")); return true; }],
    ["another limit of parcels", ({ obstacles: [first] = [] }) => { if (first?.kind !== "parcels") return false; first.max += 1; return true; }],
    ["another rule of parcels", ({ obstacles: [first] = [] }) => { if (first?.kind !== "parcels") return false; first.ruleId = "another"; return true; }],
    ["all together, where more parcels would do", ({ obstacles }) => { if (obstacles?.[0]?.kind !== "parcels") return false; obstacles[0] = { kind: "combined" }; return true; }],
    ["parcels, where more would not do", ({ problem, obstacles }) => {
      if (obstacles?.[0]?.kind !== "combined") return false;
      problem.parcels ??= { max: problem.locations.length, ruleId: "whole" };
      obstacles[0] = { kind: "parcels", ...problem.parcels };
      return true;
    }],
  ];

  it.each(lies)("refuses %s", (_, lie) => {
    const told = structuredClone(refusals).filter(lie);
    for (const refusal of told) expect(checkCertificate(refusal).faults).not.toEqual([]);
    expect(told.length).toBeGreaterThan(3);
  });

  it("refuses every refusal of an order that has a plan", () => {
    const obstacles: Obstacle[] = [{ kind: "combined" }, { kind: "combined", unproved: true }, { kind: "parcels", max: 1, ruleId: "whole" }, { kind: "together", group: "a", lineIds: [] }];
    fc.assert(fc.property(fullProblemArbitrary(SIZE), fc.constantFrom(...obstacles), (problem, obstacle) => {
      if (everyPlan(problem).length === 0) return;
      expect(checkCertificate({ outcome: "unroutable", version: 1, problem, shortages: [], obstacles: [obstacle] }).faults).not.toEqual([]);
      expect(checkCertificate({ outcome: "unroutable", version: 1, problem, shortages: [] }).faults).not.toEqual([]);
    }), { numRuns: 500 });
  });
});
