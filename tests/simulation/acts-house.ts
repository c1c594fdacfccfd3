import type { OrderAggregate } from "../../app/db/port";
import { actOnOrder, retryException } from "../../app/flows/acts";
import { reRouteOrder } from "../../app/flows/re-route-order";
import { resolveAttention } from "../../app/flows/resolve-attention";
import type { Act } from "../../app/domain/orders/decide-act";
import type { StoreRecord } from "../../app/domain/records";
import type { Happening } from "./happening";
import { rememberPlacing } from "./memory";
import { alive } from "./steps";
import type { World } from "./world";

/** What the merchant does to orders in the house. */
export const houseActs: readonly Happening[] = [
  [10, "ship", (world) => actOnSome(world, ship)],
  [1, "track", (world) => actOnSome(world, track)],
  [2, "hold", (world) => actOnSome(world, () => ({ kind: "hold", reason: "checking the address" }))],
  [3, "release", (world) => actOnSome(world, () => ({ kind: "release" }))],
  [2, "change location", (world) => actOnSome(world, changeLocation)],
  [2, "start work", (world) => actOnSome(world, startWork)],
  [1, "cancel here", (world) => actOnSome(world, cancel)],
  [2, "ask third party", (world) => actOnSome(world, askThirdParty)],
  [1, "route anew", (world) => onSome(world, OPEN, async ({ order }, store) => void (await alive(world, 0, (ctx) => reRouteOrder(ctx, { store, actor: ACTOR, orderId: order.id }))))],
  [1.5, "look", (world) => onSome(world, () => true, look(world))],
  [0.5, "retry", retry],
];

export const ACTOR = "person:simulated";

type Chosen = (aggregate: OrderAggregate) => boolean;
export const OPEN: Chosen = ({ order }) => !["shipped", "cancelled", "left", "captured"].includes(order.status);

export const storeNow = async ({ ground: { db }, merchantId, storeId }: World): Promise<StoreRecord> => {
  const store = await db.store(merchantId, storeId);
  if (!store) throw new Error("the simulated store is gone");
  return store;
};

const ORDERS_SEEN = 40;

/** One of the orders as the house shows them. */
export const onSome = async (world: World, passes: Chosen, act: (aggregate: OrderAggregate, store: StoreRecord) => Promise<void>): Promise<void> => {
  const { db } = world.ground;
  const page = await db.findOrders({ merchantId: world.merchantId, limit: ORDERS_SEEN });
  const all = await db.orderAggregates(world.merchantId, page.rows.map((order) => order.id));
  const some = all.filter(passes).sort((a, b) => (a.order.id < b.order.id ? -1 : 1));
  if (some.length > 0) await act(world.dice.pick(some), await storeNow(world));
};

const actOnSome = (world: World, choose: (world: World, aggregate: OrderAggregate) => Act | null): Promise<void> =>
  onSome(world, OPEN, async (aggregate, store) => {
    const act = choose(world, aggregate);
    if (!act) return;
    const { platformId, id: orderId } = aggregate.order;
    const result = await alive(world, 0, (ctx) => actOnOrder(ctx, { store, actor: ACTOR, orderId, act }));
    world.trace.note(`act ${act.kind} ${result === "died" ? result : result.ok ? "accepted" : result.problem}`);
    // Where the process died, whether the act was stored is not known to the person who asked for it.
    if (result !== "died" && !result.ok) return;
    if (act.kind === "ship" && act.tracking.number) world.askedParcels.add(act.tracking.number);
    if (act.kind === "change-location") rememberPlacing(world, platformId);
    if (act.kind === "cancel" && aggregate.order.cancelledAt === null) world.memory.cancelledWhileKnown.add(orderId);
  });

const ship = (world: World, { fulfillmentOrders }: OrderAggregate): Act | null => {
  const open = fulfillmentOrders.filter((one) => one.status === "open" || one.status === "in-progress");
  if (open.length === 0) return null;
  const fulfillmentOrder = world.dice.pick(open);
  const lines = fulfillmentOrder.lines.filter((line) => line.remainingQuantity > 0)
    .map((line) => ({ orderLineId: line.orderLineId, quantity: world.dice.chance(0.6) ? line.remainingQuantity : world.dice.between(0, line.remainingQuantity) }));
  return { kind: "ship", fulfillmentOrderId: fulfillmentOrder.id, lines, notifyCustomer: false, tracking: { company: "UPS", number: trackingNumber(world), url: null } };
};

const trackingNumber = (world: World): string => {
  world.parcelsNamed += 1;
  return `SY-${world.seed}-${world.parcelsNamed}`;
};

const track = (world: World, { shipments }: OrderAggregate): Act | null => {
  const made = shipments.filter((one) => one.platformId !== null && !one.madeHere);
  if (made.length === 0) return null;
  return { kind: "track", shipmentId: world.dice.pick(made).id, tracking: { company: "UPS", number: `TR-${world.dice.between(1, 9_999)}`, url: null }, notifyCustomer: false };
};

const changeLocation = (world: World, { fulfillmentOrders }: OrderAggregate): Act | null => {
  const open = fulfillmentOrders.filter((one) => one.status === "open");
  if (open.length === 0) return null;
  const target = world.dice.pick([...world.twin.shop().locations.keys()]);
  return { kind: "change-location", fulfillmentOrderId: world.dice.pick(open).id, locationId: `${world.storeId}-${target}` as never };
};

const startWork = (world: World, { fulfillmentOrders }: OrderAggregate): Act | null => {
  const open = fulfillmentOrders.filter((one) => one.status === "open");
  return open.length === 0 ? null : { kind: "start-work", fulfillmentOrderId: world.dice.pick(open).id };
};

const cancel = ({ dice }: World): Act => ({
  kind: "cancel", reason: dice.pick(["customer", "inventory", "fraud"]), restock: dice.chance(0.75), refund: dice.chance(0.75), notifyCustomer: false, note: "",
});

const askThirdParty = (world: World, { fulfillmentOrders }: OrderAggregate): Act | null => {
  const open = fulfillmentOrders.filter((one) => one.status === "open" || one.status === "in-progress");
  if (open.length === 0) return null;
  return { kind: world.dice.pick(["request-fulfillment", "request-cancellation"]), fulfillmentOrderId: world.dice.pick(open).id, note: "" };
};

const look = (world: World) => async ({ order }: OrderAggregate, store: StoreRecord): Promise<void> => {
  if (order.attention.length === 0) return;
  const result = await alive(world, 0, (ctx) => resolveAttention(ctx, { store, actor: ACTOR, orderId: order.id, code: world.dice.chance(0.5) ? null : (order.attention[0]?.code ?? null), note: "Seen." }));
  world.trace.note(`look ${result === "died" || result.ok}`);
};

/** Whatever was refused is asked for again. */
async function retry(world: World): Promise<void> {
  const { rows } = await world.ground.db.refusedIntents(world.merchantId, "", 20);
  const [row] = rows;
  if (!row) return;
  const { intent } = row;
  if (intent.kind === "ship" && intent.tracking.number) world.askedParcels.add(intent.tracking.number);
  const store = await storeNow(world);
  const result = await alive(world, 0, (ctx) => retryException(ctx, { store, actor: ACTOR, exception: { kind: "intent", id: row.id } }));
  world.trace.note(`retry ${intent.kind} ${result === "died" ? result : result.ok ? "accepted" : result.problem}`);
}
