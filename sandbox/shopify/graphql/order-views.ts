import { utcText, utcTextOrNull } from "../clock-text";
import { isTerminal } from "../model/fulfillment-order";
import { balanceOf, refundsOf, totalsOf, unfulfilledUnits } from "../model/order";
import type { Address, Customer, Order, OrderLine, Shop } from "../model/records";
import { moneyBag } from "../money-text";
import { fulfillableUnits } from "../webhooks/line-body";
import { orderFulfillmentStatus } from "../webhooks/order-body";
import { plainConnection } from "./connection";
import type { PageArguments } from "./connection";
import type { Context } from "./context";
import { globalId } from "./global-id";
import { ProductView, VariantView } from "./item-views";
import { RefundView } from "./refund-view";
import { seesFulfillmentOrder } from "./visibility";

const FINANCIAL = { pending: "PENDING", authorized: "AUTHORIZED", paid: "PAID", partially_paid: "PARTIALLY_PAID", partially_refunded: "PARTIALLY_REFUNDED", refunded: "REFUNDED", voided: "VOIDED" } as const;

/** Makes the views of fulfillments and fulfillment orders; given from outside, as those know the order's view. */
export interface FulfillmentViews {
  fulfillmentOrder(shop: Shop, id: string): object | null;
  fulfillment(shop: Shop, id: string): object | null;
}

const isThere = <T>(value: T | null): value is T => value !== null;

