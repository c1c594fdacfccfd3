import fc from "fast-check";
import { expect } from "vitest";
import type { Db } from "../../app/db/port";
import { openDatabase } from "../../app/db/open-database";
import { MASTER_KEYS } from "../../app/db/battery-fixtures";
import { canonicalText, hashOf } from "./canonical";
import { House } from "./house";

/** What a machine is: how a history begins, and which orders it leaves behind. */
export interface Machine<Model extends object, Real extends { house: House }> {
  begin(house: House): Promise<{ model: Model; real: Real }>;
  /** What must be true when everything has come to rest. */
  end?(model: Model, real: Real): Promise<void>;
  orders(model: Model): readonly string[];
}

export const openMemory = (): Promise<Db> => openDatabase({ url: ":memory:", masterKeys: MASTER_KEYS });

let runs = 0;

/** Each history is a run of its own, on whichever databases it is played. */
export const nextRun = (): number => (runs += 1);

/** Plays one history; proves the ledger in SQL at its end. Gives all that it left, as text. */
export const playOn = async <Model extends object, Real extends { house: House }>(
  machine: Machine<Model, Real>, said: { db: Db; run: number; commands: Iterable<fc.AsyncCommand<Model, Real>> },
): Promise<string> => {
  const house = await House.open(said.db, said.run);
  const { model, real } = await machine.begin(house);
  await fc.asyncModelRun(() => ({ model, real }), said.commands);
  await machine.end?.(model, real);
  expect(await house.db.ledgerFaults(house.world.merchantId, 5)).toEqual([]);
  return canonicalText(house, machine.orders(model).map((order) => house.orderId(order)));
};

/** Every history agrees with the model. Gives the hash of all that they left. */
export const assertAgrees = async <Model extends object, Real extends { house: House }>(
  machine: Machine<Model, Real>, play: { db: Db; commands: fc.Arbitrary<Iterable<fc.AsyncCommand<Model, Real>>>; runs: fc.Parameters<[Iterable<fc.AsyncCommand<Model, Real>>]> },
): Promise<string> => {
  const left: string[] = [];
  await fc.assert(fc.asyncProperty(play.commands, async (commands) => {
    left.push(await playOn(machine, { db: play.db, run: nextRun(), commands }));
  }), play.runs);
  return hashOf(left.join("\n"));
};
