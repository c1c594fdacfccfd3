import type { InventoryItem, Level, State } from "../../sandbox/shopify/model/records";
import type { Happening } from "./happening";
import { rememberEdit } from "./memory";
import type { World } from "./world";

/** What staff and other apps do to stock and products in the shop's own admin. */
export const stockActs: readonly Happening[] = [
  [4, "adjust elsewhere", adjust],
  [1, "count elsewhere", (world) => onLevel(world, (place) => world.twin.people().countStock({ ...place, name: "available", quantity: world.dice.between(0, 6) }))],
  [2, "move states elsewhere", (world) => onLevel(world, (place, level) => moveStates(world, place, level))],
  [1, "sell in shop", sellInShop],
  [0.5, "stock here", stockHere],
  [0.4, "unstock here", (world) => onLevel(world, (place) => world.twin.people().stopStockingAt(place.itemId, place.locationId))],
  [1, "change product", changeProduct],
  [0.4, "track or not", (world) => trackOrNot(world)],
  [0.2, "delete product", deleteProduct],
  [0.3, "add product", addProduct],
];

interface Place { itemId: string; locationId: string }

const items = (world: World): InventoryItem[] => [...world.twin.shop().items.values()];

const onLevel = (world: World, act: (place: Place, level: Level) => unknown): void => {
  const some = items(world);
  if (some.length === 0) return;
  const item = world.dice.pick(some);
  const levels = [...item.levels.values()].filter((level) => level.active);
  if (levels.length === 0) return;
  const level = world.dice.pick(levels);
  const place = { itemId: item.id, locationId: level.locationId };
  if (act(place, level) !== false) rememberEdit(world, place);
};

function adjust(world: World): void {
  onLevel(world, (place, level) => {
    const lowest = Math.min(0, -level.quantities.available);
    world.twin.people().adjustStock({ ...place, delta: world.dice.between(Math.max(-3, lowest), 6) });
  });
}

const STATES: readonly State[] = ["available", "damaged", "quality_control", "safety_stock", "reserved"];

const moveStates = (world: World, place: Place, level: Level): unknown => {
  const from = world.dice.chance(0.6) ? "available" : world.dice.pick(STATES);
  return world.twin.people().moveStock({ ...place, units: world.dice.between(1, Math.max(1, Math.min(2, level.quantities[from]))), from, to: world.dice.pick(STATES) });
};

/** Over the counter: no edit by hand, but an order of its own. */
function sellInShop(world: World): void {
  const some = items(world).filter((item) => world.twin.shop().variants.has(item.variantId));
  const locations = [...world.twin.shop().locations.values()].filter((one) => one.active && !one.isFulfillmentService);
  if (some.length === 0 || locations.length === 0) return;
  world.twin.people().sellInShop({ variantId: world.dice.pick(some).variantId, quantity: world.dice.between(1, 2), locationId: world.dice.pick(locations).id });
}

function stockHere(world: World): void {
  const some = items(world);
  if (some.length === 0) return;
  const place = { itemId: world.dice.pick(some).id, locationId: world.dice.pick([...world.twin.shop().locations.keys()]) };
  world.twin.people().stockAt(place.itemId, place.locationId, world.dice.between(0, 5));
  rememberEdit(world, place);
}

const onVariant = (world: World, act: (item: InventoryItem) => void): void => {
  const some = items(world).filter((item) => world.twin.shop().variants.has(item.variantId));
  if (some.length > 0) act(world.dice.pick(some));
};

function changeProduct(world: World): void {
  onVariant(world, ({ variantId, weightGrams }) => {
    const { dice, twin } = world;
    twin.people().setPolicyOfVariant(variantId, dice.pick([{ weightGrams: weightGrams + 100 }, { sku: `NEW-${dice.between(1, 99)}` }, { title: `Renamed ${dice.between(1, 9)}` }, { continueSelling: dice.chance(0.3) }]));
  });
}

/** Numbers of an untracked item mean nothing to anybody: whatever is found when it is tracked again was changed outside. */
function trackOrNot(world: World): void {
  onVariant(world, (item) => {
    world.twin.people().setPolicyOfVariant(item.variantId, { tracked: !item.tracked });
    for (const locationId of world.twin.shop().locations.keys()) rememberEdit(world, { itemId: item.id, locationId });
  });
}

function deleteProduct(world: World): void {
  const { dice, twin } = world;
  const products = [...twin.shop().products.values()];
  if (products.length < 3) return;
  const { id, variantIds } = dice.pick(products);
  for (const variantId of variantIds) {
    const itemId = twin.shop().variants.get(variantId)?.itemId;
    if (itemId) for (const locationId of twin.shop().locations.keys()) rememberEdit(world, { itemId, locationId });
  }
  twin.people().deleteProduct(id);
}

function addProduct(world: World): void {
  const { dice, twin } = world;
  const locations = [...twin.shop().locations.values()].filter((one) => !one.isFulfillmentService);
  twin.people().addProduct({ title: "Walnut tray", sku: `ADD-${twin.shop().products.size}`, stock: { [dice.pick(locations).id]: dice.between(0, 8) } });
}