/** What GraphQL sees of an order. A field that is not here is not played. */
export class OrderView {
  readonly __typename = "Order";
  constructor(readonly shop: Shop, readonly order: Order, readonly views: FulfillmentViews) {}
  id() { return globalId("Order", this.order.id); }
  legacyResourceId() { return this.order.id; }
  name() { return this.order.name; }
  number() { return this.order.number; }
  createdAt() { return utcText(this.order.createdAt); }
  processedAt() { return utcText(this.order.createdAt); }
  updatedAt() { return utcText(this.order.updatedAt); }
  cancelledAt() { return utcTextOrNull(this.order.cancelledAt); }
  cancelReason() { return this.order.cancelReason; }
  closedAt() { return utcTextOrNull(this.order.closedAt); }
  closed() { return this.order.closedAt !== null; }
  confirmed() { return true; }
  test() { return this.order.test; }
  edited() { return this.order.edited; }
  sourceName() { return this.order.sourceName; }
  channelInformation() { return null; }
  tags() { return [...this.order.tags].sort(); }
  note() { return this.order.note; }
  email() { return this.order.email || null; }
  phone() { return this.order.phone; }
  customAttributes() { return []; }
  currencyCode() { return this.order.currency; }
  presentmentCurrencyCode() { return this.order.presentmentCurrency; }
  taxesIncluded() { return false; }
  dutiesIncluded() { return false; }
  displayFinancialStatus() { return FINANCIAL[this.order.financialStatus]; }
  displayFulfillmentStatus() { return displayFulfillmentStatus(this.shop, this.order); }
  returnStatus() { return "NO_RETURN"; }
  requiresShipping() { return this.order.lines.some((line) => line.requiresShipping); }
  fulfillable() { return this.order.lines.some((line) => fulfillableUnits(this.shop, this.order, line) > 0); }
  restockable() { return this.order.cancelledAt === null; }
  capturable() { return this.order.financialStatus === "authorized"; }
  totalPriceSet() { return moneyBag(totalsOf(this.order, false).totalMinor, this.order); }
  currentTotalPriceSet() { return moneyBag(totalsOf(this.order, true).totalMinor, this.order); }
  subtotalPriceSet() { return moneyBag(totalsOf(this.order, false).linesMinor, this.order); }
  originalTotalPriceSet() { return moneyBag(totalsOf(this.order, false).totalMinor, this.order); }
  currentSubtotalPriceSet() { return moneyBag(totalsOf(this.order, true).linesMinor, this.order); }
  currentTotalTaxSet() { return moneyBag(totalsOf(this.order, true).taxMinor, this.order); }
  currentShippingPriceSet() { return moneyBag(totalsOf(this.order, true).shippingMinor, this.order); }
  totalTaxSet() { return moneyBag(totalsOf(this.order, false).taxMinor, this.order); }
  totalShippingPriceSet() { return moneyBag(this.order.shippingMinor, this.order); }
  totalTipReceivedSet() { return moneyBag(totalsOf(this.order, false).tipMinor, this.order); }
  private get balance() { return balanceOf({ shop: this.shop }, this.order); }
  totalOutstandingSet() { return moneyBag(this.balance.outstandingMinor, this.order); }
  totalReceivedSet() { return moneyBag(this.balance.receivedMinor, this.order); }
  netPaymentSet() { return moneyBag(this.balance.receivedMinor - this.balance.refundedMinor, this.order); }
  totalRefundedSet() { return moneyBag(this.balance.refundedMinor, this.order); }
  totalRefundedShippingSet() { return moneyBag(this.order.shippingRefundedMinor, this.order); }
  customer() { return this.order.customer && customerView(this.shop, this.order.customer); }
  shippingAddress() { return mailingAddress(this.order); }
  billingAddress() { return mailingAddress(this.order); }
  risk() { return { recommendation: "NONE", assessments: [] }; }
  transactions() {
    const { id, createdAt, receivedMinor } = this.order;
    if (receivedMinor === 0) return [];
    const sale = {
      id: globalId("OrderTransaction", id), kind: "SALE", status: "SUCCESS", gateway: "bogus", test: true, processedAt: utcText(createdAt), parentTransaction: null, amountSet: moneyBag(receivedMinor, this.order),
    };
    const paidBack = refundsOf({ shop: this.shop }, this.order).filter((refund) => refund.amountMinor > 0).map((refund) => ({
      ...sale, id: globalId("OrderTransaction", refund.id), kind: "REFUND", processedAt: utcText(refund.createdAt), parentTransaction: sale, amountSet: moneyBag(refund.amountMinor, this.order),
    }));
    return [sale, ...paidBack];
  }
  refunds({ first }: { first?: number | null }) {
    const around = { shop: this.shop, order: this.order, orderView: () => this, lineView: (line: OrderLine) => new LineView(this.shop, this.order, line) };
    return refundsOf({ shop: this.shop }, this.order).slice(0, first ?? undefined).map((refund) => new RefundView(around, refund));
  }
  returns(page: PageArguments) { return plainConnection([], page, (entry) => entry); }
  lineItems(page: PageArguments) { return plainConnection(this.order.lines, page, (line) => new LineView(this.shop, this.order, line)); }
  shippingLines(page: PageArguments) {
    const { shippingTitle, shippingMinor, id } = this.order;
    const lines = shippingTitle === null ? [] : [{ id: globalId("ShippingLine", id), title: shippingTitle, code: shippingTitle, source: "shopify", carrierIdentifier: null, deliveryCategory: null, isRemoved: false, originalPriceSet: moneyBag(shippingMinor, this.order) }];
    return plainConnection(lines, page, (line) => line);
  }
  fulfillmentOrders(page: PageArguments, context: Context) {
    const seen = this.order.fulfillmentOrderIds.filter((id) => { const one = this.shop.fulfillmentOrders.get(id); return one && seesFulfillmentOrder(context, one); });
    return plainConnection(seen.map((id) => this.views.fulfillmentOrder(this.shop, id)).filter(isThere), page, (view) => view);
  }
  fulfillments({ first }: { first?: number | null }) { return this.order.fulfillmentIds.slice(0, first ?? undefined).map((id) => this.views.fulfillment(this.shop, id)).filter(isThere); }
  fulfillmentsCount() { return { count: this.order.fulfillmentIds.length, precision: "EXACT" }; }
}

