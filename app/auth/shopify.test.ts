import { createHmac } from "node:crypto";
import { Session } from "@shopify/shopify-api";
import { beforeEach, describe, expect, test } from "vitest";
import type { Db, SessionRows } from "../db/port";
import type { StoreRecord } from "../domain/records";
import { Secret } from "../secret.server";
import type { VisitSessions } from "./session-storage";
import { createShopifyAuth, type OpenedStore } from "./shopify";

const SHOP = "acme.myshopify.com";
const SANDBOX = "http://127.0.0.1:4000";
const HOST = Buffer.from("admin.shopify.com/store/acme").toString("base64").replace(/=+$/, "");
const BROWSER = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0" };

let rows: Map<string, Awaited<ReturnType<SessionRows["byShop"]>>[number]>;
let store: StoreRecord | null;
let connected: OpenedStore[];
let exchanges: Record<string, string>[];
let logged: string;

const db: Pick<Db, "findStore"> & { sessions: VisitSessions } = {
  sessions: {
    put: (id, _shop, properties) => Promise.resolve(void rows.set(id, properties)),
    get: (id) => Promise.resolve(rows.get(id) ?? null),
    remove: (ids) => Promise.resolve(ids.forEach((id) => rows.delete(id))),
    byShop: () => Promise.resolve([...rows.values()]),
  },
  findStore: () => Promise.resolve(store),
};
const platform = ((_url: unknown, init?: RequestInit) => {
  exchanges.push(JSON.parse(String(init?.body)) as Record<string, string>);
  return Promise.resolve(Response.json({ access_token: `shpat_${exchanges.length}`, scope: "read_orders,write_orders", expires_in: 3600, refresh_token: "shprt_1", refresh_token_expires_in: 7_776_000 }));
}) as typeof fetch;
const note = (event: string, fields?: unknown): void => void (logged += event + JSON.stringify(fields));
const record = (status: StoreRecord["status"]) => ({ id: "s-acme", domain: SHOP, status, registrationId: "shopify", scopes: ["read_orders", "write_orders"] }) as StoreRecord;

const auth = createShopifyAuth({
  db, fetch: platform, registrationId: "shopify", log: { info: note, warn: note, error: note },
  settings: { apiKey: "client", apiSecret: new Secret("hush"), previousApiSecret: null, scopes: ["read_orders", "write_orders"], appUrl: "http://localhost:3000", sandboxUrl: SANDBOX, appBridgeUrl: null },
  connectStore: (opened) => {
    connected.push(opened);
    store = record("observe");
    return Promise.resolve(store);
  },
});

beforeEach(() => {
  rows = new Map();
  store = null;
  connected = [];
  exchanges = [];
  logged = "";
});

function idToken(claims: Record<string, unknown> = {}, secret = "hush"): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const payload = { iss: `https://${SHOP}/admin`, dest: `https://${SHOP}`, aud: "client", sub: "42", exp: now + 60, nbf: now - 5, iat: now - 5, jti: "j", sid: "s", ...claims };
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(payload)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

const byBearer = (token: string) => new Request("http://localhost:3000/shopify/orders.data", { headers: { ...BROWSER, authorization: `Bearer ${token}` } });
const byUrl = (query: Record<string, string>) => new Request(`http://localhost:3000/shopify?${new URLSearchParams({ embedded: "1", shop: SHOP, host: HOST, ...query })}`, { headers: BROWSER });
const refusal = (request: Request): Promise<Response> => auth.requireStore(request).then(() => { throw new Error("was let in"); }, (thrown: unknown) => thrown as Response);

describe("who opens the app", () => {
  test("for the first time: the token is exchanged for an expiring one, kept whole, and the store is connected", async () => {
    const visitor = await auth.requireStore(byUrl({ id_token: idToken() }));
    expect(visitor).toMatchObject({ store: { domain: SHOP, status: "observe" }, actor: "person:42" });
    expect(visitor.until).toBeGreaterThan(Date.now());
    expect(exchanges).toMatchObject([{ grant_type: "urn:ietf:params:oauth:grant-type:token-exchange", expiring: "1" }]);
    expect(Session.fromPropertyArray(rows.get(`offline_${SHOP}`)!)).toMatchObject({ accessToken: "shpat_1", refreshToken: "shprt_1", refreshTokenExpires: expect.any(Date) as Date });
    expect(connected).toEqual([{ domain: SHOP, registrationId: "shopify", scopes: ["read_orders", "write_orders"] }]);
  });

  test("again: neither is repeated", async () => {
    await auth.requireStore(byBearer(idToken()));
    await auth.requireStore(byBearer(idToken()));
    expect([exchanges.length, connected.length]).toEqual([1, 1]);
  });

  test("after an uninstall: the dead token is dropped, whatever its row says, and the store is connected anew", async () => {
    await auth.requireStore(byBearer(idToken()));
    store = record("uninstalled");
    expect((await auth.requireStore(byBearer(idToken()))).store.status).toBe("observe");
    expect(Session.fromPropertyArray(rows.get(`offline_${SHOP}`)!).accessToken).toBe("shpat_2");
    expect(connected).toHaveLength(2);
  });

  test("with scopes that the store did not have: it is connected again, to write them down", async () => {
    store = { ...record("live"), scopes: ["read_orders"] };
    await auth.requireStore(byBearer(idToken()));
    expect(connected).toHaveLength(1);
  });
});

describe("who is not let in", () => {
  test.each([["signed by another", idToken({}, "stranger")], ["run out", idToken({ exp: 1 })], ["of another app", idToken({ aud: "other" })]])("a token %s: 401 that asks for a new one", async (_what, token) => {
    const answer = await refusal(byBearer(token));
    expect([answer.status, answer.headers.get("x-shopify-retry-invalid-session-request")]).toEqual([401, "1"]);
    expect(connected).toEqual([]);
  });

  test("a document without a token is sent to the bounce page, which the sandbox's admin may frame", async () => {
    const away = await refusal(byUrl({}));
    expect(away.headers.get("location")).toMatch(/^\/auth\/session-token\?/);
    const page = await refusal(new Request(`http://localhost:3000${away.headers.get("location")}`, { headers: BROWSER }));
    expect(page.headers.get("content-security-policy")).toContain(`frame-ancestors ${SANDBOX} http://localhost:4000 https://${SHOP}`);
    expect(page.headers.get("link")).toBeNull();
  });
});

test("a document may be framed by the shop's admin alone, and the sandbox's where there is one", () => {
  const headers = new Headers();
  auth.addDocumentHeaders(byUrl({}), headers);
  expect(headers.get("content-security-policy")).toContain(`${SANDBOX} http://localhost:4000 https://${SHOP} https://admin.shopify.com`);
});

test("no token and no secret reaches the log", async () => {
  await auth.requireStore(byBearer(idToken()));
  await refusal(byBearer(idToken({}, "stranger")));
  expect(logged).not.toMatch(/hush|shpat|shprt|eyJ/);
});
