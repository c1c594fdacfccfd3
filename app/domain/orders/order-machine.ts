/**
 * The life of an order as data. `left` orders stay where the platform put them: sold in a shop, picked up, digital,
 * handled by a third party. `backordered` means that stock is missing; it goes on by itself when stock arrives.
 */
export const ORDER_STATUSES = [
  "captured", "allocated", "backordered", "held", "routed", "released", "partially-shipped", "shipped", "cancelled", "left",
] as const;

export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** From each status, where an order may go. Staying is always allowed. */
export const ORDER_TRANSITIONS: Record<OrderStatus, readonly OrderStatus[]> = {
  captured: ["allocated", "backordered", "held", "routed", "released", "partially-shipped", "shipped", "cancelled", "left"],
  // An order that nobody has read yet may be edited into one of which nothing is in stock.
  allocated: ["captured", "backordered", "held", "routed", "released", "partially-shipped", "shipped", "cancelled", "left"],
  backordered: ["allocated", "held", "routed", "released", "partially-shipped", "shipped", "cancelled", "left"],
  held: ["allocated", "backordered", "routed", "released", "partially-shipped", "shipped", "cancelled", "left"],
  routed: ["allocated", "backordered", "held", "released", "partially-shipped", "shipped", "cancelled", "left"],
  released: ["allocated", "backordered", "held", "routed", "partially-shipped", "shipped", "cancelled", "left"],
  "partially-shipped": ["allocated", "backordered", "held", "routed", "released", "shipped", "cancelled", "left"],
  // A cancelled fulfillment reopens an order, and an edit may add lines to a shipped one.
  shipped: ["allocated", "backordered", "held", "routed", "released", "partially-shipped", "cancelled", "left"],
  cancelled: [],
  left: ["captured", "allocated", "backordered", "held", "routed", "released", "partially-shipped", "shipped", "cancelled"],
};

export const canGo = (from: OrderStatus, to: OrderStatus): boolean => from === to || ORDER_TRANSITIONS[from].includes(to);
