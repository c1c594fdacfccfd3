import { createHash, createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seededOrder } from "../../tests/seeded-order";
import { createShopifyAuth } from "../auth/shopify";
import { openDatabase } from "../db/open-database";
import type { Db } from "../db/port";
import { type PlatformId, toId } from "../domain/ids";
import { orderRouting, type OrderRouting } from "../screens/order/order-routing.server";
import { Secret } from "../secret.server";
import { createOrderRouting, ORDER_ROUTING_PATH } from "./order-routing";

const CDN = "https://extensions.shopifycdn.com";
const SANDBOX = "http://127.0.0.1:4000";
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const quiet = () => undefined;
const log = { info: quiet, warn: quiet, error: quiet };
const exchange = (() => Promise.resolve(Response.json({ access_token: "shpat_1", scope: "read_orders", expires_in: 3600, refresh_token: "shprt_1", refresh_token_expires_in: 7_776_000 }))) as typeof fetch;

let db: Db;
let server: Server;
let base: string;

beforeAll(async () => {
  db = await openDatabase({ url: ":memory:", masterKeys: `k:${Buffer.alloc(32, 1).toString("base64")}` });
  await db.commit(seededOrder({ merchant: "acme", order: "1001", sha256 }).changes);
  await db.commit(seededOrder({ merchant: "other", order: "2002", sha256 }).changes);
  const auth = createShopifyAuth({
    db, fetch: exchange, registrationId: "shopify", log, connectStore: async () => (await db.findStore("shopify", "acme.myshopify.com"))!,
    settings: { apiKey: "client", apiSecret: new Secret("hush"), previousApiSecret: null, scopes: ["read_orders"], appUrl: "http://localhost:3000", sandboxUrl: SANDBOX, appBridgeUrl: null },
  });
  const handler = createOrderRouting({ requireStore: auth.requireStore, tell: (store, platformId) => orderRouting(db, store, platformId), sandboxUrl: SANDBOX, log });
  server = createServer(express().all(ORDER_ROUTING_PATH, (request, response, next) => void handler(request, response).catch(next)));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}${ORDER_ROUTING_PATH}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await db.close();
});

function idToken(claims: Record<string, unknown> = {}, secret = "hush"): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const shop = "https://acme.myshopify.com";
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ iss: `${shop}/admin`, dest: shop, aud: "client", sub: "42", exp: now + 60, nbf: now - 5, iat: now - 5, jti: "j", sid: "s", ...claims })}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

const ask = (order: string, { token = idToken(), origin = CDN, method = "GET" }: { token?: string; origin?: string; method?: string } = {}): Promise<Response> =>
  fetch(`${base}?order=${encodeURIComponent(order)}`, { method, redirect: "manual", headers: { origin, "user-agent": "Mozilla/5.0 Chrome/126.0", ...(token === "" ? {} : { authorization: `Bearer ${token}` }) } });

describe("what the block on the platform's order page is told", () => {
  test.each(["gid://shopify/Order/1001", "1001"])("%s: state, sentences, cost and the way into the app", async (order) => {
    const answer = await ask(order);
    const told = await answer.json() as OrderRouting;
    expect(answer.status).toBe(200);
    expect(told).toMatchObject({ state: { label: "Confirmed" }, path: "orders/s-acme-1001", cost: { total: expect.stringMatching(/^\$/) as string } });
    expect(told.sentences[0]).toContain("the least that is possible (proved)");
    expect(told.cost?.terms.reduce((sum, term) => sum + term.share, 0)).toBeGreaterThan(97);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test("an order about which nothing was decided: why not", async () => {
    const { changes } = seededOrder({ merchant: "acme", order: "1003", sha256 });
    await db.commit(changes.map(({ decisions: _, stores: __, ...rest }) => rest));
    expect(await (await ask("1003")).json()).toMatchObject({ state: { label: "Not routed by Switchyard" }, meaning: expect.stringContaining("Not decided yet") as string, cost: null });
  });

  test("nothing of the customer", async () => {
    const text = await (await ask("1001")).text();
    expect(Object.keys(JSON.parse(text) as object).sort()).toEqual(["cost", "meaning", "path", "policy", "sentences", "state"]);
    expect(text).not.toMatch(/@|contact|address|customer/i);
  });
});

describe("what it is not told", () => {
  test.each([["of another store", "2002"], ["that nobody knows", "77"]])("an order %s: 404", async (_which, order) => {
    const answer = await ask(order);
    expect([answer.status, await answer.json()]).toMatchObject([404, { title: "No such order" }]);
  });

  test("an order that another store of the same merchant calls so", async () => {
    const store = (await db.findStore("shopify", "acme.myshopify.com"))!;
    expect(await orderRouting(db, store, toId<PlatformId>("1001"))).not.toBeNull();
    expect(await orderRouting(db, { ...store, id: toId("s-second") }, toId<PlatformId>("1001"))).toBeNull();
  });

  test.each([
    ["without a token", ""], ["signed by another", idToken({}, "stranger")], ["run out", idToken({ exp: 1 })], ["of another app", idToken({ aud: "other" })], ["that is none", "x"],
  ])("a token %s: 401", async (_what, token) => {
    const answer = await ask("1001", { token });
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain("parcel");
  });

  test.each(["", "gid://shopify/Product/1", "1 OR 1", "#1001"])("an order called %j: 400", async (order) => {
    expect((await ask(order)).status).toBe(400);
  });

  test("by anything but reading: 405", async () => {
    expect((await ask("1001", { method: "POST" })).status).toBe(405);
  });
});

describe("across origins", () => {
  test("the extensions' worker may ask, with a token, and read every answer", async () => {
    const preflight = await ask("1001", { method: "OPTIONS", token: "" });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin"), preflight.headers.get("access-control-allow-headers")]).toEqual([204, CDN, "authorization, content-type, x-requested-with"]);
    for (const order of ["1001", "77", "none"]) expect((await ask(order)).headers.get("access-control-allow-origin")).toBe(CDN);
    expect((await ask("1001", { token: "x" })).headers.get("access-control-allow-origin")).toBe(CDN);
  });

  test("the sandbox's page may, under each of its names; a stranger's may not", async () => {
    for (const origin of [SANDBOX, "http://localhost:4000"]) expect((await ask("1001", { origin })).headers.get("access-control-allow-origin")).toBe(origin);
    for (const origin of ["https://evil.example", "https://extensions.shopifycdn.com.evil.example", "http://localhost:4001"]) {
      expect((await ask("1001", { origin, method: "OPTIONS" })).headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});
