import type { FulfillmentOrderId, Instant, ItemId, LocationId, MerchantId, OrderId, OrderLineId, PlatformId, ShipmentId, StoreId } from "./ids";
import type {
  DeliveryMethod, FinancialStatus, FulfillmentOrderAction, FulfillmentOrderStatus, OrderSource, Platform, PlatformContact,
  OrderLineBundle, PlatformHold, RequestStatus, RestockKind,
} from "./platform";
import type { RejectedHere } from "./experience";
import type { JointNote } from "./joint/note";
import type { OrderStatus } from "./orders/order-machine";
import type { MerchantPolicy } from "./policy/types";
import type { Certificate } from "./routing/types";

/** The rows that Switchyard keeps, as plain data. The database's columns are these fields; `merchantId` leads every key. */

export type StoreStatus = "observe" | "live" | "paused" | "leaving" | "uninstalled";

export interface StoreRecord {
  merchantId: MerchantId;
  id: StoreId;
  platform: Platform;
  /** What the platform calls the shop: `acme.myshopify.com`. Unique per platform. */
  domain: string;
  registrationId: string;
  name: string;
  status: StoreStatus;
  currency: string;
  timeZone: string;
  scopes: string[];
  /** Orders updated before this instant have been read. */
  ordersReadUntil: Instant | null;
  installedAt: Instant;
  updatedAt: Instant;
}

export interface LocationRecord {
  merchantId: MerchantId;
  id: LocationId;
  storeId: StoreId;
  platformId: PlatformId;
  name: string;
  active: boolean;
  fulfillsOnline: boolean;
  shipsInventory: boolean;
  isFulfillmentService: boolean;
  countryCode: string | null;
  provinceCode: string | null;
  postalCode: string | null;
  city: string | null;
  latitude: number | null;
  longitude: number | null;
  updatedAt: Instant;
}

export interface ItemRecord {
  merchantId: MerchantId;
  id: ItemId;
  storeId: StoreId;
  platformId: PlatformId;
  variantPlatformId: PlatformId | null;
  productPlatformId: PlatformId | null;
  sku: string;
  title: string;
  tracked: boolean;
  continueSelling: boolean;
  requiresShipping: boolean;
  weightGrams: number;
  /** Of the product, sorted; what rules of the policy choose goods by. */
  productTags: string[];
  /** Empty: it has none. */
  productType: string;
  updatedAt: Instant;
}

/** Quantities of one item at one location, in units; negative only where the platform says so or allows it. */
export interface LevelRecord {
  merchantId: MerchantId;
  itemId: ItemId;
  locationId: LocationId;
  onHand: number;
  available: number;
  /** Open allocations of orders that we know. */
  committed: number;
  /** What the platform holds committed for orders that we have not read (or, negative, for what it already let go). */
  unattributed: number;
  reserved: number;
  damaged: number;
  safetyStock: number;
  qualityControl: number;
  incoming: number;
  /** Is the item connected to (stocked at) the location? */
  active: boolean;
  /** When the platform was last asked, by our clock, before the question was sent. 0: never. */
  readAt: Instant;
  /** When an entry was last posted. A reading asked for at or before this instant is too old to anchor the level. */
  changedAt: Instant;
  /** Grows with each change; a reading is committed only against the revision it was compared with. */
  revision: number;
}

export type StockState =
  | "onHand" | "available" | "committed" | "unattributed" | "reserved" | "damaged" | "safetyStock" | "qualityControl" | "incoming";

export type StockCause = "reading" | "reserve" | "place" | "plan" | "release" | "ship" | "adjust";

/** One line of the append-only stock ledger. Balances are the fold of entries; a correction is a new entry. */
export interface StockEntry {
  merchantId: MerchantId;
  /** Unique per (causeKey, item, location, state): the same cause posted twice is a no-op conflict. */
  causeKey: string;
  cause: StockCause;
  itemId: ItemId;
  locationId: LocationId;
  state: StockState;
  /** Units, never 0. */
  delta: number;
  orderId: OrderId | null;
  at: Instant;
}

