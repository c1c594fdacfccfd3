import type { DifferenceRecord } from "../domain/desk";
import type { DriftCause, DriftRecord, HeardMessage } from "../domain/drift/drift";
import type { Instant, ItemId, LocationId, MerchantId, StoreId } from "../domain/ids";
import type { StockState } from "../domain/records";
import type { OrderPage } from "./port-lists";

/** How many drifts of a cause were found in a step of time; `step` counts from 0 at `since`. */
export interface DriftCount {
  step: number;
  cause: DriftCause;
  count: number;
}

export interface DriftQuery {
  storeId: StoreId;
  /** Only those that are not put right, or whose cause is not known. */
  unsettled?: boolean;
  cause?: DriftCause;
  cursor?: string;
  limit: number;
}

/** What is asked about how far Switchyard and the platform drifted apart. */
export interface DriftQueries {
  drift(merchantId: MerchantId, driftId: string): Promise<DriftRecord | null>;
  /** Newest finding first. */
  driftPage(merchantId: MerchantId, query: DriftQuery): Promise<OrderPage<DriftRecord>>;
  /** Of all merchants, longest due first: for the workers only. */
  driftsDue(now: Instant, limit: number): Promise<DriftRecord[]>;
  /** Of these (`item:77`), what a drift waits to hear of. */
  awaitedMessages(merchantId: MerchantId, abouts: readonly string[]): Promise<string[]>;
  /** Wakes the drifts that wait for a message about one of these. */
  wakeDrifts(merchantId: MerchantId, abouts: readonly string[], now: Instant): Promise<void>;
  /** About any of these since, oldest first. */
  heardMessages(merchantId: MerchantId, query: { abouts: readonly string[]; since: Instant; limit: number }): Promise<HeardMessage[]>;
  /** Kept for as long as the drifts that may lean on it. A second time changes nothing. */
  noteHeard(messages: readonly HeardMessage[]): Promise<void>;
  driftCounts(merchantId: MerchantId, query: { storeId: StoreId; since: Instant; stepMs: number }): Promise<DriftCount[]>;
  /** How long the newest mended ones lasted, ms, unsorted. */
  driftDurations(merchantId: MerchantId, query: { storeId: StoreId; since: Instant; limit: number }): Promise<number[]>;
  unsettledDrifts(merchantId: MerchantId, storeId: StoreId): Promise<{ count: number; looking: number; oldestFoundAt: Instant | null }>;
  /** Of all merchants: for the health page only. */
  countOpenDrifts(): Promise<number>;
  /** Orders that changed since, counted to a limit. */
  ordersChangedSince(merchantId: MerchantId, query: { storeId: StoreId; since: Instant; limit: number }): Promise<number>;
  /** Since when the item that waits longest for being read waits; null: none waits. */
  oldestItemWish(merchantId: MerchantId, storeId: StoreId): Promise<Instant | null>;
  /** The fold of a level's entries, by state; null where there are more than `limit`: then `ledger verify` proves it. */
  foldOfLevel(merchantId: MerchantId, query: { itemId: ItemId; locationId: LocationId; limit: number }): Promise<Partial<Record<StockState, number>> | null>;
  /** Differences of an item that were noted just before an id and just after it, up to `limit` each. */
  differencesAround(merchantId: MerchantId, itemId: ItemId, query: { id: string; limit: number }): Promise<DifferenceRecord[]>;
  /** Deletes settled drifts that were found before, and messages that came before. Of all merchants. Answers how many. */
  purgeDrifts(before: Instant, limit: number): Promise<number>;
  /** Deletes settled drifts of a store beyond its newest `keep`. Answers how many. */
  trimDrifts(merchantId: MerchantId, storeId: StoreId, query: { keep: number; limit: number }): Promise<number>;
}
