import type { Instant, LocationId, MerchantId, OrderId, PlatformId, StoreId } from "../domain/ids";
import type { OutboxRow } from "../domain/messages";

/** What changes of a location or a store make necessary: which orders stand there, and what waits. */
export interface OrdersAtQueries {
  /** Orders with a part at one of the locations that is not closed yet, by id, from behind `afterId`. */
  ordersAt(
    merchantId: MerchantId, query: { locationIds: readonly LocationId[]; afterId: string; limit: number },
  ): Promise<{ orderId: OrderId; storeId: StoreId; platformId: PlatformId }[]>;
  /** Intents of a store that wait to be performed, by id, from behind `afterId`. */
  waitingIntents(merchantId: MerchantId, query: { storeId: StoreId; afterId: string; limit: number }): Promise<OutboxRow[]>;
  /** Makes all that rests (reads and intents that wait for a later time) due now. What has failed stays failed. */
  wakeStore(merchantId: MerchantId, storeId: StoreId, now: Instant): Promise<void>;
}
