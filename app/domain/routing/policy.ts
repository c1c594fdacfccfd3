import type { RoutingPolicy } from "./types";

const ZONES_KM = [80, 240, 480, 970, 1610, 2250, 2900];
const BANDS_GRAMS = [250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000];

/**
 * What a merchant starts with: eight zones by distance, as parcel carriers in the United States draw them (50, 150, 300,
 * 600, 1,000, 1,400, 1,800 miles and beyond), and rates of the size that a small shipper pays there, in cents. Meant to be
 * replaced by the merchant's own rates.
 */
export const DEFAULT_POLICY: RoutingPolicy = {
  zonesKm: ZONES_KM,
  bandsGrams: BANDS_GRAMS,
  ratesMinor: [
    [420, 470, 640, 730, 905, 1_180, 1_790, 2_480],
    [430, 485, 665, 765, 965, 1_290, 2_010, 2_830],
    [445, 505, 700, 820, 1_060, 1_480, 2_400, 3_420],
    [460, 530, 745, 895, 1_210, 1_790, 3_020, 4_360],
    [480, 560, 800, 985, 1_420, 2_220, 3_870, 5_620],
    [500, 590, 855, 1_080, 1_660, 2_700, 4_790, 6_980],
    [525, 625, 920, 1_190, 1_920, 3_230, 5_800, 8_470],
    [560, 670, 1_005, 1_340, 2_260, 3_920, 7_140, 10_450],
  ],
  perExtraKgMinor: [75, 90, 115, 150, 195, 245, 300, 370],
  handlingPerParcelMinor: 150,
  handlingPerUnitMinor: 25,
  splitPenaltyMinor: 150,
  defaultUnitGrams: 450,
};

const ZONES_MAX = 32;
const BANDS_MAX = 32;
/** Keeps every sum of an order exact in a double. */
const AMOUNT_MINOR_MAX = 1_000_000_000;

/**
 * What is wrong with a policy, a sentence each; empty: it can be published. The search relies on it: a rate never falls
 * with weight or distance, and all amounts are whole and not negative.
 */
export function checkPolicy(policy: RoutingPolicy): string[] {
  return [
    ...boundFaults("Zone limits", policy.zonesKm, ZONES_MAX),
    ...boundFaults("Weight bands", policy.bandsGrams, BANDS_MAX),
    ...(policy.bandsGrams.length === 0 ? ["There must be at least one weight band."] : []),
    ...rateFaults(policy),
    ...extraFaults(policy),
    ...amountFaults("Handling per parcel", policy.handlingPerParcelMinor),
    ...amountFaults("Handling per unit", policy.handlingPerUnitMinor),
    ...amountFaults("The split penalty", policy.splitPenaltyMinor),
    ...amountFaults("The assumed weight of a unit", policy.defaultUnitGrams),
  ];
}

function amountFaults(name: string, amount: number): string[] {
  if (!Number.isInteger(amount)) return [`${name} must be a whole number.`];
  if (amount < 0) return [`${name} must not be negative.`];
  return amount > AMOUNT_MINOR_MAX ? [`${name} is too large.`] : [];
}

function boundFaults(name: string, bounds: number[], countMax: number): string[] {
  const faults = bounds.length > countMax ? [`${name}: at most ${countMax} are possible.`] : [];
  bounds.forEach((bound, index) => {
    const before = index === 0 ? 0 : (bounds[index - 1] ?? 0);
    const place = `${name}, number ${index + 1},`;
    faults.push(...amountFaults(place, bound));
    if (bound <= before) faults.push(`${place} must be more than ${before}.`);
  });
  return faults;
}

function rateFaults(policy: RoutingPolicy): string[] {
  const zones = policy.zonesKm.length + 1;
  const bands = policy.bandsGrams.length;
  if (policy.ratesMinor.length !== zones) return [`There must be ${zones} rows of rates, one for each zone; there are ${policy.ratesMinor.length}.`];
  const faults: string[] = [];
  policy.ratesMinor.forEach((row, zone) => {
    if (row.length !== bands) {
      faults.push(`Zone ${zone + 1} must have ${bands} rates, one for each weight band; it has ${row.length}.`);
      return;
    }
    row.forEach((rate, band) => {
      const place = `The rate of zone ${zone + 1}, band ${band + 1},`;
      faults.push(...amountFaults(place, rate));
      if (rate < (row[band - 1] ?? 0)) faults.push(`${place} must not be less than that of the lighter band.`);
      if (rate < (policy.ratesMinor[zone - 1]?.[band] ?? 0)) faults.push(`${place} must not be less than that of the nearer zone.`);
    });
  });
  return faults;
}

function extraFaults(policy: RoutingPolicy): string[] {
  const zones = policy.zonesKm.length + 1;
  const extras = policy.perExtraKgMinor;
  if (extras.length !== zones) return [`There must be ${zones} rates for further kilograms, one for each zone; there are ${extras.length}.`];
  return extras.flatMap((rate, zone) => {
    const place = `The rate for a further kilogram in zone ${zone + 1}`;
    const falls = rate < (extras[zone - 1] ?? 0) ? [`${place} must not be less than that of the nearer zone.`] : [];
    return [...amountFaults(place, rate), ...falls];
  });
}
