/**
 * How far back orders are read. Older ones are shown only to apps with a permission of its own, which the connector names among its
 * gaps. Source: Shopify, access scope read_all_orders.
 */
export const ORDER_HISTORY_DAYS = 60;
