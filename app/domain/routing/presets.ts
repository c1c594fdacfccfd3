import { DEFAULT_MERCHANT_POLICY, withTariff } from "../policy/defaults";
import type { MerchantPolicy } from "../policy/types";
import { DEFAULT_POLICY } from "./policy";
import { route } from "./solve";
import type { Certificate, Plan, RoutingPolicy, RoutingProblem } from "./types";
import { rateMinor } from "./instance";

/** Sensible starts for a merchant who has no policy yet; they differ in the tariff alone, and share the default's zones and weight bands. */
export type PresetId = "lowest-cost" | "fewest-parcels" | "nearest-first";

export interface Preset {
  id: PresetId;
  title: string;
  /** What it prefers, in a sentence. */
  wants: string;
  /** What that costs more, in a sentence. */
  price: string;
  /** Stands in explanations beside what is paid, and is no money: what it counts for, and how much in minor units; null: there is none. */
  surcharge: { of: string; minor: number } | null;
  policy: MerchantPolicy;
}

/** A second parcel must save more than this to be chosen: more than any two parcels of ordinary goods cost. */
const FEWEST_SPLIT_MINOR = 50_000;
/** Added for each zone that a parcel travels: more than a further parcel from nearby costs. */
const NEAREST_ZONE_MINOR = 2_500;

const farther = (policy: RoutingPolicy): RoutingPolicy => ({
  ...policy,
  ratesMinor: policy.ratesMinor.map((row, zone) => row.map((rate) => rate + zone * NEAREST_ZONE_MINOR)),
  splitPenaltyMinor: 0,
});

export const PRESETS: readonly Preset[] = [
  {
    id: "lowest-cost", title: "Lowest cost",
    wants: "Ships each order for the least money: postage, handling, and a small charge for each further parcel.",
    price: "An order is split where two parcels from nearby cost less than one from far away, and goods may come from farther away where that is cheaper.",
    surcharge: null,
    policy: DEFAULT_MERCHANT_POLICY,
  },
  {
    id: "fewest-parcels", title: "Fewest parcels",
    wants: "Ships an order in one parcel wherever one location has everything, and in as few as possible otherwise.",
    price: "Postage is higher for orders that two nearby locations could have shared.",
    surcharge: { of: "each further parcel", minor: FEWEST_SPLIT_MINOR },
    policy: withTariff(DEFAULT_MERCHANT_POLICY, { ...DEFAULT_POLICY, splitPenaltyMinor: FEWEST_SPLIT_MINOR }),
  },
  {
    id: "nearest-first", title: "Nearest first",
    wants: "Ships from the locations closest to the customer, so that parcels arrive sooner.",
    price: "Orders are split more often, and each further parcel is paid for.",
    surcharge: { of: "each zone of distance", minor: NEAREST_ZONE_MINOR },
    policy: withTariff(DEFAULT_MERCHANT_POLICY, farther(DEFAULT_POLICY)),
  },
];

export const presetNamed = (id: string): Preset | null => PRESETS.find((preset) => preset.id === id) ?? null;

/** The preset whose tariff a policy has, whatever its version and its rules; null: it was made by hand. */
export const presetOf = ({ tariff }: Pick<MerchantPolicy, "tariff">): PresetId | null => PRESETS.find((preset) => sameJson(preset.policy.tariff, tariff))?.id ?? null;

const sameJson = (left: unknown, right: unknown): boolean => JSON.stringify(canonical(left)) === JSON.stringify(canonical(right));

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]));
};

export interface PresetEffect {
  id: PresetId;
  /** Orders of the sample that it could route. */
  orders: number;
  parcels: number;
  /** What the parcels cost at the default's rates, without penalties and surcharges, in minor units. */
  postageMinor: number;
  /** Of the parcels whose distance is known, rounded; null: of none. */
  averageKm: number | null;
}

/**
 * What each preset would have done with the same orders, at the same prices. Problems of zones or bands that differ from the
 * presets' are left out: their zones were reckoned with other limits.
 */
export function comparePresets(certificates: readonly Certificate[]): PresetEffect[] {
  const problems = certificates.map(({ problem }) => problem).filter(({ policy }) => sameJson([policy.zonesKm, policy.bandsGrams], [DEFAULT_POLICY.zonesKm, DEFAULT_POLICY.bandsGrams]));
  return PRESETS.map((preset) => effectOf(preset, problems));
}

function effectOf(preset: Preset, problems: readonly RoutingProblem[]): PresetEffect {
  const routed = problems.flatMap((problem) => {
    const certificate = route({ ...problem, policy: preset.policy.tariff });
    return certificate.outcome === "routed" ? [{ problem, plan: certificate.plan }] : [];
  });
  const parcels = routed.flatMap(({ problem, plan }) => parcelsOf(problem, plan));
  const known = parcels.flatMap(({ distanceKm }) => (distanceKm === null ? [] : [distanceKm]));
  return {
    id: preset.id,
    orders: routed.length,
    parcels: parcels.length,
    postageMinor: parcels.reduce((sum, { zone, grams }) => sum + rateMinor(DEFAULT_POLICY, zone, grams) + DEFAULT_POLICY.handlingPerParcelMinor, 0),
    averageKm: known.length === 0 ? null : Math.round(known.reduce((sum, km) => sum + km, 0) / known.length),
  };
}

/** One parcel for each location that ships something of the order. */
function parcelsOf(problem: RoutingProblem, plan: Plan): { zone: number; distanceKm: number | null; grams: number }[] {
  const gramsOf = new Map(problem.lines.map((line) => [line.lineId, line.gramsPerUnit]));
  const grams = new Map<string, number>();
  for (const { lineId, locationId, units } of plan.assignments) grams.set(locationId, (grams.get(locationId) ?? 0) + units * (gramsOf.get(lineId) ?? 0));
  return problem.locations.flatMap(({ locationId, zone, distanceKm }) => {
    const weight = grams.get(locationId);
    return weight === undefined ? [] : [{ zone, distanceKm, grams: weight }];
  });
}
