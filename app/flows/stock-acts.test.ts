import { describe, expect, it } from "vitest";
import { type ItemId, type LocationId, type PlatformId, idOf } from "../domain/ids";
import type { LevelRecord } from "../domain/records";
import { applyDeliveries } from "./apply-deliveries";
import { type Bench, DALLAS, RENO, openStore, settle } from "./flows.fixtures";
import { importStockCount, importStockRules } from "./import-stock";
import { dismissNotice, watchStock } from "./low-stock";
import { performIntents } from "./perform-intents";
import { performReads } from "./perform-reads";
import { adjustStock, moveStock, setStockRule } from "./stock-acts";
import { wantedRead } from "./wanted";

const askAt = async (bench: Bench, good = 0, at = RENO) => {
  const store = await bench.store();
  const itemId = idOf<ItemId>(store.id, bench.good(good).itemId as PlatformId);
  const locationId = idOf<LocationId>(store.id, bench.location(at) as PlatformId);
  return { store, actor: "person:7", itemId, locationId };
};

const levelOf = async (bench: Bench, good = 0, at = RENO): Promise<LevelRecord> => {
  const { store, itemId, locationId } = await askAt(bench, good, at);
  const level = await bench.db.level(store.merchantId, itemId, locationId);
  if (!level) throw new Error("no level");
  return level;
};

const quantities = (bench: Bench, good = 0, at = RENO) => bench.twin.shop().items.get(bench.good(good).itemId)!.levels.get(bench.location(at))!.quantities;
const adjustment = { state: "available" as const, delta: 3, counted: null, expected: null, reason: "correction" as const, note: "found behind the shelf" };
const differences = async (bench: Bench) => bench.db.differencesSince((await bench.store()).merchantId, { storeId: (await bench.store()).id, since: 0, limit: 20 });
const causes = async (bench: Bench) => {
  const { store, itemId, locationId } = await askAt(bench);
  return (await bench.db.entriesOf(store.merchantId, itemId, 50)).filter((entry) => entry.locationId === locationId).map((entry) => `${entry.cause} ${entry.state} ${entry.delta}`);
};

describe("an adjustment", () => {
  it("is asked of the platform, posted once with its cause, and told with who and why", async () => {
    const bench = await openStore();
    expect(await adjustStock(bench.ctx, { ...(await askAt(bench)), ...adjustment })).toEqual({ ok: true });
    await settle(bench);
    expect(quantities(bench).available).toBe(8);
    expect(await levelOf(bench)).toMatchObject({ available: 8, onHand: 8 });
    expect((await causes(bench)).filter((one) => one.startsWith("adjust"))).toEqual(expect.arrayContaining(["adjust available 3", "adjust onHand 3"]));
    expect(await differences(bench)).toEqual([]);
    const { store, itemId } = await askAt(bench);
    const { rows } = await bench.db.activityPage(store.merchantId, { subject: { subjectKind: "item", subjectId: itemId }, limit: 5 });
    expect(rows).toMatchObject([{ actor: "person:7", verb: "stock-adjusted", reason: "found behind the shelf", detail: { delta: 3, state: "available" } }]);
    expect(await bench.db.ledgerFaults(store.merchantId, 5)).toEqual([]);
  });

  it("that a reading shows before its answer is applied is not posted again", async () => {
    const bench = await openStore();
    const ask = await askAt(bench);
    await adjustStock(bench.ctx, { ...ask, ...adjustment });
    await performIntents(bench.ctx);
    bench.clock.now += 5_000;
    await bench.db.commit([{ merchantId: ask.store.merchantId, guards: [], wantedReads: [wantedRead(ask.store, { kind: "item", target: bench.good(0).itemId }, { now: bench.clock.now })] }]);
    await performReads(bench.ctx);
    expect(await levelOf(bench)).toMatchObject({ available: 8 });
    expect((await differences(bench)).map((one) => one.cause)).toEqual(["our-call", "our-call"]);
    await applyDeliveries(bench.ctx);
    await settle(bench);
    expect(await levelOf(bench)).toMatchObject({ available: 8, onHand: 8 });
    expect(quantities(bench).available).toBe(8);
    expect((await causes(bench)).filter((one) => one.startsWith("adjust"))).toEqual([]);
    expect(await differences(bench)).toHaveLength(2);
  });

  it("keeps a reading waiting that was asked for while it was under way", async () => {
    const bench = await openStore();
    const ask = await askAt(bench);
    await adjustStock(bench.ctx, { ...ask, ...adjustment });
    const [row] = await bench.db.claimIntents(bench.clock.now, 60_000, 5);
    expect(row?.intent.kind).toBe("adjust-stock");
    bench.twin.people().adjustStock({ itemId: bench.good(0).itemId, locationId: bench.location(RENO), delta: 1 });
    await bench.db.commit([{ merchantId: ask.store.merchantId, guards: [], wantedReads: [wantedRead(ask.store, { kind: "item", target: bench.good(0).itemId }, { now: bench.clock.now })] }]);
    bench.clock.now += 1;
    await performReads(bench.ctx);
    expect(await levelOf(bench)).toMatchObject({ available: 5 });
    bench.clock.now += 61_000;
    await settle(bench);
    expect(await levelOf(bench)).toMatchObject({ available: 9, onHand: 9 });
  });

  it("sent twice under one name has one effect", async () => {
    const bench = await openStore();
    const ask = { ...(await askAt(bench)), ...adjustment, requestKey: "form-1" };
    await adjustStock(bench.ctx, ask);
    await adjustStock(bench.ctx, ask);
    await settle(bench);
    await adjustStock(bench.ctx, ask);
    await settle(bench);
    expect(quantities(bench).available).toBe(8);
  });

  it("to a counted quantity is refused when it is no longer what the person saw", async () => {
    const bench = await openStore();
    const counted = { ...adjustment, delta: null, counted: 2, state: "on-hand" as const };
    expect(await adjustStock(bench.ctx, { ...(await askAt(bench)), ...counted, expected: 4 })).toMatchObject({ ok: false, field: "counted", problem: expect.stringContaining("There were 4") as string });
    expect(await adjustStock(bench.ctx, { ...(await askAt(bench)), ...counted, expected: 5 })).toEqual({ ok: true });
    await settle(bench);
    expect(quantities(bench).available).toBe(2);
  });

  it("that the platform refuses stays among the exceptions with its words, and changes nothing", async () => {
    const bench = await openStore();
    await adjustStock(bench.ctx, { ...(await askAt(bench)), ...adjustment, delta: null, counted: 9 });
    quantities(bench).available = 4;
    await settle(bench);
    const { rows } = await bench.db.refusedIntents("acme" as never, "", 10);
    expect(rows).toMatchObject([{ orderId: null, intent: { kind: "adjust-stock" }, status: "refused" }]);
    expect(rows[0]?.problem).not.toBe("");
    expect((await causes(bench)).some((one) => one.startsWith("adjust"))).toBe(false);
    expect(await levelOf(bench)).toMatchObject({ available: 4 });
  });

  it.each([{ delta: 0 }, { delta: 1.5 }, { delta: 2_000_000 }, { delta: null }, { delta: 1, counted: 1 }, { delta: null, counted: -1 }, { note: "x".repeat(201) }])("with %o is refused at its field", async (more) => {
    const bench = await openStore();
    const result = await adjustStock(bench.ctx, { ...(await askAt(bench)), ...adjustment, ...more });
    expect(result.ok ? null : result.field).toMatch(/delta|counted|note/);
    expect((await bench.db.backlog(bench.clock.now)).outboxWaiting).toBe(0);
  });

  it("is refused with words while the store is only observed", async () => {
    const bench = await openStore({ status: "observe" });
    expect(await adjustStock(bench.ctx, { ...(await askAt(bench)), ...adjustment })).toMatchObject({ ok: false, problem: expect.stringContaining("only observes") as string });
  });
});

