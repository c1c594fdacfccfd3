import { sql, type AnyColumn, type SQL } from "drizzle-orm";
import type { NoticeKind } from "../domain/desk";
import type { Instant, MerchantId } from "../domain/ids";
import type { OrderStatus } from "../domain/orders/order-machine";
import type { AttentionCode } from "../domain/records";
import { hasAttention, unindexed } from "./order-filter";
import type { CappedCount, HomeCounts, HomeQuery } from "./port-lists";
import type { Engine, Scope } from "./statement";

const COUNTED_MAX = 10_000;
/** Hours begin on quarters of an hour in every zone. */
const QUARTER_MS = 15 * 60_000;
const SETTLED: readonly OrderStatus[] = ["routed", "released", "partially-shipped", "shipped"];
const ATTENTION_CODES: Record<AttentionCode, true> = {
  "edited-while-working": true, "cancelled-after-shipping": true, "location-closed": true, "request-rejected": true, "cancellation-rejected": true, "waiting-too-long": true,
};
const NO_NOTICES: Record<NoticeKind, number> = { "low-stock": 0, "scope-missing": 0, "quiet-store": 0, "drift-growing": 0, "stale-store": 0, "count-asked": 0 };

interface Ask {
  engine: Engine;
  merchantId: MerchantId;
  query: HomeQuery;
}

const number = (value: unknown): number => Number(value ?? 0);

/** Rows under a condition that an index answers, counted up to a limit. */
const count = async ({ engine }: Ask, from: (scope: Scope) => SQL): Promise<CappedCount> => {
  const found = await engine.exploreSql<{ count: unknown }>((scope) => sql`select count(*) as count from (select 1 from ${from(scope)} limit ${COUNTED_MAX + 1}) as found`);
  const value = number(found[0]?.count);
  return { value: Math.min(value, COUNTED_MAX), more: value > COUNTED_MAX };
};

const ofStore = (column: AnyColumn, { query }: Ask): SQL =>
  query.storeId === undefined ? sql`` : sql` and ${column} = ${query.storeId}`;

const ordersIn = (ask: Ask, status: OrderStatus) => count(ask, ({ t: { orders: o } }) =>
  sql`${o} where ${o.merchantId} = ${ask.merchantId} and ${o.status} = ${status}${ofStore(o.storeId, ask)}`);

const lateOrders = (ask: Ask) => count(ask, (scope) => {
  const { orders: o } = scope.t;
  return sql`${o} where ${o.merchantId} = ${ask.merchantId} and ${o.shipBy} < ${ask.query.now} and ${unindexed(scope, o.status)} not in ('shipped', 'cancelled', 'left')${ofStore(o.storeId, ask)}`;
});

/** One walk along the orders that need a look; there are never many. */
const attention = async (ask: Ask): Promise<HomeCounts["attention"]> => {
  const codes = Object.keys(ATTENTION_CODES) as AttentionCode[];
  const [row] = await ask.engine.exploreSql<Record<string, unknown>>(({ t: { orders: o } }) => {
    const sums = codes.map((code, at) => sql`sum(case when ${hasAttention(o.attention, code)} then 1 else 0 end) as ${sql.identifier(`code_${at}`)}`);
    return sql`select count(*) as count, ${sql.join(sums, sql`, `)} from ${o} where ${o.merchantId} = ${ask.merchantId} and ${o.attentionSince} is not null${ofStore(o.storeId, ask)}`;
  });
  return { value: number(row?.count), more: false, byCode: Object.fromEntries(codes.map((code, at) => [code, number(row?.[`code_${at}`])])) as Record<AttentionCode, number> };
};

const troubles = (ask: Ask) => ({
  refused: count(ask, ({ t: { outbox: o } }) => sql`${o} where ${o.merchantId} = ${ask.merchantId} and ${o.status} = 'refused'${ofStore(o.storeId, ask)}`),
  parked: count(ask, ({ t: { inbox: i } }) => sql`${i} where ${i.merchantId} = ${ask.merchantId} and ${i.status} = 'parked'${ofStore(i.storeId, ask)}`),
  failed: count(ask, ({ t: { wantedReads: r } }) => sql`${r} where ${r.merchantId} = ${ask.merchantId} and ${r.status} = 'failed'${ofStore(r.storeId, ask)}`),
});

const waiting = (ask: Ask) => ({
  deliveries: count(ask, ({ t: { inbox: i } }) => sql`${i} where ${i.status} = 'waiting' and ${i.merchantId} = ${ask.merchantId}${ofStore(i.storeId, ask)}`),
  reads: count(ask, ({ t: { wantedReads: r } }) => sql`${r} where ${r.status} = 'waiting' and ${r.merchantId} = ${ask.merchantId}${ofStore(r.storeId, ask)}`),
  intents: count(ask, ({ t: { outbox: o } }) => sql`${o} where ${o.status} in ('waiting', 'leased') and ${o.merchantId} = ${ask.merchantId}${ofStore(o.storeId, ask)}`),
});

const notices = async (ask: Ask): Promise<HomeCounts["notices"]> => {
  const rows = await ask.engine.exploreSql<{ kind: NoticeKind; count: unknown }>(({ t: { notices: n } }) =>
    sql`select ${n.kind} as kind, count(*) as count from ${n} where ${n.merchantId} = ${ask.merchantId} and ${n.settledAt} is null${ofStore(n.storeId, ask)} group by ${n.kind}`);
  return { ...NO_NOTICES, ...Object.fromEntries(rows.map((row) => [row.kind, number(row.count)])) };
};

