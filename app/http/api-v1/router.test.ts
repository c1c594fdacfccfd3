import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seededOrder } from "../../../tests/seeded-order";
import { createApiKey } from "../../auth/api-keys";
import { driftRow } from "../../db/battery-drift";
import { NOW } from "../../db/battery-fixtures";
import { openDatabase } from "../../db/open-database";
import type { Db } from "../../db/port";
import type { MerchantId } from "../../domain/ids";
import { API_PATH, createApi, ENDPOINTS } from "./router";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const BIG = "820982911946154508";
const quiet = () => undefined;

/** Reads need no flows: what writes do is tested beside them. */
const readOnlyWorld = (opened: Db): Parameters<typeof createApi>[0] => {
  const log = { info: quiet, warn: quiet, error: quiet };
  return { db: opened, log, flow: { db: opened, now: Date.now } as never, acts: {} as never, stock: {} as never };
};

let db: Db;
let server: Server;
let base: string;
let key: string;

beforeAll(async () => {
  db = await openDatabase({ url: ":memory:", masterKeys: `k:${Buffer.alloc(32, 1).toString("base64")}` });
  for (const merchant of ["acme", "other"]) await db.commit(seededOrder({ merchant, order: BIG, sha256 }).changes);
  await db.commit([{ merchantId: "acme" as MerchantId, guards: [], newDeliveries: [], deliveries: [] }]);
  key = await createApiKey(db, { merchantId: "acme" as MerchantId, name: "test", id: "k", now: 1, mayWrite: true, createdBy: "person:1" });
  server = createServer(express().use(API_PATH, createApi(readOnlyWorld(db))));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}${API_PATH}`;
});

afterAll(async () => {
  await new Promise((closed) => server.close(closed));
  await db.close();
});

const get = (path: string, headers: Record<string, string> = { authorization: `Bearer ${key}` }) => fetch(base + path, { headers });
const json = async (path: string) => (await get(path)).json();

describe("keys", () => {
  test.each(ENDPOINTS.map((one) => one.path))("%s wants one", async (path) => {
    for (const headers of [{} as Record<string, string>, { authorization: `Bearer sy_${"A".repeat(43)}` }]) {
      const answer = await get(path, headers);
      expect([answer.status, answer.headers.get("content-type"), answer.headers.get("www-authenticate")]).toEqual([401, "application/problem+json", 'Bearer realm="switchyard"']);
    }
  });

  test("a key opens its own merchant and no other", async () => {
    const { data } = await json("/orders");
    expect(data.map((order: { id: string }) => order.id)).toEqual([`s-acme-${BIG}`]);
    expect((await get(`/orders/s-other-${BIG}`)).status).toBe(404);
  });
});

describe("orders", () => {
  test("a list tells the whole shape", async () => {
    expect(await json("/orders")).toMatchObject({
      nextCursor: null,
      data: [{
        platformId: BIG, name: "#1001", status: "routed", currency: "USD", totalMinor: 2598, placedAt: "2026-11-22T08:00:00.000Z",
        lines: [{ sku: "MUG-1", title: "Mug", quantity: 2, currentQuantity: 2, requiresShipping: true, itemId: "s-acme-71" }],
        fulfillmentOrders: [{ platformId: "81", locationName: "Ohio", status: "open", requestStatus: "unsubmitted", lines: [{ orderLineId: "s-acme-901", quantity: 2, remaining: 1 }] }],
        shipments: [{ status: "requested", company: "UPS", number: "1Z", locationName: "Ohio" }],
      }],
    });
  });

  test.each([BIG, `gid://shopify/Order/${BIG}`, `s-acme-${BIG}`])("one is found as %s, with its decision explained and its history", async (id) => {
    const order = await json(`/orders/${encodeURIComponent(id)}`);
    expect(order).toMatchObject({ id: `s-acme-${BIG}`, decision: { status: "confirmed", certificate: { outcome: "routed" } }, history: [{ type: "routed", actor: "switchyard" }] });
    expect(order.decision.explanation.join(" ")).toContain("parcel");
  });

  test.each([
    [`platformId=${BIG}`, 1], [`platformId=gid://shopify/Order/${BIG}`, 1], ["platformId=12", 0], ["status=routed,shipped", 1], ["status=shipped", 0],
    ["updatedAfter=2026-11-22T07:59:59Z", 1], ["updatedAfter=2026-11-22T09:00:00%2B01:00", 0], ["search=mug-1", 1], ["search=nothing", 0],
  ])("filter %s finds %i", async (query, count) => {
    expect((await json(`/orders?${query}`)).data).toHaveLength(count);
  });

  test.each(["999", "unknown", "%2e%2e"])("there is no order %s: 404", async (id) => {
    const answer = await get(`/orders/${id}`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  });
});

