/** The data of the model, plain throughout: it can be saved as JSON and read again. Ids are decimal digits, times milliseconds, money minor units. */

export type State = "available" | "committed" | "reserved" | "damaged" | "safety_stock" | "quality_control" | "incoming";

export interface Level {
  id: string;
  itemId: string;
  locationId: string;
  active: boolean;
  quantities: Record<State, number>;
  createdAt: number;
  updatedAt: number;
}

export interface Location {
  id: string;
  name: string;
  active: boolean;
  fulfillsOnlineOrders: boolean;
  shipsInventory: boolean;
  isFulfillmentService: boolean;
  address1: string;
  city: string;
  province: string;
  provinceCode: string;
  zip: string;
  countryCode: string;
  latitude: number;
  longitude: number;
  createdAt: number;
  updatedAt: number;
}

export interface Product {
  id: string;
  title: string;
  vendor: string;
  productType: string;
  tags: string[];
  variantIds: string[];
  createdAt: number;
  updatedAt: number;
}

export interface Variant {
  id: string;
  productId: string;
  itemId: string;
  title: string;
  priceMinor: number;
  /** Selling below zero: Shopify's CONTINUE; otherwise DENY. */
  continueSelling: boolean;
  giftCard: boolean;
  taxable: boolean;
  position: number;
  createdAt: number;
  updatedAt: number;
}

export interface InventoryItem {
  id: string;
  variantId: string;
  sku: string;
  tracked: boolean;
  requiresShipping: boolean;
  weightGrams: number;
  /** By location id. A location without a level does not stock the item. */
  levels: Map<string, Level>;
  createdAt: number;
  updatedAt: number;
}

export type SourceName = "web" | "pos" | "shopify_draft_order";

export type FinancialStatus = "pending" | "authorized" | "paid" | "partially_paid" | "partially_refunded" | "refunded" | "voided";

export interface Address {
  firstName: string;
  lastName: string;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  province: string | null;
  provinceCode: string | null;
  zip: string | null;
  country: string | null;
  countryCode: string | null;
  phone: string | null;
  latitude: number | null;
  longitude: number | null;
}

/** `tags`: the merchant's marks, which deliveries of orders do not tell. */
export interface Customer { id: string; firstName: string; lastName: string; email: string; tags?: string[] }

export interface OrderLine {
  id: string;
  title: string;
  variantTitle: string | null;
  /** May be empty. */
  sku: string;
  vendor: string | null;
  quantity: number;
  currentQuantity: number;
  variantId: string | null;
  productId: string | null;
  itemId: string | null;
  requiresShipping: boolean;
  giftCard: boolean;
  tip: boolean;
  taxable: boolean;
  weightGrams: number;
  priceMinor: number;
  /** For `quantity` units. */
  taxMinor: number;
  /** The bundle that the line was bought with. */
  groupId: string | null;
}

/** A bundle as it was bought; its components are order lines that name it (schema, LineItemGroup). */
export interface LineGroup { id: string; title: string; quantity: number; productId: string | null; variantId: string | null }

/** What becomes of refunded units: not shipped ones that are taken back to stock, shipped ones that came back, and ones that no stock gets (schema, RefundLineItemRestockType). */
export type RestockType = "CANCEL" | "RETURN" | "NO_RESTOCK";

export interface RefundLine {
  id: string;
  lineId: string;
  quantity: number;
  restockType: RestockType;
  /** Where they were restocked. */
  locationId: string | null;
  subtotalMinor: number;
  taxMinor: number;
  /** How many of them had left with a parcel. */
  shipped: number;
}

export interface Refund {
  id: string;
  orderId: string;
  createdAt: number;
  note: string | null;
  lines: RefundLine[];
  shippingMinor: number;
  /** What was paid back, in the shop's currency; 0 where nothing had been paid. */
  amountMinor: number;
}

export interface Order {
  id: string;
  number: number;
  name: string;
  token: string;
  createdAt: number;
  updatedAt: number;
  cancelledAt: number | null;
  cancelReason: string | null;
  closedAt: number | null;
  edited: boolean;
  test: boolean;
  sourceName: SourceName;
  /** The shop of a point-of-sale order. */
  locationId: string | null;
  tags: string[];
  note: string | null;
  email: string;
  phone: string | null;
  currency: string;
  /** The currency that the customer sees, and how many of it the shop's one is worth. */
  presentmentCurrency: string;
  presentmentRate: number;
  financialStatus: FinancialStatus;
  /** What the customer has paid so far. */
  receivedMinor: number;
  customer: Customer | null;
  shippingAddress: Address | null;
  lines: OrderLine[];
  groups: LineGroup[];
  shippingMinor: number;
  shippingRefundedMinor: number;
  shippingTitle: string | null;
  fulfillmentOrderIds: string[];
  fulfillmentIds: string[];
  refundIds: string[];
}

