import type { InventoryItem, Order, Product, Variant } from "../model/records";
import { connection, plainConnection } from "./connection";
import type { PageArguments } from "./connection";
import type { Context } from "./context";
import { fulfillmentViews, FulfillmentView, FulfillmentOrderView, orderView } from "./fulfillment-views";
import { digitsOf, globalId, kindOf } from "./global-id";
import { ItemView, LevelView, LocationView, ProductView, VariantView } from "./item-views";
import { search } from "./search";
import { seesFulfillmentOrder, seesOrder } from "./visibility";
import { isTerminal } from "../model/fulfillment-order";

type Query = PageArguments & { query?: string | null; sortKey?: string | null };

/** Sorted by a time and, within it, by id; the key is text that sorts the same way. */
const timeKey = (at: number, id: string) => `${String(at).padStart(15, "0")} ${id.padStart(20, "0")}`;
const idKey = (id: string) => id.padStart(20, "0");

function sorted<T>(entries: T[], page: PageArguments, shape: { keyOf(entry: T): string; view(entry: T): object }) {
  const keyed = entries.map((entry) => ({ entry, key: shape.keyOf(entry) })).sort((one, other) => (one.key < other.key ? -1 : 1));
  return connection(keyed, page, { keyOf: ({ key }) => key, view: ({ entry }) => shape.view(entry) });
}

function orders(context: Context, page: Query) {
  const { shop } = context;
  const facets = {
    updated_at: (order: Order) => order.updatedAt - (order.updatedAt % 1000), created_at: (order: Order) => order.createdAt - (order.createdAt % 1000), tag: (order: Order) => order.tags,
    name: (order: Order) => order.name, id: (order: Order) => [order.id], financial_status: (order: Order) => order.financialStatus, test: (order: Order) => String(order.test),
  };
  const byUpdate = page.sortKey === "UPDATED_AT";
  return sorted(search([...shop.orders.values()].filter((order) => seesOrder(context, order)), page.query, facets), page, { keyOf: (order) => timeKey(byUpdate ? order.updatedAt : order.createdAt, order.id), view: (order) => orderView(shop, order) });
}

function fulfillmentOrders(context: Context, page: Query & { includeClosed?: boolean }) {
  const { shop } = context;
  const all = [...shop.fulfillmentOrders.values()].filter((one) => (page.includeClosed || !isTerminal(one)) && seesFulfillmentOrder(context, one));
  const shown = search(all, page.query, { updated_at: (one) => one.updatedAt, status: (one) => one.status, id: (one) => [one.id], assigned_location_id: (one) => [one.locationId] });
  return sorted(shown, page, { keyOf: (one) => (page.sortKey === "UPDATED_AT" ? timeKey(one.updatedAt, one.id) : idKey(one.id)), view: (one) => new FulfillmentOrderView(shop, one) });
}

function nodeOf(context: Context, id: string): object | null {
  const { shop } = context;
  const digits = digitsOf("*", id);
  switch (kindOf(id)) {
    case "Order": { const order = shop.orders.get(digits); return order && seesOrder(context, order) ? orderView(shop, order) : null; }
    case "FulfillmentOrder": { const one = shop.fulfillmentOrders.get(digits); return one && seesFulfillmentOrder(context, one) ? fulfillmentViews.fulfillmentOrder(shop, digits) : null; }
    case "Fulfillment": return fulfillmentViews.fulfillment(shop, digits);
    case "InventoryItem": { const item = shop.items.get(digits); return item ? new ItemView(shop, item) : null; }
    case "Product": { const product = shop.products.get(digits); return product ? new ProductView(shop, product) : null; }
    case "ProductVariant": { const variant = shop.variants.get(digits); return variant ? new VariantView(shop, variant) : null; }
    case "Location": { const location = shop.locations.get(digits); return location ? new LocationView(shop, location) : null; }
    default: return null;
  }
}

type Id = { id: string };
type Resolver = (args: never, context: Context) => unknown;
const one = (kind: string): Resolver => ({ id }: Id, context) => { digitsOf(kind, id); return nodeOf(context, id); };

