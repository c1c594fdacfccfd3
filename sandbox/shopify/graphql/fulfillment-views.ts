import { GraphQLError } from "graphql";
import { utcText } from "../clock-text";
import { canMerge, ordersOpenOnes, supportedActions } from "../model/fulfillment-order";
import type { Fulfillment, FulfillmentOrder, FulfillmentOrderLine, Hold, Location, Order, Shop } from "../model/records";
import { found } from "../model/world";
import { moneyBag } from "../money-text";
import { plainConnection } from "./connection";
import type { PageArguments } from "./connection";
import { digitsOf, globalId } from "./global-id";
import { LocationView, VariantView } from "./item-views";
import { LineView, OrderView } from "./order-views";
import type { FulfillmentViews } from "./order-views";

export const fulfillmentViews: FulfillmentViews = {
  fulfillmentOrder: (shop, id) => { const fulfillmentOrder = shop.fulfillmentOrders.get(id); return fulfillmentOrder ? new FulfillmentOrderView(shop, fulfillmentOrder) : null; },
  fulfillment: (shop, id) => { const fulfillment = shop.fulfillments.get(id); return fulfillment ? new FulfillmentView(shop, fulfillment) : null; },
};

export const orderView = (shop: Shop, order: Order) => new OrderView(shop, order, fulfillmentViews);

const lineView = (shop: Shop, order: Order, lineId: string) => new LineView(shop, order, found(order.lines.find((line) => line.id === lineId), `line ${lineId}`));

/** What GraphQL sees of a fulfillment order. A field that is not here is not played. */
export class FulfillmentOrderView {
  readonly __typename = "FulfillmentOrder";
  constructor(readonly shop: Shop, readonly it: FulfillmentOrder) {}
  private get owner() { return found(this.shop.orders.get(this.it.orderId), `order ${this.it.orderId}`); }
  id() { return globalId("FulfillmentOrder", this.it.id); }
  status() { return this.it.status; }
  requestStatus() { return this.it.requestStatus; }
  createdAt() { return utcText(this.it.createdAt); }
  updatedAt() { return utcText(this.it.updatedAt); }
  fulfillAt() { return utcText(this.it.fulfillAt); }
  fulfillBy() { return this.it.fulfillBy === null ? null : utcText(this.it.fulfillBy); }
  orderId() { return globalId("Order", this.it.orderId); }
  orderName() { return this.owner.name; }
  orderProcessedAt() { return utcText(this.owner.createdAt); }
  channelId() { return null; }
  order() { return orderView(this.shop, this.owner); }
  assignedLocation() {
    const location = this.shop.locations.get(this.it.locationId);
    return {
      name: location?.name ?? "", address1: location?.address1 ?? null, address2: null, city: location?.city ?? null, province: location?.province ?? null, zip: location?.zip ?? null,
      countryCode: location?.countryCode ?? "US", phone: null, location: () => (location ? new LocationView(this.shop, location) : null),
    };
  }
  destination() {
    const address = this.owner.shippingAddress;
    return address && { id: globalId("FulfillmentOrderDestination", this.it.id), ...address, countryCode: address.countryCode, email: this.owner.email || null, location: null };
  }
  deliveryMethod() { return { id: globalId("DeliveryMethod", this.it.methodId), methodType: this.it.methodType, presentedName: this.owner.shippingTitle, serviceCode: this.owner.shippingTitle, minDeliveryDateTime: null, maxDeliveryDateTime: null }; }
  fulfillmentHolds() { return this.it.holds.map((hold) => new HoldView(hold)); }
  supportedActions() { return supportedActions({ shop: this.shop }, this.it).map((action) => ({ action, externalUrl: null })); }
  internationalDuties() { return null; }
  lineItems(page: PageArguments) { return plainConnection(this.it.lines, page, (line) => new FulfillmentOrderLineView(this.shop, this.owner, line)); }
  merchantRequests(page: PageArguments & { kind?: string | null }) {
    return plainConnection(this.it.merchantRequests.filter(({ kind }) => !page.kind || kind === page.kind), page, (one) => ({
      id: globalId("FulfillmentOrderMerchantRequest", one.id), kind: one.kind, message: one.message, sentAt: utcText(one.sentAt), requestOptions: { notify_customer: false }, responseData: one.answer === null ? null : { message: one.answer },
    }));
  }
  fulfillmentOrdersForMerge(page: PageArguments) { return plainConnection(ordersOpenOnes({ shop: this.shop }, this.owner).filter((other) => canMerge(this.it, other)), page, (other) => new FulfillmentOrderView(this.shop, other)); }
  fulfillments(page: PageArguments) {
    const made = this.owner.fulfillmentIds.map((id) => this.shop.fulfillments.get(id)).filter((fulfillment) => fulfillment?.lines.some((line) => line.fulfillmentOrderId === this.it.id));
    return plainConnection(made.filter((fulfillment) => fulfillment !== undefined), page, (fulfillment) => new FulfillmentView(this.shop, fulfillment));
  }
  locationsForMove(page: PageArguments & { locationIds?: string[] | null }) {
    const wanted = page.locationIds?.map((id) => digitsOf("Location", id));
    const targets = [...this.shop.locations.values()].filter((location) => location.id !== this.it.locationId && location.active && (!wanted || wanted.includes(location.id)));
    return plainConnection(targets, page, (location) => this.target(location));
  }
  private target(location: Location) {
    const stocked = (line: FulfillmentOrderLine) => line.itemId === null || this.shop.items.get(line.itemId)?.levels.get(location.id)?.active === true;
    const open = this.it.lines.filter((line) => line.remaining > 0);
    const available = open.filter(stocked);
    const missing = open.filter((line) => !stocked(line));
    const list = (lines: FulfillmentOrderLine[]) => (page: PageArguments) => plainConnection(lines, page, (line) => new FulfillmentOrderLineView(this.shop, this.owner, line));
    const movable = available.length > 0 && supportedActions({ shop: this.shop }, this.it).includes("MOVE");
    return {
      location: new LocationView(this.shop, location), movable, message: missing.length > 0 ? "No items are stocked at this location." : null,
      availableLineItems: list(available), unavailableLineItems: list(missing), availableLineItemsCount: { count: available.length, precision: "EXACT" }, unavailableLineItemsCount: { count: missing.length, precision: "EXACT" },
    };
  }
}

