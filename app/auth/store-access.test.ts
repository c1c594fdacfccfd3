import { Session } from "@shopify/shopify-api";
import { beforeEach, describe, expect, test } from "vitest";
import type { AppRegistration, SessionRows } from "../db/port";
import type { StoreRecord } from "../domain/records";
import { createStoreAccess } from "./store-access";

const NOW = 1_790_000_000_000;
const MINUTE = 60_000;
const store = { id: "s1", domain: "acme.myshopify.com", registrationId: "shopify", status: "live" } as StoreRecord;
const registration = { id: "shopify", clientId: "client", clientSecret: "hush" } as AppRegistration;
const ID = "offline_acme.myshopify.com";

let rows: Map<string, Awaited<ReturnType<SessionRows["byShop"]>>[number]>;
let asked: Record<string, string>[];
let answer: () => Response | Promise<Response>;
let logged: string;

let leases: Map<string, { refresher: string; until: number }>;

const sessions: SessionRows = {
  put: (id, _shop, properties) => Promise.resolve(void (leases.delete(id), rows.set(id, properties))),
  get: (id) => Promise.resolve(rows.get(id) ?? null),
  remove: () => Promise.resolve(),
  byShop: () => Promise.resolve([]),
  beginRefresh: (id, { refresher, now, until }) => {
    if ((leases.get(id)?.until ?? 0) > now) return Promise.resolve(false);
    leases.set(id, { refresher, until });
    return Promise.resolve(true);
  },
  endRefresh: ({ id, refresher }, properties) => {
    if (leases.get(id)?.refresher !== refresher) return Promise.resolve(false);
    leases.delete(id);
    if (properties) rows.set(id, properties);
    return Promise.resolve(true);
  },
};
let refusedTokens: Map<string, string>;
let clock: number;
let made = 0;
const open = () => createStoreAccess({
  sessions, refusedTokens, now: () => clock, newId: () => `id-${(made += 1)}`, sleep: (ms) => Promise.resolve(void (clock += ms)), registration: () => Promise.resolve(registration),
  fetch: ((_url: string, init: RequestInit) => {
    asked.push(JSON.parse(String(init.body)));
    return Promise.resolve(answer());
  }) as typeof fetch,
  log: { info: note, warn: note, error: note },
});
const note = (event: string, fields?: unknown): void => void (logged += event + JSON.stringify(fields));

const keep = (token: string, minutesLeft: number | null, refreshToken = `refresh-${token}`): void => void rows.set(ID, new Session({
  id: ID, shop: store.domain, state: "", isOnline: false, scope: "read_orders", accessToken: token, refreshToken, refreshTokenExpires: new Date(NOW + 1e9),
  expires: minutesLeft === null ? undefined : new Date(NOW + minutesLeft * MINUTE),
}).toPropertyArray());
const stored = (): Session => Session.fromPropertyArray(rows.get(ID)!);
const granted = (token: string) => ({ ok: true, access: { domain: store.domain, token } });
const renewal = (token: string) => Response.json({ access_token: token, expires_in: 3600, refresh_token: `refresh-${token}`, refresh_token_expires_in: 7_776_000 });

beforeEach(() => {
  rows = new Map();
  leases = new Map();
  refusedTokens = new Map();
  clock = NOW;
  asked = [];
  logged = "";
  answer = () => renewal("new");
});

