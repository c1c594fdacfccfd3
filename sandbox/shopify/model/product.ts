import { exactNumber } from "../exact-json";
import { changeLevel } from "./level";
import { stockAt } from "./stocking";
import type { InventoryItem, Product, Variant } from "./records";
import type { World } from "./world";

export interface VariantChange {
  tracked?: boolean;
  continueSelling?: boolean;
  sku?: string;
  title?: string;
  priceMinor?: number;
  weightGrams?: number;
  requiresShipping?: boolean;
}

/** A person edits a variant: `products/update` always, `inventory_items/update` where the item itself changed. */
export function changeVariant(world: World, variantId: string, change: VariantChange): void {
  const { shop } = world;
  const variant = shop.variants.get(variantId);
  const item = variant && shop.items.get(variant.itemId);
  const product = variant && shop.products.get(variant.productId);
  if (!variant || !item || !product) throw new Error(`sandbox: variant ${variantId} does not exist`);
  const now = world.now();
  if (change.continueSelling !== undefined) variant.continueSelling = change.continueSelling;
  if (change.priceMinor !== undefined) variant.priceMinor = change.priceMinor;
  if (change.title !== undefined) product.title = change.title;
  variant.updatedAt = now;
  product.updatedAt = now;
  const { tracked = item.tracked, sku = item.sku, weightGrams = item.weightGrams, requiresShipping = item.requiresShipping } = change;
  if (tracked !== item.tracked || sku !== item.sku || weightGrams !== item.weightGrams || requiresShipping !== item.requiresShipping) {
    Object.assign(item, { tracked, sku, weightGrams, requiresShipping });
    item.updatedAt = now;
    world.emit("inventory_items/update", { kind: "item", item });
  }
  world.emit("products/update", { kind: "product", product });
}

/** Deletes a product. Orders keep their lines, which then name no product (shopify.dev: webhook payloads). */
export function deleteProduct(world: World, productId: string): void {
  const { shop } = world;
  const product = shop.products.get(productId);
  if (!product) throw new Error(`sandbox: product ${productId} does not exist`);
  for (const variantId of product.variantIds) {
    const itemId = shop.variants.get(variantId)?.itemId ?? "";
    shop.variants.delete(variantId);
    shop.items.delete(itemId);
    world.emit("inventory_items/delete", { kind: "body", body: () => ({ id: exactNumber(itemId), admin_graphql_api_id: `gid://shopify/InventoryItem/${itemId}` }) });
  }
  shop.products.delete(productId);
  world.emit("products/delete", { kind: "body", body: () => ({ id: exactNumber(productId) }) });
}

export interface NewProduct {
  title: string;
  sku?: string;
  priceMinor?: number;
  weightGrams?: number;
  tracked?: boolean;
  requiresShipping?: boolean;
  continueSelling?: boolean;
  /** Units at locations, by location id. */
  stock?: Record<string, number>;
}

/** A person adds a product with one variant: `products/create`, `inventory_items/create`, and a connection for each location that stocks it. */
export function addProduct(world: World, wish: NewProduct): Variant {
  const { shop } = world;
  const times = { createdAt: world.now(), updatedAt: world.now() };
  const product: Product = { id: world.newId(), title: wish.title, vendor: shop.name, productType: "", tags: [], variantIds: [], ...times };
  const itemId = world.newId();
  const variant: Variant = {
    id: world.newId(), productId: product.id, itemId, title: "Default Title", priceMinor: wish.priceMinor ?? 2_500, continueSelling: wish.continueSelling ?? false, giftCard: false, taxable: true, position: 1, ...times,
  };
  const item: InventoryItem = { id: itemId, variantId: variant.id, sku: wish.sku ?? "", tracked: wish.tracked ?? true, requiresShipping: wish.requiresShipping ?? true, weightGrams: wish.weightGrams ?? 500, levels: new Map(), ...times };
  product.variantIds.push(variant.id);
  shop.products.set(product.id, product);
  shop.variants.set(variant.id, variant);
  shop.items.set(item.id, item);
  world.emit("products/create", { kind: "product", product });
  world.emit("inventory_items/create", { kind: "item", item });
  for (const [locationId, units] of Object.entries(wish.stock ?? {})) changeLevel(world, stockAt(world, item, locationId), { available: units });
  return variant;
}
