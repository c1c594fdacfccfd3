import type { Db } from "../../db/port";
import type { MerchantPolicy } from "../../domain/policy/types";
import type { StoreRecord } from "../../domain/records";
import { reviewPolicy } from "../../flows/policy-review";

/** What stands in the way of publishing a policy, and what should be read first. */
export interface Review {
  faults: { id: string; sentence: string }[];
  conflicts: { id: string; sentence: string; example: string; everything: boolean }[];
  /** May it be published at all? */
  possible: boolean;
}

export async function draftReview(db: Db, store: StoreRecord, policy: MerchantPolicy): Promise<Review> {
  const { faults, conflicts } = await reviewPolicy(db, store, policy);
  const numbered = <T>(list: readonly T[]) => list.map((one, index) => ({ ...one, id: `${index}` }));
  return { faults: numbered(faults), conflicts: numbered(conflicts), possible: faults.length === 0 && !conflicts.some(({ everything }) => everything) };
}
