import { readFileSync } from "node:fs";
import { parse, print } from "graphql";
import { describe, expect, test } from "vitest";
import { gid, openBench, placeOne, SCOPES } from "./test-bench";
import { DEMO_DOMAIN } from "./twin";

const ORDER = "query O($id: ID!) { order(id: $id) { id updatedAt tags fulfillmentOrders(first: 5) { nodes { id status } } } }";
const TAG = "mutation T($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { node { id } userErrors { message } } }";

describe("documents", () => {
  const operations = parse(readFileSync(new URL("fixtures/operations.graphql", import.meta.url), "utf8")).definitions.filter((definition) => definition.kind === "OperationDefinition");

  test.each(operations.map((operation) => [operation.name?.value ?? "", print(operation)] as const))("%s is valid and every field of it is played", async (_name, text) => {
    const bench = openBench({ limits: { bucketPoints: 1_000_000, singleQueryMax: 10_000 } });
    const { order, fulfillmentOrder, item } = placeOne(bench, 2);
    bench.people.shipElsewhere(fulfillmentOrder.id, [{ id: fulfillmentOrder.lines[0]?.id ?? "", quantity: 1 }]);
    const place = { inventoryItemId: gid("InventoryItem", item.id), locationId: gid("Location", fulfillmentOrder.locationId), changeFromQuantity: null };
    const owner = /\b(order|orderCancel|tagsAdd)\(/.test(text) ? gid("Order", order.id) : gid("FulfillmentOrder", fulfillmentOrder.id);
    const move = { reason: "other", referenceDocumentUri: "a:b", changes: [{ inventoryItemId: place.inventoryItemId, quantity: 1, from: { locationId: place.locationId, name: "available", changeFromQuantity: null }, to: { locationId: place.locationId, name: "reserved", changeFromQuantity: null, ledgerDocumentUri: "a:c" } }] };
    const inputs = { Set: { name: "available", reason: "other", quantities: [{ ...place, quantity: 1 }] }, Adjust: { name: "available", reason: "other", changes: [{ ...place, delta: 1 }] }, Move: move };
    const kind = (/inventory(Set|Adjust|Move)Quantities/.exec(text)?.[1] ?? "Set") as keyof typeof inputs;
    const answer = await bench.call(text, {
      id: /fulfillment(TrackingInfoUpdate|Cancel)\(/.test(text) ? gid("Fulfillment", order.fulfillmentIds[0] ?? "") : owner, first: 5, query: "updated_at:>'2020-01-01'", locationId: place.locationId, i: inputs[kind], k: "key",
      to: place.locationId, lines: null, s: [{ fulfillmentOrderId: owner, fulfillmentOrderLineItems: [] }], m: [{ mergeIntents: [{ fulfillmentOrderId: owner }] }], p: null, h: { reason: "OTHER" }, holds: [],
      f: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: owner }] }, t: text.includes("tagsAdd") ? ["a"] : { number: "1" }, n: false, item: place.inventoryItemId, loc: place.locationId, r: "OTHER",
      ...(text.includes("orderCancel") && { s: true, m: null }),
    });
    expect(answer.errors).toBeUndefined();
    expect(answer.data).not.toBeNull();
  });

  test("a field that the schema does not know is refused, and one that the sandbox does not play is loud", async () => {
    const bench = openBench();
    const { order } = placeOne(bench);
    expect((await bench.call("{ shop { nonsense } }")).errors?.[0]?.message).toMatch(/Cannot query field/);
    expect((await bench.call("query O($id: ID!) { order(id: $id) { merchantBusinessEntity { id } } }", { id: gid("Order", order.id) })).errors?.[0]?.message).toMatch(/does not play Order.merchantBusinessEntity/);
  });
});

describe("access", () => {
  test("no token, a dead one or one of another host is 401", async () => {
    const bench = openBench();
    const ask = (headers: Record<string, string>) => bench.post("/admin/api/2026-07/graphql.json", { query: "{ shop { id } }" }, headers);
    expect((await ask({})).status).toBe(401);
    const token = bench.twin.grantToken(DEMO_DOMAIN, { expiring: true });
    expect((await ask({ "x-shopify-access-token": token })).status).toBe(200);
    bench.clock.now += 3_600_000;
    expect((await ask({ "x-shopify-access-token": token })).status).toBe(401);
  });

  test("without the scope a field is denied and others are answered; lists of fulfillment orders are simply empty", async () => {
    const bench = openBench();
    const { order } = placeOne(bench);
    bench.useToken({ scopes: ["read_orders", "read_products"] });
    const answer = await bench.call(ORDER, { id: gid("Order", order.id) });
    expect(answer).toMatchObject({ data: { order: { fulfillmentOrders: { nodes: [] } } } });
    expect(answer.errors).toBeUndefined();
    expect(await bench.call("{ shop { name } locations(first: 1) { nodes { name } } }")).toMatchObject({ errors: [{ extensions: { code: "ACCESS_DENIED" } }] });
    bench.useToken({ scopes: ["read_products"] });
    expect(await bench.call(ORDER, { id: gid("Order", order.id) })).toMatchObject({ data: { order: null }, errors: [{ extensions: { code: "ACCESS_DENIED" } }] });
  });
});

