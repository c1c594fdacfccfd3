import { commitUnits, countsAt, releaseUnits, shipUnits } from "./level";
import type { FulfillmentOrder, MethodType, Order } from "./records";
import { accepted, refused } from "./world";
import type { Result, World } from "./world";
import { fulfillmentOrderRef } from "./references";

export interface NewFulfillmentOrder {
  order: Order;
  locationId: string;
  methodType: MethodType;
  lines: { lineId: string; itemId: string | null; units: number }[];
}

/** Makes a fulfillment order and commits its units. */
export function createFulfillmentOrder(world: World, { order, locationId, methodType, lines }: NewFulfillmentOrder): FulfillmentOrder {
  const now = world.now();
  const fulfillmentOrder: FulfillmentOrder = {
    id: world.newId(), orderId: order.id, locationId, status: "OPEN", requestStatus: "UNSUBMITTED", methodType, methodId: world.newId(),
    progressReported: false, holds: [], lines: [], fulfillAt: now - (now % 3_600_000), createdAt: now, updatedAt: now,
  };
  world.shop.fulfillmentOrders.set(fulfillmentOrder.id, fulfillmentOrder);
  order.fulfillmentOrderIds.push(fulfillmentOrder.id);
  for (const line of lines) {
    const counted = countsAt(world, line.itemId, locationId);
    fulfillmentOrder.lines.push({ id: world.newId(), lineId: line.lineId, itemId: line.itemId, total: line.units, remaining: line.units, counted });
    commitUnits(world, { itemId: line.itemId, locationId, units: line.units, counted });
  }
  return fulfillmentOrder;
}

export const isTerminal = ({ status }: FulfillmentOrder): boolean => status === "CLOSED" || status === "CANCELLED" || status === "INCOMPLETE";
export const remainingUnits = ({ lines }: FulfillmentOrder): number => lines.reduce((units, line) => units + line.remaining, 0);
const wasPartlyFulfilled = ({ lines }: FulfillmentOrder) => lines.some((line) => line.remaining < line.total);

export function ordersOpenOnes(world: Pick<World, "shop">, order: Order): FulfillmentOrder[] {
  return order.fulfillmentOrderIds.map((id) => world.shop.fulfillmentOrders.get(id)).filter((candidate) => candidate !== undefined).filter((candidate) => !isTerminal(candidate));
}

export function touch(world: World, fulfillmentOrder: FulfillmentOrder): void {
  fulfillmentOrder.updatedAt = world.now();
  const order = world.shop.orders.get(fulfillmentOrder.orderId);
  if (order) world.touchOrder(order);
}

/** Open again, or in progress when part of it was shipped, or closed when nothing is left. */
export function settleStatus(fulfillmentOrder: FulfillmentOrder): void {
  if (remainingUnits(fulfillmentOrder) === 0) fulfillmentOrder.status = "CLOSED";
  else if (fulfillmentOrder.holds.length > 0) fulfillmentOrder.status = "ON_HOLD";
  else fulfillmentOrder.status = fulfillmentOrder.progressReported || wasPartlyFulfilled(fulfillmentOrder) ? "IN_PROGRESS" : "OPEN";
}

/** Two fulfillment orders of one order, at one place, for one way of delivery, both open. */
export const canMerge = (one: FulfillmentOrder, other: FulfillmentOrder): boolean =>
  one.id !== other.id && one.orderId === other.orderId && one.locationId === other.locationId && one.methodType === other.methodType
  && [one, other].every(({ status, requestStatus }) => status === "OPEN" && requestStatus === "UNSUBMITTED");

/**
 * What may be done now. OPEN and ON_HOLD as recorded from a development store (no SPLIT for a single unit, MERGE only beside
 * another); in progress, scheduled, pickup and 3PL are assumed.
 */
