import type { ActionFunctionArgs } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../../tests/screens/fixture-context";
import { NOW, storeRow } from "../../../tests/screens/fixture-rows";
import { homePage } from "./home-page.server";
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
  test("counts what needs a person, and today on the shop's clock", () => withShop(async ({ db }) => {
    const page = await homePage(db, storeRow(), NOW);
    expect(page).toMatchObject({ held: 1, backordered: 1, refused: { value: 2, more: false }, parked: { value: 1 }, today: { orders: { value: 3 }, routed: 1, shipped: 0 } });
    expect(await homePage(db, storeRow({ timeZone: "Asia/Tokyo" }), NOW)).toMatchObject({ today: { orders: { value: 3 } } });
    expect(await homePage(db, storeRow(), NOW + 24 * 3_600_000)).toMatchObject({ today: { orders: { value: 0 } } });
  }));

  test("knows a shop that has nothing yet", () => withShop(async ({ db }) => {
    expect(await homePage(db, storeRow(), NOW)).toMatchObject({ start: { orders: false, locations: 0 }, held: 0, sync: { lastOrderChangeAt: null } });
  }, { empty: true }));

  test("takes the store live", () => withShop(async (shop) => {
    expect(await post(shop, { status: "live" })).toMatchObject({ data: { ok: true }, init: { status: 200 } });
    expect(shop.asked).toMatchObject([{ verb: "setStoreStatus", ask: { status: "live", actor: "person:1" } }]);
  }, { store: { status: "observe" } }));

  test("refuses a status that nobody may choose, and asks nothing", () => withShop(async (shop) => {
    for (const status of ["leaving", "uninstalled", ""]) expect(await post(shop, { status })).toMatchObject({ data: { ok: false }, init: { status: 422 } });
    expect(shop.asked).toEqual([]);
  }));
});
