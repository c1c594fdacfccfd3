import type { Order, OrderLine, Refund } from "./records";
import type { World } from "./world";

export interface OrderTotals { linesMinor: number; taxMinor: number; shippingMinor: number; tipMinor: number; totalMinor: number }

export const taxOf = (line: OrderLine, quantity: number): number => (line.quantity === 0 ? 0 : Math.round((line.taxMinor * quantity) / line.quantity));

/** `current` counts what is left after edits and refunds. */
export function totalsOf(order: Order, current: boolean): OrderTotals {
  let linesMinor = 0;
  let taxMinor = 0;
  let tipMinor = 0;
  for (const line of order.lines) {
    const quantity = current ? line.currentQuantity : line.quantity;
    if (line.tip) tipMinor += line.priceMinor * quantity;
    else linesMinor += line.priceMinor * quantity;
    taxMinor += taxOf(line, quantity);
  }
  const shippingMinor = order.shippingMinor - (current ? order.shippingRefundedMinor : 0);
  return { linesMinor, taxMinor, tipMinor, shippingMinor, totalMinor: linesMinor + taxMinor + tipMinor + shippingMinor };
}

/** Units of each line that fulfillments of this order have shipped. */
export function shippedUnits(world: Pick<World, "shop">, order: Order): Map<string, number> {
  const shipped = new Map<string, number>();
  for (const id of order.fulfillmentIds) {
    const fulfillment = world.shop.fulfillments.get(id);
    if (fulfillment?.status !== "SUCCESS") continue;
    for (const line of fulfillment.lines) shipped.set(line.lineId, (shipped.get(line.lineId) ?? 0) + line.quantity);
  }
  return shipped;
}

export const refundsOf = ({ shop }: Pick<World, "shop">, order: Order): Refund[] =>
  order.refundIds.map((id) => shop.refunds.get(id)).filter((refund) => refund !== undefined);

/** Units of a line that had shipped and were refunded since. */
export function shippedAndRefunded(world: Pick<World, "shop">, order: Order, lineId: string): number {
  let units = 0;
  for (const { lines } of refundsOf(world, order)) for (const line of lines) if (line.lineId === lineId) units += line.shipped;
  return units;
}

/** Units of a line that the customer is still to get. */
export function unfulfilledUnits(world: Pick<World, "shop">, order: Order, line: OrderLine): number {
  const kept = (shippedUnits(world, order).get(line.id) ?? 0) - shippedAndRefunded(world, order, line.id);
  return Math.max(0, line.currentQuantity - Math.max(0, kept));
}

export interface Balance { receivedMinor: number; refundedMinor: number; outstandingMinor: number }

export function balanceOf(world: Pick<World, "shop">, order: Order): Balance {
  const refundedMinor = refundsOf(world, order).reduce((sum, refund) => sum + refund.amountMinor, 0);
  const owed = order.cancelledAt === null ? totalsOf(order, true).totalMinor : 0;
  return { receivedMinor: order.receivedMinor, refundedMinor, outstandingMinor: Math.max(0, owed - (order.receivedMinor - refundedMinor)) };
}

/** What the payment's status is after an edit or a refund (schema, OrderDisplayFinancialStatus). Nothing paid: it stays what it was. */
export function settleFinances(world: Pick<World, "shop">, order: Order): void {
  const { receivedMinor, refundedMinor, outstandingMinor } = balanceOf(world, order);
  if (receivedMinor === 0) return;
  if (refundedMinor >= receivedMinor) order.financialStatus = "refunded";
  else if (refundedMinor > 0) order.financialStatus = "partially_refunded";
  else order.financialStatus = outstandingMinor > 0 ? "partially_paid" : "paid";
}

/** Payment arrives, of all that is owed: `orders/paid`. */
export function markPaid(world: World, order: Order): void {
  const { outstandingMinor } = balanceOf(world, order);
  if (order.cancelledAt !== null || (order.financialStatus === "paid" && outstandingMinor === 0)) return;
  order.receivedMinor += outstandingMinor;
  order.financialStatus = "paid";
  settleFinances(world, order);
  order.updatedAt = world.now();
  world.emit("orders/paid", { kind: "order", order });
  world.touchOrder(order);
}

/** Own writes echo as `orders/updated` (shopify.dev: webhook payloads). */
export function addTags(world: World, order: Order, tags: readonly string[]): void {
  const added = tags.filter((tag) => !order.tags.includes(tag));
  if (added.length === 0) return;
  order.tags.push(...added);
  world.touchOrder(order);
}
