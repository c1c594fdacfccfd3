/** What Shopify does not let an app do, with the reason that the merchant reads. */
export const GAPS: readonly { ability: string; reason: string }[] = [
  {
    ability: "read-orders-older-than-60-days",
    reason: "Shopify shows an app the orders of the last 60 days; older ones need the permission read_all_orders, which Shopify grants on request.",
  },
  {
    ability: "ship-part-of-a-partly-shipped-fulfillment-order",
    reason: "Shopify splits only fulfillment orders of which nothing was shipped yet; what is left goes in one parcel, or is shipped in the Shopify admin.",
  },
];
