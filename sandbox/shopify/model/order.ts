import { exactNumber, exactNumberOrNull } from "../exact-json";
import { cancelRemaining, rebuildAfterEdit } from "./fulfillment-order";
import type { Order } from "./records";
import type { World } from "./world";

export interface OrderTotals { linesMinor: number; taxMinor: number; shippingMinor: number; tipMinor: number; totalMinor: number }

/** `current` counts what is left after edits. */
export function totalsOf(order: Order, current: boolean): OrderTotals {
  let linesMinor = 0;
  let taxMinor = 0;
  let tipMinor = 0;
  for (const line of order.lines) {
    const quantity = current ? line.currentQuantity : line.quantity;
    if (line.tip) tipMinor += line.priceMinor * quantity;
    else linesMinor += line.priceMinor * quantity;
    taxMinor += Math.round((line.taxMinor * quantity) / line.quantity);
  }
  return { linesMinor, taxMinor, tipMinor, shippingMinor: order.shippingMinor, totalMinor: linesMinor + taxMinor + tipMinor + order.shippingMinor };
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

/** Cancels an order: its open fulfillment orders close (recorded), and stock comes back if `restock`. */
export function cancelOrder(world: World, order: Order, options: { restock: boolean; reason: string }): void {
  if (order.cancelledAt !== null) return;
  cancelRemaining(world, order, options.restock);
  const now = world.now();
  Object.assign(order, { cancelledAt: now, closedAt: now, cancelReason: options.reason, updatedAt: now });
  order.financialStatus = order.financialStatus === "paid" ? "refunded" : "voided";
  world.emit("orders/cancelled", { kind: "order", order });
  world.touchOrder(order);
}

/** Takes units off a line, as an order edit does; what is shipped stays. `orders/edited` is a delta (shopify.dev: webhook payloads). */
export function reduceLine(world: World, order: Order, wish: { lineId: string; units: number }): void {
  const line = order.lines.find((candidate) => candidate.id === wish.lineId);
  const shipped = shippedUnits(world, order).get(wish.lineId) ?? 0;
  const units = Math.min(wish.units, (line?.currentQuantity ?? 0) - shipped);
  if (!line || units <= 0 || order.cancelledAt !== null) return;
  line.currentQuantity -= units;
  order.edited = true;
  rebuildAfterEdit(world, order, { lineId: line.id, units });
  world.emit("orders/edited", { kind: "body", body: () => ({
    order_edit: {
      id: exactNumber(world.newId()), app_id: 1, created_at: new Date(world.now()).toISOString(), notify_customer: false, order_id: exactNumber(order.id), staff_note: "",
      user_id: null, line_items: { additions: [], removals: [{ id: exactNumberOrNull(line.id), delta: units }] }, discounts: { line_item: { additions: [], removals: [] } },
    },
  }) });
  world.touchOrder(order);
}

/** Payment arrives: `orders/paid`. */
export function markPaid(world: World, order: Order): void {
  if (order.financialStatus === "paid" || order.cancelledAt !== null) return;
  order.financialStatus = "paid";
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
