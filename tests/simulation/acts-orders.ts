import { type OrderId, idOf } from "../../app/domain/ids";
import { isTerminal } from "../../sandbox/shopify/model/fulfillment-order";
import { shippedAndRefunded, shippedUnits, unfulfilledUnits } from "../../sandbox/shopify/model/order";
import type { Order, OrderLine, RestockType } from "../../sandbox/shopify/model/records";
import type { Happening } from "./happening";
import { rememberPlacing } from "./memory";
import type { World } from "./world";

/** What customers buy, and what staff and other apps do to orders in the shop's own admin. */

const ODD_KINDS = [
  "point-of-sale", "draft", "unpaid", "pickup", "digital", "untracked", "oversold", "tip", "custom", "yen", "no-customer", "partial-address", "no-sku",
  "euro", "bundle", "local-delivery", "scheduled", "returning", "third-party",
] as const;
const HOUR_MS = 3_600_000;

export const orderActs: readonly Happening[] = [
  [22, "order", (world) => void world.twin.people().placeOrder(world.dice.chance(0.25) ? { kind: world.dice.pick(ODD_KINDS) } : {})],
  [1, "pay", (world) => onOrder(world, (order) => order.financialStatus === "pending", (order) => world.twin.people().markPaid(order.id))],
  [0.5, "tag", (world) => onOrder(world, () => true, (order) => world.twin.people().addTags(order.id, [`tag-${world.dice.between(1, 3)}`]))],
  [2, "edit up", (world) => changeGoods(world, isLiving, editUp)],
  [2, "edit down", (world) => changeGoods(world, isLiving, editDown)],
  [1.5, "refund unshipped", (world) => changeGoods(world, () => true, (one, order) => refund(one, { order, restockType: "CANCEL" }))],
  [1.5, "refund returned", (world) => onOrder(world, () => true, (order) => refund(world, { order, restockType: "RETURN" }))],
  [1, "refund lost", (world) => changeGoods(world, () => true, (one, order) => refund(one, { order, restockType: "NO_RESTOCK" }))],
  [2, "cancel", (world) => cancel(world, isLiving)],
  [1, "cancel shipped", (world) => cancel(world, (order) => isLiving(order) && order.fulfillmentIds.length > 0)],
  [2, "ship elsewhere", (world) => onOpen(world, () => true, ({ id }) => world.twin.people().shipElsewhere(id))],
  [1, "ship a part elsewhere", (world) => onOpen(world, () => true, ({ id, lines }) => world.twin.people().shipElsewhere(id, lines.filter((line) => line.remaining > 0).slice(0, 1).map((line) => ({ id: line.id, quantity: 1 }))))],
  [1, "track elsewhere", (world) => onParcel(world, (id) => world.twin.people().trackElsewhere(id))],
  [1, "cancel parcel elsewhere", (world) => onParcel(world, (id) => world.twin.people().cancelParcelElsewhere(id))],
  [1, "hold elsewhere", (world) => onOpen(world, () => true, ({ id }) => world.twin.people().holdElsewhere(id))],
  [1, "release elsewhere", (world) => onOpen(world, (one) => one.status === "ON_HOLD", ({ id }) => world.twin.people().releaseElsewhere(id))],
  [1, "move elsewhere", moveElsewhere],
  [1, "begin elsewhere", (world) => onOpen(world, (one) => one.status === "OPEN", ({ id }) => world.twin.people().reportProgressElsewhere(id))],
  [0.5, "stop work elsewhere", (world) => onOpen(world, (one) => one.status === "IN_PROGRESS", ({ id }) => world.twin.people().openElsewhere(id))],
  [1, "prepare pickup", (world) => onOpen(world, (one) => one.methodType === "PICK_UP" || one.methodType === "LOCAL", ({ id }) => world.twin.people().prepare(id))],
  [0.7, "day comes", (world) => onOpen(world, (one) => one.status === "SCHEDULED", ({ id }) => world.twin.people().makeReady(id))],
  [0.3, "another day", (world) => onOpen(world, (one) => one.status === "SCHEDULED", ({ id }) => world.twin.people().reschedule(id, world.clock.now + world.dice.between(1, 80) * HOUR_MS))],
  [3, "third party", thirdParty],
];

const isLiving = (order: Order): boolean => order.cancelledAt === null;

const onOrder = (world: World, passes: (order: Order) => boolean, act: (order: Order) => unknown): void => {
  const orders = [...world.twin.shop().orders.values()].filter(passes);
  if (orders.length > 0) act(world.dice.pick(orders));
};

type Part = ReturnType<World["twin"]["inspect"]>["fulfillmentOrders"][number];

const onOpen = (world: World, passes: (one: Part) => boolean, act: (one: Part) => unknown): void => {
  const open = world.twin.inspect().fulfillmentOrders.filter((one) => one.open && passes(one));
  if (open.length > 0) act(world.dice.pick(open));
};

const onParcel = (world: World, act: (fulfillmentId: string) => unknown): void => {
  const sent = world.twin.inspect().fulfillments.filter((one) => one.status === "SUCCESS");
  if (sent.length > 0) act(world.dice.pick(sent).id);
};

