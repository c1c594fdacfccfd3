import fc from "fast-check";
import { problemArbitrary, type Size } from "./testing";
import type { Assignment, Certificate, CostTerms, Plan, RoutingLine, RoutingLocation, RoutingProblem, StockRow } from "./types";

/** Zero means that the field is absent, as it is in a canonical problem. */
const rarely = (max: number): fc.Arbitrary<number> => fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max }) });

const placeArbitrary = fc.record({ labour: rarely(300), lateness: rarely(500), risk: rarely(90), lateDays: rarely(4), unitsMax: rarely(4), ruled: fc.nat({ max: 19 }) });
const rowArbitrary = fc.record({ barred: fc.nat({ max: 9 }), labour: rarely(60), scarcity: rarely(200), keepUnits: rarely(3), keepMinor: rarely(400) });

/** Problems of `problemArbitrary` with every field that may be there: rules, limits, groups, charges, carbon, prices of stock. */
export function fullProblemArbitrary(size: Size): fc.Arbitrary<RoutingProblem> {
  return fc.record({
    problem: problemArbitrary(size),
    parcels: rarely(3),
    carbon: fc.constantFrom(0, 0, 1_000, 77_777, 900_001),
    together: fc.array(fc.constantFrom("", "", "", "a", "b"), { minLength: size.lines, maxLength: size.lines }),
    places: fc.array(placeArbitrary, { minLength: size.locations, maxLength: size.locations }),
    rows: fc.array(rowArbitrary, { minLength: size.lines * size.locations, maxLength: size.lines * size.locations }),
  }).map(({ problem, parcels, carbon, together, places, rows }) => ({
    ...problem,
    lines: problem.lines.map((line, index): RoutingLine => ({ ...line, ...(together[index] ? { together: together[index] } : {}) })),
    locations: problem.locations.map((location, index) => {
      const { labour, lateness, risk, lateDays, unitsMax, ruled } = places[index]!;
      const charges = { ...(labour > 0 ? { labourMinor: labour } : {}), ...(lateness > 0 ? { latenessMinor: lateness } : {}), ...(risk > 0 ? { riskMinor: risk } : {}) };
      const made: RoutingLocation = {
        ...location,
        ...(Object.keys(charges).length > 0 ? { charges } : {}),
        ...(lateDays > 0 ? { lateDays } : {}),
        ...(unitsMax > 0 ? { unitsMax: { units: unitsMax, ruleId: "few" } } : {}),
        stock: location.stock.map((row, at) => rowWith(row, rows[index * size.lines + at]!)),
      };
      return ruled === 0 ? { ...made, excluded: "rule" as const, ruleId: "never" } : made;
    }),
    ...(parcels > 0 ? { parcels: { max: parcels, ruleId: "whole" } } : {}),
    ...(carbon > 0 ? { carbon: { microMinorPerKgKm: carbon } } : {}),
  }));
}

function rowWith(row: StockRow, terms: { barred: number; labour: number; scarcity: number; keepUnits: number; keepMinor: number }): StockRow {
  const { barred, labour, scarcity, keepUnits, keepMinor } = terms;
  return {
    itemId: row.itemId,
    units: barred === 0 ? 0 : row.units,
    ...(barred === 0 ? { barred: { units: row.units, ruleId: "not-this" } } : {}),
    ...(labour > 0 ? { labourMinor: labour } : {}),
    ...(scarcity > 0 ? { scarcityMinor: scarcity } : {}),
    ...(keepUnits > 0 && keepMinor > 0 ? { keep: { units: keepUnits, minor: keepMinor } } : {}),
  };
}

/** Every plan, found by giving each unit of each line in turn to each location: nothing clever, to test clever things against. */
export function everyPlan(problem: RoutingProblem): Plan[] {
  const open = problem.locations.filter((location) => location.excluded === null);
  const plans: Plan[] = [];
  const counts = problem.lines.map(() => open.map(() => 0));
  const place = (at: number, left: number, from: number): void => {
    if (at === problem.lines.length) {
      const plan = planOf(problem, open, counts);
      if (plan !== null) plans.push(plan);
      return;
    }
    if (left === 0) return place(at + 1, problem.lines[at + 1]?.units ?? 0, 0);
    for (let index = from; index < open.length; index += 1) {
      counts[at]![index]! += 1;
      place(at, left - 1, index);
      counts[at]![index]! -= 1;
    }
  };
  place(0, problem.lines[0]?.units ?? 0, 0);
  return plans;
}

