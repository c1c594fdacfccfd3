import type { InventoryItem, Level, State } from "./records";
import type { World } from "./world";

export const onHandOf = ({ quantities }: Level): number =>
  quantities.available + quantities.committed + quantities.reserved + quantities.damaged + quantities.safety_stock + quantities.quality_control;

export const quantityOf = (level: Level, name: string): number | null => {
  if (name === "on_hand") return onHandOf(level);
  return name in level.quantities ? level.quantities[name as State] : null;
};

export function openLevel(world: World, item: InventoryItem, locationId: string): Level {
  const level: Level = {
    id: world.newId(), itemId: item.id, locationId, active: true, createdAt: world.now(), updatedAt: world.now(),
    quantities: { available: 0, committed: 0, reserved: 0, damaged: 0, safety_stock: 0, quality_control: 0, incoming: 0 },
  };
  item.levels.set(locationId, level);
  return level;
}

/** Adds to the named states. Counted in units; negative results are allowed, as Shopify's are after an oversell (Admin API: inventory quantities). */
export function changeLevel(world: World, level: Level, changes: Partial<Record<State, number>>): void {
  for (const [state, delta] of Object.entries(changes)) level.quantities[state as State] += delta;
  level.updatedAt = world.now();
  world.touchLevel(level, Boolean(changes.available));
}

/** Units of a fulfillment order's line, weighing on the level at its location. */
export interface Commitment {
  itemId: string | null;
  locationId: string;
  units: number;
  /** False for untracked items, custom lines and items that the location does not stock. */
  counted: boolean;
}

/** Do units of this item weigh on a level at the location? Decided when they are assigned, and kept. */
export function countsAt(world: World, itemId: string | null, locationId: string): boolean {
  const item = itemId === null ? undefined : world.shop.items.get(itemId);
  return item?.tracked === true && item.levels.has(locationId);
}

function levelOf(world: World, { itemId, locationId, units, counted }: Commitment): Level | undefined {
  return !counted || units === 0 || itemId === null ? undefined : world.shop.items.get(itemId)?.levels.get(locationId);
}

/** An order takes units: available → committed. */
export function commitUnits(world: World, commitment: Commitment): void {
  const level = levelOf(world, commitment);
  if (level) changeLevel(world, level, { available: -commitment.units, committed: commitment.units });
}

/** The reverse: committed → available, when units are moved away, removed or restocked. */
export const releaseUnits = (world: World, commitment: Commitment): void => commitUnits(world, { ...commitment, units: -commitment.units });

/** Units leave the house: committed and so on hand fall. Negative units come back. */
export function shipUnits(world: World, commitment: Commitment): void {
  const level = levelOf(world, commitment);
  if (level) changeLevel(world, level, { committed: -commitment.units });
}
