import { randomBytes, createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MERCHANT, STORE, storeRow } from "../../tests/screens/fixture-rows";
import { openFixtureShop, type FixtureShop } from "../../tests/screens/fixture-context";
import { DEFAULT_STORE_SETTINGS } from "../domain/desk";
import { PRESETS } from "../domain/routing/presets";
import { createKey, KEYS_MAX, revokeKey, type MintKey } from "./api-key-acts";
import { publishPreset } from "./publish-policy";
import { moveSetup, saveStoreSettings } from "./store-settings";

let shop: FixtureShop;
beforeEach(async () => void (shop = await openFixtureShop({ empty: true })));
afterEach(() => shop.close());

const store = storeRow();
const actor = "person:1";
const ctx = () => shop.context.flow;
const activity = async () => (await shop.db.activityPage(MERCHANT, { limit: 50 })).rows;
const saved = () => shop.db.storeSettings(MERCHANT, STORE);
const wish = { lowStockUnits: 3, notifyCustomers: false, retentionDays: 90 };

describe("store settings", () => {
  test("are saved on top of the version that the form showed, and tell who changed what", async () => {
    expect(await saveStoreSettings(ctx(), { store, actor, version: 0, settings: wish })).toEqual({ ok: true });
    expect(await saved()).toMatchObject({ version: 1, settings: { ...DEFAULT_STORE_SETTINGS, ...wish } });
    expect(await activity()).toMatchObject([{ actor, verb: "settings-changed", detail: { changes: [{ field: "lowStockUnits", before: 5, after: 3 }, {}, {}] } }]);
  });

  test("the same form twice has one effect; a stale one has none and says so", async () => {
    await saveStoreSettings(ctx(), { store, actor, version: 0, settings: wish });
    expect(await saveStoreSettings(ctx(), { store, actor, version: 0, settings: wish })).toEqual({ ok: true });
    expect(await saveStoreSettings(ctx(), { store, actor, version: 0, settings: { ...wish, lowStockUnits: 9 } })).toMatchObject({ ok: false, field: null });
    expect(await saved()).toMatchObject({ version: 1, settings: wish });
    expect(await activity()).toHaveLength(1);
  });

  test.each([
    [{ ...wish, lowStockUnits: -1 }, "lowStockUnits"], [{ ...wish, lowStockUnits: 1.5 }, "lowStockUnits"], [{ ...wish, lowStockUnits: Number.NaN }, "lowStockUnits"],
    [{ ...wish, retentionDays: 29 }, "retentionDays"], [{ ...wish, retentionDays: 3651 }, "retentionDays"],
  ])("%o is refused at its field, and nothing is saved", async (settings, field) => {
    expect(await saveStoreSettings(ctx(), { store, actor, version: 0, settings })).toMatchObject({ ok: false, field });
    expect(await saved()).toBeNull();
  });

  test("null means no notices, and kept until somebody asks", async () => {
    expect(await saveStoreSettings(ctx(), { store, actor, version: 0, settings: { ...wish, lowStockUnits: null, retentionDays: null } })).toEqual({ ok: true });
  });
});

describe("the setup", () => {
  const move = (act: Parameters<typeof moveSetup>[1]["act"]) => moveSetup(ctx(), { store, actor, act });

  test("remembers its steps in their order, and keeps the other settings", async () => {
    await saveStoreSettings(ctx(), { store, actor, version: 0, settings: wish });
    await move({ kind: "finish", step: "routing" });
    await move({ kind: "finish", step: "import" });
    await move({ kind: "finish", step: "import" });
    expect((await saved())?.settings).toMatchObject({ ...wish, setupDone: ["import", "routing"] });
    await move({ kind: "reopen", step: "import" });
    await move({ kind: "dismiss" });
    expect((await saved())?.settings).toMatchObject({ setupDone: ["routing"], setupDismissed: true });
    await move({ kind: "show" });
    expect((await saved())?.settings.setupDismissed).toBe(false);
    expect((await activity()).map(({ verb }) => verb)).toEqual(["setup-show", "setup-dismiss", "setup-reopen", "setup-finish", "setup-finish", "settings-changed"]);
  });
});

