import { type PastShape, createPast } from "../../../sandbox/shopify/store/past";
import { DESTINATIONS, WAREHOUSES } from "../../../sandbox/shopify/store/places";
import { type ItemId, type LocationId, type MerchantId, type OrderId, type OrderLineId, type PlatformId, type StoreId, toId } from "../ids";
import { DEFAULT_MERCHANT_POLICY } from "../policy/defaults";
import type { MerchantPolicy } from "../policy/types";
import type { ItemRecord } from "../records";
import { type Site, sitesOf } from "../sites";
import type { ReplayOrder, ReplayPage, ReplaySetup, ReplaySupply } from "./types";

/** The sandbox's made-up past, straight as what a replay takes: for tests and benchmarks. */

const merchantId = toId<MerchantId>("demo");
const storeId = toId<StoreId>("store");
/** 2026-01-05 00:00 UTC, a Monday. */
export const FIRST_DAY = 1_767_571_200_000;
const ORDERS_A_PAGE = 500;
/** People in thousands of the states' towns: demand leans to the coasts. */
const weightOf = (index: number): number => 1 + ((index * 7) % 11);

const pad = (index: number): string => String(index).padStart(5, "0");
export const itemId = (index: number): ItemId => toId<ItemId>(`item-${pad(index)}`);
export const locationId = (index: number): LocationId => toId<LocationId>(`loc-${index}`);
export const orderId = (index: number): OrderId => toId<OrderId>(`order-${String(index).padStart(7, "0")}`);

export const site = (index: number): Site => {
  const place = WAREHOUSES[index % WAREHOUSES.length]!;
  const [known] = sitesOf([{
    merchantId, id: locationId(index), storeId, platformId: toId<PlatformId>(String(index)), name: place.name, active: true, fulfillsOnline: true, shipsInventory: true, isFulfillmentService: false,
    countryCode: "US", provinceCode: place.provinceCode, postalCode: place.zip, city: place.city, latitude: place.latitude, longitude: place.longitude, updatedAt: 0,
  }], [], "America/New_York");
  return known!;
};

export const item = (index: number, more: Partial<ItemRecord> = {}): ItemRecord => ({
  merchantId, id: itemId(index), storeId, platformId: toId<PlatformId>(String(index)), variantPlatformId: null, productPlatformId: null, sku: `SKU-${index}`, title: `Item ${index}`, tracked: true,
  continueSelling: false, requiresShipping: true, weightGrams: 200 + ((index * 137) % 23) * 180, updatedAt: 0, ...more,
} as ItemRecord);

export const order = (index: number, more: Partial<ReplayOrder> & Pick<ReplayOrder, "placedAt" | "lines">): ReplayOrder => ({
  id: orderId(index), storeId, source: "online", tags: [], customerTags: [], fulfillBy: null, totalMinor: 5_000, shipToCountry: "US", shipToProvince: "NJ", shipToPostal: "08608", shipToLatitude: 40.22, shipToLongitude: -74.76,
  estimated: false, cancelledAt: null, returns: [], ...more,
});

export const line = (index: number, good: number, units = 1): ReplayOrder["lines"][number] => ({ lineId: toId<OrderLineId>(`line-${index}`), itemId: itemId(good), units });

export const setupOf = (more: Partial<ReplaySetup> & { days?: number } = {}): ReplaySetup => {
  const { days = 30, ...rest } = more;
  const policy = { id: "published", name: "Published", version: 1, policy: DEFAULT_MERCHANT_POLICY };
  return {
    currency: "USD", startsAt: FIRST_DAY, endsAt: FIRST_DAY + days * 86_400_000, locations: [0, 1, 2, 3].map(site), policies: [policy], yardstick: DEFAULT_MERCHANT_POLICY, rules: [], ...rest,
  };
};

/** A policy that splits only when it must. */
export const FEWER_PARCELS: MerchantPolicy = { ...DEFAULT_MERCHANT_POLICY, tariff: { ...DEFAULT_MERCHANT_POLICY.tariff, splitPenaltyMinor: 5_000 } };

const SHAPE: Omit<PastShape, "seed" | "days" | "ordersADay"> = {
  startsAt: FIRST_DAY, goods: 200, places: WAREHOUSES, towns: DESTINATIONS.map((town, index) => ({ ...town, weight: weightOf(index) })), receiptEveryDays: 7, coverDays: 14,
};

/** Pages of a made-up past. Items come with the page that first asks for them. */
export function* pastPages(shape: Pick<PastShape, "seed" | "days" | "ordersADay"> & Partial<PastShape>): Generator<ReplayPage> {
  const past = createPast({ ...SHAPE, ...shape });
  const known = new Set<number>();
  const early = new Map<number, ReplaySupply[]>();
  let orders = 0;
  let page = emptyPage();
  const meet = (good: number): void => {
    if (known.has(good)) return;
    known.add(good);
    page.items.push(item(good));
    page.supply.push(...(early.get(good) ?? []));
    past.opening[good]!.forEach((units, place) => units !== null && page.opening.push({ itemId: itemId(good), locationId: locationId(place), units }));
  };
  for (const happening of past.happenings()) {
    if (happening.kind === "receipt") {
      const { at, good, place, units } = happening;
      const supply = { at, itemId: itemId(good), locationId: locationId(place), units };
      if (known.has(good)) page.supply.push(supply);
      else early.set(good, [...(early.get(good) ?? []), supply]);
      continue;
    }
    happening.lines.forEach(({ good }) => meet(good));
    page.orders.push(pastOrder(orders, happening));
    orders += 1;
    if (page.orders.length < ORDERS_A_PAGE) continue;
    yield page;
    page = emptyPage();
  }
  yield page;
}

const emptyPage = (): ReplayPage => ({ items: [], opening: [], supply: [], orders: [] });

type Placed = Extract<ReturnType<ReturnType<typeof createPast>["happenings"]> extends Generator<infer One> ? One : never, { kind: "order" }>;

const pastOrder = (index: number, { at, town, lines, cancelledAfterMs }: Placed): ReplayOrder => {
  const { provinceCode, zip, latitude, longitude } = DESTINATIONS[town]!;
  return order(index, {
    placedAt: at, lines: lines.map(({ good, units }, place) => line(place, good, units)), shipToProvince: provinceCode, shipToPostal: zip, shipToLatitude: latitude, shipToLongitude: longitude,
    cancelledAt: cancelledAfterMs === null ? null : at + cancelledAfterMs,
  });
};
