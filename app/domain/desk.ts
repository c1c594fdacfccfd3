import type { Instant, ItemId, LocationId, MerchantId, OrderId, PlatformId, StoreId } from "./ids";
import type { StockState } from "./records";

/** The rows of the desk: what managers set, what was compared, what ran, what needs a look, and who did what. Plain data, like `records.ts`. */

export interface StoreSettings {
  /** A level is low when `available` is at or below it, where no rule of its own says otherwise; null: no notices. */
  lowStockUnits: number | null;
  /** Preselected in forms that ship. */
  notifyCustomers: boolean;
  /** Personal data of an order is erased this many days after it was closed; null: kept until somebody asks. */
  retentionDays: number | null;
  /** Steps of the setup that a person has finished, by their ids. */
  setupDone: string[];
  setupDismissed: boolean;
}

export const DEFAULT_STORE_SETTINGS: StoreSettings = { lowStockUnits: 5, notifyCustomers: true, retentionDays: null, setupDone: [], setupDismissed: false };

export interface StoreSettingsRecord {
  merchantId: MerchantId;
  storeId: StoreId;
  /** One more with each change; a form is saved only on top of the version that it showed. */
  version: number;
  settings: StoreSettings;
  updatedAt: Instant;
}

/** What the merchant says about a location beside what the platform knows. */
export interface LocationSettingsRecord {
  merchantId: MerchantId;
  locationId: LocationId;
  version: number;
  /** No new orders are routed here while it is set: closed for stocktaking, for a storm. The reason as written. */
  pausedReason: string | null;
  /** Parcels that it can send a day. */
  dailyParcels: number | null;
  /** Local time `HH:MM`: orders routed until then leave on the same working day. */
  cutOff: string | null;
  /** IANA name; null: the store's. */
  timeZone: string | null;
  /** ISO weekdays on which it ships, 1 Monday to 7 Sunday. */
  workdays: number[];
  holidays: { date: string; name: string }[];
  /** In place of the platform's coordinates, degrees; both or none. */
  latitude: number | null;
  longitude: number | null;
  updatedAt: Instant;
}

/** What holds for an item at a location; a field that is null follows the store. */
export interface StockRuleRecord {
  merchantId: MerchantId;
  itemId: ItemId;
  locationId: LocationId;
  lowStockUnits: number | null;
  /** Units that the platform shall keep in its state safety stock; null: whatever stands there. */
  safetyStockUnits: number | null;
  updatedAt: Instant;
}

/** A person who buys. Name, e-mail and phone live only in the sealed contact. */
export interface CustomerRecord {
  merchantId: MerchantId;
  /** `idOf(storeId, platformId)` */
  id: string;
  storeId: StoreId;
  platformId: PlatformId;
  contactId: string | null;
  firstOrderAt: Instant;
  lastOrderAt: Instant;
  updatedAt: Instant;
}

export type DifferenceCause =
  /** A refund put the goods back on the shelf. */
  | "restock"
  /** A parcel or sale that was made elsewhere took them. */
  | "sold-elsewhere"
  /** A refund, a cancellation or an edit of an order took them off the shelf for good. */
  | "written-off"
  /** The platform holds them for an order that we have not read. */
  | "order-not-read"
  /** One of our own calls, of which the platform told before its answer reached us. */
  | "our-call"
  /** A person or another app changed the quantity on the platform. */
  | "changed-outside"
  /** Not known yet: recent orders are being read again. */
  | "looking";

/** What a fresh reading of a level told and the ledger did not know: found, explained, and posted as entries of cause `reading`. */
export interface DifferenceRecord {
  merchantId: MerchantId;
  id: string;
  storeId: StoreId;
  itemId: ItemId;
  locationId: LocationId;
  state: StockState;
  /** What the ledger said, and what the platform says, in units. */
  expected: number;
  found: number;
  cause: DifferenceCause;
  orderId: OrderId | null;
  /** The ledger entry that mended it. */
  causeKey: string;
  /** The level was right, as far as anybody knows, until then. 0: unknown. */
  knownRightAt: Instant;
  foundAt: Instant;
  /** When the cause was settled; null while `looking`. */
  explainedAt: Instant | null;
}

export type RunKind = "import-locations" | "import-items" | "import-orders" | "compare-stock" | "compare-orders" | "bulk-act" | "replay" | "export-customer" | "erase-customer" | "erase-store";

/** Work that takes a while and shows how far it is: imports, comparisons, bulk acts, exports, erasures. It goes on after a restart. */
export interface RunRecord {
  merchantId: MerchantId;
  id: string;
  storeId: StoreId;
  kind: RunKind;
  status: "running" | "done" | "failed" | "cancelled";
  /** `switchyard`, `platform` or `person:<id>`. */
  actor: string;
  /** Null: not known (yet). */
  total: number | null;
  done: number;
  failed: number;
  /** What it does and where it stands; its shape belongs to the flow that runs it. Never personal data. */
  detail: Record<string, unknown>;
  /** Why it failed, in words. */
  problem: string | null;
  startedAt: Instant;
  updatedAt: Instant;
  finishedAt: Instant | null;
}

export type NoticeKind = "low-stock" | "scope-missing" | "quiet-store" | "drift-growing" | "stale-store" | "count-asked";

/** Something that a person should know, until it is over or put aside. */
export interface NoticeRecord {
  merchantId: MerchantId;
  id: string;
  storeId: StoreId;
  kind: NoticeKind;
  /** One open notice a subject: an item at a location, a scope. */
  subject: string;
  itemId: ItemId | null;
  locationId: LocationId | null;
  detail: Record<string, unknown>;
  createdAt: Instant;
  /** When it was over by itself, or a person put it aside. */
  settledAt: Instant | null;
  settledBy: string | null;
}

/** Who did what to anything but an order (whose timeline is its own), when and why. Append-only. */
export interface ActivityRecord {
  merchantId: MerchantId;
  id: string;
  at: Instant;
  actor: string;
  /** For example `stock-adjusted`, `location-paused`, `api-key-revoked`. */
  verb: string;
  subjectKind: "item" | "location" | "store" | "api-key" | "customer" | "view" | "exception";
  subjectId: string;
  /** As written by the person. */
  reason: string | null;
  /** What changed, never personal data. */
  detail: Record<string, unknown>;
}

export interface SavedViewRecord {
  merchantId: MerchantId;
  id: string;
  screen: "orders" | "inventory" | "customers";
  name: string;
  /** The query of the list's address, without cursor. */
  query: string;
  createdBy: string;
  createdAt: Instant;
}
