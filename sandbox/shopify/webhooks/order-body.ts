import { localText } from "../clock-text";
import { exactNumber, exactNumberOrNull } from "../exact-json";
import { balanceOf, refundsOf, shippedUnits, totalsOf, unfulfilledUnits } from "../model/order";
import type { Order, Shop } from "../model/records";
import { amountText, moneySet } from "../money-text";
import { fulfillmentBody } from "./fulfillment-body";
import { addressBody, lineBody, taxLine } from "./line-body";
import { refundBody } from "./refund-body";

export function orderFulfillmentStatus(shop: Shop, order: Order): "fulfilled" | "partial" | null {
  const shipped = shippedUnits({ shop }, order);
  if (shipped.size === 0) return null;
  return order.lines.every((line) => line.tip || unfulfilledUnits({ shop }, order, line) === 0) ? "fulfilled" : "partial";
}

/** The body of every order topic. Nulls are where the real one has them: no customer, no address, no decimals in JPY (shopify.dev: webhook payloads). */
export function orderBody(shop: Shop, order: Order): unknown {
  const { currency } = order;
  const totals = totalsOf(order, false);
  const current = totalsOf(order, true);
  const at = (time: number | null) => (time === null ? null : localText(time, shop.timeZone));
  const subtotal = totals.linesMinor;
  const outstanding = balanceOf({ shop }, order).outstandingMinor;
  const customerName = { first_name: order.customer?.firstName ?? null, last_name: order.customer?.lastName ?? null };
  return {
    id: exactNumber(order.id), admin_graphql_api_id: `gid://shopify/Order/${order.id}`, app_id: 580111, browser_ip: null, buyer_accepts_marketing: false,
    cancel_reason: order.cancelReason?.toLowerCase() ?? null, cancelled_at: at(order.cancelledAt), cart_token: null, checkout_id: null, checkout_token: null, client_details: null,
    closed_at: at(order.closedAt), confirmation_number: order.token.slice(0, 9).toUpperCase(), confirmed: true, contact_email: order.email || null, created_at: at(order.createdAt), currency,
    current_shipping_price_set: moneySet(current.shippingMinor, order), current_subtotal_price: amountText(current.linesMinor, currency), current_subtotal_price_set: moneySet(current.linesMinor, order),
    current_total_additional_fees_set: null, current_total_discounts: amountText(0, currency), current_total_discounts_set: moneySet(0, order), current_total_duties_set: null,
    current_total_price: amountText(current.totalMinor, currency), current_total_price_set: moneySet(current.totalMinor, order), current_total_tax: amountText(current.taxMinor, currency),
    current_total_tax_set: moneySet(current.taxMinor, order), customer_locale: "en", device_id: null, discount_codes: [], duties_included: false, email: order.email, estimated_taxes: false,
    financial_status: order.financialStatus, fulfillment_status: orderFulfillmentStatus(shop, order), landing_site: null, landing_site_ref: null, location_id: exactNumberOrNull(order.locationId),
    merchant_business_entity_id: null, merchant_of_record_app_id: null, name: order.name, note: order.note, note_attributes: [], number: order.number, order_number: order.number,
    order_status_url: `https://${shop.domain}/${shop.id}/orders/${order.token}/authenticate?key=none`, original_total_additional_fees_set: null, original_total_duties_set: null,
    payment_gateway_names: order.financialStatus === "paid" ? ["bogus"] : ["manual"], phone: order.phone, po_number: null, presentment_currency: order.presentmentCurrency, processed_at: at(order.createdAt),
    reference: null, referring_site: null, source_identifier: null, source_name: order.sourceName, source_url: null, subtotal_price: amountText(subtotal, currency),
    subtotal_price_set: moneySet(subtotal, order), tags: order.tags.join(", "), tax_exempt: false, tax_lines: totals.taxMinor > 0 ? [taxLine(totals.taxMinor, order)] : [], taxes_included: false,
    test: order.test, token: order.token, total_cash_rounding_payment_adjustment_set: moneySet(0, order), total_cash_rounding_refund_adjustment_set: moneySet(0, order),
    total_discounts: amountText(0, currency), total_discounts_set: moneySet(0, order), total_line_items_price: amountText(subtotal, currency), total_line_items_price_set: moneySet(subtotal, order),
    total_outstanding: amountText(outstanding, currency), total_price: amountText(totals.totalMinor, currency), total_price_set: moneySet(totals.totalMinor, order),
    total_shipping_price_set: moneySet(totals.shippingMinor, order), total_tax: amountText(totals.taxMinor, currency), total_tax_set: moneySet(totals.taxMinor, order),
    total_tip_received: amountText(totals.tipMinor, currency), total_weight: order.lines.reduce((grams, line) => grams + line.weightGrams * line.quantity, 0), updated_at: at(order.updatedAt), user_id: null,
    billing_address: addressBody(order.shippingAddress),
    customer: order.customer && {
      id: exactNumber(order.customer.id), created_at: at(order.createdAt), updated_at: at(order.createdAt), ...customerName, state: "disabled", note: null, verified_email: true,
      multipass_identifier: null, tax_exempt: false, email: order.customer.email, phone: null, currency, tax_exemptions: [], admin_graphql_api_id: `gid://shopify/Customer/${order.customer.id}`,
      default_address: addressBody(order.shippingAddress),
    },
    discount_applications: [],
    fulfillments: order.fulfillmentIds.map((id) => shop.fulfillments.get(id)).filter((fulfillment) => fulfillment !== undefined).map((fulfillment) => fulfillmentBody(shop, order, fulfillment)),
    line_items: order.lines.map((line) => lineBody(shop, order, line)), payment_terms: null, refunds: refundsOf({ shop }, order).map((refund) => refundBody(shop, order, refund)), returns: [], shipping_address: addressBody(order.shippingAddress), shipping_lines: shippingLines(order),
  };
}

function shippingLines(order: Order): unknown[] {
  if (order.shippingTitle === null) return [];
  const price = amountText(order.shippingMinor, order.currency);
  const priceSet = moneySet(order.shippingMinor, order);
  return [{
    id: exactNumber(order.id), carrier_identifier: null, code: order.shippingTitle, current_discounted_price_set: priceSet, discounted_price: price, discounted_price_set: priceSet, is_removed: false,
    phone: null, price, price_set: priceSet, requested_fulfillment_service_id: null, source: "shopify", title: order.shippingTitle, tax_lines: [], discount_allocations: [],
  }];
}
