import type { Instant, ItemId, LocationId, MerchantId, OrderId, StoreId } from "./ids";
import type {
  ActivityRecord, CustomerRecord, DifferenceRecord, LocationSettingsRecord, NoticeRecord, RunRecord, SavedViewRecord, StockRuleRecord, StoreSettingsRecord,
} from "./desk";
import type { DriftRecord, HeardMessage } from "./drift/drift";
import type { LocationFactsRecord, OverrideRecord, RejectionRecord, ShelfCountRecord } from "./experience";
import type { NewDelivery, OutboxRow, WantedRead } from "./messages";
import type {
  AllocationRecord, ContactRecord, DecisionRecord, DecisionStatus, FulfillmentOrderRecord, HistoryEvent, ItemRecord, LevelRecord, LocationRecord,
  OrderLineRecord, OrderRecord, ParcelRoom, PolicyDraftRecord, PolicyRecord, PostalCentroidRecord, ShipmentRecord, StockEntry, StoreRecord,
} from "./records";

/**
 * Everything that one decision changes, as plain data: it is committed whole or not at all. Decisions make change sets;
 * `db.commit` alone writes them.
 */
export interface ChangeSet {
  merchantId: MerchantId;
  /** What must still be true. A failed guard rejects the whole set: reload and decide again. */
  guards: Guard[];
  stores?: StoreRecord[];
  locations?: LocationRecord[];
  items?: ItemRecord[];
  policies?: PolicyRecord[];
  centroids?: PostalCentroidRecord[];
  /** Bounded takes of a day's room: more is only taken while the day then holds at most `limit` parcels. */
  parcelDays?: ParcelDayTake[];
  policyDrafts?: PolicyDraftRecord[];
  removedPolicyDrafts?: string[];
  contacts?: ContactRecord[];
  /** First and last order are widened, never narrowed, by what a row says. */
  customers?: CustomerRecord[];
  storeSettings?: StoreSettingsRecord[];
  locationSettings?: LocationSettingsRecord[];
  stockRules?: StockRuleRecord[];
  differences?: DifferenceRecord[];
  /** A second open drift of the same subject is left out. */
  drifts?: DriftRecord[];
  /** Drifts that are known already, as they are now. */
  settledDrifts?: DriftRecord[];
  heard?: HeardMessage[];
  rejections?: RejectionRecord[];
  overrides?: OverrideRecord[];
  shelfCounts?: ShelfCountRecord[];
  locationFacts?: LocationFactsRecord[];
  runs?: RunRecord[];
  /** A second open notice of the same subject is left out. */
  notices?: NoticeRecord[];
  settledNotices?: { id: string; settledAt: Instant; settledBy: string }[];
  activity?: ActivityRecord[];
  views?: SavedViewRecord[];
  removedViews?: string[];
  orders?: OrderChange[];
  /** Levels as first seen or newly connected or disconnected: `active`, `readAt` are set; quantities come from entries only. */
  levels?: LevelTouch[];
  entries?: StockEntry[];
  /** Bounded takes: after this set's entries, the state at the level must be at least `floor`. */
  floors?: StockFloor[];
  decisions?: DecisionRecord[];
  decisionStatuses?: { orderId: OrderId; decisionId: string; status: DecisionStatus }[];
  events?: HistoryEvent[];
  intents?: OutboxRow[];
  /** Waiting intents of an order that a newer decision replaces; a leased one is left to finish. */
  withdrawnIntents?: { id: string; problem: string }[];
  /** All waiting intents of a store, with the plans that they carry out; `releases`: the release of our own holds, too. Before this set's own intents. */
  withdrawnStores?: { storeId: StoreId; problem: string; releases: boolean }[];
  wantedReads?: WantedRead[];
  /** Removed if `requestedAt` is still the same: a newer hint keeps the wish. */
  fulfilledReads?: Pick<WantedRead, "storeId" | "kind" | "target" | "requestedAt">[];
  deliveries?: DeliverySettlement[];
  /** Outcomes and other messages from ourselves. A duplicate key is ignored. */
  newDeliveries?: NewDelivery[];
  /** Settles outbox rows that this worker has leased. */
  settledIntents?: IntentSettlement[];
}

export interface ParcelDayTake extends ParcelRoom {
  /** Parcels, never 0; below 0: given back. */
  by: number;
  /** Null: no limit. */
  limit: number | null;
}

export interface StockFloor {
  itemId: ItemId;
  locationId: LocationId;
  floor: number;
  /** Left out: `available`. */
  of?: "available" | "unattributed";
}

/** An order's aggregate. `lines`, `allocations` and `fulfillmentOrders` replace all that the order had, where given. */
export interface OrderChange {
  /** `order.version` is the new version: one more than the loaded one, 1 for a new order. */
  order: OrderRecord;
  lines?: OrderLineRecord[];
  allocations?: AllocationRecord[];
  fulfillmentOrders?: FulfillmentOrderRecord[];
  /** Inserted or updated by id; never removed. */
  shipments?: ShipmentRecord[];
  /** Words to find the order by, lower case; stored only as keyed hashes. Replaces the order's terms where given. */
  terms?: string[];
  /** Items that the order waits for; replaces. */
  waitsFor?: ItemId[];
}

export interface LevelTouch extends Pick<LevelRecord, "itemId" | "locationId" | "active"> {
  /** Set by a reading; undefined leaves it as it was. */
  readAt?: Instant;
  /** Set by everything that is not a reading. */
  changedAt?: Instant;
}

export type Guard =
  /** The order is at this version; 0: it does not exist. */
  | { kind: "order"; orderId: OrderId; version: number }
  /** Nothing of where the decision places the order's parts has been asked of the platform: all of it still waits. */
  | { kind: "placement-unasked"; orderId: OrderId; decisionId: string }
  /** The level is at this revision; 0: it does not exist. */
  | { kind: "level"; itemId: ItemId; locationId: LocationId; revision: number }
  /** In this status; with `updatedAt`, the row is as it was written then: for whoever writes it whole. */
  | { kind: "store"; storeId: StoreId; status: StoreRecord["status"]; updatedAt?: Instant }
  /** At this version; 0: never set. */
  | { kind: "store-settings"; storeId: StoreId; version: number }
  | { kind: "location-settings"; locationId: LocationId; version: number }
  /** At this version; 0: it does not exist. */
  | { kind: "policy-draft"; id: string; version: number }
  /** No newer policy is published than this version; 0: none is. */
  | { kind: "latest-policy"; version: number }
  /** The run was last written then: nobody else has taken it further. */
  | { kind: "run"; id: string; updatedAt: Instant };

export interface DeliverySettlement {
  id: string;
  status: "applied" | "parked" | "dismissed" | "waiting";
  /** Why it was parked, dismissed or put back, in words. */
  reason: string | null;
  /** For `waiting`: when to try again. */
  dueAt?: Instant;
}

export interface IntentSettlement {
  id: string;
  status: "done" | "refused" | "waiting" | "withdrawn";
  dueAt: Instant;
  problem: string | null;
  progress: Record<string, string>;
}

export type CommitOutcome = { status: "committed" } | { status: "conflict"; guard: string };

/** A change set with nothing in it yet. */
export const emptyChangeSet = (merchantId: MerchantId): ChangeSet => ({ merchantId, guards: [] });