/** The root queries that the sandbox plays. */
export const queries: Record<string, Resolver> = {
  shop: (_args, { shop }) => ({
    id: globalId("Shop", shop.id), name: shop.name, myshopifyDomain: shop.domain, currencyCode: shop.currency, ianaTimezone: shop.timeZone, weightUnit: "KILOGRAMS", taxesIncluded: false,
    email: "robin@example.com", plan: { publicDisplayName: "Development", displayName: "Development", partnerDevelopment: true, shopifyPlus: false }, features: { storefront: true },
    primaryDomain: { id: globalId("Domain", shop.id), host: shop.domain, url: `https://${shop.domain}` },
  }),
  currentAppInstallation: (_args, { shop, scopes }) => ({
    id: globalId("AppInstallation", shop.id), accessScopes: [...scopes].map((handle) => ({ handle, description: handle })), app: { id: globalId("App", "1"), title: "Switchyard" }, activeSubscriptions: [],
  }),
  locations: (page: Query & { includeInactive?: boolean; includeLegacy?: boolean }, { shop }) => {
    const shown = [...shop.locations.values()].filter((location) => (location.active || page.includeInactive) && (!location.isFulfillmentService || page.includeLegacy));
    return sorted(shown, page, { keyOf: (location) => `${location.name} ${location.id}`, view: (location) => new LocationView(shop, location) });
  },
  location: ({ id }: { id?: string | null }, context) => nodeOf(context, id ?? globalId("Location", context.shop.locations.keys().next().value ?? "0")),
  order: one("Order"),
  orders: (page: Query, context) => orders(context, page),
  node: ({ id }: Id, context) => nodeOf(context, id),
  nodes: ({ ids }: { ids: string[] }, context) => ids.map((id) => nodeOf(context, id)),
  fulfillmentOrder: one("FulfillmentOrder"),
  fulfillmentOrders: (page: Query, context) => fulfillmentOrders(context, page),
  fulfillment: ({ id }: Id, { shop }) => { const fulfillment = shop.fulfillments.get(digitsOf("Fulfillment", id)); return fulfillment ? new FulfillmentView(shop, fulfillment) : null; },
  refund: ({ id }: Id, { shop }) => {
    const refund = shop.refunds.get(digitsOf("Refund", id));
    const owner = refund && shop.orders.get(refund.orderId);
    return owner ? orderView(shop, owner).refunds({}).find((view) => view.refund.id === refund?.id) ?? null : null;
  },
  /** What it was to do is done when its call is answered. */
  job: ({ id }: Id) => ({ id, done: true, query: null }),
  inventoryItem: one("InventoryItem"),
  inventoryLevel: ({ id }: Id, { shop }) => {
    const itemId = /inventory_item_id=(\d+)/.exec(id)?.[1] ?? "";
    const level = [...(shop.items.get(itemId)?.levels.values() ?? [])].find((candidate) => candidate.id === digitsOf("InventoryLevel", id));
    return level ? new LevelView(shop, level) : null;
  },
  inventoryItems: (page: Query, { shop }) => {
    const shown = search(shop.items.values(), page.query, { sku: (item: InventoryItem) => item.sku, updated_at: (item: InventoryItem) => item.updatedAt, id: (item: InventoryItem) => [item.id] });
    return sorted(shown, page, { keyOf: (item) => idKey(item.id), view: (item) => new ItemView(shop, item) });
  },
  product: one("Product"),
  products: (page: Query, { shop }) => {
    const shown = search(shop.products.values(), page.query, { updated_at: (product: Product) => product.updatedAt, id: (product: Product) => [product.id], title: (product: Product) => product.title });
    return sorted(shown, page, { keyOf: (product) => (page.sortKey === "UPDATED_AT" ? timeKey(product.updatedAt, product.id) : idKey(product.id)), view: (product) => new ProductView(shop, product) });
  },
  productVariant: one("ProductVariant"),
  productVariants: (page: Query, { shop }) => {
    const shown = search(shop.variants.values(), page.query, { sku: (variant: Variant) => shop.items.get(variant.itemId)?.sku ?? "", updated_at: (variant: Variant) => variant.updatedAt, id: (variant: Variant) => [variant.id] });
    return sorted(shown, page, { keyOf: (variant) => idKey(variant.id), view: (variant) => new VariantView(shop, variant) });
  },
  webhookSubscriptions: (page: Query) => plainConnection([], page, (entry) => entry),
};
