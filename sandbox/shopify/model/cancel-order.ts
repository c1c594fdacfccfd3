import { cancelRemaining } from "./fulfillment-order";
import { balanceOf, settleFinances, taxOf, unfulfilledUnits } from "./order";
import { recordRefund } from "./refund";
import type { Order, RefundLine } from "./records";
import type { World } from "./world";

export interface CancelWish {
  /** Back to the shelf; otherwise the units are written off. */
  restock: boolean;
  reason: string;
  /** Pays back what was paid; yes when absent. */
  refund?: boolean;
}

/**
 * Cancels an order (schema, orderCancel): its open fulfillment orders close (recorded), what has shipped stays shipped, and a refund
 * tells the money and, by a coin, the units that nobody will get.
 */
export function cancelOrder(world: World, order: Order, wish: CancelWish): void {
  if (order.cancelledAt !== null) return;
  const { receivedMinor, refundedMinor } = balanceOf(world, order);
  const amountMinor = wish.refund === false ? 0 : receivedMinor - refundedMinor;
  const lines = world.coins.cancelRefundsLines ? linesCancelled(world, order, wish.restock) : [];
  cancelRemaining(world, order, wish.restock);
  const now = world.now();
  Object.assign(order, { cancelledAt: now, closedAt: now, cancelReason: wish.reason, updatedAt: now });
  if (world.coins.cancelRefundsLines && amountMinor > 0) order.shippingRefundedMinor = order.shippingMinor;
  if (receivedMinor === 0) order.financialStatus = "voided";
  if (lines.length > 0 || amountMinor > 0) recordRefund(world, order, { lines, shippingMinor: 0, amountMinor, note: null });
  if (receivedMinor > 0) settleFinances(world, order);
  world.emit("orders/cancelled", { kind: "order", order });
  world.touchOrder(order);
}

function linesCancelled(world: World, order: Order, restock: boolean): RefundLine[] {
  return order.lines.flatMap((line) => {
    const quantity = unfulfilledUnits(world, order, line);
    if (quantity === 0) return [];
    line.currentQuantity -= quantity;
    const waiting = order.fulfillmentOrderIds.map((id) => world.shop.fulfillmentOrders.get(id)).find((one) => one?.lines.some(({ lineId, remaining }) => lineId === line.id && remaining > 0));
    return [{
      id: world.newId(), lineId: line.id, quantity, restockType: restock ? "CANCEL" as const : "NO_RESTOCK" as const, locationId: restock ? waiting?.locationId ?? null : null, shipped: 0,
      subtotalMinor: line.priceMinor * quantity, taxMinor: taxOf(line, quantity),
    }];
  });
}