export interface OrderRecord {
  merchantId: MerchantId;
  id: OrderId;
  storeId: StoreId;
  platformId: PlatformId;
  name: string;
  status: OrderStatus;
  /** Guards the whole aggregate: order, lines, allocations, fulfillment orders, shipments. */
  version: number;
  /** Ours to write to the platform (placed while the store was live, or taken over by a person). */
  adopted: boolean;
  source: OrderSource;
  financialStatus: FinancialStatus;
  currency: string;
  totalMinor: number;
  presentmentCurrency: string;
  presentmentTotalMinor: number;
  customerId: string | null;
  refunds: OrderRefund[];
  tags: string[];
  /** The merchant's own marks on who bought it, such as `wholesale`; forgotten with the customer. */
  customerTags: string[];
  test: boolean;
  placedAt: Instant;
  /** The platform's own time of the newest state applied. */
  platformUpdatedAt: Instant;
  cancelledAt: Instant | null;
  /** When the order and its fulfillment orders were last read from the platform; null: known from a webhook only. */
  readAt: Instant | null;
  shipToCountry: string | null;
  shipToProvince: string | null;
  shipToPostal: string | null;
  shipToLatitude: number | null;
  shipToLongitude: number | null;
  contactId: string | null;
  /** Held by a person in Switchyard, with the reason as written. */
  holdReason: string | null;
  /** Why it cannot go on by itself, in words that a merchant understands. */
  problem: string | null;
  /** The earliest instant at which a part of it should have left, by the cut-off and calendar of its location; null: nothing is left to ship, or nobody knows. */
  shipBy: Instant | null;
  /** What a person has to look at, oldest first; empty: nothing. */
  attention: OrderAttention[];
  /** Since when the oldest of them waits; null: nothing waits. */
  attentionSince: Instant | null;
  /** `code:key` of what a person has looked at and that lasts: it is not raised again. */
  resolvedAttention: string[];
  /** Locations that the platform refused for this order; routing leaves them out. */
  excludedLocationIds: LocationId[];
  /** Locations that turned it down, or lack goods for it. */
  rejected: RejectedHere[];
  /** Since when it cannot be routed; null: it can, or need not. */
  waitingSince: Instant | null;
  /** Since when it stands where a person sent it: only units that are added are routed. Null: by plan. */
  byHandSince: Instant | null;
  /** The room that its parcels take of their locations' days, where those can send only so many a day. */
  rooms: ParcelRoom[];
  updatedAt: Instant;
}

/** A parcel's place in the day's work of a location. */
export interface ParcelRoom {
  locationId: LocationId;
  /** The location's own day, `YYYY-MM-DD`, on which it shall leave. */
  day: string;
}

/** How many parcels are promised for a day; no row: none. */
export interface ParcelDayRecord extends ParcelRoom {
  merchantId: MerchantId;
  taken: number;
}

/** Where the addresses of a postal code, or of all that begin with it, lie about. */
export interface PostalCentroidRecord {
  merchantId: MerchantId;
  /** ISO, upper case. */
  countryCode: string;
  /** Upper case, without blanks and hyphens: `94105`, `SW1A`. */
  prefix: string;
  latitude: number;
  longitude: number;
}

/** What happened to an order that no machine can put right alone. */
export type AttentionCode =
  /** Its goods changed after people had begun to pick them. */
  | "edited-while-working"
  /** It was cancelled, and a parcel of it is on its way. */
  | "cancelled-after-shipping"
  /** It stands at a location that is closed, and cannot move by itself. */
  | "location-closed"
  /** The third party said no to fulfilling it. */
  | "request-rejected"
  /** The third party goes on with what should be cancelled. */
  | "cancellation-rejected"
  /** It cannot be routed for longer than the policy lets it wait. */
  | "waiting-too-long";

export interface OrderAttention {
  code: AttentionCode;
  /** What exactly: one fact is raised once. */
  key: string;
  since: Instant;
  /** What a screen needs to say it in words: names and counts, no personal data. */
  detail: Record<string, unknown>;
}

export interface OrderRefund {
  platformId: PlatformId;
  createdAt: Instant;
  totalMinor: number;
  presentmentTotalMinor: number;
  lines: { orderLineId: OrderLineId; itemId: ItemId | null; quantity: number; restock: RestockKind; locationId: LocationId | null }[];
}

export interface OrderLineRecord {
  merchantId: MerchantId;
  id: OrderLineId;
  orderId: OrderId;
  platformId: PlatformId;
  variantPlatformId: PlatformId | null;
  itemId: ItemId | null;
  sku: string;
  title: string;
  quantity: number;
  currentQuantity: number;
  requiresShipping: boolean;
  unitPriceMinor: number;
  bundle: OrderLineBundle | null;
  /** Place in the order, from 0. */
  position: number;
}

/**
 * Units of a line that stand committed at a location. `placed`: the platform has them there (its fulfillment order says
 * so). `planned`: ours alone so far: reserved at capture before the fulfillment orders were read, or the target of a
 * plan that the platform has not confirmed.
 */
