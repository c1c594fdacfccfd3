import type { ChangeSet } from "../../app/domain/change-set";
import type { Db } from "../../app/db/port";

/** Bugs, each planted between the decisions and a real database: what one line of the house lost would do. */

/** A database to which every change set comes changed. */
const changing = (change: (set: ChangeSet, db: Db) => ChangeSet | Promise<ChangeSet>) => (db: Db): Db => ({
  ...db,
  commit: async (sets) => db.commit(await Promise.all(sets.map((set) => change(set, db)))),
});

let told = 0;

/** The version that is there now takes the place of the one that was read. */
const onTopOfWhatever = async (set: ChangeSet, db: Db): Promise<ChangeSet> => {
  const ids = (set.orders ?? []).map(({ order }) => order.id);
  const now = new Map((await db.orderAggregates(set.merchantId, ids)).map(({ order }) => [order.id, order.version]));
  return {
    ...set,
    guards: set.guards.filter((guard) => guard.kind !== "order"),
    orders: (set.orders ?? []).map((one) => ({ ...one, order: { ...one.order, version: (now.get(one.order.id) ?? 0) + 1 } })),
  };
};

export interface Plant {
  bug: string;
  seenBy: "ledger" | "ledger-races" | "orders" | "parts" | "order-races";
  plant(db: Db): Db;
}

export const PLANTS: readonly Plant[] = [
  { bug: "a plan takes what is not there", seenBy: "ledger", plant: changing((set) => ({ ...set, floors: [] })) },
  {
    bug: "a move between states has the wrong sign", seenBy: "ledger",
    plant: changing((set) => ({ ...set, entries: set.entries?.map((entry) => (entry.cause === "adjust" && entry.state === "damaged" ? { ...entry, delta: -entry.delta } : entry)) ?? [] })),
  },
  {
    bug: "an act on stock that was heard of is posted again", seenBy: "ledger",
    plant: (db) => ({
      ...changing((set) => ({ ...set, entries: set.entries?.map((entry) => (entry.cause === "adjust" ? { ...entry, causeKey: `${entry.causeKey}:${(told += 1)}` } : entry)) ?? [] }))(db),
      isPosted: () => Promise.resolve(false),
    }),
  },
  {
    bug: "a parcel leaves committed units behind", seenBy: "ledger",
    plant: changing((set) => ({ ...set, entries: set.entries?.filter((entry) => entry.cause !== "ship" || entry.state !== "committed") ?? [] })),
  },
  { bug: "a reading is posted on top of a change that came between", seenBy: "ledger-races", plant: changing((set) => ({ ...set, guards: set.guards.filter((guard) => guard.kind !== "level") })) },
  { bug: "an order is written on top of any version", seenBy: "order-races", plant: changing(onTopOfWhatever) },
  {
    bug: "an order that gives back all keeps its units", seenBy: "orders",
    plant: changing((set) => ({ ...set, orders: set.orders?.map((one) => (one.allocations?.length === 0 ? { order: one.order, ...(one.shipments && { shipments: one.shipments }) } : one)) ?? [] })),
  },
  {
    bug: "a parcel that is asked for is forgotten, and may be asked for again", seenBy: "orders",
    plant: changing((set) => ({ ...set, orders: set.orders?.map((one) => ({ ...one, ...(one.shipments && { shipments: one.shipments.filter((parcel) => parcel.status !== "requested") }) })) ?? [] })),
  },
  {
    bug: "a refund is told twice", seenBy: "orders",
    plant: changing((set) => ({ ...set, events: set.events?.flatMap((event) => (event.type === "refunded" ? [event, { ...event, id: `${event.id}:again` }] : [event])) ?? [] })),
  },
  { bug: "a hold never reaches the platform", seenBy: "orders", plant: changing((set) => ({ ...set, intents: set.intents?.filter((row) => row.intent.kind !== "hold") ?? [] })) },
  {
    bug: "a part that was closed is shipped", seenBy: "parts",
    plant: changing((set) => ({
      ...set,
      orders: set.orders?.map((one) => ({ ...one, ...(one.fulfillmentOrders && { fulfillmentOrders: one.fulfillmentOrders.map((part) => (part.status === "closed" ? { ...part, status: "open" as const } : part)) }) })) ?? [],
    })),
  },
  {
    bug: "a third party's no is not shown", seenBy: "parts",
    plant: changing((set) => ({ ...set, orders: set.orders?.map((one) => ({ ...one, order: { ...one.order, attention: one.order.attention.filter((fact) => fact.code !== "request-rejected") } })) ?? [] })),
  },
];
