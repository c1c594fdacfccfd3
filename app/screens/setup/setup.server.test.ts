import type { ActionFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fixtureChannel as channel } from "../../../tests/screens/fixture-channel";
import { openFixtureShop, type FixtureShop } from "../../../tests/screens/fixture-context";
import { MERCHANT, NOW, storeRow } from "../../../tests/screens/fixture-rows";
import { decisions } from "../../../tests/screens/fixture-shop";
import { setupPage } from "./setup-page.server";
import { action } from "./setup.server";

let shop: FixtureShop;
let fresh: FixtureShop;
beforeAll(async () => {
  shop = await openFixtureShop({ store: { status: "observe" } });
  fresh = await openFixtureShop({ empty: true });
});
afterAll(async () => {
  await shop.close();
  await fresh.close();
});
beforeEach(() => {
  shop.asked.length = 0;
  shop.answer.result = { ok: true };
});

const page = (step: string | null = null, from = shop) => setupPage(from.db, storeRow(), { step, now: NOW, channel });
const post = (fields: [string, string][]) => action({
  request: new Request("https://app.example/shopify/setup", { method: "POST", body: new URLSearchParams(fields) }), params: {}, context: { switchyard: shop.context },
} as unknown as ActionFunctionArgs);

describe("the setup", () => {
  test("opens at the first step that is not done, and at any that is asked for", async () => {
    expect((await page()).step).toBe("locations");
    expect((await page("observe")).step).toBe("observe");
    expect((await page("nonsense")).step).toBe("locations");
    expect((await page(null, fresh)).step).toBe("import");
  });

  test("shows the newest import of each kind and what cannot be imported", async () => {
    const { imports } = await page();
    expect(imports.rows.map((row) => row.kind)).toEqual(["import-locations", "import-items", "import-orders"]);
    expect(imports.rows[2]).toMatchObject({ status: "running", done: 41, total: 66 });
    expect(imports.limits).toEqual([expect.stringContaining("60 days")]);
    expect((await page(null, fresh)).imports.rows).toEqual([]);
  });

  test("offers three policies, tells which is in use, and compares them on the merchant's own orders", async () => {
    const { presets, comparedOrders, policy } = await page();
    expect(presets.map((preset) => [preset.id, preset.inUse])).toEqual([["lowest-cost", true], ["fewest-parcels", false], ["nearest-first", false]]);
    expect(policy).toEqual({ name: "Batteries", version: 2 });
    expect(comparedOrders).toBe(3);
    expect(presets[0]?.effect).toMatchObject({ orders: 3, parcels: 3, postage: expect.stringMatching(/^\$/) });
    expect((await page(null, fresh)).presets[0]).toMatchObject({ inUse: false, effect: null });
  });

  test("sums up what would have been different, the largest difference first", async () => {
    const { observed } = await page();
    expect(observed).toMatchObject({ decided: 3, unroutable: 1, impossible: 1, parcelsSaved: 2 });
    // The difference of costs is 340 each; the charge for the second parcel, 150, is no money.
    expect(observed.savedMinor).toBe(2 * (340 - 150));
    expect(observed.rows.map((row) => row.savedMinor)).toEqual([null, 190, 190]);
  });

  test("a plan that was refused changed nothing", async () => {
    const own = await openFixtureShop();
    await own.db.commit([{ merchantId: MERCHANT, guards: [], decisionStatuses: decisions.map(({ orderId, id }) => ({ orderId, decisionId: id, status: "refused" as const })) }]);
    expect((await page(null, own)).observed).toMatchObject({ decided: 0, elsewhere: 0, savedMinor: 0 });
    await own.close();
  });

  test("lists the open orders from before, and only those", async () => expect((await page()).open.map((order) => order.name)).toEqual(["#1038"]));
});

describe("its acts", () => {
  test("a step is finished and opened again, the setup put aside and shown", async () => {
    await post([["act", "finish"], ["step", "routing"]]);
    await post([["act", "reopen"], ["step", "routing"]]);
    await post([["act", "dismiss"]]);
    await post([["act", "show"]]);
    expect(shop.asked.map(({ verb, ask }) => [verb, ask["act"]])).toEqual([
      ["moveSetup", { kind: "finish", step: "routing" }], ["moveSetup", { kind: "reopen", step: "routing" }], ["moveSetup", { kind: "dismiss" }], ["moveSetup", { kind: "show" }],
    ]);
  });

  test("going live finishes the last step; a refusal does not", async () => {
    shop.answer.result = { ok: false, field: null, problem: "The store's locations have not been read yet." };
    expect(await post([["status", "live"]])).toMatchObject({ data: { ok: false, problem: expect.stringContaining("locations") } });
    expect(shop.asked.map(({ verb }) => verb)).toEqual(["setStoreStatus"]);
    shop.answer.result = { ok: true };
    await post([["status", "live"]]);
    expect(shop.asked.map(({ verb }) => verb)).toEqual(["setStoreStatus", "setStoreStatus", "moveSetup"]);
  });

  test("chosen orders are taken over by one run, each once", async () => {
    expect(await post([["act", "take-over"], ["orderId", "o1038"], ["orderId", "o1038"], ["orderId", "o9"]])).toMatchObject({ data: { ok: true, message: "2 orders are being taken over." } });
    expect(shop.asked).toMatchObject([{ verb: "startBulkAct", ask: { act: { kind: "take-over" }, orders: { orderIds: ["o1038", "o9"] } } }]);
    expect(await post([["act", "take-over"]])).toMatchObject({ data: { ok: false, problem: "Choose at least one order." } });
    expect(await post([["act", "take-over"], ...Array.from({ length: 101 }, (_, index): [string, string] => ["orderId", `o${index}`])])).toMatchObject({ data: { ok: false } });
  });

  test("a preset is published, an import retried, and nothing else is done", async () => {
    await post([["act", "preset"], ["preset", "nearest-first"]]);
    await post([["act", "retry-import"]]);
    for (const fields of [[["act", "burn"]], [["act", "finish"], ["step", "never"]]] as [string, string][][]) expect(await post(fields)).toMatchObject({ data: { ok: false, problem: expect.stringContaining("out of date") } });
    expect(shop.asked.map(({ verb }) => verb)).toEqual(["publishPreset", "retryImport"]);
  });
});
