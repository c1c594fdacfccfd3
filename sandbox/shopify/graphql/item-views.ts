import { utcText } from "../clock-text";
import { quantityOf } from "../model/level";
import type { InventoryItem, Level, Location, Product, Shop, Variant } from "../model/records";
import { decimalText } from "../money-text";
import { plainConnection } from "./connection";
import type { PageArguments } from "./connection";
import { digitsOf, globalId } from "./global-id";
import { search } from "./search";

/** What GraphQL sees of places, products and stock. A field that is not here is not played. */
export class LocationView {
  readonly __typename = "Location";
  constructor(readonly shop: Shop, readonly location: Location) {}
  id() { return globalId("Location", this.location.id); }
  legacyResourceId() { return this.location.id; }
  name() { return this.location.name; }
  isActive() { return this.location.active; }
  isPrimary() { return this.shop.locations.keys().next().value === this.location.id; }
  fulfillsOnlineOrders() { return this.location.fulfillsOnlineOrders; }
  shipsInventory() { return this.location.shipsInventory; }
  isFulfillmentService() { return this.location.isFulfillmentService; }
  fulfillmentService() { return this.location.isFulfillmentService ? { id: globalId("FulfillmentService", this.location.id), handle: "third-party", serviceName: this.location.name, type: "THIRD_PARTY" } : null; }
  localPickupSettingsV2() { return null; }
  hasActiveInventory() { return [...this.shop.items.values()].some((item) => item.levels.get(this.location.id)?.active); }
  createdAt() { return utcText(this.location.createdAt); }
  updatedAt() { return utcText(this.location.updatedAt); }
  address() {
    const { address1, city, province, provinceCode, zip, countryCode, latitude, longitude } = this.location;
    return { address1, address2: null, city, province, provinceCode, zip, country: "United States", countryCode, phone: null, latitude, longitude, formatted: [address1, `${city} ${provinceCode} ${zip}`] };
  }
  inventoryLevel({ inventoryItemId }: { inventoryItemId: string }) {
    const level = this.shop.items.get(digitsOf("InventoryItem", inventoryItemId))?.levels.get(this.location.id);
    return level ? new LevelView(this.shop, level) : null;
  }
  inventoryLevels(page: PageArguments & { query?: string | null; includeInactive?: boolean }) {
    const levels = [...this.shop.items.values()].map((item) => item.levels.get(this.location.id)).filter((level) => level !== undefined);
    return levelConnection(this.shop, levels, page);
  }
}

function levelConnection(shop: Shop, levels: readonly Level[], page: PageArguments & { query?: string | null; includeInactive?: boolean }) {
  const shown = search(levels.filter((level) => level.active || page.includeInactive), page.query, { updated_at: (level) => level.updatedAt });
  return plainConnection(shown, page, (level) => new LevelView(shop, level));
}

export class LevelView {
  readonly __typename = "InventoryLevel";
  constructor(readonly shop: Shop, readonly level: Level) {}
  id() { return `${globalId("InventoryLevel", this.level.id)}?inventory_item_id=${this.level.itemId}`; }
  isActive() { return this.level.active; }
  createdAt() { return utcText(this.level.createdAt); }
  updatedAt() { return utcText(this.level.updatedAt); }
  item() { const item = this.shop.items.get(this.level.itemId); return item ? new ItemView(this.shop, item) : null; }
  location() { const location = this.shop.locations.get(this.level.locationId); return location ? new LocationView(this.shop, location) : null; }
  quantities({ names }: { names: string[] }) {
    return names.map((name) => ({ name, quantity: quantityOf(this.level, name), updatedAt: utcText(this.level.updatedAt), id: `${globalId("InventoryQuantity", this.level.id)}?name=${name}` })).filter(({ quantity }) => quantity !== null);
  }
}

export class ItemView {
  readonly __typename = "InventoryItem";
  constructor(readonly shop: Shop, readonly item: InventoryItem) {}
  id() { return globalId("InventoryItem", this.item.id); }
  legacyResourceId() { return this.item.id; }
  sku() { return this.item.sku; }
  tracked() { return this.item.tracked; }
  requiresShipping() { return this.item.requiresShipping; }
  createdAt() { return utcText(this.item.createdAt); }
  updatedAt() { return utcText(this.item.updatedAt); }
  measurement() { return { id: globalId("InventoryItemMeasurement", this.item.id), weight: { value: this.item.weightGrams, unit: "GRAMS" } }; }
  variant() { const variant = this.shop.variants.get(this.item.variantId); return variant ? new VariantView(this.shop, variant) : null; }
  variants(page: PageArguments) { const variant = this.variant(); return plainConnection(variant ? [variant] : [], page, (view) => view); }
  inventoryLevel({ locationId, includeInactive }: { locationId: string; includeInactive?: boolean }) {
    const level = this.item.levels.get(digitsOf("Location", locationId));
    return level && (level.active || includeInactive) ? new LevelView(this.shop, level) : null;
  }
  inventoryLevels(page: PageArguments & { query?: string | null; includeInactive?: boolean }) { return levelConnection(this.shop, [...this.item.levels.values()], page); }
}

export class VariantView {
  readonly __typename = "ProductVariant";
  constructor(readonly shop: Shop, readonly variant: Variant) {}
  private get stock() { return this.shop.items.get(this.variant.itemId); }
  id() { return globalId("ProductVariant", this.variant.id); }
  legacyResourceId() { return this.variant.id; }
  title() { return this.variant.title; }
  displayName() { return `${this.shop.products.get(this.variant.productId)?.title} - ${this.variant.title}`; }
  sku() { return this.stock?.sku ?? ""; }
  price() { return decimalText(this.variant.priceMinor, this.shop.currency); }
  position() { return this.variant.position; }
  taxable() { return this.variant.taxable; }
  inventoryPolicy() { return this.variant.continueSelling ? "CONTINUE" : "DENY"; }
  inventoryQuantity() { return this.stock ? [...this.stock.levels.values()].reduce((sum, level) => sum + level.quantities.available, 0) : 0; }
  inventoryItem() { return this.stock ? new ItemView(this.shop, this.stock) : null; }
  product() { const product = this.shop.products.get(this.variant.productId); return product ? new ProductView(this.shop, product) : null; }
  createdAt() { return utcText(this.variant.createdAt); }
  updatedAt() { return utcText(this.variant.updatedAt); }
}

export class ProductView {
  readonly __typename = "Product";
  constructor(readonly shop: Shop, readonly product: Product) {}
  id() { return globalId("Product", this.product.id); }
  legacyResourceId() { return this.product.id; }
  title() { return this.product.title; }
  handle() { return `product-${this.product.id}`; }
  vendor() { return this.product.vendor; }
  productType() { return this.product.productType; }
  status() { return "ACTIVE"; }
  tags() { return this.product.tags; }
  createdAt() { return utcText(this.product.createdAt); }
  updatedAt() { return utcText(this.product.updatedAt); }
  variantsCount() { return { count: this.product.variantIds.length, precision: "EXACT" }; }
  variants(page: PageArguments) {
    const variants = this.product.variantIds.map((id) => this.shop.variants.get(id)).filter((variant) => variant !== undefined);
    return plainConnection(variants, page, (variant) => new VariantView(this.shop, variant));
  }
}
