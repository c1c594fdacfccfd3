import { assert } from "../assert";
import type { ChangeSet } from "../change-set";
import type { PlatformId } from "../ids";
import type { Outcome, OutboxRow } from "../messages";
import type { PlatformOrder, PlatformOrderReading } from "../platform";
import type { Act } from "./decide-act";
import { type Committed, HouseModel, type LevelSnapshot, locationRecord, storeRecord } from "./house-model.fixture";
import { type ModelItem, type ModelLine, PlatformModel } from "./platform-model.fixture";

/** A random history of one store: what happens on the platform, what is told of it late or never, and what the house makes of it. */

export const ITEMS: readonly ModelItem[] = [
  { name: "mug", tracked: true, continueSelling: false },
  { name: "tee", tracked: true, continueSelling: true },
  { name: "card", tracked: false, continueSelling: false },
];
export const LOCATIONS = ["east", "mid", "west"] as const;

export const STEPS = [
  "place-order", "place-order", "stock", "platform-move", "platform-ship", "platform-hold", "platform-release", "platform-edit", "platform-cancel",
  "platform-cancel-parcel", "platform-rebuild", "platform-refund", "close-to-moves", "close-location", "ask-order", "ask-order", "ask-item", "hear-body", "hear-body", "hear-order", "hear-order", "hear-item",
  "decide-late", "commit-late", "perform", "perform", "lease", "hear-outcome", "hear-outcome", "act-hold", "act-release", "act-move", "act-ship", "act-start",
  "act-take-over", "calm",
] as const;

export interface Step {
  kind: (typeof STEPS)[number];
  a: number;
  b: number;
  units: number;
  waitMs: number;
}

export interface Start {
  stock: readonly number[];
  /** How far the platform's clock is ahead of ours. */
  skewMs: number;
  live: boolean;
}

export class History {
  now = 1_800_000_000_000;
  readonly platform: PlatformModel;
  readonly house: HouseModel;
  /** Bodies of webhooks, answers to readings and outcomes that have not been heard yet. */
  readonly bodies: PlatformOrder[] = [];
  readonly orderAnswers: { reading: PlatformOrderReading; readAt: number }[] = [];
  readonly levelAnswers: LevelSnapshot[] = [];
  readonly outcomes: { row: OutboxRow; outcome: Outcome }[] = [];
  /** Decided by another worker on what was known then, and not committed yet. */
  readonly late: ChangeSet[] = [];
  readonly committed: ChangeSet[] = [];

  constructor({ stock, skewMs, live }: Start) {
    this.platform = new PlatformModel(ITEMS, LOCATIONS, () => this.now + skewMs);
    this.house = new HouseModel(ITEMS, [locationRecord("east", "NY"), locationRecord("mid", "KS"), locationRecord("west", "CA")], () => this.now);
    this.house.store = storeRecord(live ? "live" : "observe");
    ITEMS.filter((item) => item.tracked).forEach((item, index) => LOCATIONS.forEach((location, place) => {
      this.platform.stock(item.name, location, stock[index * LOCATIONS.length + place] ?? 0);
    }));
    for (const item of ITEMS) this.#commit(this.house.decideLevels({ reading: this.platform.readItem(item), readAt: this.now }));
  }

  take(step: Step): void {
    this.now += step.waitMs;
    TAKE[step.kind](this, step);
  }