describe("tokens", () => {
  const app = { client_id: "sandbox-key", client_secret: "sandbox-secret" };
  const exchange = { ...app, grant_type: "urn:ietf:params:oauth:grant-type:token-exchange", requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token", expiring: "1" };
  const ask = async (bench: ReturnType<typeof openBench>, body: object) => {
    const answer = await bench.post("/admin/oauth/access_token", body);
    return { status: answer.status, body: JSON.parse(await answer.text()) as Record<string, string> };
  };

  test("an id token is exchanged for an hour, a bad or stale one is refused", async () => {
    const bench = openBench();
    const idToken = bench.twin.mintIdToken(DEMO_DOMAIN);
    expect(await ask(bench, { ...exchange, subject_token: idToken })).toMatchObject({ status: 200, body: { expires_in: 3600, refresh_token_expires_in: 7_776_000, scope: SCOPES.join(",") } });
    expect((await ask(bench, { ...exchange, subject_token: `${idToken}x` })).status).toBe(400);
    expect((await ask(bench, { ...exchange, client_secret: "no", subject_token: idToken })).status).toBe(401);
    bench.clock.now += 71_000;
    expect((await ask(bench, { ...exchange, subject_token: idToken })).status).toBe(400);
  });

  test("refresh tokens rotate: the one before stays good until the new one is used", async () => {
    const bench = openBench();
    const first = (await ask(bench, { ...exchange, subject_token: bench.twin.mintIdToken(DEMO_DOMAIN) })).body.refresh_token;
    const refresh = (token: string | undefined) => ask(bench, { ...app, grant_type: "refresh_token", refresh_token: token });
    const second = (await refresh(first)).body.refresh_token;
    expect((await refresh(first)).status).toBe(200);
    const third = await refresh(first);
    expect((await refresh(third.body.refresh_token)).status).toBe(200);
    expect((await refresh(first)).status).toBe(400);
    expect(second).not.toBe(first);
  });
});

describe("limits", () => {
  test("every answer tells its cost, the bucket empties, THROTTLED is HTTP 200, and it fills again", async () => {
    const bench = openBench({ limits: { bucketPoints: 100, restorePerSecond: 50 } });
    const { order } = placeOne(bench);
    const id = gid("Order", order.id);
    let throttled = null;
    for (let tries = 0; tries < 100 && !throttled; tries += 1) {
      const answer = await bench.call(ORDER, { id });
      expect(answer.extensions?.cost.requestedQueryCost).toBeGreaterThan(0);
      if (answer.errors) throttled = answer;
    }
    expect(throttled).toMatchObject({ errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }], extensions: { cost: { actualQueryCost: null } } });
    bench.clock.now += 2_000;
    expect((await bench.call(ORDER, { id })).errors).toBeUndefined();
  });

  test("a query of more than 1,000 points is refused as a whole", async () => {
    const bench = openBench();
    const ids = Array.from({ length: 200 }, (_unused, index) => gid("Order", String(index + 1)));
    const answer = await bench.call("query N($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { lineItems(first: 50) { nodes { id variant { id } } } } } }", { ids });
    expect(answer).toMatchObject({ errors: [{ extensions: { code: "MAX_COST_EXCEEDED" } }] });
  });

  test("pages follow one another without gaps or repeats, also backwards", async () => {
    const bench = openBench();
    for (let count = 0; count < 23; count += 1) {
      bench.clock.now += 500;
      bench.people.placeOrder({ kind: "no-sku" });
    }
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const answer = await bench.call("query P($after: String) { orders(first: 5, after: $after, sortKey: UPDATED_AT, reverse: true) { pageInfo { hasNextPage endCursor } nodes { id } } }", { after });
      const page = answer.data?.orders as { pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: { id: string }[] };
      seen.push(...page.nodes.map(({ id }) => id));
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    expect(seen).toEqual([...bench.twin.shop().orders.keys()].map((id) => gid("Order", id)).reverse());
  });
});

describe("faults", () => {
  test("a time-out before has no effect, a time-out after has", async () => {
    for (const [fault, tags] of [["timeoutBefore", []], ["timeoutAfter", ["a"]]] as const) {
      const bench = openBench();
      const { order } = placeOne(bench);
      bench.twin.faults[fault] = 1;
      await expect(bench.call(TAG, { id: gid("Order", order.id), tags: ["a"] })).rejects.toMatchObject({ name: "TimeoutError" });
      expect(order.tags).toEqual(tags);
    }
  });

  test("server errors are 5xx, throttling is THROTTLED, neither with an effect", async () => {
    const bench = openBench();
    const { order } = placeOne(bench);
    bench.twin.faults.throttle = 1;
    expect(await bench.call(TAG, { id: gid("Order", order.id), tags: ["a"] })).toMatchObject({ errors: [{ extensions: { code: "THROTTLED" } }] });
    bench.twin.faults.serverError = 1;
    expect((await bench.post("/admin/api/2026-07/graphql.json", { query: "{ shop { id } }" })).status).toBeGreaterThanOrEqual(500);
    expect(order.tags).toEqual([]);
  });

  test("a stale read shows an order before its last change, and never for long", async () => {
    const bench = openBench();
    bench.twin.faults.staleRead = 1;
    const { order } = placeOne(bench);
    bench.people.addTags(order.id, ["new"]);
    const tags = async () => (await bench.call(ORDER, { id: gid("Order", order.id) })).data?.order?.tags;
    expect(await tags()).toEqual([]);
    bench.clock.now += 6_000;
    expect(await tags()).toEqual(["new"]);
  });
});
