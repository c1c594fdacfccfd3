import type { z } from "zod";
import type { ItemRecord, LevelRecord } from "../../domain/records";
import { InventoryQuery } from "./arguments";
import { endpoint, found } from "./endpoint";
import { type LocationNames, namesOf } from "./order-shape";
import { InventoryItem, listOf } from "./shapes";

export const listInventory = endpoint({
  path: "/inventory", tag: "Inventory", summary: "List items with their stock by location", query: InventoryQuery, answer: listOf(InventoryItem),
  description: "All states in units. On hand = available + committed + reserved + damaged + safety stock + quality control; incoming stands beside it. Of committed, `unattributed` units are held by the platform for orders that have not been read.",
  async respond({ db, merchantId, query }) {
    const { sku, ...page } = query;
    const { rows, nextCursor } = await db.inventoryPage(merchantId, { ...page, search: sku });
    const names = namesOf(await db.locations(merchantId));
    return found({ data: rows.map((row) => itemShape(row.item, row.levels, names)), nextCursor });
  },
});

function itemShape(item: ItemRecord, levels: readonly LevelRecord[], names: LocationNames): z.output<typeof InventoryItem> {
  return {
    id: item.id, storeId: item.storeId, platformId: item.platformId, sku: item.sku, title: item.title, tracked: item.tracked, continueSelling: item.continueSelling,
    levels: levels.map((level) => ({
      locationId: level.locationId, locationName: names.get(level.locationId) ?? null, active: level.active, onHand: level.onHand, available: level.available,
      committed: level.committed + level.unattributed, unattributed: level.unattributed, reserved: level.reserved, damaged: level.damaged, safetyStock: level.safetyStock,
      qualityControl: level.qualityControl, incoming: level.incoming,
    })),
  };
}
