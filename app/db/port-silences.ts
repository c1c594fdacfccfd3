import type { MerchantId, StoreId } from "../domain/ids";
import type { Dependency, SilenceRecord } from "../domain/resilience/silence";

/** Which platforms are silent, for screens and for workers that begin anew. */
export interface SilenceQueries {
  /** A silence that lasts keeps when it began; what is newer is when it is asked again. */
  noteSilence(silence: SilenceRecord): Promise<void>;
  endSilence(merchantId: MerchantId, storeId: StoreId, dependency: Dependency): Promise<void>;
  silences(merchantId: MerchantId): Promise<SilenceRecord[]>;
  /** Of all merchants: for the workers and the health page only. */
  allSilences(limit: number): Promise<SilenceRecord[]>;
  /** Calls to a store that wait or are under way, counted to a limit. */
  heldIntents(merchantId: MerchantId, storeId: StoreId, limit: number): Promise<number>;
}