export interface AllocationRecord {
  merchantId: MerchantId;
  orderId: OrderId;
  orderLineId: OrderLineId;
  itemId: ItemId;
  locationId: LocationId;
  status: "planned" | "placed";
  quantity: number;
}

export interface FulfillmentOrderLine {
  platformId: PlatformId;
  orderLineId: OrderLineId;
  itemId: ItemId | null;
  totalQuantity: number;
  remainingQuantity: number;
  requiresShipping: boolean;
}

export interface FulfillmentOrderRecord {
  merchantId: MerchantId;
  id: FulfillmentOrderId;
  orderId: OrderId;
  storeId: StoreId;
  platformId: PlatformId;
  locationId: LocationId | null;
  status: FulfillmentOrderStatus;
  requestStatus: RequestStatus;
  deliveryMethod: DeliveryMethod;
  holds: PlatformHold[];
  actions: FulfillmentOrderAction[];
  lines: FulfillmentOrderLine[];
  fulfillAt: Instant | null;
  fulfillBy: Instant | null;
  platformUpdatedAt: Instant;
}

export interface ShipmentLine {
  orderLineId: OrderLineId;
  itemId: ItemId | null;
  quantity: number;
}

export type ShipmentStatus = "requested" | "confirmed" | "refused" | "cancelled";

/** A parcel: asked for here (`requested` until the platform confirms), or made elsewhere and read. */
export interface ShipmentRecord {
  merchantId: MerchantId;
  id: ShipmentId;
  orderId: OrderId;
  /** The fulfillment order that it was asked from; null when made elsewhere. */
  fulfillmentOrderId: FulfillmentOrderId | null;
  platformId: PlatformId | null;
  locationId: LocationId | null;
  status: ShipmentStatus;
  madeHere: boolean;
  company: string | null;
  number: string | null;
  url: string | null;
  lines: ShipmentLine[];
  /** The platform's words when it refused. */
  problem: string | null;
  requestedAt: Instant;
  confirmedAt: Instant | null;
}

/** An order with all that its version guards. */
export interface OrderAggregate {
  order: OrderRecord;
  lines: OrderLineRecord[];
  allocations: AllocationRecord[];
  fulfillmentOrders: FulfillmentOrderRecord[];
  shipments: ShipmentRecord[];
}

/** `superseded`: a person or a newer decision chose otherwise. `withdrawn`: given up before it was written; to be decided anew. */
export type DecisionStatus = "observed" | "pending" | "confirmed" | "superseded" | "refused" | "withdrawn";

export interface DecisionRecord {
  merchantId: MerchantId;
  id: string;
  orderId: OrderId;
  status: DecisionStatus;
  /** SHA-256 of the canonical inputs, hex. */
  inputsHash: string;
  certificate: Certificate;
  /** What it would have cost where the platform had put it, under the same policy; null: it could not have shipped from there. */
  standing: { parcels: number; costMinor: number } | null;
  decidedAt: Instant;
  /** Taken together with other orders that waited; null: alone. */
  joint: JointNote | null;
}

/** What happened to an order, when and by whom; append-only, never personal data of the customer. */
export interface HistoryEvent {
  merchantId: MerchantId;
  id: string;
  orderId: OrderId;
  at: Instant;
  /** `platform`, `switchyard`, or `person:<id>`. */
  actor: string;
  type: string;
  detail: Record<string, unknown>;
}

export interface PolicyRecord {
  merchantId: MerchantId;
  version: number;
  name: string;
  policy: MerchantPolicy;
  publishedAt: Instant;
  /** Who published it: `switchyard` or `person:<id>`. */
  actor: string;
  /** Why, in their words. */
  note: string | null;
  /** The version whose text it took up again, where it rolls back; null: it was written anew. */
  basedOn: number | null;
}

/** A policy that is being written; nothing is decided by it. */
export interface PolicyDraftRecord {
  merchantId: MerchantId;
  id: string;
  name: string;
  /** The published version that it began from. */
  basedOnVersion: number;
  policy: MerchantPolicy;
  /** One more with each saving; a form is saved only on top of the version that it showed. */
  version: number;
  actor: string;
  updatedAt: Instant;
}

/** Personal data, sealed under a key of its own; deleting the key row erases it everywhere, backups included. */
export interface ContactRecord {
  merchantId: MerchantId;
  id: string;
  storeId: StoreId;
  contact: PlatformContact;
  updatedAt: Instant;
}
