import { z } from "zod";
import { amount, anyGlobalId, coordinate, currencyCode, globalId, instant, units, words } from "./fields";

/** What the answers to the documents in operations.ts look like. */

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });
export const connection = <T extends z.ZodType>(node: T) => z.object({ pageInfo, nodes: z.array(node) });

export interface Connection<T> {
  pageInfo: { hasNextPage: boolean; endCursor?: string | null | undefined };
  nodes: T[];
}

const ref = z.object({ id: globalId });
const weight = z.object({ value: z.number(), unit: z.string() }).nullish();

/** Withheld where the app may not know them: no order is left unread for that. */
const tagWords = z.array(z.string()).nullish().catch(null);

export const variantShape = z.object({
  id: globalId, title: words, inventoryPolicy: words, updatedAt: instant, product: z.object({ id: globalId, title: words, tags: tagWords, productType: words }).nullish(),
});
export type VariantAnswer = z.infer<typeof variantShape>;

export const itemShape = z.object({
  id: globalId, sku: words, tracked: z.boolean(), requiresShipping: z.boolean(), updatedAt: instant,
  measurement: z.object({ weight }).nullish(),
});
export type ItemAnswer = z.infer<typeof itemShape>;

const money = z.object({ shopMoney: z.object({ amount }) });
const moneyInBoth = z.object({ shopMoney: z.object({ amount }), presentmentMoney: z.object({ amount, currencyCode: currencyCode.nullish() }).nullish() });
export type MoneyInBoth = z.infer<typeof moneyInBoth>;

export const addressShape = z.object({
  name: words, company: words, phone: words, address1: words, address2: words, city: words, provinceCode: words, zip: words,
  countryCodeV2: words, latitude: coordinate, longitude: coordinate,
});

export const orderLineShape = z.object({
  id: globalId, name: words, sku: words, quantity: units, currentQuantity: units, requiresShipping: z.boolean(), isGiftCard: z.boolean(),
  originalUnitPriceSet: money, variant: variantShape.extend({ inventoryItem: itemShape }).nullable(),
  lineItemGroup: z.object({ id: anyGlobalId, title: words, quantity: units }).nullish(),
});
export type OrderLineAnswer = z.infer<typeof orderLineShape>;

export const fulfillmentOrderLineShape = z.object({
  id: globalId, totalQuantity: units, remainingQuantity: units, requiresShipping: z.boolean(), inventoryItemId: globalId.nullish(), lineItem: ref,
});
export type FulfillmentOrderLineAnswer = z.infer<typeof fulfillmentOrderLineShape>;

export const fulfillmentOrderShape = z.object({
  id: globalId, orderId: globalId, status: z.string(), requestStatus: z.string(), updatedAt: instant, fulfillAt: instant.nullish(), fulfillBy: instant.nullish(),
  assignedLocation: z.object({ location: ref.nullish() }).nullish(),
  deliveryMethod: z.object({ methodType: z.string() }).nullish(),
  fulfillmentHolds: z.array(z.object({ id: globalId, handle: words, reason: z.string(), heldByRequestingApp: z.boolean().nullish() })),
  supportedActions: z.array(z.object({ action: z.string() })),
  lineItems: connection(fulfillmentOrderLineShape),
});
export type FulfillmentOrderAnswer = z.infer<typeof fulfillmentOrderShape>;

export const fulfillmentLineShape = z.object({ quantity: units.nullish(), lineItem: ref });
export type FulfillmentLineAnswer = z.infer<typeof fulfillmentLineShape>;

const tracking = z.array(z.object({ company: words, number: words, url: words }));

export const fulfillmentShape = z.object({
  id: globalId, status: z.string(), createdAt: instant, location: ref.nullish(), trackingInfo: tracking,
  fulfillmentOrders: z.object({ nodes: z.array(ref) }).nullish(), fulfillmentLineItems: connection(fulfillmentLineShape),
});
export type FulfillmentAnswer = z.infer<typeof fulfillmentShape>;

export const refundLineShape = z.object({ quantity: units, restockType: words, lineItem: ref, location: ref.nullish() });
export type RefundLineAnswer = z.infer<typeof refundLineShape>;

export const refundShape = z.object({
  id: globalId, createdAt: instant.nullish(), processedAt: instant.nullish(), totalRefundedSet: moneyInBoth, refundLineItems: connection(refundLineShape),
});
export type RefundAnswer = z.infer<typeof refundShape>;

export const orderShape = z.object({
  id: globalId, name: z.string(), sourceName: words, displayFinancialStatus: words, currencyCode, presentmentCurrencyCode: currencyCode.nullish(), tags: z.array(z.string()), test: z.boolean(),
  createdAt: instant, processedAt: instant, updatedAt: instant, cancelledAt: instant.nullable(), email: words, phone: words,
  customer: ref.extend({ tags: tagWords }).nullish(), totalPriceSet: moneyInBoth, shippingAddress: addressShape.nullish(), billingAddress: z.object({ name: words }).nullish(),
  lineItems: connection(orderLineShape), fulfillmentOrders: connection(fulfillmentOrderShape),
  fulfillmentsCount: z.object({ count: z.number() }).nullish(), fulfillments: z.array(fulfillmentShape),
  refunds: z.array(refundShape),
});
export type OrderAnswer = z.infer<typeof orderShape>;

/** A quantity that is left out is not nought. */
const NEEDED_QUANTITIES = ["available", "on_hand", "committed"];

export const levelShape = z.object({
  isActive: z.boolean(), location: ref, updatedAt: instant.nullish().catch(null),
  quantities: z.array(z.object({ name: z.string(), quantity: units }))
    .refine((quantities) => NEEDED_QUANTITIES.every((needed) => quantities.some(({ name }) => name === needed)), { error: "is not all of a level's quantities" }),
});
export type LevelAnswer = z.infer<typeof levelShape>;

export const itemReadingShape = itemShape.extend({
  variants: z.object({ nodes: z.array(variantShape) }).nullish(), inventoryLevels: connection(levelShape),
});
export type ItemReadingAnswer = z.infer<typeof itemReadingShape>;

export const productShape = z.object({ id: globalId, variants: connection(z.object({ inventoryItem: ref })) });
export const fulfillmentOrderOwnerShape = z.object({ id: globalId, orderId: globalId });

export const locationShape = z.object({
  id: globalId, name: z.string(), isActive: z.boolean(), fulfillsOnlineOrders: z.boolean(), shipsInventory: z.boolean(),
  isFulfillmentService: z.boolean(),
  address: z.object({ countryCode: words, provinceCode: words, zip: words, city: words, latitude: coordinate, longitude: coordinate }),
});
export type LocationAnswer = z.infer<typeof locationShape>;

const scopes = z.object({ accessScopes: z.array(z.object({ handle: z.string() })) });
export const scopesShape = z.object({ currentAppInstallation: scopes });
export const shopShape = z.object({ shop: z.object({ name: z.string(), currencyCode, ianaTimezone: z.string() }), currentAppInstallation: scopes });

export const fulfillmentTrackingShape = z.object({ fulfillment: z.object({ id: globalId, status: z.string(), trackingInfo: tracking }).nullish() });

const isEmpty = (value: unknown): boolean => value !== null && typeof value === "object" && Object.keys(value).length === 0;

/** `nodes(ids:)`: null where nothing is found; an empty object where the id is of another kind. */
export const nodesShape = <T extends z.ZodType>(node: T) => z.object({ nodes: z.array(z.preprocess((value) => (isEmpty(value) ? null : value), node.nullable())) });