/** By status and quarter of an hour, along the index of statuses alone; each status by itself, so that its range is walked and no more. */
const placedToday = async (ask: Ask): Promise<{ orders: number; routed: number; byHour: number[] }> => {
  const { dayStart, hours } = ask.query;
  const rows = await ask.engine.exploreSql<{ status: OrderStatus; quarter: unknown; count: unknown }>(({ t: { orders: o } }) => {
    const quarter = sql`(${o.placedAt} - (${o.placedAt} % ${sql.raw(String(QUARTER_MS))}))`;
    return sql`select ${o.status} as status, ${quarter} as quarter, count(*) as count from ${o}
      where ${o.merchantId} = ${ask.merchantId} and ${o.status} in ('captured', 'allocated', 'backordered', 'held', 'routed', 'released', 'partially-shipped', 'shipped', 'cancelled', 'left')
      and ${o.placedAt} >= ${dayStart}${ofStore(o.storeId, ask)} group by ${o.status}, ${quarter}`;
  });
  const sumOf = (wanted: (row: (typeof rows)[number]) => boolean) => rows.reduce((sum, row) => sum + (wanted(row) ? number(row.count) : 0), 0);
  return {
    orders: sumOf(() => true),
    routed: sumOf((row) => SETTLED.includes(row.status)),
    byHour: hours.slice(1).map((until, at) => sumOf(({ quarter }) => number(quarter) >= (hours[at] as Instant) && number(quarter) < until)),
  };
};

const confirmed = ({ t: { shipments: s, orders: o } }: Scope, ask: Ask, bounds: { from: Instant; until?: Instant }): SQL => {
  const until = bounds.until === undefined ? sql`` : sql` and ${s.confirmedAt} < ${bounds.until}`;
  const ofThis = ask.query.storeId === undefined ? sql`` : sql` and exists (select 1 from ${o} where ${o.merchantId} = ${s.merchantId} and ${o.id} = ${s.orderId} and ${o.storeId} = ${ask.query.storeId})`;
  return sql`${s.merchantId} = ${ask.merchantId} and ${s.status} = 'confirmed' and ${s.confirmedAt} >= ${bounds.from}${until}${ofThis}`;
};

const parcels = async (ask: Ask, bounds: { from: Instant; until?: Instant }): Promise<{ parcels: number; orders: number }> => {
  const [row] = await ask.engine.exploreSql<{ parcels: unknown; orders: unknown }>((scope) => {
    const { shipments: s } = scope.t;
    return sql`select count(*) as parcels, count(distinct ${s.orderId}) as orders from ${s} where ${confirmed(scope, ask, bounds)}`;
  });
  return { parcels: number(row?.parcels), orders: number(row?.orders) };
};

const medianToShip = async (ask: Ask, shippedParcels: number): Promise<number | null> => {
  if (shippedParcels === 0) return null;
  const even = shippedParcels % 2 === 0;
  const rows = await ask.engine.exploreSql<{ ms: unknown }>((scope) => {
    const { shipments: s, orders: o } = scope.t;
    return sql`select ${s.confirmedAt} - ${o.placedAt} as ms from ${s} join ${o} on ${o.merchantId} = ${s.merchantId} and ${o.id} = ${s.orderId}
      where ${confirmed(scope, ask, { from: ask.query.dayStart })} order by ms limit ${even ? 2 : 1} offset ${Math.ceil(shippedParcels / 2) - 1}`;
  });
  return rows.length === 0 ? null : Math.max(0, Math.round(rows.reduce((sum, row) => sum + number(row.ms), 0) / rows.length));
};

/** Of a merchant's only store all is counted: the indexes hold no store, and looking it up costs a row each. */
const narrowed = async (engine: Engine, merchantId: MerchantId, query: HomeQuery): Promise<HomeQuery> => {
  if (query.storeId === undefined) return query;
  const stores = await engine.exploreSql<{ id: string }>(({ t: { stores: s } }) => sql`select ${s.id} as id from ${s} where ${s.merchantId} = ${merchantId} limit 2`);
  if (stores.length !== 1 || stores[0]?.id !== query.storeId) return query;
  const { storeId: _only, ...all } = query;
  return all;
};

/** All that Home counts. Every number is answered by an index; none grows with the orders that are done. */
export const homeCounts = async (engine: Engine, merchantId: MerchantId, asked: HomeQuery): Promise<HomeCounts> => {
  const query = await narrowed(engine, merchantId, asked);
  const ask: Ask = { engine, merchantId, query };
  const { refused, parked, failed } = troubles(ask);
  const { deliveries, reads, intents } = waiting(ask);
  const today = await placedToday(ask);
  const shippedToday = await parcels(ask, { from: query.dayStart });
  const days = await Promise.all(query.days.slice(1).map(async (until, at) => {
    const from = query.days[at] as Instant;
    return { from, ...(await parcels(ask, { from, until })) };
  }));
  return {
    held: await ordersIn(ask, "held"), backordered: await ordersIn(ask, "backordered"), late: await lateOrders(ask), attention: await attention(ask),
    refusedIntents: await refused, parkedDeliveries: await parked, failedReads: await failed, notices: await notices(ask),
    waiting: { deliveries: await deliveries, reads: await reads, intents: await intents },
    today: { orders: today.orders, routed: today.routed, shipped: shippedToday.orders },
    medianMsToShip: await medianToShip(ask, shippedToday.parcels),
    ordersByHour: today.byHour,
    parcelsByDay: days,
  };
};