class HoldView {
  readonly __typename = "FulfillmentHold";
  constructor(readonly hold: Hold) {}
  id() { return globalId("FulfillmentHold", this.hold.id); }
  handle() { return this.hold.handle; }
  reason() { return this.hold.reason; }
  reasonNotes() { return this.hold.reasonNotes; }
  displayReason() { return this.hold.reason === "OTHER" ? "Other" : this.hold.reason; }
  heldByRequestingApp() { return this.hold.byRequestingApp; }
  heldByApp() {
    if (this.hold.byRequestingApp) return { id: globalId("App", "1"), title: "Switchyard" };
    throw new GraphQLError("Access denied for heldByApp field.", { extensions: { code: "ACCESS_DENIED" } });
  }
}

class FulfillmentOrderLineView {
  readonly __typename = "FulfillmentOrderLineItem";
  constructor(readonly shop: Shop, readonly order: Order, readonly line: FulfillmentOrderLine) {}
  private get orderLine() { return found(this.order.lines.find((line) => line.id === this.line.lineId), `line ${this.line.lineId}`); }
  id() { return globalId("FulfillmentOrderLineItem", this.line.id); }
  totalQuantity() { return this.line.total; }
  remainingQuantity() { return this.line.remaining; }
  requiresShipping() { return this.orderLine.requiresShipping; }
  sku() { return this.orderLine.sku || null; }
  productTitle() { return this.orderLine.title; }
  variantTitle() { return this.orderLine.variantTitle; }
  vendor() { return this.orderLine.vendor; }
  inventoryItemId() { return this.line.itemId === null ? null : globalId("InventoryItem", this.line.itemId); }
  lineItem() { return lineView(this.shop, this.order, this.line.lineId); }
  variant() { const variant = this.orderLine.variantId === null ? undefined : this.shop.variants.get(this.orderLine.variantId); return variant ? new VariantView(this.shop, variant) : null; }
  weight() { return { value: this.orderLine.weightGrams, unit: "GRAMS" }; }
  financialSummaries() { return [{ originalUnitPriceSet: moneyBag(this.orderLine.priceMinor, this.order), approximateDiscountedUnitPriceSet: moneyBag(this.orderLine.priceMinor, this.order), quantity: this.line.total, discountAllocations: [] }]; }
}

/** What GraphQL sees of a parcel. */
export class FulfillmentView {
  readonly __typename = "Fulfillment";
  constructor(readonly shop: Shop, readonly it: Fulfillment) {}
  private get owner() { return found(this.shop.orders.get(this.it.orderId), `order ${this.it.orderId}`); }
  id() { return globalId("Fulfillment", this.it.id); }
  legacyResourceId() { return this.it.id; }
  name() { return this.it.name; }
  status() { return this.it.status; }
  displayStatus() { return this.it.status === "CANCELLED" ? "CANCELED" : "FULFILLED"; }
  createdAt() { return utcText(this.it.createdAt); }
  updatedAt() { return utcText(this.it.updatedAt); }
  totalQuantity() { return this.it.lines.reduce((units, line) => units + line.quantity, 0); }
  requiresShipping() { return true; }
  order() { return orderView(this.shop, this.owner); }
  location() { const location = this.shop.locations.get(this.it.locationId); return location ? new LocationView(this.shop, location) : null; }
  trackingInfo({ first }: { first?: number | null }) {
    const { company, numbers, urls } = this.it.tracking;
    const count = Math.max(numbers.length, urls.length, company === null ? 0 : 1);
    return Array.from({ length: count }, (_unused, index) => ({ company, number: numbers[index] ?? null, url: urls[index] ?? null })).slice(0, first ?? undefined);
  }
  fulfillmentLineItems(page: PageArguments) {
    return plainConnection(this.it.lines, page, (line) => ({ id: globalId("FulfillmentLineItem", line.id), quantity: line.quantity, lineItem: () => lineView(this.shop, this.owner, line.lineId) }));
  }
  fulfillmentOrders(page: PageArguments) {
    const ids = [...new Set(this.it.lines.map((line) => line.fulfillmentOrderId))];
    return plainConnection(ids.map((id) => fulfillmentViews.fulfillmentOrder(this.shop, id)).filter((view) => view !== null), page, (view) => view);
  }
}
