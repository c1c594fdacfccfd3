import type { ActionFunctionArgs } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { openFixtureShop } from "../../../tests/screens/fixture-context";
import { fixtureShop } from "../../../tests/screens/fixture-hooks";
import { storeRow } from "../../../tests/screens/fixture-rows";
import { causeOf, exceptionsPage } from "./exceptions-page.server";
import { action } from "./exceptions.server";
import { suggestionFor } from "./suggestions";

const shop = fixtureShop();

const post = (fields: Record<string, string>) =>
  action({ request: new Request("https://app.example/shopify/exceptions", { method: "POST", body: new URLSearchParams(fields) }), params: {}, context: { switchyard: shop.context } } as ActionFunctionArgs);
const at = (query: string) => new URL(`https://app.example/exceptions${query}`);
const both = JSON.stringify([{ kind: "intent", id: "i1" }, { kind: "read", storeId: "s1", read: "order", target: "9" }]);

describe("exceptions", () => {
  test("one cause that hits many is one row, with what was tried, said and suggested", async () => {
    const { groups } = await exceptionsPage(shop.db, storeRow(), at(""));
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

describe("by kind", () => {
  test("each tab shows its own, and Home's two cards lead to what they count", async () => {
    const count = async (query: string) => {
      const { groups, runs } = await exceptionsPage(shop.db, storeRow(), at(query));
      return [groups.reduce((sum, group) => sum + group.refs.length, 0), runs.length];
    };
    expect(await count("")).toEqual([3, 1]);
    expect(await count("?kind=calls")).toEqual([2, 0]);
    expect(await count("?kind=messages")).toEqual([1, 0]);
    expect(await count("?kind=runs")).toEqual([0, 1]);
    expect(await count("?kind=nonsense")).toEqual([3, 1]);
  });

  test("a whole cause is retried, whatever page its parts stand on", async () => {
    const cause = causeOf({ tried: "Report that work has begun", said: "The fulfillment order is already in progress." });
    expect(await post({ act: "retry", cause })).toMatchObject({ data: { ok: true } });
    expect(shop.asked.map(({ ask }) => ask["exception"])).toEqual(expect.arrayContaining([{ kind: "intent", id: "i1" }, { kind: "intent", id: "i2" }]));
    expect(shop.asked).toHaveLength(2);
    expect(await post({ act: "retry", cause: "something that is over" })).toMatchObject({ data: { ok: false, problem: "It is settled already. Reload the page." } });
  });

  test("more than a page of calls is paged through, without losing one", async () => {
    const many = await openFixtureShop();
    const [model] = (await many.db.refusedIntents(storeRow().merchantId, "", 1)).rows;
    if (model === undefined) throw new Error("no refused call");
    const intents = Array.from({ length: 130 }, (_, index) => ({ ...model, id: `more-${index}`, lane: `more-${index}`, key: `more-${index}`, dueAt: model.dueAt - index }));
    await many.db.commit([{ merchantId: model.merchantId, guards: [], intents }]);
    const first = await exceptionsPage(many.db, storeRow(), at("?kind=calls"));
    expect(first).toMatchObject({ partial: true });
    const second = await exceptionsPage(many.db, storeRow(), at(`?kind=calls&cursor=${encodeURIComponent(first.nextCursor ?? "")}&back=`));
    const ids = [...first.groups, ...second.groups].flatMap(({ refs }) => refs.map((ref) => JSON.stringify(ref)));
    expect(new Set(ids).size).toBe(132);
    expect(second.nextCursor).toBeNull();
    expect((await exceptionsPage(many.db, storeRow(), at(""))).moreOf).toEqual(["calls"]);
    const request = new Request("https://app.example/shopify/exceptions", { method: "POST", body: new URLSearchParams({ act: "retry", cause: first.groups[0]?.id ?? "" }) });
    await action({ request, params: {}, context: { switchyard: many.context } } as ActionFunctionArgs);
    expect(many.asked).toHaveLength(132);
    await many.close();
  });
});

describe("work that stopped", () => {
  test("says what stopped, what that means and what to do", async () => {
    const { runs } = await exceptionsPage(shop.db, storeRow(), at("?kind=runs"));
    expect(runs).toMatchObject([{ tried: "Import items and stock (250 done)", said: expect.stringContaining("read_products"), means: expect.stringContaining("cannot be routed"), again: true }]);
  });

  test("goes on by its own verb, and is put aside with a reason", async () => {
    await post({ act: "retry", runId: "run-import" });
    expect(await post({ act: "dismiss", runId: "run-import", reason: "" })).toMatchObject({ init: { status: 422 } });
    await post({ act: "dismiss", runId: "run-import", reason: "Imported by file" });
    expect(await post({ act: "retry", runId: "somebody-elses" })).toMatchObject({ data: { ok: false } });
    expect(shop.asked.map(({ verb, ask }) => [verb, ask["reason"]])).toEqual([["retryImport", undefined], ["settleRun", "Imported by file"]]);
  });

  test("is over when a newer run of its kind has come to its end", async () => {
    const other = await openFixtureShop();
    const failed = await other.db.run(storeRow().merchantId, "run-import");
    if (failed === null) throw new Error("no failed import");
    await other.db.commit([{ merchantId: failed.merchantId, guards: [], runs: [{ ...failed, id: "run-import-2", status: "done", startedAt: failed.startedAt + 1 }] }]);
    expect((await exceptionsPage(other.db, storeRow(), at("?kind=runs"))).runs).toEqual([]);
    await other.close();
  });
});

test("a suggestion fits what was said, and there is always one", () => {
  expect(suggestionFor("read", "Access denied for orders field")).toContain("Open Switchyard");
  expect(suggestionFor("intent", "Throttled")).toContain("busy");
  expect(suggestionFor("intent", "Something odd")).toContain("Open the order");
});
