import type { Shop } from "./records";

export function createShop(head: Pick<Shop, "id" | "domain" | "name" | "currency" | "timeZone">): Shop {
  return {
    ...head, installed: true, ordersPlaced: 0,
    locations: new Map(), products: new Map(), variants: new Map(), items: new Map(),
    orders: new Map(), fulfillmentOrders: new Map(), fulfillments: new Map(), refunds: new Map(), returningShare: 0, grantedScopes: null,
    tokens: { access: new Map(), refresh: new Map() }, idempotency: new Map(), bucket: { points: 1_000_000_000, at: 0 },
  };
}
