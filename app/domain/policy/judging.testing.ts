import fc from "fast-check";
import { daysOf } from "../calendar/days";
import { toId, type ItemId, type LocationId, type MerchantId, type OrderLineId, type PlatformId, type StoreId } from "../ids";
import type { ItemRecord, LevelRecord } from "../records";
import type { RoutingProblem } from "../routing/types";
import type { KnownLocation } from "../sites";
import type { OrderFacts } from "./condition";
import { DEFAULT_MERCHANT_POLICY } from "./defaults";
import type { JudgedOrder, JudgedWorld } from "./judge";
import { narrow } from "./narrow";
import type { Condition, Effect, MerchantPolicy, PolicyRule } from "./types";

/** A small shop for tests of judging: three warehouses across the United States, goods with tags, an order to California. */

export const MERCHANT = toId<MerchantId>("acme");
export const STORE = toId<StoreId>("acme-store");
/** Monday, 2 March 2026, 10:00 in New York. */
export const NOW = daysOf({ year: 2026, month: 3, day: 2 }) * 86_400_000 + 15 * 3_600_000;
export const PLACES = ["dallas", "newark", "reno"] as const;
export const GOODS = ["battery", "mug", "tent"] as const;
const COORDINATES = { dallas: [32.8, -96.8], newark: [40.7, -74.2], reno: [39.5, -119.8] } as const;
const TAGS: Record<string, string[]> = { battery: ["Hazmat", "small"], mug: ["small"], tent: ["oversized"] };

export const place = (id: string): LocationId => toId<LocationId>(id);
export const goods = (id: string): ItemId => toId<ItemId>(id);
export const line = (id: string, units = 1) => ({ lineId: toId<OrderLineId>(`line-${id}`), itemId: goods(id), units });

export const location = (id: (typeof PLACES)[number], fields: Partial<KnownLocation> = {}): KnownLocation => ({
  merchantId: MERCHANT, id: place(id), storeId: STORE, platformId: toId<PlatformId>(id), name: id, active: true, fulfillsOnline: true, shipsInventory: true, isFulfillmentService: false, countryCode: "US",
  provinceCode: null, postalCode: null, city: null, latitude: COORDINATES[id][0], longitude: COORDINATES[id][1], updatedAt: 0, pausedReason: null, dailyParcels: null,
  calendar: { cutOff: "14:00", timeZone: "America/New_York", workdays: [1, 2, 3, 4, 5], holidays: [] }, ...fields,
});

export const item = (id: string, fields: Partial<ItemRecord> = {}): ItemRecord => ({
  merchantId: MERCHANT, id: goods(id), storeId: STORE, platformId: toId<PlatformId>(id), variantPlatformId: null, productPlatformId: null, sku: id, title: id, tracked: true, continueSelling: false,
  requiresShipping: true, weightGrams: 400, productTags: TAGS[id] ?? [], productType: id === "tent" ? "Shelter" : "Kitchen", updatedAt: 0, ...fields,
});

export const level = (itemId: string, locationId: string, available: number): LevelRecord => ({
  merchantId: MERCHANT, itemId: goods(itemId), locationId: place(locationId), onHand: available, available, committed: 0, unattributed: 0, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0,
  incoming: 0, active: true, readAt: 1, changedAt: 0, revision: 1,
});

export const order = (fields: Partial<JudgedOrder> = {}): JudgedOrder => ({
  storeId: STORE, source: "online", currency: "USD", tags: [], customerTags: [], totalMinor: 10_000, shipToCountry: "US", shipToProvince: "CA", shipToPostal: "941", shipToLatitude: 37.8, shipToLongitude: -122.4,
  placedAt: NOW, fulfillBy: null, lines: [line("mug")], own: [], rooms: [], allowedLocationIds: null, ...fields,
});

export const world = (fields: Partial<JudgedWorld> = {}): JudgedWorld => ({
  items: GOODS.map((id) => item(id)), locations: PLACES.map((id) => location(id)), levels: PLACES.flatMap((at) => GOODS.map((id) => level(id, at, 9))), now: NOW, ...fields,
});

