import type { Fulfillment, FulfillmentOrder, InventoryItem, Order, Shop } from "./model/records";

/** How long after a change a stale read may still show what was before it. */
const LAG_MS = 5_000;

interface Picture { order: Order; fulfillmentOrders: FulfillmentOrder[]; fulfillments: Fulfillment[] }
interface Versions<T> { newest: T; before: T | null; changedAt: number }

/** Remembers how orders and stock were before their last change, for reads that lag behind. Kept only while that fault is on. */
export function createPictures() {
  const orders = new Map<string, Versions<Picture>>();
  const items = new Map<string, Versions<InventoryItem>>();
  const turn = <T>(versions: Map<string, Versions<T>>, id: string, fresh: { value: T; now: number }) =>
    versions.set(id, { newest: fresh.value, before: versions.get(id)?.newest ?? null, changedAt: fresh.now });
  return {
    remember(shop: Shop, changed: { orders: Iterable<Order>; itemIds: Iterable<string>; now: number }) {
      for (const order of changed.orders) turn(orders, order.id, { value: structuredClone(pictureOf(shop, order)), now: changed.now });
      for (const itemId of changed.itemIds) {
        const item = shop.items.get(itemId);
        if (item) turn(items, itemId, { value: structuredClone(item), now: changed.now });
      }
    },
    /** The shop as a lagging replica shows it. */
    lagging(shop: Shop, now: number): Shop {
      const recent = [...orders.values()].filter((versions) => now - versions.changedAt < LAG_MS).flatMap(({ before }) => (before ? [before] : []));
      const recentItems = [...items.values()].filter((versions) => now - versions.changedAt < LAG_MS).flatMap(({ before }) => (before ? [before] : []));
      return {
        ...shop,
        orders: overlaid(shop.orders, recent.map(({ order }) => order)),
        fulfillmentOrders: overlaid(shop.fulfillmentOrders, recent.flatMap(({ fulfillmentOrders }) => fulfillmentOrders)),
        fulfillments: overlaid(shop.fulfillments, recent.flatMap(({ fulfillments }) => fulfillments)),
        items: overlaid(shop.items, recentItems),
      };
    },
  };
}

const pictureOf = (shop: Shop, order: Order): Picture => ({
  order,
  fulfillmentOrders: order.fulfillmentOrderIds.map((id) => shop.fulfillmentOrders.get(id)).filter((one) => one !== undefined),
  fulfillments: order.fulfillmentIds.map((id) => shop.fulfillments.get(id)).filter((one) => one !== undefined),
});

function overlaid<T extends { id: string }>(live: Map<string, T>, older: readonly T[]): Map<string, T> {
  if (older.length === 0) return live;
  const merged = new Map(live);
  for (const entry of older) if (merged.has(entry.id)) merged.set(entry.id, entry);
  return merged;
}