export function supportedActions(world: Pick<World, "shop">, fulfillmentOrder: FulfillmentOrder): string[] {
  if (isTerminal(fulfillmentOrder)) return [];
  if (fulfillmentOrder.status === "ON_HOLD") return ["RELEASE_HOLD", "HOLD", "MOVE"];
  if (fulfillmentOrder.status === "SCHEDULED") return ["MARK_AS_OPEN", "MOVE"];
  if (fulfillmentOrder.requestStatus !== "UNSUBMITTED") return fulfillmentOrder.requestStatus === "SUBMITTED" ? ["CANCEL_FULFILLMENT_ORDER"] : ["CREATE_FULFILLMENT", "REQUEST_CANCELLATION"];
  const order = world.shop.orders.get(fulfillmentOrder.orderId);
  const byThirdParty = world.shop.locations.get(fulfillmentOrder.locationId)?.isFulfillmentService === true;
  const actions = byThirdParty ? ["REQUEST_FULFILLMENT"] : ["CREATE_FULFILLMENT"];
  if (!byThirdParty && fulfillmentOrder.methodType === "SHIPPING") actions.push("REPORT_PROGRESS");
  if (fulfillmentOrder.progressReported) return [...actions, "MARK_AS_OPEN"];
  actions.push("MOVE", "HOLD");
  if (remainingUnits(fulfillmentOrder) > 1) actions.push("SPLIT");
  if (order && ordersOpenOnes(world, order).some((other) => canMerge(fulfillmentOrder, other))) actions.push("MERGE");
  return actions;
}

/** Starts work by hand (recorded: open → in progress; on hold is refused with these words). */
export function reportProgress(world: World, fulfillmentOrder: FulfillmentOrder, notes: string | null): Result<FulfillmentOrder> {
  const possible = (fulfillmentOrder.status === "OPEN" || fulfillmentOrder.status === "IN_PROGRESS") && fulfillmentOrder.requestStatus === "UNSUBMITTED";
  if (!possible) return refused("Cannot report progress on a fulfillment order in this state.", "FULFILLMENT_ORDER_STATUS_INVALID");
  if (fulfillmentOrder.methodType !== "SHIPPING") return refused("Progress cannot be reported for this delivery method.", "FULFILLMENT_ORDER_INVALID_DELIVERY_METHOD");
  const initial = fulfillmentOrder.status.toLowerCase();
  fulfillmentOrder.progressReported = true;
  fulfillmentOrder.status = "IN_PROGRESS";
  touch(world, fulfillmentOrder);
  world.emit("fulfillment_orders/progress_reported", { kind: "body", body: () => ({
    fulfillment_order: fulfillmentOrderRef(fulfillmentOrder),
    progress_report: { reason_notes: notes, progress_reported_by_app: { id: "gid://shopify/App/1" }, progress_reported_by_user: null }, initial_status: initial,
  }) });
  return accepted(fulfillmentOrder);
}

/** Ends work by hand, or brings a scheduled one forward (Admin API: FulfillmentOrder; the refusal's words are recorded). */
export function markOpen(world: World, fulfillmentOrder: FulfillmentOrder): Result<FulfillmentOrder> {
  const possible = fulfillmentOrder.status === "SCHEDULED" || (fulfillmentOrder.status === "IN_PROGRESS" && fulfillmentOrder.progressReported);
  if (!possible) return refused(`Expected fulfillment order status to be valid but it was ${fulfillmentOrder.status.toLowerCase()}.`);
  fulfillmentOrder.progressReported = false;
  fulfillmentOrder.status = "OPEN";
  settleStatus(fulfillmentOrder);
  touch(world, fulfillmentOrder);
  world.emit("fulfillment_orders/manually_reported_progress_stopped", { kind: "body", body: () => ({
    fulfillment_order: fulfillmentOrderRef(fulfillmentOrder), progress_stopped_by_app: { id: "gid://shopify/App/1" }, progress_stopped_by_user: null,
  }) });
  return accepted(fulfillmentOrder);
}

