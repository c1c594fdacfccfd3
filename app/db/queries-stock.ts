import { and, asc, desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { ItemId, LocationId, MerchantId, PlatformId, StoreId } from "../domain/ids";
import { $, byId, list } from "./phrases";
import type { Db } from "./port";
import { rowsOf, type Engine } from "./statement";

const selectLocations = rowsOf("select_locations", ({ db, t }) =>
  db.select().from(t.locations).where(eq(t.locations.merchantId, $("merchantId"))).orderBy(asc(t.locations.id)));

const selectItems = rowsOf("select_items", ({ db, t, among }) =>
  db.select().from(t.items).where(and(eq(t.items.merchantId, $("merchantId")), among(t.items.id, "ids"))).orderBy(asc(t.items.id)));

const selectItemsByVariant = rowsOf("select_items_by_variant", ({ db, t, among }) =>
  db.select().from(t.items)
    .where(and(eq(t.items.merchantId, $("merchantId")), eq(t.items.storeId, $("storeId")), among(t.items.variantPlatformId, "variants"))));

export const selectLevels = rowsOf("select_levels", ({ db, t, among }) =>
  db.select().from(t.levels).where(and(eq(t.levels.merchantId, $("merchantId")), among(t.levels.itemId, "itemIds")))
    .orderBy(asc(t.levels.itemId), asc(t.levels.locationId)));

const sumAllocations = rowsOf("sum_allocations", ({ db, t: { allocations: a }, among }) => {
  const sumOf = (status: string) => sql<number>`sum(case when ${a.status} = ${sql.raw(`'${status}'`)} then ${a.quantity} else 0 end)`.mapWith(Number);
  return db.select({ itemId: a.itemId, locationId: a.locationId, placed: sumOf("placed"), planned: sumOf("planned") }).from(a)
    .where(and(eq(a.merchantId, $("merchantId")), among(a.itemId, "itemIds"))).groupBy(a.itemId, a.locationId).orderBy(asc(a.itemId), asc(a.locationId));
});

const selectEntries = rowsOf("select_entries", ({ db, t: { stockEntries: e } }) => {
  const { revision: _revision, ...entry } = getTableColumns(e);
  return db.select(entry).from(e).where(and(eq(e.merchantId, $("merchantId")), eq(e.itemId, $("itemId"))))
    .orderBy(desc(e.at), desc(e.revision), asc(e.locationId), asc(e.causeKey), asc(e.state)).limit($("limit"));
});

export const stockQueries = (engine: Engine) => ({
  locations: (merchantId: MerchantId) => engine.ask(selectLocations, { merchantId }),
  itemsById: (merchantId: MerchantId, ids: readonly ItemId[]) => engine.ask(selectItems, { merchantId, ids: list(ids) }),
  /** Sorted here: for the order of ids SQLite would walk through all items of the merchant. */
  itemsByVariant: async (merchantId: MerchantId, storeId: StoreId, variants: readonly PlatformId[]) =>
    (await engine.ask(selectItemsByVariant, { merchantId, storeId, variants: list(variants) })).sort(byId),
  levels: (merchantId: MerchantId, itemIds: readonly ItemId[]) => engine.ask(selectLevels, { merchantId, itemIds: list(itemIds) }),
  placedUnits: (merchantId: MerchantId, itemIds: readonly ItemId[]): Promise<{ itemId: ItemId; locationId: LocationId; placed: number; planned: number }[]> =>
    engine.ask(sumAllocations, { merchantId, itemIds: list(itemIds) }),
  /** Newest first. */
  entriesOf: (merchantId: MerchantId, itemId: ItemId, limit: number) => engine.ask(selectEntries, { merchantId, itemId, limit }),
}) satisfies Partial<Db>;
