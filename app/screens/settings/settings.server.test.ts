import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { fixtureChannel } from "../../../tests/screens/fixture-channel";
import { fixtureShop } from "../../../tests/screens/fixture-hooks";
import { NOW, storeRow } from "../../../tests/screens/fixture-rows";
import { readListAddress } from "../list-address";
import { activityPage } from "./activity.server";
import { action as actOnKeys, keyRows } from "./keys.server";
import { permissionsPage } from "./permissions.server";
import { loader as loadFile } from "./privacy-file.server";
import { privacyRows } from "./privacy.server";
import { runRows } from "./runs.server";
import { settingsPage } from "./settings-page.server";
import { action } from "./settings.server";

const shop = fixtureShop();

const argsOf = (fields: Record<string, string>) => ({ request: new Request("https://app.example/shopify/settings", { method: "POST", body: new URLSearchParams(fields) }), params: {}, context: { switchyard: shop.context } }) as unknown as ActionFunctionArgs;
const post = (fields: Record<string, string>) => action(argsOf(fields));

describe("settings", () => {
  test("show what was saved, and which store this is", async () => {
    expect(await settingsPage(shop.db, storeRow())).toMatchObject({ version: 1, settings: { lowStockUnits: 3, notifyCustomers: true, retentionDays: null }, stores: [{ here: true, status: "live" }], setup: { done: 1 } });
  });

  test("an empty field is none, an unticked box is no, and what is no number reaches the refusal of its field", async () => {
    await post({ act: "save", version: "1", lowStockUnits: "", retentionDays: " 90 " });
    await post({ act: "save", version: "1", lowStockUnits: "few", notifyCustomers: "yes", retentionDays: "" });
    expect(shop.asked).toMatchObject([
      { verb: "saveStoreSettings", ask: { version: 1, settings: { lowStockUnits: null, notifyCustomers: false, retentionDays: 90 } } }, { ask: { settings: { lowStockUnits: Number.NaN, notifyCustomers: true } } },
    ]);
  });

  test("the way of working is changed, and left with a reason", async () => {
    await post({ status: "paused" });
    await post({ act: "leave", reason: "Done" });
    await post({ act: "show-setup" });
    expect(shop.asked.map(({ verb }) => verb)).toEqual(["setStoreStatus", "leaveStore", "moveSetup"]);
    shop.answer.result = { ok: false, field: "reason", problem: "Say why." };
    expect(await post({ act: "leave", reason: "" })).toMatchObject({ data: { ok: false, problems: { reason: "Say why." } }, init: { status: 422 } });
  });

  test.each([{ act: "other" }, { act: "save" }, { act: "save", version: "one" }])("what the page does not post does nothing: %o", async (fields) => {
    expect(await post(fields as unknown as Record<string, string>)).toMatchObject({ data: { ok: false, problem: expect.stringContaining("out of date") } });
    expect(shop.asked).toEqual([]);
  });
});

describe("permissions", () => {
  test("the missing ones come first, and writing includes reading", () => {
    const page = permissionsPage(fixtureChannel, { scopes: ["write_orders", "write_customers"] });
    expect(page).toMatchObject({ missing: 1, rows: [{ scope: "write_inventory", granted: false, stops: expect.any(String) }, { granted: true }, { scope: "read_customers", granted: true }] });
    expect(page.limits[0]?.reason).toContain("60 days");
  });

  test("a permission to read is none to write", () => expect(permissionsPage(fixtureChannel, { scopes: ["read_orders"] }).missing).toBe(3));
});

describe("keys", () => {
  test("a key is told in the one answer that made it, which no cache keeps", async () => {
    shop.answer.result = { ok: true, key: "sy_once" } as typeof shop.answer.result;
    expect(await actOnKeys(argsOf({ act: "create", name: " ERP ", mayWrite: "yes" }))).toMatchObject({ data: { ok: true, key: "sy_once" }, init: { headers: { "Cache-Control": "no-store" } } });
    expect(shop.asked).toMatchObject([{ verb: "createApiKey", ask: { name: "ERP", mayWrite: true } }]);
  });

  test("reading is the default, a refusal stands at its field, and a revocation names its key", async () => {
    shop.answer.result = { ok: false, field: "name", problem: "Say what it is for." };
    expect(await actOnKeys(argsOf({ act: "create", name: "" }))).toMatchObject({ data: { ok: false, problems: { name: "Say what it is for." } } });
    await actOnKeys(argsOf({ act: "revoke", keyId: "k1", reason: "Lost" }));
    expect(shop.asked).toMatchObject([{ ask: { mayWrite: false } }, { verb: "revokeApiKey", ask: { keyId: "k1", reason: "Lost" } }]);
    expect(await actOnKeys(argsOf({ act: "steal" }))).toMatchObject({ data: { ok: false } });
  });

  test("those that work come first, and none of them tells its hash", async () => {
    const rows = await keyRows(shop.db, storeRow());
    expect(rows.map((row) => row.name)).toEqual(["ERP", "Dashboard", "Old laptop"]);
    expect(JSON.stringify(rows)).not.toContain("0".repeat(64));
  });
});

describe("what ran and was done", () => {
  test("privacy requests tell their result, and an export its file until it is over", async () => {
    const rows = await privacyRows(shop.db, storeRow(), NOW);
    expect(rows.find((row) => row.kind === "erase-customer")?.result).toBe("Erased. 12,840 rows of 38 tables were searched: nothing was found.");
    expect(rows.find((row) => row.kind === "export-customer")).toMatchObject({ result: "The file is ready.", fileUntil: expect.any(Number) });
    expect((await privacyRows(shop.db, storeRow(), NOW + 1e10)).find((row) => row.kind === "export-customer")).toMatchObject({ fileUntil: null });
  });

  test("the file of an export is no cache's, and of any other run there is none", async () => {
    const load = (runId: string) => loadFile({ request: new Request("https://app.example/x"), params: { runId }, context: { switchyard: shop.context } } as unknown as LoaderFunctionArgs);
    const file = await load("r6");
    expect([file.status, file.headers.get("Cache-Control"), file.headers.get("Content-Disposition")]).toEqual([200, "no-store", 'attachment; filename="customer-71.json"']);
    expect(await file.text()).toContain("rosa@example.com");
    expect((await load("r1")).status).toBe(404);
  });

  test("runs show how far they are, without privacy requests", async () => {
    const rows = await runRows(shop.db, storeRow());
    expect(rows.find((row) => row.id === "r3")).toMatchObject({ what: "Import orders", done: 41, total: 66, status: "running" });
    expect(rows.some((row) => row.kind.endsWith("-customer"))).toBe(false);
  });

  test("the activity names what it is about, who and why", async () => {
    const { rows } = await activityPage(shop.db, storeRow(), readListAddress(new URL("https://app.example/x"), []));
    expect(rows.find((row) => row.id === "a2")).toMatchObject({ what: "Location paused", about: "Store SoHo", to: "/locations/soho", who: "Person 1", reason: "Stocktaking until Monday" });
    expect(rows.find((row) => row.id === "a3")).toMatchObject({ about: "Acme Outdoor", to: null, detail: "low stock units: 5 → 3" });
  });
});
