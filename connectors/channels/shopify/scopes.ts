/**
 * The permissions that the app asks for when it is installed, and what stops without each. A write permission holds the read of the
 * same things. Source: the required access of each operation and topic in Shopify's published schema; a test compares them.
 */
export const REQUIRED_SCOPES: readonly { scope: string; stops: string }[] = [
  { scope: "write_orders", stops: "Orders are neither read nor cancelled, and no change of an order is heard of." },
  {
    scope: "write_merchant_managed_fulfillment_orders",
    stops: "Orders look as if nothing were left to ship: nothing is placed, held or shipped at your own locations.",
  },
  {
    scope: "write_third_party_fulfillment_orders",
    stops: "What a third party ships for you is not seen, and it can be asked neither to ship nor to stop.",
  },
  { scope: "read_fulfillments", stops: "Parcels and tracking numbers that others add are learned only when their order is read again." },
  { scope: "write_inventory", stops: "Stock is neither read nor adjusted, so nothing can be promised." },
  { scope: "read_products", stops: "Items have no names, and changes of products are not heard of." },
  { scope: "read_locations", stops: "Locations that open, close or move are not heard of." },
  { scope: "read_customers", stops: "Orders name no customer: there is no order history by customer, and requests to erase one find fewer orders." },
  { scope: "read_returns", stops: "Returns are not heard of until their order is read again." },
  { scope: "write_app_proxy", stops: "The pages in your storefront do not open." },
];
