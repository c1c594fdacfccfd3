import { assignLocations, sellableUnits } from "./assignment";
import { createFulfillmentOrder } from "./fulfillment-order";
import { createFulfillment } from "./fulfillment";
import type { Address, Customer, FinancialStatus, Location, MethodType, Order, OrderLine, SourceName } from "./records";
import { found } from "./world";
import type { World } from "./world";
import { totalsOf } from "./order";
import { fulfillmentOrderRef } from "./references";

const TAX_RATE = 0.06;

export interface NewLine {
  /** Null for custom lines and tips. */
  variantId: string | null;
  quantity: number;
  title?: string;
  priceMinor?: number;
  requiresShipping?: boolean;
  tip?: boolean;
  /** Which of the order's bundles it was bought with, counted from 0. */
  bundle?: number;
}

export interface NewOrder {
  lines: NewLine[];
  source: SourceName;
  method: "SHIPPING" | "PICK_UP" | "LOCAL";
  currency: string;
  financialStatus: FinancialStatus;
  customer: Customer | null;
  address: Address | null;
  email: string;
  tags: string[];
  note: string | null;
  /** The shop of a point-of-sale order, or where a pickup waits. */
  locationId: string | null;
  /** Bundles that lines name. */
  bundles: { title: string; quantity: number }[];
  /** What the customer pays in, when it is not the shop's currency. */
  presentment: { currency: string; rate: number } | null;
  /** A later day on which it shall leave, as pre-orders have it. */
  fulfillAt: number | null;
  /** Sell what is not there, as drafts and races at the checkout do. */
  oversell: boolean;
}

/**
 * A customer buys. Online, what is not in stock and may not be oversold is refused (null). The order's units are assigned to
 * locations, committed there and grouped into fulfillment orders by location and method (Admin API: FulfillmentOrder).
 */
export function placeOrder(world: World, wish: NewOrder): Order | null {
  const { shop } = world;
  if (!wish.oversell && wish.source !== "pos" && wish.lines.some((line) => isSoldOut(world, line))) return null;
  const now = world.now();
  shop.ordersPlaced += 1;
  const number = 1000 + shop.ordersPlaced;
  const groups = wish.bundles.map((bundle) => ({ id: world.newId(), title: bundle.title, quantity: bundle.quantity, productId: null, variantId: null }));
  const lines = wish.lines.map((line) => ({ ...lineFor(world, line), groupId: groups[line.bundle ?? -1]?.id ?? null }));
  const ships = lines.some((line) => line.requiresShipping) && wish.source !== "pos";
  const order: Order = {
    id: world.newId(), number, name: `#${number}`, token: world.random.hex(32), createdAt: now, updatedAt: now, cancelledAt: null, cancelReason: null, closedAt: null, edited: false, test: true,
    sourceName: wish.source, locationId: wish.source === "pos" ? wish.locationId : null, tags: [...wish.tags], note: wish.note, email: wish.email, phone: null, currency: wish.currency,
    presentmentCurrency: wish.presentment?.currency ?? wish.currency, presentmentRate: wish.presentment?.rate ?? 1, receivedMinor: 0, groups, refundIds: [], shippingRefundedMinor: 0,
    financialStatus: wish.financialStatus, customer: wish.customer, shippingAddress: ships && wish.method !== "PICK_UP" ? wish.address : null, lines,
    shippingMinor: ships && wish.method === "SHIPPING" ? 595 : 0, shippingTitle: ships ? titleOf(wish.method) : null, fulfillmentOrderIds: [], fulfillmentIds: [],
  };
  if (order.financialStatus === "paid") order.receivedMinor = totalsOf(order, false).totalMinor;
  world.addOrder(order);
  world.emit("orders/create", { kind: "order", order });
  if (order.financialStatus === "paid") world.emit("orders/paid", { kind: "order", order });
  if (wish.source === "pos") sellOverTheCounter(world, order);
  else routeAtFirst(world, order, wish);
  if (world.coins.updateFollowsCreate) world.touchOrder(order);
  return order;
}

