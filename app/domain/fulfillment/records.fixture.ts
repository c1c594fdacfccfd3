import { type FulfillmentOrderId, type ItemId, type LocationId, type MerchantId, type OrderId, type OrderLineId, type PlatformId, type ShipmentId, type StoreId, toId } from "../ids";
import type {
  DecisionRecord, FulfillmentOrderLine, FulfillmentOrderRecord, ItemRecord, LocationRecord, OrderAggregate, OrderLineRecord, OrderRecord, ShipmentRecord,
} from "../records";
import { DEFAULT_POLICY } from "../routing/policy";
import type { Assignment, Certificate, RoutingProblem } from "../routing/types";

/** Plain records for tests; what a test is about is given, the rest is ordinary. */

const OWNER = { merchantId: toId<MerchantId>("acme"), storeId: toId<StoreId>("s-acme") };
const ORDER_ID = toId<OrderId>("order");

export const locationNamed = (name: string): LocationRecord => ({
  ...OWNER, id: toId<LocationId>(name), platformId: toId<PlatformId>(name), name, active: true, fulfillsOnline: true, shipsInventory: true,
  isFulfillmentService: false, countryCode: "US", provinceCode: "NV", postalCode: null, city: null, latitude: null, longitude: null, updatedAt: 0,
});

export const itemNamed = (name: string, more: Partial<ItemRecord> = {}): ItemRecord => ({
  ...OWNER, id: toId<ItemId>(name), platformId: toId<PlatformId>(name), variantPlatformId: toId<PlatformId>(`v-${name}`), productPlatformId: null, sku: name,
  title: name, tracked: true, continueSelling: false, requiresShipping: true, weightGrams: 500, productTags: [], productType: "", updatedAt: 1, ...more,
});

export const orderRecord = (more: Partial<OrderRecord> = {}): OrderRecord => ({
  ...OWNER, id: ORDER_ID, platformId: toId<PlatformId>("order"), name: "#1", status: "captured", version: 1, adopted: true, source: "online",
  financialStatus: "paid", currency: "USD", totalMinor: 1000, presentmentCurrency: "USD", presentmentTotalMinor: 0, customerId: null, refunds: [], tags: [], customerTags: [], test: false, placedAt: 1, platformUpdatedAt: 1, cancelledAt: null, readAt: 1,
  shipToCountry: "US", shipToProvince: "NV", shipToPostal: null, shipToLatitude: null, shipToLongitude: null, contactId: null, holdReason: null, problem: null, shipBy: null, attention: [], attentionSince: null, resolvedAttention: [],
  excludedLocationIds: [], rooms: [], rejected: [], waitingSince: null, byHandSince: null, updatedAt: 1, ...more,
});

export const lineRecord = (more: Partial<OrderLineRecord> = {}): OrderLineRecord => ({
  merchantId: OWNER.merchantId, id: toId<OrderLineId>("line"), orderId: ORDER_ID, platformId: toId<PlatformId>("line"), variantPlatformId: null,
  itemId: toId<ItemId>("mug"), sku: "mug", title: "Mug", quantity: 2, currentQuantity: 2, requiresShipping: true, unitPriceMinor: 500, bundle: null, position: 0, ...more,
});

export const partLine = (units: number, more: Partial<FulfillmentOrderLine> = {}): FulfillmentOrderLine => ({
  platformId: toId<PlatformId>("part-line"), orderLineId: toId<OrderLineId>("line"), itemId: toId<ItemId>("mug"), totalQuantity: units, remainingQuantity: units,
  requiresShipping: true, ...more,
});

/** A part of an order that stands at one location. */
export const part = (name: string, locationId: string | null, more: Partial<FulfillmentOrderRecord> = {}): FulfillmentOrderRecord => ({
  ...OWNER, id: toId<FulfillmentOrderId>(name), orderId: ORDER_ID, platformId: toId<PlatformId>(name), locationId: locationId === null ? null : toId<LocationId>(locationId),
  status: "open", requestStatus: "unsubmitted", deliveryMethod: "shipping", holds: [], actions: [], lines: [partLine(2)], fulfillAt: null, fulfillBy: null, platformUpdatedAt: 1, ...more,
});

export const held = (handle: string | null) => ({ status: "on-hold" as const, holds: [{ platformId: toId<PlatformId>("hold"), handle, reason: "other" }] });

export const shipment = (more: Partial<ShipmentRecord> = {}): ShipmentRecord => ({
  merchantId: OWNER.merchantId, id: toId<ShipmentId>("shipment"), orderId: ORDER_ID, fulfillmentOrderId: toId<FulfillmentOrderId>("part"), platformId: null,
  locationId: toId<LocationId>("east"), status: "requested", madeHere: true, company: null, number: null, url: null,
  lines: [{ orderLineId: toId<OrderLineId>("line"), itemId: toId<ItemId>("mug"), quantity: 2 }], problem: null, requestedAt: 1, confirmedAt: null, ...more,
});

export const aggregateOf = (more: Partial<OrderAggregate> = {}): OrderAggregate => ({
  order: orderRecord(), lines: [lineRecord()], allocations: [], fulfillmentOrders: [part("part", "east")], shipments: [], ...more,
});

export const assign = (lineId: string, locationId: string, units: number): Assignment => ({ lineId: toId<OrderLineId>(lineId), locationId: toId<LocationId>(locationId), units });

/** A decision for one plan; none: it could not be routed. */
export const decisionOf = (status: DecisionRecord["status"], assignments: Assignment[] | null): DecisionRecord => {
  const asked = assignments ?? [assign("line", "east", 2)];
  const problem: RoutingProblem = {
    policyVersion: 1, policy: DEFAULT_POLICY, currency: "USD", locations: [],
    lines: asked.map(({ lineId, units }) => ({ lineId, itemId: toId<ItemId>("mug"), units, gramsPerUnit: 500 })),
  };
  const plan = { assignments: asked, terms: { shippingMinor: 0, handlingMinor: 0, splitMinor: 0 }, costMinor: 0, parcels: 1 };
  const certificate: Certificate = assignments
    ? { outcome: "routed", version: 1, problem, plan, lowerBoundMinor: 0, gapMinor: 0, rejected: [], nodesExplored: 1 }
    : { outcome: "unroutable", version: 1, problem, shortages: [{ itemId: toId<ItemId>("mug"), wantedUnits: 2, offeredUnits: 0, elsewhere: [] }] };
  return { merchantId: OWNER.merchantId, id: "decision", orderId: ORDER_ID, status, inputsHash: "hash", certificate, standing: null, joint: null, decidedAt: 1 };
};
