import type { PlatformId } from "../../../app/domain/ids";
import type {
  DeliveryMethod, FulfillmentOrderAction, FulfillmentOrderStatus, OrderLineBundle, PlatformFulfillment, PlatformFulfillmentOrder, PlatformItem, PlatformItemReading,
  PlatformLevel, PlatformLocation, PlatformOrder, PlatformOrderLine, PlatformOrderReading, PlatformRefund, RequestStatus,
} from "../../../app/domain/platform";
import type {
  FulfillmentAnswer, FulfillmentOrderAnswer, ItemAnswer, ItemReadingAnswer, LevelAnswer, LocationAnswer, OrderAnswer, OrderLineAnswer, RefundAnswer, VariantAnswer,
} from "./shapes";
import {
  amountReader, contactOf, financialStatusOf, itemTitleOf, restockOf, shipToOf, sourceOf, tagsOf, type AddressFields, type AmountReader, type Translated,
} from "./translate";

/** GraphQL answers, complete with all pages, in the house's words. */

export function orderReadingOf(answer: OrderAnswer): Translated<PlatformOrderReading> {
  const presentmentCurrency = answer.presentmentCurrencyCode ?? answer.totalPriceSet.presentmentMoney?.currencyCode ?? answer.currencyCode;
  const amounts = amountReader(answer.currencyCode, presentmentCurrency);
  const totalMinor = amounts.minor("totalPriceSet", answer.totalPriceSet.shopMoney.amount);
  const shipping = addressOf(answer.shippingAddress);
  const order: PlatformOrder = {
    platformId: answer.id,
    name: answer.name,
    source: sourceOf(answer.sourceName),
    financialStatus: financialStatusOf(answer.displayFinancialStatus),
    currency: answer.currencyCode,
    totalMinor,
    presentmentCurrency,
    presentmentTotalMinor: amounts.presentmentMinor("totalPriceSet.presentmentMoney", answer.totalPriceSet.presentmentMoney?.amount, totalMinor),
    customerPlatformId: answer.customer?.id ?? null,
    tags: tagsOf(answer.tags),
    customerTags: tagsOf(answer.customer?.tags ?? []),
    test: answer.test,
    placedAt: answer.processedAt,
    updatedAt: answer.updatedAt,
    cancelledAt: answer.cancelledAt,
    lines: answer.lineItems.nodes.map((line) => orderLineOf(line, amounts)),
    shipTo: shipToOf(shipping),
    contact: contactOf({ email: answer.email, phone: answer.phone, shipping, billingName: answer.billingAddress?.name ?? null }),
  };
  const refunds = answer.refunds.map((refund) => refundOf(refund, answer, amounts));
  const problem = amounts.problem();
  if (problem !== null) return { ok: false, problem };
  return {
    ok: true,
    value: {
      order,
      fulfillmentOrders: answer.fulfillmentOrders.nodes.map(fulfillmentOrderOf),
      fulfillments: answer.fulfillments.map(fulfillmentOf),
      refunds,
      items: itemsOf(answer.lineItems.nodes),
    },
  };
}

function orderLineOf(line: OrderLineAnswer, amounts: AmountReader): PlatformOrderLine {
  return {
    platformId: line.id,
    variantPlatformId: line.variant?.id ?? null,
    itemPlatformId: line.variant?.inventoryItem.id ?? null,
    sku: line.sku ?? "",
    title: line.name ?? "",
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    requiresShipping: line.requiresShipping && !line.isGiftCard,
    unitPriceMinor: amounts.minor("originalUnitPriceSet", line.originalUnitPriceSet.shopMoney.amount),
    bundle: bundleOf(line),
  };
}

function bundleOf({ lineItemGroup: group }: OrderLineAnswer): OrderLineBundle | null {
  return group === null || group === undefined ? null : { platformId: group.id, title: group.title ?? "", quantity: group.quantity };
}

