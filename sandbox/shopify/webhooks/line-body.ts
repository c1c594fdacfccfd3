import { exactNumber, exactNumberOrNull } from "../exact-json";
import { isTerminal } from "../model/fulfillment-order";
import { shippedUnits, unfulfilledUnits } from "../model/order";
import type { Address, Order, OrderLine, Shop } from "../model/records";
import { amountText, moneySet } from "../money-text";
import type { Priced } from "../money-text";

export function addressBody(address: Address | null): unknown {
  return address && {
    first_name: address.firstName, address1: address.address1, phone: address.phone, city: address.city, zip: address.zip, province: address.province, country: address.country,
    last_name: address.lastName, address2: address.address2, company: address.company, latitude: address.latitude, longitude: address.longitude,
    name: `${address.firstName} ${address.lastName}`, country_code: address.countryCode, province_code: address.provinceCode,
  };
}

export const taxLine = (minor: number, priced: Priced) =>
  ({ channel_liable: false, price: amountText(minor, priced.currency), price_set: moneySet(minor, priced), rate: 0.06, title: "State Tax" });

/** A line of an order body. Custom lines and tips name no product; a sku may be empty (shopify.dev: webhook payloads). */
export function lineBody(shop: Shop, order: Order, line: OrderLine) {
  const { currency } = order;
  return {
    id: exactNumber(line.id), admin_graphql_api_id: `gid://shopify/LineItem/${line.id}`, attributed_staffs: [], current_quantity: line.currentQuantity,
    fulfillable_quantity: fulfillableUnits(shop, order, line), fulfillment_service: "manual", fulfillment_status: fulfillmentStatus(shop, order, line), gift_card: line.giftCard,
    grams: line.weightGrams, name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title, price: amountText(line.priceMinor, currency), price_set: moneySet(line.priceMinor, order),
    product_exists: line.productId !== null && shop.products.has(line.productId), product_id: productIdNow(shop, line), properties: [], quantity: line.quantity,
    requires_shipping: line.requiresShipping, sales_line_item_group_id: exactNumberOrNull(line.groupId), sku: line.sku, taxable: line.taxable, title: line.title,
    total_discount: amountText(0, currency), total_discount_set: moneySet(0, order), variant_id: line.variantId !== null && shop.variants.has(line.variantId) ? exactNumber(line.variantId) : null,
    variant_inventory_management: line.itemId !== null && shop.items.get(line.itemId)?.tracked ? "shopify" : null, variant_title: line.variantTitle, vendor: line.vendor,
    tax_lines: line.taxMinor > 0 ? [taxLine(line.taxMinor, order)] : [], duties: [], discount_allocations: [],
  };
}

const productIdNow = (shop: Shop, line: OrderLine) => (line.productId !== null && shop.products.has(line.productId) ? exactNumber(line.productId) : null);

/** Units that wait in fulfillment orders that are open and not on hold (recorded: a hold takes them off). */
export function fulfillableUnits(shop: Shop, order: Order, line: OrderLine): number {
  let units = 0;
  for (const id of order.fulfillmentOrderIds) {
    const fulfillmentOrder = shop.fulfillmentOrders.get(id);
    if (!fulfillmentOrder || isTerminal(fulfillmentOrder) || fulfillmentOrder.status === "ON_HOLD") continue;
    for (const waiting of fulfillmentOrder.lines) if (waiting.lineId === line.id) units += waiting.remaining;
  }
  return units;
}

function fulfillmentStatus(shop: Shop, order: Order, line: OrderLine): string | null {
  const shipped = shippedUnits({ shop }, order).get(line.id) ?? 0;
  if (shipped === 0) return null;
  return unfulfilledUnits({ shop }, order, line) === 0 ? "fulfilled" : "partial";
}
