import { sql } from "drizzle-orm";
import type { RejectedHere } from "../domain/experience";
import type {
  FulfillmentOrderId, ItemId, LocationId, MerchantId, OrderId, OrderLineId, PlatformId, ShipmentId, StoreId,
} from "../domain/ids";
import type { JointNote } from "../domain/joint/note";
import type { OrderStatus } from "../domain/orders/order-machine";
import type { DeliveryMethod, FinancialStatus, FulfillmentOrderAction, FulfillmentOrderStatus, OrderLineBundle, OrderSource, PlatformHold, RequestStatus } from "../domain/platform";
import type { AllocationRecord, DecisionRecord, DecisionStatus, FulfillmentOrderLine, OrderAttention, OrderRefund, ParcelRoom, ShipmentLine, ShipmentStatus } from "../domain/records";
import type { Certificate, RoutingPolicy } from "../domain/routing/types";
import type { Columns } from "./columns";

/** Orders with all that hangs on them, and what was decided and what happened. */
export const orderTables = (c: Columns) => ({ ...aggregateTables(c), ...fulfillmentTables(c), ...trailTables(c) });

const aggregateTables = (c: Columns) => ({
  orders: c.table("orders", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text<OrderId>().notNull(),
    storeId: c.text<StoreId>().notNull(),
    platformId: c.text<PlatformId>().notNull(),
    name: c.text().notNull(),
    status: c.text<OrderStatus>().notNull(),
    version: c.integer().notNull(),
    adopted: c.bool().notNull(),
    source: c.text<OrderSource>().notNull(),
    financialStatus: c.text<FinancialStatus>().notNull(),
    currency: c.text().notNull(),
    totalMinor: c.big().notNull(),
    presentmentCurrency: c.text().notNull().default(""),
    presentmentTotalMinor: c.big().notNull().default(0),
    customerId: c.text(),
    refunds: c.json<OrderRefund[]>().notNull().default([]),
    tags: c.json<string[]>().notNull(),
    customerTags: c.json<string[]>().notNull().default([]),
    test: c.bool().notNull(),
    placedAt: c.big().notNull(),
    platformUpdatedAt: c.big().notNull(),
    cancelledAt: c.big(),
    readAt: c.big(),
    shipToCountry: c.text(),
    shipToProvince: c.text(),
    shipToPostal: c.text(),
    shipToLatitude: c.real(),
    shipToLongitude: c.real(),
    contactId: c.text(),
    holdReason: c.text(),
    problem: c.text(),
    shipBy: c.big(),
    attention: c.json<OrderAttention[]>().notNull().default([]),
    attentionSince: c.big(),
    resolvedAttention: c.json<string[]>().notNull().default([]),
    excludedLocationIds: c.json<LocationId[]>().notNull(),
    rejected: c.json<RejectedHere[]>().notNull().default([]),
    waitingSince: c.big(),
    byHandSince: c.big(),
    rooms: c.json<ParcelRoom[]>().notNull().default([]),
    updatedAt: c.big().notNull(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.id] }),
    c.uniqueIndex("orders_by_platform_id").on(t.merchantId, t.storeId, t.platformId),
    c.index("orders_by_placed").on(t.merchantId, t.placedAt, t.id),
    c.index("orders_by_status").on(t.merchantId, t.status, t.placedAt, t.id),
    c.index("orders_by_updated").on(t.merchantId, t.updatedAt, t.id),
    c.index("orders_by_customer").on(t.merchantId, t.customerId, t.placedAt, t.id).where(sql`${t.customerId} is not null`),
    c.index("orders_by_total").on(t.merchantId, t.totalMinor, t.id),
    c.index("orders_by_ship_by").on(t.merchantId, t.shipBy, t.id).where(sql`${t.shipBy} is not null`),
    c.index("orders_by_waiting").on(t.merchantId, t.waitingSince, t.id).where(sql`${t.waitingSince} is not null`),
    c.index("orders_by_attention").on(t.merchantId, t.attentionSince, t.id).where(sql`${t.attentionSince} is not null`),
  ]),

  orderLines: c.table("order_lines", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text<OrderLineId>().notNull(),
    orderId: c.text<OrderId>().notNull(),
    platformId: c.text<PlatformId>().notNull(),
    variantPlatformId: c.text<PlatformId>(),
    itemId: c.text<ItemId>(),
    sku: c.text().notNull(),
    title: c.text().notNull(),
    quantity: c.integer().notNull(),
    currentQuantity: c.integer().notNull(),
    requiresShipping: c.bool().notNull(),
    unitPriceMinor: c.big().notNull(),
    bundle: c.json<OrderLineBundle>(),
    position: c.integer().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.orderId, t.id] })]),

  allocations: c.table("allocations", {
    merchantId: c.text<MerchantId>().notNull(),
    orderId: c.text<OrderId>().notNull(),
    orderLineId: c.text<OrderLineId>().notNull(),
    itemId: c.text<ItemId>().notNull(),
    locationId: c.text<LocationId>().notNull(),
    status: c.text<AllocationRecord["status"]>().notNull(),
    quantity: c.integer().notNull(),
  }, (t) => [
    c.primaryKey({ name: "allocations_pk", columns: [t.merchantId, t.orderId, t.orderLineId, t.itemId, t.locationId, t.status] }),
    c.index("allocations_by_item").on(t.merchantId, t.itemId, t.locationId),
  ]),

  orderWaits: c.table("order_waits", {
    merchantId: c.text<MerchantId>().notNull(),
    itemId: c.text<ItemId>().notNull(),
    orderId: c.text<OrderId>().notNull(),
    placedAt: c.big().notNull(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.itemId, t.orderId] }),
    c.index("order_waits_by_order").on(t.merchantId, t.orderId),
  ]),

  orderTerms: c.table("order_terms", {
    merchantId: c.text<MerchantId>().notNull(),
    term: c.text().notNull(),
    orderId: c.text<OrderId>().notNull(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.term, t.orderId] }),
    c.index("order_terms_by_order").on(t.merchantId, t.orderId),
  ]),
});

