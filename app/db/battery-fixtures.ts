import { toId, type Instant, type ItemId, type LocationId, type MerchantId, type OrderId, type OrderLineId, type PlatformId, type StoreId } from "../domain/ids";
import type { ChangeSet } from "../domain/change-set";
import type { NewDelivery, OutboxRow, WantedRead } from "../domain/messages";
import type {
  AllocationRecord, ContactRecord, DecisionRecord, HistoryEvent, ItemRecord, OrderLineRecord, OrderRecord, ShipmentRecord, StockEntry, StockState, StoreRecord,
} from "../domain/records";
import type { Db } from "./port";

export const MASTER_KEYS = `first:${Buffer.alloc(32, 7).toString("base64")}`;
export const NOW: Instant = 1_780_000_000_000;

/** One database of a kind, empty or filled, that tests open as often as they like. */
export interface Bed {
  kind: Db["kind"];
  /** The URL of a new database that nobody has opened yet. */
  newUrl(): Promise<string>;
  /** The URL of a database without rows; it may have been used before. */
  emptyUrl(): Promise<string>;
  /** All that the database keeps, as text: what somebody reads who has it but no key. */
  plainText(url: string): Promise<string>;
  /** Rows of each table, columns as the schema names them. */
  tables(url: string): Promise<Record<string, Record<string, unknown>[]>>;
  run(url: string, statement: string): Promise<void>;
  /** What a tool beside the house reads with SQL of its own. */
  query(url: string, statement: string): Promise<Record<string, unknown>[]>;
}

export const merchant = toId<MerchantId>("merchant");
export const store = toId<StoreId>("store");
export const item = (name: string) => toId<ItemId>(name);
export const location = (name: string) => toId<LocationId>(name);
export const orderId = (name: string) => toId<OrderId>(name);

export const setOf = (changes: Partial<ChangeSet> = {}): ChangeSet => ({ merchantId: merchant, guards: [], ...changes });

export const storeRow = (changes: Partial<StoreRecord> = {}): StoreRecord => ({
  merchantId: merchant, id: store, platform: "shopify", domain: "acme.myshopify.com", registrationId: "app", name: "Acme", status: "live",
  currency: "USD", timeZone: "UTC", scopes: ["read_orders"], ordersReadUntil: null, installedAt: NOW, updatedAt: NOW, ...changes,
});

export const itemRow = (id: string, changes: Partial<ItemRecord> = {}): ItemRecord => ({
  merchantId: merchant, id: item(id), storeId: store, platformId: toId<PlatformId>(id), variantPlatformId: toId<PlatformId>(`v-${id}`), productPlatformId: null,
  sku: `SKU-${id}`, title: `Item ${id}`, tracked: true, continueSelling: false, requiresShipping: true, weightGrams: 100, productTags: [], productType: "", updatedAt: 0, ...changes,
});

export const orderRow = (id: string, changes: Partial<OrderRecord> = {}): OrderRecord => ({
  merchantId: merchant, id: orderId(id), storeId: store, platformId: toId(id), name: `#${id}`, status: "captured", version: 1, adopted: true,
  source: "online", financialStatus: "paid", currency: "USD", totalMinor: 9_007_199_254_740_991, presentmentCurrency: "USD", presentmentTotalMinor: 0, customerId: null, refunds: [], tags: ["vip"], customerTags: [], test: false, placedAt: NOW,
  platformUpdatedAt: NOW, cancelledAt: null, readAt: null, shipToCountry: "US", shipToProvince: null, shipToPostal: "10001",
  shipToLatitude: 40.7128, shipToLongitude: -74.006, contactId: null, holdReason: null, problem: null, shipBy: null, attention: [], attentionSince: null, resolvedAttention: [], excludedLocationIds: [], rooms: [], rejected: [], waitingSince: null, byHandSince: null, updatedAt: NOW, ...changes,
});

export const lineRow = (order: string, id: string, changes: Partial<OrderLineRecord> = {}): OrderLineRecord => ({
  merchantId: merchant, id: toId<OrderLineId>(id), orderId: orderId(order), platformId: toId(id), variantPlatformId: null, itemId: item("shirt"),
  sku: "", title: "Shirt", quantity: 2, currentQuantity: 2, requiresShipping: true, unitPriceMinor: 1999, bundle: null, position: 0, ...changes,
});

