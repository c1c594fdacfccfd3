import type { Instant, PlatformId } from "./ids";

/**
 * What a sales platform says, in one language for all platforms. A connector turns webhook bodies and API answers into
 * these types; nothing behind it knows a platform's field names. Ids are the platform's own, without prefixes.
 */
export type Platform = "shopify" | "bigcommerce";

export interface PlatformShop {
  name: string;
  currency: string;
  timeZone: string;
  /** What the token may do; empty when the platform does not say. */
  scopes: string[];
}

export interface PlatformLocation {
  platformId: PlatformId;
  name: string;
  active: boolean;
  /** May the platform assign online orders to it? */
  fulfillsOnline: boolean;
  shipsInventory: boolean;
  /** Run by a third party by request (3PL): its orders are not ours to route. */
  isFulfillmentService: boolean;
  countryCode: string | null;
  provinceCode: string | null;
  postalCode: string | null;
  city: string | null;
  latitude: number | null;
  longitude: number | null;
}

export interface PlatformItem {
  platformId: PlatformId;
  variantPlatformId: PlatformId | null;
  productPlatformId: PlatformId | null;
  sku: string;
  title: string;
  /** Untracked items have unlimited stock where they are connected. */
  tracked: boolean;
  /** May be sold below zero. */
  continueSelling: boolean;
  requiresShipping: boolean;
  weightGrams: number;
  /** Of the product, sorted, each once. */
  productTags: string[];
  /** Empty: it has none. */
  productType: string;
  updatedAt: Instant;
}

/** All quantities of one item at one location, in units. on hand = available + committed + reserved + damaged + safety stock + quality control. */
export interface PlatformLevel {
  locationPlatformId: PlatformId;
  /** Connected to the location: the location stocks the item. */
  active: boolean;
  /** The platform's time of its last change there; null or missing: it does not tell. */
  changedAt?: Instant | null;
  onHand: number;
  available: number;
  committed: number;
  reserved: number;
  damaged: number;
  safetyStock: number;
  qualityControl: number;
  incoming: number;
}

export interface PlatformItemReading {
  item: PlatformItem;
  levels: PlatformLevel[];
}

/** Personal data of an order; lives only in sealed contact rows. */
export interface PlatformContact {
  name: string | null;
  email: string | null;
  phone: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  provinceCode: string | null;
  postalCode: string | null;
  countryCode: string | null;
}

export interface PlatformOrderLine {
  platformId: PlatformId;
  /** Null for custom lines, tips and products that are gone. */
  variantPlatformId: PlatformId | null;
  /** The inventory item, when the answer tells it (webhook bodies name only the variant). */
  itemPlatformId: PlatformId | null;
  sku: string;
  title: string;
  quantity: number;
  /** Quantity after edits and removals. */
  currentQuantity: number;
  /** False for tips, gift cards sent by e-mail, digital and service lines. */
  requiresShipping: boolean;
  unitPriceMinor: number;
  /** The bundle that it was bought in; its lines belong together. */
  bundle: OrderLineBundle | null;
}

export interface OrderLineBundle {
  platformId: PlatformId;
  title: string;
  /** How many of the bundle were bought. */
  quantity: number;
}

/** Money given back, with what went back on the shelf. */
export interface PlatformRefund {
  platformId: PlatformId;
  createdAt: Instant;
  /** In the order's currency, and in the one that the customer paid in. */
  totalMinor: number;
  presentmentTotalMinor: number;
  lines: { orderLinePlatformId: PlatformId; quantity: number; restock: RestockKind; locationPlatformId: PlatformId | null }[];
}

/** `cancel`: units not shipped that are sold no more; `return`: units that came back to the location's shelf. */
export type RestockKind = "none" | "cancel" | "return";

export type OrderSource = "online" | "point-of-sale" | "draft" | "other";
export type FinancialStatus = "pending" | "authorized" | "paid" | "partially-paid" | "refunded" | "partially-refunded" | "voided" | "expired" | "unknown";

/** An order without its fulfillment orders: what both a webhook body and a read can tell. */
export interface PlatformOrder {
  platformId: PlatformId;
  name: string;
  source: OrderSource;
  financialStatus: FinancialStatus;
  currency: string;
  totalMinor: number;
  /** What the customer saw and paid in. Equal to `currency` and `totalMinor` in a store of one currency. */
  presentmentCurrency: string;
  presentmentTotalMinor: number;
  /** Null for guests of a shop counter, and where the platform withholds it. */
  customerPlatformId: PlatformId | null;
  tags: string[];
  /** The merchant's marks on the customer, sorted, each once; empty for guests, and where the platform withholds them; null: a message that does not tell. */
  customerTags: string[] | null;
  test: boolean;
  placedAt: Instant;
  updatedAt: Instant;
  cancelledAt: Instant | null;
  lines: PlatformOrderLine[];
  /** Coarse: never a street. Null where there is nothing to ship or the platform withholds it. */
  shipTo: { countryCode: string | null; provinceCode: string | null; postalCode: string | null; latitude: number | null; longitude: number | null } | null;
  contact: PlatformContact | null;
}

export type FulfillmentOrderStatus = "open" | "in-progress" | "scheduled" | "on-hold" | "closed" | "incomplete" | "cancelled";
export type RequestStatus = "unsubmitted" | "submitted" | "accepted" | "rejected" | "cancellation-requested" | "cancellation-accepted" | "cancellation-rejected" | "closed";
export type DeliveryMethod = "shipping" | "pickup" | "local-delivery" | "none" | "retail" | "pickup-point" | "unknown";
/** What the platform says may be done to a fulfillment order now. */
export type FulfillmentOrderAction = "create-fulfillment" | "move" | "hold" | "release-hold" | "split" | "merge" | "report-progress" | "request-fulfillment" | "cancel" | "open" | "other";

export interface PlatformHold {
  platformId: PlatformId;
  handle: string | null;
  reason: string;
}

export interface PlatformFulfillmentOrderLine {
  platformId: PlatformId;
  orderLinePlatformId: PlatformId;
  itemPlatformId: PlatformId | null;
  totalQuantity: number;
  remainingQuantity: number;
  requiresShipping: boolean;
}

export interface PlatformFulfillmentOrder {
  platformId: PlatformId;
  locationPlatformId: PlatformId | null;
  status: FulfillmentOrderStatus;
  requestStatus: RequestStatus;
  deliveryMethod: DeliveryMethod;
  holds: PlatformHold[];
  actions: FulfillmentOrderAction[];
  lines: PlatformFulfillmentOrderLine[];
  /** Not to be fulfilled before; null: at once. */
  fulfillAt: Instant | null;
  /** The platform's own deadline. */
  fulfillBy: Instant | null;
  updatedAt: Instant;
}

export interface PlatformFulfillment {
  platformId: PlatformId;
  /** The fulfillment orders that it consumed, where the platform tells. */
  fulfillmentOrderPlatformIds: PlatformId[];
  locationPlatformId: PlatformId | null;
  status: "success" | "cancelled" | "pending" | "failure";
  createdAt: Instant;
  company: string | null;
  number: string | null;
  url: string | null;
  lines: { orderLinePlatformId: PlatformId; quantity: number }[];
}

/** The authority: an order with all that hangs on it, read in one call. */
export interface PlatformOrderReading {
  order: PlatformOrder;
  fulfillmentOrders: PlatformFulfillmentOrder[];
  fulfillments: PlatformFulfillment[];
  refunds: PlatformRefund[];
  /** The items of its lines, so that an order never waits for an item webhook. */
  items: PlatformItem[];
}
