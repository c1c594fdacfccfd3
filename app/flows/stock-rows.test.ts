import { expect, test } from "vitest";
import { type ItemId, type LocationId, type PlatformId, idOf } from "../domain/ids";
import { type Bench, knownLevels, openStore, platformLevels, settle } from "./flows.fixtures";
import { adjustRows, saveRuleRows } from "./stock-rows";

const rowAt = async (bench: Bench, good: number, place: number): Promise<{ itemId: ItemId; locationId: LocationId }> => {
  const { id } = await bench.store();
  return { itemId: idOf<ItemId>(id, bench.good(good).itemId as PlatformId), locationId: idOf<LocationId>(id, bench.location(place) as PlatformId) };
};
const change = { state: "available" as const, counted: null, expected: null, reason: "correction" as const, note: "count of Monday" };

test("all rows are asked for together, told with who and why, and reach the platform", async () => {
  const bench = await openStore();
  const { merchantId } = await bench.store();
  const rows = [{ ...(await rowAt(bench, 0, 0)), ...change, delta: 3 }, { ...(await rowAt(bench, 1, 2)), ...change, delta: -2, note: "" }];
  expect(await adjustRows(bench.ctx, { merchantId, actor: "api-key:k", rows })).toEqual({ ok: true });
  await settle(bench);
  expect([platformLevels(bench, 0)[0], platformLevels(bench, 1)[2]]).toMatchObject([{ available: 8 }, { available: 3 }]);
  expect([(await knownLevels(bench, 0))[0], (await knownLevels(bench, 1))[2]]).toMatchObject([{ available: 8 }, { available: 3 }]);
  const { rows: told } = await bench.db.activityPage(merchantId, { limit: 9 });
  expect(told.filter((one) => one.verb === "stock-adjusted").map(({ actor, reason, detail }) => [actor, reason, detail.delta]).sort()).toEqual([["api-key:k", "count of Monday", 3], ["api-key:k", null, -2]].sort());
});

test("one wrong row, and nothing is applied: every wrong row is named with its field", async () => {
  const bench = await openStore();
  const { merchantId } = await bench.store();
  const good = { ...(await rowAt(bench, 0, 0)), ...change, delta: 3 };
  const rows = [good, { ...good, itemId: "none" as ItemId }, { ...good, locationId: "none" as LocationId }, { ...good, delta: 1 }, { ...(await rowAt(bench, 1, 0)), ...change, delta: 2, expected: 99 }];
  const result = await adjustRows(bench.ctx, { merchantId, actor: "api-key:k", rows });
  expect(result.ok ? [] : result.errors.map(({ row, field }) => [row, field])).toEqual([[1, "itemId"], [2, "locationId"], [3, null], [4, "delta"]]);
  await settle(bench);
  expect(platformLevels(bench, 0)[0]).toMatchObject({ available: 5 });
  expect((await bench.db.activityPage(merchantId, { limit: 9 })).rows.filter((one) => one.verb === "stock-adjusted")).toEqual([]);
});

test("rules are saved together, and what they set aside is moved", async () => {
  const bench = await openStore();
  const { merchantId } = await bench.store();
  const at = await rowAt(bench, 0, 0);
  const rows = [{ ...at, lowStockUnits: 2, safetyStockUnits: 1 }, { ...(await rowAt(bench, 1, 0)), lowStockUnits: null, safetyStockUnits: null }];
  expect(await saveRuleRows(bench.ctx, { merchantId, actor: "api-key:k", rows: [...rows, { ...(await rowAt(bench, 1, 1)), lowStockUnits: -1, safetyStockUnits: null }] })).toMatchObject({ ok: false, errors: [{ row: 2, field: "lowStockUnits" }] });
  expect(await bench.db.stockRules(merchantId, [at.itemId])).toEqual([]);
  expect(await saveRuleRows(bench.ctx, { merchantId, actor: "api-key:k", rows })).toEqual({ ok: true });
  expect(await bench.db.stockRules(merchantId, [at.itemId])).toMatchObject([{ lowStockUnits: 2, safetyStockUnits: 1 }]);
  await settle(bench);
  expect(platformLevels(bench, 0)[0]).toMatchObject({ available: 4 });
});