/** Only while a request to a fulfillment service is under way; a replacement takes the units (schema, fulfillmentOrderCancel). */
export function cancelFulfillmentOrder(world: World, fulfillmentOrder: FulfillmentOrder): Result<{ cancelled: FulfillmentOrder; replacement: FulfillmentOrder }> {
  if (fulfillmentOrder.requestStatus !== "SUBMITTED" && fulfillmentOrder.requestStatus !== "CANCELLATION_REQUESTED") return refused("Fulfillment order is not in cancelable request state and can't be canceled.");
  const order = world.shop.orders.get(fulfillmentOrder.orderId);
  if (!order) return refused("Fulfillment order does not exist.");
  const lines = fulfillmentOrder.lines.filter((line) => line.remaining > 0).map((line) => ({ lineId: line.lineId, itemId: line.itemId, units: line.remaining }));
  closeWithoutShipping(world, fulfillmentOrder, true);
  const replacement = createFulfillmentOrder(world, { order, locationId: fulfillmentOrder.locationId, methodType: fulfillmentOrder.methodType, lines });
  touch(world, fulfillmentOrder);
  world.emit("fulfillment_orders/cancelled", { kind: "body", body: () => ({ fulfillment_order: fulfillmentOrderRef(fulfillmentOrder), replacement_fulfillment_order: fulfillmentOrderRef(replacement) }) });
  return accepted({ cancelled: fulfillmentOrder, replacement });
}

/** Gives back or writes off what is not shipped, and closes. */
function closeWithoutShipping(world: World, fulfillmentOrder: FulfillmentOrder, restock: boolean): void {
  const { locationId } = fulfillmentOrder;
  for (const line of fulfillmentOrder.lines) {
    (restock ? releaseUnits : shipUnits)(world, { itemId: line.itemId, locationId, units: line.remaining, counted: line.counted });
    // From here on its units weigh on nothing, whether or not they are still shown.
    line.counted = false;
    if (!world.coins.closedKeepsRemaining) line.remaining = 0;
  }
  Object.assign(fulfillmentOrder, { status: "CLOSED", holds: [], progressReported: false, requestStatus: "UNSUBMITTED", updatedAt: world.now() });
}

/** An order's cancellation closes its fulfillment orders (recorded: `unfulfillable status= closed`). */
export function cancelRemaining(world: World, order: Order, restock: boolean): void {
  for (const fulfillmentOrder of ordersOpenOnes(world, order)) closeWithoutShipping(world, fulfillmentOrder, restock);
}

/** An edit takes units out of the open fulfillment orders, either in place or by replacing them (a coin; recorded both closed and kept). */
export function rebuildAfterEdit(world: World, order: Order, wish: { lineId: string; units: number }): void {
  let open = wish.units;
  for (const fulfillmentOrder of ordersOpenOnes(world, order)) {
    const line = fulfillmentOrder.lines.find((candidate) => candidate.lineId === wish.lineId && candidate.remaining > 0);
    const units = Math.min(open, line?.remaining ?? 0);
    if (!line || units === 0) continue;
    open -= units;
    const { locationId, methodType } = fulfillmentOrder;
    if (!world.coins.editReplacesFulfillmentOrder || wasPartlyFulfilled(fulfillmentOrder)) {
      releaseUnits(world, { itemId: line.itemId, locationId, units, counted: line.counted });
      line.total -= units;
      line.remaining -= units;
      settleStatus(fulfillmentOrder);
    } else {
      const lines = fulfillmentOrder.lines.map((kept) => ({ lineId: kept.lineId, itemId: kept.itemId, units: kept.remaining - (kept === line ? units : 0) })).filter((kept) => kept.units > 0);
      closeWithoutShipping(world, fulfillmentOrder, true);
      if (lines.length > 0) createFulfillmentOrder(world, { order, locationId, methodType, lines });
    }
    touch(world, fulfillmentOrder);
  }
}
