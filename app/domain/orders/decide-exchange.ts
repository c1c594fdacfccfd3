import type { ChangeSet, StockFloor } from "../change-set";
import { isLiving, isRoutable, isShippable } from "../fulfillment/fulfillment-order-machine";
import { placedAllocations, plannedUnits } from "../fulfillment/placement";
import { reallocate } from "../inventory/reallocate";
import type { StockBook } from "../inventory/stock-book";
import type { Exchange } from "../joint/exchange";
import type { JointNote } from "../joint/note";
import type { OutboxRow } from "../messages";
import type { DecisionRecord, OrderAggregate, StoreRecord } from "../records";
import { outboxRow } from "./decide-reading";
import { planAnew, type RoutingWorld, type WaitingQuestion } from "./route-order";
import { settleMs } from "./settle";
import { statusOf } from "./status";
import { takeRooms } from "./take-rooms";

/** An order that waits for its release, with all that planning it anew depends on. */
export interface Waiting {
  aggregate: OrderAggregate;
  latest: DecisionRecord;
  openIntents: readonly OutboxRow[];
}

/**
 * May this order still be planned otherwise? It is ours to write, read and routed, nobody has begun to work on any of it, no person has put it where it
 * is, nothing of it is held, and no call about it has been sent: all that is open are placements that were never tried.
 */
export const mayChangePlans = ({ aggregate: { order, fulfillmentOrders }, latest, openIntents }: Waiting): boolean =>
  order.adopted && order.readAt !== null && order.cancelledAt === null && order.holdReason === null && order.byHandSince === null
  && latest.certificate.outcome === "routed" && (latest.status === "pending" || latest.status === "confirmed")
  && openIntents.every((row) => row.intent.kind === "place" && row.status === "waiting" && row.attempts === 0)
  && (latest.status === "confirmed" || openIntents.length > 0)
  && fulfillmentOrders.filter((one) => isLiving(one) && isShippable(one)).every((one) => isRoutable(one) && one.status === "open");

/** Takes away what orders have planned: what is then available is free for all of them together. Nothing of it is committed. */
export const withoutPlans = (book: StockBook, orders: readonly Waiting[], world: Pick<RoutingWorld, "items" | "now">): void => {
  for (const { aggregate } of orders) reallocate(book, { ...postingOf(aggregate, world.now), after: placedOf(aggregate, world) });
  book.takeEntries();
};

const placedOf = ({ fulfillmentOrders }: OrderAggregate, { items }: Pick<RoutingWorld, "items">) => placedAllocations(fulfillmentOrders, (id) => items.get(id));

const postingOf = ({ order, allocations }: OrderAggregate, now: number) =>
  ({ orderId: order.id, before: allocations, shipped: [], effectiveAt: now, at: now, version: order.version + 1 });

export interface ExchangeWorld {
  store: StoreRecord;
  /** Levels as they are; what the exchange takes and gives is posted to it. */
  book: StockBook;
  worldOf(waiting: Waiting): RoutingWorld;
}

/** All of one exchange as one change set: it is committed whole or not at all. */
export const decideExchange = (exchange: Exchange, asked: readonly { waiting: Waiting; question: WaitingQuestion }[], world: ExchangeWorld): ChangeSet => {
  const { store, book } = world;
  const change: Required<Pick<ChangeSet, "guards" | "orders" | "floors" | "decisions" | "decisionStatuses" | "intents" | "withdrawnIntents" | "events" | "parcelDays">> = {
    guards: [{ kind: "store", storeId: store.id, status: "live" }], orders: [], floors: [], decisions: [], decisionStatuses: [], intents: [], withdrawnIntents: [], events: [], parcelDays: [],
  };
  for (const one of exchange.changes) {
    const { waiting, question } = asked[one.order]!;
    const { aggregate, latest } = waiting;
    const around = world.worldOf(waiting);
    const joint: JointNote = {
      alone: latest.joint?.alone ?? { parcels: one.aloneParcels, costMinor: one.aloneMinor }, orders: exchange.changes.length, savedMinor: exchange.savedMinor,
    };
    const routed = planAnew(question, { certificate: one.certificate, joint }, around);
    const decision = routed.decision!;
    const allocations = [...placedOf(aggregate, around), ...routed.planned];
    reallocate(book, { ...postingOf(aggregate, around.now), after: allocations });
    const order = { ...aggregate.order, version: aggregate.order.version + 1, updatedAt: around.now };
    order.status = statusOf({ ...aggregate, order, allocations }, decision);
    // A day's room that is gone by the time of the commit refuses the whole exchange.
    change.parcelDays.push(...takeRooms({ ...aggregate, order, allocations }, { before: aggregate.order.rooms, latest: decision, isNew: true, writes: true }, around));
    const dueAt = Math.min(around.now + settleMs(around.policy.policy), ...waiting.openIntents.map((row) => row.dueAt));
    change.guards.push({ kind: "order", orderId: order.id, version: aggregate.order.version });
    // What the platform was asked for since the orders were read would come true behind the new plan, and look like a person's choice.
    if (latest.status === "pending") change.guards.push({ kind: "placement-unasked", orderId: order.id, decisionId: latest.id });
    change.orders.push({ order, allocations });
    change.floors.push(...floorsOf(routed.planned, aggregate, around));
    change.decisions.push(decision);
    if (routed.settled) change.decisionStatuses.push({ orderId: order.id, ...routed.settled });
    change.intents.push(...routed.intents.map((intent) => ({ ...outboxRow({ order, intent, cause: decision.id }, around), ...(intent.kind === "place" && { dueAt }) })));
    change.withdrawnIntents.push(...routed.withdrawn.map((id) => ({ id, problem: "A newer decision replaced it." })));
    change.events.push({
      merchantId: order.merchantId, id: around.newId(), orderId: order.id, at: around.now, actor: "switchyard", type: "planned-together",
      detail: { decisionId: decision.id, orders: joint.orders, savedMinor: joint.savedMinor },
    });
  }
  return { merchantId: store.merchantId, ...change, entries: book.takeEntries() };
};

/** What is reserved beyond what the order held may not take what is not there; items sold on below zero have no floor. */
const floorsOf = (planned: OrderAggregate["allocations"], { allocations }: OrderAggregate, { items }: RoutingWorld): StockFloor[] =>
  planned.filter((one) => !items.get(one.itemId)?.continueSelling && plannedUnits(planned, one) > plannedUnits(allocations, one))
    .map(({ itemId, locationId }) => ({ itemId, locationId, floor: 0 }));
