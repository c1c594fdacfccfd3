import type { Db } from "../db/port";
import { conflictWords } from "../domain/policy/conflict-words";
import { policyConflicts } from "../domain/policy/conflicts";
import { policyFaults } from "../domain/policy/faults";
import type { MerchantPolicy } from "../domain/policy/types";
import type { PolicyNames } from "../domain/policy/words";
import type { StoreRecord } from "../domain/records";
import { sitesNow } from "./sites-now";

/** What a policy would do that nobody wants. */
export interface PolicyReview {
  /** It cannot be published with them. `path`: where it stands in the policy, such as `rules.2.when.postalPrefixes`. */
  faults: { path: string; sentence: string }[];
  /** It can, knowingly: unless `everything`, where no order could ship. */
  conflicts: { ruleIds: string[]; sentence: string; example: string; everything: boolean }[];
}

/** Reads a policy against the store as it is now: its locations, their days and rooms. A policy with faults is not tried. */
export const reviewPolicy = async (db: Db, store: StoreRecord, policy: MerchantPolicy): Promise<PolicyReview> => {
  const faults = policyFaults(policy);
  if (faults.length > 0) return { faults, conflicts: [] };
  const itemIds = [...new Set(policy.rules.flatMap((rule) => rule.when.itemIds ?? []))];
  const [locations, items] = await Promise.all([sitesNow({ db }, store), db.itemsById(store.merchantId, itemIds)]);
  const titles = new Map<string, string>(items.map((item) => [item.id, item.title]));
  const places = new Map<string, string>(locations.map((location) => [location.id, location.name]));
  const names: PolicyNames = { currency: store.currency, item: (id) => titles.get(id) ?? id, location: (id) => places.get(id) ?? id, store: () => store.name };
  const conflicts = policyConflicts(policy, { storeId: store.id, currency: store.currency, locations });
  return { faults, conflicts: conflicts.map((one) => ({ ruleIds: one.ruleIds, everything: one.everything, ...conflictWords(one, policy.rules, names) })) };
};
