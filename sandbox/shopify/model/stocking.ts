import { exactNumber } from "../exact-json";
import { changeLevel, openLevel } from "./level";
import type { InventoryItem, Level, State } from "./records";
import { found } from "./world";
import type { World } from "./world";

/** An item is stocked at one more location: `inventory_levels/connect`. */
export function stockAt(world: World, item: InventoryItem, locationId: string): Level {
  const known = item.levels.get(locationId);
  if (known?.active) return known;
  const level = known ?? openLevel(world, item, locationId);
  level.active = true;
  level.updatedAt = world.now();
  world.emit("inventory_levels/connect", { kind: "level", level });
  return level;
}

/** And at one less: its quantities are gone (schema, inventoryDeactivate; with commitments it refuses). */
export function stopStockingAt(world: World, item: InventoryItem, locationId: string): boolean {
  const level = item.levels.get(locationId);
  if (!level?.active || level.quantities.committed !== 0) return false;
  for (const state of Object.keys(level.quantities) as State[]) level.quantities[state] = 0;
  level.active = false;
  level.updatedAt = world.now();
  world.emit("inventory_levels/disconnect", { kind: "body", body: () => ({ inventory_item_id: exactNumber(item.id), location_id: exactNumber(locationId) }) });
  return true;
}

/** A closed location's stock goes to another one, as the admin offers it (schema, locationDeactivate). What is committed stays with its orders. */
export function carryStock(world: World, fromId: string, toId: string): void {
  for (const item of world.shop.items.values()) {
    const source = item.levels.get(fromId);
    if (!source?.active || source.quantities.available <= 0) continue;
    const units = source.quantities.available;
    changeLevel(world, found(source, "a level"), { available: -units });
    changeLevel(world, stockAt(world, item, toId), { available: units });
  }
}
