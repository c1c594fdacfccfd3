import { and, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import type { OrderChange } from "../domain/change-set";
import { Conflict } from "./conflict";
import type { SealedChange } from "./sealed-change";
import { type Attempt, changeEach, type EachStatement, insertAll, insertEach, insertionOf, newcomersOf, type Work } from "./statement";
import { withoutTariffs } from "./tariffs";
import { upsertionOf } from "./upsert";

const insertOrders = newcomersOf("insert_order", (t) => t.orders);

const updateOrders: EachStatement = {
  name: "update_order",
  table: (t) => t.orders,
  values: (t) => ({ ...getTableColumns(t.orders), loadedVersion: t.orders.version }),
  where: ({ t }, value) => and(eq(t.orders.merchantId, value("merchantId")), eq(t.orders.id, value("id")), eq(t.orders.version, value("loadedVersion"))),
  set: ({ t }, value) => {
    // Of these an order keeps what it has all its life, and an index over them is left alone.
    const { merchantId: _merchantId, id: _id, storeId: _storeId, platformId: _platformId, ...rest } = getTableColumns(t.orders);
    return Object.fromEntries(Object.keys(rest).map((name) => [name, value(name)]));
  },
};

type PartTable = "orderLines" | "allocations" | "fulfillmentOrders" | "orderWaits" | "orderTerms";

const partOf = (part: PartTable) => ({
  clear: {
    name: `clear_${part}`,
    table: (t) => t[part],
    values: (t) => ({ merchantId: t[part].merchantId, orderId: t[part].orderId }),
    where: ({ t }, value) => and(eq(t[part].merchantId, value("merchantId")), eq(t[part].orderId, value("orderId"))),
  } satisfies EachStatement as EachStatement,
  insert: insertionOf(`insert_${part}`, (t) => t[part]),
});

const lines = partOf("orderLines");
const allocations = partOf("allocations");
const fulfillmentOrders = partOf("fulfillmentOrders");
const waits = { ...partOf("orderWaits"), clear: clearWaits() };
const terms = partOf("orderTerms");

const upsertShipments = upsertionOf("upsert_shipment", (t) => t.shipments, (t) => [t.merchantId, t.orderId, t.id]);
const insertDecisions = newcomersOf("insert_decisions", (t) => t.decisions);
const insertTariffs = insertionOf("insert_tariffs", (t) => t.tariffs, { ignoreDuplicates: true });
const insertEvents = newcomersOf("insert_events", (t) => t.events);

const setDecisionStatus: EachStatement = {
  name: "set_decision_status",
  table: (t) => t.decisions,
  values: ({ decisions: d }) => ({ merchantId: d.merchantId, id: d.id, orderId: d.orderId, status: d.status }),
  where: ({ t: { decisions: d } }, value) => and(eq(d.merchantId, value("merchantId")), eq(d.id, value("id")), eq(d.orderId, value("orderId"))),
  set: (_, value) => ({ status: value("status") }),
};

/**
 * Writes orders with all that hangs on them, then decisions and history. No order comes twice. Throws Conflict when one is not at the
 * version before.
 */
export function* writeOrders(changes: readonly SealedChange[], attempt: Attempt): Work<void> {
  const orders = changes.flatMap(({ set }) => set.orders ?? []);
  yield* writeRecords(orders.map(({ order }) => order), attempt);
  yield* writeParts(orders, new Map(changes.flatMap((change) => [...change.terms])));
  const { decisions, tariffs } = withoutTariffs(changes.flatMap(({ set }) => set.decisions ?? []));
  yield* insertAll(insertTariffs, tariffs);
  yield* insertAll(insertDecisions[attempt], decisions);
  yield* changeEach(setDecisionStatus, changes.flatMap(({ set: { merchantId, decisionStatuses = [] } }) =>
    decisionStatuses.map(({ orderId, decisionId, status }) => ({ merchantId, id: decisionId, orderId, status }))));
  yield* insertAll(insertEvents[attempt], changes.flatMap(({ set }) => set.events ?? []));
}

function* writeRecords(orders: readonly OrderChange["order"][], attempt: Attempt): Work<void> {
  const fresh = orders.filter((order) => order.version === 1);
  const stored = yield* insertEach(insertOrders[attempt], fresh);
  const known = fresh.find((_, place) => !stored[place]);
  if (known) throw new Conflict(`order:${known.id}`);
  const changed = orders.filter((order) => order.version > 1);
  const written = yield* changeEach(updateOrders, changed.map((order) => ({ loadedVersion: order.version - 1, ...order })));
  // Which one it was is told when the sets are written one by one.
  if (written < changed.length) throw new Conflict(`order:${changed[0]?.id}`);
}

function* writeParts(orders: readonly OrderChange[], hashes: ReadonlyMap<string, string[]>): Work<void> {
  const replace = function* (part: ReturnType<typeof partOf>, rowsOf: (change: OrderChange) => readonly object[] | undefined): Work<void> {
    const replaced = orders.flatMap((change) => {
      const rows = rowsOf(change);
      return rows ? [{ order: change.order, rows }] : [];
    });
    yield* changeEach(part.clear, replaced.filter(({ order }) => order.version > 1).map(({ order }) => keyOf(order)));
    yield* insertAll(part.insert, replaced.flatMap(({ rows }) => rows));
  };
  yield* replace(lines, (change) => change.lines);
  yield* replace(allocations, (change) => change.allocations);
  yield* replace(fulfillmentOrders, (change) => change.fulfillmentOrders);
  yield* replace(waits, ({ order, waitsFor }) => waitsFor && [...new Set(waitsFor)].map((itemId) => ({ itemId, placedAt: order.placedAt, ...keyOf(order) })));
  yield* replace(terms, ({ order }) => hashes.get(order.id)?.map((term) => ({ term, ...keyOf(order) })));
  yield* insertAll(upsertShipments, orders.flatMap((change) => change.shipments ?? []));
}

/** Through the index by order, which SQLite's planner would not take to delete whole rows. */
function clearWaits(): EachStatement {
  const { clear } = partOf("orderWaits");
  return {
    ...clear,
    where: (scope, value) => {
      const { db, t: { orderWaits: w } } = scope;
      const items = db.select({ itemId: sql`w.item_id` }).from(sql`${w} as w`).where(sql`w.merchant_id = ${value("merchantId")} and w.order_id = ${value("orderId")}`);
      return and(clear.where(scope, value), inArray(w.itemId, items as never));
    },
  };
}

const keyOf = ({ merchantId, id }: OrderChange["order"]) => ({ merchantId, orderId: id });
