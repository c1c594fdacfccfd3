import { canMerge, createFulfillmentOrder, isTerminal, ordersOpenOnes, remainingUnits, settleStatus, touch } from "./fulfillment-order";
import { commitUnits, countsAt, releaseUnits } from "./level";
import type { FulfillmentOrder, FulfillmentOrderLine } from "./records";
import { accepted, refused, found } from "./world";
import type { Result, UserError, World } from "./world";
import { fulfillmentOrderRef } from "./references";

export interface LineWish { id: string; quantity: number }

const INVALID_QUANTITY = "Invalid fulfillment order line item quantity requested.";
const ORDER_GONE = "Fulfillment order does not exist.";

/** The lines that a wish names, or every remaining one when it names none. */
export function chooseLines(fulfillmentOrder: FulfillmentOrder, wishes: readonly LineWish[] | null | undefined): { line: FulfillmentOrderLine; units: number }[] | UserError {
  if (!wishes?.length) return fulfillmentOrder.lines.filter((line) => line.remaining > 0).map((line) => ({ line, units: line.remaining }));
  const chosen: { line: FulfillmentOrderLine; units: number }[] = [];
  for (const wish of wishes) {
    const line = fulfillmentOrder.lines.find((candidate) => candidate.id === wish.id);
    if (!line) return { code: null, field: null, message: "Fulfillment order line item does not exist." };
    if (wish.quantity <= 0 || wish.quantity > line.remaining || chosen.some((other) => other.line === line)) return { code: "INVALID_LINE_ITEM_QUANTITY", field: null, message: INVALID_QUANTITY };
    chosen.push({ line, units: wish.quantity });
  }
  return chosen;
}

type Chosen = { line: FulfillmentOrderLine; units: number }[];

/** Takes units out of a fulfillment order and gives them back to the level. A line that has nothing left goes, unless part of it was shipped. */
function takeOut(world: World, from: FulfillmentOrder, chosen: Chosen): { lineId: string; itemId: string | null; units: number }[] {
  for (const { line, units } of chosen) {
    releaseUnits(world, { itemId: line.itemId, locationId: from.locationId, units, counted: line.counted });
    line.total -= units;
    line.remaining -= units;
  }
  from.lines = from.lines.filter((line) => line.total > 0);
  settleStatus(from);
  return chosen.map(({ line, units }) => ({ lineId: line.lineId, itemId: line.itemId, units }));
}

export interface MoveWish { fulfillmentOrder: FulfillmentOrder; locationId: string; lines: readonly LineWish[] | null | undefined }
export interface Moved { moved: FulfillmentOrder; original: FulfillmentOrder; remaining: FulfillmentOrder | null }

/**
 * Moves all or part to another location (schema, fulfillmentOrderMove; recorded): all of it keeps its id, part of it makes a new
 * fulfillment order with new line ids and leaves the rest where it was.
 */
export function move(world: World, wish: MoveWish): Result<Moved> {
  const { fulfillmentOrder } = wish;
  const problem = moveProblem(world, wish);
  if (problem) return problem;
  const sourceId = fulfillmentOrder.locationId;
  const asked = chooseLines(fulfillmentOrder, wish.lines);
  if (!Array.isArray(asked)) return { ok: false, errors: [asked] };
  const stocked = asked.filter(({ line }) => stocksAt(world, line.itemId, wish.locationId));
  // Named lines must all be stocked; without names, what is not stocked stays behind (assumed).
  if (stocked.length === 0 || (wish.lines?.length && stocked.length < asked.length)) return refused("The fulfillment order line items can't be moved, as the destination location doesn't stock the requested inventory item.");
  const units = stocked.reduce((sum, chosen) => sum + chosen.units, 0);
  const whole = units === fulfillmentOrder.lines.reduce((sum, line) => sum + line.total, 0);
  if (!whole && fulfillmentOrder.status === "ON_HOLD") return refused("The fulfillment order is not in a splittable state.");
  const requested = stocked.map(({ line, units: quantity }) => ({ id: `gid://shopify/FulfillmentOrderLineItem/${line.id}`, quantity }));
  const moved = mergeAtDestination(world, wish, stocked) ?? (whole ? relocate(world, fulfillmentOrder, wish.locationId) : carryOff(world, fulfillmentOrder, { locationId: wish.locationId, chosen: stocked }));
  touch(world, fulfillmentOrder);
  world.emit("fulfillment_orders/moved", { kind: "body", body: () => ({
    original_fulfillment_order: { ...fulfillmentOrderRef(fulfillmentOrder), assigned_location_id: `gid://shopify/Location/${fulfillmentOrder.locationId}` },
    moved_fulfillment_order: { ...fulfillmentOrderRef(moved), assigned_location_id: `gid://shopify/Location/${moved.locationId}` },
    destination_location_id: `gid://shopify/Location/${wish.locationId}`, fulfillment_order_line_items_requested: requested, source_location: { id: `gid://shopify/Location/${sourceId}` },
  }) });
  return accepted({ moved, original: fulfillmentOrder, remaining: moved.id === fulfillmentOrder.id || isTerminal(fulfillmentOrder) ? null : fulfillmentOrder });
}

