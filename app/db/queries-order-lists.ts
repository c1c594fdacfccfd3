import { and, asc, desc, isNotNull, isNull, sql, type AnyColumn, type SQL } from "drizzle-orm";
import type { OrderId } from "../domain/ids";
import type { OrderStatus } from "../domain/orders/order-machine";
import type { OrderRecord } from "../domain/records";
import { BadCursor, readCursor, writeCursor } from "./cursor";
import { chooseFilter, unindexed, type ChosenFilter } from "./order-filter";
import type { CappedCount, ListQueries, OrderFilter, OrderPage, OrderQuery, OrderSort, SortDirection } from "./port-lists";
import type { SearchTerms } from "./search-terms";
import type { Engine, Scope } from "./statement";

const COUNTED_MAX = 10_000;
const WALKED_ROWS = 500;

type Sort = { by: OrderSort; direction: SortDirection };
/** What a list is sorted by; equal ones by id. */
type Key = Pick<OrderRecord, "id" | "placedAt" | "updatedAt" | "shipBy" | "totalMinor">;
type Place = { value: number; id: string };

/** A stretch of the list that one index walks; orders without a ship-by have no place in that index and come behind. */
interface Stretch {
  column(orders: Scope["t"]["orders"]): AnyColumn;
  valueOf(key: Key): number;
  direction: SortDirection;
  /** The index of statuses runs in this order too. */
  placed?: boolean;
  only?(orders: Scope["t"]["orders"]): SQL;
}

const placed = (direction: SortDirection): Stretch => ({ column: (orders) => orders.placedAt, valueOf: (key) => key.placedAt, direction, placed: true });

const stretchesOf = ({ by, direction }: Sort): Stretch[] => {
  switch (by) {
    case "placed": return [placed(direction)];
    case "updated": return [{ column: (orders) => orders.updatedAt, valueOf: (key) => key.updatedAt, direction }];
    case "total": return [{ column: (orders) => orders.totalMinor, valueOf: (key) => key.totalMinor, direction }];
    case "ship-by": return [
      { column: (orders) => orders.shipBy, valueOf: (key) => key.shipBy ?? 0, direction, only: (orders) => isNotNull(orders.shipBy) },
      { ...placed("down"), only: (orders) => isNull(orders.shipBy) },
    ];
  }
};

const sortOf = ({ sort, updatedAfter }: OrderQuery): Sort => sort ?? (updatedAfter === undefined ? { by: "placed", direction: "down" } : { by: "updated", direction: "up" });

const startOf = (query: OrderQuery, walk: string): { stretch: number; after: Place | null } => {
  if (query.cursor === undefined) return { stretch: 0, after: null };
  const [of, stretch, value, id] = readCursor(query.cursor, ["string", "number", "number", "string"]);
  if (of !== walk) throw new BadCursor();
  return { stretch, after: { value, id } };
};

type Select<Row> = (scope: Scope, part: { where: SQL | undefined; order: SQL[]; limit: number }) => { all(): Row[] };

/** Where orders are asked for, and how words to find them by are hidden. */
interface Shelf {
  engine: Engine;
  terms: SearchTerms;
}

interface Ask<Row> {
  filter: OrderFilter;
  chosen: ChosenFilter;
  stretch: Stretch;
  after: Place | null;
  limit: number;
  select: Select<Row>;
}

const comesAfter = (scope: Scope, { stretch, after }: { stretch: Stretch; after: Place | null }): SQL | undefined => {
  if (after === null) return undefined;
  const { orders } = scope.t;
  const column = stretch.column(orders);
  return stretch.direction === "down" ? sql`(${column}, ${orders.id}) < (${after.value}, ${after.id})` : sql`(${column}, ${orders.id}) > (${after.value}, ${after.id})`;
};

const rowsOfStretch = async <Row extends Key>(engine: Engine, ask: Ask<Row>, statuses: readonly OrderStatus[] | undefined): Promise<Row[]> => {
  const { chosen, stretch } = ask;
  return engine.explore((scope) => {
    const { orders } = scope.t;
    const column = stretch.column(orders);
    const turn = stretch.direction === "down" ? desc : asc;
    const order = [turn(chosen.gathered ? unindexed(scope, column) : column), turn(orders.id)];
    return ask.select(scope, { where: and(chosen.where(scope, statuses), stretch.only?.(orders), comesAfter(scope, ask)), order, limit: ask.limit });
  });
};

