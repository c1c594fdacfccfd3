import { expect, test } from "vitest";
import { toId, type MerchantId, type PlatformId, type StoreId } from "./ids";
import type { StoreRecord } from "./records";
import { rewriteStore } from "./store-row";

const loaded: StoreRecord = {
  merchantId: toId<MerchantId>("acme"), id: toId<StoreId>("s-acme"), platform: "shopify", domain: "acme.myshopify.com", registrationId: toId<PlatformId>("app"), name: "Acme", status: "observe",
  currency: "USD", timeZone: "UTC", scopes: [], ordersReadUntil: 5, installedAt: 1, updatedAt: 100,
};

test("a store's row is rewritten only as it was loaded, and two writes in one millisecond differ", () => {
  const { guards, stores } = rewriteStore(loaded, { status: "live" }, 100);
  expect(guards).toEqual([{ kind: "store", storeId: loaded.id, status: "observe", updatedAt: 100 }]);
  expect(stores).toEqual([{ ...loaded, status: "live", updatedAt: 101 }]);
  expect(rewriteStore(loaded, {}, 500).stores[0]?.updatedAt).toBe(500);
});
