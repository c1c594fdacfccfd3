import type { ChangeSet } from "../app/domain/change-set";
import { type FulfillmentOrderId, type ItemId, type LocationId, type MerchantId, type OrderId, type OrderLineId, type PlatformId, type ShipmentId, type StoreId, toId } from "../app/domain/ids";
import type { FulfillmentOrderRecord, ItemRecord, LocationRecord, OrderLineRecord, OrderRecord, StoreRecord } from "../app/domain/records";
import { zoneOf } from "../app/domain/routing/geography";
import { DEFAULT_MERCHANT_POLICY } from "../app/domain/policy/defaults";
import { DEFAULT_POLICY } from "../app/domain/routing/policy";
import { canonicalBytes } from "../app/domain/routing/problem";
import { route } from "../app/domain/routing/solve";
import type { RoutingProblem } from "../app/domain/routing/types";

/** One merchant's store with a location, an item and an order that was routed: what readers of the database are tested on. */

const AT = Date.UTC(2026, 10, 22, 8);

export interface SeedNames {
  merchant: string;
  /** The order's platform id. */
  order: string;
  sha256(text: string): string;
}

export function seededOrder({ merchant, order: orderDigits, sha256 }: SeedNames): { changes: ChangeSet[]; order: OrderRecord } {
  const merchantId = toId<MerchantId>(merchant);
  const storeId = toId<StoreId>(`s-${merchant}`);
  const id = <T extends string>(digits: string): T => `${storeId}-${digits}` as T;
  const orderId = id<OrderId>(orderDigits);
  const itemId = id<ItemId>("71");
  const locationId = id<LocationId>("51");
  const lineId = id<OrderLineId>("901");
  const store: StoreRecord = {
    merchantId, id: storeId, platform: "shopify", domain: `${merchant}.myshopify.com`, registrationId: "shopify", name: merchant, status: "live", currency: "USD",
    timeZone: "UTC", scopes: [], ordersReadUntil: AT, installedAt: AT, updatedAt: AT,
  };
  const location: LocationRecord = {
    merchantId, id: locationId, storeId, platformId: toId<PlatformId>("51"), name: "Ohio", active: true, fulfillsOnline: true, shipsInventory: true, isFulfillmentService: false,
    countryCode: "US", provinceCode: "OH", postalCode: "43004", city: "Columbus", latitude: 40, longitude: -83, updatedAt: AT,
  };
  const item: ItemRecord = {
    merchantId, id: itemId, storeId, platformId: toId<PlatformId>("71"), variantPlatformId: toId<PlatformId>("61"), productPlatformId: null, sku: "MUG-1", title: "Mug",
    tracked: true, continueSelling: false, requiresShipping: true, weightGrams: 300, productTags: [], productType: "", updatedAt: AT,
  };
  const order: OrderRecord = {
    merchantId, id: orderId, storeId, platformId: toId<PlatformId>(orderDigits), name: "#1001", status: "routed", version: 1, adopted: true, source: "online",
    financialStatus: "paid", currency: "USD", totalMinor: 2598, presentmentCurrency: "USD", presentmentTotalMinor: 0, customerId: null, refunds: [], tags: [], customerTags: [], test: false, placedAt: AT, platformUpdatedAt: AT, cancelledAt: null, readAt: AT,
    shipToCountry: "US", shipToProvince: "NY", shipToPostal: "10001", shipToLatitude: null, shipToLongitude: null, contactId: null, holdReason: null, problem: null, shipBy: null, attention: [], attentionSince: null, resolvedAttention: [],
    excludedLocationIds: [], rooms: [], rejected: [], waitingSince: null, byHandSince: null, updatedAt: AT,
  };
  const line: OrderLineRecord = {
    merchantId, id: lineId, orderId, platformId: toId<PlatformId>("901"), variantPlatformId: toId<PlatformId>("61"), itemId, sku: "MUG-1", title: "Mug", quantity: 2,
    currentQuantity: 2, requiresShipping: true, unitPriceMinor: 1299, bundle: null, position: 0,
  };
  const fulfillmentOrder: FulfillmentOrderRecord = {
    merchantId, id: id<FulfillmentOrderId>("81"), orderId, storeId, platformId: toId<PlatformId>("81"), locationId, status: "open", requestStatus: "unsubmitted",
    deliveryMethod: "shipping", holds: [], actions: ["create-fulfillment"], fulfillAt: null, fulfillBy: null, platformUpdatedAt: AT,
    lines: [{ platformId: toId<PlatformId>("801"), orderLineId: lineId, itemId, totalQuantity: 2, remainingQuantity: 1, requiresShipping: true }],
  };
  const problem: RoutingProblem = {
    policyVersion: 1, policy: DEFAULT_POLICY, currency: "USD", lines: [{ lineId, itemId, units: 2, gramsPerUnit: 300 }],
    locations: [{ locationId, distanceKm: 800, zone: zoneOf(800, DEFAULT_POLICY), excluded: null, stock: [{ itemId, units: 5 }] }],
  };
  const certificate = route(problem);
  const base: ChangeSet = { merchantId, guards: [] };
  return {
    order,
    changes: [
      { ...base, stores: [store], locations: [location], items: [item], policies: [{ merchantId, version: 1, name: "Default", policy: DEFAULT_MERCHANT_POLICY, publishedAt: AT, actor: "switchyard", note: null, basedOn: null }] },
      {
        ...base,
        levels: [{ itemId, locationId, active: true, readAt: AT }],
        entries: (["onHand", "available"] as const).map((state) => ({ merchantId, causeKey: "reading-1", cause: "reading" as const, itemId, locationId, state, delta: 5, orderId: null, at: AT })),
      },
      {
        ...base,
        orders: [{
          order, lines: [line], allocations: [], fulfillmentOrders: [fulfillmentOrder], terms: ["#1001", "1001", "mug-1"],
          shipments: [{
            merchantId, id: id<ShipmentId>("p1"), orderId, fulfillmentOrderId: fulfillmentOrder.id, platformId: null, locationId, status: "requested", madeHere: true,
            company: "UPS", number: "1Z", url: null, lines: [{ orderLineId: lineId, itemId, quantity: 1 }], problem: null, requestedAt: AT, confirmedAt: null,
          }],
        }],
        decisions: [{ merchantId, id: `d-${orderDigits}`, orderId, status: "confirmed", inputsHash: sha256(canonicalBytes(problem)), certificate, standing: null, joint: null, decidedAt: AT }],
        events: [{ merchantId, id: `e-${orderDigits}`, orderId, at: AT, actor: "switchyard", type: "routed", detail: { locations: ["Ohio"] } }],
      },
    ],
  };
}
