import { and, eq, gt, gte, inArray, isNotNull, lt, sql, type AnyColumn, type SQL } from "drizzle-orm";
import type { MerchantId } from "../domain/ids";
import { tagTerm } from "../domain/orders/facts";
import type { OrderStatus } from "../domain/orders/order-machine";
import type { OrderFilter } from "./port-lists";
import type { SearchTerms } from "./search-terms";
import type { Engine, Scope } from "./statement";

/** Up to so many matches are gathered by their own index and sorted; where there are more, a walk through the list meets them soon. */
const GATHERED_MAX = 4_000;
/** A count along one index up to here takes some milliseconds. */
const COUNTED_MAX = 50_000;
/** Of these nothing is left to ship. */
const FINISHED: readonly OrderStatus[] = ["shipped", "cancelled", "left"];
const finished = sql.raw(FINISHED.map((status) => `'${status}'`).join(", "));

/** A filter with an index of its own: the ids of the orders that match, and the question whether one order does. */
interface Narrowing {
  /** Null: there is no index to gather them by. */
  ids: ((scope: Scope) => SQL) | null;
  holds(scope: Scope): SQL;
}

/** The filter as SQL, for a walk along any of the lists' indexes. */
export interface ChosenFilter {
  /** The matches are few and gathered by id: they are sorted, and no walk is needed. */
  gathered: boolean;
  where(scope: Scope, statuses: readonly OrderStatus[] | undefined): SQL | undefined;
}

/** Looks how many orders each narrowing leaves, so that neither rare nor frequent matches cost a scan. */
export const chooseFilter = async (engine: Engine, terms: SearchTerms, filter: OrderFilter): Promise<ChosenFilter> => {
  const words = wordsOf(terms, filter);
  const chosen = await Promise.all([...words, ...narrowingsOf(filter)].map((narrowing) => chooseNarrowing(engine, narrowing)));
  // Words that are each in many orders may meet in few.
  if (words.length > 1 && !chosen.some((one) => one.gathered)) chosen.push(await chooseNarrowing(engine, allOf(await rarestFirst(engine, words))));
  const gathered = chosen.some((one) => one.gathered);
  return {
    gathered,
    where: (scope, statuses) => and(...plainConditions(scope, filter), statusIn(scope, statuses, gathered), ...chosen.map((one) => one.where(scope))),
  };
};

const chooseNarrowing = async (engine: Engine, narrowing: Narrowing): Promise<{ gathered: boolean; where: (scope: Scope) => SQL }> => {
  const { ids } = narrowing;
  const walked = { gathered: false, where: (scope: Scope) => narrowing.holds(scope) };
  if (ids === null) return walked;
  if ((await countUpTo(engine, ids, GATHERED_MAX + 1)) > GATHERED_MAX) return walked;
  return { gathered: true, where: (scope) => sql`${scope.t.orders.id} in (${ids(scope)})` };
};

const countUpTo = async (engine: Engine, ids: (scope: Scope) => SQL, limit: number): Promise<number> => {
  const found = await engine.exploreSql<{ count: unknown }>((scope) => sql`select count(*) as count from (${ids(scope)} limit ${limit}) as found`);
  return Number(found[0]?.count ?? 0);
};

/** The orders of the first word are asked one by one for the others. */
const rarestFirst = async (engine: Engine, words: Word[]): Promise<Word[]> => {
  const counted = await Promise.all(words.map(async (word) => ({ word, count: await countUpTo(engine, word.ids, COUNTED_MAX) })));
  return counted.sort((a, b) => a.count - b.count).map(({ word }) => word);
};

const statusIn = (scope: Scope, statuses: readonly OrderStatus[] | undefined, gathered: boolean): SQL | undefined => {
  if (!statuses || statuses.length === 0) return undefined;
  const { status } = scope.t.orders;
  return inArray(gathered ? unindexed(scope, status) : sql`${status}`, [...statuses]);
};

/** The column without its indexes: SQLite would take an index that leads with it before the better one. */
export const unindexed = ({ dialect }: Scope, column: AnyColumn): SQL => (dialect === "sqlite" ? sql`+${column}` : sql`${column}`);

const plainConditions = (scope: Scope, filter: OrderFilter): (SQL | undefined)[] => {
  const { orders } = scope.t;
  return [
    eq(orders.merchantId, filter.merchantId),
    given(filter.storeId, (storeId) => eq(orders.storeId, storeId)),
    given(filter.platformId, (platformId) => eq(orders.platformId, platformId)),
    given(filter.customerId, (customerId) => eq(orders.customerId, customerId)),
    given(filter.placedFrom, (from) => gte(orders.placedAt, from)),
    given(filter.placedUntil, (until) => lt(orders.placedAt, until)),
    given(filter.updatedAfter, (after) => gt(orders.updatedAt, after)),
    given(filter.currency, (currency) => eq(orders.currency, currency)),
    given(filter.test, (test) => eq(orders.test, test)),
    filter.sources?.length ? inArray(orders.source, [...filter.sources]) : undefined,
    filter.financialStatuses?.length ? inArray(orders.financialStatus, [...filter.financialStatuses]) : undefined,
  ];
};

