import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { openBench, placeOne } from "./test-bench";

const hmac = (body: string, secret: string) => createHmac("sha256", secret).update(body).digest("base64");

describe("a delivery", () => {
  test("is signed over its raw body and names its shop, topic, version, time and both ids", () => {
    const bench = openBench();
    placeOne(bench);
    const [first] = bench.deliver();
    expect(first?.headers).toMatchObject({ "X-Shopify-Topic": "orders/create", "X-Shopify-Shop-Domain": "demo.myshopify.com", "X-Shopify-API-Version": "2026-07", "X-Shopify-Triggered-At": "2026-11-22T09:00:00.000Z" });
    expect(first?.headers["X-Shopify-Hmac-Sha256"]).toBe(hmac(first?.body ?? "", "sandbox-secret"));
  });

  test("ids above 2^53 are bare numbers, digit by digit", () => {
    const bench = openBench({ bigIds: true });
    const { order } = placeOne(bench);
    const body = bench.deliver().find(({ topic }) => topic === "orders/create")?.body ?? "";
    expect(BigInt(order.id)).toBeGreaterThan(2n ** 53n);
    expect(body).toContain(`"id":${order.id},"admin_graphql_api_id":"gid://shopify/Order/${order.id}"`);
    expect(body).toContain(`"variant_id":${order.lines[0]?.variantId},`);
    expect(body).not.toMatch(/\\u0001/);
  });

  test("what one act causes shares an event id, and each topic has a webhook id of its own", () => {
    const bench = openBench();
    placeOne(bench);
    const sent = bench.deliver();
    expect(sent.map(({ topic }) => topic)).toEqual(expect.arrayContaining(["orders/create", "orders/paid", "fulfillment_orders/order_routing_complete", "inventory_levels/update"]));
    expect(new Set(sent.map(({ headers }) => headers["X-Shopify-Event-Id"])).size).toBe(1);
    expect(new Set(sent.map(({ headers }) => headers["X-Shopify-Webhook-Id"])).size).toBe(sent.length);
  });

  test("only subscribed topics are sent, and none before the app is installed", () => {
    const few = openBench({ topics: ["orders/create"] });
    placeOne(few);
    expect(few.deliver().map(({ topic }) => topic)).toEqual(["orders/create"]);
    const none = openBench({ installed: false });
    placeOne(none);
    expect(none.deliver()).toEqual([]);
  });

  test("a body has what the odd orders lack as null: customer, address, product, available of untracked stock, decimals of yen", () => {
    const bench = openBench({ store: { products: 40, untrackedShare: 0.2, digitalShare: 0.1 } });
    const bodyOf = (kind: "no-customer" | "digital" | "tip" | "yen") => {
      bench.people.placeOrder({ kind });
      const text = bench.deliver().find(({ topic }) => topic === "orders/create")?.body ?? "{}";
      return JSON.parse(text) as { customer: unknown; shipping_address: unknown; total_price: string; line_items: { product_id: number | null; sku: string }[] };
    };
    expect(bodyOf("no-customer").customer).toBeNull();
    expect(bodyOf("digital").shipping_address).toBeNull();
    expect(bodyOf("tip").line_items.at(-1)).toMatchObject({ product_id: null, sku: "" });
    expect(bodyOf("yen").total_price).toMatch(/^\d+$/);
  });
});

describe("retries", () => {
  test("8 over 4 hours with the same body and webhook id, then given up", () => {
    const bench = openBench({ topics: ["orders/create"] });
    placeOne(bench);
    const times: number[] = [];
    const bodies = new Set<string>();
    for (let at: number | null = bench.clock.now; at !== null; at = bench.twin.nextDeliveryAt()) {
      const [delivery] = bench.twin.takeDeliveries(at);
      if (!delivery) break;
      times.push(at);
      bodies.add(`${delivery.headers["X-Shopify-Webhook-Id"]} ${delivery.body}`);
      bench.twin.settleDelivery(delivery.id, times.length % 2 === 0 ? 500 : null, at);
    }
    expect(times).toHaveLength(9);
    expect(bodies.size).toBe(1);
    expect(((times.at(-1) ?? 0) - (times[0] ?? 0)) / 3_600_000).toBeCloseTo(4, 2);
    expect(bench.twin.counters()).toMatchObject({ waiting: 0, givenUp: 1, failedTries: 9 });
  });

  test("what is on its way is not taken again, and any 2xx ends it", () => {
    const bench = openBench({ topics: ["orders/create"] });
    placeOne(bench);
    const [delivery] = bench.twin.takeDeliveries(bench.clock.now);
    expect(bench.twin.takeDeliveries(bench.clock.now + 1e9)).toEqual([]);
    bench.twin.settleDelivery(delivery?.id ?? "", 204, bench.clock.now);
    expect(bench.twin.counters()).toMatchObject({ delivered: 1, waiting: 0 });
  });
});

describe("faults", () => {
  test("a duplicate has the same webhook id and body", () => {
    const bench = openBench({ topics: ["orders/create"] });
    bench.twin.faults.duplicate = 1;
    placeOne(bench);
    const [one, other, ...more] = bench.deliver();
    expect(more).toEqual([]);
    expect(other).toEqual(one);
  });

  test("late ones come out of order, lost ones never", () => {
    const bench = openBench({ topics: ["orders/create"] });
    bench.twin.faults.delay = 1;
    for (let count = 0; count < 20; count += 1) bench.people.placeOrder({ kind: "custom" });
    const numbers = bench.deliver().map(({ body }) => (JSON.parse(body) as { number: number }).number);
    expect(numbers).not.toEqual([...numbers].sort((one, other) => one - other));
    bench.twin.faults.loss = 1;
    bench.people.placeOrder({ kind: "custom" });
    expect(bench.deliver()).toEqual([]);
    expect(bench.twin.counters().lost).toBe(1);
  });

  test("for an hour after a rotation the old secret may still sign, then only the new", () => {
    const bench = openBench();
    bench.twin.rotateSecret("new-secret");
    for (let count = 0; count < 5; count += 1) bench.people.placeOrder({ kind: "custom" });
    const signedBy = () => new Set(bench.deliver(bench.clock.now).map(({ body, headers }) => ["new-secret", "sandbox-secret"].find((secret) => hmac(body, secret) === headers["X-Shopify-Hmac-Sha256"])));
    expect(signedBy()).toEqual(new Set(["new-secret", "sandbox-secret"]));
    bench.clock.now += 3_600_000;
    placeOne(bench);
    expect(signedBy()).toEqual(new Set(["new-secret"]));
  });
});

test("uninstalling ends the tokens and is announced", async () => {
  const bench = openBench();
  bench.people.uninstall();
  expect(bench.deliver().map(({ topic }) => topic)).toEqual(["app/uninstalled"]);
  expect((await bench.call("{ shop { id } }") as unknown as { errors: string }).errors).toMatch(/Invalid API key or access token/);
});
