const WITHHELD = "[withheld]";

/**
 * Fields of platforms' messages that speak of goods, money, times and states. Only these keep their values: a field that nobody has
 * named here may hold a person. Numbers that are ids are spelled out as they came.
 */
const KEPT = new Set((
  "id admin_graphql_api_id order_id order_number number variant_id product_id inventory_item_id location_id line_item_id fulfillment_id fulfillment_order_id assigned_location_id shop_id parent_id "
  + "created_at updated_at processed_at cancelled_at closed_at fulfill_at fulfill_by published_at current_quantity quantity fulfillable_quantity remaining_quantity total_quantity available "
  + "price amount total_price subtotal_price total_tax total_discounts current_total_price currency currency_code presentment_currency sku grams weight requires_shipping fulfillment_status financial_status "
  + "status request_status state cancel_reason restock restock_type test source_name fulfillment_service taxable gift_card title variant_title topic reason_code kind "
  + "intentid orderid intent outcome lines orderlineplatformid fulfillmentorderplatformid orderplatformid fulfillmentplatformid locationid locationplatformid itemid itemplatformid shipmentid platformid "
  + "delta units from to expected code afterms notifycustomer handle parts refund"
).split(" "));

/** A person, an address or a note stands in these whatever their fields are called. */
const NEVER = /customer|address|client_details|note|contact|email|phone|name$|attributes|properties|tracking|receipt|landing|referring|browser|token|tags/i;

/** A message's body with its form and all that is not about a person; null where it is not JSON. */
export const redactedBody = (body: string): unknown => {
  try {
    return redacted(JSON.parse(quotedIds(body)), "");
  } catch {
    return null;
  }
};

/** Ids beyond 2^53 stay exact as texts. */
const quotedIds = (body: string): string => body.replace(/("(?:[^"\\]|\\.)*")|(?<![\d.eE+-])(-?\d{16,})(?![\d.eE])/g, (whole, text: string | undefined, digits: string | undefined) => text ?? (digits === undefined ? whole : `"${digits}"`));

const redacted = (value: unknown, key: string): unknown => {
  if (value === null || typeof value === "boolean") return value;
  if (Array.isArray(value)) return NEVER.test(key) ? WITHHELD : value.map((one) => redacted(one, key));
  if (typeof value === "object") return NEVER.test(key) ? WITHHELD : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redacted(inner, name)]));
  return KEPT.has(key.toLowerCase()) && !NEVER.test(key) ? value : WITHHELD;
};
