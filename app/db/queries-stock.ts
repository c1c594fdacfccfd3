import { and, asc, desc, eq, getTableColumns, or, sql } from "drizzle-orm";
import type { ItemId, LocationId, MerchantId, PlatformId, StoreId } from "../domain/ids";
import type { ItemRecord, LevelRecord } from "../domain/records";
import { readCursor, writeCursor } from "./cursor";
import { $, list } from "./phrases";
import type { Db, OrderPage } from "./port";
import { SEARCH_WORDS_MAX, wordsOf } from "./search-terms";
import { rowsOf, type Engine } from "./statement";

const selectLocations = rowsOf("select_locations", ({ db, t }) =>
  db.select().from(t.locations).where(eq(t.locations.merchantId, $("merchantId"))).orderBy(asc(t.locations.id)));

const selectItems = rowsOf("select_items", ({ db, t, among }) =>
  db.select().from(t.items).where(and(eq(t.items.merchantId, $("merchantId")), among(t.items.id, "ids"))).orderBy(asc(t.items.id)));

const selectItemsByVariant = rowsOf("select_items_by_variant", ({ db, t, among }) =>
  db.select().from(t.items)
    .where(and(eq(t.items.merchantId, $("merchantId")), eq(t.items.storeId, $("storeId")), among(t.items.variantPlatformId, "variants")))
    .orderBy(asc(t.items.id)));

const selectLevels = rowsOf("select_levels", ({ db, t, among }) =>
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

type InventoryQuery = Parameters<Db["inventoryPage"]>[1];

const inventoryPage = async (engine: Engine, merchantId: MerchantId, query: InventoryQuery): Promise<OrderPage<{ item: ItemRecord; levels: LevelRecord[] }>> => {
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, ["string", "string"]);
  const patterns = wordsOf(query.search ?? "").slice(0, SEARCH_WORDS_MAX).map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);
  const items = await engine.explore(({ db, t: { items: i } }) => db.select().from(i).where(and(
    eq(i.merchantId, merchantId),
    ...patterns.map((pattern) => or(sql`lower(${i.sku}) like ${pattern} escape '\\'`, sql`lower(${i.title}) like ${pattern} escape '\\'`)),
    after && sql`(${i.title}, ${i.id}) > (${after[0]}, ${after[1]})`,
  )).orderBy(asc(i.title), asc(i.id)).limit(query.limit + 1));
  const rows = items.slice(0, query.limit);
  const levels = await engine.ask(selectLevels, { merchantId, itemIds: list(rows.map((item) => item.id)) });
  const levelsOf = (itemId: ItemId) => levels.filter((level) => level.itemId === itemId);
  const last = rows.at(-1);
  return {
    rows: rows.map((item) => ({ item, levels: levelsOf(item.id) })),
    nextCursor: items.length > query.limit && last ? writeCursor([last.title, last.id]) : null,
  };
};

export const stockQueries = (engine: Engine) => ({
  locations: (merchantId: MerchantId) => engine.ask(selectLocations, { merchantId }),
  itemsById: (merchantId: MerchantId, ids: readonly ItemId[]) => engine.ask(selectItems, { merchantId, ids: list(ids) }),
  itemsByVariant: (merchantId: MerchantId, storeId: StoreId, variants: readonly PlatformId[]) =>
    engine.ask(selectItemsByVariant, { merchantId, storeId, variants: list(variants) }),
  levels: (merchantId: MerchantId, itemIds: readonly ItemId[]) => engine.ask(selectLevels, { merchantId, itemIds: list(itemIds) }),
  placedUnits: (merchantId: MerchantId, itemIds: readonly ItemId[]): Promise<{ itemId: ItemId; locationId: LocationId; placed: number; planned: number }[]> =>
    engine.ask(sumAllocations, { merchantId, itemIds: list(itemIds) }),
  /** Newest first. */
  entriesOf: (merchantId: MerchantId, itemId: ItemId, limit: number) => engine.ask(selectEntries, { merchantId, itemId, limit }),
  /** By title; throws BadCursor. */
  inventoryPage: (merchantId: MerchantId, query: InventoryQuery) => inventoryPage(engine, merchantId, query),
}) satisfies Partial<Db>;
