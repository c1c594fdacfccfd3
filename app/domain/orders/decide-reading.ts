import type { ChangeSet, OrderChange, StockFloor } from "../change-set";
import type { CustomerRecord } from "../desk";
import { placedAllocations, plannedUnits } from "../fulfillment/placement";
import type { Instant, ItemId } from "../ids";
import { CLOCK_SKEW_MS, reallocate } from "../inventory/reallocate";
import { type StockBook, itemsWithMoreAvailable } from "../inventory/stock-book";
import type { Intent, OutboxRow } from "../messages";
import type { PlatformOrder, PlatformOrderReading } from "../platform";
import type { AllocationRecord, DecisionRecord, OrderAggregate, OrderRecord, StockEntry, StoreRecord } from "../records";
import type { Obstacle } from "../routing/types";
import { isSame } from "../same";
import { isClosed } from "../sites";
import { attentionAfter } from "./attention";
import { shipByOf } from "./due";
import { customersOf, isAsCaptured, isReworded, searchTerms } from "./facts";
import { changesOf } from "./reading-changes";
import { readingEvents } from "./reading-events";
import { type Merged, mergeReading } from "./merge-reading";
import { settleManualHolds } from "./manual-hold";
import { rejectedAfter } from "./rejected";
import { type Routed, type RoutingWorld, routeOrder } from "./route-order";
import { settleMs } from "./settle";
import { statusOf } from "./status";
import { takeRooms } from "./take-rooms";
import { cancellationOf, isTold, waitingSinceOf } from "./waiting-since";

export interface ReadingWorld extends Omit<RoutingWorld, "book" | "writes" | "before"> {
  store: StoreRecord;
  book: StockBook;
  readAt: Instant;
  /** False: the platform has given older answers for so long that what it was said to know is not waited for any more. */
  patient: boolean;
  /** Is the customer told when an order is cancelled by the policy? Absent: no. */
  notifyCustomers?: boolean;
}

export type ReadingDecision =
  | { status: "stale" }
  | {
      status: "decided";
      change: ChangeSet;
      aggregate: OrderAggregate;
      /** Items whose levels should be read again: the platform's view and ours could not be told apart. */
      doubtful: ItemId[];
      /** Items of which more is available than before: orders that wait for them may go on. */
      freed: ItemId[];
    };

/**
 * Decides on a fresh reading of an order: takes over what the platform says, moves its reservation to where the platform
 * has it, confirms parcels, and routes what is ours to route. Posts to `world.book`; all else is in the change set.
 */
export const decideReading = (existing: OrderAggregate | null, reading: PlatformOrderReading, world: ReadingWorld): ReadingDecision => {
  if (existing && isStale(existing.order, reading.order, world)) return { status: "stale" };
  const owner = { merchantId: world.store.merchantId, storeId: world.store.id };
  const merged = mergeReading(existing, reading, { owner, readAt: world.readAt, now: world.now, adopted: world.store.status === "live" });
  const { aggregate } = merged;
  const holds = settleManualHolds(aggregate, { before: existing, openIntents: world.openIntents });
  if (holds.endedElsewhere) aggregate.order.holdReason = null;
  if (aggregate.order.rejected.length > 0) aggregate.order.rejected = rejectedAfter(aggregate.order.rejected, merged.confirmed);
  const before = aggregate.allocations;
  const placed = aggregate.order.cancelledAt !== null && aggregate.fulfillmentOrders.length === 0
    ? [] : placedAllocations(aggregate.fulfillmentOrders, (id) => world.items.get(id));
  const touched = itemsOf(aggregate);
  aggregate.allocations = placed;
  const shared = { orderId: aggregate.order.id, before, shipped: merged.shipped, effectiveAt: merged.effectiveAt, at: world.now, version: aggregate.order.version };
  const trial = world.book.fork(touched);
  reallocate(trial, { ...shared, after: placed });
  const writes = writesTo(aggregate.order, world);
  const routed = routeOrder(aggregate, { writes, before: existing, ...world, book: trial });
  aggregate.allocations = [...placed, ...routed.planned];
  reallocate(world.book, { ...shared, after: aggregate.allocations });
  const intents = writes ? [...holds.intents, ...routed.intents] : routed.intents;
  return finish({ existing, merged, routed: { ...routed, intents }, reading, before }, world);
};

