import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createClient } from "./client";
import { ACCESS, scriptedPlatform, type Reply } from "./fixtures/scripted-platform";
import { FULFILLMENT_CREATE, FULFILLMENT_ORDER_OWNERS, SHOP_READ } from "./operations";

const shape = z.object({ shop: z.object({ name: z.string() }) });
const call = { operation: SHOP_READ, variables: {}, shape };
const cost = (requestedQueryCost: number, currentlyAvailable: number) =>
  ({ cost: { requestedQueryCost, throttleStatus: { maximumAvailable: 2000, currentlyAvailable, restoreRate: 100 } } });
const good = { data: { shop: { name: "Acme" } } };
const errors = (code: string, more: object = {}) => ({ data: null, errors: [{ message: "No.", extensions: { code, ...more } }] });

async function ask(reply: Reply, domain = ACCESS.domain) {
  const platform = scriptedPlatform(() => reply);
  const answer = await createClient(platform.world).call({ ...ACCESS, domain }, call);
  return { answer, platform };
}

describe("transport", () => {
  it("posts to the store's own address with its token", async () => {
    const { answer, platform } = await ask({ json: good });
    expect(answer).toEqual({ ok: true, value: { shop: { name: "Acme" } } });
    expect(platform.calls[0]).toMatchObject({ url: "https://acme.myshopify.com/admin/api/2026-07/graphql.json", headers: { "x-shopify-access-token": ACCESS.token } });
  });

  it("sends the token to no other host", async () => {
    const { answer, platform } = await ask({ json: good }, "acme.myshopify.com@evil.example");
    expect(answer.ok).toBe(false);
    expect(platform.calls).toEqual([]);
  });

  it.each<[string, Reply, object]>([
    ["a lost connection", "lost", { lost: true, trouble: { kind: "retry" } }],
    ["502", { status: 502, text: "bad gateway" }, { lost: true, trouble: { kind: "retry", words: "Shopify answered with HTTP 502." } }],
    ["no JSON", { text: "<html>" }, { lost: true, trouble: { kind: "retry", words: "Shopify's answer is not JSON." } }],
    ["JSON of another shape", { json: { data: { shop: {} } } }, { lost: true, trouble: { kind: "retry", words: "Shopify's answer to ShopRead cannot be read: `shop.name` is missing." } }],
    ["429", { status: 429, headers: { "retry-after": "2.0" }, text: "" }, { lost: false, trouble: { kind: "retry", afterMs: 2000 } }],
    ["throttling in HTTP 200", { json: { ...errors("THROTTLED"), extensions: cost(500, 100) } }, { lost: false, trouble: { kind: "retry", afterMs: 4000 } }],
    ["401", { status: 401, text: "" }, { lost: false, trouble: { kind: "unauthorized" } }],
    ["403", { status: 403, text: "" }, { lost: false, trouble: { kind: "unauthorized" } }],
    ["a frozen store", { status: 402, text: "" }, { lost: false, trouble: { kind: "unauthorized" } }],
    ["a missing scope", { json: errors("ACCESS_DENIED", { requiredAccess: "`read_orders` access scope." }) }, { lost: false, trouble: { kind: "unauthorized", words: "A permission is missing: `read_orders` access scope." } }],
    ["an error inside", { json: errors("INTERNAL_SERVER_ERROR") }, { lost: true, trouble: { kind: "retry" } }],
    ["a wrong question", { json: errors("undefinedField") }, { lost: false, trouble: { kind: "refused", code: "undefinedField" } }],
    ["errors as plain words", { json: { errors: "[API] Invalid" } }, { lost: false, trouble: { kind: "refused", code: "GRAPHQL_ERROR", words: "ShopRead: [API] Invalid" } }],
  ])("classifies %s", async (_name, reply, failure) => {
    const { answer } = await ask(reply);
    expect(answer).toMatchObject({ ok: false, failure });
  });

  it("lives with personal fields that Shopify withholds", async () => {
    const withheld = { message: "This app is not approved to use the email field.", path: ["nodes", 0, "email"], extensions: { code: "ACCESS_DENIED" } };
    const { answer } = await ask({ json: { data: { ...good.data, nodes: [{ email: null }] }, errors: [withheld] } });
    expect(answer.ok).toBe(true);
  });

  it("does not take for withheld what is missing with all that holds it", async () => {
    const spread = { message: "Access denied for customer field.", path: ["nodes", 0, "customer"], extensions: { code: "ACCESS_DENIED", requiredAccess: "`read_customers`" } };
    const orders = { message: "Access denied for lineItems field.", path: ["nodes", 0, "lineItems"], extensions: { code: "ACCESS_DENIED", requiredAccess: "`read_orders`" } };
    const { answer } = await ask({ json: { data: { ...good.data, nodes: [null] }, errors: [spread, orders] } });
    expect(answer).toMatchObject({ ok: false, failure: { trouble: { kind: "unauthorized", words: "A permission is missing: `read_orders`" } } });
  });

  it("never writes the token into words", async () => {
    const { answer } = await ask({ status: 418, text: ACCESS.token });
    expect(JSON.stringify(answer)).not.toContain(ACCESS.token);
  });
});

describe("pacing", () => {
  it("waits for points that the store's bucket does not hold yet", async () => {
    const platform = scriptedPlatform(() => ({ json: { data: { fulfillmentCreate: {} }, extensions: cost(10, 4) } }));
    const client = createClient(platform.world);
    const create = { operation: FULFILLMENT_CREATE, variables: {}, shape: z.object({ fulfillmentCreate: z.object({}) }) };
    await client.call(ACCESS, create);
    expect(platform.slept).toEqual([]);
    await client.call(ACCESS, create);
    expect(platform.slept).toEqual([60]);
    await client.call({ ...ACCESS, domain: "other.myshopify.com" }, create);
    expect(platform.slept).toEqual([60]);
  });

  it("speaks for the points of calls under way", async () => {
    const platform = scriptedPlatform((_call, index) => ({ json: { data: { fulfillmentCreate: {} }, extensions: cost(10, index === 0 ? 15 : 100) } }));
    const client = createClient(platform.world);
    const create = { operation: FULFILLMENT_CREATE, variables: {}, shape: z.object({ fulfillmentCreate: z.object({}) }) };
    await client.call(ACCESS, create);
    await Promise.all([client.call(ACCESS, create), client.call(ACCESS, create)]);
    expect(platform.slept).toEqual([50]);
  });
});

describe("batches", () => {
  it("start with a careful guess and follow the platform's own cost", async () => {
    const platform = scriptedPlatform(() => ({ json: { data: { nodes: [] }, extensions: cost(50, 2000) } }));
    const client = createClient(platform.world);
    const dear = { ...FULFILLMENT_ORDER_OWNERS, cost: { base: 1, perId: 150 } };
    expect(client.batchSize(ACCESS, dear, 25)).toBe(6);
    await client.call(ACCESS, { operation: dear, variables: {}, shape: z.object({ nodes: z.array(z.null()) }), ids: 2 });
    expect(client.batchSize(ACCESS, dear, 100)).toBe(39);
    expect(client.batchSize(ACCESS, dear, 25)).toBe(25);
  });
});
