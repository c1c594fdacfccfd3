import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interpret, readHeaders, verifyDelivery } from "./delivery";
import { readAppConfig } from "./fixtures/app-config";
import { readFixture } from "./fixtures/read-fixture";
import { TOPICS } from "./topics";

const headers = {
  "X-Shopify-Topic": "orders/create", "X-Shopify-Shop-Domain": "Acme.myshopify.com", "X-Shopify-Webhook-Id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
  "X-Shopify-Event-Id": "98880550-7158-44d4-b7cd-2c97c8a091b5", "X-Shopify-Triggered-At": "2026-11-20T12:00:00.123456789Z", "X-Shopify-Hmac-Sha256": "aGVsbG8=",
};
const lower = (given: Record<string, string>) => Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
const order = readFixture("orders-create.json");
const edited = (change: (body: Record<string, unknown>) => void): string => {
  // Only short ids may pass through plain JSON here.
  const body = JSON.parse(order.replaceAll("820982911946154508", "8209829119").replace(/"id": (\d{15,})/g, '"id": 12')) as Record<string, unknown>;
  change(body);
  return JSON.stringify(body);
};

describe("headers", () => {
  it("are read whatever their case", () => {
    const expected = { ok: true, domain: "acme.myshopify.com", topic: "orders/create", deliveryKey: headers["X-Shopify-Webhook-Id"], triggeredAt: Date.parse("2026-11-20T12:00:00.123Z") };
    expect(readHeaders(headers)).toEqual(expected);
    expect(readHeaders(lower(headers))).toEqual(expected);
    expect(readHeaders({ ...lower(headers), "x-shopify-topic": ["orders/create", "x"] })).toEqual(expected);
  });

  it("without a webhook id give a key of event, topic and body", () => {
    const { "X-Shopify-Webhook-Id": _id, ...rest } = headers;
    const keyOf = (more: Record<string, string>) => {
      const reading = readHeaders({ ...rest, ...more });
      return reading.ok ? reading.deliveryKey : reading.problem;
    };
    expect(keyOf({})).toBe(keyOf({}));
    expect(new Set([keyOf({}), keyOf({ "X-Shopify-Topic": "orders/paid" }), keyOf({ "X-Shopify-Hmac-Sha256": "d29ybGQ=" })]).size).toBe(3);
  });

  it("that miss something or name a strange shop say so", () => {
    expect(readHeaders({})).toEqual({ ok: false, problem: "The header X-Shopify-Shop-Domain is missing." });
    expect(readHeaders({ ...headers, "X-Shopify-Topic": "" })).toEqual({ ok: false, problem: "The header X-Shopify-Topic is missing." });
    expect(readHeaders({ ...headers, "X-Shopify-Shop-Domain": "acme.myshopify.com.evil.example" }).ok).toBe(false);
  });
});

describe("the signature", () => {
  const body = Buffer.from(order);
  const sign = (secret: string) => ({ "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64") });

  it("is accepted under the current and the previous secret only", () => {
    expect(verifyDelivery(body, sign("new"), ["new", "old"])).toBe(true);
    expect(verifyDelivery(body, sign("old"), ["new", "old"])).toBe(true);
    expect(verifyDelivery(body, sign("other"), ["new", "old"])).toBe(false);
    expect(verifyDelivery(Buffer.from(`${order} `), sign("new"), ["new"])).toBe(false);
    expect(verifyDelivery(body, {}, ["new"])).toBe(false);
    expect(verifyDelivery(body, { "x-shopify-hmac-sha256": "short" }, ["new"])).toBe(false);
    expect(verifyDelivery(body, sign(""), [""])).toBe(false);
  });
});

