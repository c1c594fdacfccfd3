import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { HAPPENINGS } from "../happenings/catalogue";
import { SCOPES, TOPICS } from "../test-bench";
import { startSandbox } from "./server";
import type { Sandbox, SandboxOptions } from "./server";

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** An app that answers webhooks with what the test says. */
async function openApp(statusOf: (count: number) => number) {
  const heard: { topic: string; attempt: number }[] = [];
  const server = createServer((request, answer) => {
    request.resume().on("end", () => {
      heard.push({ topic: String(request.headers["x-shopify-topic"]), attempt: heard.length + 1 });
      answer.writeHead(statusOf(heard.length)).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closing.push(() => new Promise<void>((done) => { server.close(() => done()); server.closeAllConnections(); }));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

async function open(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ port: 0, appUrl: "http://127.0.0.1:9", apiKey: "key", apiSecret: "secret", shop: "demo.myshopify.com", topics: TOPICS, scopes: SCOPES, pump: false, ...options });
  closing.push(() => sandbox.stop());
  return sandbox;
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}) => fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
const until = async (test: () => boolean) => { for (let tries = 0; tries < 400 && !test(); tries += 1) await new Promise((resume) => setTimeout(resume, 10)); };

describe("platform", () => {
  test("an id token is exchanged, and the app's calls are answered for the shop that they name", async () => {
    const { url } = await open();
    const { id_token: idToken } = await (await fetch(`${url}/id-token?shop=demo.myshopify.com`, { method: "POST" })).json() as { id_token: string };
    const host = { "x-forwarded-host": "demo.myshopify.com" };
    const exchange = { client_id: "key", client_secret: "secret", grant_type: "urn:ietf:params:oauth:grant-type:token-exchange", subject_token: idToken, expiring: "1" };
    const { access_token: token } = await (await post(`${url}/admin/oauth/access_token`, exchange, host)).json() as { access_token: string };
    const answer = await post(`${url}/admin/api/2026-07/graphql.json`, { query: "{ shop { name } }" }, { ...host, "x-shopify-access-token": token });
    expect(await answer.json()).toMatchObject({ data: { shop: { name: "Northfold Home" } } });
    expect((await post(`${url}/admin/api/2026-07/graphql.json`, { query: "{ shop { name } }" }, { "x-forwarded-host": "other.myshopify.com", "x-shopify-access-token": token })).status).toBe(404);
  });

  test("the file of a bulk operation is there under its host's name", async () => {
    const { url, twin } = await open();
    const token = twin.grantToken("demo.myshopify.com");
    const ask = async (query: string) => {
      const answer = await post(`${url}/admin/api/2026-07/graphql.json`, { query }, { "x-forwarded-host": "demo.myshopify.com", "x-shopify-access-token": token });
      return (await answer.json() as { data: Record<string, Record<string, unknown>> }).data;
    };
    const started = await ask("mutation { bulkOperationRunQuery(query: \"{ inventoryItems { edges { node { id } } } }\", groupObjects: true) { bulkOperation { id } } }");
    const { id } = started.bulkOperationRunQuery?.bulkOperation as { id: string };
    let file: URL | null = null;
    for (let tries = 0; tries < 400 && !file; tries += 1) {
      const { url: address } = (await ask(`{ bulkOperation(id: "${id}") { url } }`)).bulkOperation as { url: string | null };
      if (address) file = new URL(address);
      else await new Promise((resume) => setTimeout(resume, 10));
    }
    const answer = await fetch(`${url}${file?.pathname}${file?.search}`, { headers: { "x-forwarded-host": file?.hostname ?? "" } });
    expect((await answer.text()).trim().split("\n")).toHaveLength(twin.shop().items.size);
    expect((await fetch(`${url}${file?.pathname}`, { headers: { "x-forwarded-host": file?.hostname ?? "" } })).status).toBe(404);
  });

  test("a time-out is a connection that dies", async () => {
    const { url, twin } = await open();
    twin.faults.timeoutBefore = 1;
    await expect(post(`${url}/admin/api/2026-07/graphql.json`, {}, { "x-forwarded-host": "demo.myshopify.com" })).rejects.toThrow();
  });

  test("it answers under this machine's own names alone", async () => {
    const { url } = await open();
    const { request } = await import("node:http");
    const status = await new Promise((done, fail) => request(`${url}/control/state`, { headers: { host: "attacker.example:80" } }, (answer) => { answer.resume(); done(answer.statusCode); }).on("error", fail).end());
    expect(status).toBe(421);
  });
});

describe("webhooks over HTTP", () => {
  test("are sent to the app, and a failure waits for its retry", async () => {
    const app = await openApp((count) => (count === 1 ? 503 : 200));
    const sandbox = await open({ appUrl: app.url, pump: true, topics: ["orders/create"] });
    sandbox.twin.shop().installed = true;
    expect(await (await post(`${sandbox.url}/control/orders`, { count: 3 })).json()).toMatchObject({ placed: 3 });
    await until(() => sandbox.twin.counters().delivered === 2);
    expect(sandbox.twin.counters()).toMatchObject({ delivered: 2, failedTries: 1, waiting: 1 });
    expect(app.heard.map(({ topic }) => topic)).toEqual(["orders/create", "orders/create", "orders/create"]);
  });
});

describe("control", () => {
  test("acts and faults by name; what it does not know it lists", async () => {
    const { url, twin } = await open();
    expect(await (await post(`${url}/control/faults`, { duplicate: 0.5 })).json()).toMatchObject({ duplicate: 0.5 });
    expect(twin.faults.duplicate).toBe(0.5);
    for (const [path, body, words] of [["faults", { duplicate: 2 }, /0 to 1/], ["faults", { nonsense: 1 }, /duplicate/], ["orders", { count: 0 }, /count/], ["orders", { kind: "x" }, /plain/], ["acts/nonsense", {}, /placeOrder/], ["acts/cancelOrder", { arguments: ["1"] }, /order 1/]] as const) {
      const answer = await post(`${url}/control/${path}`, body);
      expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([400, expect.stringMatching(words)]);
    }
    const placed = await (await post(`${url}/control/acts/placeOrder`, { arguments: [{ kind: "tip" }] })).json() as { result: { id: string } };
    await post(`${url}/control/acts/cancelOrder`, { arguments: [placed.result.id] });
    expect(twin.inspect().orders).toMatchObject([{ id: placed.result.id, cancelled: true }]);
  });
});

describe("happenings", () => {
  test("the panel's buttons happen to what is chosen, say what they did, and say why not", async () => {
    const { url, twin } = await open();
    const placed = twin.people().placeOrder({ kind: "custom" });
    expect(await (await fetch(`${url}/control/choices`)).json()).toMatchObject({ orders: [placed], scopes: SCOPES.map((scope) => ({ scope, granted: true })) });
    const happened = await post(`${url}/control/happen/cancel`, { order: placed?.name });
    expect([happened.status, await happened.json()]).toMatchObject([200, { words: `${placed?.name}: Cancel, restock, refund` }]);
    const again = await post(`${url}/control/happen/cancel`, { order: placed?.name });
    expect([again.status, await again.json()]).toMatchObject([400, { error: `${placed?.name}: Cancel, restock, refund: not possible now` }]);
    await post(`${url}/control/happen/withdraw-scope`, { scope: "read_products" });
    expect(await (await fetch(`${url}/control/choices`)).json()).toMatchObject({ scopes: expect.arrayContaining([{ scope: "read_products", granted: false }]) as unknown });
  });

  test("every button of the panel is known, and every happening has one", async () => {
    const { url } = await open();
    const html = await (await fetch(`${url}/store/demo`)).text();
    expect([...html.matchAll(/data-happen="([^"]+)"/g)].map(([, name]) => name).sort()).toEqual(HAPPENINGS.map(({ name }) => name).sort());
  });
});

describe("admin", () => {
  test("any address under the store opens it, and it loads nothing from elsewhere", async () => {
    const { url } = await open();
    expect((await fetch(`${url}/`)).url).toBe(`${url}/store/demo`);
    const html = await (await fetch(`${url}/store/demo/apps/switchyard/orders/1`)).text();
    expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target]) => target).filter((target) => /^(https?:)?\/\//.test(target ?? ""))).toEqual([]);
    for (const asset of ["/app-bridge.js", "/assets/admin.js", "/assets/admin.css"]) expect((await fetch(url + asset)).status).toBe(200);
  });
});

test("what was placed is there after a restart, unless it shall start afresh", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  closing.push(() => rmSync(folder, { recursive: true }));
  const dataFile = join(folder, "state.json");
  const first = await open({ dataFile });
  first.twin.people().placeOrder({ kind: "custom" });
  await first.stop();
  expect((await open({ dataFile })).twin.shop().orders.size).toBe(1);
  expect((await open({ dataFile, fresh: true })).twin.shop().orders.size).toBe(0);
});
