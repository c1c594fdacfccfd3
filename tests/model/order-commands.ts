import fc from "fast-check";
import { expect } from "vitest";
import type { Budget } from "./budget";
import { commandOf, pause, pick, type Move } from "./command";
import { actMoves } from "./order-acts";
import { compareOrders } from "./order-compare";
import type { KnownOrder, OrderModel } from "./order-model";
import { carryOut, type OrderRun } from "./order-run";
import { bodyOf, itemReadingOf, orderReadingOf } from "./shop-words";
import { isLiving, REQUEST_STEPS, type Part, type Shop, type ShopOrder } from "./shop-model";

export type OrderMove = Move<OrderModel, OrderRun>;

const ORDERS_MAX = 3;
/** A call that takes longer is taken for lost and made again. */
const LEASE_MS = 120_000;

export const wait = ({ shop }: OrderModel, { house }: OrderRun, ms: number): void => {
  shop.now += ms;
  house.now += ms;
};

const index = fc.nat({ max: 11 });
const place = fc.constantFrom("east", "west");

/** Something that happens on the platform, of which nobody here knows yet. */
const elsewhere = <Said>(said: fc.Arbitrary<Said>, told: { words(said: Said): string; happen(shop: Shop, order: ShopOrder, said: Said): unknown }): fc.Arbitrary<OrderMove> =>
  fc.record({ said, at: index, ms: pause, seen: fc.boolean() }).map(({ said, at, ms, seen }): OrderMove => ({
    words: `on the platform, ${told.words(said)} (order ${at}), after ${ms} ms${seen ? ", and the order is read" : ""}`,
    when: ({ shop }) => shop.orders.length > 0,
    play: async (model, real) => {
      wait(model, real, ms);
      const order = pick(model.shop.orders, at);
      told.happen(model.shop, order, said);
      if (seen) await hearAnswer(model, real, { order, askedAt: model.now });
    },
  }));

const want = fc.record({ item: fc.constantFrom("mug", "mug", "tee", "card"), units: fc.integer({ min: 1, max: 3 }), place });

const buy = fc.record({ wants: fc.array(want, { minLength: 1, maxLength: 2 }), ms: pause, known: fc.boolean() }).map(({ wants, ms, known }): OrderMove => ({
  words: `somebody buys ${wants.map((one) => `${one.units} ${one.item}s, which the platform puts at ${one.place}`).join(" and ")}, after ${ms} ms${known ? ", and the house is told" : ""}`,
  when: ({ shop }) => shop.orders.length < ORDERS_MAX,
  play: async (model, real) => {
    wait(model, real, ms);
    const body = structuredClone(model.shop.order(model.shop.placeOrder(wants)));
    if (!known) return void real.bodies.push(body);
    expect(await real.house.hearBody(bodyOf(body))).toBe("committed");
    model.hearBody(body);
  },
}));

const tell = fc.record({ at: index, ms: pause }).map(({ at, ms }): OrderMove => ({
  words: `the platform tells of order ${at}, after ${ms} ms`,
  when: ({ shop }) => shop.orders.length > 0,
  play: async (model, real) => {
    wait(model, real, ms);
    real.bodies.push(structuredClone(pick(model.shop.orders, at)));
  },
}));

const hearBody = fc.record({ at: index, late: fc.boolean(), ms: pause }).map(({ at, late, ms }): OrderMove => ({
  words: `message ${late ? at : "that came last"} is heard, after ${ms} ms`,
  play: async (model, real) => {
    wait(model, real, ms);
    const [body] = real.bodies.splice(late ? at % Math.max(1, real.bodies.length) : -1, 1);
    if (!body) return;
    expect(await real.house.hearBody(bodyOf(body))).toBe("committed");
    model.hearBody(body);
  },
}));