/**
 * Older than what is known: by the platform's clock, which does not move with every change of a fulfillment order, or by
 * when it was asked. A cancelled order that lives on at the same instant is the state before.
 */
const isStale = (known: OrderRecord, said: PlatformOrder, { readAt, patient }: Pick<ReadingWorld, "readAt" | "patient">): boolean =>
  (patient && said.updatedAt < known.platformUpdatedAt)
  || (known.readAt !== null && readAt < known.readAt)
  || (said.updatedAt === known.platformUpdatedAt && known.cancelledAt !== null && said.cancelledAt === null);

/** All items that the order touches, or touched. */
const itemsOf = ({ lines, allocations, fulfillmentOrders }: OrderAggregate): ItemId[] =>
  [...lines, ...allocations, ...fulfillmentOrders.flatMap((one) => one.lines)].flatMap(({ itemId }) => (itemId === null ? [] : [itemId]));

const writesTo = ({ adopted }: Pick<OrderRecord, "adopted">, { store }: Pick<ReadingWorld, "store">): boolean => store.status === "live" && adopted;

interface Parts {
  existing: OrderAggregate | null;
  merged: Merged;
  routed: Routed;
  reading: PlatformOrderReading;
  /** The allocations before the reading. */
  before: readonly AllocationRecord[];
}

const finish = ({ existing, merged, routed, reading, before }: Parts, world: ReadingWorld): ReadingDecision => {
  const { aggregate } = merged;
  const latest = decisionNow(routed, world.latest);
  const order = aggregate.order;
  order.status = statusOf(aggregate, latest);
  order.problem = problemOf(aggregate, latest);
  order.waitingSince = waitingSinceOf(existing?.order ?? null, order, world.now);
  // Somebody moved it on the platform: that is a person's choice like one made here.
  if (routed.settled?.status === "superseded" && !routed.decision) order.byHandSince = world.now;
  const parcelDays = takeRooms(aggregate, { before: existing?.order.rooms ?? [], latest, isNew: routed.decision !== null, writes: writesTo(order, world) }, world);
  order.shipBy = shipByOf(aggregate, world.locations);
  const changes = changesOf(existing, aggregate);
  const closed = new Set(world.locations.filter(isClosed).map((one) => one.id));
  const stuck = latest?.certificate.outcome === "unroutable" && latest.status !== "superseded";
  const workReported = world.openIntents.some((row) => row.intent.kind === "report-progress");
  Object.assign(order, attentionAfter({ known: existing, now: aggregate, changes, closed, stuck, workReported, waiting: world.policy.policy.waiting, at: world.now }));
  const ending = writesTo(order, world) && isTold(existing, order) ? cancellationOf(aggregate, { terms: world.policy.policy.waiting, notifyCustomer: world.notifyCustomers ?? false }) : null;
  const entries = world.book.takeEntries();
  const change: ChangeSet = {
    merchantId: order.merchantId,
    guards: [{ kind: "order", orderId: order.id, version: existing?.order.version ?? 0 }],
    orders: [{
      order, ...changedParts(existing, aggregate),
      ...waitsNow({ existing, order, known: world.latest, waitsFor: routed.decision ? routed.waitsFor : shortItems(latest) }),
      ...(isReworded(existing, reading.order) ? { terms: searchTerms(reading.order, reading.order.lines, reading.order.contact) } : {}),
    }],
    entries,
    floors: [...floorsOf(routed.planned, before, world), ...absorbedFloors(entries, world.book)],
    parcelDays,
    decisions: routed.decision ? [routed.decision] : [],
    decisionStatuses: routed.settled ? [{ orderId: order.id, ...routed.settled }] : [],
    intents: [
      ...routed.intents.map((intent) => resting(outboxRow({ order, intent, cause: routed.decision?.id ?? `${world.latest?.id}:again` }, world), routed, world)),
      // Once for as long as it waits: a platform that refuses is not asked again.
      ...(ending ? [outboxRow({ order, intent: ending, cause: `waited:${order.id}:${order.waitingSince}` }, world)] : []),
    ],
    withdrawnIntents: routed.withdrawn.map((id) => ({ id, problem: "A newer decision replaced it." })),
    events: readingEvents({ existing, merged, changes, routed, latest, ending: ending !== null ? world.policy.policy.waiting : null }, world),
    customers: customersNow(existing, reading, { order, now: world.now }),
  };
  if (reading.order.contact && order.contactId && mayDiffer(existing?.order ?? null, reading.order)) {
    change.contacts = [{ merchantId: order.merchantId, id: order.contactId, storeId: order.storeId, contact: reading.order.contact, updatedAt: world.now }];
  }
  return { status: "decided", change, aggregate, doubtful: doubtfulItems({ existing, merged, before }, world), freed: itemsWithMoreAvailable(entries) };
};

