import type { MerchantId } from "../domain/ids";
import type { PolicyDraftRecord, PolicyRecord } from "../domain/records";

/** What is asked about policies beside the one in use: their versions, and those that are being written. */
export interface PolicyQueries {
  /** Newest first; older than `before` where it is given. */
  policyVersions(merchantId: MerchantId, query: { before?: number; limit: number }): Promise<PolicyRecord[]>;
  policyDraft(merchantId: MerchantId, id: string): Promise<PolicyDraftRecord | null>;
  /** Last saved first. */
  policyDrafts(merchantId: MerchantId): Promise<PolicyDraftRecord[]>;
}
