import { isLiving, isRoutable, isShippable } from "../fulfillment/fulfillment-order-machine";
import type { Instant, LocationId } from "../ids";
import type { WaitingTerms } from "../policy/types";
import type { AttentionCode, FulfillmentOrderRecord, OrderAggregate, OrderAttention, OrderLineRecord, OrderRecord } from "../records";
import { waitsTooLong } from "./waiting-since";
import type { LineChange, ReadingChanges } from "./reading-changes";

/** One fact, by what it is: raised once. */
export const factOf = ({ code, key }: Pick<OrderAttention, "code" | "key">): string => `${code}:${key}`;

/** Those that go on until somebody or something ends them: a reading tells when they are over. */
const LASTING: readonly AttentionCode[] = ["waiting-too-long", "location-closed", "request-rejected", "cancellation-rejected", "cancelled-after-shipping"];

interface Facts {
  /** As it was known; null: this is its first reading. */
  known: OrderAggregate | null;
  now: OrderAggregate;
  changes: ReadingChanges;
  /** Locations to which nothing new is sent. */
  closed: ReadonlySet<LocationId>;
  /** What could be routed elsewhere finds no place: no other location has the goods. */
  stuck: boolean;
  /** A person said here that work has begun, and the platform is still to hear of it. */
  workReported: boolean;
  /** What the policy says of orders that wait too long. */
  waiting: WaitingTerms;
  at: Instant;
}

/**
 * What a person has to look at after a reading: what was open and is not over, and what is new. A fact that a person has looked
 * at is not raised again as long as it lasts.
 */
export const attentionAfter = (facts: Facts): Pick<OrderRecord, "attention" | "attentionSince" | "resolvedAttention"> => {
  const { now: { order } } = facts;
  const lasting = lastingFacts(facts);
  const lasts = new Set(lasting.map(factOf));
  const open = order.attention.filter((one) => !LASTING.includes(one.code) || lasts.has(factOf(one)));
  const known = new Set([...open.map(factOf), ...order.resolvedAttention]);
  const raised = [...momentaryFacts(facts), ...lasting].filter((one) => !known.has(factOf(one)));
  const attention = [...open, ...raised].sort((a, b) => a.since - b.since);
  return { attention, attentionSince: attention[0]?.since ?? null, resolvedAttention: order.resolvedAttention.filter((fact) => lasts.has(fact)) };
};

/** The same reading may tell of an edit and that work had begun before it: a part that was there already is in progress now. */
const isWorkedOn = (known: OrderAggregate, now: OrderAggregate): boolean => {
  const begun = new Set(now.fulfillmentOrders.filter((one) => one.status === "in-progress").map((one) => one.platformId));
  return known.fulfillmentOrders.some((one) => one.status === "in-progress" || begun.has(one.platformId));
};

/** People work on what a reading changed under their hands: they may hold the wrong goods. */
const momentaryFacts = ({ known, now, changes, workReported, at }: Facts): OrderAttention[] => {
  const working = workReported || (known !== null && isWorkedOn(known, now));
  if (!working || changes.goods.length === 0 || now.order.cancelledAt !== null) return [];
  return [{ code: "edited-while-working", key: String(now.order.version), since: at, detail: { changes: changes.goods satisfies LineChange[] } }];
};

const lastingFacts = ({ known, now, closed, stuck, waiting, at }: Facts): OrderAttention[] => {
  const { order, lines, fulfillmentOrders } = now;
  const facts: OrderAttention[] = [];
  const onItsWay = unitsOnTheirWay(now);
  if (order.cancelledAt !== null && onItsWay > 0 && isCancelledNow(known)) {
    facts.push({ code: "cancelled-after-shipping", key: String(order.cancelledAt), since: at, detail: { units: onItsWay } });
  }
  if (order.cancelledAt !== null) return facts;
  if (waitsTooLong(order, waiting, at)) facts.push({ code: "waiting-too-long", key: `${order.waitingSince}:${waiting.then}`, since: at, detail: { days: waiting.afterDays, cancels: waiting.then === "cancel" } });
  for (const one of fulfillmentOrders.filter(isLiving)) {
    const { platformId: key, locationId, requestStatus } = one;
    const stays = locationId !== null && closed.has(locationId) && isShippable(one) && (stuck || !isRoutable(one) || !hasItems(one, lines));
    if (stays) facts.push({ code: "location-closed", key, since: at, detail: { locationId } });
    if (requestStatus === "rejected") facts.push({ code: "request-rejected", key, since: at, detail: { locationId } });
    if (requestStatus === "cancellation-rejected") facts.push({ code: "cancellation-rejected", key, since: at, detail: { locationId } });
  }
  return facts;
};

/** Custom goods, and those of a deleted product, have no other location to go to. */
const hasItems = (part: FulfillmentOrderRecord, lines: readonly OrderLineRecord[]): boolean =>
  part.lines.some((one) => one.remainingQuantity > 0 && lines.some((line) => line.id === one.orderLineId && line.itemId !== null));

/** What was cancelled before it was first read is history, unless a message told of it. */
const isCancelledNow = (known: OrderAggregate | null): boolean =>
  known !== null && (known.order.cancelledAt === null || known.order.readAt === null || wasRaised(known.order, "cancelled-after-shipping"));

const wasRaised = (order: OrderRecord, code: AttentionCode): boolean =>
  order.attention.some((one) => one.code === code) || order.resolvedAttention.some((fact) => fact.startsWith(`${code}:`));

/** Units in parcels that have left, or were asked for, and did not come back. */
const unitsOnTheirWay = ({ order, shipments }: OrderAggregate): number => {
  const sent = shipments.filter((one) => one.status === "confirmed" || one.status === "requested").flatMap((one) => one.lines).reduce((sum, line) => sum + line.quantity, 0);
  const back = order.refunds.flatMap((one) => one.lines).reduce((sum, line) => sum + (line.restock === "return" ? line.quantity : 0), 0);
  return Math.max(0, sent - back);
};