const given = <T>(value: T | undefined, condition: (value: T) => SQL): SQL | undefined => (value === undefined ? undefined : condition(value));

const narrowingsOf = (filter: OrderFilter): Narrowing[] => {
  const { merchantId } = filter;
  return [
    ...(filter.lateAt === undefined ? [] : [isLate(merchantId, filter.lateAt)]),
    ...(filter.attention === undefined ? [] : [needsAttention(merchantId, filter.attention)]),
    ...(filter.locationId === undefined ? [] : [standsAt(filter, filter.locationId)]),
  ];
};

/** An order in which a word stands. */
interface Word {
  ids(scope: Scope): SQL;
  /** @param orderId of the order that is asked about */
  holds(scope: Scope, orderId?: AnyColumn): SQL;
}

const wordsOf = (terms: SearchTerms, { merchantId, search, tags }: OrderFilter): Word[] => {
  const tagged = (tags ?? []).map(tagTerm).filter((term) => term !== null).flatMap((term) => terms.toFind(merchantId, term));
  return [...terms.toFind(merchantId, search ?? ""), ...tagged].map((hashes) => ({
    ids: ({ t: { orderTerms: o } }) => sql`select ${o.orderId} from ${o} where ${and(eq(o.merchantId, merchantId), inArray(o.term, hashes))}`,
    holds: (scope, orderId = scope.t.orders.id) => {
      const same = scope.alias(scope.t.orderTerms, "same_term");
      // A value, not an `exists`, which PostgreSQL makes a join of: on tables it has not yet analysed one of each row with each.
      return sql`(select 1 from ${scope.t.orderTerms} as ${sql.identifier("same_term")} where ${and(eq(same.merchantId, merchantId), inArray(same.term, hashes), eq(same.orderId, orderId))} limit 1) is not null`;
    },
  }));
};

/** All words together; one by one they are asked about already. */
const allOf = ([first, ...others]: Word[]): Narrowing => ({
  ids: (scope) => sql`${first!.ids(scope)} and ${and(...others.map((word) => word.holds(scope, scope.t.orderTerms.orderId)))}`,
  holds: () => sql`1 = 1`,
});

type OrderColumns = Pick<Scope["t"]["orders"], "status" | "shipBy" | "attention" | "attentionSince">;

/** Asked of the orders themselves under a second name. */
const ofOrders = (merchantId: MerchantId, condition: (scope: Scope, orders: OrderColumns) => SQL | undefined): Narrowing => ({
  ids: (scope) => {
    const same = scope.alias(scope.t.orders, "same");
    return sql`select ${same.id} from ${scope.t.orders} as ${sql.identifier("same")} where ${and(eq(same.merchantId, merchantId), condition(scope, same as unknown as OrderColumns))}`;
  },
  holds: (scope) => condition(scope, scope.t.orders) ?? sql`1 = 1`,
});

const isLate = (merchantId: MerchantId, at: number): Narrowing =>
  ofOrders(merchantId, (scope, orders) => and(lt(orders.shipBy, at), sql`${unindexed(scope, orders.status)} not in (${finished})`));

const needsAttention = (merchantId: MerchantId, code: string): Narrowing =>
  ofOrders(merchantId, (_scope, orders) => and(isNotNull(orders.attentionSince), code === "any" ? undefined : hasAttention(orders.attention, code)));

/** The codes are ours and are written without blanks, the same on both databases. */
export const hasAttention = (attention: AnyColumn, code: string): SQL => sql`cast(${attention} as text) like ${`%"code":"${code}"%`}`;

const standsAt = ({ merchantId, statuses }: OrderFilter, locationId: string): Narrowing => {
  if (statuses?.length && statuses.every((status) => FINISHED.includes(status))) return { ids: null, holds: (scope) => leftFrom(scope, locationId) };
  const there = ({ t: { fulfillmentOrders: f } }: Scope) => sql`${f.merchantId} = ${merchantId} and ${f.locationId} = ${locationId} and ${f.status} in ('open', 'in-progress', 'scheduled', 'on-hold')`;
  return {
    ids: (scope) => sql`select ${scope.t.fulfillmentOrders.orderId} from ${scope.t.fulfillmentOrders} where ${there(scope)}`,
    holds: (scope) => sql`exists (select 1 from ${scope.t.fulfillmentOrders} where ${there(scope)} and ${scope.t.fulfillmentOrders.orderId} = ${scope.t.orders.id})`,
  };
};

const leftFrom = ({ t: { orders, shipments: s } }: Scope, locationId: string): SQL =>
  sql`exists (select 1 from ${s} where ${s.merchantId} = ${orders.merchantId} and ${s.orderId} = ${orders.id} and ${s.locationId} = ${locationId} and ${s.status} = 'confirmed')`;
