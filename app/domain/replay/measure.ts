import type { LocationId } from "../ids";
import { priceOf } from "../routing/pricing";
import type { Assignment, RoutingLocation, RoutingProblem } from "../routing/types";
import { MEASURES, type Measures } from "./types";

export const DAY_MS = 86_400_000;
const NOTHING: Measures = {
  parcels: 0, costMinor: 0, shippingMinor: 0, handlingMinor: 0, splitMinor: 0, labourMinor: 0, latenessMinor: 0, carbonMinor: 0, scarcityMinor: 0, riskMinor: 0,
  daysLate: 0, carbonGrams: 0, waitedDays: 0, notShipped: 0,
};

export const noMeasures = (): Measures => ({ ...NOTHING });
export const NOT_SHIPPED: Measures = { ...NOTHING, notShipped: 1 };

export const addMeasures = (sum: Measures, more: Measures): void => {
  for (const measure of MEASURES) sum[measure] += more[measure];
};

/** What a plan costs and causes, by the prices of `pricing` (whose rules hold for nobody). The order is late by its latest parcel. */
export const measure = (pricing: RoutingProblem, plan: readonly Assignment[], { gramsPerTonneKm, waitedMs }: { gramsPerTonneKm: number; waitedMs: number }): Measures => {
  const parcels = parcelsOf(pricing, plan);
  const { terms, costMinor } = priceOf(pricing, plan);
  const sums = { ...NOTHING, ...terms, costMinor, parcels: parcels.length, waitedDays: waitedMs / DAY_MS };
  for (const { location, grams } of parcels) {
    sums.daysLate = Math.max(sums.daysLate, location.lateDays ?? 0);
    sums.carbonGrams += (grams / 1e6) * (location.distanceKm ?? pricing.policy.zonesKm.at(-1) ?? 0) * gramsPerTonneKm;
  }
  return sums;
};

const parcelsOf = ({ lines, locations }: RoutingProblem, plan: readonly Assignment[]): { location: RoutingLocation; grams: number }[] => {
  const parcels = new Map<LocationId, { location: RoutingLocation; grams: number }>();
  for (const { lineId, locationId, units } of plan) {
    const grams = units * (lines.find((line) => line.lineId === lineId)?.gramsPerUnit ?? 0);
    const known = parcels.get(locationId);
    if (known) known.grams += grams;
    else parcels.set(locationId, { location: locations.find((one) => one.locationId === locationId) as RoutingLocation, grams });
  }
  return [...parcels.values()];
};
