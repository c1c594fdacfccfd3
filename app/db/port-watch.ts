import type { Instant, ItemId, LocationId, MerchantId, OrderId, StoreId } from "../domain/ids";
import type { OutboxRow } from "../domain/messages";
import type { ItemRecord, LevelRecord } from "../domain/records";

/** A level that is low, with the number of units at or below which it counts as low. */
export interface LowLevel {
  itemId: ItemId;
  locationId: LocationId;
  available: number;
  lowStockUnits: number;
}

/** What watching over stock asks: why levels differ, which are low, and what we asked of the platform. */
export interface WatchQueries {
  /** Acts on stock that are open, or were done since; newest first. */
  stockIntents(merchantId: MerchantId, doneSince: Instant, limit: number): Promise<OutboxRow[]>;
  intentByKey(merchantId: MerchantId, key: string): Promise<OutboxRow | null>;
  /** Has anything been posted for this cause? */
  isPosted(merchantId: MerchantId, causeKey: string): Promise<boolean>;
  /** Orders with a line of one of the items whose row changed since, newest change first. */
  ordersTouching(merchantId: MerchantId, query: { itemIds: readonly ItemId[]; since: Instant; limit: number }): Promise<OrderId[]>;
  /** Since when the order that waits longest for being read waits; null: none waits. */
  oldestOrderWish(merchantId: MerchantId, storeId: StoreId): Promise<Instant | null>;
  /** Which of these items waiting wishes for orders are about, and whether one is for an order that nobody knows yet. */
  orderWishesAbout(merchantId: MerchantId, query: { storeId: StoreId; itemIds: readonly ItemId[] }): Promise<{ itemIds: ItemId[]; unknown: boolean }>;
  /** Compared exactly, upper and lower case alike as stored. */
  itemsBySku(merchantId: MerchantId, storeId: StoreId, skus: readonly string[]): Promise<ItemRecord[]>;
  /**
   * Levels of tracked items at active locations that are at or below their limit and of which no notice is open, nor was put aside by a
   * person since `quietSince`. `defaultUnits` null: only levels with a rule of their own.
   */
  lowLevels(merchantId: MerchantId, query: { storeId: StoreId; defaultUnits: number | null; quietSince: Instant; limit: number }): Promise<LowLevel[]>;
  /** Open low-stock notices whose level is not low any more, or of which nobody wants to hear. */
  noticesOver(merchantId: MerchantId, query: { storeId: StoreId; defaultUnits: number | null; limit: number }): Promise<string[]>;
  level(merchantId: MerchantId, itemId: ItemId, locationId: LocationId): Promise<LevelRecord | null>;
}
