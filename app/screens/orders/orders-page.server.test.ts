import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../../tests/screens/fixture-context";
import { MERCHANT, NOW, STORE, storeRow } from "../../../tests/screens/fixture-rows";
import { ordersPage } from "./orders-page.server";

let shop: FixtureShop;
beforeAll(async () => void (shop = await openFixtureShop()));
afterAll(() => shop.close());

const pageAt = (query: string) => ordersPage(shop.db, { store: storeRow(), url: new URL(`https://app.example/orders${query}`), now: NOW });
const namesAt = async (query: string) => (await pageAt(query)).rows.map((row) => row.name);

describe("the list of orders", () => {
  test("stands newest first, with customer, state and where each ships from", async () => {
    const { rows: [newest] } = await pageAt("");
    expect(newest).toMatchObject({ name: "#1042", customer: "Rosa Diaz", state: { label: "To ship" }, shipsFrom: ["Reno, NV (3)", "Newark, NJ (1)"], units: 5 });
  });

  test("says where a shipped order went from and where a plan sends one that is not confirmed yet", async () => {
    const { rows } = await pageAt("");
    expect(rows.find((row) => row.name === "#1039")?.shipsFrom).toEqual(["Reno, NV (2)"]);
    expect(rows.find((row) => row.name === "#1037")?.shipsFrom).toEqual(["Dallas, TX (3)"]);
  });

  test("is searched by name, e-mail, SKU and the customer's words", async () => {
    expect(await namesAt("?search=1041")).toEqual(["#1041"]);
    expect(await namesAt("?search=vest-sl-m")).toEqual(["#1042", "#1040"]);
    expect(await namesAt("?search=rosa@example.com&tab=backordered")).toEqual(["#1040"]);
    expect(await namesAt("?search=nobody")).toEqual([]);
  });

  test("is narrowed by state, and its tabs count", async () => {
    expect(await namesAt("?tab=held")).toEqual(["#1041"]);
    const { tabs } = await pageAt("");
    expect(tabs).toContainEqual({ id: "held", title: "Held", count: 1 });
    expect(tabs).toContainEqual({ id: "all", title: "All", count: null });
  });

  test("is paged by cursor without losing or repeating an order", async () => {
    const first = await pageAt("");
    expect(first.matching).toEqual({ value: 71, more: false });
    const second = await pageAt(`?cursor=${encodeURIComponent(first.nextCursor ?? "")}&back=`);
    expect(second.nextCursor).toBeNull();
    expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(71);
  });

  test("is sorted by what a person asks for", async () => {
    const { rows } = await pageAt("?sort=total:up");
    expect(rows.map((row) => row.totalMinor)).toEqual([...rows.map((row) => row.totalMinor)].sort((a, b) => a - b));
    expect((await pageAt("?sort=secret:up")).sort).toEqual({ by: "placed", direction: "down" });
  });

  test("says when an order should leave on the clock of the location that it leaves from, and that it is late", async () => {
    const row = (await pageAt("?search=1042")).rows[0];
    expect(row?.shipBy).toMatchObject({ words: "today 15:00 PDT", late: false });
    expect((await pageAt("?tab=late")).rows.map(({ name, shipBy }) => [name, shipBy?.late])).toEqual([["#1037", true], ["#976", true]]);
  });

  test("shows what a person has to look at, and counts it", async () => {
    const { rows, tabs } = await pageAt("?tab=attention");
    expect(rows.map((row) => [row.name, row.needsLook])).toEqual([["#976", true], ["#975", true], ["#974", true], ["#973", true]]);
    expect(tabs.find((tab) => tab.id === "attention")?.count).toBe(4);
  });

  test("is narrowed by tag, by payment and by the shop's own days", async () => {
    expect(await namesAt("?tag=GIFT")).toEqual(["#1042"]);
    expect(await namesAt("?payment=voided")).toEqual([]);
    expect(await namesAt("?from=2026-03-13&until=2026-03-13")).toEqual(["#1042", "#1041", "#1040"]);
    expect(await namesAt("?location=newark&tab=to-ship")).toEqual(["#1042", "#972"]);
    expect((await namesAt("?from=nonsense")).length).toBe(50);
  });

  test("knows the saved view that it shows, however its query is put, and offers to save one that nobody has", async () => {
    const view = { merchantId: MERCHANT, id: "v1", screen: "orders" as const, name: "Gifts to ship", query: "tag=gift&tab=to-ship", createdBy: "person:1", createdAt: NOW };
    await shop.db.commit([{ merchantId: MERCHANT, guards: [], views: [view] }]);
    expect(await pageAt("?tab=to-ship&tag=gift")).toMatchObject({ activeView: "v1", saveable: false, views: [{ title: "Gifts to ship" }] });
    expect(await pageAt("?tag=gift")).toMatchObject({ activeView: null, saveable: true });
    expect(await pageAt("?tab=held")).toMatchObject({ activeView: null, saveable: false });
  });

  test("shows how far an act on many has come, and what it could not do in words", async () => {
    const run = {
      merchantId: MERCHANT, id: "run-1", storeId: STORE, kind: "bulk-act" as const, status: "running" as const, actor: "person:1", total: 128, done: 40, failed: 1, problem: null,
      detail: { act: "hold", failures: [{ orderId: "o1039", problem: "It has been shipped." }, { odd: true }] }, startedAt: NOW, updatedAt: NOW, finishedAt: null,
    };
    await shop.db.commit([{ merchantId: MERCHANT, guards: [], runs: [run] }]);
    expect((await pageAt("")).bulk).toMatchObject({ title: "Hold: 128 orders", done: 40, failures: [{ name: "#1039", problem: "It has been shipped." }], moreFailures: 0 });
    await shop.db.commit([{ merchantId: MERCHANT, guards: [], runs: [{ ...run, status: "done", updatedAt: NOW + 1 }] }]);
    expect((await pageAt("")).bulk).toBeNull();
    expect((await pageAt("?run=run-1")).bulk).toMatchObject({ status: "done" });
  });
});
