import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../../tests/screens/fixture-context";
import { storeRow } from "../../../tests/screens/fixture-rows";
import { ordersPage, readAddress } from "./orders-page.server";

let shop: FixtureShop;
beforeAll(async () => void (shop = await openFixtureShop()));
afterAll(() => shop.close());

const pageAt = (query: string) => ordersPage(shop.db, storeRow(), readAddress(new URL(`https://app.example/orders${query}`)));
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
    expect(first).toMatchObject({ first: 1 });
    const second = await pageAt(`?cursor=${encodeURIComponent(first.nextCursor ?? "")}&back=`);
    expect(second.first).toBe(51);
    expect(second.nextCursor).toBeNull();
    expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(66);
  });
});
