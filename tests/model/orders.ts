import { expect } from "vitest";
import type { House } from "./house";
import { answerNext, hearAnswer, hearNextOutcome, sendNext, wait } from "./order-commands";
import { compareOrders } from "./order-compare";
import { OrderModel } from "./order-model";
import { OrderRun } from "./order-run";
import type { Machine } from "./play";
import { Shop } from "./shop-model";
import { itemReadingOf } from "./shop-words";

const SHELVES = [["mug", "east", 3], ["mug", "west", 3], ["mug", "partner", 2], ["tee", "east", 2], ["tee", "west", 1]] as const;
const FIRST_ORDER = [{ item: "mug", units: 3, place: "east" }, { item: "card", units: 1, place: "east" }] as const;
const AT_THE_PARTNER = [{ item: "mug", units: 2, place: "partner" }] as const;
const COUNTED = ["mug", "tee"];
/** Far more than any history needs to come to rest. */
const ROUNDS_MAX = 15;

export const beginEmpty = async (house: House): Promise<{ model: OrderModel; real: OrderRun }> => {
  const shop = new Shop(house.now);
  for (const [item, place, units] of SHELVES) shop.stock(item, place, units);
  for (const item of COUNTED) await house.hearItem(itemReadingOf(shop, item), house.now);
  return { model: new OrderModel(shop), real: new OrderRun(house) };
};

/** Orders that were read already, so that there is something to do from the first command on. */
const beginWith = (...bought: readonly Parameters<Shop["placeOrder"]>[0][]) => async (house: House): Promise<{ model: OrderModel; real: OrderRun }> => {
  const { model, real } = await beginEmpty(house);
  for (const wants of bought) {
    wait(model, real, 40_000);
    const order = model.shop.order(model.shop.placeOrder(wants));
    wait(model, real, 40_000);
    await hearAnswer(model, real, { order, askedAt: model.now });
    await compareOrders(model, real);
  }
  return { model, real };
};

/** Everything that is on its way is done and heard, and all is read again, until nothing moves any more. */
const rest = async (model: OrderModel, real: OrderRun): Promise<void> => {
  for (let round = 0, moves = true; moves; round += 1) {
    expect(round, "rounds until nothing moves").toBeLessThan(ROUNDS_MAX);
    wait(model, real, 1_000);
    while (real.house.onItsWay.length > 0 || (await sendNext(model, real))) {
      await answerNext(model, real, 0);
    }
    while (await hearNextOutcome(model, real, 0));
    await compareOrders(model, real);
    wait(model, real, 40_000);
    for (const item of COUNTED) await real.house.hearItem(itemReadingOf(model.shop, item), model.now);
    wait(model, real, 1_000);
    for (const order of model.shop.orders) {
      await hearAnswer(model, real, { order, askedAt: model.now });
      // What was decided is judged by what was there then.
      await compareOrders(model, real);
    }
    moves = [...model.intents.values()].some((open) => open.length > 0);
  }
  wait(model, real, 40_000);
  for (const item of COUNTED) await real.house.hearItem(itemReadingOf(model.shop, item), model.now);
};

/** At rest the ledger says what the platform says, nothing is reserved that nobody moves, and the history tells each thing once. */
const end = async (model: OrderModel, real: OrderRun): Promise<void> => {
  await rest(model, real);
  const levels = await real.levels();
  const said = SHELVES.map(([item, place]) => ({ shelf: `${item} at ${place}`, available: model.shop.available(item, place), committed: model.shop.committed(item, place), unattributed: 0 }));
  expect(said.map(({ shelf }) => {
    const level = levels.get(shelf);
    return { shelf, available: level?.available, committed: level?.committed, unattributed: level?.unattributed };
  })).toEqual(said);
  for (const [order, known] of model.known) {
    const told = (await real.house.db.history(real.house.world.merchantId, real.house.orderId(order))).map((event) => event.type);
    const counts = Object.fromEntries(Object.keys(known.history).map((type) => [type, told.filter((one) => one === type).length]));
    expect({ [order]: counts }).toEqual({ [order]: known.history });
  }
};

/** A shop with three goods. */
export const orders: Machine<OrderModel, OrderRun> = {
  begin: beginWith(FIRST_ORDER),
  end,
  orders: (model) => [...model.known.keys()],
};

/** The same shop; one order stands with a third party from the beginning. */
export const parts: Machine<OrderModel, OrderRun> = { ...orders, begin: beginWith(FIRST_ORDER, AT_THE_PARTNER) };