describe("bad arguments name the parameter and what is allowed", () => {
  test.each([
    ["/orders?limit=0", "limit", "1 to 250"], ["/orders?limit=251", "limit", "1 to 250"], ["/orders?limit=ten", "limit", "1 to 250"], ["/orders?limit=1&limit=2", "limit", "once"],
    ["/orders?updatedAfter=yesterday", "updatedAfter", "ISO 8601"], ["/orders?updatedAfter=2026-11-22T08:00:00", "updatedAfter", "zone"], ["/orders?status=routed,lost", "status", "backordered"],
    ["/orders?platformId=abc", "platformId", "digits"], ["/orders?colour=red", "colour", "updatedAfter"], ["/inventory?limit=-1", "limit", "1 to 250"],
    ["/exceptions?cursor=%7B", "cursor", "nextCursor"], ["/ledger/proof?deep=1", "deep", "none"],
  ])("%s", async (path, parameter, words) => {
    const answer = await get(path);
    const problem = await answer.json();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
    expect(problem).toMatchObject({ status: 400, parameter, allowed: expect.stringContaining(words), detail: expect.stringContaining(parameter) });
  });

  test.each(["/orders", "/inventory", "/exceptions"])("%s refuses a cursor that is none of its own", async (path) => {
    for (const cursor of ["zzz", Buffer.from("[true]").toString("base64url")]) {
      const answer = await get(`${path}?cursor=${cursor}`);
      expect([answer.status, (await answer.json()).parameter]).toEqual([400, "cursor"]);
    }
  });

  test("a path that is not percent-encoding: 400", async () => {
    expect((await get("/orders/%E0%A4%A")).status).toBe(400);
  });
});

describe("inventory, exceptions, ledger", () => {
  test("inventory tells each level's states", async () => {
    expect(await json("/inventory?sku=MUG")).toMatchObject({ data: [{ sku: "MUG-1", levels: [{ locationName: "Ohio", onHand: 5, available: 5, committed: 0, active: true }] }], nextCursor: null });
    expect(await json("/inventory?sku=NOPE")).toEqual({ data: [], nextCursor: null });
  });

  test("exceptions walk all kinds, a page at a time, each row once", async () => {
    const delivery = { platform: "shopify" as const, domain: "acme.myshopify.com", merchantId: "acme" as MerchantId, storeId: null, topic: "orders/create", triggeredAt: null, receivedAt: 1, body: "{" };
    await db.storeDeliveries(["x1", "x2", "x3"].map((id) => ({ ...delivery, id, deliveryKey: id })));
    await db.commit([{ merchantId: "acme" as MerchantId, guards: [], deliveries: ["x1", "x2", "x3"].map((id) => ({ id, status: "parked" as const, reason: "The body is not JSON." })) }]);
    const { order } = seededOrder({ merchant: "acme", order: "77", sha256 });
    await db.commit([{ merchantId: order.merchantId, guards: [], orders: [{ order: { ...order, name: "#1002", status: "backordered", problem: "2 of MUG-1 are missing." } }] }]);
    const seen: string[] = [];
    let cursor: string | null = "";
    for (let page = 0; cursor !== null && page < 10; page += 1) {
      const answer: { data: { kind: string; id: string; problem: string }[]; nextCursor: string | null } = await json(`/exceptions?limit=2&cursor=${cursor}`);
      seen.push(...answer.data.map((row) => `${row.kind} ${row.id} ${row.problem}`));
      cursor = answer.nextCursor;
    }
    expect(cursor).toBeNull();
    expect(seen.sort()).toEqual([...["x1", "x2", "x3"].map((id) => `delivery ${id} The body is not JSON.`), "order s-acme-77 2 of MUG-1 are missing."]);
  });

  test("drift is listed store by store, narrowed by store, cause and state, and never another merchant's", async () => {
    const own = { merchantId: "acme" as MerchantId, storeId: "s-acme" as never };
    const theirs = { merchantId: "other" as MerchantId, storeId: "s-other" as never };
    const second = { ...own, storeId: "s-second" as never };
    const settled = { cause: "lost-message" as const, decidedAt: NOW, mendedAt: NOW, mendedBy: "order-read" as const, lastedMs: 50 };
    const [store] = await db.stores(own.merchantId);
    await db.commit([
      { merchantId: own.merchantId, guards: [], stores: [{ ...store!, id: "s-second" as never, domain: "second.myshopify.com" }], drifts: [driftRow("a", own), driftRow("b", { ...own, ...settled, foundAt: NOW + 1 }), driftRow("c", second)] },
      { merchantId: theirs.merchantId, guards: [], drifts: [driftRow("d", theirs)] },
    ]);
    const ids = async (query: string): Promise<string[]> => (await json(`/drift?${query}`)).data.map((row: { id: string }) => row.id);
    expect(await ids("")).toEqual(["b", "a", "c"]);
    expect(await ids("storeId=s-second")).toEqual(["c"]);
    expect(await ids("storeId=s-other")).toEqual([]);
    expect(await ids("open=true")).toEqual(["a", "c"]);
    expect(await ids("cause=lost-message")).toEqual(["b"]);
    const first = await json("/drift?limit=1");
    const next = await json(`/drift?limit=2&cursor=${first.nextCursor}`);
    expect([...first.data, ...next.data].map((row: { id: string }) => row.id)).toEqual(["b", "a", "c"]);
    expect((await get("/drift?cursor=nonsense")).status).toBe(400);
    expect((await get("/drift?cause=ghosts")).status).toBe(400);
    expect((await json("/drift/staleness")).data).toEqual([
      { storeId: "s-acme", boundMs: null, stockMs: null, ordersMs: expect.any(Number), openDrifts: 1 }, { storeId: "s-second", boundMs: null, stockMs: null, ordersMs: expect.any(Number), openDrifts: 1 },
    ]);
  });

  test("the ledger is proved, and a broken one says so", async () => {
    const proof = await json("/ledger/proof");
    expect(proof).toMatchObject({ ok: true, faults: [], summary: { levels: 1 } });
    const { changes } = seededOrder({ merchant: "acme", order: "78", sha256 });
    const [entry] = changes[1]!.entries!;
    await db.commit([{ merchantId: entry!.merchantId, guards: [], entries: [{ ...entry!, causeKey: "planned-fault", delta: 1 }] }]);
    const broken = await json("/ledger/proof");
    expect(broken.ok).toBe(false);
    expect(broken.faults[0]).toMatchObject({ rule: "on-hand-is-sum-of-states", itemId: "s-acme-71" });
  });
});

