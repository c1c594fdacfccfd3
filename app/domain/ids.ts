declare const brand: unique symbol;

/** A string that only its own kind accepts: an `OrderId` is not an `ItemId`, though both are text in the database. */
type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type MerchantId = Id<"Merchant">;
export type StoreId = Id<"Store">;
export type LocationId = Id<"Location">;
export type ItemId = Id<"Item">;
export type OrderId = Id<"Order">;
export type OrderLineId = Id<"OrderLine">;
export type FulfillmentOrderId = Id<"FulfillmentOrder">;
export type ShipmentId = Id<"Shipment">;

/** An id as the platform's number or text, without prefix: Shopify's `gid://shopify/Order/820982911946154508` is `820982911946154508`. */
export type PlatformId = Id<"Platform">;

/** Milliseconds since 1970-01-01 UTC. */
export type Instant = number;

/** The one place where plain text becomes an id. */
export const toId = <T extends Id<string>>(text: string): T => text as T;

/**
 * The id of something that a platform made: its store and its platform id. The same thing read twice has the same id,
 * and ids of one store grow with the platform's own numbers, so that indexes are appended to.
 */
export const idOf = <T extends Id<string>>(storeId: StoreId, platformId: PlatformId): T => toId<T>(`${storeId}-${platformId}`);
