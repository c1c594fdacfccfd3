import { carbonMinor, topOf } from "./check-case";
import { isCount, rises } from "./check-problem";
import type { CostTerms, Plan, RoutingLocation, RoutingProblem } from "./types";

/** What one location ships in a plan. */
interface Load {
  location: RoutingLocation;
  grams: number;
  units: number;
  byItem: Map<string, number>;
}

/** What of a plan cannot be done, or does not cost what it says. `name` begins each fault. */
export function planFaults(problem: RoutingProblem, plan: Plan, name: string): string[] {
  const faults: string[] = [];
  if (!rises(plan.assignments.map(({ lineId, locationId }) => `${lineId}\u0000${locationId}`))) faults.push(`${name} is not sorted, or names a line and location twice.`);
  if (plan.assignments.some(({ units }) => !isCount(units) || units === 0)) faults.push(`${name} assigns units that are not whole, or none.`);
  const loads = loadsOf(problem, plan);
  if (loads === null) return [...faults, `${name} names a line or location that is not in the problem.`];
  for (const line of problem.lines) {
    const units = plan.assignments.reduce((sum, one) => sum + (one.lineId === line.lineId ? one.units : 0), 0);
    if (units !== line.units) faults.push(`${name} assigns ${units} of ${line.units} units of line ${line.lineId}.`);
  }
  const { parcels } = problem;
  if (parcels !== undefined && loads.length > parcels.max) faults.push(`${name} makes ${loads.length} parcels, by rule ${parcels.ruleId} at most ${parcels.max}.`);
  faults.push(...togetherFaults(problem, plan, name), ...loads.flatMap((load) => loadFaults(load, name)), ...costFaults(plan, termsOf(problem, loads), name));
  if (plan.parcels !== loads.length) faults.push(`${name} makes ${loads.length} parcels, not ${plan.parcels}.`);
  return faults;
}

function loadsOf(problem: RoutingProblem, plan: Plan): Load[] | null {
  const lines = new Map(problem.lines.map((line) => [line.lineId as string, line]));
  const locations = new Map(problem.locations.map((location) => [location.locationId as string, location]));
  const loads = new Map<string, Load>();
  for (const { lineId, locationId, units } of plan.assignments) {
    const line = lines.get(lineId);
    const location = locations.get(locationId);
    if (line === undefined || location === undefined) return null;
    const load = loads.get(locationId) ?? { location, grams: 0, units: 0, byItem: new Map<string, number>() };
    loads.set(locationId, load);
    load.grams += units * line.gramsPerUnit;
    load.units += units;
    load.byItem.set(line.itemId, (load.byItem.get(line.itemId) ?? 0) + units);
  }
  return [...loads.values()];
}

function togetherFaults(problem: RoutingProblem, plan: Plan, name: string): string[] {
  const groups = new Map(problem.lines.map((line) => [line.lineId as string, line.together]));
  const placesOf = new Map<string, Set<string>>();
  for (const { lineId, locationId } of plan.assignments) {
    const group = groups.get(lineId);
    if (group !== undefined) placesOf.set(group, (placesOf.get(group) ?? new Set()).add(locationId));
  }
  return [...placesOf].flatMap(([group, places]) => (places.size > 1 ? [`${name} parts the lines of ${group}, which travel together.`] : []));
}

function loadFaults({ location, units, byItem }: Load, name: string): string[] {
  const { locationId, excluded, stock, unitsMax } = location;
  if (excluded !== null) return [`${name} ships from ${locationId}, which may not: ${excluded}.`];
  const faults = [...byItem].flatMap(([itemId, taken]) => {
    const row = stock.find((one) => one.itemId === itemId);
    if (row !== undefined && (row.units === null || row.units >= taken)) return [];
    const why = row?.barred === undefined ? "" : `, by rule ${row.barred.ruleId}`;
    return [`${name} takes ${taken} of item ${itemId} from ${locationId}, which has ${row?.units ?? "none"}${why}.`];
  });
  if (unitsMax !== undefined && units > unitsMax.units) faults.push(`${name} takes ${units} units from ${locationId}, by rule ${unitsMax.ruleId} at most ${unitsMax.units}.`);
  return faults;
}

type Terms = Required<CostTerms>;

function termsOf(problem: RoutingProblem, loads: Load[]): Terms {
  const { policy } = problem;
  const sum = (of: (load: Load) => number): number => loads.reduce((before, load) => before + of(load), 0);
  return {
    shippingMinor: sum((load) => rateMinor(problem, load)),
    handlingMinor: loads.length * policy.handlingPerParcelMinor + sum((load) => load.units) * policy.handlingPerUnitMinor,
    splitMinor: loads.length > 1 ? (loads.length - 1) * policy.splitPenaltyMinor : 0,
    labourMinor: sum((load) => (load.location.charges?.labourMinor ?? 0) + rowsMinor(load, "labour")),
    latenessMinor: sum((load) => load.location.charges?.latenessMinor ?? 0),
    carbonMinor: sum(({ location, grams }) => carbonMinor(problem.carbon?.microMinorPerKgKm ?? 0, location.distanceKm ?? policy.zonesKm.at(-1) ?? 0, topOf(policy, grams))),
    scarcityMinor: sum((load) => rowsMinor(load, "scarcity")),
    riskMinor: sum((load) => load.location.charges?.riskMinor ?? 0),
  };
}

function rateMinor({ policy }: RoutingProblem, { location, grams }: Load): number {
  const heavier = policy.bandsGrams.filter((top) => top < grams).length;
  const band = Math.min(heavier, policy.bandsGrams.length - 1);
  const over = heavier === policy.bandsGrams.length ? grams - (policy.bandsGrams[band] ?? 0) : 0;
  return (policy.ratesMinor[location.zone]?.[band] ?? 0) + Math.floor((over + 999) / 1000) * (policy.perExtraKgMinor[location.zone] ?? 0);
}

/** What the units of a load cost beside the tariff; kept units count as scarce ones. */
function rowsMinor({ location, byItem }: Load, of: "labour" | "scarcity"): number {
  return location.stock.reduce((sum, row) => {
    const taken = byItem.get(row.itemId) ?? 0;
    if (of === "labour") return sum + taken * (row.labourMinor ?? 0);
    const unkept = row.keep === undefined || row.units === null ? taken : Math.max(0, row.units - row.keep.units);
    return sum + taken * (row.scarcityMinor ?? 0) + Math.max(0, taken - unkept) * (row.keep?.minor ?? 0);
  }, 0);
}

function costFaults(plan: Plan, terms: Terms, name: string): string[] {
  const told = plan.terms as unknown as Record<string, unknown>;
  const faults = Object.entries(terms).flatMap(([key, minor]) => {
    const said = told[key] ?? (key in OPTIONAL ? 0 : undefined);
    return said === minor ? [] : [`${name}: ${key} is ${minor}, not ${String(said)}.`];
  });
  for (const key of Object.keys(told)) if (!(key in terms)) faults.push(`${name} has a term ${key}, which nobody knows.`);
  const costMinor = Object.values(terms).reduce((sum, minor) => sum + minor, 0);
  if (plan.costMinor !== costMinor) faults.push(`${name} costs ${costMinor}, not ${plan.costMinor}.`);
  return faults;
}

/** Terms that may be left out where they are 0. */
const OPTIONAL = { labourMinor: 0, latenessMinor: 0, carbonMinor: 0, scarcityMinor: 0, riskMinor: 0 };
