import type { ChangeSet, CommitOutcome } from "../domain/change-set";
import type { Instant, ItemId, LocationId, MerchantId, OrderId, PlatformId, StoreId } from "../domain/ids";
import type { Delivery, NewDelivery, OutboxRow, ReadKind, WantedRead } from "../domain/messages";
import type { OrderStatus } from "../domain/orders/order-machine";
import type { Platform, PlatformContact } from "../domain/platform";
import type {
  DecisionRecord, HistoryEvent, ItemRecord, LevelRecord, LocationRecord, OrderAggregate, PolicyRecord, StockEntry, StoreRecord,
} from "../domain/records";
import type { ApiRequestQueries } from "./port-api";
import type { DriftQueries } from "./port-drift";
import type { ApiKeyRecord, DeskQueries } from "./port-desk";
import type { ExperienceQueries } from "./port-experience";
import type { ListQueries, OrderPage } from "./port-lists";
import type { PolicyQueries } from "./port-policy";
import type { JudgingQueries } from "./port-judging";
import type { WaitingQueries } from "./port-waiting";
import type { ReplayQueries } from "./port-replay";
import type { ScarcityQueries } from "./port-scarcity";
import type { PrivacyQueries } from "./port-privacy";
import type { OrdersAtQueries } from "./port-orders-at";
import type { SilenceQueries } from "./port-silences";
import type { TroubledQueries } from "./port-troubled";
import type { WatchQueries } from "./port-watch";

export { DatabaseUnavailable } from "./database-unavailable";
export type { OrderAggregate } from "../domain/records";
export type { ApiRequestKey, ApiRequestRecord } from "./port-api";
export type { ApiKeyRecord } from "./port-desk";
export type { DriftCount } from "./port-drift";
export type { WaitingOrder } from "./port-experience";
export type { AskedProblem } from "./port-scarcity";
export type { ErasureRecord, NamingDelivery, TextCursor, TextPage, TextRow } from "./port-privacy";
export type {
  CappedCount, CustomerQuery, CustomerRow, HomeCounts, HomeQuery, InventoryQuery, ListQueries, OrderFilter, OrderPage, OrderQuery, OrderSort, SortDirection,
} from "./port-lists";

export interface AppRegistration {
  id: string;
  platform: Platform;
  clientId: string;
  /** Sealed at rest; plain here. */
  clientSecret: string;
  previousClientSecret: string | null;
}

export interface ParkedDelivery extends Omit<NewDelivery, "body"> {
  status: "parked";
  reason: string;
  attempts: number;
}

export interface Backlog {
  inboxWaiting: number;
  inboxParked: number;
  readsWaiting: number;
  readsFailed: number;
  outboxWaiting: number;
  outboxRefused: number;
  /** `receivedAt`/`requestedAt`/`createdAt` of the oldest row that is due; null when nothing waits. */
  oldestDueAt: Instant | null;
}

/** How many rows, and of whom: `except` are stores that are passed over, because they are being called already, or do not answer. */
export interface Take {
  limit: number;
  except: readonly StoreId[];
}

/** One broken promise of the ledger, with where it is and what was expected. */
export interface LedgerFault {
  rule: "balance-is-fold-of-entries" | "on-hand-is-sum-of-states" | "committed-is-open-allocations" | "shipped-is-fulfillments" | "no-oversell" | "room-is-parcels";
  /** Null: it is about parcels, not goods. */
  itemId: ItemId | null;
  locationId: LocationId | null;
  expected: number;
  found: number;
  detail: string;
}

/** All SQL of the house stands behind this. Every query is scoped to one merchant, but for the workers' queues. */
export interface Db extends DeskQueries, ListQueries, PrivacyQueries, ApiRequestQueries, WatchQueries, OrdersAtQueries, SilenceQueries, DriftQueries, TroubledQueries, ExperienceQueries, PolicyQueries, JudgingQueries, ReplayQueries, ScarcityQueries, WaitingQueries {
  kind: "sqlite" | "postgresql";
  /** Applies each set alone, in order, all in one transaction with one fsync; a set whose guard fails changes nothing. */
  commit(sets: readonly ChangeSet[]): Promise<CommitOutcome[]>;

