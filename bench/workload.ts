import type { PlatformId } from "../app/domain/ids";
import { toId } from "../app/domain/ids";
import type { PlatformItemReading, PlatformLocation, PlatformOrderReading } from "../app/domain/platform";
import { interpret } from "../connectors/channels/shopify/delivery";
import { seeded } from "./orders";

/** The orders that the benchmarks of the whole house sell, the same for the same number in every process. */

export const BENCH_DOMAIN = "bench.myshopify.com";
export const ITEMS = 300;
export const LOCATIONS = ["100", "200", "300", "400"];
const LINES = 3;
/** Orders of one customer. */
const ORDERS_A_CUSTOMER = 4;
const FIRST_ID = 5_600_000_000_000;
const FIRST_NAME = 2_000_000;
const FIRST_AT = Date.parse("2026-11-20T10:00:00Z");
/** A shop of a million orders a year. */
export const ORDER_EVERY_MS = 30_000;
/** So that a body is as long as that of a three-line order on the wire. */
const NOTE = "x".repeat(3_000);

export interface WorkloadShape {
  /** Every order has item 0 in its first line. */
  hot: boolean;
  /** Units of item 0 at each location that stocks it; plenty when absent. */
  hotUnits?: number;
}

export interface BenchOrder {
  id: PlatformId;
  body: string;
  reading: PlatformOrderReading;
}

const pid = (text: string | number): PlatformId => toId<PlatformId>(String(text));

export const orderIdAt = (index: number): PlatformId => pid(FIRST_ID + index);
export const indexOf = (id: PlatformId): number => Number(id) - FIRST_ID;
export const orderNameAt = (index: number): string => `#${FIRST_NAME + index}`;
export const emailAt = (index: number): string => `customer-${customerAt(index)}@example.com`;

export const itemIdAt = (item: number): PlatformId => pid(5_000 + item);

const customerAt = (index: number): number => index - (((index % ORDERS_A_CUSTOMER) + ORDERS_A_CUSTOMER) % ORDERS_A_CUSTOMER);

const SPREAD: WorkloadShape = { hot: false };
const FIRST_NAMES = ["Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Greta", "Hugo", "Ines", "Jan", "Kira", "Leo", "Mia", "Noah", "Olga", "Paul", "Rosa", "Sam", "Tess", "Uri"];
const LAST_NAMES = ["Abel", "Brandt", "Costa", "Diaz", "Eriksen", "Fischer", "Garcia", "Hansen", "Ito", "Jensen", "Kowalski", "Larsen", "Moreau", "Novak", "Okafor", "Petrov"];
const TAGS = ["gift", "express", "wholesale", "vip", "subscription"];

/** Orders `from`, `from` + 1, … as the platform tells them. */
export const ordersFrom = (from: number, count: number, shape = SPREAD): BenchOrder[] => Array.from({ length: count }, (_, offset) => orderAt(from + offset, shape));

export const orderAt = (index: number, shape = SPREAD): BenchOrder => {
  const random = seeded(index);
  const picks = Array.from({ length: LINES }, (_, line) => (shape.hot && line === 0 ? 0 : Math.floor(random() * ITEMS)));
  const quantity = 1 + Math.floor(random() * 2);
  const body = bodyOf(index, { picks, quantity, tag: TAGS[Math.floor(random() * TAGS.length * 4)] ?? "" });
  return { id: orderIdAt(index), body, reading: readingOf(index, { body, picks }) };
};

const bodyOf = (index: number, basket: { picks: number[]; quantity: number; tag: string }): string => {
  const id = orderIdAt(index);
  const at = new Date(FIRST_AT + index * ORDER_EVERY_MS).toISOString();
  const lines = basket.picks.map((pick, line) => ({
    id: Number(id) * 10 + line, variant_id: 6_000 + pick, product_id: 7_000 + pick, sku: `SKU-${pick}`, title: `Product ${pick}`, quantity: basket.quantity,
    current_quantity: basket.quantity, requires_shipping: true, gift_card: false, price: "10.00", price_set: { shop_money: { amount: "10.00", currency_code: "USD" } },
    fulfillable_quantity: basket.quantity, name: `Product ${pick}`, grams: 400, taxable: true, properties: [], tax_lines: [], discount_allocations: [],
  }));
  const customer = customerAt(index);
  const [first, last] = [FIRST_NAMES[Math.abs(customer / 4) % FIRST_NAMES.length], LAST_NAMES[Math.abs(customer / 4) % LAST_NAMES.length]];
  const address = { first_name: first, last_name: last, name: `${first} ${last}`, address1: "1 Main St", city: "Boise", province_code: "ID", country_code: "US", zip: "83702", latitude: 43.6, longitude: -116.2 };
  return JSON.stringify({
    id: Number(id), admin_graphql_api_id: `gid://shopify/Order/${id}`, name: orderNameAt(index), created_at: at, updated_at: at, processed_at: at, currency: "USD", total_price: "60.00",
    financial_status: "paid", source_name: "web", tags: basket.tag, test: false, email: emailAt(index), cancelled_at: null,
    customer: { id: customerIdAt(index), email: emailAt(index) }, shipping_address: address, billing_address: address, line_items: lines, note: NOTE,
  });
};

