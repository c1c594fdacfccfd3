import { describe, expect, test } from "vitest";
import { type StoreId, toId } from "../domain/ids";
import { withDatabase } from "./battery-bed";
import { NOW, intentRow, merchant, setOf, store, storeRow, wantedRead, type Bed } from "./battery-fixtures";
import type { Db } from "./port";

const DOWN = "The platform answered with HTTP 503.";
const LOST = "The connection was lost.";
const LEASE_MS = 60_000;

/** Why work waits, in the platform's words. */
export const troubledRules = (bed: () => Bed): void => {
  describe("why work waits", () => {
    const because = (db: Db): Promise<string | null> => db.waitsBecause(merchant, store, NOW);
    const putOff = (attempts: number, dueAt: number) => wantedRead("1", { attempts, problem: DOWN, dueAt });

    test("is told when something was tried more than once in vain or is put off for long, of its own store, and no longer when it is done", () => withDatabase(bed(), async (db) => {
      await db.commit([setOf({ stores: [storeRow({ status: "live" })], wantedReads: [wantedRead("1")] })]);
      expect(await because(db)).toBeNull();
      await db.postponeReads([putOff(1, NOW + 500)]);
      expect(await because(db)).toBeNull();
      await db.postponeReads([putOff(1, NOW + 60_000)]);
      expect(await because(db)).toBe(DOWN);
      await db.postponeReads([putOff(2, NOW + 1_000)]);
      expect(await because(db)).toBe(DOWN);
      expect(await db.waitsBecause(merchant, toId<StoreId>("elsewhere"), NOW)).toBeNull();
      await db.commit([setOf({ fulfilledReads: [wantedRead("1")] })]);
      expect(await because(db)).toBeNull();
    }));

    test("of changes and of reads, what was put off to the latest time speaks", () => withDatabase(bed(), async (db) => {
      await db.commit([setOf({ stores: [storeRow({ status: "live" })], intents: [intentRow("a", { orderId: null })], wantedReads: [wantedRead("1")] })]);
      let now = NOW;
      for (let tries = 0; tries < 2; tries += 1) {
        expect((await db.claimIntents(now, LEASE_MS, 1)).map(({ id }) => id)).toEqual(["a"]);
        now += 1_000;
        await db.commit([setOf({ settledIntents: [{ id: "a", status: "waiting", dueAt: now, problem: LOST, progress: {} }] })]);
      }
      expect(await because(db)).toBe(LOST);
      await db.postponeReads([putOff(2, now + 1)]);
      expect(await because(db)).toBe(DOWN);
    }));
  });
};