function refundOf(refund: RefundAnswer, order: OrderAnswer, amounts: AmountReader): PlatformRefund {
  const { shopMoney, presentmentMoney } = refund.totalRefundedSet;
  const totalMinor = amounts.minor("totalRefundedSet", shopMoney.amount);
  return {
    platformId: refund.id,
    createdAt: refund.createdAt ?? refund.processedAt ?? order.updatedAt,
    totalMinor,
    presentmentTotalMinor: amounts.presentmentMinor("totalRefundedSet.presentmentMoney", presentmentMoney?.amount, totalMinor),
    lines: refund.refundLineItems.nodes.map((line) => ({
      orderLinePlatformId: line.lineItem.id, quantity: line.quantity, restock: restockOf(line.restockType), locationPlatformId: line.location?.id ?? null,
    })),
  };
}

function itemsOf(lines: readonly OrderLineAnswer[]): PlatformItem[] {
  const items = new Map<PlatformId, PlatformItem>();
  for (const { variant } of lines) {
    if (variant !== null) items.set(variant.inventoryItem.id, itemOf(variant.inventoryItem, variant));
  }
  return [...items.values()];
}

const GRAMS: Record<string, number> = { GRAMS: 1, KILOGRAMS: 1000, OUNCES: 28.349523125, POUNDS: 453.59237 };

export function itemOf(item: ItemAnswer, variant: VariantAnswer | null): PlatformItem {
  const weight = item.measurement?.weight;
  return {
    platformId: item.id,
    variantPlatformId: variant?.id ?? null,
    productPlatformId: variant?.product?.id ?? null,
    sku: item.sku ?? "",
    title: variant === null ? "" : itemTitleOf(variant.product?.title ?? "", variant.title),
    tracked: item.tracked,
    continueSelling: variant?.inventoryPolicy === "CONTINUE",
    requiresShipping: item.requiresShipping,
    weightGrams: weight === null || weight === undefined ? 0 : Math.round(weight.value * (GRAMS[weight.unit] ?? 0)),
    productTags: tagsOf(variant?.product?.tags ?? []),
    productType: variant?.product?.productType ?? "",
    // The policy and the titles change with the variant, all else with the inventory item.
    updatedAt: Math.max(item.updatedAt, variant?.updatedAt ?? 0),
  };
}

export const itemReadingOf = (answer: ItemReadingAnswer): PlatformItemReading => ({
  item: itemOf(answer, answer.variants?.nodes[0] ?? null),
  levels: answer.inventoryLevels.nodes.map(levelOf),
});

function levelOf(level: LevelAnswer): PlatformLevel {
  const quantities = new Map(level.quantities.map(({ name, quantity }) => [name, quantity]));
  const of = (name: string): number => quantities.get(name) ?? 0;
  return {
    locationPlatformId: level.location.id,
    active: level.isActive,
    changedAt: level.updatedAt ?? null,
    onHand: of("on_hand"),
    available: of("available"),
    committed: of("committed"),
    reserved: of("reserved"),
    damaged: of("damaged"),
    safetyStock: of("safety_stock"),
    qualityControl: of("quality_control"),
    incoming: of("incoming"),
  };
}

/** `INVENTORY_OUT_OF_STOCK` → `inventory-out-of-stock`. */
const kebab = (name: string): string => name.toLowerCase().replaceAll("_", "-");

const FULFILLMENT_ORDER_STATUSES: Record<string, FulfillmentOrderStatus> = {
  OPEN: "open", IN_PROGRESS: "in-progress", SCHEDULED: "scheduled", ON_HOLD: "on-hold", CLOSED: "closed", INCOMPLETE: "incomplete", CANCELLED: "cancelled",
};
const REQUEST_STATUSES: Record<string, RequestStatus> = {
  UNSUBMITTED: "unsubmitted", SUBMITTED: "submitted", ACCEPTED: "accepted", REJECTED: "rejected", CLOSED: "closed",
  CANCELLATION_REQUESTED: "cancellation-requested", CANCELLATION_ACCEPTED: "cancellation-accepted", CANCELLATION_REJECTED: "cancellation-rejected",
};
const DELIVERY_METHODS: Record<string, DeliveryMethod> = {
  SHIPPING: "shipping", PICK_UP: "pickup", LOCAL: "local-delivery", NONE: "none", RETAIL: "retail", PICKUP_POINT: "pickup-point",
};
const ACTIONS: Record<string, FulfillmentOrderAction> = {
  CREATE_FULFILLMENT: "create-fulfillment", MOVE: "move", HOLD: "hold", RELEASE_HOLD: "release-hold", SPLIT: "split", MERGE: "merge",
  REPORT_PROGRESS: "report-progress", REQUEST_FULFILLMENT: "request-fulfillment", CANCEL_FULFILLMENT_ORDER: "cancel", MARK_AS_OPEN: "open",
};

