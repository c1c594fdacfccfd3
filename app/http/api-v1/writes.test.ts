import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHash } from "node:crypto";
import express from "express";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seededOrder } from "../../../tests/seeded-order";
import { createApiKey } from "../../auth/api-keys";
import { openDatabase } from "../../db/open-database";
import type { Db } from "../../db/port";
import { type MerchantId, toId } from "../../domain/ids";
import type { ActResult } from "../../screens/acts";
import { REQUESTS_AT_ONCE_MAX, createRateLimit } from "./rate-limit";
import { API_PATH, createApi, WRITE_ENDPOINTS } from "./router";
import { Problem } from "./shapes";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const BIG = "820982911946154508";
const ORDER = `s-acme-${BIG}`;
const merchant = toId<MerchantId>("acme");
const quiet = (): void => undefined;

let db: Db;
let server: Server;
let base: string;
let writer: string;
let reader: string;
let clock: number;
let done: { verb: string; ask: Record<string, unknown> }[];
let answer: () => Promise<ActResult | { ok: false; errors: unknown[] }>;

beforeEach(async () => {
  db = await openDatabase({ url: ":memory:", masterKeys: `k:${Buffer.alloc(32, 1).toString("base64")}` });
  for (const name of ["acme", "other"]) await db.commit(seededOrder({ merchant: name, order: BIG, sha256 }).changes);
  clock = 1_000_000;
  done = [];
  answer = () => Promise.resolve({ ok: true });
  const keyOf = (id: string, mayWrite: boolean): Promise<string> => createApiKey(db, { merchantId: merchant, name: id, id, now: 1, mayWrite, createdBy: "person:1" });
  [writer, reader] = [await keyOf("w", true), await keyOf("r", false)];
  const verbs = new Proxy({}, { get: (_, verb: string) => (ask: Record<string, unknown>) => { done.push({ verb, ask }); return answer(); } });
  const world = { db, log: { info: quiet, warn: quiet, error: quiet }, flow: { db, now: () => clock }, acts: verbs, stock: verbs } as unknown as Parameters<typeof createApi>[0];
  server = createServer(express().use(API_PATH, createApi(world)));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}${API_PATH}`;
});

afterEach(async () => {
  await new Promise((closed) => server.close(closed));
  await db.close();
});

interface Sent { method?: string; key?: string | null; once?: string | null; body?: unknown; raw?: string }
const send = (path: string, { method = "POST", key = writer, once = "once", body = {}, raw }: Sent = {}): Promise<Response> => fetch(base + path, {
  method, body: raw ?? JSON.stringify(body), headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...(once === null ? {} : { "idempotency-key": once }), "content-type": "application/json" },
});
const hold = (sent: Sent = {}): Promise<Response> => send(`/orders/${BIG}/hold`, { body: { reason: "Address looks wrong" }, ...sent });
const problemOf = async (response: Response) => ({ contentType: response.headers.get("content-type"), ...Problem.parse(await response.json()) });

describe("verbs", () => {
  const fo = { fulfillmentOrderId: "s-acme-81" };
  test.each([
    ["hold", { reason: "Wait" }, "holdOrder", { reason: "Wait" }], ["release", {}, "releaseOrder", {}], ["take-over", {}, "takeOver", {}],
    ["location", { ...fo, locationId: "s-acme-51" }, "changeLocation", { ...fo, locationId: "s-acme-51" }],
    ["cancel", { reason: "fraud", refund: true }, "cancelOrder", { reason: "fraud", refund: true, restock: true, notifyCustomer: false, note: "" }],
    ["ship", { ...fo, tracking: { number: "1Z" } }, "shipParcel", { ...fo, lines: [{ orderLineId: "s-acme-901", quantity: 1 }], tracking: { company: null, number: "1Z", url: null }, notifyCustomer: false }],
    ["ship", { ...fo, lines: [{ orderLineId: "x", quantity: 2 }], notifyCustomer: true }, "shipParcel", { ...fo, lines: [{ orderLineId: "x", quantity: 2 }], notifyCustomer: true }],
  ])("%s with %j calls the screens' own verb as the key, and tells the order", async (path, body, verb, ask) => {
    const response = await send(`/orders/${BIG}/${path}`, { body });
    expect([response.status, await response.json()]).toMatchObject([200, { id: ORDER, name: "#1001" }]);
    expect(done).toMatchObject([{ verb, ask: { ...ask, orderId: ORDER, actor: "api-key:w", store: { id: "s-acme" } } }]);
  });

  test("rows of stock are handed on whole", async () => {
    const rows = [{ itemId: "s-acme-71", locationId: "s-acme-51", delta: -2, reason: "damaged" }];
    expect(await (await send("/inventory/adjustments", { body: rows })).json()).toEqual({ rows: 1 });
    expect(await (await send("/stock-rules", { method: "PUT", once: "two", body: [{ itemId: "i", locationId: "l", lowStockUnits: 3, safetyStockUnits: null }] })).json()).toEqual({ rows: 1 });
    expect(done).toMatchObject([
      { verb: "adjustStock", ask: { merchantId: "acme", actor: "api-key:w", rows: [{ ...rows[0], state: "available", expected: null, note: "" }] } },
      { verb: "saveStockRules", ask: { merchantId: "acme", rows: [{ lowStockUnits: 3, safetyStockUnits: null }] } },
    ]);
  });

  test("every store is compared, or the one that is named", async () => {
    expect(await (await send("/reconcile")).json()).toEqual({ stores: ["s-acme"] });
    expect(await problemOf(await send("/reconcile", { once: "b", body: { storeId: "s-other" } }))).toMatchObject({ status: 422, errors: [{ field: "storeId" }] });
    expect(done).toMatchObject([{ verb: "compareNow", ask: { store: { id: "s-acme" }, actor: "api-key:w" } }]);
  });
});

describe("who may", () => {
  test.each(WRITE_ENDPOINTS.map((one) => [one.method, one.path]))("%s %s wants a key that may write", async (method, path) => {
    const at = path.replace(":id", BIG);
    expect(await problemOf(await send(at, { method: method.toUpperCase(), key: null }))).toMatchObject({ status: 401, contentType: "application/problem+json" });
    expect(await problemOf(await send(at, { method: method.toUpperCase(), key: reader }))).toMatchObject({ status: 403, detail: expect.stringContaining("--write") });
    expect(done).toEqual([]);
  });

  test("another merchant's order is not there", async () => {
    expect(await problemOf(await send(`/orders/s-other-${BIG}/release`))).toMatchObject({ status: 404 });
    expect(done).toEqual([]);
  });
});

describe("one effect", () => {
  test("without an Idempotency-Key nothing is done, and the refusal says what it is", async () => {
    for (const once of [null, "", "with space", "x".repeat(256)]) {
      expect(await problemOf(await hold({ once }))).toMatchObject({ status: 400, parameter: "Idempotency-Key", detail: expect.stringContaining("UUID") });
    }
    expect(done).toEqual([]);
  });

  test("the same request is answered the same again; another under its key is refused; another key's is its own", async () => {
    const [first, again] = [await hold(), await hold()];
    expect([again.status, await again.text(), again.headers.get("idempotency-replayed")]).toEqual([first.status, await first.text(), "true"]);
    expect(await problemOf(await hold({ body: { reason: "Another" } }))).toMatchObject({ status: 422, title: "Idempotency-Key used" });
    expect(await problemOf(await send(`/orders/${BIG}/release`, { body: { } }))).toMatchObject({ status: 422 });
    expect(done).toHaveLength(1);
    const second = await createApiKey(db, { merchantId: merchant, name: "2", id: "w2", now: 1, mayWrite: true, createdBy: "person:1" });
    expect((await hold({ key: second })).status).toBe(200);
    expect(done).toHaveLength(2);
  });

  test("a refusal is an answer too, and is told again", async () => {
    answer = () => Promise.resolve({ ok: false, field: "reason", problem: "Keep it short." });
    const first = await problemOf(await hold());
    expect(first).toMatchObject({ status: 422, contentType: "application/problem+json", errors: [{ row: null, field: "reason", problem: "Keep it short." }] });
    answer = () => Promise.resolve({ ok: true });
    expect(await problemOf(await hold())).toEqual(first);
    expect(done).toHaveLength(1);
  });

  test("while it is being answered the same request waits; of many at once one has the effect", async () => {
    let go = quiet;
    answer = () => new Promise((resolve) => { go = () => resolve({ ok: true }); });
    const first = hold();
    while (done.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const others = await Promise.all(Array.from({ length: 5 }, () => hold()));
    expect(others.map((one) => [one.status, one.headers.get("retry-after")])).toEqual(Array.from({ length: 5 }, () => [409, "1"]));
    go();
    expect((await first).status).toBe(200);
    expect(done).toHaveLength(1);
  });

  test("one that broke off keeps its key for a day, and says so", async () => {
    answer = () => Promise.reject(new Error("the power is gone"));
    expect((await hold()).status).toBe(500);
    answer = () => Promise.resolve({ ok: true });
    clock += 61_000;
    expect(await problemOf(await hold())).toMatchObject({ status: 409, title: "Broken off" });
    clock += 86_400_000;
    expect((await hold()).status).toBe(200);
    expect(done).toHaveLength(2);
  });
});

describe("bad input names the row and the field, and takes no key", () => {
  test.each([
    ["/orders/1/hold", {}, [[null, "reason"]]], ["/orders/1/hold", { reason: 5, colour: "red" }, [[null, "reason"], [null, "colour"]]], ["/orders/1/cancel", { reason: "bored" }, [[null, "reason"]]],
    ["/orders/1/ship", { fulfillmentOrderId: "f", lines: [{ orderLineId: "l", quantity: 0 }] }, [[null, "lines.0.quantity"]]],
    ["/inventory/adjustments", {}, [[null, null]]], ["/inventory/adjustments", [], [[null, null]]],
    ["/inventory/adjustments", [{ itemId: "i", locationId: "l", delta: 1, reason: "other" }, { itemId: "i", delta: 0, reason: "other", x: 1 }, { itemId: "", locationId: "l", delta: 1.5, reason: "lost" }],
      [[1, "locationId"], [1, "delta"], [1, "x"], [2, "itemId"], [2, "delta"], [2, "reason"]]],
  ])("%s %j", async (path, body, places) => {
    const problem = await problemOf(await send(path, { body }));
    expect(problem).toMatchObject({ status: 422, contentType: "application/problem+json" });
    expect(problem.errors?.map(({ row, field }) => [row, field])).toEqual(places);
    for (const one of problem.errors ?? []) expect(one.problem).toMatch(/^[A-Z].*\.$/);
    expect(done).toEqual([]);
    expect((await hold()).status).toBe(200);
  });

  test("rows that a flow refuses are told by row", async () => {
    answer = () => Promise.resolve({ ok: false, errors: [{ row: 1, field: "itemId", problem: "There is no such item." }, { row: 2, field: "delta", problem: "Too many." }] });
    const row = { itemId: "i", locationId: "l", delta: 1, reason: "other" };
    expect(await problemOf(await send("/inventory/adjustments", { body: [row, row, row] }))).toMatchObject({ status: 422, detail: "2 inputs must change. Nothing was changed.", errors: [{ row: 1 }, { row: 2 }] });
  });

  test("what is no JSON, or too large", async () => {
    expect(await problemOf(await hold({ raw: "{" }))).toMatchObject({ status: 400, title: "Not JSON" });
    expect(await problemOf(await hold({ raw: `{"reason":"${"x".repeat(1_100_000)}"}` }))).toMatchObject({ status: 413 });
  });
});

describe("how often", () => {
  test("a burst, then so many a second, then 429 with how long to wait; each key has its own", () => {
    let at = 0;
    const wait = createRateLimit(() => at);
    const burst = Array.from({ length: REQUESTS_AT_ONCE_MAX + 1 }, () => wait("a"));
    expect([burst.filter((one) => one === null).length, burst.at(-1)]).toEqual([REQUESTS_AT_ONCE_MAX, 1]);
    expect(wait("b")).toBeNull();
    at += 50;
    expect([wait("a"), wait("a")]).toEqual([null, 1]);
  });

  test("reads and writes of a key share it", async () => {
    for (let sent = 0; sent < REQUESTS_AT_ONCE_MAX; sent += 1) await (await fetch(`${base}/ledger/proof`, { headers: { authorization: `Bearer ${writer}` } })).arrayBuffer();
    const refused = await hold();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
    clock += 1_000;
    expect((await hold()).status).toBe(200);
  });
});
