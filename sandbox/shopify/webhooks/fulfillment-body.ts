import { exactNumber } from "../exact-json";
import { localText } from "../clock-text";
import { addressBody, lineBody } from "./line-body";
import type { Fulfillment, Order, Shop } from "../model/records";

/** The body of `fulfillments/create` and `fulfillments/update`, and an order's `fulfillments[]`. */
export function fulfillmentBody(shop: Shop, order: Order, fulfillment: Fulfillment): unknown {
  const { tracking } = fulfillment;
  return {
    id: exactNumber(fulfillment.id), admin_graphql_api_id: `gid://shopify/Fulfillment/${fulfillment.id}`, created_at: localText(fulfillment.createdAt, shop.timeZone),
    location_id: exactNumber(fulfillment.locationId), name: fulfillment.name, order_id: exactNumber(order.id), origin_address: {}, receipt: {}, service: "manual", shipment_status: null,
    status: fulfillment.status.toLowerCase(), tracking_company: tracking.company, tracking_number: tracking.numbers[0] ?? null, tracking_numbers: tracking.numbers,
    tracking_url: tracking.urls[0] ?? null, tracking_urls: tracking.urls, updated_at: localText(fulfillment.updatedAt, shop.timeZone),
    email: order.email, destination: addressBody(order.shippingAddress),
    line_items: fulfillment.lines.map((shipped) => {
      const line = order.lines.find((candidate) => candidate.id === shipped.lineId);
      return line ? { ...lineBody(shop, order, line), quantity: shipped.quantity } : null;
    }).filter((line) => line !== null),
  };
}