  /** One worker alone never meets a conflict: what it cannot commit now it could never commit. */
  #commit(change: ChangeSet | null): void {
    const outcome = this.house.commit(change);
    assert(outcome.status !== "conflict", `a decision on what is known cannot be committed: ${outcome.status === "conflict" ? outcome.guard : ""}`);
    this.#keep(outcome);
  }

  #keep(outcome: Committed): void {
    if (outcome.status === "committed") this.committed.push(outcome.change);
  }

  placeOrder(lines: ModelLine[], pointOfSale: boolean): void {
    const platformId = this.platform.placeOrder(lines, pointOfSale ? { source: "point-of-sale" } : {});
    this.bodies.push(this.platform.readOrder(platformId).order);
  }

  /** A change on the platform is told in a body of the order. */
  tell(platformId: PlatformId): void {
    this.bodies.push(this.platform.readOrder(platformId).order);
  }

  hearBody(index: number): void {
    const [body] = this.bodies.splice(index, 1);
    if (body) this.#commit(this.house.decideCapture(body));
  }

  askOrder(platformId: PlatformId): void {
    this.orderAnswers.push({ reading: this.platform.readOrder(platformId), readAt: this.now });
  }

  hearOrder(index: number): void {
    const [answer] = this.orderAnswers.splice(index, 1);
    if (answer) this.#commit(this.house.decideReading(answer.reading, answer.readAt));
  }

  askItem(item: ModelItem): void {
    this.levelAnswers.push({ reading: this.platform.readItem(item), readAt: this.now });
  }

  hearItem(index: number): void {
    const [answer] = this.levelAnswers.splice(index, 1);
    if (answer) this.#commit(this.house.decideLevels(answer));
  }

  decideLate(index: number): void {
    const [order] = this.orderAnswers.splice(index, 1);
    const change = order && this.house.decideReading(order.reading, order.readAt);
    if (change) this.late.push(change);
    const [item] = order ? [] : this.levelAnswers.splice(index, 1);
    const levels = item && this.house.decideLevels(item);
    if (levels) this.late.push(levels);
  }

  commitLate(index: number): void {
    const [change] = this.late.splice(index, 1);
    if (change) this.#keep(this.house.commit(change));
  }

  /** The first open row of each lane. */
  #due(): OutboxRow[] {
    const lanes = new Map<string, OutboxRow>();
    for (const row of this.house.outbox) if ((row.status === "waiting" || row.status === "leased") && !lanes.has(row.lane)) lanes.set(row.lane, row);
    return [...lanes.values()];
  }

  perform(index: number): boolean {
    const due = this.#due();
    const row = due[index % Math.max(1, due.length)];
    if (!row) return false;
    const outcome = this.platform.perform(row.intent);
    row.status = outcome.status === "done" ? "done" : "refused";
    this.outcomes.push({ row, outcome });
    return true;
  }

  lease(index: number): void {
    const due = this.#due();
    const row = due[index % Math.max(1, due.length)];
    if (row) row.status = "leased";
  }

  hearOutcome(index: number): void {
    const [said] = this.outcomes.splice(index, 1);
    if (said) this.#commit(this.house.decideOutcome(said.row, said.outcome));
  }

  act(platformId: PlatformId, act: Act): void {
    const decision = this.house.decideAct(platformId, act);
    if (decision.ok) this.#commit(decision.change);
  }

  /** Everything is heard, performed and read afresh until nothing is left to do. Gives the rounds that it took. */
  settle(roundsMax: number): number {
    for (let round = 1; round <= roundsMax; round += 1) {
      this.now += 60_000;
      while (this.bodies.length > 0) this.hearBody(0);
      while (this.orderAnswers.length > 0) this.hearOrder(0);
      while (this.levelAnswers.length > 0) this.hearItem(0);
      while (this.late.length > 0) this.commitLate(0);
      const before = this.house.outbox.length + this.house.entries.length + [...this.house.decisions.values()].flat().length;
      while (this.perform(0)) while (this.outcomes.length > 0) this.hearOutcome(0);
      while (this.outcomes.length > 0) this.hearOutcome(0);
      this.now += 60_000;
      for (const { order } of this.platform.orders) this.#commit(this.house.decideReading(this.platform.readOrder(order.platformId), this.now));
      this.now += 60_000;
      for (const item of ITEMS) this.#commit(this.house.decideLevels({ reading: this.platform.readItem(item), readAt: this.now }));
      const after = this.house.outbox.length + this.house.entries.length + [...this.house.decisions.values()].flat().length;
      if (after === before && this.#due().length === 0) return round;
    }
    return Number.POSITIVE_INFINITY;
  }
}

const pick = <T>(among: readonly T[], index: number): T | undefined => among[index % Math.max(1, among.length)];
const place = (index: number): string => pick(LOCATIONS, index) as string;
const orderOf = (history: History, index: number) => pick(history.platform.orders, index);
const knownOf = (history: History, index: number) => pick([...history.house.orders.values()], index);

const fulfillmentOrderOf = (history: History, index: number) =>
  pick(history.platform.orders.flatMap((order) => order.fulfillmentOrders.filter((one) => one.status !== "closed").map((one) => ({ order, one }))), index);

const linesOf = (step: Step): ModelLine[] =>
  [step.a, step.b, step.a + step.b].slice(0, 1 + (step.b % 3)).map((one, index) => ({ item: (pick(ITEMS, one) as ModelItem).name, units: 1 + ((step.units + index) % 4) }));

const onFulfillmentOrder = (history: History, { a }: Step, change: (one: PlatformOrderReading["fulfillmentOrders"][number]) => void): void => {
  const found = fulfillmentOrderOf(history, a);
  if (!found) return;
  change(found.one);
  history.tell(found.order.order.platformId);
};

const whole = (one: PlatformOrderReading["fulfillmentOrders"][number]) =>
  one.lines.filter((line) => line.remainingQuantity > 0).map((line) => ({ orderLinePlatformId: line.orderLinePlatformId, quantity: line.remainingQuantity }));

const some = (one: PlatformOrderReading["fulfillmentOrders"][number], units: number) =>
  whole(one).slice(0, 1).map((line) => ({ ...line, quantity: Math.min(line.quantity, 1 + (units % 3)) }));

const openPart = (history: History, { a, b }: Step) => {
  const known = knownOf(history, a);
  const part = known && pick(known.fulfillmentOrders.filter((one) => one.status !== "closed"), b);
  return known && part ? { platformId: known.order.platformId, part } : undefined;
};

