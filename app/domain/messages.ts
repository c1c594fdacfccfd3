import type { FulfillmentOrderId, Instant, ItemId, LocationId, MerchantId, OrderId, PlatformId, ShipmentId, StoreId } from "./ids";
import type { Platform } from "./platform";

/** The three kinds of rows that make work: what came in (inbox), what we want to read, what the platform shall become (outbox). */

export type InboxStatus = "waiting" | "applied" | "parked" | "dismissed";

/** A delivery as it is stored before it is answered. The body is kept exactly as it came. */
export interface NewDelivery {
  id: string;
  platform: Platform;
  /** The shop as the delivery names it; the store may be unknown. */
  domain: string;
  merchantId: MerchantId | null;
  storeId: StoreId | null;
  /** Unique per (platform, domain): one delivery, stable over the platform's retries. */
  deliveryKey: string;
  topic: string;
  triggeredAt: Instant | null;
  receivedAt: Instant;
  body: string;
}

export interface Delivery extends NewDelivery {
  attempts: number;
}

export type ReadKind = "shop" | "locations" | "items" | "item" | "product" | "orders" | "order" | "fulfillment-order" | "bulk";

/**
 * A wish to read a resource from the platform, one row per resource however many hints ask for it. Kinds in the plural
 * walk pages: `target` is the cursor, `""` the first page; of `bulk` it is the id of the run that compares or imports. A wish is fulfilled only if `requestedAt` has not moved since.
 */
export interface WantedRead {
  merchantId: MerchantId;
  storeId: StoreId;
  kind: ReadKind;
  /** Platform id, or a cursor for plural kinds. */
  target: string;
  requestedAt: Instant;
  dueAt: Instant;
  attempts: number;
  status: "waiting" | "failed";
  /** Why the last try failed, in words. */
  problem: string | null;
  /** The first message that asked for it, if any did. */
  told?: ToldBy | null;
  /** Who asked beside messages, where it matters for what the reading finds: a comparison's or walk's run, or a person. */
  asker?: `comparison:${string}` | "reconciliation" | `person:${string}` | null;
}

/** A message that asked for a reading. */
export interface ToldBy {
  id: string;
  key: string;
  topic: string;
  triggeredAt: Instant | null;
  receivedAt: Instant;
}

export interface Tracking {
  company: string | null;
  number: string | null;
  url: string | null;
}

/** One desired state of a platform. Performing it reads, compares and calls until the platform agrees. */
export type Intent =
  | { kind: "place"; fulfillmentOrderId: FulfillmentOrderId; fulfillmentOrderPlatformId: PlatformId; parts: PlacementPart[] }
  /** Parts of an order that came to stand at one location shall be one fulfillment order, and so one parcel. */
  | { kind: "merge"; fulfillmentOrderPlatformId: PlatformId; others: PlatformId[] }
  | { kind: "hold"; fulfillmentOrderPlatformId: PlatformId; handle: string; reason: "inventory-out-of-stock" | "other"; note: string }
  | { kind: "release-hold"; fulfillmentOrderPlatformId: PlatformId; handle: string }
  | { kind: "report-progress"; fulfillmentOrderPlatformId: PlatformId; note: string }
  /** Takes back the report that people work on it, so that it may move again. */
  | { kind: "stop-work"; fulfillmentOrderPlatformId: PlatformId }
  | { kind: "ship"; shipmentId: ShipmentId; orderPlatformId: PlatformId; fulfillmentOrderPlatformId: PlatformId; lines: { orderLinePlatformId: PlatformId; quantity: number }[]; tracking: Tracking; notifyCustomer: boolean }
  | { kind: "track"; shipmentId: ShipmentId; fulfillmentPlatformId: PlatformId; tracking: Tracking; notifyCustomer: boolean }
  /** Asks the third party behind a location to fulfil, or to stop. */
  | { kind: "request-fulfillment"; fulfillmentOrderPlatformId: PlatformId; note: string }
  | { kind: "request-cancellation"; fulfillmentOrderPlatformId: PlatformId; note: string }
  | { kind: "cancel-order"; orderPlatformId: PlatformId; reason: CancelReason; restock: boolean; refund: boolean; notifyCustomer: boolean; note: string }
  /** Adds `delta` units to a state of a level. `expected`: what the person saw there; the platform refuses if it is no longer so. */
  | ({ kind: "adjust-stock"; state: "available" | "damaged" | "quality-control" | "safety-stock"; delta: number; expected: number | null; reason: StockReason; note: string } & IntentLevel)
  /** Takes units from one state of a level into another; on hand stays. */
  | ({ kind: "move-stock"; from: MovableState; to: MovableState; units: number; reason: StockReason; note: string } & IntentLevel);

export interface IntentLevel {
  itemId: ItemId;
  locationId: LocationId;
  itemPlatformId: PlatformId;
  locationPlatformId: PlatformId;
}

export type MovableState = "available" | "damaged" | "quality-control" | "safety-stock";
/** Why a person changes a quantity. Source: Shopify, inventory adjustment reasons. */
export type StockReason = "correction" | "cycle-count" | "damaged" | "received" | "shrinkage" | "promotion" | "quality-control" | "safety-stock" | "other";
export type CancelReason = "customer" | "declined" | "fraud" | "inventory" | "staff" | "other";

export type IntentKind = Intent["kind"];

/** Units of one fulfillment order that shall stand at one location. Parts of one `place` cover all its remaining units. */
export interface PlacementPart {
  locationId: LocationId;
  locationPlatformId: PlatformId;
  lines: { orderLinePlatformId: PlatformId; quantity: number }[];
}

export type IntentStatus = "waiting" | "leased" | "done" | "refused" | "withdrawn";

export interface OutboxRow {
  merchantId: MerchantId;
  id: string;
  storeId: StoreId;
  /** Null: it belongs to no order, as a stock adjustment. */
  orderId: OrderId | null;
  /** Rows of one lane are performed one after the other, in the order of their ids. */
  lane: string;
  /** Unique per merchant: the same decision taken twice makes one row. */
  key: string;
  intent: Intent;
  status: IntentStatus;
  attempts: number;
  dueAt: Instant;
  createdAt: Instant;
  /** What has been achieved so far, saved between calls so that a crash never repeats it. */
  progress: Record<string, string>;
  problem: string | null;
}

/** What became of an intent; stored in the inbox as topic `switchyard/outcome` and applied like any other delivery. */
export type Outcome =
  | { status: "done"; platformId: PlatformId | null }
  /** The platform said no; `code` and `words` are its own. `again`: the answer may change after a re-read (stale, moved). */
  | { status: "refused"; code: string; words: string }
  /** Not performed; try again after `afterMs`. `unsent`: the platform was not even asked, so that it is no try of its patience. */
  | { status: "retry"; afterMs: number; words: string; unsent?: true }
  /** It may or may not have happened: the next attempt re-reads before it repeats. */
  | { status: "unknown"; words: string };

export interface OutcomeBody {
  intentId: string;
  orderId: OrderId | null;
  intent: Intent;
  outcome: Outcome;
}

/** Of an intent that belongs to an order. */
export type OrderOutcome = OutcomeBody & { orderId: OrderId };

export const OUTCOME_TOPIC = "switchyard/outcome";