describe("moves and rules", () => {
  it("a move changes states and leaves on hand", async () => {
    const bench = await openStore();
    expect(await moveStock(bench.ctx, { ...(await askAt(bench)), from: "available", to: "damaged", units: 2, reason: "damaged", note: "" })).toEqual({ ok: true });
    await settle(bench);
    expect(quantities(bench)).toMatchObject({ available: 3, damaged: 2 });
    expect(await levelOf(bench)).toMatchObject({ available: 3, damaged: 2, onHand: 5 });
    expect(await moveStock(bench.ctx, { ...(await askAt(bench)), from: "damaged", to: "available", units: 3, reason: "other", note: "" })).toMatchObject({ ok: false, field: "units" });
  });

  it("a safety stock is moved by what is missing at the moment when it is sent", async () => {
    const bench = await openStore();
    const rule = { ...(await askAt(bench)), lowStockUnits: null, safetyStockUnits: 3, note: "" };
    expect(await setStockRule(bench.ctx, rule)).toEqual({ ok: true });
    // Before it is sent, the person thinks again.
    expect(await setStockRule(bench.ctx, { ...rule, safetyStockUnits: 1 })).toEqual({ ok: true });
    await settle(bench);
    expect(quantities(bench)).toMatchObject({ available: 4, safety_stock: 1 });
    expect(await levelOf(bench)).toMatchObject({ available: 4, safetyStock: 1, onHand: 5 });
    expect(await setStockRule(bench.ctx, { ...rule, safetyStockUnits: 9 })).toMatchObject({ ok: false, field: "safetyStockUnits" });
  });
});

const files = async (bench: Bench) => {
  const { store, actor } = await askAt(bench);
  const ids = [0, 1].map((good) => idOf<ItemId>(store.id, bench.good(good).itemId as PlatformId));
  const items = await bench.db.itemsById(store.merchantId, ids);
  const sku = (good: number): string => items.find((item) => item.id === ids[good])?.sku ?? "";
  const location = (at: number) => bench.twin.shop().locations.get(bench.location(at))!.name;
  return { store, actor, sku, location, count: (text: string) => importStockCount(bench.ctx, { store, actor, text, note: "" }), rules: (text: string) => importStockRules(bench.ctx, { store, actor, text }) };
};