export const customerIdAt = (index: number): number => Number(orderIdAt(customerAt(index))) + 10 ** 13;

const readingOf = (index: number, told: { body: string; picks: number[] }): PlatformOrderReading => {
  const id = orderIdAt(index);
  const meaning = interpret("orders/create", told.body);
  if (meaning.kind !== "order") throw new Error(`The generated order is not understood: ${JSON.stringify(meaning)}`);
  const order = { ...meaning.order, lines: meaning.order.lines.map((line, place) => ({ ...line, itemPlatformId: itemIdAt(told.picks[place] ?? 0) })) };
  return {
    order, fulfillments: [], refunds: [], items: told.picks.map(itemOf),
    fulfillmentOrders: [{
      platformId: pid(`9${id}`), locationPlatformId: pid(placedAt(index, told.picks)), status: "open", requestStatus: "unsubmitted", deliveryMethod: "shipping", holds: [],
      actions: ["move", "hold", "create-fulfillment", "split"], fulfillAt: null, fulfillBy: null, updatedAt: order.updatedAt,
      lines: order.lines.map((line, place) => ({
        platformId: pid(`8${id}${place}`), orderLinePlatformId: line.platformId, itemPlatformId: line.itemPlatformId, totalQuantity: line.quantity,
        remainingQuantity: line.quantity, requiresShipping: true,
      })),
    }],
  };
};

/** Where the platform puts it: in turn, of those that stock all of it; else where it always puts the rest. */
const placedAt = (index: number, picks: readonly number[]): string => {
  const stocking = LOCATIONS.filter((_, place) => picks.every((pick) => isStockedAt(pick, place)));
  return stocking[Math.abs(index) % (stocking.length || 1)] ?? (LOCATIONS[1] as string);
};

const isStockedAt = (item: number, place: number): boolean => (item + place) % 3 !== 0;

/** The same order some hours later: all of it has left in one parcel. */
export const shippedReading = ({ id, reading }: BenchOrder): PlatformOrderReading => {
  const updatedAt = reading.order.updatedAt + 3 * 3_600_000;
  return {
    ...reading, order: { ...reading.order, updatedAt },
    fulfillmentOrders: reading.fulfillmentOrders.map((one) => ({
      ...one, status: "closed" as const, actions: [], updatedAt, lines: one.lines.map((line) => ({ ...line, remainingQuantity: 0 })),
    })),
    fulfillments: reading.fulfillmentOrders.map((one) => ({
      platformId: pid(`3${id}`), fulfillmentOrderPlatformIds: [one.platformId], locationPlatformId: one.locationPlatformId, status: "success" as const, createdAt: updatedAt,
      company: "UPS", number: `1Z${id}`, url: null, lines: one.lines.map((line) => ({ orderLinePlatformId: line.orderLinePlatformId, quantity: line.totalQuantity })),
    })),
  };
};

const PLACES: [number, number][] = [[39.5, -119.8], [32.8, -96.8], [40.7, -74.2], [33.7, -84.4]];

export const locationReadings = (): PlatformLocation[] => LOCATIONS.map((id, index) => ({
  platformId: pid(id), name: `Warehouse ${id}`, active: true, fulfillsOnline: true, shipsInventory: true, isFulfillmentService: false, countryCode: "US",
  provinceCode: null, postalCode: null, city: null, latitude: PLACES[index]?.[0] ?? null, longitude: PLACES[index]?.[1] ?? null,
}));

export const itemReadings = (shape = SPREAD): Map<PlatformId, PlatformItemReading> =>
  new Map(Array.from({ length: ITEMS }, (_, index) => [itemIdAt(index), itemReading(index, (index === 0 && shape.hotUnits) || 1_000_000)]));

const itemReading = (index: number, units: number): PlatformItemReading => ({
  item: itemOf(index),
  levels: LOCATIONS.filter((_, place) => isStockedAt(index, place)).map((id) => ({
    locationPlatformId: pid(id), active: true, onHand: units, available: units, committed: 0, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0, incoming: 0,
  })),
});

const itemOf = (index: number) => ({
  platformId: itemIdAt(index), variantPlatformId: pid(6_000 + index), productPlatformId: pid(7_000 + index), sku: `SKU-${index}`, title: `Product ${index}`,
  tracked: true, continueSelling: false, requiresShipping: true, weightGrams: 200 + (index % 20) * 100, productTags: [], productType: "", updatedAt: 1,
});
