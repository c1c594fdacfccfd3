import { expect, test } from "vitest";
import { toId, type MerchantId } from "../domain/ids";
import { openDatabase } from "./open-database";
import { withDatabase } from "./battery-bed";
import { location, MASTER_KEYS, merchant, orderRow, setOf, type Bed } from "./battery-fixtures";
import type { Db } from "./port";

const DAY = "2026-03-02";
const at = { locationId: location("east"), day: DAY };
const other = toId<MerchantId>("other");

/** What judging by a policy reads and takes: the room of days, and the places of postal codes. */
export const judgingRules = (bed: () => Bed): void => {
  const take = async (db: Db, by: number, limit: number | null, orders: string[] = []) => {
    const made = orders.map((id) => ({ order: orderRow(id, { rooms: [at] }) }));
    return (await db.commit([setOf({ orders: made, parcelDays: [{ ...at, by, limit }] })]))[0];
  };

  test("a day's room is taken up to its limit, and given back; without a limit there is always room", () => withDatabase(bed(), async (db) => {
    expect(await take(db, 2, 2)).toEqual({ status: "committed" });
    expect(await take(db, 1, 2)).toEqual({ status: "conflict", guard: `room:east:${DAY}` });
    expect(await db.parcelDays(merchant, DAY)).toEqual([{ merchantId: merchant, ...at, taken: 2 }]);
    await take(db, -1, 2);
    expect(await take(db, 1, 2)).toEqual({ status: "committed" });
    expect(await take(db, 5, null)).toEqual({ status: "committed" });
    // The limit was lowered meanwhile: giving back is always possible.
    expect(await take(db, -1, 1)).toEqual({ status: "committed" });
    expect([await db.parcelDays(merchant, "2026-03-03"), await db.parcelDays(other, DAY)]).toEqual([[], []]);
  }));

  test("of a batch that wants more than a day has, the first ones get it", () => withDatabase(bed(), async (db) => {
    const outcomes = await db.commit(Array.from({ length: 4 }, () => setOf({ parcelDays: [{ ...at, by: 1, limit: 3 }] })));
    expect(outcomes.map((one) => one.status)).toEqual(["committed", "committed", "committed", "conflict"]);
    expect((await db.parcelDays(merchant, DAY))[0]?.taken).toBe(3);
  }));

  test("several workers at once never overfill a day", () => withDatabase(bed(), async (db, url) => {
    const workers = await Promise.all(["a", "b", "c"].map(() => openDatabase({ url, masterKeys: MASTER_KEYS })));
    const outcomes = await Promise.all(workers.map(async (worker) => {
      let taken = 0;
      for (let round = 0; round < 12; round += 1) taken += (await take(worker, 1, 20))?.status === "committed" ? 1 : 0;
      return taken;
    }));
    await Promise.all(workers.map((worker) => worker.close()));
    expect(outcomes.reduce((sum, one) => sum + one, 0)).toBe(20);
    expect((await db.parcelDays(merchant, DAY))[0]?.taken).toBe(20);
  }));

  test("a day that holds other parcels than orders say is told", () => withDatabase(bed(), async (db) => {
    await take(db, 2, 5, ["1", "2"]);
    expect(await db.ledgerFaults(merchant, 5)).toEqual([]);
    await take(db, 1, 5);
    expect(await db.ledgerFaults(merchant, 5)).toEqual([{ rule: "room-is-parcels", itemId: null, locationId: "east", expected: 2, found: 3, detail: DAY }]);
    expect(await db.ledgerFaults(other, 5)).toEqual([]);
  }));

  test("places of postal codes are found by exactly what is asked, replaced, counted, and removed a country at a time", () => withDatabase(bed(), async (db) => {
    const row = (countryCode: string, prefix: string, latitude: number) => ({ merchantId: merchant, countryCode, prefix, latitude, longitude: 1 });
    await db.commit([setOf({ centroids: [row("US", "941", 37), row("US", "9", 36), row("DE", "941", 48)] })]);
    await db.commit([setOf({ centroids: [row("US", "941", 38)] })]);
    const ask = async (owner: MerchantId) => (await db.centroids(owner, [{ countryCode: "US", prefix: "941" }, { countryCode: "DE", prefix: "9" }])).map((one) => [one.countryCode, one.prefix, one.latitude]);
    expect(await ask(merchant)).toEqual([["US", "941", 38]]);
    expect([await ask(other), await db.centroids(merchant, [])]).toEqual([[], []]);
    expect(await db.centroidCounts(merchant)).toEqual([{ countryCode: "DE", count: 1 }, { countryCode: "US", count: 2 }]);
    await db.removeCentroids(merchant, "US");
    expect(await db.centroidCounts(merchant)).toEqual([{ countryCode: "DE", count: 1 }]);
  }));
};