  /** Stores deliveries durably (group commit) before it resolves; `duplicate` when the key is known. */
  storeDeliveries(deliveries: readonly NewDelivery[]): Promise<("stored" | "duplicate")[]>;
  /** Leases rows that are due, oldest first. A lease that lapses makes the row due again. */
  claimDeliveries(now: Instant, leaseMs: number, limit: number): Promise<Delivery[]>;
  claimReads(now: Instant, leaseMs: number, take: number | Take): Promise<WantedRead[]>;
  /** At most one row per lane, and only the lane's first unfinished one; only of `live` stores, but for `switchyard-` hold releases of leaving ones. */
  claimIntents(now: Instant, leaseMs: number, take: number | Take): Promise<OutboxRow[]>;
  /** Durable before it resolves, and renews the lease. False, and nothing is written, when the row was leased anew or is finished. */
  saveIntentProgress(merchantId: MerchantId, intentId: string, step: { progress: Record<string, string>; lease: { attempt: number; until: Instant } }): Promise<boolean>;
  /** After trouble: back to waiting with a delay, or failed for a person to see. */
  postponeReads(reads: readonly (WantedRead & { leaseUntil?: Instant })[]): Promise<void>;
  backlog(now: Instant): Promise<Backlog>;

  findStore(platform: Platform, domain: string): Promise<StoreRecord | null>;
  store(merchantId: MerchantId, storeId: StoreId): Promise<StoreRecord | null>;
  stores(merchantId: MerchantId): Promise<StoreRecord[]>;
  /** Of all merchants: for the workers and the health page only. */
  allStores(): Promise<StoreRecord[]>;
  registration(id: string): Promise<AppRegistration | null>;
  registrations(platform: Platform): Promise<AppRegistration[]>;
  saveRegistration(registration: AppRegistration): Promise<void>;

  locations(merchantId: MerchantId): Promise<LocationRecord[]>;
  itemsById(merchantId: MerchantId, ids: readonly ItemId[]): Promise<ItemRecord[]>;
  itemsByVariant(merchantId: MerchantId, storeId: StoreId, variantPlatformIds: readonly PlatformId[]): Promise<ItemRecord[]>;
  levels(merchantId: MerchantId, itemIds: readonly ItemId[]): Promise<LevelRecord[]>;
  /** Sum of the orders' `placed` allocations per level, for anchoring readings. */
  placedUnits(merchantId: MerchantId, itemIds: readonly ItemId[]): Promise<{ itemId: ItemId; locationId: LocationId; placed: number; planned: number }[]>;
  orderAggregates(merchantId: MerchantId, ids: readonly OrderId[]): Promise<OrderAggregate[]>;
  /** Orders that wait for any of these items, longest waiting first. */
  ordersWaitingFor(merchantId: MerchantId, itemIds: readonly ItemId[], limit: number): Promise<{ orderId: OrderId; storeId: StoreId; platformId: PlatformId }[]>;
  /** The newest decision of each order that has one. */
  latestDecisions(merchantId: MerchantId, orderIds: readonly OrderId[]): Promise<DecisionRecord[]>;
  /** Not done, refused or withdrawn. */
  openIntents(merchantId: MerchantId, orderIds: readonly OrderId[]): Promise<OutboxRow[]>;
  latestPolicy(merchantId: MerchantId): Promise<PolicyRecord | null>;
  policy(merchantId: MerchantId, version: number): Promise<PolicyRecord | null>;

