import { isHeldByOthers, isLiving, isRoutable, isShippable, mayBeRouted } from "../fulfillment/fulfillment-order-machine";
import type { DecisionRecord, FulfillmentOrderRecord, OrderAggregate } from "../records";
import type { OrderStatus } from "./order-machine";

/**
 * The status of an order, derived from what is known of it: never set by hand, so that it cannot disagree. What needs a
 * person comes before what goes on by itself.
 */
export const statusOf = (aggregate: OrderAggregate, decision: DecisionRecord | null): OrderStatus => {
  const { order, lines, fulfillmentOrders, shipments } = aggregate;
  if (order.cancelledAt !== null) return "cancelled";
  if (order.holdReason !== null) return "held";
  if (order.readAt === null) return statusBeforeReading(aggregate);
  const open = fulfillmentOrders.filter((one) => isLiving(one) && one.lines.some((line) => line.requiresShipping && line.remainingQuantity > 0));
  const hasShipped = shipments.some((shipment) => shipment.status === "confirmed");
  // Without a parcel, everything was taken off the order: a closed fulfillment order alone has shipped nothing.
  if (open.length === 0) return hasShipped ? "shipped" : "left";
  const ours = open.filter(isShippable);
  if (ours.length === 0) return "left";
  if (ours.some(isHeldByOthers)) return "held";
  const known = new Set(lines.filter((line) => line.itemId !== null).map((line) => line.id));
  // Once what fell short has left, custom goods beside it wait for nothing.
  const waits = (one: FulfillmentOrderRecord): boolean => mayBeRouted(one, order) && one.lines.some((line) => line.remainingQuantity > 0 && known.has(line.orderLineId));
  if (ours.some(waits) && decision?.certificate.outcome === "unroutable" && decision.status !== "superseded") return "backordered";
  if (hasShipped) return "partially-shipped";
  if (ours.every((one) => one.status === "in-progress")) return "released";
  if (decision?.certificate.outcome === "routed" && decision.status !== "refused") return "routed";
  return ours.some((one) => isToBeRouted(one) && one.lines.some((line) => line.itemId !== null && line.remainingQuantity > 0)) ? "allocated" : "routed";
};

/**
 * Now, or when its day comes. Custom goods, which no location is known to stock, what a third party ships and what is being worked on
 * leave nothing to choose: they ship from where the platform put them.
 */
const isToBeRouted = (one: FulfillmentOrderRecord): boolean => isRoutable(one) || one.status === "scheduled";

const statusBeforeReading = ({ order, lines, allocations }: OrderAggregate): OrderStatus => {
  if (order.source === "point-of-sale" || !lines.some((line) => line.requiresShipping && line.currentQuantity > 0)) return "left";
  return allocations.length > 0 ? "allocated" : "captured";
};