type PartName = "lines" | "allocations" | "fulfillmentOrders" | "shipments";

/** What the reading left as it was is not written again: most of an order, most of the times. */
const changedParts = (existing: OrderAggregate | null, now: OrderAggregate): Pick<OrderChange, PartName> => {
  const names: readonly PartName[] = ["lines", "allocations", "fulfillmentOrders", "shipments"];
  return Object.fromEntries(names.flatMap((name) => (existing && isSame(existing[name], now[name]) ? [] : [[name, now[name]]])));
};

/** Told when the order is new, or somebody else's than it was. */
const customersNow = (existing: OrderAggregate | null, { order: said }: PlatformOrderReading, { order, now }: { order: OrderRecord; now: Instant }): CustomerRecord[] =>
  existing?.order.readAt && existing.order.customerId === order.customerId ? [] : customersOf(order, said, now);

/** Sealed contacts are not compared: they are sealed anew when the order may have changed since it was last read. */
const mayDiffer = (known: OrderRecord | null, said: PlatformOrder): boolean =>
  !known?.contactId || (known.readAt === null ? !isAsCaptured(known, said) : said.updatedAt + CLOCK_SKEW_MS > known.readAt);

const decisionNow = (routed: Routed, latest: DecisionRecord | null): DecisionRecord | null => {
  if (routed.decision) return routed.decision;
  if (latest && routed.settled?.decisionId === latest.id) return { ...latest, status: routed.settled.status };
  return latest;
};

/** Only an order that could not be routed has ever waited for anything. */
const waitsNow = (
  { existing, order, known, waitsFor }: { existing: OrderAggregate | null; order: OrderRecord; known: DecisionRecord | null; waitsFor: ItemId[] },
): Pick<OrderChange, "waitsFor"> => {
  if (order.status === "backordered") return { waitsFor };
  return existing?.order.status === "backordered" || known?.certificate.outcome === "unroutable" ? { waitsFor: [] } : {};
};

const shortItems = (latest: DecisionRecord | null): ItemId[] =>
  latest?.certificate.outcome === "unroutable" ? latest.certificate.shortages.map((shortage) => shortage.itemId) : [];

/** Each item is there in full, and a rule of the policy is in the way. */
const obstacleWords = (obstacle: Obstacle): string => {
  switch (obstacle.kind) {
    case "parcels": return `Waiting: the policy allows ${obstacle.max === 1 ? "one parcel" : `${obstacle.max} parcels`}, and the goods stand in more places than that.`;
    case "together": return "Waiting: no location has all of what the policy keeps together.";
    case "combined": return "Waiting: with the stock there is, the limits of the policy cannot all be kept.";
  }
};

const problemOf = (aggregate: OrderAggregate, latest: DecisionRecord | null): string | null => {
  if (latest?.status === "refused") return aggregate.order.problem;
  if (aggregate.order.status !== "backordered" || latest?.certificate.outcome !== "unroutable") return null;
  const [obstacle] = latest.certificate.shortages.length === 0 ? latest.certificate.obstacles ?? [] : [];
  if (obstacle) return obstacleWords(obstacle);
  const skuOf = new Map(aggregate.lines.map((line) => [line.itemId, line.sku || line.title]));
  const parts = latest.certificate.shortages.map((short) => `${skuOf.get(short.itemId) ?? "an item"}: ${short.wantedUnits} wanted, ${short.offeredUnits} in stock`);
  return `Waiting for stock. ${parts.join("; ")}.`;
};

