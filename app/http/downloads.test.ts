import { mkdtempSync, rmSync } from "node:fs";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import express from "express";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { contactRow, itemRow, lineRow, location, MASTER_KEYS, merchant, NOW, orderRow, setOf, stocked, storeRow } from "../db/battery-fixtures";
import { openDatabase } from "../db/open-database";
import type { Db } from "../db/port";
import { searchTerms } from "../domain/orders/facts";
import { DEFAULT_MERCHANT_POLICY } from "../domain/policy/defaults";
import { readRatesTable } from "../domain/policy/rates-csv";
import { listFiles } from "../screens/downloads.server";
import { createDownloads, type DownloadsWorld } from "./downloads";

const quiet = () => undefined;
const errors: string[] = [];
const log = { info: quiet, warn: quiet, error: (event: string) => void errors.push(event) };
const servers: Server[] = [];

const requireStore = (scopes: string[]): DownloadsWorld["requireStore"] => (request) => request.headers.get("authorization") === "Bearer good"
  ? Promise.resolve({ store: storeRow({ scopes, timeZone: "America/New_York" }), actor: "person:1", until: NOW })
  : Promise.reject(new Response("no", { status: 401, headers: { "x-shopify-retry-invalid-session-request": "1" } }));

const serve = async (files: DownloadsWorld["files"], scopes = ["read_orders", "read_customers"]): Promise<string> => {
  const app = express();
  const downloads = createDownloads({ requireStore: requireStore(scopes), surfaces: ["shopify"], files, log });
  app.use((request, response, next) => void downloads(request, response, next).catch(next));
  app.use((_request, response) => void response.status(404).end("page"));
  const server = createServer(app);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

afterEach(async () => {
  errors.length = 0;
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

const ask = (url: string, authorization = "Bearer good") => fetch(url, { headers: { authorization } });
const rowsOf = async (answer: Response): Promise<Record<string, string>[]> => parse(await answer.text(), { bom: true, columns: true });
/** A reader that takes nothing until it is told to. */
const open = (url: string): Promise<IncomingMessage> => new Promise((resolve, reject) => get(url, { headers: { authorization: "Bearer good" } }, resolve).once("error", reject));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("rates of routing", () => {
  test("of a draft, of what is in use, and of a sample, as a file that can be brought back", async () => {
    const db = await openDatabase({ url: ":memory:", masterKeys: MASTER_KEYS });
    const tariff = { ...DEFAULT_MERCHANT_POLICY.tariff, zonesKm: [], ratesMinor: [[1, 2, 3, 4, 5, 6, 7, 8]], perExtraKgMinor: [9] };
    const base = await serve(listFiles(db, () => NOW));
    const read = async (query: string) => readRatesTable(parse(await (await ask(`${base}/shopify/routing-rates.csv${query}`)).text(), { bom: true }), "USD");
    expect(await read("")).toMatchObject({ ok: true, rates: { bandsGrams: DEFAULT_MERCHANT_POLICY.tariff.bandsGrams } });
    await db.commit([setOf({ policyDrafts: [{ merchantId: merchant, id: "a", name: "a", basedOnVersion: 1, policy: { ...DEFAULT_MERCHANT_POLICY, tariff }, version: 1, actor: "person:1", updatedAt: NOW }] })]);
    expect(await read("?draft=a")).toMatchObject({ ok: true, rates: { ratesMinor: tariff.ratesMinor, perExtraKgMinor: [9] } });
    expect(await read("?sample=yes")).toMatchObject({ ok: true, rates: { ratesMinor: DEFAULT_MERCHANT_POLICY.tariff.ratesMinor } });
    await db.close();
  });
});

describe("who may have a file", () => {
  const files: DownloadsWorld["files"] = { "orders.csv": () => Promise.resolve({ name: "orders.csv", text: (async function* () { yield "whole"; })() }) };

  test("only who brings a good token; anything else is a page's business", async () => {
    const base = await serve(files);
    const good = await ask(`${base}/shopify/orders.csv`);
    expect([good.status, await good.text(), good.headers.get("content-type"), good.headers.get("content-disposition"), good.headers.get("cache-control")])
      .toEqual([200, "whole", "text/csv; charset=utf-8", 'attachment; filename="orders.csv"', "no-store"]);
    const bad = await ask(`${base}/shopify/orders.csv`, "Bearer bad");
    expect([bad.status, bad.headers.get("x-shopify-retry-invalid-session-request")]).toEqual([401, "1"]);
    expect((await fetch(`${base}/shopify/orders.csv`)).status).toBe(401);
    for (const path of ["/shopify/other.csv", "/mars/orders.csv", "/shopify/constructor.csv", "/shopify/orders", "/shopify/orders.csv/x"]) expect((await ask(base + path)).status).toBe(404);
    expect((await fetch(`${base}/shopify/orders.csv`, { method: "POST", headers: { authorization: "Bearer good" } })).status).toBe(404);
  });
});

describe("a file on its way", () => {
  const endless = () => {
    const seen = { made: 0, ended: false };
    const text = async function* () {
      try {
        for (;;) {
          seen.made += 1;
          yield "x".repeat(64_000);
        }
      } finally {
        seen.ended = true;
      }
    };
    return { seen, files: { "orders.csv": () => Promise.resolve({ name: "orders.csv", text: text() }) } };
  };

  test("is made no faster than it is read, and no further when nobody listens any more", async () => {
    const { seen, files } = endless();
    const answer = await open(`${await serve(files)}/shopify/orders.csv`);
    answer.pause();
    for (let before = -1; before !== seen.made; await pause(100)) before = seen.made;
    const waiting = seen.made;
    expect(waiting).toBeLessThan(500);
    answer.resume();
    while (seen.made < waiting + 20) await pause(5);
    answer.destroy();
    while (!seen.ended) await pause(5);
    expect(errors).toEqual([]);
  });

  test("breaks the connection where it fails, so that no part is taken for the whole", async () => {
    const text = async function* () {
      yield "a,b\r\n";
      await pause(20);
      throw new Error("planned");
    };
    const base = await serve({ "orders.csv": () => Promise.resolve({ name: "orders.csv", text: text() }) });
    await expect(ask(`${base}/shopify/orders.csv`).then((answer) => answer.text())).rejects.toThrow();
    expect(errors).toEqual(["download broke off"]);
  });

  test("what fails at once is answered as a failure", async () => {
    const text = async function* (): AsyncGenerator<string> { throw new Error("planned"); };
    const base = await serve({ "orders.csv": () => Promise.resolve({ name: "orders.csv", text: text() }) });
    expect((await ask(`${base}/shopify/orders.csv`)).status).toBe(500);
    expect(errors).toEqual(["download failed"]);
  });
});

describe("the lists", () => {
  let db: Db;
  beforeAll(async () => {
    db = await openDatabase({ url: ":memory:", masterKeys: MASTER_KEYS });
    const orders = [
      orderRow("1", { contactId: "c1", tags: ["=HYPERLINK(1)", "vip"], totalMinor: -1250, status: "held", holdReason: "+1 call back", customerId: "ada" }),
      orderRow("2", { placedAt: NOW + 1, currency: "JPY", totalMinor: 1200 }),
    ];
    await db.commit([setOf({
      stores: [storeRow()], contacts: [contactRow("c1", { name: "@Grace; =1+1" })], items: [itemRow("1", { title: "=cmd|' /C calc'!A0" })], entries: stocked("r", 4, { itemId: itemRow("1").id }),
      customers: [{ merchantId: merchant, id: "ada", storeId: storeRow().id, platformId: "77" as never, contactId: "c1", firstOrderAt: NOW, lastOrderAt: NOW, updatedAt: NOW }],
      orders: orders.map((order) => ({ order, terms: searchTerms(order, [], null), lines: [lineRow(order.id, `l${order.id}`, { sku: "TEE" })] })),
    })]);
  });
  afterAll(() => db.close());
  const files = () => listFiles(db, () => NOW);

  test("orders are those of the list's address, in plain words, money exact, times with their zone", async () => {
    const base = await serve(files());
    const answer = await ask(`${base}/shopify/orders.csv?tab=held&cursor=whatever`);
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="orders-2026-05-28.csv"');
    expect(await rowsOf(answer)).toEqual([expect.objectContaining({
      "Order": "#1", "State": "held", "Total": "-12.50", "Currency": "USD", "Placed": "2026-05-28T16:26:40-04:00", "Hold reason": "'+1 call back", "Tags": "'=HYPERLINK(1), vip",
      "Customer": "'@Grace;' =1+1", "E-mail": "grace@example.com", "Phone": "'+15550100", "Units": "2", "SKUs": "TEE",
    })]);
    expect((await rowsOf(await ask(`${base}/shopify/orders.csv`))).map((row) => [row["Order"], row["Total"]])).toEqual([["#2", "1200"], ["#1", "-12.50"]]);
    expect(await rowsOf(await ask(`${base}/shopify/orders.csv?tab=shipped`))).toEqual([]);
  });

  test("people stand in them only where the store lets us see people", async () => {
    const without = await serve(files(), ["read_orders"]);
    const grace = /grace|Springfield|5550100/i;
    for (const list of ["orders", "customers"]) {
      expect(await (await ask(`${without}/shopify/${list}.csv`)).text()).not.toMatch(grace);
      expect(await (await ask(`${await serve(files())}/shopify/${list}.csv?people=no`)).text()).not.toMatch(grace);
      expect(await (await ask(`${await serve(files())}/shopify/${list}.csv`)).text()).toMatch(grace);
    }
  });

  test("customers and stock", async () => {
    const base = await serve(files());
    expect(await rowsOf(await ask(`${base}/shopify/customers.csv`))).toEqual([{
      "Customer id": "77", "Name": "'@Grace;' =1+1", "E-mail": "grace@example.com", "Phone": "'+15550100", "Orders": "1", "Spent": "USD -12.50",
      "First order": "2026-05-28T16:26:40-04:00", "Last order": "2026-05-28T16:26:40-04:00",
    }]);
    expect(await rowsOf(await ask(`${base}/shopify/inventory.csv?search=sku-1`))).toEqual([expect.objectContaining({ "SKU": "SKU-1", "Item": "'=cmd|' /C calc'!A0", "On hand": "4", "Available": "4", "Location id": "east" })]);
    expect(await rowsOf(await ask(`${base}/shopify/inventory.csv?show=low`))).toEqual([]);
    expect(await rowsOf(await ask(`${base}/shopify/inventory.csv?location=${location("west")}`))).toEqual([]);
  });
});

describe("100,000 orders", () => {
  const ORDERS = 100_000;
  const GROWTH_MB_MAX = 120;
  const folder = mkdtempSync(join(tmpdir(), "switchyard-export-"));
  let db: Db;

  beforeAll(async () => {
    db = await openDatabase({ url: join(folder, "many.db"), masterKeys: MASTER_KEYS });
    for (let from = 0; from < ORDERS; from += 2_000) {
      const orders = Array.from({ length: 2_000 }, (_, at) => orderRow(`o${from + at}`, { placedAt: NOW + from + at, problem: `${from + at} ${"waits for goods ".repeat(60)}` }));
      await db.commit([setOf({ orders: orders.map((order) => ({ order })) })]);
    }
  }, 180_000);
  afterAll(async () => {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("leave as one file of which only a few pages are in memory at a time", async () => {
    const held = () => Object.entries(process.memoryUsage()).reduce((sum, [kind, bytes]) => sum + (kind === "heapUsed" || kind === "external" ? bytes : 0), 0);
    const base = await serve(listFiles(db, () => NOW));
    const before = held();
    let [peak, bytes, lines] = [0, 0, 0];
    const watch = setInterval(() => void (peak = Math.max(peak, held())), 10);
    for await (const piece of await open(`${base}/shopify/orders.csv`)) {
      bytes += (piece as Buffer).length;
      lines += (piece as Buffer).reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0);
    }
    clearInterval(watch);
    expect(lines).toBe(ORDERS + 1);
    expect(bytes).toBeGreaterThan(ORDERS * 1_000);
    expect((peak - before) / 1e6).toBeLessThan(GROWTH_MB_MAX);
  }, 180_000);
});
