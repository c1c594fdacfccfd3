import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isHeldForBackorder, isRoutable } from "../fulfillment/fulfillment-order-machine";
import { idOf } from "../ids";
import type { ItemId, LocationId, OrderId, PlatformId } from "../ids";
import { ON_HAND_PARTS, StockBook, keyOf } from "../inventory/stock-book";
import type { OrderAggregate, StockEntry } from "../records";
import { factOf } from "./attention";
import { History, ITEMS, LOCATIONS, STEPS, type Start, type Step } from "./history.fixture";
import { MERCHANT, STORE } from "./house-model.fixture";
import { ORDER_STATUSES, type OrderStatus, canGo } from "./order-machine";

/** Far above what any history needs: a loop that never ends is found, a slow one is not blamed. */
const ROUNDS_MAX = 25;
const RUNS = 400;

const startArbitrary: fc.Arbitrary<Start> = fc.record({
  stock: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 6, maxLength: 6 }),
  skewMs: fc.integer({ min: -20_000, max: 20_000 }),
  live: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...STEPS),
  a: fc.nat({ max: 11 }),
  b: fc.nat({ max: 11 }),
  units: fc.nat({ max: 8 }),
  waitMs: fc.constantFrom(0, 1, 300, 1_700, 40_000, 120_000),
});

const historyArbitrary = fc.tuple(startArbitrary, fc.array(stepArbitrary, { minLength: 10, maxLength: 60, size: "max" }));

/** The promises that hold after every step; what is broken is said in words. */
class Watch {
  readonly statuses = new Map<string, OrderStatus>();
  readonly reached = new Set<OrderStatus>();
  readonly faults: string[] = [];
  readonly #folded = new StockBook(MERCHANT, []);
  readonly #shipped = new Set<string>();
  #entries = 0;
  #committed = 0;

  check(history: History): void {
    for (const entry of history.house.entries.slice(this.#entries)) this.#entry(history, entry);
    this.#entries = history.house.entries.length;
    this.#levels(history);
    const [newest] = history.committed.slice(this.#committed).reverse();
    if (newest) this.#take(history, newest.entries ?? []);
    this.#committed = history.committed.length;
    for (const aggregate of history.house.orders.values()) this.#order(aggregate);
    expect(this.faults).toEqual([]);
  }

  #say(holds: boolean, fault: string): void {
    if (!holds) this.faults.push(fault);
  }

  #entry({ house }: History, { state, delta, ...entry }: StockEntry): void {
    this.#folded.post(entry, entry, { [state]: delta });
    this.#say(Number.isInteger(delta) && delta !== 0, `an entry of ${delta} units`);
    if (entry.cause !== "ship" || state !== "onHand") return;
    const parcel = [...house.orders.values()].flatMap((one) => one.shipments).find((one) => entry.causeKey === `ship:${one.id}`);
    const units = parcel?.lines.reduce((sum, line) => sum + (line.itemId === entry.itemId ? line.quantity : 0), 0) ?? 0;
    const parcelKey = `${parcel?.platformId} ${entry.itemId}`;
    this.#say(!this.#shipped.has(parcelKey), `${parcelKey} left the shelf twice`);
    this.#shipped.add(parcelKey);
    this.#say(delta === -units, `${entry.causeKey} posted ${delta} of ${units} units`);
  }

  #levels({ house }: History): void {
    for (const level of house.levels.values()) {
      const name = keyOf(level.itemId, level.locationId);
      this.#say(level.onHand === ON_HAND_PARTS.reduce((sum, state) => sum + level[state], 0), `${name}: on hand is not the sum of its parts`);
      const { placed, planned } = house.allocated(level.itemId, level.locationId);
      this.#say(level.committed === placed + planned, `${name}: ${level.committed} committed, ${placed} + ${planned} allocated`);
      const fold = this.#folded.level(level.itemId, level.locationId);
      for (const state of ["onHand", "incoming", ...ON_HAND_PARTS] as const) this.#say(fold[state] === level[state], `${name}: ${state} is not the fold of its entries`);
    }
  }

  #take({ house }: History, entries: readonly StockEntry[]): void {
    for (const { cause, state, delta, itemId, locationId } of entries) {
      if (!(cause === "plan" || cause === "reserve") || state !== "available" || delta > 0 || house.item(itemId)?.continueSelling) continue;
      this.#say((house.levels.get(keyOf(itemId, locationId))?.available ?? 0) >= 0, `${cause} took ${itemId} at ${locationId} that was not there`);
    }
  }

  #order({ order, lines, allocations, fulfillmentOrders }: OrderAggregate): void {
    const from = this.statuses.get(order.id) ?? order.status;
    this.#say(canGo(from, order.status), `an order went from ${from} to ${order.status}`);
    this.statuses.set(order.id, order.status);
    this.reached.add(order.status);
    this.#say(order.attentionSince === (order.attention[0]?.since ?? null), "the oldest thing to look at is not the first");
    this.#say(new Set(order.attention.map(factOf)).size === order.attention.length, "one thing waits twice for a look");
    this.#say(order.attention.every((one) => !order.resolvedAttention.includes(factOf(one))), "what was looked at waits for a look");
    for (const line of lines) {
      const planned = allocations.reduce((sum, one) => sum + (one.orderLineId === line.id && one.status === "planned" ? one.quantity : 0), 0);
      const open = fulfillmentOrders.flatMap((one) => one.lines).reduce((sum, one) => sum + (one.orderLineId === line.id ? one.remainingQuantity : 0), 0);
      this.#say(planned <= (order.readAt === null ? line.currentQuantity : open), `${planned} units planned for a line with ${open} open`);
    }
  }
}

