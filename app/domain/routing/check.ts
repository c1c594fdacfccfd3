import { leastCostProof } from "./check-optimality";
import type { Certificate, CostTerms, Plan, RoutingLocation, RoutingPolicy, RoutingProblem, Shortage } from "./types";

export interface CheckResult {
  /** What does not hold, in words; empty: the certificate is sound. */
  faults: string[];
  /** `optimal`: no cheaper plan exists, found out here by another method than the search's. `consistent`: all that it says fits together. */
  proved: "optimal" | "consistent";
}

/**
 * Tests a decision by itself. Shares no code with the search, only the types: feasibility, every cost term, the bound's
 * relation, each rejected plan and each shortage are computed anew, and for instances within the limits of
 * `check-optimality` the least cost, too.
 */
export function checkCertificate(certificate: Certificate): CheckResult {
  const { problem } = certificate;
  const faults = problemFaults(problem);
  if (faults.length > 0) return { faults, proved: "consistent" };
  if (certificate.outcome === "unroutable") {
    const same = sameShortages(certificate.shortages, shortagesOf(problem));
    return { faults: same ? [] : ["The shortages are not those of the problem."], proved: "consistent" };
  }
  faults.push(...planFaults(problem, certificate.plan, "The plan"), ...boundFaults(certificate), ...rejectedFaults(certificate));
  if (faults.length > 0) return { faults, proved: "consistent" };
  const proof = leastCostProof(problem, certificate.plan.costMinor);
  if (proof.status === "unknown") return { faults, proved: "consistent" };
  if (proof.leastMinor < certificate.lowerBoundMinor) faults.push(`The lower bound is ${certificate.lowerBoundMinor}, but ${proof.leastMinor} is possible.`);
  return { faults, proved: proof.leastMinor === certificate.plan.costMinor ? "optimal" : "consistent" };
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

function rises(texts: string[]): boolean {
  return texts.every((text, index) => index === 0 || (texts[index - 1] as string) < text);
}

function problemFaults(problem: RoutingProblem): string[] {
  const faults = policyFaults(problem.policy);
  if (!rises(problem.lines.map((line) => line.lineId))) faults.push("The lines are not sorted by id.");
  if (!rises(problem.locations.map((location) => location.locationId))) faults.push("The locations are not sorted by id.");
  const gramsByItem = new Map<string, number>();
  for (const line of problem.lines) {
    if (!isCount(line.units) || line.units === 0 || !isCount(line.gramsPerUnit)) faults.push(`Line ${line.lineId} has no proper units or weight.`);
    if ((gramsByItem.get(line.itemId) ?? line.gramsPerUnit) !== line.gramsPerUnit) faults.push(`Item ${line.itemId} has two weights.`);
    gramsByItem.set(line.itemId, line.gramsPerUnit);
  }
  for (const location of problem.locations) {
    const { locationId, stock } = location;
    if (!rises(stock.map((row) => row.itemId))) faults.push(`The stock of location ${locationId} is not sorted by item.`);
    if (stock.some((row) => row.units !== null && !isCount(row.units))) faults.push(`The stock of location ${locationId} is not in whole units.`);
    if (location.zone !== zoneAt(location.distanceKm, problem.policy)) faults.push(`Location ${locationId} is not in zone ${location.zone}.`);
  }
  return faults;
}

function zoneAt(distanceKm: number | null, policy: RoutingPolicy): number {
  return distanceKm === null ? policy.zonesKm.length : policy.zonesKm.filter((limit) => limit < distanceKm).length;
}

/** Rates must not fall with weight: all bounds lean on it. */
function policyFaults(policy: RoutingPolicy): string[] {
  const zones = policy.zonesKm.length + 1;
  const bands = policy.bandsGrams.length;
  const rowIsGood = (row: number[]): boolean => row.length === bands && row.every((rate, band) => isCount(rate) && rate >= (row[band - 1] ?? 0));
  const good = bands > 0
    && policy.ratesMinor.length === zones && policy.ratesMinor.every(rowIsGood)
    && policy.perExtraKgMinor.length === zones && policy.perExtraKgMinor.every(isCount)
    && [...policy.zonesKm, ...policy.bandsGrams].every(isCount)
    && policy.bandsGrams.every((top, band) => top > (policy.bandsGrams[band - 1] ?? 0))
    && policy.zonesKm.every((limit, zone) => limit > (policy.zonesKm[zone - 1] ?? 0))
    && [policy.handlingPerParcelMinor, policy.handlingPerUnitMinor, policy.splitPenaltyMinor].every(isCount);
  return good ? [] : ["The policy's tables are not complete, whole and rising."];
}

function planFaults(problem: RoutingProblem, plan: Plan, name: string): string[] {
  const faults: string[] = [];
  const lines = new Map(problem.lines.map((line) => [line.lineId as string, line]));
  const locations = new Map(problem.locations.map((location) => [location.locationId as string, location]));
  if (!rises(plan.assignments.map(({ lineId, locationId }) => `${lineId}\u0000${locationId}`))) faults.push(`${name} is not sorted, or names a line and location twice.`);
  const assigned = new Map<string, number>();
  const taken = new Map<string, Map<string, number>>();
  const grams = new Map<string, number>();
  for (const { lineId, locationId, units } of plan.assignments) {
    const line = lines.get(lineId);
    if (line === undefined || !locations.has(locationId)) return [...faults, `${name} names a line or location that is not in the problem.`];
    if (!isCount(units) || units === 0) faults.push(`${name} assigns ${units} units.`);
    assigned.set(lineId, (assigned.get(lineId) ?? 0) + units);
    const here = taken.get(locationId) ?? new Map<string, number>();
    taken.set(locationId, here.set(line.itemId, (here.get(line.itemId) ?? 0) + units));
    grams.set(locationId, (grams.get(locationId) ?? 0) + units * line.gramsPerUnit);
  }
  for (const line of problem.lines) {
    const units = assigned.get(line.lineId) ?? 0;
    if (units !== line.units) faults.push(`${name} assigns ${units} of ${line.units} units of line ${line.lineId}.`);
  }
  for (const [locationId, items] of taken) faults.push(...stockFaults(locations.get(locationId) as RoutingLocation, items, name));
  const terms = termsOf(problem, grams, locations);
  for (const key of ["shippingMinor", "handlingMinor", "splitMinor"] as const) {
    if (plan.terms[key] !== terms[key]) faults.push(`${name}: ${key} is ${terms[key]}, not ${plan.terms[key]}.`);
  }
  const costMinor = terms.shippingMinor + terms.handlingMinor + terms.splitMinor;
  if (plan.costMinor !== costMinor) faults.push(`${name} costs ${costMinor}, not ${plan.costMinor}.`);
  if (plan.parcels !== taken.size) faults.push(`${name} makes ${taken.size} parcels, not ${plan.parcels}.`);
  return faults;
}

function stockFaults(location: RoutingLocation, items: Map<string, number>, name: string): string[] {
  const { locationId, excluded, stock } = location;
  if (excluded !== null) return [`${name} ships from ${locationId}, which may not: ${excluded}.`];
  return [...items].flatMap(([itemId, units]) => {
    const row = stock.find((one) => one.itemId === itemId);
    const enough = row !== undefined && (row.units === null || row.units >= units);
    return enough ? [] : [`${name} takes ${units} of item ${itemId} from ${locationId}, which has ${row?.units ?? "none"}.`];
  });
}

function termsOf(problem: RoutingProblem, grams: Map<string, number>, locations: Map<string, RoutingLocation>): CostTerms {
  const { policy } = problem;
  let shippingMinor = 0;
  for (const [locationId, weight] of grams) {
    const zone = (locations.get(locationId) as RoutingLocation).zone;
    const heavier = policy.bandsGrams.filter((top) => top < weight).length;
    const band = Math.min(heavier, policy.bandsGrams.length - 1);
    const over = heavier === policy.bandsGrams.length ? weight - (policy.bandsGrams[band] ?? 0) : 0;
    shippingMinor += (policy.ratesMinor[zone]?.[band] ?? 0) + Math.floor((over + 999) / 1000) * (policy.perExtraKgMinor[zone] ?? 0);
  }
  const units = problem.lines.reduce((sum, line) => sum + line.units, 0);
  return {
    shippingMinor,
    handlingMinor: grams.size * policy.handlingPerParcelMinor + units * policy.handlingPerUnitMinor,
    splitMinor: grams.size > 1 ? (grams.size - 1) * policy.splitPenaltyMinor : 0,
  };
}

type Routed = Certificate & { outcome: "routed" };

function boundFaults({ plan, lowerBoundMinor, gapMinor }: Routed): string[] {
  const faults: string[] = [];
  if (!isCount(gapMinor)) faults.push(`The gap is ${gapMinor}.`);
  if (!isCount(lowerBoundMinor)) faults.push(`The lower bound is ${lowerBoundMinor}.`);
  if (lowerBoundMinor + gapMinor !== plan.costMinor) faults.push(`Lower bound and gap make ${lowerBoundMinor + gapMinor}, the plan costs ${plan.costMinor}.`);
  return faults;
}

const setOf = (plan: Plan): string => [...new Set(plan.assignments.map((assignment) => assignment.locationId))].sort().join("\u0000");

function rejectedFaults({ problem, plan, rejected }: Routed): string[] {
  const seen = new Set([setOf(plan)]);
  return rejected.flatMap((other, index) => {
    const name = `Rejected plan ${index + 1}`;
    const faults = planFaults(problem, other.plan, name);
    const set = setOf(other.plan);
    if (seen.has(set)) faults.push(`${name} uses the same locations as another.`);
    seen.add(set);
    if (other.locationIds.join("\u0000") !== set) faults.push(`${name} does not use the locations that it names.`);
    if (other.extraMinor !== other.plan.costMinor - plan.costMinor) faults.push(`${name} costs ${other.plan.costMinor - plan.costMinor} more, not ${other.extraMinor}.`);
    if (other.plan.costMinor < plan.costMinor) faults.push(`${name} is cheaper than the plan.`);
    if (index > 0 && other.plan.costMinor < (rejected[index - 1]?.plan.costMinor ?? 0)) faults.push(`${name} is cheaper than the one before.`);
    return faults;
  });
}

function shortagesOf(problem: RoutingProblem): Shortage[] {
  const shortages: Shortage[] = [];
  for (const itemId of [...new Set(problem.lines.map((line) => line.itemId))].sort()) {
    const wantedUnits = problem.lines.filter((line) => line.itemId === itemId).reduce((sum, line) => sum + line.units, 0);
    const shortage: Shortage = { itemId, wantedUnits, offeredUnits: 0, elsewhere: [] };
    for (const { locationId, excluded, stock } of problem.locations) {
      const row = stock.find((one) => one.itemId === itemId);
      if (row === undefined || row.units === 0) continue;
      const units = row.units ?? wantedUnits;
      if (excluded === null) shortage.offeredUnits += units;
      else shortage.elsewhere.push({ locationId, units, reason: excluded });
    }
    if (shortage.offeredUnits < wantedUnits) shortages.push(shortage);
  }
  return shortages;
}

function sameShortages(told: Shortage[], found: Shortage[]): boolean {
  const text = (shortages: Shortage[]): string => JSON.stringify(shortages.map(({ itemId, wantedUnits, offeredUnits, elsewhere }) => [
    itemId, wantedUnits, offeredUnits, elsewhere.map(({ locationId, units, reason }) => [locationId, units, reason]),
  ]));
  return found.length > 0 && text(told) === text(found);
}
