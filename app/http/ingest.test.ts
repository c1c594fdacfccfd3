import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createShopifyChannel } from "../../connectors/channels/shopify";
import { openDatabase } from "../db/open-database";
import type { Db } from "../db/port";
import type { MerchantId, StoreId } from "../domain/ids";
import type { StoreRecord } from "../domain/records";
import { createNewId } from "../new-id.server";
import { createIngest, type IngestWorld } from "./ingest";

const DOMAIN = "acme.myshopify.com";
const CAP = 20_000;
const MERCHANT = "acme" as MerchantId;
const store: StoreRecord = {
  merchantId: MERCHANT, id: "s-acme" as StoreId, platform: "shopify", domain: DOMAIN, registrationId: "shopify", name: "Acme", status: "live", currency: "USD",
  timeZone: "UTC", scopes: [], ordersReadUntil: null, installedAt: 1, updatedAt: 1,
};
const channel = createShopifyChannel({ fetch: () => Promise.reject(new Error("no network")), now: Date.now, sleep: () => Promise.resolve() });

let db: Db;
let server: Server;
let base: string;
let wakes: number;
let broken: Partial<IngestWorld["db"]>;

beforeEach(async () => {
  db = await openDatabase({ url: ":memory:", masterKeys: `k:${Buffer.alloc(32, 1).toString("base64")}` });
  await db.saveRegistration({ id: "shopify", platform: "shopify", clientId: "client", clientSecret: "current", previousClientSecret: "previous" });
  await db.saveRegistration({ id: "custom", platform: "shopify", clientId: "other", clientSecret: "custom-secret", previousClientSecret: null });
  await db.commit([{ merchantId: MERCHANT, guards: [], stores: [store] }]);
  wakes = 0;
  broken = {};
  const quiet = () => undefined;
  const ingest = createIngest({
    db: new Proxy(db, { get: (target, name) => Reflect.get(broken, name) ?? Reflect.get(target, name) }), channels: new Map([["shopify", channel]]), now: Date.now,
    newId: createNewId(Date.now, randomBytes), wake: () => void (wakes += 1), log: { info: quiet, warn: quiet, error: quiet }, bodyBytesMax: CAP,
  });
  server = createServer((request, response) => void ingest(request.url!.split("/")[2]!, request, response));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await db.close();
});

interface Post {
  body?: string | Buffer;
  secret?: string | null;
  headers?: Record<string, string | null>;
  platform?: string;
}

const sign = (body: string | Buffer, secret: string): string => createHmac("sha256", secret).update(body).digest("base64");

function headersOf({ body = "{}", secret = "current", headers = {} }: Post): Record<string, string> {
  const all = {
    "content-type": "application/json", "x-shopify-topic": "orders/create", "x-shopify-shop-domain": DOMAIN, "x-shopify-webhook-id": randomUUID(),
    "x-shopify-hmac-sha256": secret === null ? null : sign(body, secret), ...headers,
  };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null));
}

const post = (what: Post = {}): Promise<Response> =>
  fetch(`${base}/webhooks/${what.platform ?? "shopify"}`, { method: "POST", body: new Uint8Array(Buffer.from(what.body ?? "{}")), headers: headersOf(what) });

const waiting = () => db.claimDeliveries(Date.now() + 1_000, 1, 1_000);

