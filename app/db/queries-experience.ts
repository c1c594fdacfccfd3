import { and, asc, desc, eq, getTableColumns, gte, isNotNull, lte, sql } from "drizzle-orm";
import type { LocationId, MerchantId } from "../domain/ids";
import { factOf } from "../domain/orders/attention";
import { $ } from "./phrases";
import type { ExperienceQueries } from "./port-experience";
import { rowsOf, type Engine } from "./statement";

const selectRejections = rowsOf("select_rejections_of_order", ({ db, t: { rejections: r } }) =>
  db.select().from(r).where(and(eq(r.merchantId, $("merchantId")), eq(r.orderId, $("orderId")))).orderBy(asc(r.id)));

/** In the words of the index `rejections_to_count`, so that it serves. */
const selectToCount = rowsOf("select_rejections_to_count", ({ db, t: { rejections: r } }) =>
  db.select().from(r).where(and(
    eq(r.merchantId, $("merchantId")), eq(r.itemId, $("itemId")), eq(r.locationId, $("locationId")), sql`${r.remedy} = 'count' and ${r.settledAt} is null`,
  )).orderBy(asc(r.id)).limit($("limit")));

const selectOverrides = rowsOf("select_overrides_of_order", ({ db, t: { overrides: o } }) =>
  db.select().from(o).where(and(eq(o.merchantId, $("merchantId")), eq(o.orderId, $("orderId")))).orderBy(asc(o.id)));

const selectOverridesSince = rowsOf("select_overrides_since", ({ db, t: { overrides: o, orders } }) =>
  db.select({ ...getTableColumns(o), orderName: orders.name }).from(o)
    .innerJoin(orders, and(eq(orders.merchantId, o.merchantId), eq(orders.id, o.orderId)))
    .where(and(eq(o.merchantId, $("merchantId")), gte(o.at, $("since")))).orderBy(desc(o.at), desc(o.id)).limit($("limit")));

const selectOverrideSums = rowsOf("select_override_sums", ({ db, t: { overrides: o } }) =>
  db.select({
    currency: o.currency, count: sql<number>`count(*)`.mapWith(Number), told: sql<number>`count(${o.extraMinor})`.mapWith(Number),
    extraMinor: sql<number>`coalesce(sum(${o.extraMinor}), 0)`.mapWith(Number),
  }).from(o).where(and(eq(o.merchantId, $("merchantId")), gte(o.at, $("since")))).groupBy(o.currency).orderBy(asc(o.currency)));

const selectWaiting = rowsOf("select_waiting_orders", ({ db, t: { orders: o } }) =>
  db.select({ orderId: o.id, storeId: o.storeId, platformId: o.platformId, waitingSince: sql<number>`${o.waitingSince}`.mapWith(Number), attention: o.attention, resolved: o.resolvedAttention }).from(o)
    .where(and(
      eq(o.merchantId, $("merchantId")), isNotNull(o.waitingSince), lte(o.waitingSince, $("until")),
      sql`(${o.waitingSince}, ${o.id}) > (${$("afterSince")}, ${$("afterId")})`,
    )).orderBy(asc(o.waitingSince), asc(o.id)).limit($("limit")));

const selectFacts = rowsOf("select_location_facts", ({ db, t: { locationFacts: f } }) =>
  db.select().from(f).where(eq(f.merchantId, $("merchantId"))).orderBy(asc(f.locationId)));

const selectShipped = rowsOf("count_parcels_by_location", ({ db, t: { shipments: s } }) =>
  db.select({ locationId: s.locationId, count: sql<number>`count(*)`.mapWith(Number) }).from(s)
    .where(and(eq(s.merchantId, $("merchantId")), gte(s.confirmedAt, $("since")), sql`${s.status} = 'confirmed'`, isNotNull(s.locationId))).groupBy(s.locationId));

/** What was turned down at one moment is one part, however many lines it has. */
const selectRejected = rowsOf("count_rejections_by_location", ({ db, t: { rejections: r } }) => {
  const parts = db.selectDistinct({ locationId: r.locationId, orderId: r.orderId, at: r.at }).from(r)
    .where(and(eq(r.merchantId, $("merchantId")), gte(r.at, $("since")))).as("parts");
  return db.select({ locationId: parts.locationId, count: sql<number>`count(*)`.mapWith(Number) }).from(parts).groupBy(parts.locationId);
});

