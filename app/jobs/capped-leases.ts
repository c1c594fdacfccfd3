import type { Db } from "../db/port";

/**
 * The same database, in which no worker keeps rows that it took up for longer than `msMax`. What a killed worker held comes free sooner; a call to
 * the platform that takes longer than this may be made a second time by another worker.
 */
export function withCappedLeases(db: Db, msMax: number | null): Db {
  if (msMax === null) return db;
  return {
    ...db,
    claimDeliveries: (now, leaseMs, limit) => db.claimDeliveries(now, Math.min(leaseMs, msMax), limit),
    claimReads: (now, leaseMs, limit) => db.claimReads(now, Math.min(leaseMs, msMax), limit),
    claimIntents: (now, leaseMs, limit) => db.claimIntents(now, Math.min(leaseMs, msMax), limit),
  };
}
