import { changeLevel, openLevel } from "./level";
import { takeUnitsOff } from "./fulfillment-order";
import { balanceOf, settleFinances, shippedAndRefunded, shippedUnits, taxOf, unfulfilledUnits } from "./order";
import type { Order, OrderLine, Refund, RefundLine, RestockType } from "./records";
import { accepted, refused } from "./world";
import type { Result, World } from "./world";

export interface RefundLineWish {
  lineId: string;
  quantity: number;
  restockType: RestockType;
  /** Where returned units go to; where the parcel left from when absent. */
  locationId?: string | null;
}

export interface RefundWish {
  lines: readonly RefundLineWish[];
  shippingMinor?: number;
  /** What is paid back; the lines' and the shipping's price when absent. Never more than was paid. */
  amountMinor?: number;
  note?: string | null;
}

/** Units of a line that left with parcels and were not refunded since. */
const keptUnits = (world: World, order: Order, line: OrderLine) => (shippedUnits(world, order).get(line.id) ?? 0) - shippedAndRefunded(world, order, line.id);

function lineProblem(world: World, order: Order, wish: RefundLineWish): string | null {
  const line = order.lines.find((candidate) => candidate.id === wish.lineId);
  if (!line) return "Line item does not exist on this order";
  const most = { CANCEL: unfulfilledUnits(world, order, line), RETURN: keptUnits(world, order, line), NO_RESTOCK: line.currentQuantity }[wish.restockType];
  return Number.isInteger(wish.quantity) && wish.quantity > 0 && wish.quantity <= most ? null : "Quantity cannot refund more items than were purchased";
}

/**
 * Money goes back, and units with it (schema: refundCreate, RefundLineItemRestockType): CANCEL takes unshipped units off the order
 * and frees them, RETURN brings shipped ones back to a shelf, NO_RESTOCK gives them to nobody, unshipped ones first (assumed).
 */
export function refundOrder(world: World, order: Order, wish: RefundWish): Result<Refund> {
  const problem = wish.lines.map((line) => lineProblem(world, order, line)).find((words) => words !== null)
    ?? (new Set(wish.lines.map(({ lineId }) => lineId)).size < wish.lines.length ? "Line items must be unique" : null);
  if (problem) return refused(problem, null, ["refundLineItems"]);
  const shippingMinor = Math.min(wish.shippingMinor ?? 0, order.shippingMinor - order.shippingRefundedMinor);
  const lines = wish.lines.map((line) => refundLine(world, order, line));
  const price = lines.reduce((sum, line) => sum + line.subtotalMinor + line.taxMinor, shippingMinor);
  order.shippingRefundedMinor += shippingMinor;
  return accepted(recordRefund(world, order, { lines, shippingMinor, amountMinor: wish.amountMinor ?? price, note: wish.note ?? null }));
}

function refundLine(world: World, order: Order, { lineId, quantity, restockType, locationId }: RefundLineWish): RefundLine {
  const line = order.lines.find((candidate) => candidate.id === lineId) as OrderLine;
  const unshipped = restockType === "RETURN" ? 0 : Math.min(quantity, unfulfilledUnits(world, order, line));
  const from = takeUnitsOff(world, order, { lineId, units: unshipped, restock: restockType === "CANCEL", byEdit: false });
  const back = restockType === "RETURN" ? putBack(world, order, { line, units: quantity, locationId: locationId ?? null }) : null;
  line.currentQuantity -= quantity;
  return {
    id: world.newId(), lineId, quantity, restockType, locationId: restockType === "NO_RESTOCK" ? null : restockType === "RETURN" ? back : from, shipped: quantity - unshipped,
    subtotalMinor: line.priceMinor * quantity, taxMinor: taxOf(line, quantity),
  };
}

/** Returned units stand on the shelf again; a location that did not stock the item does from now on (assumed). */
function putBack(world: World, order: Order, { line, units, locationId }: { line: OrderLine; units: number; locationId: string | null }): string | null {
  const { shop } = world;
  const parcels = order.fulfillmentIds.map((id) => shop.fulfillments.get(id));
  const place = locationId ?? parcels.find((parcel) => parcel?.status === "SUCCESS" && parcel.lines.some(({ lineId }) => lineId === line.id))?.locationId ?? null;
  const item = line.itemId === null ? undefined : shop.items.get(line.itemId);
  if (place === null || !item?.tracked) return place;
  changeLevel(world, item.levels.get(place) ?? openLevel(world, item, place), { available: units });
  return place;
}

/** Writes down a refund, pays back at most what was paid, and announces it: `refunds/create`. */
export function recordRefund(world: World, order: Order, made: Pick<Refund, "lines" | "shippingMinor" | "amountMinor" | "note">): Refund {
  const { receivedMinor, refundedMinor } = balanceOf(world, order);
  const amountMinor = Math.max(0, Math.min(made.amountMinor, receivedMinor - refundedMinor));
  const refund: Refund = { ...made, amountMinor, id: world.newId(), orderId: order.id, createdAt: world.now() };
  world.shop.refunds.set(refund.id, refund);
  order.refundIds.push(refund.id);
  settleFinances(world, order);
  world.emit("refunds/create", { kind: "refund", order, refund });
  world.touchOrder(order);
  return refund;
}

