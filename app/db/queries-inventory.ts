import { and, asc, desc, eq, gte, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import type { ItemId, MerchantId } from "../domain/ids";
import type { ItemRecord, LevelRecord } from "../domain/records";
import { BadCursor, readCursor, writeCursor } from "./cursor";
import { isDrift, list } from "./phrases";
import type { InventoryQuery, ListQueries, OrderPage } from "./port-lists";
import { selectLevels } from "./queries-stock";
import { SEARCH_WORDS_MAX, wordsOf } from "./search-terms";
import type { Engine, Scope } from "./statement";

type Sort = NonNullable<InventoryQuery["sort"]>;
type Row = { item: ItemRecord; levels: LevelRecord[] };

interface Ask {
  merchantId: MerchantId;
  query: InventoryQuery;
}

/** % and _ are letters of what is searched for. */
const likeWords = (scope: Scope, search: string): (SQL | undefined)[] => {
  const { items: i } = scope.t;
  return wordsOf(search).slice(0, SEARCH_WORDS_MAX).map((word) => {
    const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
    return or(sql`lower(${i.sku}) like ${pattern} escape '\\'`, sql`lower(${i.title}) like ${pattern} escape '\\'`);
  });
};

const conditions = (scope: Scope, { merchantId, query }: Ask): (SQL | undefined)[] => {
  const { db, t: { items: i, levels: l, notices: n, differences: d } } = scope;
  const { locationId } = query;
  const there = locationId === undefined ? sql`` : sql` and ${l.locationId} = ${locationId}`;
  return [
    eq(i.merchantId, merchantId),
    query.storeId === undefined ? undefined : eq(i.storeId, query.storeId),
    ...likeWords(scope, query.search ?? ""),
    locationId === undefined ? undefined : sql`exists (select 1 from ${l} where ${l.merchantId} = ${i.merchantId} and ${l.itemId} = ${i.id}${there})`,
    query.negative ? sql`${i.id} in (select ${l.itemId} from ${l} where ${l.merchantId} = ${merchantId} and ${l.available} < 0${there})` : undefined,
    query.low ? inArray(i.id, db.select({ id: n.itemId }).from(n).where(and(
      eq(n.merchantId, merchantId), eq(n.kind, "low-stock"), isNull(n.settledAt), locationId === undefined ? undefined : eq(n.locationId, locationId)))) : undefined,
    query.differingSince === undefined ? undefined : inArray(i.id, db.select({ id: d.itemId }).from(d).where(and(
      eq(d.merchantId, merchantId), query.storeId === undefined ? undefined : eq(d.storeId, query.storeId), gte(d.foundAt, query.differingSince), isDrift(d.cause), locationId === undefined ? undefined : eq(d.locationId, locationId)))),
  ];
};

/** What the list is sorted by, as SQL: a column of the item, or the sum of what is available. */
const keyOf = (scope: Scope, { query }: Ask, by: Sort["by"]): SQL => {
  const { items: i, levels: l } = scope.t;
  if (by !== "available") return by === "sku" ? sql`${i.sku}` : sql`${i.title}`;
  const there = query.locationId === undefined ? sql`` : sql` and ${l.locationId} = ${query.locationId}`;
  return sql`coalesce((select sum(${l.available}) from ${l} where ${l.merchantId} = ${i.merchantId} and ${l.itemId} = ${i.id}${there}), 0)`;
};

const placeOf = (cursor: string, { by, direction }: Sort): [value: string | number, id: string] => {
  const [of, value, id] = by === "available" ? readCursor(cursor, ["string", "number", "string"]) : readCursor(cursor, ["string", "string", "string"]);
  if (of !== `${by} ${direction}`) throw new BadCursor();
  return [value, id];
};

/** Throws BadCursor. */
const inventoryPage = async (engine: Engine, ask: Ask): Promise<OrderPage<Row>> => {
  const { merchantId, query } = ask;
  const sort: Sort = query.sort ?? { by: "title", direction: "up" };
  const after = query.cursor === undefined ? undefined : placeOf(query.cursor, sort);
  const turn = sort.direction === "up" ? asc : desc;
  const found = await engine.explore((scope) => {
    const { db, t: { items: i } } = scope;
    const key = keyOf(scope, ask, sort.by);
    const beyond = sort.direction === "up" ? sql`>` : sql`<`;
    return db.select({ id: i.id, key: sql<string | number>`${key}`.as("sort_key") }).from(i)
      .where(and(...conditions(scope, ask), after && sql`(${key}, ${i.id}) ${beyond} (${after[0]}, ${after[1]})`))
      .orderBy(turn(key), turn(i.id)).limit(query.limit + 1);
  });
  const rows = found.slice(0, query.limit);
  const last = rows.at(-1);
  return {
    rows: await wholeRows(engine, merchantId, rows.map((row) => row.id)),
    nextCursor: found.length > query.limit && last ? writeCursor([`${sort.by} ${sort.direction}`, sort.by === "available" ? Number(last.key) : String(last.key), last.id]) : null,
  };
};

/** In the order of the ids. */
const wholeRows = async (engine: Engine, merchantId: MerchantId, ids: readonly ItemId[]): Promise<Row[]> => {
  if (ids.length === 0) return [];
  const items = await engine.explore(({ db, t: { items: i } }) => db.select().from(i).where(and(eq(i.merchantId, merchantId), inArray(i.id, [...ids]))));
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const levelsOf = new Map<ItemId, LevelRecord[]>();
  for (const level of await engine.ask(selectLevels, { merchantId, itemIds: list(ids) })) levelsOf.set(level.itemId, [...(levelsOf.get(level.itemId) ?? []), level]);
  return ids.flatMap((id) => {
    const item = itemOf.get(id);
    return item ? [{ item, levels: levelsOf.get(id) ?? [] }] : [];
  });
};

export const inventoryQueries = (engine: Engine): Pick<ListQueries, "inventoryPage"> => ({
  inventoryPage: (merchantId, query) => inventoryPage(engine, { merchantId, query }),
});
