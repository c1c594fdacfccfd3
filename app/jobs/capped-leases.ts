import type { Db } from "../db/port";

/**
 * The same database, in which no worker keeps rows that it took up for longer than `msMax`, renewed leases included. What a killed worker held comes free
 * sooner; a call to the platform that takes longer than this may be made a second time by another worker.
 */
export function withCappedLeases(db: Db, msMax: number | null, now: () => number): Db {
  if (msMax === null) return db;
  return {
    ...db,
    claimDeliveries: (at, leaseMs, limit) => db.claimDeliveries(at, Math.min(leaseMs, msMax), limit),
    claimReads: (at, leaseMs, take) => db.claimReads(at, Math.min(leaseMs, msMax), take),
    claimIntents: (at, leaseMs, take) => db.claimIntents(at, Math.min(leaseMs, msMax), take),
    saveIntentProgress: (merchantId, intentId, { progress, lease }) =>
      db.saveIntentProgress(merchantId, intentId, { progress, lease: { ...lease, until: Math.min(lease.until, now() + msMax) } }),
  };
}