/**
 * Plans are requests: they may not take what is not there. Items sold on below zero have no floor, nor has what was planned
 * before: should the platform have taken it away since, no decision of ours brings it back.
 */
const floorsOf = (planned: readonly AllocationRecord[], before: readonly AllocationRecord[], world: ReadingWorld): StockFloor[] => {
  const taken = planned.filter((one) => !world.items.get(one.itemId)?.continueSelling && plannedUnits(planned, one) > plannedUnits(before, one));
  return taken.map(({ itemId, locationId }) => ({ itemId, locationId, floor: 0 }));
};

/**
 * What the platform had committed before we knew for whom is taken once: two workers that place units of one item at one moment would both take it,
 * and leave as many units available that are not there.
 */
const absorbedFloors = (entries: readonly StockEntry[], book: StockBook): StockFloor[] => {
  const absorbed = entries.filter(({ state, delta }) => state === "unattributed" && delta < 0);
  return absorbed.map(({ itemId, locationId }) => ({ itemId, locationId, floor: Math.min(0, book.level(itemId, locationId).unattributed), of: "unattributed" }));
};

/** A new plan rests, so that it can still change together with others: it is due later. */
const resting = (row: OutboxRow, { decision }: Routed, { policy, now }: ReadingWorld): OutboxRow =>
  row.intent.kind === "place" && decision?.status === "pending" ? { ...row, dueAt: now + settleMs(policy.policy) } : row;

/** One lane an order: moves, splits and parcels of its fulfillment orders pass units between them, so none may overtake another. */
export const outboxRow = (
  parts: { order: OrderAggregate["order"]; intent: Intent; cause: string },
  world: { now: Instant; newId(): string },
): OutboxRow => ({
  merchantId: parts.order.merchantId, id: world.newId(), storeId: parts.order.storeId, orderId: parts.order.id,
  lane: `order:${parts.order.id}`, key: `${parts.cause}:${parts.intent.kind}:${targetOf(parts.intent)}`, intent: parts.intent,
  status: "waiting", attempts: 0, dueAt: world.now, createdAt: world.now, progress: {}, problem: null,
});

const targetOf = (intent: Intent): string => {
  switch (intent.kind) {
    case "track": return intent.fulfillmentPlatformId;
    case "cancel-order": return intent.orderPlatformId;
    case "adjust-stock": case "move-stock": return `${intent.itemId}:${intent.locationId}`;
    default: return intent.fulfillmentOrderPlatformId;
  }
};

/** Tracked items of which the ledger and the platform may differ: where the order stands or stood, and whatever left or came back in parcels, or was given up. */
const doubtfulItems = ({ existing, merged, before }: Pick<Parts, "existing" | "merged" | "before">, { book, items }: ReadingWorld): ItemId[] => {
  const touched = [...merged.shipped, ...merged.aggregate.allocations, ...before];
  const doubtful = touched.filter(({ itemId, locationId }) => book.level(itemId, locationId).unattributed !== 0 || book.level(itemId, locationId).readAt === 0);
  const parcels = [...merged.confirmed, ...merged.cancelled].flatMap((one) => one.lines.flatMap((line) => (line.itemId ? [line.itemId] : [])));
  return [...new Set([...doubtful.map(({ itemId }) => itemId), ...parcels, ...givenUpItems(existing, merged.aggregate)])].filter((itemId) => items.get(itemId)?.tracked).sort();
};

/** What was taken off an order may have been put back on the shelf or written off: only the stock itself tells, and not every platform announces it. */
const givenUpItems = (existing: OrderAggregate | null, { order, lines }: OrderAggregate): ItemId[] => {
  const known = existing !== null && existing.order.readAt !== null ? existing : null;
  const cancelled = order.cancelledAt !== null && (known?.order.cancelledAt ?? null) === null;
  return lines.flatMap(({ id, itemId, quantity, currentQuantity }) => {
    const before = known ? (known.lines.find((line) => line.id === id)?.currentQuantity ?? 0) : quantity;
    return itemId !== null && (cancelled || currentQuantity < before) ? [itemId] : [];
  });
};
