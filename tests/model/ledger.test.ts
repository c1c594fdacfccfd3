import { afterAll, describe, test } from "vitest";
import { budget } from "./budget";
import { ledger } from "./ledger";
import { ledgerCommands } from "./ledger-commands";
import { assertAgrees, openMemory } from "./play";

describe("the stock ledger on SQLite", async () => {
  const db = await openMemory();
  afterAll(() => db.close());

  test("agrees with plain numbers on shelves, whatever happens", async () => {
    await assertAgrees(ledger, { db, commands: ledgerCommands(budget), runs: budget.runs() });
  }, budget.testMsMax);
});
