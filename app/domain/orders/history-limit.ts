/** How far back orders can be read without a permission of its own. Source: Shopify, access scope read_all_orders. */
export const ORDER_HISTORY_DAYS = 60;

/** Said wherever imports and comparisons are shown. */
export const ORDER_HISTORY_WORDS =
  `Orders placed more than ${ORDER_HISTORY_DAYS} days ago are not read: the platform shows them only to apps with the permission to read all orders (read_all_orders).`;