export const allocationRow = (order: string, changes: Partial<AllocationRecord> = {}): AllocationRecord => ({
  merchantId: merchant, orderId: orderId(order), orderLineId: toId("line"), itemId: item("shirt"), locationId: location("east"), status: "planned", quantity: 1, ...changes,
});

export const shipmentRow = (order: string, id: string, changes: Partial<ShipmentRecord> = {}): ShipmentRecord => ({
  merchantId: merchant, id: toId(id), orderId: orderId(order), fulfillmentOrderId: null, platformId: null, locationId: location("east"), status: "confirmed",
  madeHere: true, company: null, number: null, url: null, lines: [{ orderLineId: toId("line"), itemId: item("shirt"), quantity: 2 }], problem: null,
  requestedAt: NOW, confirmedAt: NOW, ...changes,
});

export const entry = (causeKey: string, state: StockState, delta: number, changes: Partial<StockEntry> = {}): StockEntry => ({
  merchantId: merchant, causeKey, cause: "reserve", itemId: item("shirt"), locationId: location("east"), state, delta, orderId: null, at: NOW, ...changes,
});

/** Units as a platform's reading brings them: on hand and available alike. */
export const stocked = (causeKey: string, units: number, changes: Partial<StockEntry> = {}): StockEntry[] => [
  entry(causeKey, "onHand", units, { cause: "reading", ...changes }),
  entry(causeKey, "available", units, { cause: "reading", ...changes }),
];

/** Units taken from what is available, bounded at nothing left. */
export const take = (causeKey: string, units: number): ChangeSet => setOf({
  entries: [entry(causeKey, "available", -units), entry(causeKey, "committed", units)],
  floors: [{ itemId: item("shirt"), locationId: location("east"), floor: 0 }],
});

export const intentRow = (id: string, changes: Partial<OutboxRow> = {}): OutboxRow => ({
  merchantId: merchant, id, storeId: store, orderId: orderId("1"), lane: "lane", key: `key-${id}`,
  intent: { kind: "report-progress", fulfillmentOrderPlatformId: toId("7"), note: "" }, status: "waiting", attempts: 0, dueAt: NOW, createdAt: NOW,
  progress: {}, problem: null, ...changes,
});

export const wantedRead = (target: string, changes: Partial<WantedRead> = {}): WantedRead => ({
  merchantId: merchant, storeId: store, kind: "order", target, requestedAt: NOW, dueAt: NOW, attempts: 0, status: "waiting", problem: null, told: null, asker: null, ...changes,
});

export const delivery = (id: string, changes: Partial<NewDelivery> = {}): NewDelivery => ({
  id, platform: "shopify", domain: "acme.myshopify.com", merchantId: merchant, storeId: store, deliveryKey: `key-${id}`, topic: "orders/create",
  triggeredAt: null, receivedAt: NOW, body: `{"id":820982911946154508,"name":"${id}"}`, ...changes,
});

export const contactRow = (id: string, changes: Partial<ContactRecord["contact"]> = {}): ContactRecord => ({
  merchantId: merchant, id, storeId: store, updatedAt: NOW, contact: {
    name: "Grace Marigold", email: "grace@example.com", phone: "+15550100", company: null, address1: "1 Harbour Lane", address2: null,
    city: "Springfield", provinceCode: "IL", postalCode: "62701", countryCode: "US", ...changes,
  },
});

export const event = (id: string, order: string): HistoryEvent =>
  ({ merchantId: merchant, id, orderId: orderId(order), at: NOW, actor: "switchyard", type: "captured", detail: { b: 1, a: [true, null, "x"] } });

export const decision = (id: string, order: string): DecisionRecord => ({
  merchantId: merchant, id, orderId: orderId(order), status: "pending", inputsHash: "00", decidedAt: NOW,
  standing: null, joint: null, certificate: { outcome: "unroutable", version: 1, shortages: [], problem: { policyVersion: 1, currency: "USD", lines: [], locations: [], policy: {
    zonesKm: [], bandsGrams: [], ratesMinor: [], perExtraKgMinor: [], handlingPerParcelMinor: 0, handlingPerUnitMinor: 0, splitPenaltyMinor: 0, defaultUnitGrams: 1 } } },
});
