import type { ItemId, LocationId } from "../ids";
import { hasPrice } from "./goods";
import { carbonMinor, rateMinor } from "./instance";
import type { Assignment, CostTerms, Plan, RoutingLocation, RoutingProblem } from "./types";

interface Parcel {
  location: RoutingLocation;
  grams: number;
  /** Units by item: what is kept back counts over all lines of an item. */
  taken: Map<ItemId, number>;
}

/**
 * What units cost that ship as assigned, term by term: one parcel a location. Of the terms of labour, lateness, carbon,
 * scarcity and risk those stand there that are above 0. Assignments to unknown lines or locations cost nothing.
 */
export function priceOf(problem: RoutingProblem, assignments: readonly Assignment[]): Omit<Plan, "assignments"> {
  const { policy } = problem;
  const parcels = parcelsOf(problem, assignments);
  const terms: Required<CostTerms> = {
    shippingMinor: 0, handlingMinor: parcels.length * policy.handlingPerParcelMinor, splitMinor: Math.max(0, parcels.length - 1) * policy.splitPenaltyMinor,
    labourMinor: 0, latenessMinor: 0, carbonMinor: 0, scarcityMinor: 0, riskMinor: 0,
  };
  for (const { location, grams, taken } of parcels) {
    terms.shippingMinor += rateMinor(policy, location.zone, grams);
    terms.carbonMinor += carbonMinor(problem, location, grams);
    terms.labourMinor += location.charges?.labourMinor ?? 0;
    terms.latenessMinor += location.charges?.latenessMinor ?? 0;
    terms.riskMinor += location.charges?.riskMinor ?? 0;
    for (const row of location.stock) {
      if (!hasPrice(row)) continue;
      const units = taken.get(row.itemId) ?? 0;
      terms.labourMinor += units * (row.labourMinor ?? 0);
      terms.scarcityMinor += units * (row.scarcityMinor ?? 0);
      if (row.keep !== undefined && row.units !== null) terms.scarcityMinor += Math.max(0, units - Math.max(0, row.units - row.keep.units)) * row.keep.minor;
    }
    for (const units of taken.values()) terms.handlingMinor += units * policy.handlingPerUnitMinor;
  }
  const costMinor = Object.values(terms).reduce((sum, minor) => sum + minor, 0);
  return { terms: withoutZeros(terms), costMinor, parcels: parcels.length };
}

function withoutZeros({ shippingMinor, handlingMinor, splitMinor, ...others }: Required<CostTerms>): CostTerms {
  const terms: CostTerms = { shippingMinor, handlingMinor, splitMinor };
  if (others.labourMinor > 0) terms.labourMinor = others.labourMinor;
  if (others.latenessMinor > 0) terms.latenessMinor = others.latenessMinor;
  if (others.carbonMinor > 0) terms.carbonMinor = others.carbonMinor;
  if (others.scarcityMinor > 0) terms.scarcityMinor = others.scarcityMinor;
  if (others.riskMinor > 0) terms.riskMinor = others.riskMinor;
  return terms;
}

function parcelsOf(problem: RoutingProblem, assignments: readonly Assignment[]): Parcel[] {
  const parcels = new Map<LocationId, Parcel>();
  // Both are in the order of lines, as a rule.
  let at = 0;
  for (const { lineId, locationId, units } of assignments) {
    if (problem.lines[at]?.lineId !== lineId) at = problem.lines.findIndex((one) => one.lineId === lineId);
    const line = problem.lines[at];
    const parcel = parcels.get(locationId) ?? openParcel(problem, locationId);
    if (line === undefined || parcel === null || units <= 0) continue;
    parcels.set(locationId, parcel);
    parcel.grams += units * line.gramsPerUnit;
    parcel.taken.set(line.itemId, (parcel.taken.get(line.itemId) ?? 0) + units);
  }
  return [...parcels.values()];
}

function openParcel({ locations }: RoutingProblem, locationId: LocationId): Parcel | null {
  const location = locations.find((one) => one.locationId === locationId);
  return location === undefined ? null : { location, grams: 0, taken: new Map() };
}

/** Do assignments break a rule of the problem: too many parcels, too many units from a location, a group in two places? */
export function breaksRule(problem: RoutingProblem, assignments: readonly Assignment[]): boolean {
  const groupOf = new Map(problem.lines.map((line) => [line.lineId, line.together]));
  const placeOf = new Map<string, LocationId>();
  const units = new Map<LocationId, number>();
  for (const part of assignments) {
    units.set(part.locationId, (units.get(part.locationId) ?? 0) + part.units);
    const group = groupOf.get(part.lineId);
    if (group === undefined) continue;
    if ((placeOf.get(group) ?? part.locationId) !== part.locationId) return true;
    placeOf.set(group, part.locationId);
  }
  if (problem.parcels !== undefined && units.size > problem.parcels.max) return true;
  return problem.locations.some((location) => (units.get(location.locationId) ?? 0) > (location.unitsMax?.units ?? Infinity));
}
