import { sql } from "drizzle-orm";
import type { RejectionReason, StockRemedy } from "../domain/experience";
import type { ItemId, LocationId, MerchantId, OrderId, OrderLineId, StoreId } from "../domain/ids";
import type { LearnedFacts } from "../domain/learning/facts";
import type { Columns } from "./columns";

/** What became of decisions, and what it teaches about locations. */
export const experienceTables = (c: Columns) => ({
  rejections: c.table("rejections", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    orderId: c.text<OrderId>().notNull(),
    storeId: c.text<StoreId>().notNull(),
    locationId: c.text<LocationId>().notNull(),
    itemId: c.text<ItemId>().notNull(),
    orderLineId: c.text<OrderLineId>().notNull(),
    unitsWanted: c.integer().notNull(),
    unitsFound: c.integer().notNull(),
    reason: c.text<RejectionReason>().notNull(),
    note: c.text(),
    remedy: c.text<StockRemedy>().notNull(),
    at: c.big().notNull(),
    actor: c.text().notNull(),
    settledAt: c.big(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.id] }),
    c.index("rejections_by_location").on(t.merchantId, t.locationId, t.at),
    c.index("rejections_by_order").on(t.merchantId, t.orderId, t.id),
    c.index("rejections_to_count").on(t.merchantId, t.itemId, t.locationId).where(sql`${t.remedy} = 'count' and ${t.settledAt} is null`),
  ]),

  overrides: c.table("overrides", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    orderId: c.text<OrderId>().notNull(),
    storeId: c.text<StoreId>().notNull(),
    at: c.big().notNull(),
    actor: c.text().notNull(),
    fromLocationId: c.text<LocationId>(),
    toLocationId: c.text<LocationId>().notNull(),
    reason: c.text(),
    extraMinor: c.big(),
    currency: c.text().notNull(),
    endedAt: c.big(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.id] }),
    c.index("overrides_by_time").on(t.merchantId, t.at, t.id),
    c.index("overrides_by_order").on(t.merchantId, t.orderId, t.id),
  ]),

  shelfCounts: c.table("shelf_counts", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    itemId: c.text<ItemId>().notNull(),
    locationId: c.text<LocationId>().notNull(),
    expected: c.integer().notNull(),
    found: c.integer().notNull(),
    at: c.big().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.id] }), c.index("shelf_counts_by_location").on(t.merchantId, t.locationId, t.at)]),

  locationFacts: c.table("location_facts", {
    merchantId: c.text<MerchantId>().notNull(),
    locationId: c.text<LocationId>().notNull(),
    measuredAt: c.big().notNull(),
    facts: c.json<LearnedFacts>().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.locationId] })]),

  scarcityPrices: c.table("scarcity_prices", {
    merchantId: c.text<MerchantId>().notNull(),
    itemId: c.text<ItemId>().notNull(),
    locationId: c.text<LocationId>().notNull(),
    /** Whole minor units of the store's currency, above 0. */
    minorPerUnit: c.integer().notNull(),
    learnedAt: c.big().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.itemId, t.locationId] })]),
});