/** The plan of these counts, unit by unit; null where it breaks a rule or takes what is not there. */
function planOf(problem: RoutingProblem, open: RoutingLocation[], counts: number[][]): Plan | null {
  const assignments: Assignment[] = [];
  const terms: Required<CostTerms> = {
    shippingMinor: 0, handlingMinor: 0, splitMinor: 0, labourMinor: 0, latenessMinor: 0, carbonMinor: 0, scarcityMinor: 0, riskMinor: 0,
  };
  const grouped = new Map<string, string>();
  problem.lines.forEach((line, at) => open.forEach((location, index) => {
    const units = counts[at]![index]!;
    if (units === 0) return;
    assignments.push({ lineId: line.lineId, locationId: location.locationId, units });
    if (line.together !== undefined) grouped.set(`${line.together} at ${location.locationId}`, line.together);
  }));
  if (new Set(grouped.values()).size < grouped.size) return null;
  const used = open.filter((_, index) => counts.some((row) => row[index]! > 0));
  if (used.length > (problem.parcels?.max ?? used.length)) return null;
  for (const location of used) if (!shipFrom(problem, location, { taken: counts.map((row) => row[open.indexOf(location)]!), terms })) return null;
  terms.splitMinor = Math.max(0, used.length - 1) * problem.policy.splitPenaltyMinor;
  const costMinor = Object.values(terms).reduce((sum, minor) => sum + minor, 0);
  return { assignments, terms: withoutZeros(terms), costMinor, parcels: used.length };
}

/** Adds what a location's parcel costs, taking units off its shelves one by one. False: it cannot. */
function shipFrom(problem: RoutingProblem, location: RoutingLocation, { taken, terms }: { taken: number[]; terms: Required<CostTerms> }): boolean {
  const { policy } = problem;
  const shelves = new Map(location.stock.map((row) => [row.itemId, { row, left: row.units ?? Infinity }]));
  let grams = 0;
  let all = 0;
  for (const [at, units] of taken.entries()) {
    const line = problem.lines[at]!;
    for (let unit = 0; unit < units; unit += 1) {
      const shelf = shelves.get(line.itemId);
      if (shelf === undefined || shelf.left === 0) return false;
      const { row } = shelf;
      if (row.keep !== undefined && shelf.left <= row.keep.units) terms.scarcityMinor += row.keep.minor;
      terms.scarcityMinor += row.scarcityMinor ?? 0;
      terms.labourMinor += row.labourMinor ?? 0;
      terms.handlingMinor += policy.handlingPerUnitMinor;
      shelf.left -= 1;
      grams += line.gramsPerUnit;
      all += 1;
    }
  }
  if (location.unitsMax !== undefined && all > location.unitsMax.units) return false;
  const lastTop = policy.bandsGrams[policy.bandsGrams.length - 1]!;
  let band = 0;
  while (band < policy.bandsGrams.length - 1 && grams > policy.bandsGrams[band]!) band += 1;
  let top = policy.bandsGrams[band]!;
  terms.shippingMinor += policy.ratesMinor[location.zone]![band]!;
  for (; top >= lastTop && top < grams; top += 1000) terms.shippingMinor += policy.perExtraKgMinor[location.zone]!;
  const km = location.distanceKm ?? policy.zonesKm[policy.zonesKm.length - 1] ?? 0;
  terms.carbonMinor += Math.floor((km * top * (problem.carbon?.microMinorPerKgKm ?? 0)) / 1e9);
  terms.handlingMinor += policy.handlingPerParcelMinor;
  terms.labourMinor += location.charges?.labourMinor ?? 0;
  terms.latenessMinor += location.charges?.latenessMinor ?? 0;
  terms.riskMinor += location.charges?.riskMinor ?? 0;
  return true;
}

function withoutZeros({ shippingMinor, handlingMinor, splitMinor, ...others }: Required<CostTerms>): CostTerms {
  return { shippingMinor, handlingMinor, splitMinor, ...Object.fromEntries(Object.entries(others).filter(([, minor]) => minor > 0)) };
}

const placesOf = (plan: Plan): string => [...new Set(plan.assignments.map((one) => one.locationId))].sort().join(" ");

/** The certificate of the best of all plans, with the best of the other sets of locations; null: there is no plan. */
export function certificateByForce(problem: RoutingProblem): Certificate & { outcome: "routed" } | null {
  const plans = everyPlan(problem).sort((a, b) => a.costMinor - b.costMinor);
  const [plan] = plans;
  if (plan === undefined) return null;
  const others = [...new Map(plans.slice().reverse().map((other) => [placesOf(other), other])).values()]
    .filter((other) => placesOf(other) !== placesOf(plan)).sort((a, b) => a.costMinor - b.costMinor).slice(0, 3);
  return {
    outcome: "routed", version: 1, problem, plan, lowerBoundMinor: plan.costMinor, gapMinor: 0, nodesExplored: plans.length,
    rejected: others.map((other) => ({
      plan: other, locationIds: [...new Set(other.assignments.map((one) => one.locationId))].sort(), extraMinor: other.costMinor - plan.costMinor,
    })),
  };
}
