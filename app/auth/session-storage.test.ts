import { Session } from "@shopify/shopify-api";
import { expect, test } from "vitest";
import type { SessionRows } from "../db/port";
import { createSessionStorage, type VisitSessions } from "./session-storage";

type Properties = Awaited<ReturnType<SessionRows["byShop"]>>[number];

function rowsInMemory(): VisitSessions {
  const rows = new Map<string, { shop: string; properties: string }>();
  return {
    put: (id, shop, properties) => Promise.resolve(void rows.set(id, { shop, properties: JSON.stringify(properties) })),
    get: (id) => Promise.resolve(rows.has(id) ? (JSON.parse(rows.get(id)!.properties) as Properties) : null),
    remove: (ids) => Promise.resolve(ids.forEach((id) => rows.delete(id))),
    byShop: (shop) => Promise.resolve([...rows.values()].filter((row) => row.shop === shop).map((row) => JSON.parse(row.properties) as Properties)),
  };
}

const offline = (shop: string) => new Session({
  id: `offline_${shop}`, shop, state: "", isOnline: false, scope: "read_orders,write_orders", accessToken: "shpat_1", expires: new Date(1_800_000_000_000),
  refreshToken: "shprt_1", refreshTokenExpires: new Date(1_900_000_000_000),
});

test("a session comes back whole: without its refresh token a store could not work in the background", async () => {
  const storage = createSessionStorage(rowsInMemory());
  await storage.storeSession(offline("a.myshopify.com"));
  const loaded = await storage.loadSession("offline_a.myshopify.com");
  expect(loaded?.equals(offline("a.myshopify.com"))).toBe(true);
  expect(loaded).toMatchObject({ refreshToken: "shprt_1", refreshTokenExpires: new Date(1_900_000_000_000), expires: new Date(1_800_000_000_000) });
});

test("an online session keeps its person", async () => {
  const storage = createSessionStorage(rowsInMemory());
  const associated_user = { id: 42, first_name: "A", last_name: "B", email: "a@b.co", email_verified: true, account_owner: true, locale: "en", collaborator: false };
  const online = new Session({
    id: "a_42", shop: "a.myshopify.com", state: "x", isOnline: true, accessToken: "t", onlineAccessInfo: { expires_in: 1, associated_user_scope: "", associated_user },
  });
  await storage.storeSession(online);
  expect((await storage.loadSession("a_42"))?.onlineAccessInfo?.associated_user).toEqual(associated_user);
});

test("what is unknown is undefined, what is deleted is gone, and shops stay apart", async () => {
  const storage = createSessionStorage(rowsInMemory());
  expect(await storage.loadSession("offline_x")).toBeUndefined();
  await storage.storeSession(offline("a.myshopify.com"));
  await storage.storeSession(offline("b.myshopify.com"));
  expect((await storage.findSessionsByShop!("b.myshopify.com")).map((session) => session.id)).toEqual(["offline_b.myshopify.com"]);
  expect(await storage.deleteSession("offline_a.myshopify.com")).toBe(true);
  expect(await storage.deleteSessions(["offline_b.myshopify.com"])).toBe(true);
  expect(await storage.findSessionsByShop!("b.myshopify.com")).toEqual([]);
});
