import type { Instant, ItemId, MerchantId, OrderId } from "../domain/ids";
import type { ScarcityPrice } from "../domain/joint/learn";
import type { RoutingProblem } from "../domain/routing/types";

/** What was asked of an order, when. */
export interface AskedProblem {
  /** The decision's: later ones sort behind earlier ones. */
  id: string;
  orderId: OrderId;
  decidedAt: Instant;
  problem: RoutingProblem;
}

/** What stock is worth to the orders that are still to come, and what it is learned from. */
export interface ScarcityQueries {
  /** Newest decision first, from before `beforeId`; null: from the newest. */
  askedProblems(merchantId: MerchantId, query: { beforeId: string | null; limit: number }): Promise<AskedProblem[]>;
  /** Those of these items, wherever they are. */
  scarcityPrices(merchantId: MerchantId, itemIds: readonly ItemId[]): Promise<ScarcityPrice[]>;
  /** When the newest prices were learned; null: there are none. */
  scarcityLearnedAt(merchantId: MerchantId): Promise<Instant | null>;
  /** These take the place of all that were. */
  saveScarcityPrices(merchantId: MerchantId, learned: { learnedAt: Instant; prices: readonly ScarcityPrice[] }): Promise<void>;
}