const stocksAt = (world: World, itemId: string | null, locationId: string) => itemId === null || world.shop.items.get(itemId)?.levels.get(locationId)?.active === true;

function moveProblem(world: World, { fulfillmentOrder, locationId }: MoveWish): { ok: false; errors: UserError[] } | null {
  const target = world.shop.locations.get(locationId);
  if (isTerminal(fulfillmentOrder)) return refused("The fulfillment order is closed and can't change its location.", null, ["id"]);
  // Recorded.
  if (fulfillmentOrder.progressReported) return refused("Cannot move a fulfillment order that has had progress reported. To move a fulfillment order that has had progress reported, the fulfillment order must first be marked as open resolving the ongoing progress state.", "CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS", ["id"]);
  if (["SUBMITTED", "ACCEPTED", "CANCELLATION_REQUESTED", "CANCELLATION_REJECTED"].includes(fulfillmentOrder.requestStatus)) return refused("Cannot move submitted fulfillment order that is at a 3PL fulfillment service.");
  if (!target) return refused("Location not found.", null, ["newLocationId"]);
  if (!target.active) return refused("The destination location is deactivated.", null, ["newLocationId"]);
  if (fulfillmentOrder.locationId === locationId) return refused("The fulfillment order is already assigned to this location.", null, ["newLocationId"]);
  return null;
}

/** The same fulfillment order, elsewhere; its lines keep their ids (recorded). */
function relocate(world: World, fulfillmentOrder: FulfillmentOrder, locationId: string): FulfillmentOrder {
  for (const line of fulfillmentOrder.lines) {
    releaseUnits(world, { itemId: line.itemId, locationId: fulfillmentOrder.locationId, units: line.remaining, counted: line.counted });
    line.counted = countsAt(world, line.itemId, locationId);
    commitUnits(world, { itemId: line.itemId, locationId, units: line.remaining, counted: line.counted });
  }
  fulfillmentOrder.locationId = locationId;
  if (!world.coins.holdSurvivesMove) fulfillmentOrder.holds = [];
  settleStatus(fulfillmentOrder);
  return fulfillmentOrder;
}

function carryOff(world: World, from: FulfillmentOrder, { locationId, chosen }: { locationId: string; chosen: Chosen }): FulfillmentOrder {
  const order = found(world.shop.orders.get(from.orderId), `order ${from.orderId}`);
  return createFulfillmentOrder(world, { order, locationId, methodType: from.methodType, lines: takeOut(world, from, chosen) });
}

/** A coin, after an unclear sentence of the schema: what stands open at the destination is closed and made anew together with what comes. */
function mergeAtDestination(world: World, { fulfillmentOrder, locationId }: MoveWish, chosen: Chosen): FulfillmentOrder | null {
  const order = found(world.shop.orders.get(fulfillmentOrder.orderId), `order ${fulfillmentOrder.orderId}`);
  const there = ordersOpenOnes(world, order).find((other) =>
    other.locationId === locationId && other.status === "OPEN" && other.methodType === fulfillmentOrder.methodType && other.requestStatus === "UNSUBMITTED");
  if (!world.coins.moveMergesAtDestination || !there || fulfillmentOrder.status !== "OPEN") return null;
  const lines = new Map<string, { lineId: string; itemId: string | null; units: number }>();
  const all = there.lines.filter((line) => line.remaining > 0).map((line) => ({ line, units: line.remaining }));
  for (const part of [...takeOut(world, there, all), ...takeOut(world, fulfillmentOrder, chosen)]) {
    const known = lines.get(part.lineId);
    if (known) known.units += part.units;
    else lines.set(part.lineId, part);
  }
  return createFulfillmentOrder(world, { order, locationId, methodType: fulfillmentOrder.methodType, lines: [...lines.values()] });
}

export interface Split { original: FulfillmentOrder; splitOut: FulfillmentOrder }

/**
 * Splits lines out into a new fulfillment order at the same location. Recorded: the original keeps its id and what was not
 * named; what was named is in the field `remainingFulfillmentOrder`.
 */
