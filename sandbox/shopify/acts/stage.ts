import type { FulfillmentOrder, InventoryItem, Level, Location, Order } from "../model/records";
import { found } from "../model/world";
import type { World } from "../model/world";

/** Where people act: a world, and how a change becomes one act. */
export interface ActStage { world: World; act<T>(change: () => T): T }

/** What acts name by id; what is not there is the caller's mistake. */
export function finders({ shop }: World) {
  return {
    order: (id: string): Order => found(shop.orders.get(id), `order ${id}`),
    fulfillmentOrder: (id: string): FulfillmentOrder => found(shop.fulfillmentOrders.get(id), `fulfillment order ${id}`),
    fulfillment: (id: string) => found(shop.fulfillments.get(id), `fulfillment ${id}`),
    location: (id: string): Location => found(shop.locations.get(id), `location ${id}`),
    item: (id: string): InventoryItem => found(shop.items.get(id), `item ${id}`),
    level: (itemId: string, locationId: string): Level => found(shop.items.get(itemId)?.levels.get(locationId), `a level of item ${itemId} at ${locationId}`),
  };
}
