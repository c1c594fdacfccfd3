import { and, asc, desc, eq, gte, isNull, notExists, sql } from "drizzle-orm";
import type { ItemId, LocationId, MerchantId, OrderId, StoreId } from "../domain/ids";
import { intentFields } from "./outbox";
import { $, list } from "./phrases";
import type { WatchQueries } from "./port-watch";
import { rowsOf, type Engine, type Scope } from "./statement";

const selectStockIntents = rowsOf("select_stock_intents", (scope) => {
  const { t: { outbox: o } } = scope;
  return scope.db.select(intentFields(scope)).from(o).where(and(
    eq(o.merchantId, $("merchantId")), isNull(o.orderId),
    sql`(${o.status} in ('waiting', 'leased') or (${o.status} = 'done' and ${o.dueAt} >= ${$("doneSince")}))`,
  )).orderBy(desc(o.id)).limit($("limit"));
});

const selectIntentByKey = rowsOf("select_intent_by_key", (scope) => {
  const { t: { outbox: o } } = scope;
  return scope.db.select(intentFields(scope)).from(o).where(and(eq(o.merchantId, $("merchantId")), eq(o.key, $("key"))));
});

const selectPosted = rowsOf("select_posted", ({ db, t: { stockEntries: e } }) =>
  db.select({ state: e.state }).from(e).where(and(eq(e.merchantId, $("merchantId")), eq(e.causeKey, $("causeKey")))).limit(1));

const selectTouching = rowsOf("select_orders_touching", ({ db, t: { orders: o, orderLines: l }, among }) => {
  const hasLine = db.select({ one: sql`1` }).from(l).where(and(eq(l.merchantId, o.merchantId), eq(l.orderId, o.id), among(l.itemId, "itemIds")));
  return db.select({ id: o.id }).from(o).where(and(eq(o.merchantId, $("merchantId")), gte(o.updatedAt, $("since")), sql`exists ${hasLine}`))
    .orderBy(desc(o.updatedAt), desc(o.id)).limit($("limit"));
});

const selectOldestOrderWish = rowsOf("select_oldest_order_wish", ({ db, t: { wantedReads: r } }) =>
  db.select({ at: r.requestedAt }).from(r)
    .where(and(eq(r.merchantId, $("merchantId")), eq(r.storeId, $("storeId")), eq(r.kind, "order"), sql`${r.status} = 'waiting'`))
    .orderBy(asc(r.requestedAt)).limit(1));

/** As `idOf` makes the id of an order that is wished for. */
const wishedOrder = ({ t: { wantedReads: r } }: Scope) => sql`${r.storeId} || '-' || ${r.target}`;

const waitingOrderWish = ({ t: { wantedReads: r } }: Scope) =>
  and(eq(r.merchantId, $("merchantId")), eq(r.storeId, $("storeId")), eq(r.kind, "order"), sql`${r.status} = 'waiting'`);

const selectWishedItems = rowsOf("select_wished_items", (scope) => {
  const { db, among, t: { wantedReads: r, orderLines: l } } = scope;
  return db.selectDistinct({ itemId: l.itemId }).from(r)
    .innerJoin(l, and(eq(l.merchantId, r.merchantId), eq(l.orderId, wishedOrder(scope)), among(l.itemId, "itemIds")))
    .where(waitingOrderWish(scope)).orderBy(asc(l.itemId));
});

const selectUnknownWish = rowsOf("select_unknown_order_wish", (scope) => {
  const { db, t: { wantedReads: r, orders: o } } = scope;
  const known = db.select({ one: sql`1` }).from(o).where(and(eq(o.merchantId, r.merchantId), eq(o.id, wishedOrder(scope))));
  return db.select({ target: r.target }).from(r).where(and(waitingOrderWish(scope), notExists(known))).limit(1);
});

const selectItemsBySku = rowsOf("select_items_by_sku", ({ db, t: { items: i }, among }) =>
  db.select().from(i).where(and(eq(i.merchantId, $("merchantId")), among(i.sku, "skus"), eq(i.storeId, $("storeId")))).orderBy(asc(i.sku), asc(i.id)));

const selectLevel = rowsOf("select_level", ({ db, t: { levels: l } }) =>
  db.select().from(l).where(and(eq(l.merchantId, $("merchantId")), eq(l.itemId, $("itemId")), eq(l.locationId, $("locationId")))));

/** No default is as good as a limit that no level falls to. */
const NEVER_LOW = -2_147_483_648;

const limitOf = ({ t: { stockRules: r } }: Scope) => sql<number>`coalesce(${r.lowStockUnits}, ${$("defaultUnits")})`.mapWith(Number);

const ruleOfLevel = ({ t: { levels: l, stockRules: r } }: Scope) => and(eq(r.merchantId, l.merchantId), eq(r.itemId, l.itemId), eq(r.locationId, l.locationId));