describe("files", () => {
  it("a count is taken whole, once", async () => {
    const bench = await openStore();
    const { count, sku, location } = await files(bench);
    const text = `SKU,Location,Quantity\r\n${sku(0)},"${location(RENO)}",7\r\n${sku(1)},${bench.location(DALLAS)},5\r\n`;
    expect(await count(text)).toEqual({ ok: true, rows: 2, changed: 1, already: false });
    expect(await count(text)).toEqual({ ok: true, rows: 2, changed: 0, already: true });
    await settle(bench);
    expect(quantities(bench).available).toBe(7);
    expect(await levelOf(bench)).toMatchObject({ onHand: 7 });
  });

  it("every wrong row is named with its number and field, and nothing is taken", async () => {
    const bench = await openStore();
    const { count, sku, location } = await files(bench);
    const rows = [[sku(0), location(RENO), "7"], ["none", location(RENO), "1"], [sku(0), "Nowhere", "1"], [sku(0), location(DALLAS), "-1"], [sku(0), location(DALLAS), ""], [sku(0), location(RENO), "2"]];
    const result = await count(`sku,location,quantity\n${rows.map((row) => row.map((cell) => `"${cell}"`).join(",")).join("\n")}`);
    expect(result.ok ? [] : result.rows.map((one) => `${one.row} ${one.field}`)).toEqual(["3 sku", "4 location", "5 quantity", "6 quantity", "7 sku"]);
    expect((await bench.db.backlog(bench.clock.now)).outboxWaiting).toBe(0);
  });

  it("a SKU of two items is refused with their names", async () => {
    const bench = await openStore();
    const { count, sku, location, store } = await files(bench);
    const [item] = await bench.db.itemsBySku(store.merchantId, store.id, [sku(1)]);
    await bench.db.commit([{ merchantId: store.merchantId, guards: [], items: [{ ...item!, sku: sku(0) }] }]);
    const result = await count(`sku,location,quantity\n${sku(0)},"${location(RENO)}",7`);
    expect(result.ok ? "" : result.rows[0]?.problem).toContain("More than one item");
  });

  it.each(["", "sku,location\nA,B", "sku,location,quantity", "a\"b\nc", "sku,sku,location,quantity\n1,1,1,1"])("a file like %j is refused as a whole", async (text) => {
    const bench = await openStore();
    expect(await (await files(bench)).count(text)).toMatchObject({ ok: false, field: "file", rows: [] });
  });

  it("rules are saved together, and an empty cell follows the store", async () => {
    const bench = await openStore();
    const { rules, sku, location, store } = await files(bench);
    expect(await rules(`sku,location,low_stock,safety_stock\n${sku(0)},"${location(RENO)}",2,1\n${sku(1)},"${location(RENO)}",,`)).toMatchObject({ ok: true, rows: 2 });
    await settle(bench);
    const { itemId } = await askAt(bench);
    expect(await bench.db.stockRules(store.merchantId, [itemId])).toMatchObject([{ lowStockUnits: 2, safetyStockUnits: 1 }]);
    expect(quantities(bench)).toMatchObject({ available: 4, safety_stock: 1 });
  });
});

describe("low stock", () => {
  const open = async (bench: Bench) => (await bench.db.openNotices((await bench.store()).merchantId, (await bench.store()).id, 50)).filter((one) => one.kind === "low-stock");

  it("opens one notice a level, and settles it when there is more", async () => {
    const bench = await openStore({ stock: [[5, 9, 6], [9, 9, 9]] });
    expect(await watchStock(bench.ctx)).toBe(1);
    expect(await watchStock(bench.ctx)).toBe(0);
    expect(await open(bench)).toMatchObject([{ detail: { available: 5, lowStockUnits: 5 } }]);
    await adjustStock(bench.ctx, { ...(await askAt(bench)), ...adjustment, delta: 1 });
    await settle(bench);
    expect(await watchStock(bench.ctx)).toBe(1);
    expect(await open(bench)).toEqual([]);
  });

  it("follows the level's own rule before the store's", async () => {
    const bench = await openStore({ stock: [[5, 9, 6], [9, 9, 9]] });
    await setStockRule(bench.ctx, { ...(await askAt(bench)), lowStockUnits: 2, safetyStockUnits: null, note: "" });
    await setStockRule(bench.ctx, { ...(await askAt(bench, 0, DALLAS)), lowStockUnits: 20, safetyStockUnits: null, note: "" });
    await watchStock(bench.ctx);
    expect(await open(bench)).toMatchObject([{ locationId: (await askAt(bench, 0, DALLAS)).locationId, detail: { lowStockUnits: 20 } }]);
  });

  it("that a person put aside stays aside for a week", async () => {
    const bench = await openStore({ stock: [[5, 9, 6], [9, 9, 9]] });
    await watchStock(bench.ctx);
    const [notice] = await open(bench);
    await dismissNotice(bench.ctx, { store: await bench.store(), actor: "person:7", noticeId: notice!.id });
    await watchStock(bench.ctx);
    expect(await open(bench)).toEqual([]);
    bench.clock.now += 8 * 24 * 3_600_000;
    await watchStock(bench.ctx);
    expect(await open(bench)).toHaveLength(1);
  });
});