const replay = ([start, steps]: [Start, Step[]], watch: Watch): History => {
  const history = new History(start);
  watch.check(history);
  for (const step of steps) {
    history.take(step);
    watch.check(history);
  }
  return history;
};

const differences = ({ house, platform }: History): string[] =>
  ITEMS.filter((item) => item.tracked).flatMap((item) => LOCATIONS.flatMap((location) => {
    const itemId = idOf<ItemId>(STORE, item.name as PlatformId);
    const locationId = idOf<LocationId>(STORE, location as string as PlatformId);
    const ours = house.levels.get(keyOf(itemId, locationId));
    const said = platform.levels.get(`${item.name}@${location}`);
    const same = ours?.available === said?.available && ours?.onHand === said?.onHand && ours?.committed === said?.committed && ours?.unattributed === 0;
    return same ? [] : [`${item.name}@${location}: ours ${JSON.stringify(ours)}, the platform's ${JSON.stringify(said)}`];
  }));

/** What must be true once everything has been heard, performed and read again. */
const leftovers = ({ house, platform, committed }: History): string[] => {
  const faults: string[] = [];
  const say = (holds: boolean, fault: string): void => void (holds || faults.push(fault));
  for (const { order, fulfillmentOrders, shipments } of house.orders.values()) {
    const latest = house.latest(order.id);
    const routable = fulfillmentOrders.filter(isRoutable);
    say(!routable.some(isHeldForBackorder) || latest?.certificate.outcome === "unroutable", `${order.id} is routed, and our own hold keeps it back`);
    say(latest?.status !== "pending" || routable.length === 0, `${order.id} has a plan pending that nobody carries out`);
    say(order.status !== "backordered" || latest?.certificate.outcome === "unroutable", `${order.id} waits for stock that it does not lack`);
    const made = platform.orders.find((one) => one.order.platformId === order.platformId)?.fulfillments ?? [];
    say(!shipments.some((one) => one.status === "requested"), `${order.id} has a parcel that was asked for and never answered`);
    for (const status of ["confirmed", "cancelled"] as const) {
      const said = made.filter((one) => one.status === (status === "confirmed" ? "success" : "cancelled")).map((one) => one.platformId).sort();
      say(JSON.stringify(shipments.filter((one) => one.status === status).map((one) => one.platformId).sort()) === JSON.stringify(said), `${order.id}: ${status} parcels are not the platform's`);
    }
  }
  const events = committed.flatMap((change) => change.events ?? []);
  for (const { order, refunds } of platform.orders) {
    const told = (type: string): number => events.filter((event) => event.type === type && event.orderId === idOf<OrderId>(STORE, order.platformId)).length;
    say(told("refunded") <= refunds.length, `${order.platformId}: ${told("refunded")} refunds told of ${refunds.length}`);
    say(told("cancelled") <= 1, `${order.platformId} was told cancelled twice`);
  }
  const raised = events.filter((event) => event.type === "attention-raised" && event.detail["code"] === "cancelled-after-shipping").map((event) => event.orderId);
  say(new Set(raised).size === raised.length, "a cancellation after shipping was raised twice");
  const captured = committed.flatMap((change) => (change.events ?? []).filter((event) => event.type === "captured").map((event) => event.orderId));
  say(new Set(captured).size === captured.length, "an order was captured twice");
  say(captured.length === platform.orders.length, "an order was not captured");
  return faults;
};

describe("whatever happens in whatever order", () => {
  it("the ledger adds up at every step, and in the end it is the platform's and nothing waits", () => {
    fc.assert(fc.property(historyArbitrary, (run) => {
      const watch = new Watch();
      const history = replay(run, watch);
      expect(history.settle(ROUNDS_MAX)).toBeLessThanOrEqual(ROUNDS_MAX);
      watch.check(history);
      expect(differences(history)).toEqual([]);
      expect(leftovers(history)).toEqual([]);
    }), { numRuns: RUNS, interruptAfterTimeLimit: 20_000 });
  });

  it("every status is reached", () => {
    const reached = new Set<OrderStatus>();
    for (const run of fc.sample(historyArbitrary, { numRuns: 500, seed: 7 })) {
      const watch = new Watch();
      const history = replay(run, watch);
      history.settle(1);
      watch.check(history);
      for (const status of watch.reached) reached.add(status);
    }
    expect([...reached].sort()).toEqual([...ORDER_STATUSES].sort());
  });
});
