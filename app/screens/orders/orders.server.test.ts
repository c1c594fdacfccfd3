import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { fixtureShop } from "../../../tests/screens/fixture-hooks";
import { action, loader } from "./orders.server";

const shop = fixtureShop();

const at = (path: string, init?: RequestInit) => ({ request: new Request(`https://app.example/shopify/orders${path}`, init), params: {}, context: { switchyard: shop.context } });
const post = (fields: Record<string, string>) => action(at("", { method: "POST", body: new URLSearchParams(fields) }) as ActionFunctionArgs);

describe("acts on many orders", () => {
  test("the ticked ones, with the reason", async () => {
    expect(await post({ act: "bulk", bulk: "hold", reason: "Fraud wave", orderIds: "o1042 o1037", all: "no" })).toMatchObject({ data: { ok: true }, init: { status: 200 } });
    expect(shop.asked).toMatchObject([{ verb: "startBulkAct", ask: { actor: "person:1", act: { kind: "hold", reason: "Fraud wave" }, orders: { orderIds: ["o1042", "o1037"] } } }]);
  });

  test("all that match are what the list shows, not what somebody posts", async () => {
    await post({ act: "bulk", bulk: "release", all: "yes", query: "tab=held&tag=gift&merchantId=other" });
    expect(shop.asked).toMatchObject([{ ask: { act: { kind: "release" }, orders: { filter: { statuses: ["held"], tags: ["gift"] } } } }]);
    expect(shop.asked[0]?.ask["orders"]).not.toHaveProperty("filter.merchantId");
  });

  test.each([
    [{ act: "bulk", bulk: "hold", orderIds: "o1", reason: " " }, { problems: { reason: "Say why they are held: others will see it." } }],
    [{ act: "bulk", bulk: "resolve-attention", orderIds: "o1" }, { problems: { note: "Say what you found: others will see it." } }],
    [{ act: "bulk", bulk: "release", orderIds: "" }, { problem: "Choose at least one order." }],
    [{ act: "bulk", bulk: "explode", orderIds: "o1" }, { problem: "This page is out of date. Reload it and try again." }],
    [{ act: "save-view", name: "", query: "" }, { problems: { name: "Give the view a name." } }],
  ])("bad input is told and nothing is begun: %j", async (fields, told) => {
    expect(await post(fields as Record<string, string>)).toMatchObject({ data: { ok: false, ...told }, init: { status: 422 } });
    expect(shop.asked).toEqual([]);
  });
});

test("a view keeps what the list knows and nothing else", async () => {
  await post({ act: "save-view", name: "Gifts", query: "tag=gift&id_token=secret&cursor=c1" });
  expect(shop.asked).toMatchObject([{ verb: "saveView", ask: { screen: "orders", name: "Gifts", query: "tag=gift" } }]);
});

test("a cursor that fits no list leads back to its first page", async () => {
  const thrown: unknown = await loader(at("?tab=held&cursor=nonsense") as LoaderFunctionArgs).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(Response);
  expect((thrown as Response).headers.get("location")).toBe("/shopify/orders?tab=held");
});
