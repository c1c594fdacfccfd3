import { sql } from "drizzle-orm";
import type { MerchantId } from "../domain/ids";
import { $ } from "./phrases";
import type { Db, LedgerFault } from "./port";
import { committedFaults, foldFaults, onHandFaults } from "./ledger-balances";
import { roomFaults } from "./ledger-rooms";
import { oversellFaults, shippedFaults } from "./ledger-causes";
import { ask, rowsOf, type Engine } from "./statement";
import { eq } from "drizzle-orm";

const count = sql<number>`count(*)`.mapWith(Number);
const countEntries = rowsOf("count_entries", ({ db, t }) => db.select({ count }).from(t.stockEntries).where(eq(t.stockEntries.merchantId, $("merchantId"))));
const countLevels = rowsOf("count_levels", ({ db, t }) => db.select({ count }).from(t.levels).where(eq(t.levels.merchantId, $("merchantId"))));
const countAllocations = rowsOf("count_allocations", ({ db, t }) => db.select({ count }).from(t.allocations).where(eq(t.allocations.merchantId, $("merchantId"))));

const RULES = [foldFaults, onHandFaults, committedFaults, shippedFaults, oversellFaults, roomFaults];

const ledgerFaults = async (engine: Engine, merchantId: MerchantId, limit: number): Promise<LedgerFault[]> => {
  const faults: LedgerFault[] = [];
  for (const rule of RULES) {
    if (faults.length < limit) faults.push(...(await rule(engine, merchantId, limit - faults.length)));
  }
  return faults;
};

export const ledgerQueries = (engine: Engine) => ({
  /** Each rule is one statement and so sees one moment; proving a large ledger reads all of it. */
  ledgerFaults: (merchantId: MerchantId, limit: number) => ledgerFaults(engine, merchantId, limit),
  ledgerSummary: (merchantId: MerchantId) => engine.read(function* () {
    return {
      entries: (yield* ask(countEntries, { merchantId }))[0]?.count ?? 0,
      levels: (yield* ask(countLevels, { merchantId }))[0]?.count ?? 0,
      openAllocations: (yield* ask(countAllocations, { merchantId }))[0]?.count ?? 0,
    };
  }),
}) satisfies Partial<Db>;
