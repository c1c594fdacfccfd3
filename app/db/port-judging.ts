import type { MerchantId } from "../domain/ids";
import type { ParcelDayRecord, PostalCentroidRecord } from "../domain/records";

/** What judging an order by a policy asks of the database beside the order. */
export interface JudgingQueries {
  /** Days from `fromDay` (`YYYY-MM-DD`) on of which room is taken. */
  parcelDays(merchantId: MerchantId, fromDay: string): Promise<ParcelDayRecord[]>;
  /** Those of exactly these codes and beginnings of codes: `{ countryCode: "US", prefix: "941" }`. */
  centroids(merchantId: MerchantId, places: readonly Pick<PostalCentroidRecord, "countryCode" | "prefix">[]): Promise<PostalCentroidRecord[]>;
  /** How many there are, by country. */
  centroidCounts(merchantId: MerchantId): Promise<{ countryCode: string; count: number }[]>;
  /** Those of one country, which a new file replaces. */
  removeCentroids(merchantId: MerchantId, countryCode: string): Promise<void>;
}
