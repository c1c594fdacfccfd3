import { commitUnits, countsAt, releaseUnits, shipUnits } from "./level";
import type { FulfillmentOrder, MethodType, Order } from "./records";
import { accepted, refused } from "./world";
import type { Result, World } from "./world";
import { fulfillmentOrderRef } from "./references";

export interface NewFulfillmentOrder {
  order: Order;
  locationId: string;
  methodType: MethodType;
  lines: Part[];
  /** A day in the future: it waits until then. */
  fulfillAt?: number | null;
}

/** Units of an order line. */
export interface Part { lineId: string; itemId: string | null; units: number }

/** Makes a fulfillment order and commits its units. */
export function createFulfillmentOrder(world: World, { order, locationId, methodType, lines, fulfillAt = null }: NewFulfillmentOrder): FulfillmentOrder {
  const now = world.now();
  const scheduled = fulfillAt !== null && fulfillAt > now;
  const fulfillmentOrder: FulfillmentOrder = {
    id: world.newId(), orderId: order.id, locationId, status: scheduled ? "SCHEDULED" : "OPEN", requestStatus: "UNSUBMITTED", methodType, methodId: world.newId(),
    progressReported: false, holds: [], lines: [], scheduled, fulfillAt: scheduled ? fulfillAt : now - (now % 3_600_000), fulfillBy: null, merchantRequests: [], createdAt: now, updatedAt: now,
  };
  world.shop.fulfillmentOrders.set(fulfillmentOrder.id, fulfillmentOrder);
  order.fulfillmentOrderIds.push(fulfillmentOrder.id);
  if (scheduled) world.shop.scheduledIds.push(fulfillmentOrder.id);
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

const AT_WORK = new Set(["ACCEPTED", "CANCELLATION_REQUESTED", "CANCELLATION_REJECTED"]);

/** Open again, or in progress when part of it was shipped or a service accepted it, or closed when nothing is left. */
export function settleStatus(fulfillmentOrder: FulfillmentOrder): void {
  if (remainingUnits(fulfillmentOrder) === 0) fulfillmentOrder.status = "CLOSED";
  else if (fulfillmentOrder.holds.length > 0) fulfillmentOrder.status = "ON_HOLD";
  else if (fulfillmentOrder.scheduled) fulfillmentOrder.status = "SCHEDULED";
  else fulfillmentOrder.status = AT_WORK.has(fulfillmentOrder.requestStatus) || fulfillmentOrder.progressReported || wasPartlyFulfilled(fulfillmentOrder) ? "IN_PROGRESS" : "OPEN";
}

/** Two fulfillment orders of one order, at one place, for one way of delivery, both open. */
export const canMerge = (one: FulfillmentOrder, other: FulfillmentOrder): boolean =>
  one.id !== other.id && one.orderId === other.orderId && one.locationId === other.locationId && one.methodType === other.methodType
  && [one, other].every(({ status, requestStatus }) => status === "OPEN" && requestStatus === "UNSUBMITTED");

/** While a fulfillment service has a request before it (schema: fulfillmentOrderCancel, FulfillmentOrder; what it may create is assumed). A refused one is the merchant's again. */
const ACTIONS_UNDER_REQUEST: Partial<Record<FulfillmentOrder["requestStatus"], readonly string[]>> = {
  SUBMITTED: ["CANCEL_FULFILLMENT_ORDER"], ACCEPTED: ["CREATE_FULFILLMENT", "REQUEST_CANCELLATION"], CANCELLATION_REQUESTED: ["CREATE_FULFILLMENT", "CANCEL_FULFILLMENT_ORDER"],
  CANCELLATION_REJECTED: ["CREATE_FULFILLMENT", "REQUEST_CANCELLATION"],
};

/**
 * What may be done now. OPEN and ON_HOLD as recorded from a development store (no SPLIT for a single unit, MERGE only beside
 * another); in progress, scheduled, pickup and 3PL are assumed.
 */
export function supportedActions(world: Pick<World, "shop">, fulfillmentOrder: FulfillmentOrder): string[] {
  if (isTerminal(fulfillmentOrder)) return [];
  if (fulfillmentOrder.status === "ON_HOLD") return ["RELEASE_HOLD", "HOLD", "MOVE"];
  if (fulfillmentOrder.status === "SCHEDULED") return ["MARK_AS_OPEN", "MOVE"];
  const underRequest = ACTIONS_UNDER_REQUEST[fulfillmentOrder.requestStatus];
  if (underRequest) return [...underRequest];
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
  fulfillmentOrder.scheduled = false;
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
export function closeWithoutShipping(world: World, fulfillmentOrder: FulfillmentOrder, restock: boolean): void {
  const { locationId } = fulfillmentOrder;
  for (const line of fulfillmentOrder.lines) {
    (restock ? releaseUnits : shipUnits)(world, { itemId: line.itemId, locationId, units: line.remaining, counted: line.counted });
    // From here on its units weigh on nothing, whether or not they are still shown.
    line.counted = false;
    if (!world.coins.closedKeepsRemaining) line.remaining = 0;
  }
  Object.assign(fulfillmentOrder, { status: "CLOSED", holds: [], progressReported: false, scheduled: false, requestStatus: "UNSUBMITTED", updatedAt: world.now() });
}

/** An order's cancellation closes its fulfillment orders (recorded: `unfulfillable status= closed`). */
export function cancelRemaining(world: World, order: Order, restock: boolean): void {
  for (const fulfillmentOrder of ordersOpenOnes(world, order)) closeWithoutShipping(world, fulfillmentOrder, restock);
}

export interface Removal {
  lineId: string;
  units: number;
  /** Back to the shelf, or gone from it. */
  restock: boolean;
  /** As an edit does it: either in place or by a replacement (a coin; recorded both closed and kept). Otherwise always in place. */
  byEdit: boolean;
}

/** Takes units that are not shipped out of the order's open fulfillment orders; tells where the first of them were. */
export function takeUnitsOff(world: World, order: Order, wish: Removal): string | null {
  let open = wish.units;
  let where: string | null = null;
  for (const fulfillmentOrder of ordersOpenOnes(world, order)) {
    const line = fulfillmentOrder.lines.find((candidate) => candidate.lineId === wish.lineId && candidate.remaining > 0);
    const units = Math.min(open, line?.remaining ?? 0);
    if (!line || units === 0) continue;
    open -= units;
    const { locationId } = fulfillmentOrder;
    where ??= locationId;
    (wish.restock ? releaseUnits : shipUnits)(world, { itemId: line.itemId, locationId, units, counted: line.counted });
    line.total -= units;
    line.remaining -= units;
    if (wish.byEdit && mayBeReplaced(world, fulfillmentOrder)) replace(world, { order, old: fulfillmentOrder, parts: partsLeft(fulfillmentOrder) });
    else settleStatus(fulfillmentOrder);
    touch(world, fulfillmentOrder);
  }
  return where;
}

export const partsLeft = ({ lines }: FulfillmentOrder): Part[] => lines.filter((line) => line.remaining > 0).map((line) => ({ lineId: line.lineId, itemId: line.itemId, units: line.remaining }));

/** Work that has begun, and what a service was asked for, is changed in place (assumed). */
export const mayBeReplaced = ({ coins }: Pick<World, "coins">, fulfillmentOrder: FulfillmentOrder): boolean =>
  coins.editReplacesFulfillmentOrder && !wasPartlyFulfilled(fulfillmentOrder) && !fulfillmentOrder.progressReported && fulfillmentOrder.requestStatus === "UNSUBMITTED";

/** Closes a fulfillment order and makes one anew at its place; none when nothing is left. Its holds go with the old one (assumed). */
export function replace(world: World, { order, old, parts }: { order: Order; old: FulfillmentOrder; parts: Part[] }): void {
  const { locationId, methodType, scheduled, fulfillAt } = old;
  closeWithoutShipping(world, old, true);
  if (parts.length > 0) createFulfillmentOrder(world, { order, locationId, methodType, lines: parts, fulfillAt: scheduled ? fulfillAt : null });
}
