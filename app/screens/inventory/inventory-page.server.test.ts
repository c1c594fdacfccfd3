import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../../tests/screens/fixture-context";
import { storeRow } from "../../../tests/screens/fixture-rows";
import { toId, type ItemId } from "../../domain/ids";
import { inventoryPage, itemPage, readInventoryAddress } from "./inventory-page.server";

let shop: FixtureShop;
beforeAll(async () => void (shop = await openFixtureShop()));
afterAll(() => shop.close());

const rowsAt = async (query: string) => (await inventoryPage(shop.db, storeRow(), readInventoryAddress(new URL(`https://app.example/inventory${query}`)))).rows;

describe("inventory", () => {
  test("has a row for each item at each location that stocks it", async () => {
    const rows = await rowsAt("");
    expect(rows).toHaveLength(10);
    expect(rows.find((row) => row.id === "cap@reno")).toMatchObject({ sku: "CAP-MOSS", location: "Reno, NV", available: 22, committed: 4, onHand: 26, incoming: 40 });
    expect(rows.find((row) => row.id === "tent@reno")).toMatchObject({ available: -2, sku: "" });
    expect(rows.find((row) => row.itemId === "map")).toMatchObject({ untracked: true });
  });

  test("is searched by SKU", async () => expect(new Set((await rowsAt("?search=flask")).map((row) => row.itemId))).toEqual(new Set(["flask"])));

  test("an item's entries add up to its levels, each with its cause", async () => {
    const page = await itemPage(shop.db, storeRow(), toId<ItemId>("cap"));
    const change = (entry: { change: string }) => Number(entry.change.replace("−", "-"));
    const available = page?.entries.filter((entry) => entry.state === "Available" && entry.location === "Reno, NV").reduce((sum, entry) => sum + change(entry), 0);
    expect(available).toBe(22);
    expect(page?.entries.find((entry) => entry.orderId !== null)).toMatchObject({ cause: "Reserved for an order" });
    expect(await itemPage(shop.db, storeRow(), toId<ItemId>("none"))).toBeNull();
  });
});
