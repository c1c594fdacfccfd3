import type { Instant, ItemId, LocationId, OrderId } from "../ids";
import { RoomBook } from "../policy/room";
import type { ItemRecord, LevelRecord, ParcelRoom } from "../records";
import type { Assignment, RoutingProblem } from "../routing/types";
import { type Question, planUnder, pricingProblem, roomsTaken } from "./judge";
import type { Known } from "./known";
import { DAY_MS, NOT_SHIPPED, measure } from "./measure";
import type { PublishedRule } from "./published-rules";
import { type FreeUnits, type Shelves, createFreeUnits, movePlan } from "./stock";
import type { Measures, ReplayLevel, ReplayOrder, ReplayPolicy, ReplaySetup } from "./types";

/** What became of an order with one contender. */
export interface Outcome {
  shipped: boolean;
  givenUp: boolean;
  waited: boolean;
  plan: Assignment[];
  measures: Measures;
}

/** One way of routing, with the stock that its own plans leave it. */
export interface Contender {
  stock(level: ReplayLevel): void;
  /** Routes an order, or lets it wait: null. */
  place(order: ReplayOrder, now: Instant): Outcome | null;
  /** More of an item is free: those that wait for it are tried again, oldest first. */
  retry(itemId: ItemId, now: Instant): Settled[];
  /** Gives up what has waited for as long as the policy lets it. */
  expire(now: Instant): Settled[];
  /** Units that a customer took off an order: back on the shelf, or no longer waited for. Answers what is free again. */
  giveBack(order: ReplayOrder, back: { lineId: string; units: number } | "all"): ItemId[];
  /** Those that still wait. */
  waiting(): Settled[];
}

export interface Settled {
  orderId: OrderId;
  outcome: Outcome;
}

/** What all contenders share. */
export interface Arena {
  setup: ReplaySetup;
  known: Known;
  shelves: Shelves;
}

type Chooser = { policy: ReplayPolicy } | { rule: PublishedRule };

interface Waiting {
  order: ReplayOrder;
  itemIds: ItemId[];
}

/** Orders that could not be routed yet, in the order in which they came, and which items they wait for. */
const createWaitingRoom = () => {
  const waiting = new Map<OrderId, Waiting>();
  const waitingFor = new Map<ItemId, Set<OrderId>>();
  const leave = (orderId: OrderId): void => {
    for (const itemId of waiting.get(orderId)?.itemIds ?? []) waitingFor.get(itemId)?.delete(orderId);
    waiting.delete(orderId);
  };
  const wait = (order: ReplayOrder): void => {
    const itemIds = [...new Set(order.lines.map((line) => line.itemId))];
    waiting.set(order.id, { order, itemIds });
    for (const itemId of itemIds) waitingFor.set(itemId, (waitingFor.get(itemId) ?? new Set()).add(order.id));
  };
  return { waiting, waitingFor, wait, leave };
};

export const createContender = (arena: Arena, chooser: Chooser): Contender => {
  const { shelves } = arena;
  const free = createFreeUnits(shelves.locationIds.length);
  const { waiting, waitingFor, wait, leave } = createWaitingRoom();
  const held = new Map<OrderId, { plan: Assignment[]; rooms: ParcelRoom[] }>();
  const rooms = new RoomBook();
  const choose = "policy" in chooser ? byPolicy(arena, chooser.policy) : byRule(arena, chooser.rule);
  const patience = "policy" in chooser && chooser.policy.policy.waiting.then === "cancel" ? chooser.policy.policy.waiting.afterDays : null;

  const attempt = (order: ReplayOrder, now: Instant): Outcome | null => {
    const chosen = choose(questionOf(arena, order, { free, rooms, now }));
    if (chosen === null) return null;
    const { rooms: taken, ...done } = chosen;
    movePlan(free, { shelves, itemOf: itemsOf(order), sign: -1 }, done.plan);
    taken.forEach((room) => rooms.move(room, 1));
    if (order.cancelledAt !== null || order.returns.length > 0) held.set(order.id, { plan: done.plan, rooms: taken });
    return { shipped: true, givenUp: false, waited: now > order.placedAt, ...done };
  };

  return {
    stock({ itemId, locationId, units }) {
      free.add(shelves.itemAt.get(itemId) as number, shelves.locationAt.get(locationId) as number, units);
    },
    place(order, now) {
      const outcome = isThere(arena, free, order) ? attempt(order, now) : null;
      if (outcome === null) wait(order);
      return outcome;
    },
    retry(itemId, now) {
      return [...(waitingFor.get(itemId) ?? [])].flatMap((orderId) => {
        const { order } = waiting.get(orderId) as Waiting;
        const outcome = isThere(arena, free, order) ? attempt(order, now) : null;
        if (outcome === null) return [];
        leave(orderId);
        return [{ orderId, outcome }];
      });
    },
    expire(now) {
      if (patience === null) return [];
      const over: Settled[] = [];
      // In the order in which they were placed: the first one that may wait on ends the list.
      for (const { order } of waiting.values()) {
        if (order.placedAt + patience * DAY_MS > now) break;
        over.push({ orderId: order.id, outcome: unshipped(true) });
      }
      over.forEach(({ orderId }) => leave(orderId));
      return over;
    },
    giveBack(order, back) {
      const open = waiting.get(order.id);
      if (open) {
        const lines = back === "all" ? [] : open.order.lines.map((line) => (line.lineId === back.lineId ? { ...line, units: Math.max(0, line.units - back.units) } : line)).filter((line) => line.units > 0);
        if (lines.length === 0) leave(order.id);
        else waiting.set(order.id, { ...open, order: { ...open.order, lines } });
        // What is left of it may be there by now.
        return lines.length === 0 ? [] : open.itemIds;
      }
      const { plan, rooms: taken } = held.get(order.id) ?? { plan: [], rooms: [] };
      const [returned, kept] = back === "all" ? [plan, []] : splitPlan(plan, back);
      if (kept.length === 0) taken.forEach((room) => rooms.move(room, -1));
      held.set(order.id, { plan: kept, rooms: kept.length === 0 ? [] : taken });
      const itemOf = itemsOf(order);
      movePlan(free, { shelves, itemOf, sign: 1 }, returned);
      return [...new Set(returned.flatMap((part) => itemOf.get(part.lineId) ?? []))];
    },
    waiting: () => [...waiting.keys()].map((orderId) => ({ orderId, outcome: unshipped(false) })),
  };
};

