import type { Db } from "../../db/port";
import type { MerchantPolicy } from "../../domain/policy/types";
import type { StoreRecord } from "../../domain/records";
import { reviewPolicy } from "../../flows/policy-review";

/** What stands in the way of publishing a policy, and what should be read first. */
export interface Review {
  faults: { id: string; sentence: string }[];
  conflicts: { id: string; sentence: string; example: string; everything: boolean }[];
  /** Why no location ships now, whatever the policy says: it is not to blame; null: some do. */
  closed: string | null;
  /** May it be published at all? */
  possible: boolean;
}

export async function policyReview(db: Db, store: StoreRecord, policy: MerchantPolicy): Promise<Review> {
  const { faults, conflicts: found } = await reviewPolicy(db, store, policy);
  const conflicts = found.filter(({ ruleIds }) => ruleIds.length > 0);
  return {
    faults: faults.map(({ path, sentence }, index) => ({ id: `${index} ${path}`, sentence })),
    conflicts: conflicts.map(({ ruleIds, sentence, example, everything }) => ({ id: ruleIds.join(" "), sentence, example, everything })),
    closed: found.find(({ ruleIds }) => ruleIds.length === 0)?.sentence ?? null, possible: faults.length === 0 && !conflicts.some(({ everything }) => everything),
  };
}
