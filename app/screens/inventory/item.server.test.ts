import type { ActionFunctionArgs } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { fixtureShop } from "../../../tests/screens/fixture-hooks";
import { action as importFile } from "./import.server";
import { action } from "./item.server";

const shop = fixtureShop();

const post = (fields: Record<string, string>) => action({
  request: new Request("https://app.example/shopify/inventory/cap", { method: "POST", body: new URLSearchParams(fields) }), params: { itemId: "cap" }, context: { switchyard: shop.context },
} as unknown as ActionFunctionArgs);
const level = { locationId: "reno", requestKey: "k1" };

describe("an item's dialogs", () => {
  test("a count is sent with what was seen and a name of its own", async () => {
    expect(await post({ act: "adjust", ...level, state: "available", how: "counted", units: "20", "expected.available": "22", "expected.damaged": "0", reason: "cycle-count", note: " Shelf A " })).toMatchObject({ data: { ok: true } });
    expect(shop.asked).toMatchObject([{ verb: "adjustStock", ask: { itemId: "cap", locationId: "reno", requestKey: "k1", state: "available", counted: 20, delta: null, expected: 22, reason: "cycle-count", note: "Shelf A" } }]);
  });

  test("a change is sent as a change", async () => {
    await post({ act: "adjust", ...level, state: "on-hand", how: "delta", units: "-3", "expected.on-hand": "26", reason: "shrinkage" });
    expect(shop.asked[0]?.ask).toMatchObject({ state: "on-hand", counted: null, delta: -3, expected: 26 });
  });

  test.each([
    [{ act: "adjust", ...level, state: "available", how: "counted", units: "many", reason: "other" }, "units"], [{ act: "adjust", ...level, state: "available", how: "counted", units: "", reason: "other" }, "units"],
    [{ act: "move", ...level, from: "available", to: "damaged", units: "1.5", reason: "damaged" }, "units"], [{ act: "rule", ...level, lowStockUnits: "x", safetyStockUnits: "" }, "lowStockUnits"],
  ])("what is no number is told at its field, and nothing is done: %o", async (fields, field) => {
    expect(await post(fields)).toMatchObject({ data: { ok: false, problems: { [field]: expect.any(String) } }, init: { status: 422 } });
    expect(shop.asked).toEqual([]);
  });

  test.each([{ act: "adjust", ...level, state: "committed", units: "1", reason: "other" }, { act: "move", ...level, from: "available", to: "sold", units: "1", reason: "other" }, { act: "other", ...level }, { act: "adjust" }])("what the page does not post does nothing: %o", async (fields) => {
    expect(await post(fields)).toMatchObject({ data: { ok: false, problem: expect.stringContaining("out of date") } });
    expect(shop.asked).toEqual([]);
  });

  test("a refusal stands at the field that the dialog has", async () => {
    shop.answer.result = { ok: false, field: "counted", problem: "There were 22 when you looked, and there are 21 now." };
    expect(await post({ act: "adjust", ...level, state: "available", how: "counted", units: "20", reason: "other" })).toMatchObject({ data: { ok: false, problems: { units: expect.stringContaining("21 now") } } });
  });

  test("units are moved, and an empty threshold follows the store", async () => {
    await post({ act: "move", ...level, from: "available", to: "damaged", units: "2", reason: "damaged", note: "" });
    await post({ act: "rule", ...level, lowStockUnits: "4", safetyStockUnits: "" });
    expect(shop.asked).toMatchObject([{ verb: "moveStock", ask: { from: "available", to: "damaged", units: 2 } }, { verb: "setStockRule", ask: { lowStockUnits: 4, safetyStockUnits: null } }]);
  });
});

describe("a file", () => {
  const upload = (act: string, file: File | null) => {
    const form = new FormData();
    form.set("act", act);
    if (file !== null) form.set("file", file);
    return importFile({ request: new Request("https://app.example/shopify/inventory/import", { method: "POST", body: form }), params: {}, context: { switchyard: shop.context } } as unknown as ActionFunctionArgs);
  };

  test("is handed on as its text", async () => {
    await upload("count", new File(["sku,location,quantity\nCAP-MOSS,Reno,3"], "count.csv"));
    await upload("rules", new File(["sku,location,low_stock\n"], "rules.csv"));
    expect(shop.asked.map(({ verb, ask }) => [verb, ask["text"]])).toEqual([["importStockCount", "sku,location,quantity\nCAP-MOSS,Reno,3"], ["importStockRules", "sku,location,low_stock\n"]]);
  });

  test.each([[null], [new File([], "empty.csv")], [new File([new Uint8Array([0xff, 0xfe, 0x41])], "latin.csv")], [new File([new Uint8Array(4_000_001)], "large.csv")]])("that cannot be read is refused whole", async (file) => {
    expect(await upload("count", file)).toMatchObject({ data: { result: { ok: false, field: "file", problem: expect.any(String) } }, init: { status: 422 } });
    expect(shop.asked).toEqual([]);
  });
});
