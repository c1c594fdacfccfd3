import type { CustomerRecord, NoticeKind } from "../domain/desk";
import type { Instant, LocationId, MerchantId, OrderId, PlatformId, StoreId } from "../domain/ids";
import type { OrderStatus } from "../domain/orders/order-machine";
import type { FinancialStatus, OrderSource } from "../domain/platform";
import type { AttentionCode, ItemRecord, LevelRecord, OrderRecord } from "../domain/records";

export interface OrderPage<T = OrderRecord> {
  rows: T[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
}

/** Which orders; what is absent narrows nothing. */
export interface OrderFilter {
  merchantId: MerchantId;
  statuses?: readonly OrderStatus[];
  storeId?: StoreId;
  platformId?: PlatformId;
  /** An open part of it stands there; of orders that are asked for as shipped, cancelled or left: a parcel of it left from there. */
  locationId?: LocationId;
  placedFrom?: Instant;
  /** Exclusive. */
  placedUntil?: Instant;
  /** All of them, in any case. */
  tags?: readonly string[];
  sources?: readonly OrderSource[];
  financialStatuses?: readonly FinancialStatus[];
  customerId?: string;
  /** Should have left before this instant and has not. */
  lateAt?: Instant;
  /** A person has to look at it: for this reason, or for any. */
  attention?: AttentionCode | "any";
  currency?: string;
  test?: boolean;
  /** Strictly newer than. */
  updatedAfter?: Instant;
  /** Words that must all match: order name, SKU, e-mail, words of the customer's name. */
  search?: string;
}

export type OrderSort = "placed" | "updated" | "ship-by" | "total";
export type SortDirection = "up" | "down";

export interface OrderQuery extends OrderFilter {
  /** Newest placed first when absent; oldest change first when `updatedAfter` is given. Orders without a ship-by stand behind those with one. */
  sort?: { by: OrderSort; direction: SortDirection };
  /** Of a query with the same filter and sort. */
  cursor?: string;
  limit: number;
}

/** A count that stops at a limit: "10,000+". */
export interface CappedCount {
  value: number;
  more: boolean;
}

export interface HomeQuery {
  /** All stores of the merchant when absent. */
  storeId?: StoreId;
  now: Instant;
  /** When today began where the store is. */
  dayStart: Instant;
  /** Bounds of today's hours, ascending, one more than there are hours (24 of them, but for two days a year); on quarters of an hour. */
  hours: readonly Instant[];
  /** Bounds of the last days, ascending, one more than there are days. */
  days: readonly Instant[];
}

export interface HomeCounts {
  held: CappedCount;
  /** Goods are missing: it cannot be routed. */
  backordered: CappedCount;
  late: CappedCount;
  attention: CappedCount & { byCode: Record<AttentionCode, number> };
  refusedIntents: CappedCount;
  parkedDeliveries: CappedCount;
  failedReads: CappedCount;
  /** Open ones. */
  notices: Record<NoticeKind, number>;
  /** Rows that wait to be worked on. */
  waiting: { deliveries: CappedCount; reads: CappedCount; intents: CappedCount };
  /** Of the orders placed today: all, and those for which a location is settled or that went further. `shipped`: orders of which a parcel left today. */
  today: { orders: number; routed: number; shipped: number };
  /** Median of the time from placed to shipped, over the parcels of today; null without any. */
  medianMsToShip: number | null;
  /** One number for each hour. */
  ordersByHour: number[];
  /** One for each day. */
  parcelsByDay: { from: Instant; parcels: number; orders: number }[];
}

export interface CustomerQuery {
  storeId?: StoreId;
  /** Words that must all match one order of the customer: e-mail, words of the name, order name, SKU. */
  search?: string;
  cursor?: string;
  limit: number;
}

export interface CustomerRow {
  customer: CustomerRecord;
  orders: number;
  /** Totals of the orders that were not cancelled, test orders left out. */
  spent: { currency: string; totalMinor: number }[];
}

export interface InventoryQuery {
  storeId?: StoreId;
  /** Items that have a level there; `sort` by available and `negative` then mean that location alone. */
  locationId?: LocationId;
  /** With an open low-stock notice. */
  low?: boolean;
  /** With fewer than no units available somewhere. */
  negative?: boolean;
  /** With a difference to the platform that was found since and that no order and no call of ours explains. */
  differingSince?: Instant;
  search?: string;
  /** By title, upwards, when absent. Available is the sum over the locations. */
  sort?: { by: "title" | "sku" | "available"; direction: SortDirection };
  cursor?: string;
  limit: number;
}

/** What lists ask: pages, counts and walks over all that match. Every cursor is opaque; a foreign one throws BadCursor. */
export interface ListQueries {
  findOrders(query: OrderQuery): Promise<OrderPage>;
  orderIds(query: OrderQuery): Promise<OrderPage<OrderId>>;
  /** Exact up to `cap`, which is 10,000 when absent. */
  countOrders(filter: OrderFilter, cap?: number): Promise<CappedCount>;
  /** All that match, newest placed first, a page at a time; each order once, whatever changes meanwhile. */
  eachOrder(filter: OrderFilter, pageRows?: number): AsyncIterable<OrderRecord[]>;
  homeCounts(merchantId: MerchantId, query: HomeQuery): Promise<HomeCounts>;
  /** Newest last order first. */
  customersPage(merchantId: MerchantId, query: CustomerQuery): Promise<OrderPage<CustomerRow>>;
  /** Orders and spending of customers, by id; those without orders are absent. */
  customerFigures(merchantId: MerchantId, ids: readonly string[]): Promise<Map<string, Pick<CustomerRow, "orders" | "spent">>>;
  inventoryPage(merchantId: MerchantId, query: InventoryQuery): Promise<OrderPage<{ item: ItemRecord; levels: LevelRecord[] }>>;
}
