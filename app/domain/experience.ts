import type { LearnedFacts } from "./learning/facts";
import type { Instant, ItemId, LocationId, MerchantId, OrderId, OrderLineId, StoreId } from "./ids";

/** What became of decisions: what locations turned down, what people decided otherwise, what was counted, and what all that says of a location. */

export type RejectionReason = "not-found" | "damaged" | "too-busy" | "closed" | "other";

/** What is done about the stock of goods that a location could not send. */
export type StockRemedy =
  /** The shelf has what was found: the platform is told. */
  | "set"
  /** Somebody counts; until then this order takes none there. */
  | "count"
  /** What was not good is booked as damaged. */
  | "damaged"
  | "none";

/** One line of an order that a location could not send, or not in full. */
export interface RejectionRecord {
  merchantId: MerchantId;
  id: string;
  orderId: OrderId;
  storeId: StoreId;
  locationId: LocationId;
  itemId: ItemId;
  orderLineId: OrderLineId;
  unitsWanted: number;
  unitsFound: number;
  reason: RejectionReason;
  /** As written by the person. */
  note: string | null;
  remedy: StockRemedy;
  at: Instant;
  actor: string;
  /** When it stopped to matter to the order: counted, or lifted by a person. */
  settledAt: Instant | null;
}

/** A location that an order is not routed to any more: for all of its goods, or (with `itemId`) for more than `units` of one item. */
export interface RejectedHere {
  locationId: LocationId;
  itemId: ItemId | null;
  /** Units that it has all the same; 0 where `itemId` is null. */
  units: number;
  at: Instant;
}

/** A person sent what a plan had put elsewhere. */
export interface OverrideRecord {
  merchantId: MerchantId;
  id: string;
  orderId: OrderId;
  storeId: StoreId;
  at: Instant;
  actor: string;
  fromLocationId: LocationId | null;
  toLocationId: LocationId;
  /** As written by the person. */
  reason: string | null;
  /** What it costs beyond the plan, in minor units of the order's currency; negative: it is cheaper. Null: nobody can tell. */
  extraMinor: number | null;
  currency: string;
  /** When the order was given back to the plan, or the platform refused; null: it holds. */
  endedAt: Instant | null;
}

/** Somebody looked how many units there are. */
export interface ShelfCountRecord {
  merchantId: MerchantId;
  id: string;
  itemId: ItemId;
  locationId: LocationId;
  expected: number;
  found: number;
  at: Instant;
}

/** What is learned of a location, as measured last. */
export interface LocationFactsRecord {
  merchantId: MerchantId;
  locationId: LocationId;
  measuredAt: Instant;
  facts: LearnedFacts;
}
