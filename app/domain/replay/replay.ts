import { assert } from "../assert";
import type { Instant } from "../ids";
import type { ItemRecord } from "../records";
import { type Arena, type Contender, type Settled, createContender } from "./contender";
import { createDueQueue } from "./due-queue";
import { createKnown } from "./known";
import { PUBLISHED_RULES, type PublishedRule } from "./published-rules";
import { createSettlement } from "./settlement";
import { type Shelves, createShelves } from "./stock";
import type { ReplayLevel, ReplayOrder, ReplayPage, ReplayReport, ReplaySetup } from "./types";

export interface Replay {
  take(page: ReplayPage): void;
  /** Orders routed so far. */
  done(): number;
  report(): ReplayReport;
}

/** Routes a whole past at once; `createReplay` does it page by page. */
export const replay = (setup: ReplaySetup, pages: Iterable<ReplayPage>): ReplayReport => {
  const running = createReplay(setup);
  for (const page of pages) running.take(page);
  return running.report();
};

type Due =
  | { kind: "supply"; level: ReplayLevel }
  | { kind: "back"; order: ReplayOrder; back: { lineId: string; units: number } | "all" };

/**
 * Routes a past period again, every contender in the same order of arrival. Each starts with the same stock and gets the
 * same supply, and lives with what its own plans took. An order that cannot ship waits and is tried again when units of
 * what it wants come free, oldest first. Live stock is never touched: everything is numbers of the replay's own.
 */
export const createReplay = (setup: ReplaySetup): Replay => {
  const shelves = createShelves(setup.locations.map((one) => one.id));
  const known = createKnown(setup);
  const contenders = contendersOf({ setup, known, shelves });
  const settlement = createSettlement(setup, contenders.length);
  const due = createDueQueue<Due>();

  const settleEach = (ask: (contender: Contender) => Settled[]): void =>
    contenders.forEach((one, index) => ask(one).forEach((settled) => settlement.settle(index, settled)));
  const put = (level: ReplayLevel): void => {
    if (!shelves.locationAt.has(level.locationId)) return;
    stockAlso(shelves, level);
    contenders.forEach((one) => one.stock(level));
  };
  const dues: { [Kind in Due["kind"]]: (what: Extract<Due, { kind: Kind }>, at: Instant) => void } = {
    supply({ level }, at) {
      put(level);
      if (level.units > 0) settleEach((one) => one.retry(level.itemId, at));
    },
    back: ({ order, back }, at) => settleEach((one) => one.giveBack(order, back).flatMap((itemId) => one.retry(itemId, at))),
  };
  const pass = (now: Instant): void => {
    for (let next = due.take(now); next !== null; next = due.take(now)) {
      const { at, thing } = next;
      settleEach((one) => one.expire(at));
      (dues[thing.kind] as (what: Due, at: Instant) => void)(thing, at);
    }
    settleEach((one) => one.expire(now));
  };
  const place = (order: ReplayOrder): void => {
    const at = order.placedAt;
    pass(at);
    settlement.begin(order);
    if (order.cancelledAt !== null) due.add(Math.max(at, order.cancelledAt), { kind: "back", order, back: "all" });
    for (const back of order.returns) due.add(Math.max(at, back.at), { kind: "back", order, back });
    settleEach((one) => {
      const outcome = one.place(order, at);
      return outcome ? [{ orderId: order.id, outcome }] : [];
    });
  };

  return {
    take(page) {
      const { items, opening, supply, orders } = page;
      known.take(page);
      for (const item of items) meet(shelves, item);
      opening.forEach(put);
      for (const { at, ...level } of supply) due.add(at, { kind: "supply", level });
      orders.forEach(place);
    },
    done: settlement.done,
    report() {
      pass(setup.endsAt);
      settleEach((one) => one.waiting());
      const today = known.counted();
      return { ...settlement.report(namesOf(setup)), ...(today.length > 0 && { today }) };
    },
  };
};

const contendersOf = (arena: Arena): Contender[] => [
  ...arena.setup.policies.map((policy) => createContender(arena, { policy })),
  ...arena.setup.rules.map((id) => createContender(arena, { rule: ruleNamed(id) })),
];

const namesOf = (setup: ReplaySetup) => [
  ...setup.policies.map(({ id, name }) => ({ id, name, source: null })),
  ...setup.rules.map(ruleNamed).map(({ id, name, source }) => ({ id, name, source })),
];

const ruleNamed = (id: string): PublishedRule => {
  const rule = PUBLISHED_RULES.find((one) => one.id === id);
  assert(rule !== undefined, `no published rule is called ${id}`);
  return rule;
};

const meet = (shelves: Shelves, item: ItemRecord): void => {
  if (shelves.itemAt.has(item.id)) return;
  shelves.itemAt.set(item.id, shelves.items.length);
  shelves.items.push(item);
  shelves.stockedAt.push([]);
};

/** An item is stocked from when anything of it was there. */
const stockAlso = (shelves: Shelves, { itemId, locationId }: ReplayLevel): void => {
  const places = shelves.stockedAt[shelves.itemAt.get(itemId) as number] as number[];
  const location = shelves.locationAt.get(locationId) as number;
  if (!places.includes(location)) places.push(location);
};
