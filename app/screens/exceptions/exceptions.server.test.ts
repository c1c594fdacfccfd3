import type { ActionFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../../tests/screens/fixture-context";
import { storeRow } from "../../../tests/screens/fixture-rows";
import { exceptionsPage } from "./exceptions-page.server";
import { action } from "./exceptions.server";
import { suggestionFor } from "./suggestions";

let shop: FixtureShop;
beforeAll(async () => void (shop = await openFixtureShop()));
afterAll(() => shop.close());
beforeEach(() => {
  shop.asked.length = 0;
  shop.answer.result = { ok: true };
});

const post = (fields: Record<string, string>) =>
  action({ request: new Request("https://app.example/shopify/exceptions", { method: "POST", body: new URLSearchParams(fields) }), params: {}, context: { switchyard: shop.context } } as ActionFunctionArgs);
const both = JSON.stringify([{ kind: "intent", id: "i1" }, { kind: "read", storeId: "s1", read: "order", target: "9" }]);

describe("exceptions", () => {
  test("one cause that hits many is one row, with what was tried, said and suggested", async () => {
    const { groups } = await exceptionsPage(shop.db, storeRow());
    expect(groups).toHaveLength(2);
    expect(groups[0]).toMatchObject({ tried: "Report that work has begun", said: "The fulfillment order is already in progress.", orders: [{ name: "#1037" }, { name: "#1039" }] });
    expect(groups[0]?.refs).toHaveLength(2);
    expect(groups[1]).toMatchObject({ tried: "Read a message from your shop (orders/updated)", refs: [{ kind: "delivery", id: "in-1" }] });
  });

  test("a retry reaches each of the group", async () => {
    expect(await post({ act: "retry", refs: both })).toMatchObject({ data: { ok: true } });
    expect(shop.asked.map(({ verb, ask }) => [verb, ask["exception"]])).toEqual([
      ["retry", { kind: "intent", id: "i1" }], ["retry", { kind: "read", storeId: "s1", read: "order", target: "9" }],
    ]);
  });

  test("a dismissal says why, else nothing is dismissed", async () => {
    expect(await post({ act: "dismiss", refs: both, reason: " " })).toMatchObject({ data: { ok: false, problems: { reason: "Say why this needs nothing more." } }, init: { status: 422 } });
    expect(shop.asked).toEqual([]);
    await post({ act: "dismiss", refs: both, reason: "Done by hand" });
    expect(shop.asked).toHaveLength(2);
  });

  test.each(["", "[]", "{", '[{"kind":"bomb","id":"1"}]', '[{"kind":"read","storeId":"s1","read":"secrets","target":""}]', '[{"kind":"intent","id":7}]'])("what the page does not post does nothing: %s", async (refs) => {
    expect(await post({ act: "retry", refs })).toMatchObject({ data: { ok: false } });
    expect(shop.asked).toEqual([]);
  });

  test("what could not be done is counted", async () => {
    shop.answer.result = { ok: false, field: null, problem: "It is gone." };
    expect(await post({ act: "retry", refs: both })).toMatchObject({ data: { ok: false, problem: "2 of 2 could not be done: It is gone." } });
  });
});

test("a suggestion fits what was said, and there is always one", () => {
  expect(suggestionFor("read", "Access denied for orders field")).toContain("Open Switchyard");
  expect(suggestionFor("intent", "Throttled")).toContain("busy");
  expect(suggestionFor("intent", "Something odd")).toContain("Open the order");
});
