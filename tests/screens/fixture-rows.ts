import { toId, type FulfillmentOrderId, type ItemId, type LocationId, type MerchantId, type OrderId, type OrderLineId, type PlatformId, type ShipmentId, type StoreId } from "../../app/domain/ids";
import type { OrderStatus } from "../../app/domain/orders/order-machine";
import type { FulfillmentOrderRecord, ItemRecord, LevelRecord, LocationRecord, OrderLineRecord, OrderRecord, ShipmentRecord, StoreRecord } from "../../app/domain/records";

/** Rows of a made-up shop, each with sane values that a test overrides where it matters. */
export const MERCHANT = toId<MerchantId>("demo");
export const STORE = toId<StoreId>("s1");
/** Friday, 13 March 2026, 18:30 UTC. */
export const NOW = Date.UTC(2026, 2, 13, 18, 30);
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

export const storeRow = (fields: Partial<StoreRecord> = {}): StoreRecord => ({
  merchantId: MERCHANT, id: STORE, platform: "shopify", domain: "acme.myshopify.com", registrationId: "r1", name: "Acme Outdoor", status: "live",
  currency: "USD", timeZone: "America/New_York", scopes: [], ordersReadUntil: NOW - 3 * MINUTE_MS, installedAt: NOW - 40 * 24 * HOUR_MS, updatedAt: NOW,
  ...fields,
});

const PLACES = [
  { id: "reno", name: "Reno, NV", provinceCode: "NV", latitude: 39.5, longitude: -119.8 },
  { id: "newark", name: "Newark, NJ", provinceCode: "NJ", latitude: 40.7, longitude: -74.2 },
  { id: "dallas", name: "Dallas, TX", provinceCode: "TX", latitude: 32.8, longitude: -96.8 },
  { id: "soho", name: "Store SoHo", provinceCode: "NY", latitude: 40.72, longitude: -74.0 },
];

export const locationRows: LocationRecord[] = PLACES.map((place, index) => ({
  merchantId: MERCHANT, storeId: STORE, platformId: toId<PlatformId>(`${100 + index}`), active: true, fulfillsOnline: place.id !== "soho", shipsInventory: true,
  isFulfillmentService: false, countryCode: "US", postalCode: null, city: null, updatedAt: NOW, ...place, id: toId<LocationId>(place.id),
}));

const GOODS = [
  { id: "cap", title: "Trail cap, moss", sku: "CAP-MOSS", weightGrams: 120 },
  { id: "flask", title: "Steel flask, 750 ml", sku: "FLASK-750", weightGrams: 410 },
  { id: "vest", title: "Down vest, slate, M", sku: "VEST-SL-M", weightGrams: 380 },
  { id: "tent", title: "Two-person tent with a long name that has to wrap somewhere", sku: "", weightGrams: 2600 },
  { id: "map", title: "Trail map, download", sku: "MAP-PDF", weightGrams: 0 },
];

export const itemRows: ItemRecord[] = GOODS.map((goods, index) => ({
  merchantId: MERCHANT, storeId: STORE, platformId: toId<PlatformId>(`${200 + index}`), variantPlatformId: null, productPlatformId: null, tracked: goods.id !== "map",
  continueSelling: goods.id === "tent", requiresShipping: goods.id !== "map", productTags: [], productType: "", updatedAt: NOW, ...goods, id: toId<ItemId>(goods.id),
}));

const STOCK: [string, string, number, number][] = [
  ["cap", "reno", 24, 2], ["cap", "newark", 0, 0], ["cap", "dallas", 7, 0], ["flask", "reno", 11, 1], ["flask", "dallas", 3, 0],
  ["vest", "newark", 5, 1], ["vest", "dallas", 2, 0], ["tent", "reno", -2, 2], ["tent", "soho", 1, 0], ["map", "reno", 0, 0],
];

export const levelRows: LevelRecord[] = STOCK.map(([itemId, locationId, available, committed]) => ({
  merchantId: MERCHANT, itemId: toId<ItemId>(itemId), locationId: toId<LocationId>(locationId), onHand: available + committed, available, committed, unattributed: 0,
  reserved: 0, damaged: itemId === "flask" ? 1 : 0, safetyStock: 0, qualityControl: 0, incoming: itemId === "cap" ? 40 : 0, active: true,
  readAt: NOW - 12 * MINUTE_MS, changedAt: NOW - 20 * MINUTE_MS, revision: 3,
}));