const ask = fc.record({ at: index, ms: pause }).map(({ at, ms }): OrderMove => ({
  words: `order ${at} is asked for, after ${ms} ms`,
  when: ({ shop }) => shop.orders.length > 0,
  play: async (model, real) => {
    wait(model, real, ms);
    real.answers.push({ order: structuredClone(pick(model.shop.orders, at)), askedAt: model.now });
  },
}));

export const hearAnswer = async (model: OrderModel, real: OrderRun, { order, askedAt }: { order: ShopOrder; askedAt: number }): Promise<void> => {
  const outcome = await real.house.hearOrder(orderReadingOf(order), askedAt);
  expect(outcome).toBe(model.hearOrder(order, askedAt) ? "committed" : "not-now");
};

/** All that hangs on one intent, without anything between. */
const carryOutNext = fc.record({ ms: pause, seen: fc.boolean() }).map(({ ms, seen }): OrderMove => ({
  words: `what is due is sent, done and heard of, after ${ms} ms${seen ? ", and its order is read" : ""}`,
  play: async (model, real) => {
    wait(model, real, ms);
    while (isLost(real)) await answerNext(model, real, 0);
    if (!(await sendNext(model, real))) return;
    await answerNext(model, real, real.house.onItsWay.length - 1);
    const order = real.outcomes.at(-1)?.order;
    await hearNextOutcome(model, real, real.outcomes.length - 1);
    if (seen && order !== undefined) await hearAnswer(model, real, { order: model.shop.order(order), askedAt: model.now });
  },
}));

const hear = fc.record({ at: index, ms: pause }).map(({ at, ms }): OrderMove => ({
  words: `answer ${at} of those that came is heard, after ${ms} ms`,
  play: async (model, real) => {
    wait(model, real, ms);
    const [answer] = real.answers.splice(at % Math.max(1, real.answers.length), 1);
    if (answer) await hearAnswer(model, real, answer);
  },
}));

const look = fc.record({ at: index, ms: pause }).map(({ at, ms }): OrderMove => ({
  words: `order ${at} is asked for and heard at once, after ${ms} ms`,
  when: ({ shop }) => shop.orders.length > 0,
  play: async (model, real) => {
    wait(model, real, ms);
    await hearAnswer(model, real, { order: pick(model.shop.orders, at), askedAt: model.now });
  },
}));

const lookAtStock = fc.record({ item: fc.constantFrom("mug", "tee"), late: fc.boolean(), ms: pause }).map(({ item, late, ms }): OrderMove => ({
  words: `the stock of ${item}s is asked for${late ? " and not heard yet" : ""}; what was asked for first is heard, after ${ms} ms`,
  play: async (model, real) => {
    wait(model, real, ms);
    real.stockAnswers.push({ reading: itemReadingOf(model.shop, item), askedAt: model.now });
    const [answer] = late ? [] : real.stockAnswers.splice(0, 1);
    if (answer) await real.house.hearItem(answer.reading, answer.askedAt);
  },
}));

export const sendNext = async (model: OrderModel, real: OrderRun): Promise<boolean> => (await real.house.send()).status === "sent";

const isLost = (real: OrderRun): boolean => real.house.onItsWay.some((one) => real.house.now >= one.sentAt + LEASE_MS);

const send = fc.record({ ms: pause }).map(({ ms }): OrderMove => ({
  words: `what is due is sent to the platform, after ${ms} ms`,
  play: async (model, real) => {
    wait(model, real, ms);
    while (isLost(real)) await answerNext(model, real, 0);
    await sendNext(model, real);
  },
}));

/** The platform does what it was sent, or says why not. */
export const answerNext = async (model: OrderModel, real: OrderRun, at: number): Promise<void> => {
  const { onItsWay } = real.house;
  const place = at % Math.max(1, onItsWay.length);
  const sent = onItsWay[place];
  if (!sent) return;
  const outcome = carryOut(model.shop, sent.intent);
  const delivery = await real.house.answer(place, outcome);
  const { orderId } = JSON.parse(delivery.body) as { orderId: string };
  real.outcomes.push({ delivery, intent: sent.intent, order: real.house.world.nameOf(orderId), outcome });
};