describe("bodies", () => {
  it("keep long ids exact", () => {
    const meaning = interpret("orders/create", order);
    expect(meaning.kind === "order" ? [meaning.order.platformId, meaning.order.lines[0]?.platformId] : meaning).toEqual(["820982911946154508", "866550311766439020"]);
  });

  it("trust the global id where a proxy has rounded the number", () => {
    const meaning = interpret("orders/create", order.replace('"id": 820982911946154508', '"id": 820982911946154500'));
    expect(meaning.kind === "order" && meaning.order.platformId).toBe("820982911946154508");
  });

  it("that are thin become hints", () => {
    expect(interpret("orders/updated", '{"id":820982911946154508}')).toEqual({ kind: "hint", reads: [{ kind: "order", target: "820982911946154508" }] });
    expect(interpret("products/update", '{"id":7,"updated_at":"2026-11-20T00:00:00Z"}')).toEqual({ kind: "hint", reads: [{ kind: "product", target: "7" }] });
  });

  it.each([
    ["orders/create", "{", "The body is not JSON."],
    ["orders/create", "", "The body is empty."],
    ["orders/create", "[]", "The body is not an object."],
    ["orders/create", edited((body) => delete body["line_items"]), "`line_items` is missing."],
    ["orders/create", edited((body) => delete body["id"]), "`id` is missing."],
    ["orders/create", edited((body) => delete body["currency"]), "`currency` is missing."],
    ["orders/create", edited((body) => (body["updated_at"] = "soon")), "`updated_at` is not a date."],
    ["orders/create", edited((body) => (body["total_price"] = body["total_price_set"] = null)), "`total_price` is missing."],
    ["orders/create", edited((body) => ((body["total_price"] = "free"), (body["total_price_set"] = null))), "`total_price` is not an amount of USD."],
    ["orders/create", edited((body) => ((body["line_items"] as { quantity: unknown }[])[1]!.quantity = "two")), "`line_items[1].quantity` must be a number."],
    ["orders/create", edited((body) => (body["line_items"] = {})), "`line_items` must be a list."],
    ["refunds/create", '{"id":1}', "`order_id` is missing."],
    ["inventory_levels/update", '{"available":1}', "`inventory_item_id` is missing."],
    ["fulfillment_orders/moved", "{}", "`fulfillment_order.id` is missing."],
    ["collections/update", '{"id":1}', "The topic collections/update is not one that Switchyard asks for."],
    ["toString", "{}", "The topic toString is not one that Switchyard asks for."],
  ])("of %s that are broken say what is wrong (%#)", (topic, body, problem) => {
    expect(interpret(topic, body)).toEqual({ kind: "unreadable", problem });
  });

  it("never throw, whatever comes", () => {
    const topics = fc.constantFrom(...TOPICS.keys());
    fc.assert(fc.property(topics, fc.oneof(fc.json(), fc.string()), (topic, body) => {
      expect(interpret(topic, body).kind).toBeTypeOf("string");
    }), { numRuns: 500 });
  });

  it("with any one field broken are a fact, a hint or a readable problem", () => {
    const keys = Object.keys(JSON.parse(edited(() => undefined)) as object);
    fc.assert(fc.property(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 2 }), (key, value) => {
      const meaning = interpret("orders/updated", edited((body) => (body[key] = value)));
      if (meaning.kind === "unreadable") expect(meaning.problem).toContain(`\`${key}`);
    }), { numRuns: 300 });
  });
});

describe("hints", () => {
  const hint = (kind: string, ...targets: string[]) => ({ kind: "hint", reads: targets.map((target) => ({ kind, target })) });

  it.each([
    ["orders/edited", { order_edit: { id: 7, order_id: 450789469, line_items: { additions: [{ id: 1, delta: 1 }], removals: [] } } }, hint("order", "450789469")],
    ["refunds/create", { id: 1, order_id: 450789469 }, hint("order", "450789469")],
    ["order_transactions/create", { id: 1, order_id: 450789469, kind: "sale" }, hint("order", "450789469")],
    ["fulfillments/create", { id: 1, order_id: 450789469, line_items: [] }, hint("order", "450789469")],
    ["fulfillment_events/create", { id: 1, fulfillment_id: 2, order_id: 450789469 }, hint("order", "450789469")],
    ["returns/approve", { id: 1, order: { id: 450789469, admin_graphql_api_id: "gid://shopify/Order/450789469" } }, hint("order", "450789469")],
    ["returns/update", { admin_graphql_api_id: "gid://shopify/Return/1", return: { order: { admin_graphql_api_id: "gid://shopify/Order/5" } } }, hint("order", "5")],
    ["fulfillment_orders/order_routing_complete", { fulfillment_order: { id: "gid://shopify/FulfillmentOrder/1", status: "open" } }, hint("fulfillment-order", "1")],
    ["fulfillment_orders/moved", {
      original_fulfillment_order: { id: "gid://shopify/FulfillmentOrder/1", assigned_location_id: "gid://shopify/Location/3" }, moved_fulfillment_order: { id: "gid://shopify/FulfillmentOrder/2" },
      destination_location_id: "gid://shopify/Location/1", fulfillment_order_line_items_requested: [{ id: "gid://shopify/FulfillmentOrderLineItem/9", quantity: 1 }],
    }, hint("fulfillment-order", "1", "2")],
    ["fulfillment_holds/added", { fulfillment_order: { id: "gid://shopify/FulfillmentOrder/1" }, fulfillment_hold: { id: "gid://shopify/FulfillmentHold/2" } }, hint("fulfillment-order", "1")],
    ["products/delete", { id: 788032119674292 }, hint("product", "788032119674292")],
    ["inventory_items/update", { id: 271878346, sku: null }, hint("item", "271878346")],
    ["inventory_levels/update", { inventory_item_id: 271, location_id: 2, available: null, updated_at: null }, hint("item", "271")],
    ["inventory_levels/connect", { admin_graphql_api_id: "gid://shopify/InventoryLevel/24?inventory_item_id=39072856" }, hint("item", "39072856")],
    ["locations/deactivate", { id: 1 }, hint("locations", "")],
    ["app/scopes_update", { id: 1 }, hint("shop", "")],
    ["shop/update", { id: 1 }, hint("shop", "")],
    ["variants/out_of_stock", { id: 1, product_id: 2, inventory_item_id: null }, hint("product", "2")],
  ])("of %s", (topic, body, expected) => {
    expect(interpret(topic, JSON.stringify(body))).toEqual(expected);
  });

  it("are given up for a return that names no order", () => {
    expect(interpret("returns/update", '{"admin_graphql_api_id":"gid://shopify/Return/1","return_line_items":{}}').kind).toBe("ignored");
  });
});

