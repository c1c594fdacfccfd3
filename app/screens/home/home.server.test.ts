import type { ActionFunctionArgs } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../../tests/screens/fixture-context";
import type { WantedRead } from "../../domain/messages";
import { MERCHANT, NOW, STORE, storeRow } from "../../../tests/screens/fixture-rows";
import { clockOf, homePage } from "./home-page.server";
import { action } from "./home.server";

const withShop = async (use: (shop: FixtureShop) => Promise<void>, options?: Parameters<typeof openFixtureShop>[0]) => {
  const shop = await openFixtureShop(options);
  try {
    await use(shop);
  } finally {
    await shop.close();
  }
};

const post = (shop: FixtureShop, fields: Record<string, string>) =>
  action({ request: new Request("https://app.example/shopify", { method: "POST", body: new URLSearchParams(fields) }), params: {}, context: { switchyard: shop.context } } as ActionFunctionArgs);

describe("home", () => {
  const pageOf = (shop: FixtureShop, fields = {}, now = NOW) => homePage(shop.db, { store: storeRow(fields), now, stops: (scope) => `${scope} stops` });

  test("counts what needs a person, and today on the shop's clock", () => withShop(async (shop) => {
    const page = await pageOf(shop);
    expect(page.needs).toEqual({
      held: { value: 1, more: false }, unroutable: { value: 1, more: false }, late: { value: 2, more: false }, look: { value: 4, more: false },
      calls: { value: 2, more: false }, messages: { value: 1, more: false }, lowStock: { value: 1, more: false }, toCount: { value: 0, more: false },
    });
    expect(page.today).toMatchObject({ date: "2026-03-13", orders: 3, routed: 1 });
    expect(page.ordersByHour.filter(({ orders }) => orders > 0)).toEqual([{ hour: "11", orders: 1 }, { hour: "14", orders: 2 }]);
    expect(await pageOf(shop, {}, NOW + 24 * 3_600_000)).toMatchObject({ today: { orders: 0 } });
  }));

  test("says how well the store agrees: last word, differences, comparisons with their result, missing permissions with what stops", () => withShop(async (shop) => {
    await shop.db.notePulse(MERCHANT, STORE, NOW - 4000);
    const { stores: [sync] } = await pageOf(shop);
    expect(sync).toMatchObject({
      lastEventAt: NOW - 4000, differing: { value: 2, stillLooking: 1, compared: 4812 }, missingScopes: [{ scope: "write_inventory", stops: "write_inventory stops" }],
      comparisons: [{ what: "stock", result: "1 of 4,812 levels differed and was read again" }, { what: "orders", result: "12 orders found that no message had told of" }],
    });
  }));

  test("says which shop does not answer, since when, what waits for it, and when it is asked again", () => withShop(async (shop) => {
    expect((await pageOf(shop)).stores[0]).toMatchObject({ silence: null });
    await shop.db.noteSilence({ merchantId: MERCHANT, storeId: STORE, dependency: "platform-api", domain: "acme.myshopify.com", since: NOW - 240_000, retryAt: NOW + 60_000, trips: 2 });
    const held = await shop.db.heldIntents(MERCHANT, STORE, 1_000);
    expect((await pageOf(shop)).stores[0]).toMatchObject({ silence: { since: NOW - 240_000, retryAt: NOW + 60_000, held: { value: held, more: false } } });
  }));

  test("says why work waits, in the platform's words, when it was tried more than once in vain", () => withShop(async (shop) => {
    expect((await pageOf(shop)).stores).toMatchObject([{ waitsBecause: null }]);
    const read: WantedRead = { merchantId: MERCHANT, storeId: STORE, kind: "order", target: "77", requestedAt: NOW, dueAt: NOW, attempts: 0, status: "waiting", problem: null };
    await shop.db.commit([{ merchantId: MERCHANT, guards: [], wantedReads: [read] }]);
    await shop.db.postponeReads([{ ...read, attempts: 2, problem: "Shopify answered with HTTP 503.", dueAt: NOW + 5_000 }]);
    expect((await pageOf(shop)).stores).toMatchObject([{ waitsBecause: "Shopify answered with HTTP 503." }]);
  }));

  test("knows a shop that has nothing yet, and leads to its setup until that is done or put aside", () => withShop(async (shop) => {
    expect(await pageOf(shop)).toMatchObject({ start: { orders: false, locations: 0 }, setup: { done: 0, of: 5 }, stores: [{ lastEventAt: null, comparisons: [] }] });
    const settings = { lowStockUnits: 5, notifyCustomers: true, retentionDays: null, setupDone: ["import"], setupDismissed: true };
    await shop.db.commit([{ merchantId: MERCHANT, guards: [], storeSettings: [{ merchantId: MERCHANT, storeId: STORE, version: 1, settings, updatedAt: NOW }] }]);
    expect((await pageOf(shop)).setup).toBeNull();
  }, { empty: true }));

  test("has a comparison begun for a store of the merchant, and for no other", () => withShop(async (shop) => {
    expect(await post(shop, { act: "compare", storeId: STORE })).toMatchObject({ data: { ok: true } });
    expect(await post(shop, { act: "compare", storeId: "somebody-else" })).toMatchObject({ data: { ok: false }, init: { status: 422 } });
    expect(shop.asked.map(({ verb }) => verb)).toEqual(["compareNow"]);
  }));

  test("takes the store live", () => withShop(async (shop) => {
    expect(await post(shop, { status: "live" })).toMatchObject({ data: { ok: true }, init: { status: 200 } });
    expect(shop.asked).toMatchObject([{ verb: "setStoreStatus", ask: { status: "live", actor: "person:1" } }]);
  }, { store: { status: "observe" } }));

  test("refuses a status that nobody may choose, and asks nothing", () => withShop(async (shop) => {
    for (const status of ["leaving", "uninstalled", ""]) expect(await post(shop, { status })).toMatchObject({ data: { ok: false }, init: { status: 422 } });
    expect(shop.asked).toEqual([]);
  }));
});

describe("a day's hours", () => {
  test("are 24, and one more or less on the days a clock changes", () => {
    expect(clockOf(NOW, "America/New_York").hours).toHaveLength(25);
    expect(clockOf(Date.UTC(2026, 2, 8, 18), "America/New_York").hours).toHaveLength(24);
    expect(clockOf(Date.UTC(2026, 10, 1, 18), "America/New_York").hours).toHaveLength(26);
  });

  test("the last of the days is today", () => {
    const { days, dayStart } = clockOf(NOW, "America/New_York");
    expect(days).toHaveLength(8);
    expect(days.at(-2)).toBe(dayStart);
  });
});