const fulfillmentTables = (c: Columns) => ({
  fulfillmentOrders: c.table("fulfillment_orders", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text<FulfillmentOrderId>().notNull(),
    orderId: c.text<OrderId>().notNull(),
    storeId: c.text<StoreId>().notNull(),
    platformId: c.text<PlatformId>().notNull(),
    locationId: c.text<LocationId>(),
    status: c.text<FulfillmentOrderStatus>().notNull(),
    requestStatus: c.text<RequestStatus>().notNull(),
    deliveryMethod: c.text<DeliveryMethod>().notNull(),
    holds: c.json<PlatformHold[]>().notNull(),
    actions: c.json<FulfillmentOrderAction[]>().notNull(),
    lines: c.json<FulfillmentOrderLine[]>().notNull(),
    fulfillAt: c.big(),
    fulfillBy: c.big(),
    platformUpdatedAt: c.big().notNull(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.orderId, t.id] }),
    c.index("fulfillment_orders_by_location").on(t.merchantId, t.locationId, t.orderId).where(sql`${t.status} in ('open', 'in-progress', 'scheduled', 'on-hold')`),
  ]),

  shipments: c.table("shipments", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text<ShipmentId>().notNull(),
    orderId: c.text<OrderId>().notNull(),
    fulfillmentOrderId: c.text<FulfillmentOrderId>(),
    platformId: c.text<PlatformId>(),
    locationId: c.text<LocationId>(),
    status: c.text<ShipmentStatus>().notNull(),
    madeHere: c.bool().notNull(),
    company: c.text(),
    number: c.text(),
    url: c.text(),
    lines: c.json<ShipmentLine[]>().notNull(),
    problem: c.text(),
    requestedAt: c.big().notNull(),
    confirmedAt: c.big(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.orderId, t.id] }),
    c.index("shipments_by_confirmed").on(t.merchantId, t.confirmedAt, t.orderId).where(sql`${t.status} = 'confirmed'`),
  ]),
});

const trailTables = (c: Columns) => ({
  decisions: c.table("decisions", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    orderId: c.text<OrderId>().notNull(),
    status: c.text<DecisionStatus>().notNull(),
    inputsHash: c.text().notNull(),
    certificate: c.json<Certificate>().notNull(),
    standing: c.json<NonNullable<DecisionRecord["standing"]>>(),
    joint: c.json<JointNote>(),
    decidedAt: c.big().notNull(),
    /** Where the certificate's tariff is kept; null: in the certificate. */
    tariffHash: c.text(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.id] }), c.index("decisions_by_order").on(t.merchantId, t.orderId, t.id)]),

  /** Rates that decisions were taken under, once for all of them. */
  tariffs: c.table("tariffs", {
    merchantId: c.text<MerchantId>().notNull(),
    hash: c.text().notNull(),
    tariff: c.json<RoutingPolicy>().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.hash] })]),

  events: c.table("events", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    orderId: c.text<OrderId>().notNull(),
    at: c.big().notNull(),
    actor: c.text().notNull(),
    type: c.text().notNull(),
    detail: c.json<Record<string, unknown>>().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.id] }), c.index("events_by_order").on(t.merchantId, t.orderId, t.id)]),
});
