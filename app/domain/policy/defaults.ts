import { DEFAULT_POLICY } from "../routing/policy";
import type { RoutingPolicy } from "../routing/types";
import type { MerchantPolicy, WaitingTerms } from "./types";

/**
 * What a merchant starts with: the default tariff, and nothing else has a price or a rule. Days on the road are those that ground
 * parcels take in the United States by zone. Heavy road transport causes about 100 g of CO2e for each tonne and kilometre, from the
 * fuel's making to its burning, of the size that the GLEC framework and national conversion factors give for mixed truck loads; it
 * enters the cost as soon as a tonne has a price.
 */
export const DEFAULT_MERCHANT_POLICY: MerchantPolicy = {
  tariff: DEFAULT_POLICY,
  labour: {},
  lateness: { perDayMinor: 0, promiseDays: null, transitDays: [1, 2, 2, 3, 4, 5, 5, 6], leadDays: {} },
  carbon: { minorPerTonne: 0, gramsPerTonneKm: 100 },
  keepLast: {},
  rules: [],
  waiting: { afterDays: null, then: "notify", refund: true, restock: true, notifyCustomer: true },
  joint: { on: false, settleMinutes: 0, savingAboveMinor: 50, scarcity: false },
  learning: { acceptance: false, pickDelay: false, countError: false, rejectionMinor: 0 },
};

/** A policy as it was stored: of before there were rules, a tariff alone; or without a term that came later. */
export type StoredPolicy = RoutingPolicy | (Partial<Omit<MerchantPolicy, "waiting">> & { waiting?: Partial<WaitingTerms> });

/** A stored policy with all that a policy has today; what it does not say has no price and no rule. */
export const completePolicy = (stored: StoredPolicy): MerchantPolicy =>
  isTariff(stored) ? withTariff(DEFAULT_MERCHANT_POLICY, stored) : { ...withTariff(DEFAULT_MERCHANT_POLICY, stored.tariff ?? DEFAULT_MERCHANT_POLICY.tariff), ...stored, waiting: { ...DEFAULT_MERCHANT_POLICY.waiting, ...stored.waiting } };

/** The same policy with another tariff. Where that has other zones, days on the road are assumed anew. */
export const withTariff = (policy: MerchantPolicy, tariff: RoutingPolicy): MerchantPolicy => {
  const isKept = policy.lateness.transitDays.length === tariff.zonesKm.length + 1;
  return { ...policy, tariff, lateness: isKept ? policy.lateness : { ...policy.lateness, transitDays: transitDaysOf(tariff) } };
};

const isTariff = (stored: StoredPolicy): stored is RoutingPolicy => "zonesKm" in stored;

/** One number for each zone of the tariff; the default's last one for zones beyond its own. */
const transitDaysOf = ({ zonesKm }: RoutingPolicy): number[] => {
  const { transitDays } = DEFAULT_MERCHANT_POLICY.lateness;
  return [...zonesKm, Infinity].map((_, zone) => transitDays[zone] ?? transitDays.at(-1) ?? 0);
};
