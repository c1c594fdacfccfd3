import { addUnits, chooseLines } from "./fulfillment-order-change";
import type { LineWish } from "./fulfillment-order-change";
import { createFulfillmentOrder, isTerminal, settleStatus, touch } from "./fulfillment-order";
import { shipUnits } from "./level";
import { shippedAndRefunded, shippedUnits, unfulfilledUnits } from "./order";
import type { Fulfillment, FulfillmentOrder, FulfillmentOrderLine, Order, Tracking } from "./records";
import { accepted, refused, found } from "./world";
import type { Result, World } from "./world";

export interface FulfillWish {
  groups: { fulfillmentOrder: FulfillmentOrder; lines: readonly LineWish[] | null | undefined }[];
  tracking: Tracking;
}

type Shipped = { fulfillmentOrder: FulfillmentOrder; line: FulfillmentOrderLine; units: number };

/**
 * Ships. All fulfillment orders must share order and location (Admin API: FulfillmentOrder). Not idempotent: sent twice it ships twice, unless
 * the fulfillment order is closed by then. The refusals' words are recorded, except those on order and location.
 */
export function createFulfillment(world: World, wish: FulfillWish): Result<Fulfillment> {
  const checked = checkGroups(wish);
  if (!checked.ok) return checked;
  const first = found(wish.groups[0], "a fulfillment order").fulfillmentOrder;
  const order = found(world.shop.orders.get(first.orderId), `order ${first.orderId}`);
  const now = world.now();
  const fulfillment: Fulfillment = {
    id: world.newId(), orderId: order.id, name: `${order.name}-F${order.fulfillmentIds.length + 1}`, status: "SUCCESS", locationId: first.locationId,
    tracking: wish.tracking, createdAt: now, updatedAt: now,
    lines: checked.value.map(({ fulfillmentOrder, line, units }) => ({ id: world.newId(), lineId: line.lineId, itemId: line.itemId, quantity: units, fulfillmentOrderId: fulfillmentOrder.id })),
  };
  world.shop.fulfillments.set(fulfillment.id, fulfillment);
  order.fulfillmentIds.push(fulfillment.id);
  for (const { fulfillmentOrder, line, units } of checked.value) {
    line.remaining -= units;
    shipUnits(world, { itemId: line.itemId, locationId: fulfillmentOrder.locationId, units, counted: line.counted });
  }
  for (const { fulfillmentOrder } of wish.groups) {
    settleStatus(fulfillmentOrder);
    touch(world, fulfillmentOrder);
  }
  announceFulfillment(world, order, fulfillment);
  return accepted(fulfillment);
}

function checkGroups({ groups }: FulfillWish): Result<Shipped[]> {
  const shipped: Shipped[] = [];
  const first = groups[0]?.fulfillmentOrder;
  if (!first) return refused("You must specify at least one fulfillment order.", null, ["fulfillment"]);
  for (const { fulfillmentOrder, lines } of groups) {
    if (fulfillmentOrder.orderId !== first.orderId) return refused("All fulfillment orders must belong to the same order.", null, ["fulfillment"]);
    if (fulfillmentOrder.locationId !== first.locationId) return refused("All fulfillment orders must be assigned to the same location.", null, ["fulfillment"]);
    if (fulfillmentOrder.status !== "OPEN" && fulfillmentOrder.status !== "IN_PROGRESS") return refused(`Fulfillment order ${fulfillmentOrder.id} has an unfulfillable status= ${fulfillmentOrder.status.toLowerCase()}.`, null, ["fulfillment"]);
    const chosen = chooseLines(fulfillmentOrder, lines);
    if (!Array.isArray(chosen)) return refused(chosen.message, null, ["fulfillment"]);
    shipped.push(...chosen.map((part) => ({ fulfillmentOrder, ...part })));
  }
  return accepted(shipped);
}

function announceFulfillment(world: World, order: Order, fulfillment: Fulfillment): void {
  world.emit("fulfillments/create", { kind: "fulfillment", order, fulfillment });
  const complete = order.lines.every((line) => !line.requiresShipping || unfulfilledUnits(world, order, line) === 0);
  world.emit(complete ? "orders/fulfilled" : "orders/partially_fulfilled", { kind: "order", order });
}

export function updateTracking(world: World, fulfillment: Fulfillment, tracking: Tracking): Result<Fulfillment> {
  if (fulfillment.status === "CANCELLED") return refused("The fulfillment is cancelled.", null, ["fulfillmentId"]);
  fulfillment.tracking = tracking;
  fulfillment.updatedAt = world.now();
  const order = found(world.shop.orders.get(fulfillment.orderId), `order ${fulfillment.orderId}`);
  world.touchOrder(order);
  world.emit("fulfillments/update", { kind: "fulfillment", order, fulfillment });
  return accepted(fulfillment);
}

/** The units wait again: in their fulfillment order if it is open, otherwise in a new one at the same location (schema, fulfillmentCancel). */
export function cancelFulfillment(world: World, fulfillment: Fulfillment): Result<Fulfillment> {
  if (fulfillment.status === "CANCELLED") return refused("The fulfillment is already cancelled.", null, ["id"]);
  const { shop } = world;
  const order = found(shop.orders.get(fulfillment.orderId), `order ${fulfillment.orderId}`);
  // What came back or was refunded cannot wait to be shipped again (assumed).
  const shippedBefore = shippedUnits(world, order);
  if (fulfillment.lines.some((line) => (shippedBefore.get(line.lineId) ?? 0) - line.quantity < shippedAndRefunded(world, order, line.lineId))) return refused("The fulfillment can't be cancelled: its items were refunded.", null, ["id"]);
  fulfillment.status = "CANCELLED";
  fulfillment.updatedAt = world.now();
  const afresh: { lineId: string; itemId: string | null; units: number }[] = [];
  for (const shipped of fulfillment.lines) {
    const home = shop.fulfillmentOrders.get(shipped.fulfillmentOrderId);
    const line = home?.lines.find((candidate) => candidate.lineId === shipped.lineId);
    const part = { lineId: shipped.lineId, itemId: shipped.itemId, units: shipped.quantity };
    // The parcel is back in the house before it is committed again.
    restock(world, fulfillment.locationId, part);
    if (!home || !line || isTerminal(home)) afresh.push(part);
    else {
      line.total -= part.units;
      addUnits(world, home, part);
      settleStatus(home);
      touch(world, home);
    }
  }
  if (afresh.length > 0 && order.cancelledAt === null) createFulfillmentOrder(world, { order, locationId: fulfillment.locationId, methodType: "SHIPPING", lines: afresh });
  world.touchOrder(order);
  world.emit("fulfillments/update", { kind: "fulfillment", order, fulfillment });
  return accepted(fulfillment);
}

function restock(world: World, locationId: string, part: { itemId: string | null; units: number }): void {
  const item = part.itemId === null ? undefined : world.shop.items.get(part.itemId);
  const level = item?.tracked ? item.levels.get(locationId) : undefined;
  if (!level) return;
  level.quantities.available += part.units;
  level.updatedAt = world.now();
  world.touchLevel(level, true);
}
