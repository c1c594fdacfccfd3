import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../../tests/screens/fixture-context";
import { NOW, storeRow } from "../../../tests/screens/fixture-rows";
import { toId, type ItemId } from "../../domain/ids";
import { readListAddress } from "../list-address";
import { INVENTORY_PARAMETERS, inventoryPage } from "./inventory-page.server";
import { itemPage } from "./item-page.server";

let shop: FixtureShop;
beforeAll(async () => void (shop = await openFixtureShop()));
afterAll(() => shop.close());

const rowsAt = async (query: string) => (await inventoryPage(shop.db, { store: storeRow(), now: NOW }, readListAddress(new URL(`https://app.example/inventory${query}`), INVENTORY_PARAMETERS))).rows;
const idsAt = async (query: string) => [...new Set((await rowsAt(query)).map((row) => row.id))];

describe("inventory", () => {
  test("has a row for each item at each location that stocks it", async () => {
    const rows = await rowsAt("");
    expect(rows).toHaveLength(10);
    expect(rows.find((row) => row.id === "cap@reno")).toMatchObject({ sku: "CAP-MOSS", location: "Reno, NV", available: 22, committed: 4, onHand: 26, incoming: 40, promise: 22 });
    expect(rows.find((row) => row.id === "tent@reno")).toMatchObject({ available: -2, promise: 0, sku: "" });
    expect(rows.find((row) => row.itemId === "map")).toMatchObject({ untracked: true });
  });

  test("promises nothing from where nothing ships", async () => expect((await rowsAt("")).find((row) => row.id === "tent@soho")).toMatchObject({ available: 1, promise: 0 }));

  test("is searched by SKU, and narrowed by location and trouble", async () => {
    expect(new Set((await rowsAt("?search=flask")).map((row) => row.itemId))).toEqual(new Set(["flask"]));
    expect(await idsAt("?location=newark")).toEqual(["vest@newark", "cap@newark"]);
    expect(new Set((await rowsAt("?show=negative")).map((row) => row.itemId))).toEqual(new Set(["tent"]));
    expect((await rowsAt("?show=low")).filter((row) => row.low).map((row) => row.id)).toEqual(["vest@newark"]);
    expect(new Set((await rowsAt("?show=differing")).map((row) => row.itemId))).toEqual(new Set(["cap", "flask"]));
    expect((await rowsAt("?show=differing")).find((row) => row.differs !== null)).toMatchObject({ id: "flask@dallas", differs: { expected: 5, found: 3, cause: "Not known yet: recent orders are being read again" } });
  });

  test("is sorted by what the address says, and by title where it says nonsense", async () => {
    const byAvailable = (await rowsAt("?sort=available:up")).map((row) => row.itemId);
    expect(byAvailable[0]).toBe("tent");
    expect((await rowsAt("?sort=nonsense:down"))[0]?.title).toMatch(/^Two-person|^Trail/);
  });
});

describe("an item", () => {
  const page = (itemId: string, narrowed: { location?: string; state?: string } = {}) =>
    itemPage(shop.db, storeRow(), { itemId: toId<ItemId>(itemId), now: NOW, location: narrowed.location ?? null, state: narrowed.state ?? null });
  const change = (entry: { change: string }) => Number(entry.change.replace("−", "-"));

  test("every number opens the entries that add up to it", async () => {
    for (const row of (await page("cap"))?.levels ?? []) {
      for (const state of ["onHand", "available", "committed", "incoming"] as const) {
        const opened = await page("cap", { location: row.locationId, state });
        expect(opened?.sum?.units, `${row.id} ${state}`).toBe(row[state]);
        expect(opened?.entries.reduce((sum, entry) => sum + change(entry), 0), `${row.id} ${state}`).toBe(row[state]);
      }
    }
  });

  test("an entry tells its cause and leads to it", async () => {
    const entries = (await page("cap", { location: "reno", state: "available" }))?.entries;
    expect(entries?.find((entry) => entry.link !== null)).toMatchObject({ cause: "Reserved for an order", change: "−2", link: { to: "/orders/o1042", label: "#1042" } });
    expect(entries?.find((entry) => entry.note !== "")).toMatchObject({ cause: "Read from your shop", note: expect.stringContaining("26 expected, 24 found: a parcel or sale made elsewhere took them") });
  });

  test("shows what differs with both numbers, since when and why", async () => {
    expect((await page("flask"))?.differences).toMatchObject([{ location: "Dallas, TX", expected: 5, found: 3, settled: false, cause: expect.stringMatching(/^Not known yet/) }]);
  });

  test("shows what is asked of the shop as pending, and thresholds of its own", async () => {
    const shown = await page("cap");
    expect(shown?.pending).toMatchObject([{ location: "Dallas, TX", what: "Available +3", note: "Counted: Shelf B counted", state: "waiting" }]);
    expect(shown?.rules.find((rule) => rule.id === "dallas")).toMatchObject({ lowStockUnits: 10, safetyStockUnits: 2 });
    expect((await page("vest"))?.pending).toEqual([]);
  });

  test("tells who changed it and why", async () => expect((await page("cap"))?.activity).toMatchObject([{ text: "Quantity changed", note: expect.stringContaining("“Counted twice”") }]));

  test("what is no state narrows nothing, and what is no item is not found", async () => {
    expect((await page("cap", { state: "nonsense" }))?.shown).toMatchObject({ state: null, words: "Entries" });
    expect(await page("none")).toBeNull();
  });
});
