import { afterAll, describe, test } from "vitest";
import { budget } from "./budget";
import { assertLedgerRaces } from "./ledger-races";
import { assertOrderRaces } from "./order-races";
import { nextRun, openMemory } from "./play";

describe("whoever meets on SQLite", async () => {
  const db = await openMemory();
  afterAll(() => db.close());

  test("at one shelf: it ends as if they had come one after the other", () => assertLedgerRaces(db, nextRun, budget.runs(budget.shareOfRaces)), budget.testMsMax);
  test("at one order: it ends as if they had come one after the other", () => assertOrderRaces(db, nextRun, budget.runs(budget.shareOfRaces)), budget.testMsMax);
});
