import { exactNumber } from "../exact-json";
import { localText, utcText } from "../clock-text";
import { amountText } from "../money-text";
import type { InventoryItem, Level, Location, Product, Shop } from "../model/records";

const VARIANTS_IN_BODY_MAX = 100;

/** Only `available`, null for untracked items; the GraphQL id is not an item's (shopify.dev: webhook payloads). */
export function levelBody(shop: Shop, level: Level): unknown {
  const tracked = shop.items.get(level.itemId)?.tracked === true;
  return {
    inventory_item_id: exactNumber(level.itemId), location_id: exactNumber(level.locationId), available: tracked ? level.quantities.available : null,
    updated_at: localText(level.updatedAt, shop.timeZone), admin_graphql_api_id: `gid://shopify/InventoryLevel/${level.id}?inventory_item_id=${level.itemId}`,
  };
}

export function inventoryItemBody(item: InventoryItem): unknown {
  return {
    id: exactNumber(item.id), sku: item.sku, created_at: utcText(item.createdAt), updated_at: utcText(item.updatedAt), requires_shipping: item.requiresShipping, cost: null,
    country_code_of_origin: null, province_code_of_origin: null, harmonized_system_code: null, tracked: item.tracked, country_harmonized_system_codes: [],
    weight_value: item.weightGrams / 1000, weight_unit: "kg", admin_graphql_api_id: `gid://shopify/InventoryItem/${item.id}`,
  };
}

/** Full variants only for the first 100 (shopify.dev: webhook payloads). */
export function productBody(shop: Shop, product: Product): unknown {
  const at = (time: number) => localText(time, shop.timeZone);
  const variants = product.variantIds.map((id) => shop.variants.get(id)).filter((variant) => variant !== undefined);
  return {
    admin_graphql_api_id: `gid://shopify/Product/${product.id}`, body_html: null, created_at: at(product.createdAt), handle: `product-${product.id}`, id: exactNumber(product.id),
    product_type: product.productType, published_at: at(product.createdAt), template_suffix: null, title: product.title, updated_at: at(product.updatedAt), vendor: product.vendor,
    status: "active", published_scope: "web", tags: product.tags.join(", "),
    variants: variants.slice(0, VARIANTS_IN_BODY_MAX).map((variant) => {
      const item = shop.items.get(variant.itemId);
      const stock = item ? [...item.levels.values()].reduce((sum, level) => sum + level.quantities.available, 0) : 0;
      return {
        admin_graphql_api_id: `gid://shopify/ProductVariant/${variant.id}`, barcode: null, compare_at_price: null, created_at: at(variant.createdAt), id: exactNumber(variant.id),
        inventory_policy: variant.continueSelling ? "continue" : "deny", position: variant.position, price: amountText(variant.priceMinor, shop.currency),
        product_id: exactNumber(product.id), sku: item?.sku ?? "", taxable: variant.taxable, title: variant.title, updated_at: at(variant.updatedAt), option1: variant.title, option2: null, option3: null,
        image_id: null, inventory_item_id: exactNumber(variant.itemId), inventory_quantity: item?.tracked ? stock : 0, old_inventory_quantity: item?.tracked ? stock : 0,
      };
    }),
    options: [], images: [], image: null, media: [],
    variant_gids: variants.map((variant) => ({ admin_graphql_api_id: `gid://shopify/ProductVariant/${variant.id}`, updated_at: utcText(variant.updatedAt) })),
    has_variants_that_requires_components: false, category: null,
  };
}

export function locationBody(shop: Shop, location: Location): unknown {
  return {
    id: exactNumber(location.id), name: location.name, address1: location.address1, address2: null, city: location.city, zip: location.zip, province: location.province,
    country: "US", phone: null, created_at: localText(location.createdAt, shop.timeZone), updated_at: localText(location.updatedAt, shop.timeZone), country_code: location.countryCode,
    country_name: "United States", province_code: location.provinceCode, legacy: location.isFulfillmentService, active: location.active,
    admin_graphql_api_id: `gid://shopify/Location/${location.id}`, localized_country_name: "United States", localized_province_name: location.province,
  };
}

export function shopBody(shop: Shop): unknown {
  return {
    id: exactNumber(shop.id), name: shop.name, email: "robin@example.com", domain: shop.domain, province: "New York", country: "US", address1: "1 Example Street", zip: "10001", city: "New York",
    source: null, phone: null, primary_locale: "en", country_code: "US", country_name: "United States", currency: shop.currency, timezone: `(GMT-05:00) ${shop.timeZone}`,
    iana_timezone: shop.timeZone, shop_owner: "Robin Merchant", plan_display_name: "Development", plan_name: "partner_test", myshopify_domain: shop.domain,
  };
}