export function split(world: World, fulfillmentOrder: FulfillmentOrder | undefined, wishes: readonly LineWish[]): Result<Split> {
  if (!fulfillmentOrder) return refused(ORDER_GONE, "FULFILLMENT_ORDER_NOT_FOUND");
  if (wishes.length === 0) return refused("There must be at least one item selected in this fulfillment to split it.", "NO_LINE_ITEMS_PROVIDED_TO_SPLIT", ["fulfillmentOrderSplits", "0", "fulfillmentOrderLineItems"]);
  if (wishes.some((wish) => wish.quantity <= 0)) return refused("You must select at least one item to split into a new fulfillment order.", "GREATER_THAN", ["fulfillmentOrderSplits", "0", "fulfillmentOrderLineItems", "0", "quantity"]);
  if (fulfillmentOrder.status !== "OPEN" || fulfillmentOrder.requestStatus !== "UNSUBMITTED") return refused("The fulfillment order is not in a splittable state.");
  const chosen = chooseLines(fulfillmentOrder, wishes);
  if (!Array.isArray(chosen)) return { ok: false, errors: [chosen] };
  if (chosen.reduce((sum, { units }) => sum + units, 0) >= remainingUnits(fulfillmentOrder)) return refused(INVALID_QUANTITY, "INVALID_LINE_ITEM_QUANTITY");
  const splitOut = carryOff(world, fulfillmentOrder, { locationId: fulfillmentOrder.locationId, chosen });
  touch(world, fulfillmentOrder);
  world.emit("fulfillment_orders/split", { kind: "body", body: () => ({
    split_line_items: wishes.map((wish) => ({ id: `gid://shopify/FulfillmentOrderLineItem/${wish.id}`, quantity: wish.quantity })),
    fulfillment_order: fulfillmentOrderRef(fulfillmentOrder), remaining_fulfillment_order: fulfillmentOrderRef(splitOut), replacement_fulfillment_order: null,
  }) });
  return accepted({ original: fulfillmentOrder, splitOut });
}

export interface MergeIntent { fulfillmentOrder: FulfillmentOrder | undefined; lines: readonly LineWish[] | null | undefined }

/** Brings fulfillment orders together in the first (recorded: it keeps its id, and lines of one order line become one). */
export function merge(world: World, intents: readonly MergeIntent[]): Result<FulfillmentOrder> {
  const [head, ...others] = intents;
  const target = head?.fulfillmentOrder;
  if (!target || others.some((other) => !other.fulfillmentOrder)) return refused(ORDER_GONE, "FULFILLMENT_ORDER_NOT_FOUND");
  if (others.some((other) => !other.fulfillmentOrder || !canMerge(target, other.fulfillmentOrder))) return refused("The fulfillment orders can't be merged.");
  for (const intent of others) {
    const source = intent.fulfillmentOrder as FulfillmentOrder;
    const chosen = chooseLines(source, intent.lines);
    if (!Array.isArray(chosen)) return { ok: false, errors: [chosen] };
    for (const part of takeOut(world, source, chosen)) addUnits(world, target, part);
    source.updatedAt = world.now();
  }
  touch(world, target);
  world.emit("fulfillment_orders/merged", { kind: "body", body: () => ({
    merge_intents: intents.map(({ fulfillmentOrder }) => ({ fulfillment_order_id: `gid://shopify/FulfillmentOrder/${fulfillmentOrder?.id}`, fulfillment_order_line_items: [] })),
    fulfillment_order_merges: { fulfillment_order: fulfillmentOrderRef(target) },
  }) });
  return accepted(target);
}

/** Adds units of an order line; used by merging and by a cancelled fulfillment. */
export function addUnits(world: World, target: FulfillmentOrder, part: { lineId: string; itemId: string | null; units: number }): void {
  let line = target.lines.find((candidate) => candidate.lineId === part.lineId);
  if (!line) {
    line = { id: world.newId(), lineId: part.lineId, itemId: part.itemId, total: 0, remaining: 0, counted: countsAt(world, part.itemId, target.locationId) };
    target.lines.push(line);
  }
  line.total += part.units;
  line.remaining += part.units;
  commitUnits(world, { itemId: line.itemId, locationId: target.locationId, units: part.units, counted: line.counted });
}

/** Takes units off for a hold: the rest goes to a new fulfillment order (recorded: the original keeps the held ones). */
export const splitOffRest = (world: World, held: FulfillmentOrder, rest: Chosen): FulfillmentOrder => carryOff(world, held, { locationId: held.locationId, chosen: rest });
