import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { Db } from "../../app/db/port";
import { MASTER_KEYS } from "../../app/db/battery-fixtures";
import { openDatabase } from "../../app/db/open-database";
import { startPostgres } from "../postgres";
import { budget } from "./budget";
import { hashOf } from "./canonical";
import type { House } from "./house";
import { ledger } from "./ledger";
import { ledgerCommands } from "./ledger-commands";
import { assertLedgerRaces } from "./ledger-races";
import { orderCommands, partCommands } from "./order-commands";
import { assertOrderRaces } from "./order-races";
import { orders, parts } from "./orders";
import { type Machine, nextRun, openMemory, playOn } from "./play";

/** The same histories on both databases: each agrees with the model on both, and leaves the same on both. */

interface Databases {
  sqlite: Db;
  postgresql: Db;
}

const assertSame = async <Model extends object, Real extends { house: House }>(
  machine: Machine<Model, Real>, { sqlite, postgresql }: Databases, commands: fc.Arbitrary<Iterable<fc.AsyncCommand<Model, Real>>>,
): Promise<void> => {
  const left = { sqlite: [] as string[], postgresql: [] as string[] };
  await fc.assert(fc.asyncProperty(commands, async (history) => {
    const run = nextRun();
    const one = await playOn(machine, { db: sqlite, run, commands: history });
    const other = await playOn(machine, { db: postgresql, run, commands: history });
    expect(other).toBe(one);
    left.sqlite.push(one);
    left.postgresql.push(other);
  }), budget.runs(budget.shareOfBoth));
  expect(hashOf(left.postgresql.join("\n"))).toBe(hashOf(left.sqlite.join("\n")));
};

const rules = (databases: Databases): void => {
  test("the stock ledger", () => assertSame(ledger, databases, ledgerCommands(budget)), budget.testMsMax);
  test("the order machine", () => assertSame(orders, databases, orderCommands(budget)), budget.testMsMax);
  test("the fulfillment-order machine", () => assertSame(parts, databases, partCommands(budget)), budget.testMsMax);
  test("whoever meets at one shelf", () => assertLedgerRaces(databases.postgresql, nextRun, budget.runs(budget.shareOfBoth)), budget.testMsMax);
  test("whoever meets at one order", () => assertOrderRaces(databases.postgresql, nextRun, budget.runs(budget.shareOfBoth)), budget.testMsMax);
};

const offer = await startPostgres();

if (offer.ok) {
  describe("PostgreSQL leaves what SQLite leaves", async () => {
    const { server } = offer;
    const databases = { sqlite: await openMemory(), postgresql: await openDatabase({ url: await server.createDatabase(), masterKeys: MASTER_KEYS }) };
    afterAll(async () => {
      await databases.sqlite.close();
      await databases.postgresql.close();
      await server.stop();
    });
    rules(databases);
  });
} else if (process.env.CI === "true") {
  test("PostgreSQL", () => expect.fail(offer.reason));
} else {
  describe.skip(`PostgreSQL (${offer.reason})`, () => {
    test("leaves what SQLite leaves", () => undefined);
  });
}
