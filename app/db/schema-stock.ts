import { sql } from "drizzle-orm";
import type { ItemId, LocationId, MerchantId, OrderId, PlatformId, StoreId } from "../domain/ids";
import type { StockCause, StockState } from "../domain/records";
import type { Columns } from "./columns";

const units = (c: Columns) => c.integer().notNull().default(0);

/** Places, things, and how many of them: levels are the fold of the append-only entries. */
export const stockTables = (c: Columns) => ({
  locations: c.table("locations", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text<LocationId>().notNull(),
    storeId: c.text<StoreId>().notNull(),
    platformId: c.text<PlatformId>().notNull(),
    name: c.text().notNull(),
    active: c.bool().notNull(),
    fulfillsOnline: c.bool().notNull(),
    shipsInventory: c.bool().notNull(),
    isFulfillmentService: c.bool().notNull(),
    countryCode: c.text(),
    provinceCode: c.text(),
    postalCode: c.text(),
    city: c.text(),
    latitude: c.real(),
    longitude: c.real(),
    updatedAt: c.big().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.id] })]),

  items: c.table("items", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text<ItemId>().notNull(),
    storeId: c.text<StoreId>().notNull(),
    platformId: c.text<PlatformId>().notNull(),
    variantPlatformId: c.text<PlatformId>(),
    productPlatformId: c.text<PlatformId>(),
    sku: c.text().notNull(),
    title: c.text().notNull(),
    tracked: c.bool().notNull(),
    continueSelling: c.bool().notNull(),
    requiresShipping: c.bool().notNull(),
    weightGrams: c.integer().notNull(),
    productTags: c.json<string[]>().notNull().default([]),
    productType: c.text().notNull().default(""),
    updatedAt: c.big().notNull(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.id] }),
    c.index("items_by_variant").on(t.merchantId, t.storeId, t.variantPlatformId),
    c.index("items_by_title").on(t.merchantId, t.title, t.id),
    c.index("items_by_sku").on(t.merchantId, t.sku, t.id),
  ]),

  /** How many parcels are promised for a location's day; only of locations that can send so many and no more. */
  parcelDays: c.table("parcel_days", {
    merchantId: c.text<MerchantId>().notNull(),
    locationId: c.text<LocationId>().notNull(),
    day: c.text().notNull(),
    taken: units(c),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.locationId, t.day] })]),

  postalCentroids: c.table("postal_centroids", {
    merchantId: c.text<MerchantId>().notNull(),
    countryCode: c.text().notNull(),
    prefix: c.text().notNull(),
    latitude: c.real().notNull(),
    longitude: c.real().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.countryCode, t.prefix] })]),

  levels: c.table("levels", {
    merchantId: c.text<MerchantId>().notNull(),
    itemId: c.text<ItemId>().notNull(),
    locationId: c.text<LocationId>().notNull(),
    onHand: units(c),
    available: units(c),
    committed: units(c),
    unattributed: units(c),
    reserved: units(c),
    damaged: units(c),
    safetyStock: units(c),
    qualityControl: units(c),
    incoming: units(c),
    active: c.bool().notNull(),
    readAt: c.big().notNull(),
    changedAt: c.big().notNull(),
    revision: c.integer().notNull(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.itemId, t.locationId] }),
    c.index("levels_below_nothing").on(t.merchantId, t.itemId).where(sql`${t.available} < 0`),
  ]),

  stockEntries: c.table("stock_entries", {
    merchantId: c.text<MerchantId>().notNull(),
    causeKey: c.text().notNull(),
    itemId: c.text<ItemId>().notNull(),
    locationId: c.text<LocationId>().notNull(),
    state: c.text<StockState>().notNull(),
    cause: c.text<StockCause>().notNull(),
    delta: c.integer().notNull(),
    orderId: c.text<OrderId>(),
    at: c.big().notNull(),
    /** The level's revision that this entry made: the order in which a level's entries were posted. */
    revision: c.integer().notNull(),
  }, (t) => [
    c.primaryKey({ name: "stock_entries_pk", columns: [t.merchantId, t.causeKey, t.itemId, t.locationId, t.state] }),
    c.index("stock_entries_by_item").on(t.merchantId, t.itemId, t.at),
  ]),
});
