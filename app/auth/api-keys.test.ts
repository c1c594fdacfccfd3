import { expect, test } from "vitest";
import type { ApiKeyRecord } from "../db/port";
import type { MerchantId } from "../domain/ids";
import { createApiKey, merchantOfKey } from "./api-keys";

const keys: ApiKeyRecord[] = [];
const db = {
  createApiKey: (key: ApiKeyRecord) => Promise.resolve(void keys.push(key)),
  apiKeyByHash: (hash: string) => Promise.resolve(keys.find((key) => key.keyHash === hash) ?? null),
};
const wish = { merchantId: "m1" as MerchantId, name: "ERP", id: "k1", now: 5, mayWrite: false, createdBy: "person:1" };

test("a key opens its merchant, and only its hash is stored", async () => {
  const key = await createApiKey(db, wish);
  expect(key).toMatch(/^sy_[A-Za-z0-9_-]{43}$/);
  expect(JSON.stringify(keys)).not.toContain(key.slice(3));
  expect(await merchantOfKey(db, `Bearer ${key}`)).toBe("m1");
  expect(await merchantOfKey(db, `bearer ${key}`)).toBe("m1");
});

test.each([undefined, "", "Bearer ", "Basic abc", `Bearer sy_${"A".repeat(43)}`, "Bearer sy_short"])("%s opens nothing", async (header) => {
  expect(await merchantOfKey(db, header)).toBeNull();
});

test("a revoked key opens nothing", async () => {
  const key = await createApiKey(db, { ...wish, id: "k2" });
  keys.at(-1)!.revokedAt = 6;
  expect(await merchantOfKey(db, `Bearer ${key}`)).toBeNull();
});
