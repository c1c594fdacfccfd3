import { onHandOf } from "../shopify/model/level";
import { shippedUnits } from "../shopify/model/order";
import type { Order, Shop } from "../shopify/model/records";
import type { LevelEntry, OrderEntry, PlatformBooks } from "./proof";

export const levelKey = (itemId: string, locationId: string): string => `${itemId}@${locationId}`;

function entryOf(shop: Shop, order: Order): OrderEntry {
  const parcels = order.fulfillmentIds.filter((id) => shop.fulfillments.get(id)?.status === "SUCCESS").length;
  const shipped = [...shippedUnits({ shop }, order).values()].reduce((sum, units) => sum + units, 0);
  return { name: order.name, cancelled: order.cancelledAt !== null, units: order.lines.reduce((sum, line) => sum + line.currentQuantity, 0), parcels, shippedUnits: shipped };
}

/** What the platform knows now. */
export function booksOfShop(shop: Shop): PlatformBooks {
  const orders = new Map([...shop.orders.values()].map((order) => [order.id, entryOf(shop, order)]));
  const levels = new Map<string, LevelEntry>();
  const changed = new Map<string, number>();
  for (const item of shop.items.values()) {
    if (!item.tracked) continue;
    for (const level of item.levels.values()) {
      if (!level.active) continue;
      const key = levelKey(item.id, level.locationId);
      levels.set(key, { onHand: onHandOf(level), available: level.quantities.available, committed: level.quantities.committed });
      changed.set(key, level.updatedAt);
    }
  }
  return { orders, levels, orderChangedAt: (id) => shop.orders.get(id)?.updatedAt ?? 0, levelChangedAt: (key) => changed.get(key) ?? 0 };
}
