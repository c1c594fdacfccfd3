import { createServer, type Server } from "node:http";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LogFields } from "../flows/context";
import { createApp } from "./app";
import { createPlatformPages } from "./platform-pages";

const logged: { event: string; fields?: LogFields }[] = [];
const note = (event: string, fields?: LogFields): void => void logged.push({ event, fields });
const log = { info: note, warn: note, error: note };

let directory: string;
let server: Server;
let base: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "client-"));
  mkdirSync(join(directory, "assets"));
  writeFileSync(join(directory, "assets", "app-1.js"), "1");
  writeFileSync(join(directory, "favicon.ico"), "1");
  const app = createApp({
    ingest: async (platform, request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      if (body === "break") throw new Error("planned");
      response.end(`${platform} ${body}`);
    },
    health: (response) => Promise.resolve(void response.end("healthy")),
    api: (_request, response) => void response.end("api"),
    live: (_request, response) => Promise.resolve(void response.end("live")),
    orderRouting: (_request, response) => Promise.resolve(void response.end("routing")),
    downloads: (request, response, next) => Promise.resolve(request.path === "/shopify/orders.csv" ? void response.end("file") : next()),
    platformPages: createPlatformPages({ requireStore: () => Promise.reject(new Response("bounce", { status: 200, headers: { "content-type": "text/html" } })) }),
    pages: (request, response, next) => (request.path === "/shopify/broken" ? next(new Error("planned, with token eyJhbGciOi.abc.def")) : void response.end("page")),
    clientDirectory: directory, log,
  });
  server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await new Promise((closed) => server.close(closed));
  rmSync(directory, { recursive: true });
});

const get = (path: string) => fetch(base + path, { redirect: "manual" });
const text = async (path: string) => (await get(path)).text();

describe("what is mounted where", () => {
  test("deliveries come first, unread by anything before them", async () => {
    const answer = await fetch(`${base}/webhooks/shopify`, { method: "POST", body: '{"a": 1 }', headers: { "content-type": "application/json" } });
    expect(await answer.text()).toBe('shopify {"a": 1 }');
    expect((await get("/webhooks/shopify")).status).toBe(405);
    expect((await fetch(`${base}/webhooks/shopify`, { method: "POST", body: "break" })).status).toBe(500);
  });

  test.each([["/healthz", "healthy"], ["/api/v1/orders", "api"], ["/live", "live"], ["/shopify/orders.csv", "file"], ["/shopify/orders", "page"], ["/auth/session-token", "bounce"]])("%s", async (path, body) => {
    expect(await text(path)).toBe(body);
  });

  test("the app's address leads to the screens with all that the admin said", async () => {
    expect((await get("/?shop=a.myshopify.com&host=x")).headers.get("location")).toBe("/shopify?shop=a.myshopify.com&host=x");
    expect(await text("/auth/login")).toContain("Open Switchyard in your admin");
  });

  test("built assets are kept for ever, missing ones are missing and not a page", async () => {
    expect((await get("/assets/app-1.js")).headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect((await get("/assets/app-0.js")).status).toBe(404);
    expect((await get("/favicon.ico")).headers.get("cache-control")).toBe("public, max-age=3600");
  });
});

describe("what does not leak", () => {
  test("pages are not sniffed, tell no other site where they were, and do not name the server", async () => {
    const { headers } = await get("/shopify");
    expect([headers.get("x-content-type-options"), headers.get("referrer-policy"), headers.get("x-powered-by")]).toEqual(["nosniff", "same-origin", null]);
  });

  test("the log has paths without what stands behind the question mark", async () => {
    await get("/shopify/orders?id_token=eyJhbGciOi.abc.def&shop=a.myshopify.com");
    expect(logged).toContainEqual({ event: "request", fields: expect.objectContaining({ path: "/shopify/orders", status: 200 }) as LogFields });
    expect(JSON.stringify(logged)).not.toContain("eyJ");
  });

  test("a failure is logged without tokens, and told without its words", async () => {
    const answer = await get("/shopify/broken");
    expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining("planned")]);
    expect(JSON.stringify(logged.at(-1)) + JSON.stringify(logged.at(-2))).not.toContain("eyJ");
  });
});
