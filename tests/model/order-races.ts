import fc from "fast-check";
import type { Db } from "../../app/db/port";
import { House } from "./house";
import { attempts, isClosed, type Try } from "./order-acts";
import { compareOrders } from "./order-compare";
import type { KnownOrder, OrderModel } from "./order-model";
import type { OrderRun } from "./order-run";
import { beginEmpty } from "./orders";
import { assertRaces, persist, type Racer } from "./race";
import type { ShopOrder } from "./shop-model";
import { bodyOf, orderReadingOf } from "./shop-words";

/** Workers and people that meet on one order of three mugs, which was read and stands at west. */

type OrderRacer = Racer<OrderModel, OrderRun>;

interface Scene {
  model: OrderModel;
  real: OrderRun;
  order: string;
  /** What the platform says by now: one mug less was bought. */
  later: ShopOrder;
}

const sceneOf = async (db: Db, run: number): Promise<Scene> => {
  const { model, real } = await beginEmpty(await House.open(db, run));
  const pass = (): void => {
    model.shop.now += 40_000;
    real.house.now += 40_000;
  };
  pass();
  const order = model.shop.placeOrder([{ item: "mug", units: 3, place: "west" }]);
  const made = model.shop.order(order);
  await real.house.hearBody(bodyOf(made));
  model.hearBody(made);
  pass();
  await real.house.hearOrder(orderReadingOf(made), real.house.now);
  model.hearOrder(made, model.now);
  await compareOrders(model, real);
  pass();
  const [line] = made.lines;
  if (line) model.shop.edit(made, line, { by: -1, place: "west" });
  return { model, real, order, later: structuredClone(made) };
};

const acting = (words: string, scene: () => Scene, attempt: Try): OrderRacer => ({
  words,
  model: (model) => {
    const { order, real } = scene();
    const known = model.known.get(order) as KnownOrder;
    const trial = attempt(known, { model, real, order, levels: new Map() });
    const verdict = isClosed(known) ? "it" : (trial?.verdict ?? "it");
    if (verdict !== "ok") return verdict;
    known.version += 1;
    trial?.done?.();
    return "ok";
  },
  real: async (real, ctx) => {
    const { order, model } = scene();
    const trial = attempt(structuredClone(model.known.get(order) as KnownOrder), { model, real, order, levels: new Map() });
    if (!trial) return "it";
    const result = await real.act(order, trial.act, ctx);
    return result.ok ? "ok" : (result.field ?? "it");
  },
});

const racer = (scene: () => Scene): fc.Arbitrary<OrderRacer> => fc.oneof(
  fc.constantFrom("R1", "R2").chain((number) => fc.integer({ min: 1, max: 3 }).map((units) => acting(`ships ${units} as ${number}`, scene, attempts.ship({ part: 0, units, number })))),
  fc.constantFrom("because", "why not").map((reason) => acting(`holds it: ${reason}`, scene, attempts.hold(reason))),
  fc.constant(null).map(() => acting("ends the hold", scene, attempts.release)),
  fc.constant(null).map(() => acting("cancels it", scene, attempts.cancel)),
  fc.constant(null).map((): OrderRacer => ({
    words: "hears that a mug was taken off",
    model: (model) => (model.hearOrder(scene().later, model.now) ? "committed" : "not-now"),
    real: (real, ctx) => persist(() => real.house.hearOrder(orderReadingOf(scene().later), real.house.now, ctx)),
  })),
  fc.constant(null).map((): OrderRacer => ({
    words: "is told that there is news",
    model: (model) => {
      model.hearBody(scene().later);
      return "committed";
    },
    real: (real, ctx) => persist(() => real.house.hearBody(bodyOf(scene().later), ctx)),
  })),
);

/** Races of two or three on one order. */
export const assertOrderRaces = (db: Db, next: () => number, parameters: fc.Parameters<[OrderRacer[], fc.Scheduler]>): Promise<void> =>
  assertRaces({ racer, sceneOf: () => sceneOf(db, next()), compare: compareOrders }, parameters);
