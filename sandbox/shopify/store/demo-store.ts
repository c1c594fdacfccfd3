import { openLevel } from "../model/level";
import type { InventoryItem, Product, Variant } from "../model/records";
import type { World } from "../model/world";
import { WAREHOUSES } from "./places";

/** The shape of a made-up store. Shares are from 0 to 1. */
export interface StoreShape {
  products: number;
  /** Units of a well-stocked item at one location, lowest and highest. */
  unitsLow: number;
  unitsHigh: number;
  untrackedShare: number;
  continueSellingShare: number;
  digitalShare: number;
  /** How many of the four warehouses exist. */
  locations: number;
  /** The share of orders from somebody who has ordered before. */
  returningShare: number;
}

export const DEMO_STORE: StoreShape = { products: 300, unitsLow: 0, unitsHigh: 120, untrackedShare: 0.04, continueSellingShare: 0.06, digitalShare: 0.02, locations: 4, returningShare: 0 };

const MATERIALS = ["Oak", "Linen", "Copper", "Slate", "Wool", "Bamboo", "Enamel", "Cork", "Glass", "Leather", "Canvas", "Marble", "Rattan", "Ceramic", "Steel"];
const THINGS: readonly [name: string, grams: number, priceMinor: number][] = [
  ["Mug", 380, 1_800], ["Lamp", 2_400, 7_900], ["Throw", 1_200, 6_400], ["Tray", 900, 3_200], ["Chair", 7_800, 18_900], ["Notebook", 320, 1_450], ["Vase", 1_500, 4_200], ["Basket", 1_100, 3_900],
  ["Apron", 410, 2_900], ["Clock", 800, 5_400], ["Stool", 4_900, 9_800], ["Bowl", 700, 2_600], ["Kettle", 1_300, 6_900], ["Cushion", 650, 3_400], ["Shelf", 6_200, 12_900], ["Planter", 3_100, 4_800],
  ["Blanket", 1_800, 8_900], ["Pitcher", 1_050, 3_600], ["Candle", 420, 2_200], ["Coaster Set", 260, 1_600],
];
const VENDORS = ["Northfold", "Harrow & Pine", "Saltworks", "Juniper Home"];

/** Fills an empty shop: warehouses across the United States, products with stock spread so that splits and scarcity occur. */
export function fillStore(world: World, shape: StoreShape): void {
  const { shop } = world;
  const now = world.now();
  shop.returningShare = shape.returningShare;
  for (const warehouse of WAREHOUSES.slice(0, shape.locations)) {
    const id = world.newId();
    shop.locations.set(id, { ...warehouse, id, active: true, fulfillsOnlineOrders: true, shipsInventory: true, isFulfillmentService: false, countryCode: "US", createdAt: now, updatedAt: now });
  }
  for (let index = 0; index < shape.products; index += 1) addProduct(world, shape, index);
}

/** Marks as shops give them; `dangerous-goods` is the one that rules of the policy know by themselves. */
const tagsAt = (index: number): string[] => [...(index % 13 === 5 ? ["fragile"] : []), ...(index % 29 === 11 ? ["dangerous-goods"] : [])];

function addProduct(world: World, shape: StoreShape, index: number): void {
  const { random, shop } = world;
  const now = world.now();
  const [thing, grams, priceMinor] = THINGS[index % THINGS.length] ?? ["Thing", 500, 2_000];
  const material = MATERIALS[Math.floor(index / THINGS.length) % MATERIALS.length] ?? "Plain";
  const digital = random.chance(shape.digitalShare);
  const product: Product = {
    id: world.newId(), title: digital ? `${material} ${thing} pattern (download)` : `${material} ${thing}`, vendor: random.pick(VENDORS), productType: digital ? "Download" : thing, tags: digital ? [] : tagsAt(index), variantIds: [],
    createdAt: now, updatedAt: now,
  };
  const itemId = world.newId();
  const variant: Variant = {
    id: world.newId(), productId: product.id, itemId, title: "Default Title", priceMinor: digital ? 900 : priceMinor + random.between(0, 8) * 100, continueSelling: random.chance(shape.continueSellingShare),
    giftCard: false, taxable: !digital, position: 1, createdAt: now, updatedAt: now,
  };
  const item: InventoryItem = {
    id: itemId, variantId: variant.id, sku: `${material.slice(0, 3)}-${thing.slice(0, 3)}-${String(index + 1).padStart(3, "0")}`.toUpperCase(), tracked: !digital && !random.chance(shape.untrackedShare),
    requiresShipping: !digital, weightGrams: digital ? 0 : grams, levels: new Map(), createdAt: now, updatedAt: now,
  };
  product.variantIds.push(variant.id);
  shop.products.set(product.id, product);
  shop.variants.set(variant.id, variant);
  shop.items.set(item.id, item);
  stock(world, item, shape);
}

/** Each item is stocked at some locations only, plentiful at a few and scarce at others. */
function stock(world: World, item: InventoryItem, shape: StoreShape): void {
  const { random, shop } = world;
  const everywhere = [...shop.locations.keys()];
  const home = random.between(0, everywhere.length - 1);
  everywhere.forEach((locationId, index) => {
    if (index !== home && random.chance(0.35)) return;
    const level = openLevel(world, item, locationId);
    if (!item.tracked) return;
    const scarce = random.chance(0.3);
    level.quantities.available = scarce ? random.between(0, Math.max(1, Math.floor(shape.unitsHigh / 30))) : random.between(shape.unitsLow, shape.unitsHigh);
    if (random.chance(0.03)) level.quantities.damaged = random.between(1, 3);
    if (random.chance(0.05)) level.quantities.incoming = random.between(5, 50);
  });
}
