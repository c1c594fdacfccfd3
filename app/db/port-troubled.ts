import type { Instant, MerchantId, StoreId } from "../domain/ids";

/** Why work waits: what the platform said when it was last tried. */
export interface TroubledQueries {
  /** The words of what was put off last, after more than one try in vain or for long; null where nothing is. Looks only at what is due last: what was put off stands there. */
  waitsBecause(merchantId: MerchantId, storeId: StoreId, now: Instant): Promise<string | null>;
}