export const rule = (id: string, then: Effect, when: Condition = {}): PolicyRule => ({ id, name: id, on: true, when, then });
export const policyOf = (fields: Partial<MerchantPolicy> = {}) => ({ version: 1, policy: { ...DEFAULT_MERCHANT_POLICY, ...fields } });

const someOf = <T>(...all: T[]) => fc.subarray(all, { minLength: 1 });

export const conditionArbitrary: fc.Arbitrary<Condition> = fc.record({
  productTags: someOf("small", "oversized", "hazmat"), productTypes: someOf("kitchen", "Shelter"), itemIds: someOf(...GOODS.map(goods)), hazard: fc.boolean(), orderTags: someOf("gift", "rush"), customerTags: someOf("vip"),
  countries: someOf("US", "DE"), provinces: someOf("US-CA", "US-NY"), postalPrefixes: someOf("US 94", "DE 1"), sources: someOf("online" as const, "draft" as const), valueFromMinor: fc.constantFrom(5_000, 20_000), valueBelowMinor: fc.constantFrom(5_000, 20_000),
}, { requiredKeys: [] }).chain((all) => fc.subarray(Object.keys(all), { maxLength: Math.min(2, Object.keys(all).length) }).map((kept) => Object.fromEntries(Object.entries(all).filter(([key]) => kept.includes(key)))));

export const effectArbitrary: fc.Arbitrary<Effect> = fc.oneof(
  someOf(...PLACES.map(place)).map((locationIds): Effect => ({ kind: "only-from", locationIds })), someOf(...PLACES.map(place)).map((locationIds): Effect => ({ kind: "never-from", locationIds })),
  fc.integer({ min: 1, max: 3 }).map((parcels): Effect => ({ kind: "parcels-max", parcels })), fc.constant<Effect>({ kind: "together" }),
  fc.tuple(someOf(...PLACES.map(place)), fc.integer({ min: 0, max: 4 })).map(([locationIds, units]): Effect => ({ kind: "units-max", locationIds, units })),
);

export const rulesArbitrary = (most: number): fc.Arbitrary<PolicyRule[]> =>
  fc.array(fc.tuple(fc.boolean(), conditionArbitrary, effectArbitrary), { maxLength: most }).map((all) => all.map(([on, when, then], index) => ({ id: `r${index}`, name: `Rule ${index}`, on: on || index === 0, when, then })));

export const orderArbitrary: fc.Arbitrary<JudgedOrder> = fc.record({
  tags: fc.subarray(["gift", "Rush"]), customerTags: fc.subarray(["VIP"]), totalMinor: fc.constantFrom(1_000, 5_000, 30_000), shipToProvince: fc.constantFrom("CA", "US-NY", null), source: fc.constantFrom("online" as const, "draft" as const),
  lines: fc.array(fc.tuple(fc.constantFrom(...GOODS), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 4 }).map((all) => all.map(([id, units], index) => ({ lineId: toId<OrderLineId>(`line-${index}`), itemId: goods(id), units }))),
}).map((fields) => order(fields));

export const levelsArbitrary: fc.Arbitrary<LevelRecord[]> = fc.array(fc.integer({ min: -1, max: 5 }), { minLength: 9, maxLength: 9 })
  .map((units) => PLACES.flatMap((at, row) => GOODS.flatMap((id, column) => ((units[row * 3 + column] ?? 0) < 0 ? [] : [level(id, at, units[row * 3 + column] ?? 0)]))));

/** What a rule forbids of an order's goods, for each place and item; the rest of what it limits as `narrow` tells it. */
export const narrowed = (rules: readonly PolicyRule[], asked: OrderFacts & Pick<JudgedOrder, "lines">) =>
  narrow(rules, { order: asked, lines: asked.lines, items: GOODS.filter((id) => asked.lines.some((one) => one.itemId === goods(id))).map((id) => item(id)), locationIds: PLACES.map(place) });

/** Location and item pairs from which the problem lets nothing be taken. */
export const closedPairs = (problem: RoutingProblem): string[] =>
  problem.locations.flatMap((one) => one.stock.filter((row) => one.excluded !== null || row.barred !== undefined).map((row) => `${one.locationId} ${row.itemId}`));
