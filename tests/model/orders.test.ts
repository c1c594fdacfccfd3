import { afterAll, describe, test } from "vitest";
import { budget } from "./budget";
import { orderCommands } from "./order-commands";
import { orders } from "./orders";
import { assertAgrees, openMemory } from "./play";

describe("the order machine on SQLite", async () => {
  const db = await openMemory();
  afterAll(() => db.close());

  test("agrees with a list of units, whatever happens", async () => {
    await assertAgrees(orders, { db, commands: orderCommands(budget), runs: budget.runs() });
  }, budget.testMsMax);
});