const titleOf = (method: NewOrder["method"]) => ({ SHIPPING: "Standard", PICK_UP: "Pickup in store", LOCAL: "Local delivery" })[method];

function isSoldOut({ shop }: World, line: NewLine): boolean {
  const variant = line.variantId === null ? undefined : shop.variants.get(line.variantId);
  return variant !== undefined && !variant.continueSelling && sellableUnits(shop, variant.itemId) < line.quantity;
}

/** A line as an order gets it. */
export function lineFor(world: World, wish: NewLine): OrderLine {
  const { shop } = world;
  const base = { id: world.newId(), quantity: wish.quantity, currentQuantity: wish.quantity, tip: wish.tip === true, groupId: null };
  if (wish.variantId === null) {
    const priceMinor = wish.priceMinor ?? 1_000;
    return {
      ...base, title: wish.title ?? (wish.tip ? "Tip" : "Custom item"), variantTitle: null, sku: "", vendor: null, variantId: null, productId: null, itemId: null,
      requiresShipping: wish.requiresShipping ?? !wish.tip, giftCard: false, taxable: false, weightGrams: 0, priceMinor, taxMinor: 0,
    };
  }
  const variant = found(shop.variants.get(wish.variantId), `variant ${wish.variantId}`);
  const item = found(shop.items.get(variant.itemId), `item ${variant.itemId}`);
  const product = found(shop.products.get(variant.productId), `product ${variant.productId}`);
  return {
    ...base, title: product.title, variantTitle: variant.title === "Default Title" ? null : variant.title, sku: item.sku, vendor: product.vendor, variantId: variant.id, productId: product.id, itemId: item.id,
    requiresShipping: item.requiresShipping, giftCard: variant.giftCard, taxable: variant.taxable, weightGrams: item.weightGrams, priceMinor: wish.priceMinor ?? variant.priceMinor,
    taxMinor: variant.taxable ? Math.round(variant.priceMinor * wish.quantity * TAX_RATE) : 0,
  };
}

/** Sold in a shop: taken at once, with a closed fulfillment order of method RETAIL (assumed). */
function sellOverTheCounter(world: World, order: Order): void {
  const locationId = order.locationId ?? found(world.shop.locations.keys().next().value, "a location");
  order.locationId = locationId;
  const lines = order.lines.filter((line) => !line.tip).map((line) => ({ lineId: line.id, itemId: line.itemId, units: line.quantity }));
  if (lines.length === 0) return;
  const fulfillmentOrder = createFulfillmentOrder(world, { order, locationId, methodType: "RETAIL", lines });
  createFulfillment(world, { groups: [{ fulfillmentOrder, lines: null }], tracking: { company: null, numbers: [], urls: [] } });
}

function routeAtFirst(world: World, order: Order, wish: NewOrder): void {
  const wanted = order.lines.filter((line) => !line.tip && (line.requiresShipping || world.coins.digitalLinesGetFulfillmentOrder));
  const assigned = assignLocations(world.shop, wanted);
  const groups = new Map<string, { location: Location; methodType: MethodType; lines: OrderLine[] }>();
  for (const line of wanted) {
    const fixed = wish.method === "PICK_UP" && wish.locationId !== null ? world.shop.locations.get(wish.locationId) : undefined;
    const location = fixed ?? found(assigned.get(line), "an assigned location");
    const methodType: MethodType = line.requiresShipping ? wish.method : "NONE";
    const group = groups.get(`${location.id} ${methodType}`) ?? { location, methodType, lines: [] };
    group.lines.push(line);
    groups.set(`${location.id} ${methodType}`, group);
  }
  for (const { location, methodType, lines } of groups.values()) {
    const units = lines.map((line) => ({ lineId: line.id, itemId: line.itemId, units: line.quantity }));
    const fulfillmentOrder = createFulfillmentOrder(world, { order, locationId: location.id, methodType, lines: units, fulfillAt: wish.fulfillAt });
    world.emit("fulfillment_orders/order_routing_complete", { kind: "body", body: () => ({ fulfillment_order: fulfillmentOrderRef(fulfillmentOrder) }) });
  }
}