const answer = fc.record({ at: index, ms: pause }).map(({ at, ms }): OrderMove => ({
  words: `the platform does what it was sent (${at}), after ${ms} ms`,
  play: async (model, real) => {
    wait(model, real, ms);
    await answerNext(model, real, at);
  },
}));

export const hearNextOutcome = async (model: OrderModel, real: OrderRun, at: number): Promise<boolean> => {
  const [heard] = real.outcomes.splice(at % Math.max(1, real.outcomes.length), 1);
  if (!heard) return false;
  expect(await real.house.hearOutcome(heard.delivery)).toBe("committed");
  const known = model.known.get(heard.order) as KnownOrder;
  known.version += 1;
  const { intent, outcome } = heard;
  if (intent.kind !== "ship") return true;
  const parcel = known.parcels.find((one) => one.number === intent.tracking.number);
  if (parcel && outcome.status === "done") parcel.platform ??= outcome.platformId;
  if (parcel?.status === "requested" && outcome.status === "refused") parcel.status = "refused";
  return true;
};

const hearOutcome = fc.record({ at: index, ms: pause }).map(({ at, ms }): OrderMove => ({
  words: `outcome ${at} is heard, after ${ms} ms`,
  play: async (model, real) => {
    wait(model, real, ms);
    await hearNextOutcome(model, real, at);
  },
}));

const nth = (order: ShopOrder, at: number): Part => pick(order.parts, at);
const openCounts = (order: ShopOrder, part: Part, units: number): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const unit of order.units.filter((one) => one.part === part.name && one.fate === "open").slice(0, units)) counts[unit.line] = (counts[unit.line] ?? 0) + 1;
  return counts;
};

const which = fc.record({ which: index, units: fc.integer({ min: 1, max: 3 }), place });