function displayFulfillmentStatus(shop: Shop, order: Order): string {
  const status = orderFulfillmentStatus(shop, order);
  if (status === "fulfilled") return "FULFILLED";
  if (status === "partial") return "PARTIALLY_FULFILLED";
  const open = order.fulfillmentOrderIds.map((id) => shop.fulfillmentOrders.get(id)).filter((candidate) => candidate !== undefined && !isTerminal(candidate));
  if (open.length > 0 && open.every((candidate) => candidate?.status === "ON_HOLD")) return "ON_HOLD";
  return open.some((candidate) => candidate?.status === "IN_PROGRESS") ? "IN_PROGRESS" : "UNFULFILLED";
}

/** Somebody who ordered, known by the orders that name them. */
export const customerView = (shop: Shop, customer: Customer) => ({
  __typename: "Customer", id: globalId("Customer", customer.id), legacyResourceId: customer.id, firstName: customer.firstName, lastName: customer.lastName, displayName: `${customer.firstName} ${customer.lastName}`,
  email: customer.email, phone: null, tags: customer.tags ?? [], numberOfOrders: () => String([...shop.orders.values()].filter((order) => order.customer?.id === customer.id).length),
});

function mailingAddress(order: Order) {
  const address: Address | null = order.shippingAddress;
  return address && {
    id: globalId("MailingAddress", order.id), name: `${address.firstName} ${address.lastName}`, firstName: address.firstName, lastName: address.lastName, company: address.company, address1: address.address1,
    address2: address.address2, city: address.city, province: address.province, provinceCode: address.provinceCode, zip: address.zip, country: address.country, countryCodeV2: address.countryCode,
    phone: address.phone, latitude: address.latitude, longitude: address.longitude, validationResultSummary: "NO_ISSUES",
  };
}

export class LineView {
  readonly __typename = "LineItem";
  constructor(readonly shop: Shop, readonly order: Order, readonly line: OrderLine) {}
  id() { return globalId("LineItem", this.line.id); }
  title() { return this.line.title; }
  name() { return this.line.variantTitle ? `${this.line.title} - ${this.line.variantTitle}` : this.line.title; }
  variantTitle() { return this.line.variantTitle; }
  sku() { return this.line.sku || null; }
  vendor() { return this.line.vendor; }
  quantity() { return this.line.quantity; }
  currentQuantity() { return this.line.currentQuantity; }
  unfulfilledQuantity() { return unfulfilledUnits({ shop: this.shop }, this.order, this.line); }
  fulfillableQuantity() { return fulfillableUnits(this.shop, this.order, this.line); }
  nonFulfillableQuantity() { return this.line.quantity - this.line.currentQuantity; }
  refundableQuantity() { return this.line.currentQuantity; }
  requiresShipping() { return this.line.requiresShipping; }
  restockable() { return this.line.itemId !== null; }
  isGiftCard() { return this.line.giftCard; }
  merchantEditable() { return this.order.cancelledAt === null; }
  taxable() { return this.line.taxable; }
  customAttributes() { return []; }
  lineItemGroup() {
    const group = this.order.groups.find((candidate) => candidate.id === this.line.groupId);
    return group ? {
      id: globalId("LineItemGroup", group.id), title: group.title, quantity: group.quantity, productId: group.productId && globalId("Product", group.productId), variantId: group.variantId && globalId("ProductVariant", group.variantId),
      variantSku: null, customAttributes: [],
    } : null;
  }
  product() { const product = this.line.productId === null ? undefined : this.shop.products.get(this.line.productId); return product ? new ProductView(this.shop, product) : null; }
  variant() { const variant = this.line.variantId === null ? undefined : this.shop.variants.get(this.line.variantId); return variant ? new VariantView(this.shop, variant) : null; }
  originalUnitPriceSet() { return moneyBag(this.line.priceMinor, this.order); }
  discountedUnitPriceAfterAllDiscountsSet() { return moneyBag(this.line.priceMinor, this.order); }
  taxLines() { return this.line.taxMinor > 0 ? [{ title: "State Tax", rate: 0.06, priceSet: moneyBag(this.line.taxMinor, this.order) }] : []; }
}