describe("the policy", () => {
  test("in use, each version, and their list, page by page", async () => {
    const merchantId = "acme" as MerchantId;
    const first = (await db.policy(merchantId, 1))!;
    await db.commit([{ merchantId, guards: [], policies: [{ ...first, version: 2, name: "Spring", actor: "person:1", note: "Boxes", basedOn: null }, { ...first, version: 3, basedOn: 1 }] }]);
    expect(await json("/policy")).toMatchObject({ version: 3, basedOn: 1, policy: { tariff: { splitPenaltyMinor: 150 }, rules: [] } });
    expect(await json("/policy/versions/2")).toMatchObject({ version: 2, name: "Spring", publishedBy: "person:1", note: "Boxes" });
    const pages = [await json("/policy/versions?limit=2&cursor="), await json("/policy/versions?limit=2&cursor=2")];
    expect(pages.map(({ data, nextCursor }) => [data.map((row: { version: number }) => row.version), nextCursor])).toEqual([[[3, 2], "2"], [[1], null]]);
    for (const [path, status] of [["/policy/versions/9", 404], ["/policy/versions/one", 404], ["/policy/versions?cursor=x", 400]] as const) expect((await get(path)).status).toBe(status);
  });
});

describe("the description", () => {
  test("wants no key, names every path, and its schemas are those that answers are made of", async () => {
    const answer = await get("/openapi.json", {});
    const document = await answer.json();
    expect(answer.status).toBe(200);
    expect(Object.keys(document.paths)).toEqual([
      "/orders", "/orders/{id}", "/inventory", "/exceptions", "/drift", "/drift/staleness", "/ledger/proof", "/policy", "/policy/versions", "/policy/versions/{id}", "/policy/drafts", "/policy/drafts/{id}", "/orders/{id}/hold", "/orders/{id}/release", "/orders/{id}/ship", "/orders/{id}/cancel",
      "/orders/{id}/location", "/orders/{id}/take-over", "/inventory/adjustments", "/stock-rules", "/reconcile", "/policy/drafts/{id}/discard", "/policy/drafts/{id}/publish", "/policy/versions/{id}/roll-back",
    ]);
    expect(document.paths["/orders"].get.parameters.map((one: { name: string }) => one.name)).toEqual(["updatedAfter", "status", "platformId", "search", "cursor", "limit"]);
    expect(JSON.stringify(document)).toContain("no personal data");
  });

  test.each(["/orders", `/orders/${BIG}`, "/inventory", "/exceptions", "/drift", "/drift/staleness", "/ledger/proof", "/policy", "/policy/versions"])("%s answers what it describes", async (path) => {
    const described = ENDPOINTS.find((one) => one.path === path.replace(BIG, ":id"))!;
    expect(described.answer.safeParse(await json(path)).error).toBeUndefined();
  });

  test("what is not there is a problem too, and another method is refused", async () => {
    const missing = await get("/moons");
    expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
    const posted = await fetch(`${base}/orders`, { method: "POST" });
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    expect((await get(`/orders/${BIG}/hold`)).headers.get("allow")).toBe("POST");
    expect((await fetch(`${base}/orders`, { method: "HEAD", headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
  });
});
