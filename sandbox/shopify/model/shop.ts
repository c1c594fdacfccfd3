import type { Shop } from "./records";

export function createShop(head: Pick<Shop, "id" | "domain" | "name" | "currency" | "timeZone">): Shop {
  return {
    ...head, installed: true, ordersPlaced: 0,
    locations: new Map(), products: new Map(), variants: new Map(), items: new Map(),
    orders: new Map(), fulfillmentOrders: new Map(), fulfillments: new Map(), refunds: new Map(), returningShare: 0, scheduledIds: [], grantedScopes: null,
    tokens: { access: new Map(), refresh: new Map() }, idempotency: new Map(), bulkOperations: new Map(), bucket: { points: 1_000_000_000, at: 0 },
  };
}

/** A shop that was saved by an earlier version of the sandbox gets what that did not know. */
export function completeShop(saved: Shop): Shop {
  const shop: Shop = { ...createShop(saved), ...saved };
  for (const order of shop.orders.values()) {
    const missing = { presentmentCurrency: order.currency, presentmentRate: 1, receivedMinor: 0, groups: [], refundIds: [], shippingRefundedMinor: 0 };
    Object.assign(order, { ...missing, ...order });
    for (const line of order.lines) line.groupId ??= null;
  }
  for (const one of shop.fulfillmentOrders.values()) {
    const missing = { scheduled: false, fulfillBy: null, merchantRequests: [] };
    Object.assign(one, { ...missing, ...one });
  }
  return shop;
}