export const orderRow = (id: string, status: OrderStatus, fields: Partial<OrderRecord> = {}): OrderRecord => ({
  merchantId: MERCHANT, id: toId<OrderId>(id), storeId: STORE, platformId: toId<PlatformId>(`9${id.replace(/\D/g, "")}`), name: `#${id.replace(/\D/g, "")}`, status, version: 2,
  adopted: true, source: "online", financialStatus: "paid", currency: "USD", totalMinor: 12840, presentmentCurrency: "USD", presentmentTotalMinor: 0, customerId: null, refunds: [], tags: [], customerTags: [], test: false, placedAt: NOW - 2 * MINUTE_MS,
  platformUpdatedAt: NOW - MINUTE_MS, cancelledAt: null, readAt: NOW - MINUTE_MS, shipToCountry: "US", shipToProvince: "ID", shipToPostal: "83702", shipToLatitude: 43.6,
  shipToLongitude: -116.2, contactId: null, holdReason: null, problem: null, shipBy: null, attention: [], attentionSince: null, resolvedAttention: [], excludedLocationIds: [], rooms: [], rejected: [], waitingSince: null, byHandSince: null, updatedAt: NOW - MINUTE_MS,
  ...fields,
});

export const lineRow = (order: OrderRecord, itemId: string, quantity: number, fields: Partial<OrderLineRecord> = {}): OrderLineRecord => {
  const item = itemRows.find((each) => each.id === itemId);
  return {
    merchantId: MERCHANT, id: toId<OrderLineId>(`${order.id}-${itemId}`), orderId: order.id, platformId: toId<PlatformId>(`7${itemId.length}`), variantPlatformId: null,
    itemId: toId<ItemId>(itemId), sku: item?.sku ?? "", title: item?.title ?? itemId, quantity, currentQuantity: quantity, requiresShipping: item?.requiresShipping ?? true,
    unitPriceMinor: 3200, bundle: null, position: 0, ...fields,
  };
};

export const fulfillmentOrderRow = (order: OrderRecord, locationId: string, fields: Partial<FulfillmentOrderRecord> & { of: OrderLineRecord[] }): FulfillmentOrderRecord => {
  const { of, ...rest } = fields;
  const remaining = rest.status === "closed" ? 0 : 1;
  return {
    merchantId: MERCHANT, id: toId<FulfillmentOrderId>(`${order.id}-${locationId}`), orderId: order.id, storeId: STORE, platformId: toId<PlatformId>(`5${locationId.length}`),
    locationId: toId<LocationId>(locationId), status: "open", requestStatus: "unsubmitted", deliveryMethod: "shipping", holds: [], actions: [],
    lines: of.map((line) => ({
      platformId: line.platformId, orderLineId: line.id, itemId: line.itemId, totalQuantity: line.quantity, remainingQuantity: remaining * line.currentQuantity,
      requiresShipping: line.requiresShipping,
    })),
    fulfillAt: null, fulfillBy: null, platformUpdatedAt: NOW, ...rest,
  };
};

export const shipmentRow = (order: OrderRecord, locationId: string, fields: Partial<ShipmentRecord> & { of: OrderLineRecord[] }): ShipmentRecord => {
  const { of, ...rest } = fields;
  return {
    merchantId: MERCHANT, id: toId<ShipmentId>(`${order.id}-parcel-${locationId}`), orderId: order.id, fulfillmentOrderId: toId<FulfillmentOrderId>(`${order.id}-${locationId}`),
    platformId: toId<PlatformId>("77"), locationId: toId<LocationId>(locationId), status: "confirmed", madeHere: true, company: "UPS", number: "1Z999AA10123456784",
    url: "https://www.ups.com/track?tracknum=1Z999AA10123456784", lines: of.map((line) => ({ orderLineId: line.id, itemId: line.itemId, quantity: line.currentQuantity })),
    problem: null, requestedAt: NOW - HOUR_MS, confirmedAt: NOW - HOUR_MS, ...rest,
  };
};