/** An act that changes what an order is made of. Whoever works on it has to be told, if the house knew that somebody does. */
const changeGoods = async (world: World, passes: (order: Order) => boolean, act: (world: World, order: Order) => boolean): Promise<void> => {
  const orders = [...world.twin.shop().orders.values()].filter(passes);
  if (orders.length === 0) return;
  const order = world.dice.pick(orders);
  const id = idOf<OrderId>(world.storeId, order.id as never);
  const known = await world.ground.db.order(world.merchantId, id);
  if (!act(world, order)) return;
  const before = world.memory.goodsChanged.get(id) ?? { times: 0, atWorkAt: null };
  const atWork = known !== null && known.order.cancelledAt === null && known.fulfillmentOrders.some((one) => one.status === "in-progress");
  world.memory.goodsChanged.set(id, { times: before.times + 1, atWorkAt: before.atWorkAt ?? (atWork ? world.clock.now : null) });
};

const editUp = (world: World, order: Order): boolean => {
  const { dice, twin } = world;
  const line = dice.chance(0.5) ? order.lines.filter((one) => one.itemId !== null && twin.shop().items.has(one.itemId) && !one.tip)[0] : undefined;
  if (line) return twin.people().editOrder(order.id, { set: [{ lineId: line.id, quantity: line.currentQuantity + dice.between(1, 2) }] });
  const variants = [...twin.shop().variants.keys()];
  return variants.length > 0 && twin.people().editOrder(order.id, { add: [{ variantId: dice.pick(variants), quantity: dice.between(1, 2) }] });
};

const waiting = (world: World, order: Order): OrderLine[] => order.lines.filter((line) => unfulfilledUnits({ shop: world.twin.shop() }, order, line) > 0);

const editDown = (world: World, order: Order): boolean => {
  const lines = waiting(world, order);
  if (lines.length === 0) return false;
  const line = world.dice.pick(lines);
  const quantity = world.dice.chance(0.4) ? 0 : line.currentQuantity - 1;
  return world.twin.people().editOrder(order.id, { set: [{ lineId: line.id, quantity }], restock: world.dice.chance(0.8) });
};

const refund = (world: World, { order, restockType }: { order: Order; restockType: RestockType }): boolean => {
  const shop = { shop: world.twin.shop() };
  const kept = order.lines.filter((line) => (shippedUnits(shop, order).get(line.id) ?? 0) > shippedAndRefunded(shop, order, line.id));
  const lines = { CANCEL: waiting(world, order), RETURN: kept, NO_RESTOCK: order.lines.filter((line) => line.currentQuantity > 0) }[restockType];
  if (lines.length === 0) return false;
  const { dice, twin } = world;
  const elsewhere = restockType === "RETURN" && dice.chance(0.3) ? { locationId: dice.pick([...shop.shop.locations.keys()]) } : {};
  return twin.people().refund(order.id, { lines: [{ lineId: dice.pick(lines).id, quantity: 1, restockType, ...elsewhere }], shippingMinor: dice.pick([0, 0, 200]) }) !== null;
};

const cancel = async (world: World, passes: (order: Order) => boolean): Promise<void> => {
  const orders = [...world.twin.shop().orders.values()].filter(passes);
  if (orders.length === 0) return;
  const order = world.dice.pick(orders);
  const id = idOf<OrderId>(world.storeId, order.id as never);
  const known = await world.ground.db.order(world.merchantId, id);
  if (known && known.order.cancelledAt === null) world.memory.cancelledWhileKnown.add(id);
  world.twin.people().cancelOrder(order.id, { restock: world.dice.chance(0.75), refund: world.dice.chance(0.75) });
};

function moveElsewhere(world: World): void {
  onOpen(world, () => true, (one) => {
    const target = world.dice.pick([...world.twin.shop().locations.keys()]);
    if (world.twin.people().moveElsewhere(one.id, target)) rememberPlacing(world, one.orderId);
  });
}

/** A 3PL opens once; then the merchant asks and it answers. */
function thirdParty(world: World): void {
  const { dice, twin } = world;
  const shop = twin.shop();
  const people = twin.people();
  const services = new Set([...shop.locations.values()].filter((one) => one.isFulfillmentService).map((one) => one.id));
  if (services.size === 0) return void people.openThirdParty({ units: dice.between(2, 12) });
  const theirs = [...shop.fulfillmentOrders.values()].filter((one) => services.has(one.locationId) && !isTerminal(one));
  if (theirs.length === 0) return void people.placeOrder({ kind: "third-party" });
  const { id, requestStatus } = dice.pick(theirs);
  if (requestStatus === "SUBMITTED") dice.chance(0.6) ? people.serviceAccepts(id) : people.serviceRejects(id);
  else if (requestStatus === "CANCELLATION_REQUESTED") dice.chance(0.5) ? people.serviceAcceptsCancellation(id) : people.serviceRejectsCancellation(id);
  else if (requestStatus === "ACCEPTED" || requestStatus === "CANCELLATION_REJECTED") dice.pick([people.askServiceToCancel, people.serviceFails, people.shipElsewhere])(id);
  else people.submitToService(id);
}
