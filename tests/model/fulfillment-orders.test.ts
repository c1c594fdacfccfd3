import { afterAll, describe, expect, test } from "vitest";
import { FULFILLMENT_ORDER_TRANSITIONS } from "../../app/domain/fulfillment/fulfillment-order-machine";
import { budget } from "./budget";
import { partCommands } from "./order-commands";
import { parts } from "./orders";
import { assertAgrees, openMemory } from "./play";
import { PART_STEPS } from "./shop-model";

describe("the fulfillment-order machine on SQLite", async () => {
  const db = await openMemory();
  afterAll(() => db.close());

  test("agrees with a list of units, whatever happens to its parts", async () => {
    await assertAgrees(parts, { db, commands: partCommands(budget), runs: budget.runs() });
  }, budget.testMsMax);
});

test("fulfillment orders go where the model lets them go", () => {
  const sorted = (steps: Readonly<Record<string, readonly string[]>>): [string, string[]][] =>
    Object.entries(steps).map(([from, to]): [string, string[]] => [from, [...to].sort()]).sort();
  expect(sorted(FULFILLMENT_ORDER_TRANSITIONS)).toEqual(sorted(PART_STEPS));
});
