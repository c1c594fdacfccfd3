import { exactNumber } from "../exact-json";
import type { World } from "./world";

export interface VariantChange {
  tracked?: boolean;
  continueSelling?: boolean;
  sku?: string;
  title?: string;
  priceMinor?: number;
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
  const itemChanged = (change.tracked !== undefined && change.tracked !== item.tracked) || (change.sku !== undefined && change.sku !== item.sku);
  if (itemChanged) {
    item.tracked = change.tracked ?? item.tracked;
    item.sku = change.sku ?? item.sku;
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
