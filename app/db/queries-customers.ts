import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { MerchantId } from "../domain/ids";
import { readCursor, writeCursor } from "./cursor";
import { $, list } from "./phrases";
import type { CustomerQuery, CustomerRow, ListQueries, OrderPage } from "./port-lists";
import type { SearchTerms } from "./search-terms";
import { rowsOf, type Engine, type Scope } from "./statement";

type Figures = Pick<CustomerRow, "orders" | "spent">;

const sumOrders = rowsOf("sum_orders_of_customers", ({ db, t: { orders: o }, among }) => {
  const counts = sql`${o.cancelledAt} is null and not ${o.test}`;
  return db.select({
    id: o.customerId, currency: o.currency, orders: sql<number>`count(*)`.mapWith(Number),
    totalMinor: sql<number>`sum(case when ${counts} then ${o.totalMinor} else 0 end)`.mapWith(Number),
    counted: sql<number>`sum(case when ${counts} then 1 else 0 end)`.mapWith(Number),
  }).from(o).where(and(eq(o.merchantId, $("merchantId")), among(o.customerId, "ids"))).groupBy(o.customerId, o.currency).orderBy(o.customerId, o.currency);
});

const figuresOf = async (engine: Engine, merchantId: MerchantId, ids: readonly string[]): Promise<Map<string, Figures>> => {
  const figures = new Map<string, Figures>();
  for (const { id, currency, orders, totalMinor, counted } of await engine.ask(sumOrders, { merchantId, ids: list(ids) })) {
    const of = figures.get(id as string) ?? { orders: 0, spent: [] };
    figures.set(id as string, { orders: of.orders + orders, spent: counted > 0 ? [...of.spent, { currency, totalMinor }] : of.spent });
  }
  return figures;
};

/** Customers of whom one order has all the words: names and addresses are kept as hashes with the orders alone. */
const whoOrdered = ({ db, t }: Scope, merchantId: MerchantId, words: string[][]) => {
  if (words.length === 0) return undefined;
  const terms = words.map((hashes) => inArray(t.orders.id, db.select({ id: t.orderTerms.orderId }).from(t.orderTerms)
    .where(and(eq(t.orderTerms.merchantId, merchantId), inArray(t.orderTerms.term, hashes)))));
  return inArray(t.customers.id, db.select({ id: t.orders.customerId }).from(t.orders).where(and(eq(t.orders.merchantId, merchantId), ...terms)));
};

const customersPage = async (engine: Engine, terms: SearchTerms, ask: { merchantId: MerchantId; query: CustomerQuery }): Promise<OrderPage<CustomerRow>> => {
  const { merchantId, query } = ask;
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, ["string", "number", "string"]);
  const found = await engine.explore((scope) => {
    const { db, t: { customers: c } } = scope;
    return db.select().from(c).where(and(
      eq(c.merchantId, merchantId),
      query.storeId === undefined ? undefined : eq(c.storeId, query.storeId),
      whoOrdered(scope, merchantId, terms.toFind(merchantId, query.search ?? "")),
      after && sql`(${c.lastOrderAt}, ${c.id}) < (${after[1]}, ${after[2]})`,
    )).orderBy(desc(c.lastOrderAt), desc(c.id)).limit(query.limit + 1);
  });
  const rows = found.slice(0, query.limit);
  const figures = await figuresOf(engine, merchantId, rows.map((row) => row.id));
  const last = rows.at(-1);
  return {
    rows: rows.map((customer) => ({ customer, ...(figures.get(customer.id) ?? { orders: 0, spent: [] }) })),
    nextCursor: found.length > query.limit && last ? writeCursor(["customers", last.lastOrderAt, last.id]) : null,
  };
};

export const customerQueries = (engine: Engine, terms: SearchTerms): Pick<ListQueries, "customersPage" | "customerFigures"> => ({
  customersPage: (merchantId, query) => customersPage(engine, terms, { merchantId, query }),
  customerFigures: (merchantId, ids) => figuresOf(engine, merchantId, ids),
});
