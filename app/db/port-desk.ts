import type {
  ActivityRecord, CustomerRecord, DifferenceRecord, LocationSettingsRecord, NoticeRecord, RunKind, RunRecord, SavedViewRecord, StockRuleRecord, StoreSettingsRecord,
} from "../domain/desk";
import type { Instant, ItemId, MerchantId, StoreId } from "../domain/ids";
import type { OrderPage } from "./port-lists";

export interface ApiKeyRecord {
  merchantId: MerchantId;
  id: string;
  name: string;
  /** SHA-256 of the key, hex: the key itself is shown once and never stored. */
  keyHash: string;
  /** Its last four characters, to tell keys apart. */
  ending: string;
  mayWrite: boolean;
  createdBy: string;
  createdAt: Instant;
  revokedAt: Instant | null;
}

/** What screens and flows ask about the desk: settings, runs, notices, differences, people. */
export interface DeskQueries {
  storeSettings(merchantId: MerchantId, storeId: StoreId): Promise<StoreSettingsRecord | null>;
  locationSettings(merchantId: MerchantId): Promise<LocationSettingsRecord[]>;
  stockRules(merchantId: MerchantId, itemIds: readonly ItemId[]): Promise<StockRuleRecord[]>;
  customer(merchantId: MerchantId, customerId: string): Promise<CustomerRecord | null>;
  /** Newest first. */
  differencesOf(merchantId: MerchantId, itemId: ItemId, limit: number): Promise<DifferenceRecord[]>;
  /** Not explained yet, oldest first. */
  differencesLooking(merchantId: MerchantId, storeId: StoreId, limit: number): Promise<DifferenceRecord[]>;
  /** Found since and explained by no order and no call of ours, newest first. */
  driftSince(merchantId: MerchantId, query: { storeId: StoreId; since: Instant; limit: number }): Promise<DifferenceRecord[]>;
  /** Found since, newest first. */
  differencesSince(merchantId: MerchantId, query: { storeId: StoreId; since: Instant; limit: number }): Promise<DifferenceRecord[]>;
  run(merchantId: MerchantId, runId: string): Promise<RunRecord | null>;
  /** Newest first. */
  runs(merchantId: MerchantId, query: { storeId: StoreId; kinds: readonly RunKind[]; limit: number }): Promise<RunRecord[]>;
  /** Of all merchants, those not touched for longest first: for the workers only. */
  runningRuns(kinds: readonly RunKind[], limit: number): Promise<RunRecord[]>;
  openNotices(merchantId: MerchantId, storeId: StoreId, limit: number): Promise<NoticeRecord[]>;
  /** Newest first; of one subject where it is given. */
  activityPage(
    merchantId: MerchantId, query: { subject?: Pick<ActivityRecord, "subjectKind" | "subjectId">; cursor?: string; limit: number },
  ): Promise<OrderPage<ActivityRecord>>;
  views(merchantId: MerchantId, screen: SavedViewRecord["screen"]): Promise<SavedViewRecord[]>;
  /** Revoked ones too, newest first. */
  apiKeys(merchantId: MerchantId): Promise<ApiKeyRecord[]>;
  revokeApiKey(merchantId: MerchantId, id: string, now: Instant): Promise<boolean>;
  /** Remembers when a store was last heard of; earlier instants change nothing. */
  notePulse(merchantId: MerchantId, storeId: StoreId, receivedAt: Instant): Promise<void>;
  lastPulse(merchantId: MerchantId, storeId: StoreId): Promise<Instant | null>;
}