describe("policies", () => {
  test("a preset becomes the newest version once, however often it is chosen", async () => {
    expect(await publishPreset(ctx(), { store, actor, preset: "nearest-first" })).toEqual({ ok: true });
    expect(await publishPreset(ctx(), { store, actor, preset: "nearest-first" })).toEqual({ ok: true });
    expect(await shop.db.latestPolicy(MERCHANT)).toMatchObject({ version: 1, name: "Nearest first", policy: PRESETS[2]?.policy });
    await publishPreset(ctx(), { store, actor, preset: "fewest-parcels" });
    expect(await shop.db.latestPolicy(MERCHANT)).toMatchObject({ version: 2 });
    expect(await activity()).toMatchObject([{ verb: "policy-published", detail: { version: 2, before: "Nearest first" } }, { verb: "policy-published" }]);
  });

  test("two persons at once both find theirs published, one after the other", async () => {
    const answers = await Promise.all(["nearest-first", "fewest-parcels"].map((preset) => publishPreset(ctx(), { store, actor, preset })));
    expect(answers).toEqual([{ ok: true }, { ok: true }]);
    expect((await shop.db.latestPolicy(MERCHANT))?.version).toBe(2);
  });

  test("what is no preset is refused", async () => expect(await publishPreset(ctx(), { store, actor, preset: "x" })).toMatchObject({ ok: false, field: "preset" }));
});

describe("keys", () => {
  const mint: MintKey = async (db, { name, ...rest }) => {
    const key = randomBytes(8).toString("hex");
    await db.createApiKey({ ...rest, name, createdAt: rest.now, keyHash: createHash("sha256").update(key).digest("hex"), ending: key.slice(-4), revokedAt: null });
    return key;
  };
  const create = (name: string) => createKey(ctx(), { store, actor, name, mayWrite: false, mint });

  test("a key is told once, and neither it nor its hash is in the activity", async () => {
    const made = await create(" ERP ");
    if (!made.ok) throw new Error(made.problem);
    const told = JSON.stringify(await activity());
    expect(told).toContain("ERP");
    expect(told).not.toContain(made.key);
    expect(told).not.toContain(createHash("sha256").update(made.key).digest("hex"));
    expect(await shop.db.apiKeys(MERCHANT)).toMatchObject([{ name: "ERP", createdBy: actor, mayWrite: false }]);
  });

  test("names tell keys apart", async () => {
    expect(await create(" ")).toMatchObject({ ok: false, field: "name" });
    expect(await create("x".repeat(61))).toMatchObject({ ok: false, field: "name" });
    await create("ERP");
    expect(await create("ERP")).toMatchObject({ ok: false, field: "name" });
    for (let count = 1; count < KEYS_MAX; count += 1) await create(`key ${count}`);
    expect(await create("one more")).toMatchObject({ ok: false, problem: expect.stringContaining("Revoke one") });
  });

  test("a revocation says why, happens once, and frees the name", async () => {
    await create("ERP");
    const [key] = await shop.db.apiKeys(MERCHANT);
    const revoke = (reason: string, keyId = key?.id ?? "") => revokeKey(ctx(), { store, actor, keyId, reason });
    expect(await revoke(" ")).toMatchObject({ ok: false, field: "reason" });
    expect(await revoke("Lost", "none")).toMatchObject({ ok: false, field: null });
    expect(await revoke("The laptop was lost")).toEqual({ ok: true });
    expect(await revoke("Again")).toEqual({ ok: true });
    expect((await activity()).filter(({ verb }) => verb === "api-key-revoked")).toMatchObject([{ reason: "The laptop was lost", subjectKind: "api-key", subjectId: key?.id }]);
    expect(await create("ERP")).toMatchObject({ ok: true });
  });
});