export type FulfillmentOrderStatus = "OPEN" | "IN_PROGRESS" | "SCHEDULED" | "ON_HOLD" | "CLOSED" | "INCOMPLETE" | "CANCELLED";

export type RequestStatus = "UNSUBMITTED" | "SUBMITTED" | "ACCEPTED" | "REJECTED" | "CANCELLATION_REQUESTED" | "CANCELLATION_ACCEPTED" | "CANCELLATION_REJECTED" | "CLOSED";

export type MethodType = "SHIPPING" | "PICK_UP" | "LOCAL" | "NONE" | "RETAIL" | "PICKUP_POINT";

export interface FulfillmentOrderLine {
  id: string;
  lineId: string;
  itemId: string | null;
  total: number;
  remaining: number;
  /** Its remaining units stand in `committed` at the location. */
  counted: boolean;
}

export interface Hold {
  id: string;
  /** Empty when the app gave none (recorded). */
  handle: string;
  reason: string;
  reasonNotes: string | null;
  externalId: string | null;
  /** False for holds of other apps and of people. */
  byRequestingApp: boolean;
}

/** What a merchant asked a fulfillment service for (schema, FulfillmentOrderMerchantRequest). */
export interface MerchantRequest { id: string; kind: "FULFILLMENT_REQUEST" | "CANCELLATION_REQUEST"; message: string | null; sentAt: number; answer: string | null }

export interface FulfillmentOrder {
  id: string;
  orderId: string;
  locationId: string;
  status: FulfillmentOrderStatus;
  requestStatus: RequestStatus;
  methodType: MethodType;
  methodId: string;
  /** Somebody reported progress by hand: it cannot be moved until it is marked open. */
  progressReported: boolean;
  holds: Hold[];
  lines: FulfillmentOrderLine[];
  /** Due later: it becomes open at `fulfillAt`. */
  scheduled: boolean;
  fulfillAt: number;
  fulfillBy: number | null;
  merchantRequests: MerchantRequest[];
  createdAt: number;
  updatedAt: number;
}

export interface Tracking { company: string | null; numbers: string[]; urls: string[] }

export interface FulfillmentLine {
  id: string;
  lineId: string;
  itemId: string | null;
  quantity: number;
  fulfillmentOrderId: string;
}

export interface Fulfillment {
  id: string;
  orderId: string;
  name: string;
  status: "SUCCESS" | "CANCELLED";
  locationId: string;
  tracking: Tracking;
  lines: FulfillmentLine[];
  createdAt: number;
  updatedAt: number;
}

export interface AccessToken { online: boolean; expiresAt: number | null; scopes: string[] }

export interface RefreshToken { expiresAt: number; successor: string | null; scopes: string[] }

export interface Tokens { access: Map<string, AccessToken>; refresh: Map<string, RefreshToken> }

export interface FirstAnswer {
  parameters: string;
  payload: Record<string, unknown>;
  refused: boolean;
  at: number;
}

export interface BulkOperation {
  id: string;
  query: string;
  createdAt: number;
  /** Until then it runs. */
  completedAt: number;
  errorCode: string | null;
  /** One JSON object a line. */
  text: string;
  roots: number;
  objects: number;
  /** Whoever knows it may read the file. */
  signature: string;
}

/** Everything of one shop, as plain data: it can be saved as JSON and read again. Maps keep the order of creation. */
export interface Shop {
  id: string;
  domain: string;
  name: string;
  currency: string;
  timeZone: string;
  installed: boolean;
  ordersPlaced: number;
  /** In the order of the shop's fulfillment priority. */
  locations: Map<string, Location>;
  products: Map<string, Product>;
  variants: Map<string, Variant>;
  items: Map<string, InventoryItem>;
  orders: Map<string, Order>;
  fulfillmentOrders: Map<string, FulfillmentOrder>;
  fulfillments: Map<string, Fulfillment>;
  refunds: Map<string, Refund>;
  /** The share of orders that somebody places who has ordered before. */
  returningShare: number;
  /** Fulfillment orders that wait for their day. */
  scheduledIds: string[];
  /** What the merchant grants the app, once that was changed; null: all that it asks for. */
  grantedScopes: string[] | null;
  tokens: Tokens;
  idempotency: Map<string, FirstAnswer>;
  /** Forgotten with the process. */
  bulkOperations: Map<string, BulkOperation>;
  bucket: { points: number; at: number };
}
