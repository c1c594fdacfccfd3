import { z } from "zod";
import type { PlatformId } from "../../../app/domain/ids";
import type { PlatformItem, PlatformOrder, PlatformOrderLine } from "../../../app/domain/platform";
import type { GidKind } from "./ids";
import { amount, coordinate, currencyCode, globalIdOf, instant, numericId, readShape, units, words } from "./fields";
import {
  amountReader, contactOf, financialStatusOf, itemTitleOf, shipToOf, sourceOf, tagsOf, type AddressFields, type AmountReader, type Translated,
} from "./translate";

/** Webhook bodies are in the shape of the former REST resources: https://shopify.dev/docs/api/admin-rest/latest/resources/order */

const money = z.object({ shop_money: z.object({ amount }).nullish(), presentment_money: z.object({ amount, currency_code: currencyCode.nullish() }).nullish() }).nullish();

/** The global id is preferred: proxies and test tools round long numbers, but never text. */
const resource = (kind: GidKind) => ({ id: numericId, admin_graphql_api_id: globalIdOf(kind).nullish().catch(null) });
const idOf = (body: { id: PlatformId; admin_graphql_api_id?: PlatformId | null }): PlatformId => body.admin_graphql_api_id ?? body.id;

const addressBody = z.object({
  name: words, first_name: words, last_name: words, company: words, phone: words, address1: words, address2: words, city: words,
  province_code: words, zip: words, country_code: words, latitude: coordinate, longitude: coordinate,
});

const lineBody = z.object({
  ...resource("LineItem"),
  variant_id: numericId.nullish(),
  sku: words,
  title: words,
  name: words,
  quantity: units,
  current_quantity: units.nullish(),
  requires_shipping: z.boolean().nullish(),
  gift_card: z.boolean().nullish(),
  price: amount.nullish(),
  price_set: money,
  sales_line_item_group_id: words,
});

/** One text with commas, or a list. */
const tagText = z.union([z.string(), z.array(z.string())]).nullish();
const wordsOf = (tags: string | string[] | null | undefined): string[] => (typeof tags === "string" ? tags.split(",") : tags ?? []);

const orderBody = z.object({
  ...resource("Order"),
  name: words,
  order_number: words,
  source_name: words,
  financial_status: words,
  currency: currencyCode,
  presentment_currency: currencyCode.nullish(),
  total_price: amount.nullish(),
  total_price_set: money,
  tags: tagText,
  test: z.boolean().nullish(),
  created_at: instant.nullish(),
  processed_at: instant.nullish(),
  updated_at: instant,
  cancelled_at: instant.nullish(),
  email: words,
  phone: words,
  customer: z.object({ id: numericId.nullish(), admin_graphql_api_id: globalIdOf("Customer").nullish().catch(null) }).nullish(),
  shipping_address: addressBody.nullish(),
  billing_address: addressBody.nullish(),
  line_items: z.array(lineBody),
  refunds: z.array(z.object({ refund_line_items: z.array(z.object({ line_item_id: numericId, quantity: units })).nullish() })).nullish().catch(null),
});

type OrderBody = z.infer<typeof orderBody>;
type LineBody = z.infer<typeof lineBody>;

export interface OrderBodyReading {
  order: PlatformOrder;
  /** All is told. Else the order has to be read: a bundle is named by its id alone, and a field may be withheld or left out. */
  complete: boolean;
}

/** An order from the full body of an `orders/*` delivery. */
export function orderOfBody(body: unknown): Translated<OrderBodyReading> {
  const shape = readShape(orderBody, body);
  if (!shape.ok) return shape;
  const order = shape.value;
  const placedAt = order.processed_at ?? order.created_at;
  if (placedAt === null || placedAt === undefined) return { ok: false, problem: "`created_at` is missing." };
  const total = order.total_price_set?.shop_money?.amount ?? order.total_price;
  if (total === null || total === undefined) return { ok: false, problem: "`total_price` is missing." };

  const presentment = order.total_price_set?.presentment_money;
  const presentmentCurrency = order.presentment_currency ?? presentment?.currency_code ?? order.currency;
  const presentmentTotal = presentment?.amount ?? null;
  const tellsPresentment = presentmentCurrency === order.currency || presentmentTotal !== null;
  const amounts = amountReader(order.currency, presentmentCurrency);
  const totalMinor = amounts.minor("total_price", total);
  const shipping = addressOf(order.shipping_address);
  const value: PlatformOrder = {
    platformId: idOf(order),
    name: order.name ?? `#${order.order_number ?? idOf(order)}`,
    source: sourceOf(order.source_name),
    financialStatus: financialStatusOf(order.financial_status),
    currency: order.currency,
    totalMinor,
    presentmentCurrency,
    presentmentTotalMinor: tellsPresentment ? amounts.presentmentMinor("total_price_set.presentment_money", presentmentTotal, totalMinor) : 0,
    customerPlatformId: order.customer?.admin_graphql_api_id ?? order.customer?.id ?? null,
    tags: tagsOf(wordsOf(order.tags)),
    // Deliveries name the customer without the tags.
    customerTags: null,
    test: order.test ?? false,
    placedAt,
    updatedAt: order.updated_at,
    cancelledAt: order.cancelled_at ?? null,
    lines: linesOf(order, amounts),
    shipTo: shipToOf(shipping),
    contact: contactOf({ email: order.email, phone: order.phone, shipping, billingName: addressOf(order.billing_address)?.name ?? null }),
  };
  const problem = amounts.problem();
  if (problem !== null) return { ok: false, problem };
  return { ok: true, value: { order: value, complete: tellsPresentment && order.cancelled_at !== undefined && tellsLines(order.line_items) } };
}