describe("products", () => {
  it("are facts when the body is complete", () => {
    expect(interpret("products/update", readFixture("products-update.json"))).toEqual({
      kind: "items",
      productPlatformId: "788032119674292922",
      items: [
        {
          platformId: "900719925474099301", variantPlatformId: "642667041472713922", productPlatformId: "788032119674292922", sku: "example-shirt-s", productTags: ["example"], productType: "Shirts",
          title: "Example T-Shirt - Small", tracked: true, continueSelling: false, requiresShipping: true, weightGrams: 200, updatedAt: Date.parse("2026-11-20T23:00:00Z"),
        },
        {
          platformId: "43729076", variantPlatformId: "757650484644203962", productPlatformId: "788032119674292922", sku: "", title: "Example T-Shirt", productTags: ["example"], productType: "Shirts",
          tracked: false, continueSelling: true, requiresShipping: false, weightGrams: 0, updatedAt: Date.parse("2026-11-21T00:00:00Z"),
        },
      ],
    });
  });

  it("are hints when variants are left out, cut off or lean", () => {
    const expected = { kind: "hint", reads: [{ kind: "product", target: "788032119674292922" }] };
    expect(interpret("products/update", readFixture("products-update-lean.json"))).toEqual(expected);
    const body = readFixture("products-update.json");
    const variant = body.slice(body.indexOf("[") + 1, body.indexOf("},") + 1);
    expect(interpret("products/update", `{"id":788032119674292922,"title":"x","variants":[${Array(100).fill(variant).join(",")}]}`)).toEqual(expected);
  });
});

describe("privacy and the end of an installation", () => {
  it("name what they concern", () => {
    expect(interpret("customers/redact", '{"shop_id":1,"customer":{"id":115310627314723954},"orders_to_redact":[820982911946154508,2]}'))
      .toEqual({ kind: "privacy", request: "redact-customer", customerPlatformId: "115310627314723954", orderPlatformIds: ["820982911946154508", "2"] });
    expect(interpret("customers/data_request", '{"shop_id":1,"orders_requested":[]}')).toEqual({ kind: "privacy", request: "data-request", customerPlatformId: null, orderPlatformIds: [] });
    expect(interpret("shop/redact", '{"shop_id":1}')).toEqual({ kind: "privacy", request: "redact-shop", customerPlatformId: null, orderPlatformIds: [] });
    expect(interpret("app/uninstalled", '{"id":1}')).toEqual({ kind: "uninstalled" });
  });

  it("tell what the token may do, and which bulk operation has ended", () => {
    expect(interpret("app/scopes_update", '{"id":1,"previous":["read_orders"],"current":["write_orders","read_orders"],"updated_at":"2026-11-20T00:00:00Z"}'))
      .toEqual({ kind: "scopes", scopes: ["read_orders", "write_orders"] });
    expect(interpret("bulk_operations/finish", '{"admin_graphql_api_id":"gid://shopify/BulkOperation/147595010","status":"completed","error_code":null,"type":"query"}'))
      .toEqual({ kind: "bulk-finished", operation: "147595010" });
    expect(interpret("bulk_operations/finish", '{"status":"failed"}').kind).toBe("unreadable");
  });
});

describe("shopify.app.toml", () => {
  const config = readAppConfig();

  it("asks only for topics that are understood, each handler named", () => {
    expect([...config.topics, ...config.complianceTopics].filter((topic) => !TOPICS.has(topic))).toEqual([]);
    const subscriptions = config.text.split("[[webhooks.subscriptions]]").length - 1;
    expect(config.text.match(/^# Handled by connectors\/channels\/shopify\/topics\.ts/gm)?.length).toBe(subscriptions);
  });

  it("asks for everything that carries a fact or a hint", () => {
    const asked = new Set([...config.topics, ...config.complianceTopics]);
    // Nothing is read because of these: stock changes come as inventory_levels/update, and the others change no parcel.
    const notAsked = [...TOPICS.keys()].filter((topic) => !asked.has(topic)).map((topic) => topic.split("/")[0]);
    expect([...new Set(notAsked)].sort()).toEqual(["draft_orders", "inventory_shipments", "inventory_transfers", "orders", "variants"]);
    expect([...TOPICS.keys()].filter((topic) => topic.startsWith("orders/") && !asked.has(topic)))
      .toEqual(["orders/risk_assessment_changed", "orders/shopify_protect_eligibility_changed", "orders/link_requested"]);
    expect(config.complianceTopics).toEqual(["customers/data_request", "customers/redact", "shop/redact"]);
    expect(config.topics).toContain("app/uninstalled");
  });
});
