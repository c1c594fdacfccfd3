import type { Instant, MerchantId, StoreId } from "../ids";

/** What a store's work leans on beyond this house: the platform's API, and the desk that renews its tokens. */
export const DEPENDENCIES = ["platform-api", "token-desk"] as const;
export type Dependency = (typeof DEPENDENCIES)[number];

/** A dependency of one store that does not answer: its breaker is open. */
export interface SilenceRecord {
  merchantId: MerchantId;
  storeId: StoreId;
  dependency: Dependency;
  /** `acme.myshopify.com` */
  domain: string;
  /** The first call in the row that was not answered. */
  since: Instant;
  /** One call finds out then. */
  retryAt: Instant;
  /** How often in a row it fell silent again: the rests grow with it. */
  trips: number;
}
