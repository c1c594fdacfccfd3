import { onHandOf } from "./model/level";
import { isTerminal } from "./model/fulfillment-order";
import { shippedUnits } from "./model/order";
import type { Shop } from "./model/records";

/** A shop's orders, fulfillment orders, parcels and stock as plain data, for comparing. */
export interface Inspection {
  orders: { id: string; name: string; cancelled: boolean; tags: string[]; lines: { id: string; itemId: string | null; quantity: number; currentQuantity: number; shipped: number; requiresShipping: boolean }[] }[];
  fulfillmentOrders: { id: string; orderId: string; locationId: string; status: string; requestStatus: string; methodType: string; open: boolean; holds: { id: string; handle: string; byRequestingApp: boolean }[]; lines: { id: string; lineId: string; itemId: string | null; total: number; remaining: number }[] }[];
  fulfillments: { id: string; orderId: string; status: string; locationId: string; company: string | null; numbers: string[]; lines: { lineId: string; quantity: number; fulfillmentOrderId: string }[] }[];
  refunds: { id: string; orderId: string; amountMinor: number; lines: { lineId: string; quantity: number; restockType: string; locationId: string | null }[] }[];
  levels: { itemId: string; locationId: string; tracked: boolean; active: boolean; available: number; committed: number; onHand: number; reserved: number; damaged: number; safetyStock: number; qualityControl: number; incoming: number }[];
}

export function inspect(shop: Shop): Inspection {
  return {
    orders: [...shop.orders.values()].map((order) => {
      const shipped = shippedUnits({ shop }, order);
      return {
        id: order.id, name: order.name, cancelled: order.cancelledAt !== null, tags: [...order.tags],
        lines: order.lines.map((line) => ({ id: line.id, itemId: line.itemId, quantity: line.quantity, currentQuantity: line.currentQuantity, shipped: shipped.get(line.id) ?? 0, requiresShipping: line.requiresShipping })),
      };
    }),
    fulfillmentOrders: [...shop.fulfillmentOrders.values()].map((one) => ({
      id: one.id, orderId: one.orderId, locationId: one.locationId, status: one.status, requestStatus: one.requestStatus, methodType: one.methodType, open: !isTerminal(one),
      holds: one.holds.map(({ id, handle, byRequestingApp }) => ({ id, handle, byRequestingApp })), lines: one.lines.map(({ id, lineId, itemId, total, remaining }) => ({ id, lineId, itemId, total, remaining })),
    })),
    fulfillments: [...shop.fulfillments.values()].map((one) => ({
      id: one.id, orderId: one.orderId, status: one.status, locationId: one.locationId, company: one.tracking.company, numbers: [...one.tracking.numbers],
      lines: one.lines.map(({ lineId, quantity, fulfillmentOrderId }) => ({ lineId, quantity, fulfillmentOrderId })),
    })),
    refunds: [...shop.refunds.values()].map(({ id, orderId, amountMinor, lines }) => ({
      id, orderId, amountMinor, lines: lines.map(({ lineId, quantity, restockType, locationId }) => ({ lineId, quantity, restockType, locationId })),
    })),
    levels: [...shop.items.values()].flatMap((item) => [...item.levels.values()].map((level) => ({
      itemId: item.id, locationId: level.locationId, tracked: item.tracked, active: level.active, available: level.quantities.available, committed: level.quantities.committed, onHand: onHandOf(level),
      reserved: level.quantities.reserved, damaged: level.quantities.damaged, safetyStock: level.quantities.safety_stock, qualityControl: level.quantities.quality_control, incoming: level.quantities.incoming,
    }))),
  };
}