/** Older shops leave `current_quantity` out of all lines; where only some have it, it is missing. */
function tellsLines(lines: readonly LineBody[]): boolean {
  const anyCurrent = lines.some(({ current_quantity: current }) => current !== null && current !== undefined);
  return lines.every((line) => {
    const tellsCurrent = !anyCurrent || (line.current_quantity !== null && line.current_quantity !== undefined);
    const tellsPrice = (line.price_set?.shop_money?.amount ?? line.price ?? null) !== null;
    const tellsShipping = line.gift_card === true || typeof line.requires_shipping === "boolean";
    return tellsCurrent && tellsPrice && tellsShipping && line.variant_id !== undefined && line.sales_line_item_group_id === null;
  });
}

function linesOf(order: OrderBody, amounts: AmountReader): PlatformOrderLine[] {
  const removed = removedUnits(order);
  return order.line_items.map((line, position) => ({
    platformId: idOf(line),
    variantPlatformId: line.variant_id ?? null,
    itemPlatformId: null,
    sku: line.sku ?? "",
    title: line.name ?? line.title ?? "",
    quantity: line.quantity,
    // Deliveries of older shops leave current_quantity out: what was refunded or removed is then taken off.
    currentQuantity: line.current_quantity ?? Math.max(0, line.quantity - (removed.get(line.id) ?? 0)),
    requiresShipping: requiresShipping(line),
    unitPriceMinor: amounts.minor(`line_items[${position}].price`, line.price_set?.shop_money?.amount ?? line.price ?? "0"),
    bundle: null,
  }));
}

/** Gift cards are sent by e-mail, tips have no variant; only a real variant may leave the flag out and still be shipped. */
function requiresShipping(line: LineBody): boolean {
  if (line.gift_card === true) return false;
  return line.requires_shipping ?? (line.variant_id !== null && line.variant_id !== undefined);
}

function removedUnits(order: OrderBody): Map<PlatformId, number> {
  const removed = new Map<PlatformId, number>();
  for (const { line_item_id: id, quantity } of (order.refunds ?? []).flatMap((refund) => refund.refund_line_items ?? [])) {
    removed.set(id, (removed.get(id) ?? 0) + quantity);
  }
  return removed;
}

function addressOf(address: z.infer<typeof addressBody> | null | undefined): AddressFields | null {
  if (address === null || address === undefined) return null;
  const parts = [address.first_name, address.last_name].filter((part) => part !== null);
  return {
    name: address.name ?? (parts.length > 0 ? parts.join(" ") : null),
    company: address.company,
    phone: address.phone,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    provinceCode: address.province_code,
    postalCode: address.zip,
    countryCode: address.country_code,
    latitude: address.latitude,
    longitude: address.longitude,
  };
}

const variantBody = z.object({
  ...resource("ProductVariant"),
  inventory_item_id: numericId.nullish(),
  title: words,
  sku: words,
  inventory_policy: words,
  inventory_management: z.string().nullish(),
  requires_shipping: z.boolean().nullish(),
  grams: z.number().nullish(),
  updated_at: instant.nullish(),
});

const productBody = z.object({ ...resource("Product"), title: words, tags: tagText, product_type: words, updated_at: instant.nullish(), variants: z.array(variantBody) });

type VariantBody = z.infer<typeof variantBody>;

/** `products/update` names only the first 100 variants whole. */
const VARIANTS_IN_BODY_MAX = 100;

export interface ProductBody {
  productPlatformId: PlatformId;
  items: PlatformItem[];
  /** Every variant is there and says all that an item needs. Newer deliveries leave weight and tracking to the inventory item. */
  complete: boolean;
}

/** The items of a `products/create` or `products/update` delivery. */
export function productOfBody(body: unknown): Translated<ProductBody> {
  const shape = readShape(productBody, body);
  if (!shape.ok) return shape;
  const product = shape.value;
  const productPlatformId = idOf(product);
  const items = product.variants.map((variant) => itemOf(variant, product)).filter((item) => item !== null);
  const complete = items.length === product.variants.length && product.variants.length < VARIANTS_IN_BODY_MAX;
  return { ok: true, value: { productPlatformId, items, complete } };
}

function itemOf(variant: VariantBody, product: z.infer<typeof productBody>): PlatformItem | null {
  const updatedAt = variant.updated_at ?? product.updated_at;
  const { inventory_item_id: itemId, inventory_management: management, requires_shipping: shipped, grams } = variant;
  if (itemId === null || itemId === undefined || management === undefined || shipped === null || shipped === undefined) return null;
  if (grams === null || grams === undefined || updatedAt === null || updatedAt === undefined) return null;
  return {
    platformId: itemId,
    variantPlatformId: idOf(variant),
    productPlatformId: idOf(product),
    sku: variant.sku ?? "",
    title: itemTitleOf(product.title ?? "", variant.title),
    tracked: management === "shopify",
    continueSelling: variant.inventory_policy === "continue",
    requiresShipping: shipped,
    weightGrams: Math.round(grams),
    productTags: tagsOf(wordsOf(product.tags)),
    productType: product.product_type ?? "",
    updatedAt,
  };
}