/** What each kind of step does; `calm` lets everything be heard and done before the next storm. */
const TAKE: Record<Step["kind"], (history: History, step: Step) => void> = {
  "place-order": (history, step) => history.placeOrder(linesOf(step), step.units === 0),
  stock: ({ platform }, { a, b, units }) => platform.stock((pick(ITEMS, a) as ModelItem).name, place(b), units - 3),
  "platform-move": (history, step) => onFulfillmentOrder(history, step, (one) => history.platform.move(one.platformId, [{ location: place(step.b), lines: whole(one) }])),
  "platform-ship": (history, step) => onFulfillmentOrder(history, step, (one) => history.platform.ship(one.platformId, step.b % 2 ? whole(one) : some(one, step.units), "1Z")),
  "platform-hold": (history, step) => onFulfillmentOrder(history, step, (one) => history.platform.hold(one.platformId, "fraud")),
  "platform-release": (history, step) => onFulfillmentOrder(history, step, (one) => history.platform.releaseHold(one.platformId, "fraud")),
  "platform-edit": (history, { a, b, units }) => {
    const order = orderOf(history, a);
    if (order) history.platform.edit(order.order.platformId, b, units - 3);
    if (order) history.tell(order.order.platformId);
  },
  "platform-cancel": (history, { a }) => {
    const order = orderOf(history, a);
    if (order) history.platform.cancel(order.order.platformId);
    if (order) history.tell(order.order.platformId);
  },
  "platform-cancel-parcel": ({ platform }, { a, b }) => {
    const parcel = pick(platform.orders.flatMap((order) => order.fulfillments), a + b);
    if (parcel) platform.cancelParcel(parcel.platformId);
  },
  "platform-rebuild": (history, { a }) => {
    const order = orderOf(history, a);
    if (order) history.platform.rebuild(order.order.platformId);
    if (order) history.tell(order.order.platformId);
  },
  "platform-refund": (history, { a, b, units }) => {
    const order = orderOf(history, a);
    if (order) history.platform.refund(order.order.platformId, b, units % 4);
    if (order) history.tell(order.order.platformId);
  },
  "close-location": ({ house }, { a, b }) => {
    const location = house.locations.find((one) => one.name === place(a));
    if (location && b % 2) location.active = !location.active;
    else if (location) location.fulfillsOnline = !location.fulfillsOnline;
  },
  "close-to-moves": ({ platform }, { a }) => void (platform.closedToMoves.delete(place(a)) || platform.closedToMoves.add(place(a))),
  "ask-order": (history, { a }) => {
    const order = orderOf(history, a);
    if (order) history.askOrder(order.order.platformId);
  },
  "ask-item": (history, { a }) => history.askItem(pick(ITEMS, a) as ModelItem),
  "hear-body": (history, { a }) => history.hearBody(a % Math.max(1, history.bodies.length)),
  "hear-order": (history, { a }) => history.hearOrder(a % Math.max(1, history.orderAnswers.length)),
  "hear-item": (history, { a }) => history.hearItem(a % Math.max(1, history.levelAnswers.length)),
  "decide-late": (history, { a }) => history.decideLate(a % Math.max(1, history.orderAnswers.length || history.levelAnswers.length)),
  "commit-late": (history, { a }) => history.commitLate(a % Math.max(1, history.late.length)),
  perform: (history, { a }) => void history.perform(a),
  lease: (history, { a }) => history.lease(a),
  "hear-outcome": (history, { a }) => history.hearOutcome(a % Math.max(1, history.outcomes.length)),
  "act-hold": (history, { a }) => {
    const known = knownOf(history, a);
    if (known) history.act(known.order.platformId, { kind: "hold", reason: "A customer called." });
  },
  "act-release": (history, { a }) => {
    const known = knownOf(history, a);
    if (known) history.act(known.order.platformId, { kind: "release" });
  },
  "act-move": (history, step) => {
    const found = openPart(history, step);
    const location = history.house.locations.find((one) => one.name === place(step.units));
    if (found && location) history.act(found.platformId, { kind: "change-location", fulfillmentOrderId: found.part.id, locationId: location.id });
  },
  "act-ship": (history, step) => {
    const found = openPart(history, step);
    if (!found) return;
    const lines = found.part.lines.map((line) => ({ orderLineId: line.orderLineId, quantity: Math.min(line.remainingQuantity, 1 + (step.units % 3)) }));
    const tracking = { company: null, number: step.units % 2 ? "1Z" : null, url: null };
    history.act(found.platformId, { kind: "ship", fulfillmentOrderId: found.part.id, lines, tracking, notifyCustomer: false });
  },
  "act-start": (history, step) => {
    const found = openPart(history, step);
    if (found) history.act(found.platformId, { kind: "start-work", fulfillmentOrderId: found.part.id });
  },
  "act-take-over": (history, { a }) => {
    const known = knownOf(history, a);
    if (known) history.act(known.order.platformId, { kind: "take-over" });
  },
  calm: (history) => void history.settle(1),
};