describe("ingest", () => {
  test("a signed delivery is stored before it is answered, and the workers are woken", async () => {
    const body = '{"id":820982911946154508,"note":"é \\u0041"}';
    const answer = await post({ body, headers: { "x-shopify-webhook-id": "w1", "x-shopify-triggered-at": "2026-11-22T08:00:00.000Z" } });
    expect([answer.status, await answer.text(), wakes]).toEqual([200, "", 1]);
    expect(await waiting()).toMatchObject([{
      platform: "shopify", domain: DOMAIN, merchantId: MERCHANT, storeId: store.id, deliveryKey: "w1", topic: "orders/create", body, triggeredAt: Date.UTC(2026, 10, 22, 8),
    }]);
  });

  test.each(["9007199254740993", "820982911946154508", "18446744073709551615"])("the id %s is kept to the last digit", async (id) => {
    const body = `{"id":${id},"total_price":"1.00"}`;
    await post({ body });
    expect((await waiting())[0]?.body).toBe(body);
  });

  test.each([["wrong", "stranger"], ["missing", null], ["of another merchant's app", "custom-secret"], ["of an empty secret", ""]])("a signature that is %s: 401, and nothing is stored", async (_what, secret) => {
    const answer = await post({ secret });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await waiting()).toEqual([]);
    expect(wakes).toBe(0);
  });

  test("a body changed after it was signed: 401", async () => {
    expect((await post({ body: '{"id":2}', headers: { "x-shopify-hmac-sha256": sign('{"id":1}', "current") } })).status).toBe(401);
  });

  test("the previous secret is taken while deliveries signed with it are under way", async () => {
    expect((await post({ secret: "previous" })).status).toBe(200);
  });

  test("a delivery sent again is answered 200 and stored once", async () => {
    const again = { headers: { "x-shopify-webhook-id": "same" } };
    expect([(await post(again)).status, (await post(again)).status]).toEqual([200, 200]);
    expect(await waiting()).toHaveLength(1);
    expect(wakes).toBe(1);
  });

  test.each(["not json", '{"id":1', "", "\0\0", "[]"])("broken JSON with a good signature is stored and answered 200: %j", async (body) => {
    expect((await post({ body })).status).toBe(200);
    expect(await waiting()).toHaveLength(1);
  });

  test("an unknown topic, and an unknown shop signed by an app of ours, are stored for the worker to judge", async () => {
    expect((await post({ headers: { "x-shopify-topic": "moons/eclipse" } })).status).toBe(200);
    expect((await post({ headers: { "x-shopify-shop-domain": "new.myshopify.com" }, secret: "custom-secret" })).status).toBe(200);
    expect((await waiting()).map((row) => [row.topic, row.domain, row.merchantId])).toEqual([["moons/eclipse", DOMAIN, MERCHANT], ["orders/create", "new.myshopify.com", null]]);
  });

  test.each([["x-shopify-topic", null], ["x-shopify-shop-domain", null], ["x-shopify-shop-domain", "evil.example.com"]])("headers that cannot be read: 400 (%s: %s)", async (name, value) => {
    expect((await post({ headers: { [name]: value } })).status).toBe(400);
    expect(await waiting()).toEqual([]);
  });

  test("an unknown platform: 404", async () => {
    expect((await post({ platform: "amazon" })).status).toBe(404);
  });

  test.each([["told by its length", true], ["found while it streams", false]])("a body over the cap, %s: 413, and the store's orders are read instead", async (_how, told) => {
    const body = Buffer.alloc(CAP + 1, "x");
    const status = told ? (await post({ body })).status : await postInChunks(body);
    expect(status).toBe(413);
    expect(await waiting()).toEqual([]);
    expect(await db.claimReads(Date.now() + 1_000, 1, 10)).toMatchObject([{ storeId: store.id, kind: "orders", target: "" }]);
  });

  test("a body of exactly the cap is taken", async () => {
    expect((await post({ body: Buffer.alloc(CAP, "x") })).status).toBe(200);
  });

  test("that it came again is noted beside it, by its key, and a note that fails changes no answer", async () => {
    const again = { headers: { "x-shopify-webhook-id": "twice" } };
    await post(again);
    await post(again);
    const noted = () => db.heardMessages(MERCHANT, { abouts: ["key:twice"], since: 0, limit: 9 });
    await expect.poll(noted).toMatchObject([{ why: "again", topic: "orders/create", deliveryKey: "twice" }]);
    broken = { noteHeard: () => Promise.reject(new Error("disk full")) };
    expect((await post(again)).status).toBe(200);
    expect(await noted()).toHaveLength(1);
  });

  test("a database that cannot store: 503, so that the platform sends it again", async () => {
    broken = { storeDeliveries: () => Promise.reject(Object.assign(new Error("disk full"), { code: "SQLITE_FULL" })) };
    const answer = await post();
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(JSON.stringify(await answer.json())).not.toContain("disk");
    expect(wakes).toBe(0);
    broken = {};
    expect((await post()).status).toBe(200);
  });

  test("a database that cannot even be asked for the store: 503", async () => {
    broken = { findStore: () => Promise.reject(new Error("gone")) };
    expect((await post()).status).toBe(503);
  });

  test("many at once are all stored, each once", async () => {
    const statuses = await Promise.all(Array.from({ length: 300 }, (_, index) => post({ body: `{"n":${index}}`, headers: { "x-shopify-webhook-id": `w${index % 250}` } }).then((answer) => answer.status)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    const rows = await waiting();
    expect(new Set(rows.map((row) => row.deliveryKey)).size).toBe(250);
    expect(rows).toHaveLength(250);
  });

  test("a sender that hangs up half way leaves nothing behind", async () => {
    await new Promise<void>((hungUp) => {
      const sender = httpRequest(`${base}/webhooks/shopify`, { method: "POST", headers: { ...headersOf({}), "content-length": "100" } });
      sender.on("error", () => undefined);
      sender.on("close", () => hungUp());
      sender.write("{", () => sender.destroy());
    });
    expect((await post()).status).toBe(200);
    expect(await waiting()).toHaveLength(1);
  });
});

/** Chunked transfer: the length is not told beforehand. */
function postInChunks(body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const sender = httpRequest(`${base}/webhooks/shopify`, { method: "POST", headers: headersOf({ body }) }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sender.on("error", reject);
    for (let from = 0; from < body.length; from += 4_096) sender.write(body.subarray(from, from + 4_096));
    sender.end();
  });
}
