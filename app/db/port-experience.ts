import type { LocationFactsRecord, OverrideRecord, RejectionRecord } from "../domain/experience";
import type { Instant, ItemId, LocationId, MerchantId, OrderId, PlatformId, StoreId } from "../domain/ids";

export interface WaitingOrder {
  orderId: OrderId;
  storeId: StoreId;
  platformId: PlatformId;
  waitingSince: Instant;
  /** Somebody was told, or has looked at it: `code:key` of each. */
  told: string[];
}

/** How long a parcel took. */
export interface PickSpan {
  locationId: LocationId;
  /** When the plan was made by which it left from there. */
  askedAt: Instant;
  leftAt: Instant;
}

/** What a look at a shelf showed. */
export interface ShelfLook {
  locationId: LocationId;
  expected: number;
  found: number;
}

/** What became of decisions, and what it says of locations. */
export interface ExperienceQueries {
  /** Oldest first. */
  rejectionsOf(merchantId: MerchantId, orderId: OrderId): Promise<RejectionRecord[]>;
  /** Those that wait for a count of the item at the location. */
  rejectionsToCount(merchantId: MerchantId, level: { itemId: ItemId; locationId: LocationId }, limit: number): Promise<RejectionRecord[]>;
  /** Oldest first. */
  overridesOf(merchantId: MerchantId, orderId: OrderId): Promise<OverrideRecord[]>;
  /** Newest first, with the order's name. */
  overridesSince(merchantId: MerchantId, query: { since: Instant; limit: number }): Promise<(OverrideRecord & { orderName: string })[]>;
  /** By currency; `told`: those of which it is known what they cost. */
  overrideSums(merchantId: MerchantId, since: Instant): Promise<{ currency: string; count: number; told: number; extraMinor: number }[]>;
  /** Orders that cannot be routed, longest waiting first, from behind `after`; `until`: only those that wait since then or longer. */
  waitingOrders(merchantId: MerchantId, query: { until?: Instant; after: { waitingSince: Instant; orderId: string }; limit: number }): Promise<WaitingOrder[]>;
  locationFacts(merchantId: MerchantId): Promise<LocationFactsRecord[]>;
  /** Parcels that left, and parts that were turned down, by location. */
  partsSince(merchantId: MerchantId, since: Instant): Promise<{ locationId: LocationId; shipped: number; rejected: number }[]>;
  /** Newest first. */
  pickSpans(merchantId: MerchantId, query: { since: Instant; limit: number }): Promise<PickSpan[]>;
  /** Counts, and goods that were looked for in vain; newest first. */
  shelfLooks(merchantId: MerchantId, query: { since: Instant; limit: number }): Promise<ShelfLook[]>;
}
