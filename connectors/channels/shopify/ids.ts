import { toId, type PlatformId } from "../../../app/domain/ids";

/** The kinds of things that Shopify's global ids name, as far as this connector uses them. */
export type GidKind =
  | "Order" | "LineItem" | "FulfillmentOrder" | "FulfillmentOrderLineItem" | "Fulfillment" | "FulfillmentHold"
  | "Refund" | "BulkOperation" | "Customer" | "Location" | "InventoryItem" | "InventoryLevel" | "Product" | "ProductVariant";

export const gid = (kind: GidKind, id: PlatformId): string => `gid://shopify/${kind}/${id}`;

const GID = /^gid:\/\/shopify\/(\w+)\/(\d+)/;

/** `gid://shopify/Order/820982911946154508` → `820982911946154508`; null when it is no global id or names another kind. */
export function idOfGid(text: string, kind?: GidKind): PlatformId | null {
  const match = GID.exec(text);
  if (match === null || (kind !== undefined && match[1] !== kind)) return null;
  return toId<PlatformId>(match[2]!);
}
