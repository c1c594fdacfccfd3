import { describe, expect, it } from "vitest";
import { readShape } from "./fields";
import { readFixture } from "./fixtures/read-fixture";
import { parseExactJson } from "./json";
import { orderShape } from "./shapes";
import { orderReadingOf } from "./translate-answer";
import { orderOfBody } from "./translate-webhook";

const json = (text: string): unknown => {
  const parsed = parseExactJson(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};
const bodyOf = (text = readFixture("orders-create.json")) => {
  const translated = orderOfBody(json(text));
  if (!translated.ok) throw new Error(translated.problem);
  return translated.value.order;
};
const readingOf = (text = readFixture("order-answer.json")) => {
  const shape = readShape(orderShape, json(text));
  if (!shape.ok) throw new Error(shape.problem);
  const translated = orderReadingOf(shape.value);
  if (!translated.ok) throw new Error(translated.problem);
  return translated.value;
};
const withoutItems = <T extends { customerTags: unknown; lines: { itemPlatformId: unknown }[] }>(order: T): T => ({ ...order, customerTags: null, lines: order.lines.map((line) => ({ ...line, itemPlatformId: null })) });

describe("one order", () => {
  it("reads the same from its webhook and from the answer, but for the inventory items and the customer's tags that only the answer names", () => {
    const { order } = readingOf();
    expect(bodyOf()).toEqual(withoutItems(order));
    expect(order.customerTags).toEqual(["VIP", "wholesale"]);
    expect(order.lines.map((line) => line.itemPlatformId)).toEqual(["342458785", "342458786", "342458787", null]);
  });

  it("is coarse where it is not sealed, and exact where it is", () => {
    const order = bodyOf();
    expect(order.shipTo).toEqual({ countryCode: "CA", provinceCode: "ON", postalCode: "K2P", latitude: 45.4, longitude: -75.7 });
    expect(order.contact).toMatchObject({ name: "Sample Buyer", email: "sample.buyer@example.com", phone: "555-0100", postalCode: "k2p 0v6", address1: "123 Example Street" });
    expect(order.totalMinor).toBe(41900);
    expect(order.tags).toEqual(["fragile", "wholesale"]);
    expect(order.financialStatus).toBe("partially-paid");
  });

  it("tells what the customer paid in, and who it was", () => {
    expect(bodyOf()).toMatchObject({ currency: "USD", totalMinor: 41900, presentmentCurrency: "CAD", presentmentTotalMinor: 58660, customerPlatformId: "115310627314723954" });
  });

  it("ships neither gift cards nor tips", () => {
    expect(bodyOf().lines.map((line) => line.requiresShipping)).toEqual([true, true, false, false]);
  });
});

describe("the answer", () => {
  it("tells fulfillment orders with holds and actions, parcels, and items with whole grams", () => {
    const { fulfillmentOrders, fulfillments, items, refunds } = readingOf();
    expect(refunds).toEqual([{
      platformId: "890088186047892319", createdAt: Date.parse("2026-11-21T02:00:00Z"), totalMinor: 10500, presentmentTotalMinor: 14700,
      lines: [{ orderLinePlatformId: "141249953214522974", quantity: 1, restock: "cancel", locationPlatformId: "655441491" }],
    }]);
    expect(fulfillmentOrders[0]).toMatchObject({ fulfillAt: Date.parse("2026-11-21T00:00:00Z"), fulfillBy: null });
    expect(fulfillmentOrders[0]).toMatchObject({
      platformId: "1046000778", locationPlatformId: "655441491", status: "on-hold", requestStatus: "unsubmitted", deliveryMethod: "shipping",
      holds: [{ platformId: "5", handle: null, reason: "awaiting-payment" }], actions: ["release-hold", "move", "other"],
      lines: [{ platformId: "1058737491", orderLinePlatformId: "866550311766439020", itemPlatformId: "342458785", totalQuantity: 1, remainingQuantity: 1, requiresShipping: true }],
    });
    expect(fulfillments).toEqual([{
      platformId: "255858046", fulfillmentOrderPlatformIds: ["1046000777"], locationPlatformId: null, status: "success", createdAt: Date.parse("2026-11-21T01:00:00Z"),
      company: "UPS", number: "1Z001985YW99744790", url: null, lines: [{ orderLinePlatformId: "141249953214522974", quantity: 1 }],
    }]);
    expect(items.map(({ platformId, title, weightGrams, tracked, continueSelling, updatedAt }) => ({ platformId, title, weightGrams, tracked, continueSelling, updatedAt }))).toEqual([
      { platformId: "342458785", title: "Example Kettle - Blue", weightGrams: 567, tracked: true, continueSelling: false, updatedAt: Date.parse("2026-11-02T00:00:00Z") },
      { platformId: "342458786", title: "Example Cup", weightGrams: 0, tracked: false, continueSelling: true, updatedAt: Date.parse("2026-11-03T00:00:00Z") },
      { platformId: "342458787", title: "Gift card - $10.00", weightGrams: 0, tracked: false, continueSelling: false, updatedAt: Date.parse("2026-11-01T00:00:00Z") },
    ]);
  });
});

describe("odd orders are normal", () => {
  const bare = (more: Record<string, unknown>) => bodyOf(JSON.stringify({
    id: 1, name: "#1", currency: "USD", total_price: "1.00", created_at: "2026-11-20T00:00:00Z", updated_at: "2026-11-20T00:00:00Z", line_items: [], ...more,
  }));

  it("with no customer, no address and a blank e-mail", () => {
    const order = bare({ email: "", customer: null, shipping_address: null, billing_address: null, phone: null, source_name: "pos", financial_status: null });
    expect(order).toMatchObject({ shipTo: null, contact: null, source: "point-of-sale", financialStatus: "unknown" });
  });

  it("with an address that Shopify withholds", () => {
    const nothing = { first_name: null, last_name: null, name: null, address1: null, city: null, zip: null, country_code: null, province_code: null, latitude: null, longitude: null };
    expect(bare({ shipping_address: nothing })).toMatchObject({ shipTo: null, contact: null });
  });

  it("in currencies without decimals", () => {
    expect(bare({ currency: "JPY", total_price: "1200" }).totalMinor).toBe(1200);
    expect(bare({ currency: "JPY", total_price: "1200.00" }).totalMinor).toBe(1200);
    expect(bare({ currency: "KWD", total_price: "1.250" }).totalMinor).toBe(1250);
    expect(bare({ total_price: 12.5 }).totalMinor).toBe(1250);
  });

  it("from drafts, other apps and phones", () => {
    expect(["web", "pos", "shopify_draft_order", "1354745", "iphone", null].map((source_name) => bare({ source_name }).source))
      .toEqual(["online", "point-of-sale", "draft", "other", "other", "other"]);
  });

  it("with custom lines, five hundred of them, some refunded before current_quantity existed", () => {
    const lines = Array.from({ length: 500 }, (_, index) => ({ id: index + 1, variant_id: null, product_id: null, sku: null, title: `Line ${index + 1}`, quantity: 3, price: "1.00", requires_shipping: true }));
    const order = bare({ line_items: lines, refunds: [{ refund_line_items: [{ line_item_id: 2, quantity: 1 }, { line_item_id: 2, quantity: 1 }] }] });
    expect(order.lines).toHaveLength(500);
    expect(order.lines[1]).toEqual({
      platformId: "2", variantPlatformId: null, itemPlatformId: null, sku: "", title: "Line 2", quantity: 3, currentQuantity: 1, requiresShipping: true, unitPriceMinor: 100, bundle: null,
    });
  });

  it("without a name, paid later than made, cancelled", () => {
    const order = bare({ name: null, order_number: 1001, processed_at: "2026-11-19T00:00:00Z", cancelled_at: "2026-11-21T00:00:00+01:00" });
    expect(order).toMatchObject({ name: "#1001", placedAt: Date.parse("2026-11-19T00:00:00Z"), cancelledAt: Date.parse("2026-11-20T23:00:00Z") });
  });

  it("near Greenwich and the equator, without minus zero", () => {
    expect(bare({ shipping_address: { latitude: "-0.01", longitude: -0.04 } }).shipTo).toEqual({ countryCode: null, provinceCode: null, postalCode: null, latitude: 0, longitude: 0 });
  });
});
