import { type Instant, type ItemId, type MerchantId, type OrderId, type OrderLineId, type PlatformId, type StoreId, idOf } from "../ids";
import type { CustomerRecord } from "../desk";
import { isSame } from "../same";
import type { PlatformContact, PlatformItem, PlatformOrder, PlatformOrderLine } from "../platform";
import type { ItemRecord, OrderLineRecord, OrderRecord } from "../records";

/** Which merchant and store a platform's facts belong to. */
export interface Owner {
  merchantId: MerchantId;
  storeId: StoreId;
}

/** The fields of an order that the platform decides. */
export const orderFields = (order: PlatformOrder) => ({
  name: order.name,
  source: order.source,
  financialStatus: order.financialStatus,
  currency: order.currency,
  totalMinor: order.totalMinor,
  presentmentCurrency: order.presentmentCurrency,
  presentmentTotalMinor: order.presentmentTotalMinor,
  tags: order.tags,
  test: order.test,
  placedAt: order.placedAt,
  platformUpdatedAt: order.updatedAt,
  cancelledAt: order.cancelledAt,
  shipToCountry: order.shipTo?.countryCode ?? null,
  shipToProvince: order.shipTo?.provinceCode ?? null,
  shipToPostal: order.shipTo?.postalCode ?? null,
  shipToLatitude: order.shipTo?.latitude ?? null,
  shipToLongitude: order.shipTo?.longitude ?? null,
  ...(order.customerTags === null ? {} : { customerTags: order.customerTags }),
});

/** A new order as its first message tells it. What the platform decides is spread last: each field that is added after a spread costs V8 a microsecond or two. */
export const newOrder = (owner: Owner, order: PlatformOrder, context: { adopted: boolean; now: Instant }): OrderRecord => {
  const id = idOf<OrderId>(owner.storeId, order.platformId);
  return {
    merchantId: owner.merchantId, storeId: owner.storeId, id, platformId: order.platformId, customerTags: [], status: "captured", version: 1, adopted: context.adopted, readAt: null,
    contactId: order.contact ? contactIdOf(id) : null, holdReason: null, problem: null,
    customerId: customerIdOf(owner.storeId, order), refunds: [], shipBy: null, attention: [], attentionSince: null, resolvedAttention: [],
    excludedLocationIds: [], rooms: [], rejected: [], waitingSince: null, byHandSince: null, updatedAt: context.now,
    ...orderFields(order),
  };
};

export const customerIdOf = (storeId: StoreId, { customerPlatformId }: Pick<PlatformOrder, "customerPlatformId">): string | null =>
  customerPlatformId === null ? null : idOf(storeId, customerPlatformId);

/** Who bought it, where the platform tells; name and e-mail are those of the newest order's contact. */
export const customersOf = (order: OrderRecord, said: Pick<PlatformOrder, "customerPlatformId">, now: Instant): CustomerRecord[] =>
  order.customerId === null || said.customerPlatformId === null ? [] : [{
    merchantId: order.merchantId, id: order.customerId, storeId: order.storeId, platformId: said.customerPlatformId, contactId: order.contactId,
    firstOrderAt: order.placedAt, lastOrderAt: order.placedAt, updatedAt: now,
  }];

export const contactIdOf = (orderId: OrderId): string => `contact-${orderId}`;

/** `itemOf` finds a line's item by what the platform names: the inventory item, or else the variant. */
export const lineRecords = (
  owner: Owner & { orderId: OrderId },
  lines: readonly PlatformOrderLine[],
  itemOf: (line: PlatformOrderLine) => ItemId | null,
): OrderLineRecord[] =>
  lines.map((line, position) => ({
    merchantId: owner.merchantId, id: idOf<OrderLineId>(owner.storeId, line.platformId), orderId: owner.orderId, platformId: line.platformId,
    variantPlatformId: line.variantPlatformId, itemId: itemOf(line), sku: line.sku, title: line.title, quantity: line.quantity,
    currentQuantity: line.currentQuantity, requiresShipping: line.requiresShipping, unitPriceMinor: line.unitPriceMinor, bundle: line.bundle, position,
  }));

export const itemRecord = (owner: Owner, item: PlatformItem): ItemRecord => ({
  ...owner, id: idOf<ItemId>(owner.storeId, item.platformId), ...item,
});

/** Newer facts win; equal ones change nothing. */
export const isNewItem = (known: ItemRecord | undefined, item: PlatformItem): boolean =>
  !known || item.updatedAt > known.updatedAt
  || (item.updatedAt === known.updatedAt && (known.tracked !== item.tracked || known.continueSelling !== item.continueSelling || known.sku !== item.sku || known.productType !== item.productType || !isSame(known.productTags, item.productTags)));

/** Words to find an order by, lower case; the database stores them as keyed hashes only. */
export const searchTerms = (order: { name: string; platformId: PlatformId; tags: readonly string[] }, lines: readonly { sku: string }[], contact: PlatformContact | null): string[] => {
  const words = [order.name, order.name.replace(/^#/, ""), order.platformId, contact?.email ?? "", ...(contact?.name ?? "").split(/\s+/), ...lines.map((line) => line.sku),
    ...order.tags.flatMap((tag) => tagTerm(tag) ?? [])];
  return [...new Set(words.map((word) => word.trim().toLowerCase()).filter((word) => word !== ""))].sort();
};

/** The word that stands for a whole tag, whatever blanks are in it; null for a tag of nothing. */
export const tagTerm = (tag: string): string | null => {
  const words = tag.normalize("NFKC").toLowerCase().split(/\s+/).filter((word) => word !== "");
  return words.length === 0 ? null : `tag:${words.join("\u2423")}`;
};

/** Must the words be told anew? A later reading without its contact must not take the customer's words away. */
export const isReworded = (known: { order: OrderRecord; lines: readonly OrderLineRecord[] } | null | undefined, said: PlatformOrder): boolean => {
  if (!known || (known.order.readAt === null && !isAsCaptured(known.order, said))) return true;
  if (said.contact === null && known.order.contactId !== null) return false;
  return !sameWords(known.order.tags, said.tags) || !sameWords(known.lines.map((line) => line.sku), said.lines.map((line) => line.sku));
};

/** The reading tells of the very state that a message's body told of, and the body named the person. */
export const isAsCaptured = (known: OrderRecord, said: PlatformOrder): boolean =>
  said.updatedAt === known.platformUpdatedAt && (known.contactId !== null || said.contact === null);

const sameWords = (some: readonly string[], others: readonly string[]): boolean => {
  const set = new Set(some);
  return set.size === new Set(others).size && others.every((word) => set.has(word));
};