const onThePlatform = {
  stock: elsewhere(fc.record({ item: fc.constantFrom("mug", "tee"), place, units: fc.integer({ min: -1, max: 3 }) }), {
    words: ({ item, place: where, units }) => `${units} ${item}s come to ${where}`,
    happen: (shop, _order, { item, place: where, units }) => shop.stock(item, where, units),
  }),
  ship: elsewhere(which, {
    words: ({ which: at, units }) => `${units} units of part ${at} leave in a parcel`,
    happen: (shop, order, { which: at, units }) => shop.ship(nth(order, at).name, openCounts(order, nth(order, at), units), null),
  }),
  cancelParcel: elsewhere(index, { words: (at) => `parcel ${at} is cancelled`, happen: (shop, order, at) => order.parcels.length > 0 && shop.cancelParcel(order, pick(order.parcels, at)) }),
  edit: elsewhere(fc.record({ which: index, by: fc.integer({ min: -2, max: 2 }), place }), {
    words: ({ which: at, by }) => `line ${at} is edited by ${by}`,
    happen: (shop, order, { which: at, by, place: where }) => shop.edit(order, pick(order.lines, at), { by, place: where }),
  }),
  refund: elsewhere(fc.record({ which: index, units: fc.integer({ min: 1, max: 2 }), restock: fc.boolean() }), {
    words: ({ which: at, units, restock }) => `${units} of line ${at} are paid back${restock ? " and come back" : ""}`,
    happen: (shop, order, { which: at, units, restock }) => shop.refund(order, pick(order.lines, at), { units, restock }),
  }),
  cancel: elsewhere(fc.constant(null), { words: () => "it is cancelled", happen: (shop, order) => shop.cancel(order) }),
  hold: elsewhere(fc.record({ which: index, handle: fc.constantFrom(null, "fraud-app") }), {
    words: ({ which: at, handle }) => `part ${at} is held by ${handle ?? "a person"}`, happen: (shop, order, { which: at, handle }) => shop.hold(nth(order, at).name, handle),
  }),
  release: elsewhere(index, { words: (at) => `all holds of part ${at} end`, happen: (shop, order, at) => nth(order, at).holds.map((hold) => hold.handle).forEach((handle) => shop.release(nth(order, at).name, handle)) }),
  move: elsewhere(which, {
    words: ({ which: at, units, place: where }) => `${units} units of part ${at} move to ${where}`,
    happen: (shop, order, { which: at, units, place: where }) => shop.move(nth(order, at).name, [{ place: where, counts: openCounts(order, nth(order, at), units) }]),
  }),
  toPartner: elsewhere(index, {
    words: (at) => `part ${at} moves to the third party`,
    happen: (shop, order, at) => shop.move(nth(order, at).name, [{ place: "partner", counts: openCounts(order, nth(order, at), 99) }]),
  }),
  split: elsewhere(which, { words: ({ which: at, units }) => `${units} units of part ${at} are split off`, happen: (shop, order, { which: at, units }) => shop.split(nth(order, at).name, openCounts(order, nth(order, at), units)) }),
  merge: elsewhere(fc.tuple(index, index), {
    words: ([one, other]) => `parts ${one} and ${other} are merged`,
    happen: (shop, order, [one, other]) => nth(order, one) !== nth(order, other) && shop.merge(nth(order, one).name, [nth(order, other).name]),
  }),
  progress: elsewhere(index, { words: (at) => `work on part ${at} begins`, happen: (shop, order, at) => nth(order, at).status === "open" && shop.step(nth(order, at), "in-progress") }),
  schedule: elsewhere(index, { words: (at) => `part ${at} is scheduled, or its day comes`, happen: (shop, order, at) => scheduleOrOpen(shop, nth(order, at)) }),
  giveUp: elsewhere(index, { words: (at) => `the rest of part ${at} will not be shipped by who has it`, happen: (shop, order, at) => shop.giveUp(order, nth(order, at)) }),
  say: elsewhere(fc.tuple(index, index), {
    words: ([at, next]) => `the third party says its word (${next}) on part ${at}`,
    happen: (shop, order, [at, next]) => {
      const part = nth(order, at);
      const words = REQUEST_STEPS[part.request].filter((one) => one !== "closed");
      if (isLiving(part) && part.place === "partner" && words.length > 0) shop.say(part, pick(words, next));
    },
  }),
};

const scheduleOrOpen = (shop: Shop, part: Part): void => {
  if (part.status === "open") shop.step(part, "scheduled");
  else if (part.status === "scheduled") shop.step(part, "open");
};

const messages = [tell, hearBody, ask, hear, look, look, look, lookAtStock, lookAtStock, send, answer, hearOutcome, carryOutNext, carryOutNext, carryOutNext, carryOutNext];
const { stock, ship, cancelParcel, edit, refund, cancel, hold, release, move, toPartner, split, merge, progress, schedule, giveUp, say } = onThePlatform;

/** What ends most of an order's life comes seldom, or nothing else does. */
const seldom = (one: fc.Arbitrary<OrderMove>, otherwise: fc.Arbitrary<OrderMove>): fc.Arbitrary<OrderMove> =>
  fc.oneof({ weight: 1, arbitrary: one }, { weight: 4, arbitrary: otherwise });

const commandsOf = (moves: readonly fc.Arbitrary<OrderMove>[]) => ({ commands, replayPath }: Pick<Budget, "commands" | "replayPath">) =>
  fc.commands(moves.map((one) => one.map((made) => commandOf(made, compareOrders))), { maxCommands: 2 * commands, size: "max", replayPath });

export const orderCommands = commandsOf([buy, buy, ...messages, stock, stock, ship, ship, cancelParcel, edit, seldom(cancel, edit), refund, refund, hold, release, move, ...actMoves.orders, seldom(actMoves.cancel, look)]);
export const partCommands = commandsOf([buy, ...messages, ship, cancelParcel, seldom(cancel, edit), hold, release, move, toPartner, toPartner, split, merge, progress, schedule, giveUp, say, say, say, ...actMoves.parts, seldom(actMoves.cancel, look)]);
