import { expect, test } from "vitest";
import type { Db } from "../db/port";
import type { MerchantId } from "../domain/ids";
import { withCappedLeases } from "./capped-leases";

const NOW = 1_000_000;

const recording = (): { db: Db; leases: number[] } => {
  const leases: number[] = [];
  const claim = async (_now: number, leaseMs: number): Promise<[]> => {
    leases.push(leaseMs);
    return [];
  };
  const saveIntentProgress: Db["saveIntentProgress"] = async (_merchantId, _id, { lease }) => leases.push(lease.until - NOW) > 0;
  return { leases, db: { claimDeliveries: claim, claimReads: claim, claimIntents: claim, saveIntentProgress } as unknown as Db };
};

const claimAll = async (db: Db): Promise<void> => {
  await db.claimDeliveries(0, 60_000, 1);
  await db.claimReads(0, 4_000, 1);
  await db.claimIntents(0, 120_000, 1);
  await db.saveIntentProgress("m1" as MerchantId, "i1", { progress: {}, lease: { attempt: 1, until: NOW + 120_000 } });
};

test("no lease outlasts the cap, and shorter ones stay as they are", async () => {
  const { db, leases } = recording();
  await claimAll(withCappedLeases(db, 5_000, () => NOW));
  expect(leases).toEqual([5_000, 4_000, 5_000, 5_000]);
});

test("without a cap each work has its own term", async () => {
  const { db, leases } = recording();
  await claimAll(withCappedLeases(db, null, () => NOW));
  expect(leases).toEqual([60_000, 4_000, 120_000, 120_000]);
});