  order(merchantId: MerchantId, orderId: OrderId): Promise<OrderAggregate | null>;
  countOrdersByStatus(merchantId: MerchantId): Promise<Partial<Record<OrderStatus, number>>>;
  decisions(merchantId: MerchantId, orderId: OrderId): Promise<DecisionRecord[]>;
  /** For `routing verify`: pages by id. */
  decisionPage(merchantId: MerchantId, afterId: string, limit: number): Promise<DecisionRecord[]>;
  history(merchantId: MerchantId, orderId: OrderId): Promise<HistoryEvent[]>;
  intentsOfOrder(merchantId: MerchantId, orderId: OrderId): Promise<OutboxRow[]>;
  contacts(merchantId: MerchantId, ids: readonly string[]): Promise<Map<string, PlatformContact>>;
  /** Deletes the key that the contact is sealed under. */
  eraseContacts(merchantId: MerchantId, ids: readonly string[]): Promise<void>;
  entriesOf(merchantId: MerchantId, itemId: ItemId, limit: number): Promise<StockEntry[]>;

  parkedDeliveries(merchantId: MerchantId, cursor: string, limit: number): Promise<OrderPage<ParkedDelivery>>;
  refusedIntents(merchantId: MerchantId, cursor: string, limit: number): Promise<OrderPage<OutboxRow>>;
  failedReads(merchantId: MerchantId, limit: number): Promise<WantedRead[]>;
  deliveryBody(merchantId: MerchantId, deliveryId: string): Promise<string | null>;
  retryDelivery(merchantId: MerchantId, deliveryId: string, now: Instant): Promise<boolean>;
  retryIntent(merchantId: MerchantId, intentId: string, now: Instant): Promise<boolean>;
  /** Makes the placements of an order that rest due now; false: none rests. */
  hastenPlacements(merchantId: MerchantId, orderId: OrderId, now: Instant): Promise<boolean>;
  /** Puts a refused intent aside for good, with the reason in place of the platform's words. */
  dismissIntent(merchantId: MerchantId, intentId: string, problem: string): Promise<boolean>;
  retryRead(merchantId: MerchantId, read: { storeId: StoreId; kind: ReadKind; target: string }, now: Instant): Promise<boolean>;
  /** Proves the ledger in SQL; empty when every promise holds. */
  ledgerFaults(merchantId: MerchantId, limit: number): Promise<LedgerFault[]>;
  ledgerSummary(merchantId: MerchantId): Promise<{ entries: number; levels: number; openAllocations: number }>;
  /** Grows with every committed history event of the merchant: the live feed asks for what is newer. */
  eventsAfter(merchantId: MerchantId, afterId: string, limit: number): Promise<{ id: string; orderId: OrderId }[]>;
  newestEventId(merchantId: MerchantId): Promise<string>;

  createApiKey(key: ApiKeyRecord): Promise<void>;
  apiKeyByHash(keyHash: string): Promise<ApiKeyRecord | null>;

  /** Shopify sessions, tokens sealed; the row shape is the session library's. */
  sessions: SessionRows;
  /** Throws when nothing can be written. */
  probeWrite(now: Instant): Promise<void>;
  close(): Promise<void>;
}

/** One stored session as plain JSON of the library's properties; sealing happens behind this port. */
export interface SessionRows {
  put(id: string, shop: string, properties: [string, string | number | boolean][]): Promise<void>;
  get(id: string): Promise<[string, string | number | boolean][] | null>;
  remove(ids: readonly string[]): Promise<void>;
  byShop(shop: string): Promise<[string, string | number | boolean][][]>;
  /** Takes the sole right to refresh the session until `until`, on disk before the platform is asked. False: somebody else has it. */
  beginRefresh(id: string, lease: { refresher: string; now: Instant; until: Instant }): Promise<boolean>;
  /**
   * Saves what a refresh brought (null: nothing) and gives the right back. False, and nothing is written, when it was lost meanwhile: to a
   * visit that brought a newer token, or to another refresher after the lease had lapsed.
   */
  endRefresh(session: { id: string; shop: string; refresher: string }, properties: [string, string | number | boolean][] | null): Promise<boolean>;
}
