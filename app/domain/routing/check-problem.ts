import type { RoutingLine, RoutingLocation, RoutingPolicy, RoutingProblem, StockRow } from "./types";

export const isCount = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

const isName = (value: unknown): boolean => typeof value === "string" && value.length > 0;

/** Absent, or whole and not negative. */
const isAmount = (value: unknown): boolean => value === undefined || isCount(value);

/** Each text once, in rising order. */
export function rises(texts: string[]): boolean {
  return texts.every((text, index) => index === 0 || (texts[index - 1] as string) < text);
}

/** What of a problem is not as the types promise: the proofs lean on all of it. */
export function problemFaults(problem: RoutingProblem): string[] {
  const { parcels, carbon } = problem;
  const faults = policyFaults(problem.policy);
  if (!rises(problem.lines.map((line) => line.lineId))) faults.push("The lines are not sorted by id.");
  if (!rises(problem.locations.map((location) => location.locationId))) faults.push("The locations are not sorted by id.");
  if (parcels !== undefined && !(isCount(parcels.max) && parcels.max > 0 && isName(parcels.ruleId))) faults.push("The limit of parcels is not a whole number of a rule.");
  if (carbon !== undefined && !isCount(carbon.microMinorPerKgKm)) faults.push("The price of carbon is not a whole number.");
  return [...faults, ...lineFaults(problem.lines), ...problem.locations.flatMap((location) => locationFaults(location, problem.policy))];
}

function lineFaults(lines: RoutingLine[]): string[] {
  const gramsByItem = new Map<string, number>();
  return lines.flatMap((line) => {
    const faults: string[] = [];
    if (!isCount(line.units) || line.units === 0 || !isCount(line.gramsPerUnit)) faults.push(`Line ${line.lineId} has no proper units or weight.`);
    if (line.together !== undefined && !isName(line.together)) faults.push(`Line ${line.lineId} travels with a group that has no name.`);
    if ((gramsByItem.get(line.itemId) ?? line.gramsPerUnit) !== line.gramsPerUnit) faults.push(`Item ${line.itemId} has two weights.`);
    gramsByItem.set(line.itemId, line.gramsPerUnit);
    return faults;
  });
}

function locationFaults(location: RoutingLocation, policy: RoutingPolicy): string[] {
  const { locationId, stock, charges, unitsMax } = location;
  const faults: string[] = [];
  if (location.distanceKm !== null && !isCount(location.distanceKm)) faults.push(`Location ${locationId} is no whole number of km away.`);
  else if (location.zone !== zoneAt(location.distanceKm, policy)) faults.push(`Location ${locationId} is not in zone ${location.zone}.`);
  if ((location.excluded === "rule") !== isName(location.ruleId)) faults.push(`Location ${locationId} names a rule if, and only if, a rule excludes it.`);
  if (![charges?.labourMinor, charges?.latenessMinor, charges?.riskMinor, location.lateDays].every(isAmount)) faults.push(`The charges of location ${locationId} are not whole.`);
  if (unitsMax !== undefined && !(isCount(unitsMax.units) && isName(unitsMax.ruleId))) faults.push(`The limit of units of location ${locationId} is not a whole number of a rule.`);
  if (!rises(stock.map((row) => row.itemId))) faults.push(`The stock of location ${locationId} is not sorted by item.`);
  return [...faults, ...stock.flatMap((row) => rowFaults(row, locationId))];
}

function rowFaults(row: StockRow, locationId: string): string[] {
  const { units, barred, keep } = row;
  const faults: string[] = [];
  const where = `of item ${row.itemId} at location ${locationId}`;
  if (units !== null && !isCount(units)) faults.push(`The stock ${where} is not in whole units.`);
  if (barred !== undefined && !(units === 0 && (barred.units === null || isCount(barred.units)) && isName(barred.ruleId))) faults.push(`The barred stock ${where} is offered all the same, or not whole, or of no rule.`);
  if (![row.labourMinor, row.scarcityMinor, keep?.units, keep?.minor].every(isAmount)) faults.push(`The costs ${where} are not whole.`);
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