/** Before anything is joined, most levels are left out: by the highest limit that there is. */
const highestLimit = rowsOf("highest_low_stock_limit", ({ db, t: { stockRules: r } }) =>
  db.select({ units: sql<number | null>`max(${r.lowStockUnits})` }).from(r).where(eq(r.merchantId, $("merchantId"))));

const watchedPlaces = ({ t: { levels: l, items: i, locations: p } }: Scope) => ({
  item: and(eq(i.merchantId, l.merchantId), eq(i.id, l.itemId), eq(i.storeId, $("storeId")), eq(i.tracked, true)),
  place: and(eq(p.merchantId, l.merchantId), eq(p.id, l.locationId), eq(p.active, true)),
});

const subjectOf = ({ t: { levels: l } }: Scope) => sql`${l.itemId} || '@' || ${l.locationId}`;

const selectLow = rowsOf("select_low_levels", (scope) => {
  const { db, t: { levels: l, items: i, locations: p, stockRules: r, notices: n } } = scope;
  const { item, place } = watchedPlaces(scope);
  const told = db.select({ one: sql`1` }).from(n).where(and(
    eq(n.merchantId, l.merchantId), eq(n.kind, "low-stock"), eq(n.subject, subjectOf(scope)),
    sql`(${n.settledAt} is null or (${n.settledBy} like 'person:%' and ${n.settledAt} > ${$("quietSince")}))`,
  ));
  return db.select({ itemId: l.itemId, locationId: l.locationId, available: l.available, lowStockUnits: limitOf(scope) }).from(l)
    .innerJoin(i, item).innerJoin(p, place).leftJoin(r, ruleOfLevel(scope))
    .where(and(eq(l.merchantId, $("merchantId")), eq(l.active, true), sql`${l.available} <= ${$("highest")}`, sql`${l.available} <= ${limitOf(scope)}`, notExists(told)))
    .orderBy(asc(l.itemId), asc(l.locationId)).limit($("limit"));
});

const selectOver = rowsOf("select_notices_over", (scope) => {
  const { db, t: { levels: l, items: i, locations: p, stockRules: r, notices: n } } = scope;
  const { item, place } = watchedPlaces(scope);
  const low = db.select({ one: sql`1` }).from(l).innerJoin(i, item).innerJoin(p, place).leftJoin(r, ruleOfLevel(scope)).where(and(
    eq(l.merchantId, n.merchantId), eq(l.itemId, sql`${n.itemId}`), eq(l.locationId, sql`${n.locationId}`), eq(l.active, true), sql`${l.available} <= ${limitOf(scope)}`,
  ));
  return db.select({ id: n.id }).from(n)
    .where(and(eq(n.merchantId, $("merchantId")), eq(n.kind, "low-stock"), eq(n.storeId, $("storeId")), isNull(n.settledAt), notExists(low)))
    .orderBy(asc(n.id)).limit($("limit"));
});

export const watchQueries = (engine: Engine): WatchQueries => ({
  stockIntents: (merchantId, doneSince, limit) => engine.ask(selectStockIntents, { merchantId, doneSince, limit }),
  intentByKey: async (merchantId, key) => (await engine.ask(selectIntentByKey, { merchantId, key }))[0] ?? null,
  isPosted: async (merchantId, causeKey) => (await engine.ask(selectPosted, { merchantId, causeKey })).length > 0,
  ordersTouching: async (merchantId, { itemIds, since, limit }): Promise<OrderId[]> =>
    (await engine.ask(selectTouching, { merchantId, itemIds: list(itemIds), since, limit })).map(({ id }) => id),
  oldestOrderWish: async (merchantId: MerchantId, storeId: StoreId) => (await engine.ask(selectOldestOrderWish, { merchantId, storeId }))[0]?.at ?? null,
  orderWishesAbout: async (merchantId, { storeId, itemIds }) => ({
    itemIds: (await engine.ask(selectWishedItems, { merchantId, storeId, itemIds: list(itemIds) })).flatMap(({ itemId }) => (itemId === null ? [] : [itemId])),
    unknown: (await engine.ask(selectUnknownWish, { merchantId, storeId })).length > 0,
  }),
  itemsBySku: (merchantId, storeId, skus) => engine.ask(selectItemsBySku, { merchantId, storeId, skus: list(skus) }),
  lowLevels: async (merchantId, { storeId, defaultUnits, quietSince, limit }) => {
    const [rules] = await engine.ask(highestLimit, { merchantId });
    const usual = defaultUnits ?? NEVER_LOW;
    return engine.ask(selectLow, { merchantId, storeId, defaultUnits: usual, highest: Math.max(usual, Number(rules?.units ?? NEVER_LOW)), quietSince, limit });
  },
  noticesOver: async (merchantId, { storeId, defaultUnits, limit }) =>
    (await engine.ask(selectOver, { merchantId, storeId, defaultUnits: defaultUnits ?? NEVER_LOW, limit })).map(({ id }) => id),
  level: async (merchantId: MerchantId, itemId: ItemId, locationId: LocationId) => (await engine.ask(selectLevel, { merchantId, itemId, locationId }))[0] ?? null,
});
