import { afterAll, describe, expect, test } from "vitest";
import type { Db } from "../../app/db/port";
import { budget } from "./budget";
import { ledger } from "./ledger";
import { ledgerCommands } from "./ledger-commands";
import { assertLedgerRaces } from "./ledger-races";
import { orderCommands, partCommands } from "./order-commands";
import { assertOrderRaces } from "./order-races";
import { orders, parts } from "./orders";
import { PLANTS, type Plant } from "./plants";
import { assertAgrees, nextRun, openMemory } from "./play";

/** A model that cannot disagree proves nothing: each planted bug must be seen. */

const runs = { ...budget.hunt, endOnFailure: true };

const SEEN_BY: Record<Plant["seenBy"], (db: Db) => Promise<unknown>> = {
  ledger: (db) => assertAgrees(ledger, { db, commands: ledgerCommands(budget), runs }),
  orders: (db) => assertAgrees(orders, { db, commands: orderCommands(budget), runs }),
  parts: (db) => assertAgrees(parts, { db, commands: partCommands(budget), runs }),
  "ledger-races": (db) => assertLedgerRaces(db, nextRun, runs),
  "order-races": (db) => assertOrderRaces(db, nextRun, runs),
};

describe("a planted bug is seen", async () => {
  const db = await openMemory();
  afterAll(() => db.close());

  test.each(PLANTS)("$bug", async ({ seenBy, plant }) => {
    await expect(SEEN_BY[seenBy](plant(db))).rejects.toThrow("Property failed");
  }, budget.testMsMax);
});
