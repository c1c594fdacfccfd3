import type { Instant, ItemId, MerchantId, OrderId, StoreId } from "../domain/ids";
import type { LevelThen, Move } from "../domain/replay/history";
import type { ChangedOrder, ReplayReport } from "../domain/replay/types";

export interface ReplayRecord {
  merchantId: MerchantId;
  /** The run's. */
  id: string;
  report: Omit<ReplayReport, "changed">;
  changedOrders: number;
  madeAt: Instant;
}

/** A ledger entry with what must be known of the order that caused it. */
export interface StockMove extends Move {
  revision: number;
  orderId: OrderId | null;
}

/** The past as it was, for replays, and what they found. Nothing here changes anything but a replay's own rows. */
export interface ReplayQueries {
  /** Orders placed from `from` on and before `until`, first placed first, from behind the last one of the page before. Test orders took stock as all others did. */
  ordersPlaced(
    merchantId: MerchantId, query: { storeId: StoreId; from: Instant; until: Instant; after: { placedAt: Instant; id: string } | null; limit: number },
  ): Promise<{ id: OrderId; placedAt: Instant }[]>;
  countPlaced(merchantId: MerchantId, query: { storeId: StoreId; from: Instant; until: Instant }): Promise<number>;
  /** Levels that had entries before an instant; those that had none are absent. */
  levelsThen(merchantId: MerchantId, itemIds: readonly ItemId[], at: Instant): Promise<LevelThen[]>;
  /** Entries of the items from `from` on and before `until`, a level's in the order in which they were posted. */
  stockMoves(merchantId: MerchantId, query: { itemIds: readonly ItemId[]; from: Instant; until: Instant }): Promise<StockMove[]>;
  /** Takes the place of what the same run may have saved before. */
  saveReplay(replay: ReplayRecord, changed: readonly ChangedOrder[]): Promise<void>;
  replayReport(merchantId: MerchantId, id: string): Promise<ReplayRecord | null>;
  /** Those that differ most first, from behind a rank; −1: from the first. */
  replayOrders(merchantId: MerchantId, id: string, query: { afterRank: number; limit: number }): Promise<{ rank: number; change: ChangedOrder }[]>;
}
