import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { onHandOf } from "../shopify/model/level";
import { startSandbox } from "../shopify/http/server";
import { SCOPES, TOPICS } from "../shopify/test-bench";
import type { Twin } from "../shopify/twin";
import { FAULTS, STORMS } from "./catalogue";
import { spoken } from "./page";
import type { Snapshot } from "./watch";

const KEY = "sy_a-key";
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const post = async (url: string, body: unknown = {}) => {
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return { status: answer.status, said: (await answer.json()) as Record<string, unknown> & { error?: string } };
};

/** An app that knows all that a twin has, but for the orders that it is told to miss, page by page. */
async function openApp(page: number) {
  const app = { twin: null as Twin | null, missing: new Set<string>(), compared: 0, asked: [] as string[] };
  const paged = (rows: unknown[], cursor: string | null) => ({ data: rows.slice(Number(cursor), Number(cursor) + page), nextCursor: Number(cursor) + page < rows.length ? String(Number(cursor) + page) : null });
  const answers: Record<string, (query: URLSearchParams) => unknown> = {
    "/healthz": () => ({ status: "ok", oldestWaitMs: 40, problem: null, backlog: { inboxWaiting: 1, inboxParked: 2, readsWaiting: 3, readsFailed: 4, outboxWaiting: 5, outboxRefused: 6 } }),
    "/api/v1/orders": (query) => paged([...(app.twin?.shop().orders.values() ?? [])].filter(({ name, updatedAt }) => !app.missing.has(name) && updatedAt > Date.parse(query.get("updatedAfter") ?? "")).map((order) => ({
      platformId: order.id, name: order.name, updatedAt: new Date(order.updatedAt).toISOString(), cancelledAt: order.cancelledAt && new Date(order.cancelledAt).toISOString(), lines: order.lines, shipments: [],
    })), query.get("cursor")),
    "/api/v1/inventory": (query) => paged([...(app.twin?.shop().items.values() ?? [])].map((item) => ({
      platformId: item.id, tracked: item.tracked,
      levels: [...item.levels.values()].map((level) => ({ locationId: `s-demo-${level.locationId}`, active: level.active, onHand: onHandOf(level), available: level.quantities.available, committed: level.quantities.committed })),
    })), query.get("cursor")),
    "/api/v1/exceptions": () => ({ data: [{}], nextCursor: null }),
    "/api/v1/reconcile": () => { app.compared += 1; return { stores: [] }; },
  };
  const server = createServer((request, answer) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://app");
    app.asked.push(pathname);
    const allowed = pathname === "/healthz" || request.headers.authorization === `Bearer ${KEY}`;
    request.resume();
    answer.writeHead(allowed ? 200 : 401, { "content-type": "application/json" }).end(JSON.stringify(allowed ? answers[pathname]?.(searchParams) : {}));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closing.push(() => new Promise<void>((done) => { server.close(() => done()); server.closeAllConnections(); }));
  return { app, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => { server.close(); server.closeAllConnections(); } };
}

async function open(appUrl = "http://127.0.0.1:9") {
  const sandbox = await startSandbox({ port: 0, appUrl, apiKey: "key", apiSecret: "secret", shop: "demo.myshopify.com", topics: TOPICS, scopes: SCOPES, pump: false });
  closing.push(() => sandbox.stop());
  const watched = async () => (await (await fetch(`${sandbox.url}/control/watch`)).json()) as Snapshot & { platform: { orders: number } };
  /** Looks until it is so. */
  const until = async (isSo: (seen: Snapshot) => boolean): Promise<Snapshot> => {
    for (;;) {
      const seen = await watched();
      if (isSo(seen)) return seen;
      await new Promise((resume) => setTimeout(resume, 20));
    }
  };
  return { ...sandbox, control: `${sandbox.url}/control`, watched, until };
}

describe("the page", () => {
  test("has a switch for every fault and a button for every storm, says what is expected, and loads nothing from elsewhere", async () => {
    const { url } = await open();
    const html = await (await fetch(`${url}/faults`)).text();
    expect([...html.matchAll(/data-fault="([^"]+)"/g)].map(([, name]) => name).sort()).toEqual(FAULTS.map(({ name }) => name).sort());
    expect([...html.matchAll(/data-storm="([^"]+)"/g)].map(([, name]) => name)).toEqual(STORMS.map(({ name }) => name));
    expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target]) => target).filter((target) => /^(https?:)?\/\//.test(target ?? ""))).toEqual([]);
    for (const asset of ["faults.js", "live.js", "faults.css"]) expect((await fetch(`${url}/fault-assets/${asset}`)).status).toBe(200);
  });

  test("says seconds as a person does", () => {
    expect([1, 30, 60, 900, 3_600, 86_400].map(spoken)).toEqual(["1 second", "30 seconds", "1 minute", "15 minutes", "1 hour", "24 hours"]);
  });
});

describe("control", () => {
  test("a fault, a storm and orders are turned on and off by name, and a wrong wish is refused in words", async () => {
    const { control, twin } = await open();
    const on = async () => ((await (await fetch(`${control}/faults`)).json()) as { faults: { name: string; on: boolean }[] }).faults.filter((fault) => fault.on).map(({ name }) => name);
    expect(await post(`${control}/faults/webhooks-lost`, { rate: 100, forSeconds: 60 })).toMatchObject({ status: 200, said: { faults: expect.arrayContaining([{ name: "webhooks-lost", on: true, given: { rate: 100 }, endsAt: expect.any(Number) as number }]) as unknown } });
    twin.shop().installed = true;
    twin.people().placeOrder({ kind: "custom" });
    expect(twin.counters()).toMatchObject({ waiting: 0, lost: expect.any(Number) as number });
    await post(`${control}/faults/webhooks-lost`, { on: false });
    expect(await on()).toEqual([]);
    await post(`${control}/storms/bad-night`);
    expect(await on()).toEqual(["api-slow", "api-down"]);
    expect((await post(`${control}/faults/off`)).said).toMatchObject({ orders: { left: 0 } });
    expect(await on()).toEqual([]);
    expect((await post(`${control}/order-stream`, { perSecond: 50, count: 3, kind: "custom" })).said).toMatchObject({ orders: { perSecond: 50, left: 3 } });
    for (const [path, body, words] of [
      ["faults/nonsense", {}, /webhooks-lost/], ["faults/webhooks-lost", { rate: 0 }, /1 to 100/], ["storms/nonsense", {}, /black-friday/], ["order-stream", { perSecond: 51 }, /0 to 50/],
      ["order-stream", { perSecond: 1, count: 0 }, /1 to 10000/], ["order-stream", { perSecond: 1, kind: "x" }, /plain/], ["app-key", {}, /key/],
    ] as const) expect(await post(`${control}/${path}`, body)).toMatchObject({ status: 400, said: { error: expect.stringMatching(words) as string } });
  });

  test("what was withdrawn or closed is given back when the sandbox stops", async () => {
    const { control, twin, stop } = await open();
    await post(`${control}/faults/warehouse-outage`);
    await post(`${control}/faults/scope-withdrawn`, { scope: "write_inventory" });
    const isWhole = () => [...twin.shop().locations.values()].every(({ active }) => active) && twin.shop().grantedScopes?.includes("write_inventory") === true;
    expect(isWhole()).toBe(false);
    await stop();
    closing.pop();
    expect(isWhole()).toBe(true);
  });

  test("a slow answer comes late", async () => {
    const { url, twin, control } = await open();
    await post(`${control}/faults/api-slow`, { rate: 100, seconds: 0.02 });
    const token = twin.grantToken("demo.myshopify.com");
    const answer = await fetch(`${url}/admin/api/2026-07/graphql.json`, { method: "POST", headers: { "x-forwarded-host": "demo.myshopify.com", "x-shopify-access-token": token }, body: JSON.stringify({ query: "{ shop { id } }" }) });
    expect(answer.status).toBe(200);
    expect(twin.calls().slow).toBe(1);
  });
});

describe("watching the app", () => {
  test("equal, behind while it misses an order, and equal again; the app is asked only while somebody looks", async () => {
    const { app, url } = await openApp(5);
    const { control, twin, until } = await open(url);
    app.twin = twin;
    await post(`${control}/app-key`, { key: KEY });
    for (let count = 0; count < 12; count += 1) twin.people().placeOrder({ kind: "custom" });
    expect(app.asked).toEqual([]);
    const equal = await until(({ verdict }) => verdict === "equal");
    expect(equal).toMatchObject({ behindMs: 0, proof: { orders: { platform: 12, app: 12 } }, app: { answers: true, waiting: { messages: 1, reads: 3, intents: 5, oldestMs: 40 }, forPeople: { parked: 2, readsFailed: 4, refused: 6, exceptions: 1 } } });
    app.missing.add("#1013");
    twin.people().placeOrder({ kind: "custom" });
    const behind = await until(({ verdict }) => verdict === "behind");
    expect(behind).toMatchObject({ proof: { orders: { platform: 13, app: 12, missing: 1, examples: ["#1013"] } }, lastEqualAt: expect.any(Number) as number });
    app.missing.clear();
    expect((await until(({ verdict }) => verdict === "equal")).samples.some(({ orders }) => orders === 1)).toBe(true);
    expect(await post(`${control}/compare`)).toMatchObject({ said: { words: "The app compares orders and stock now." } });
    expect(app.compared).toBe(1);
  });

  test("without a key, and without an app, it says so instead of showing equality", async () => {
    const { url, close } = await openApp(250);
    const { control, until } = await open(url);
    expect(await until(({ app }) => app.answers)).toMatchObject({ verdict: "unknown", proof: null, app: { knowsKey: false } });
    await post(`${control}/app-key`, { key: "another" });
    expect((await until(({ app }) => app.knowsKey)).app.problem).toBe("The app does not accept the key.");
    close();
    expect(await until(({ app }) => !app.answers)).toMatchObject({ verdict: "unknown", proof: null });
    expect((await post(`${control}/compare`)).said).toEqual({ words: "The app does not answer." });
  });
});