describe("access to a store", () => {
  test.each([6, null])("a token with %s minutes left is used as it is", async (minutes) => {
    keep("old", minutes);
    expect(await open()(store)).toEqual(granted("old"));
    expect(asked).toEqual([]);
  });

  test("a token that runs out is refreshed, and saved before it is used", async () => {
    keep("old", 4);
    expect(await open()(store)).toEqual(granted("new"));
    expect(asked).toEqual([{ client_id: "client", client_secret: "hush", grant_type: "refresh_token", refresh_token: "refresh-old" }]);
    expect(stored()).toMatchObject({ accessToken: "new", refreshToken: "refresh-new", scope: "read_orders", expires: new Date(NOW + 60 * MINUTE) });
  });

  test("many who ask at once cause one refresh", async () => {
    keep("old", 1);
    const access = open();
    const answers = await Promise.all(Array.from({ length: 20 }, () => access(store)));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(asked).toHaveLength(1);
  });

  test("refused because another process was faster: its token is used", async () => {
    keep("old", -1);
    answer = () => {
      keep("theirs", 59);
      return Response.json({ error: "invalid_grant" }, { status: 400 });
    };
    expect(await open()(store)).toEqual(granted("theirs"));
  });

  test("another process saved a longer-lived token meanwhile: it is not overwritten", async () => {
    keep("old", 1);
    answer = () => {
      keep("theirs", 70);
      leases.clear();
      return renewal("new");
    };
    expect(await open()(store)).toEqual(granted("theirs"));
    expect(stored().accessToken).toBe("theirs");
  });

  test("refused for good: a person must open the store, and is told so", async () => {
    keep("old", -1);
    answer = () => Response.json({ error: "invalid_grant" }, { status: 401 });
    expect(await open()(store)).toMatchObject({ ok: false, trouble: { kind: "unauthorized", words: expect.stringMatching(/Open Switchyard/) } });
  });

  test.each([["a platform that is down", () => new Response("", { status: 502 })], ["a platform that throttles", () => new Response("", { status: 429 })], ["no network", () => Promise.reject(new TypeError("fetch failed"))]])("%s is asked again later", async (_what, fails) => {
    answer = fails;
    keep("old", -1);
    expect(await open()(store)).toMatchObject({ ok: false, trouble: { kind: "retry" } });
    keep("old", 3);
    expect(await open()(store)).toEqual(granted("old"));
    expect(stored().accessToken).toBe("old");
  });

  test("an answer without a life or a new refresh token does not brick the store", async () => {
    keep("old", 1);
    answer = () => Response.json({ access_token: "new" });
    expect(await open()(store)).toEqual(granted("new"));
    expect(stored()).toMatchObject({ refreshToken: "refresh-old", expires: new Date(NOW + 60 * MINUTE), refreshTokenExpires: new Date(NOW + 1e9) });
  });

  test.each([["never opened", store], ["uninstalled", { ...store, status: "uninstalled" as const }]])("a store that is %s is not accessed", async (_what, which) => {
    if (which.status === "uninstalled") keep("old", 50);
    expect(await open()(which)).toMatchObject({ ok: false, trouble: { kind: "unauthorized" } });
  });

  test("a session whose refresh was refused counts as ended, so that the next visit exchanges it, and the platform is left in peace", async () => {
    keep("old", -1);
    answer = () => Response.json({ error: "invalid_grant" }, { status: 400 });
    const access = open();
    for (let round = 0; round < 5; round += 1) expect(await access(store)).toMatchObject({ ok: false, trouble: { kind: "unauthorized" } });
    expect(asked).toHaveLength(1);
    expect(stored().isActive(undefined, 5 * MINUTE)).toBe(false);
    keep("visit", 60);
    expect(await access(store)).toEqual(granted("visit"));
  });

  test("a token that the platform refuses before its time is refreshed; if that is refused too, a visit exchanges it", async () => {
    keep("old", 50);
    refusedTokens.set(store.domain, "old");
    expect(await open()(store)).toEqual(granted("new"));
    keep("old", 50);
    answer = () => Response.json({ error: "invalid_grant" }, { status: 400 });
    expect(await open()(store)).toMatchObject({ ok: false, trouble: { words: expect.stringMatching(/Open Switchyard/) } });
    expect(stored().isActive(undefined, 5 * MINUTE)).toBe(false);
  });

  test("while another process refreshes, a token that still serves is used, and a dead one is waited for", async () => {
    keep("old", 3);
    leases.set(ID, { refresher: "other", until: NOW + 30_000 });
    expect(await open()(store)).toEqual(granted("old"));
    keep("old", -1);
    expect(await open()(store)).toMatchObject({ ok: false, trouble: { kind: "retry" } });
    expect(asked).toEqual([]);
    clock = NOW + 30_000;
    expect(await open()(store)).toEqual(granted("new"));
  });

  test("no token and no secret reaches the log", async () => {
    keep("old-token", -1);
    answer = () => Promise.reject(new Error("refused: shpat_123 for refresh-old-token"));
    await open()(store);
    expect(logged).toContain("token not refreshed");
    expect(logged).not.toMatch(/shpat_|hush/);
  });
});
