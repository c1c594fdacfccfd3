import fc from "fast-check";
import type { Delivery } from "../../app/domain/messages";
import { adjustStock } from "../../app/flows/stock-acts";
import { compareLedgers, mayStand } from "./ledger-commands";
import type { HandAct, LedgerModel, Parcel, Piece } from "./ledger-model";
import type { Change, LedgerRun } from "./ledger-run";
import { ledger } from "./ledger";
import { House } from "./house";
import type { Db } from "../../app/db/port";
import { assertRaces, persist, type Racer } from "./race";

/** Workers that meet on one shelf: six mugs at east, some of them sold before the race. */

type LedgerRacer = Racer<LedgerModel, LedgerRun>;

interface Scene {
  model: LedgerModel;
  real: LedgerRun;
  /** An act that the platform has carried out, and of which nobody has heard. */
  act: { act: number; delivery: Delivery };
}

const MUGS = 6;
/** Of a parcel about as old as a reading nobody knows whether the reading has seen it; here it has not. */
const AFTER_ALL_READINGS = 4_000_000_000_000;
const numbers = (available: number, committed = 0) => ({ available, committed, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0, incoming: 0 });

/** o1 and o2 have two mugs each, o1's placed by the platform; a person's count of one mug more is done and not heard. */
const sceneOf = async (db: Db, run: number): Promise<Scene> => {
  const house = await House.open(db, run);
  const { model, real } = await ledger.begin(house);
  const pass = (ms: number): void => {
    house.now += ms;
    model.now += ms;
  };
  pass(1_000);
  await real.read("mug", { east: numbers(MUGS), west: null }, house.now);
  model.read("mug", { east: numbers(MUGS), west: null }, house.now);
  for (const order of ["o1", "o2", "o3", "o4"]) {
    pass(1_000);
    const wants = [{ line: `${order}-mugs`, item: "mug", units: order === "o1" || order === "o2" ? 2 : 0 }];
    await real.capture(order, wants);
    model.capture(order, wants.filter((one) => one.units > 0));
  }
  const placed: Piece[] = [{ line: "o1-mugs", item: "mug", place: "east", status: "placed", units: 2 }];
  await real.stand({ order: "o1", movedAt: house.now, change: () => ({ after: placed, parcels: [] }) });
  model.stand("o1", placed, model.now);
  const ask = { store: house.world.store, actor: "person:1", itemId: house.world.itemId("mug"), locationId: house.world.locationId("east") };
  await adjustStock(house.ctx, { ...ask, state: "available", delta: 1, counted: null, expected: null, reason: "correction", note: "" });
  await house.send();
  const delivery = await house.answer(0, { status: "done", platformId: null });
  const done: HandAct = { item: "mug", place: "east", moves: { available: 1 }, follows: false, status: "done", sentAt: model.now, doneAt: model.now, posted: false };
  model.acts.push(done);
  pass(60_000);
  return { model, real, act: { act: 0, delivery } };
};

const standing = (words: string, order: string, change: Change): LedgerRacer => ({
  words,
  model: (model) => {
    const standing = { order, movedAt: model.now, ...change(model.pieces(order)) };
    if (!mayStand(model, standing)) return "conflict";
    model.stand(order, standing.after, standing.movedAt, standing.parcels);
    return "committed";
  },
  real: (real, ctx) => persist(() => real.stand({ order, movedAt: real.house.now, change }, ctx)),
});

const planMore = (order: string, units: number): LedgerRacer => standing(`${order} plans ${units} more`, order, (pieces) => {
  const line = `${order}-mugs`;
  const planned = pieces.find((one) => one.status === "planned")?.units ?? 0;
  return { after: [...pieces.filter((one) => one.status === "placed"), { line, item: "mug", place: "east", status: "planned", units: planned + units }], parcels: [] };
});

const giveBack = (order: string): LedgerRacer => standing(`${order} gives back all`, order, () => ({ after: [], parcels: [] }));

/** What is placed leaves, whatever is planned beside it. */
const leave = (order: string, parcel: string): LedgerRacer => standing(`parcel ${parcel} of ${order} leaves`, order, (pieces) => {
  const units = pieces.reduce((sum, one) => sum + (one.status === "placed" ? one.units : 0), 0);
  const left: Parcel[] = units === 0 ? [] : [{ name: `${order}-${parcel}`, item: "mug", place: "east", units, leftAt: AFTER_ALL_READINGS }];
  return { after: pieces.filter((one) => one.status === "planned"), parcels: left };
});

const buy = (order: string, units: number): LedgerRacer => ({
  words: `${order} is placed for ${units}`,
  model: (model) => {
    // A second message of the same instant is no news.
    if (!model.orders.has(order)) model.capture(order, [{ line: `${order}-mugs`, item: "mug", units }]);
    return "committed";
  },
  real: (real, ctx) => persist(() => real.capture(order, [{ line: `${order}-mugs`, item: "mug", units }], ctx)),
});

const hear = (scene: () => Scene): LedgerRacer => ({
  words: "the act is heard of",
  model: (model) => {
    model.carriedOut(model.acts[scene().act.act] as HandAct);
    return "committed";
  },
  real: (real, ctx) => persist(() => real.house.hearOutcome(scene().act.delivery, ctx)),
});

const read = (available: number): LedgerRacer => ({
  words: `a reading says ${available} and 2 committed`,
  model: (model) => (model.read("mug", { east: numbers(available, 2) }, model.now) ? "committed" : "not-now"),
  real: (real, ctx) => persist(() => real.read("mug", { east: numbers(available, 2) }, real.house.now, ctx)),
});

const racer = (scene: () => Scene): fc.Arbitrary<LedgerRacer> => fc.oneof(
  fc.record({ order: fc.constantFrom("o2", "o3", "o4"), units: fc.integer({ min: 1, max: 3 }) }).map(({ order, units }) => planMore(order, units)),
  fc.constantFrom("o1", "o2").map(giveBack),
  fc.constantFrom("p1", "p2").map((parcel) => leave("o1", parcel)),
  fc.integer({ min: 1, max: 4 }).chain((units) => fc.constantFrom("o7", "o8", "o9").map((order) => buy(order, units))),
  fc.constant(null).map(() => hear(scene)),
  // No more than there was: an order that was counted on fewer takes fewer, and waits for its own reading.
  fc.integer({ min: 0, max: 2 }).map(read),
);

/** Races of two or three workers on one shelf. `db` is asked for a scene of its own for each. */
export const assertLedgerRaces = (db: Db, next: () => number, parameters: fc.Parameters<[LedgerRacer[], fc.Scheduler]>): Promise<void> =>
  assertRaces({ racer, sceneOf: () => sceneOf(db, next()), compare: compareLedgers }, parameters);