export function fulfillmentOrderOf(answer: FulfillmentOrderAnswer): PlatformFulfillmentOrder {
  return {
    platformId: answer.id,
    locationPlatformId: answer.assignedLocation?.location?.id ?? null,
    // A status that this version does not know is left alone, as an order on hold is.
    status: FULFILLMENT_ORDER_STATUSES[answer.status] ?? "on-hold",
    requestStatus: REQUEST_STATUSES[answer.requestStatus] ?? "submitted",
    deliveryMethod: DELIVERY_METHODS[answer.deliveryMethod?.methodType ?? ""] ?? "unknown",
    holds: answer.fulfillmentHolds.map((hold) => ({ platformId: hold.id, handle: hold.handle, reason: kebab(hold.reason) })),
    actions: [...new Set(answer.supportedActions.map(({ action }) => ACTIONS[action] ?? "other"))],
    lines: answer.lineItems.nodes.map((line) => ({
      platformId: line.id,
      orderLinePlatformId: line.lineItem.id,
      itemPlatformId: line.inventoryItemId ?? null,
      totalQuantity: line.totalQuantity,
      remainingQuantity: line.remainingQuantity,
      requiresShipping: line.requiresShipping,
    })),
    fulfillAt: answer.fulfillAt ?? null,
    fulfillBy: answer.fulfillBy ?? null,
    updatedAt: answer.updatedAt,
  };
}

const FULFILLMENT_STATUSES: Record<string, PlatformFulfillment["status"]> = {
  SUCCESS: "success", CANCELLED: "cancelled", PENDING: "pending", OPEN: "pending", ERROR: "failure", FAILURE: "failure",
};

export function fulfillmentOf(answer: FulfillmentAnswer): PlatformFulfillment {
  const tracking = answer.trackingInfo[0];
  return {
    platformId: answer.id,
    fulfillmentOrderPlatformIds: (answer.fulfillmentOrders?.nodes ?? []).map(({ id }) => id),
    locationPlatformId: answer.location?.id ?? null,
    status: FULFILLMENT_STATUSES[answer.status] ?? "pending",
    createdAt: answer.createdAt,
    company: tracking?.company ?? null,
    number: tracking?.number ?? null,
    url: tracking?.url ?? null,
    lines: answer.fulfillmentLineItems.nodes.map((line) => ({ orderLinePlatformId: line.lineItem.id, quantity: line.quantity ?? 0 })),
  };
}

export const locationOf = (answer: LocationAnswer): PlatformLocation => ({
  platformId: answer.id,
  name: answer.name,
  active: answer.isActive,
  fulfillsOnline: answer.fulfillsOnlineOrders,
  shipsInventory: answer.shipsInventory,
  isFulfillmentService: answer.isFulfillmentService,
  countryCode: answer.address.countryCode,
  provinceCode: answer.address.provinceCode,
  postalCode: answer.address.zip,
  city: answer.address.city,
  latitude: answer.address.latitude,
  longitude: answer.address.longitude,
});

function addressOf(address: OrderAnswer["shippingAddress"]): AddressFields | null {
  if (address === null || address === undefined) return null;
  const { zip, countryCodeV2, ...rest } = address;
  return { ...rest, postalCode: zip, countryCode: countryCodeV2 };
}