const selectSpans = rowsOf("select_pick_spans", ({ db, t: { shipments: s, decisions: d } }) => {
  const asked = db.select({ at: sql`max(${d.decidedAt})` }).from(d)
    .where(and(eq(d.merchantId, s.merchantId), eq(d.orderId, s.orderId), sql`${d.decidedAt} <= ${s.confirmedAt}`));
  return db.select({ locationId: s.locationId, leftAt: s.confirmedAt, askedAt: sql<number | null>`${asked}` }).from(s)
    .where(and(eq(s.merchantId, $("merchantId")), gte(s.confirmedAt, $("since")), sql`${s.status} = 'confirmed'`, isNotNull(s.locationId)))
    .orderBy(desc(s.confirmedAt)).limit($("limit"));
});

const selectCounts = rowsOf("select_shelf_counts", ({ db, t: { shelfCounts: c } }) =>
  db.select({ locationId: c.locationId, expected: c.expected, found: c.found }).from(c)
    .where(and(eq(c.merchantId, $("merchantId")), gte(c.at, $("since")))).orderBy(desc(c.at)).limit($("limit")));

const selectShortPicks = rowsOf("select_short_picks", ({ db, t: { rejections: r } }) =>
  db.select({ locationId: r.locationId, expected: r.unitsWanted, found: r.unitsFound }).from(r)
    .where(and(eq(r.merchantId, $("merchantId")), gte(r.at, $("since")), sql`${r.reason} in ('not-found', 'damaged')`)).orderBy(desc(r.at)).limit($("limit")));

export const experienceQueries = (engine: Engine): ExperienceQueries => ({
  rejectionsOf: (merchantId, orderId) => engine.ask(selectRejections, { merchantId, orderId }),
  rejectionsToCount: (merchantId, level, limit) => engine.ask(selectToCount, { merchantId, ...level, limit }),
  overridesOf: (merchantId, orderId) => engine.ask(selectOverrides, { merchantId, orderId }),
  overridesSince: (merchantId, query) => engine.ask(selectOverridesSince, { merchantId, ...query }),
  overrideSums: (merchantId, since) => engine.ask(selectOverrideSums, { merchantId, since }),
  waitingOrders: async (merchantId, { until = Number.MAX_SAFE_INTEGER, after, limit }) => {
    const rows = await engine.ask(selectWaiting, { merchantId, until, afterSince: after.waitingSince, afterId: after.orderId, limit });
    return rows.map(({ attention, resolved, ...order }) => ({ ...order, told: [...attention.map(factOf), ...resolved] }));
  },
  locationFacts: (merchantId) => engine.ask(selectFacts, { merchantId }),
  partsSince: (merchantId, since) => partsSince(engine, { merchantId, since }),
  pickSpans: async (merchantId, query) => (await engine.ask(selectSpans, { merchantId, ...query })).flatMap(({ locationId, leftAt, askedAt }) =>
    (locationId === null || leftAt === null || askedAt === null ? [] : [{ locationId, leftAt, askedAt: Number(askedAt) }])),
  shelfLooks: async (merchantId, query) => [
    ...(await engine.ask(selectCounts, { merchantId, ...query })), ...(await engine.ask(selectShortPicks, { merchantId, ...query })),
  ],
});

const partsSince: (engine: Engine, asked: { merchantId: MerchantId; since: number }) => ReturnType<ExperienceQueries["partsSince"]> = async (engine, asked) => {
  const parts = new Map<LocationId, { shipped: number; rejected: number }>();
  for (const { locationId, count } of await engine.ask(selectShipped, asked)) if (locationId !== null) parts.set(locationId, { shipped: count, rejected: 0 });
  for (const { locationId, count } of await engine.ask(selectRejected, asked)) parts.set(locationId, { shipped: parts.get(locationId)?.shipped ?? 0, rejected: count });
  return [...parts].map(([locationId, counts]) => ({ locationId, ...counts }));
};