const unshipped = (givenUp: boolean): Outcome => ({ shipped: false, givenUp, waited: false, plan: [], measures: NOT_SHIPPED });

const itemsOf = (order: ReplayOrder): Map<string, ItemId> => new Map(order.lines.map((line) => [line.lineId, line.itemId]));

/** The last parts of a line's units go back first. */
const splitPlan = (plan: readonly Assignment[], { lineId, units }: { lineId: string; units: number }): [Assignment[], Assignment[]] => {
  let open = units;
  const returned: Assignment[] = [];
  const kept: Assignment[] = [];
  for (const part of [...plan].reverse()) {
    const back = part.lineId === lineId ? Math.min(open, part.units) : 0;
    open -= back;
    if (back > 0) returned.push({ ...part, units: back });
    if (back < part.units) kept.unshift({ ...part, units: part.units - back });
  }
  return [returned, kept];
};

/** Is there enough of everything in all locations together? Without it no plan is looked for. */
const isThere = ({ shelves }: Arena, free: FreeUnits, order: ReplayOrder): boolean =>
  order.lines.every(({ itemId }) => {
    const index = shelves.itemAt.get(itemId) as number;
    const item = shelves.items[index] as ItemRecord;
    if (!item.tracked || item.continueSelling) return true;
    const wanted = order.lines.reduce((sum, line) => (line.itemId === itemId ? sum + line.units : sum), 0);
    return shelves.stockedAt[index]!.reduce((sum, location) => sum + Math.max(0, free.at(index, location)), 0) >= wanted;
  });

interface Chosen extends Pick<Outcome, "plan" | "measures"> {
  rooms: ParcelRoom[];
}
type Choose = (question: Question) => Chosen | null;

const byPolicy = ({ setup }: Arena, who: ReplayPolicy): Choose => {
  const isYardstick = who.policy === setup.yardstick;
  return (question) => {
    const found = planUnder(who, question);
    if (found === null) return null;
    const { plan, problem } = found;
    return { plan, measures: measured(question, isYardstick ? problem : pricingProblem(question), plan), rooms: roomsTaken(who.policy, question, plan) };
  };
};

const byRule = ({ setup }: Arena, rule: PublishedRule): Choose => {
  const countryOf = new Map<LocationId, string | null>(setup.locations.map((one) => [one.id, one.countryCode]));
  return (question) => {
    const problem = pricingProblem(question);
    const plan = rule.plan(problem, { countryOf, destinationCountry: question.order.shipToCountry });
    return plan === null ? null : { plan, measures: measured(question, problem, plan), rooms: roomsTaken(setup.yardstick, question, plan) };
  };
};

const measured = ({ setup, order, now }: Question, pricing: RoutingProblem, plan: Assignment[]): Measures =>
  measure(pricing, plan, { gramsPerTonneKm: setup.yardstick.carbon.gramsPerTonneKm, waitedMs: now - order.placedAt });

const questionOf = ({ setup, known, shelves }: Arena, order: ReplayOrder, { free, rooms, now }: { free: FreeUnits; rooms: RoomBook; now: Instant }): Question => {
  const items: ItemRecord[] = [];
  const levels: LevelRecord[] = [];
  for (const itemId of new Set(order.lines.map((line) => line.itemId))) {
    const index = shelves.itemAt.get(itemId) as number;
    const item = shelves.items[index] as ItemRecord;
    items.push(item);
    for (const location of shelves.stockedAt[index]!) levels.push(levelOf(item, shelves.locationIds[location] as LocationId, free.at(index, location)));
  }
  return { setup, known, order, items, levels, rooms, now };
};

const levelOf = ({ merchantId, id: itemId }: ItemRecord, locationId: LocationId, available: number): LevelRecord => ({
  merchantId, itemId, locationId, onHand: available, available, committed: 0, unattributed: 0, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0,
  incoming: 0, active: true, readAt: 0, changedAt: 0, revision: 0,
});
