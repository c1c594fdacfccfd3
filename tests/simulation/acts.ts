import type { OrderAggregate } from "../../app/db/port";
import { actOnOrder } from "../../app/flows/acts";
import type { Act } from "../../app/domain/orders/decide-act";
import { Crash } from "./interference";
import { type Step, type World, deliver, revive, work } from "./world";

/** Everything that may happen next, each with its weight. */
type Happening = (world: World) => Promise<void> | void;

const HAPPENINGS: readonly (readonly [number, string, Happening])[] = [
  [22, "order", (world) => void world.twin.people().placeOrder(world.dice.chance(0.2) ? { kind: world.dice.pick(ODD_KINDS) } : {})],
  [26, "deliver", async (world) => void (await deliver(world, world.dice.between(1, 12)))],
  [14, "apply", (world) => step(world, "apply")],
  [18, "read", (world) => step(world, "read")],
  [16, "perform", (world) => step(world, "perform")],
  [16, "time", (world) => void (world.clock.now += world.dice.between(1, 3_000))],
  [1, "long time", (world) => void (world.clock.now += world.dice.between(60_000, 400_000))],
  [4, "stock", adjustStock],
  [2, "cancel", cancelOrder],
  [2, "ship elsewhere", (world) => onOpenFulfillmentOrder(world, (id) => void world.twin.people().shipElsewhere(id))],
  [1, "hold elsewhere", (world) => onOpenFulfillmentOrder(world, (id) => void world.twin.people().holdElsewhere(id))],
  [1, "release elsewhere", (world) => onOpenFulfillmentOrder(world, (id) => void world.twin.people().releaseElsewhere(id))],
  [1, "move elsewhere", (world) => onOpenFulfillmentOrder(world, (id) => void world.twin.people().moveElsewhere(id, world.dice.pick([...world.twin.shop().locations.keys()])))],
  [10, "ship", (world) => onSomeOrder(world, shipSome)],
  [2, "hold", (world) => onSomeOrder(world, () => ({ kind: "hold", reason: "checking the address" }))],
  [3, "release", (world) => onSomeOrder(world, () => ({ kind: "release" }))],
  [2, "change location", (world) => onSomeOrder(world, changeLocation)],
  [2, "start work", (world) => onSomeOrder(world, startWork)],
];

const ODD_KINDS = ["point-of-sale", "draft", "unpaid", "pickup", "digital", "untracked", "oversold", "tip", "custom", "yen", "no-customer", "partial-address", "no-sku"] as const;

/** Makes one thing happen and says what. */
export const happen = async (world: World): Promise<string> => {
  const [, name, happening] = world.dice.weighted(HAPPENINGS.map((one) => [one[0], one] as const));
  world.trace.note(`${world.clock.now} ${name}`);
  await happening(world);
  return name;
};

const step = async (world: World, name: Step): Promise<void> => {
  const which = world.dice.chance(0.5) ? 0 : 1;
  // While this worker waits for an answer, the other one may do a step of its own; it is not interrupted in turn.
  let interrupted = false;
  world.weather.meanwhile = async () => {
    if (interrupted) return;
    interrupted = true;
    await work(world, which === 0 ? 1 : 0, world.weather.dice.pick(["apply", "read", "perform"] as const));
    interrupted = false;
  };
  const settled = await work(world, which, name);
  world.weather.meanwhile = () => Promise.resolve();
  world.trace.note(`${name} ${settled}`);
};

function adjustStock(world: World): void {
  const { dice, twin } = world;
  const item = dice.pick([...twin.shop().items.values()]);
  const levels = [...item.levels.values()].filter((level) => level.active);
  if (levels.length === 0) return;
  const level = dice.pick(levels);
  const lowest = Math.min(0, -level.quantities.available);
  twin.people().adjustStock({ itemId: item.id, locationId: level.locationId, delta: dice.between(Math.max(-3, lowest), 6) });
}

function cancelOrder(world: World): void {
  const orders = [...world.twin.shop().orders.values()].filter((order) => order.cancelledAt === null);
  if (orders.length > 0) world.twin.people().cancelOrder(world.dice.pick(orders).id);
}

function onOpenFulfillmentOrder(world: World, act: (id: string) => void): void {
  const open = world.twin.inspect().fulfillmentOrders.filter((one) => one.open);
  if (open.length > 0) act(world.dice.pick(open).id);
}

/** A merchant acts on an order as the house shows it. */
async function onSomeOrder(world: World, choose: (world: World, aggregate: OrderAggregate) => Act | null): Promise<void> {
  const { db } = world.ground;
  const page = await db.findOrders({ merchantId: world.merchantId, limit: 40 });
  const open = page.rows.filter((order) => !["shipped", "cancelled", "left", "captured"].includes(order.status));
  if (open.length === 0) return;
  const aggregate = await db.order(world.merchantId, world.dice.pick(open).id);
  const store = await db.store(world.merchantId, world.storeId);
  const act = aggregate && choose(world, aggregate);
  if (!aggregate || !store || !act) return;
  try {
    const result = await actOnOrder(world.workers[0].ctx, { store, actor: "person:simulated", orderId: aggregate.order.id, act });
    world.trace.note(`act ${act.kind} ${result.ok ? "accepted" : result.problem}`);
    if (result.ok && act.kind === "ship" && act.tracking.number) world.askedParcels.add(act.tracking.number);
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    // Whether the act was stored is not known to the person who asked for it.
    if (act.kind === "ship" && act.tracking.number) world.askedParcels.add(act.tracking.number);
  } finally {
    revive(world, 0);
  }
}

let parcels = 0;

function shipSome(world: World, { fulfillmentOrders }: OrderAggregate): Act | null {
  const open = fulfillmentOrders.filter((one) => one.status === "open" || one.status === "in-progress");
  if (open.length === 0) return null;
  const fulfillmentOrder = world.dice.pick(open);
  const lines = fulfillmentOrder.lines.filter((line) => line.remainingQuantity > 0)
    .map((line) => ({ orderLineId: line.orderLineId, quantity: world.dice.chance(0.6) ? line.remainingQuantity : world.dice.between(0, line.remainingQuantity) }));
  parcels += 1;
  return {
    kind: "ship", fulfillmentOrderId: fulfillmentOrder.id, lines, notifyCustomer: false,
    tracking: { company: "UPS", number: `SY-${world.seed}-${parcels}`, url: null },
  };
}

function changeLocation(world: World, { fulfillmentOrders }: OrderAggregate): Act | null {
  const open = fulfillmentOrders.filter((one) => one.status === "open");
  if (open.length === 0) return null;
  const target = world.dice.pick([...world.twin.shop().locations.keys()]);
  return { kind: "change-location", fulfillmentOrderId: world.dice.pick(open).id, locationId: `${world.storeId}-${target}` as never };
}

function startWork(world: World, { fulfillmentOrders }: OrderAggregate): Act | null {
  const open = fulfillmentOrders.filter((one) => one.status === "open");
  return open.length === 0 ? null : { kind: "start-work", fulfillmentOrderId: world.dice.pick(open).id };
}

export const resetActs = (): void => {
  parcels = 0;
};
