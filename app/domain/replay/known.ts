import type { ItemId, LocationId } from "../ids";
import { learnedTerms } from "../learning/apply";
import type { JudgedWorld, LearnedTerms } from "../policy/judge";
import type { MerchantPolicy } from "../policy/types";
import type { KnownToday, ReplayPage, ReplaySetup } from "./types";

/** What was learned of locations and of stock, as it is today: what it was is not kept. The same for every contender. */
export interface Known {
  take(page: ReplayPage): void;
  learned(policy: MerchantPolicy): ReadonlyMap<LocationId, LearnedTerms>;
  scarcityMinor: NonNullable<JudgedWorld["scarcityMinor"]>;
  /** What of it has counted so far. */
  counted(): KnownToday[];
}

export const createKnown = ({ policies, yardstick, learned, locations }: ReplaySetup): Known => {
  const all = [yardstick, ...policies.map((one) => one.policy)];
  const facts = new Map((learned ?? []).map((one) => [one.locationId, one.facts]));
  const termsOf = new Map(all.map((policy) => [policy, learnedTerms(policy, facts, locations.map((one) => one.id))]));
  const prices = new Map<ItemId, Map<LocationId, number>>();
  let byPostalCode = false;
  return {
    take({ scarcity, orders }) {
      for (const { itemId, locationId, minorPerUnit } of scarcity ?? []) prices.set(itemId, (prices.get(itemId) ?? new Map<LocationId, number>()).set(locationId, minorPerUnit));
      byPostalCode ||= orders.some((order) => order.byPostalCode === true);
    },
    learned: (policy) => termsOf.get(policy) ?? NOTHING,
    scarcityMinor: (itemId, locationId) => prices.get(itemId)?.get(locationId) ?? 0,
    counted: () => [
      ...(prices.size > 0 && all.some((policy) => policy.joint.scarcity) ? ["scarcity" as const] : []),
      ...([...termsOf.values()].some((terms) => terms.size > 0) ? ["learning" as const] : []),
      ...(byPostalCode ? ["places" as const] : []),
    ],
  };
};

const NOTHING: ReadonlyMap<LocationId, LearnedTerms> = new Map();