/** Several statuses are as many walks along the index of statuses, merged: no walk passes what is not asked for. */
const stretchRows = async <Row extends Key>(engine: Engine, ask: Ask<Row>): Promise<Row[]> => {
  const { filter, chosen, stretch, limit } = ask;
  const apart = (filter.statuses?.length ?? 0) > 1 && !chosen.gathered && filter.customerId === undefined && stretch.placed;
  if (!apart) return rowsOfStretch(engine, ask, filter.statuses);
  const walks = await Promise.all([...new Set(filter.statuses)].map((status) => rowsOfStretch(engine, ask, [status])));
  const sign = stretch.direction === "down" ? -1 : 1;
  return walks.flat().sort((a, b) => sign * (stretch.valueOf(a) - stretch.valueOf(b) || (a.id < b.id ? -1 : 1))).slice(0, limit);
};

const pageOf = async <Row extends Key>({ engine, terms }: Shelf, query: OrderQuery, select: Select<Row>): Promise<OrderPage<Row>> => {
  const sort = sortOf(query);
  const walk = `${sort.by} ${sort.direction}`;
  const stretches = stretchesOf(sort);
  const start = startOf(query, walk);
  const chosen = await chooseFilter(engine, terms, query);
  const rows: { row: Row; stretch: number }[] = [];
  for (let at = start.stretch; at < stretches.length && rows.length <= query.limit; at += 1) {
    const stretch = stretches[at] as Stretch;
    const ask: Ask<Row> = { filter: query, chosen, stretch, after: at === start.stretch ? start.after : null, limit: query.limit + 1 - rows.length, select };
    rows.push(...(await stretchRows(engine, ask)).map((row) => ({ row, stretch: at })));
  }
  const last = rows[query.limit - 1];
  const more = rows.length > query.limit && last !== undefined;
  return {
    rows: rows.slice(0, query.limit).map(({ row }) => row),
    nextCursor: more ? writeCursor([walk, last.stretch, (stretches[last.stretch] as Stretch).valueOf(last.row), last.row.id]) : null,
  };
};

const wholeRows: Select<OrderRecord> = ({ db, t: { orders } }, { where, order, limit }) => db.select().from(orders).where(where).orderBy(...order).limit(limit);

const keys: Select<Key> = ({ db, t: { orders: o } }, { where, order, limit }) =>
  db.select({ id: o.id, placedAt: o.placedAt, updatedAt: o.updatedAt, shipBy: o.shipBy, totalMinor: o.totalMinor }).from(o).where(where).orderBy(...order).limit(limit);

const countOrders = async ({ engine, terms }: Shelf, filter: OrderFilter, cap: number): Promise<CappedCount> => {
  const chosen = await chooseFilter(engine, terms, filter);
  const found = await engine.exploreSql<{ count: unknown }>((scope) =>
    sql`select count(*) as count from (select 1 from ${scope.t.orders} where ${chosen.where(scope, filter.statuses)} limit ${cap + 1}) as found`);
  const count = Number(found[0]?.count ?? 0);
  return { value: Math.min(count, cap), more: count > cap };
};

/** Along the time of placing, which never changes: an order that changes meanwhile is met once, and one placed meanwhile not at all. */
async function* eachOrder(shelf: Shelf, filter: OrderFilter, limit: number): AsyncGenerator<OrderRecord[]> {
  for (let cursor: string | undefined; ;) {
    const query: OrderQuery = { ...filter, sort: { by: "placed", direction: "down" }, limit, ...(cursor === undefined ? {} : { cursor }) };
    const { rows, nextCursor } = await pageOf(shelf, query, wholeRows);
    if (rows.length > 0) yield rows;
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}

type OrderLists = Pick<ListQueries, "findOrders" | "orderIds" | "countOrders" | "eachOrder">;

export const orderListQueries = (engine: Engine, terms: SearchTerms): OrderLists => {
  const shelf: Shelf = { engine, terms };
  return {
    findOrders: (query) => pageOf(shelf, query, wholeRows),
    orderIds: async (query) => {
      const { rows, nextCursor } = await pageOf(shelf, query, keys);
      return { rows: rows.map((row): OrderId => row.id), nextCursor };
    },
    countOrders: (filter, cap = COUNTED_MAX) => countOrders(shelf, filter, cap),
    eachOrder: (filter, pageRows = WALKED_ROWS) => eachOrder(shelf, filter, pageRows),
  };
};
