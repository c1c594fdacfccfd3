import type { ChangeSet } from "../change-set";
import type { Instant, LocationId } from "../ids";
import { reallocate } from "../inventory/reallocate";
import { type StockBook, itemsWithMoreAvailable } from "../inventory/stock-book";
import type { Intent, OrderOutcome, WantedRead } from "../messages";
import type { AllocationRecord, DecisionRecord, OrderAggregate, ShipmentRecord } from "../records";
import { statusOf } from "./status";

export interface OutcomeWorld {
  latest: DecisionRecord | null;
  book: StockBook;
  now: Instant;
  newId(): string;
}

/** Refusals that say something about a location, by code, or by words where the platform has no code for it. */
const LOCATION_CODES: readonly string[] = ["not-movable", "not-stocked"];
const LOCATION_WORDS = /stock|location|destination/i;
/** About the moment, whatever their words: a fresh reading answers them. */
const MOMENT_CODES: readonly string[] = ["changed", "gone", "closed", "requested", "on-hold", "scheduled", "in-progress", "not-allowed", "no-answer"];

const isAboutLocation = ({ code, words }: { code: string; words: string }): boolean =>
  LOCATION_CODES.includes(code) || (!MOMENT_CODES.includes(code) && LOCATION_WORDS.test(`${code} ${words}`));

/**
 * Takes over what became of an intent. Done or refused, the order is read again: the reading alone says where things
 * stand. A refused placement gives its reserved units back, and a location that the platform will not have is left out
 * of the next plan.
 */
export const decideOutcome = (aggregate: OrderAggregate, { outcome, intent, intentId }: OrderOutcome, world: OutcomeWorld): ChangeSet => {
  const before = aggregate.allocations;
  const order = { ...aggregate.order, version: aggregate.order.version + 1, updatedAt: world.now };
  const refusedPlace = outcome.status === "refused" && intent.kind === "place";
  const refuted = refusedPlace && carriesOut(aggregate, intent, world.latest) ? world.latest : null;
  const refusedDecision = refuted?.status === "pending" ? refuted : null;
  // A person's own move was refused: nobody has decided where the order ships from, so it is decided anew.
  const refusedByHand = refuted?.status === "superseded" ? refuted : null;
  const allocations: AllocationRecord[] = refusedPlace && (refuted || !world.latest) ? before.filter((one) => one.status === "placed") : before;
  if (refusedPlace) {
    order.problem = `The platform refused to move it: ${outcome.words}`;
    if (isAboutLocation(outcome)) order.excludedLocationIds = withExcluded(aggregate, intent);
  }
  if (refusedByHand) order.byHandSince = null;
  const shipments = shipmentsAfter(aggregate, { outcome, intent });
  const next = { ...aggregate, order, allocations, shipments };
  order.status = statusOf(next, settledNow(world.latest, { refusedDecision, refusedByHand }));
  reallocate(world.book, { orderId: order.id, before, after: allocations, shipped: [], effectiveAt: world.now, at: world.now, version: order.version });
  return {
    merchantId: order.merchantId,
    guards: [{ kind: "order", orderId: order.id, version: aggregate.order.version }],
    orders: [{ order, allocations, shipments }],
    entries: world.book.takeEntries(),
    decisionStatuses: [
      ...(refusedDecision ? [{ orderId: order.id, decisionId: refusedDecision.id, status: "refused" as const }] : []),
      ...(refusedByHand ? [{ orderId: order.id, decisionId: refusedByHand.id, status: "withdrawn" as const }] : []),
    ],
    events: [{
      merchantId: order.merchantId, id: world.newId(), orderId: order.id, at: world.now, actor: "switchyard",
      type: `${intent.kind}-${outcome.status}`, detail: { intentId, ...outcomeDetail(outcome) },
    }],
    wantedReads: outcome.status === "unknown" ? [] : [readOrder(aggregate, world.now)],
  };
};

/** The latest decision as this outcome leaves it. */
const settledNow = (latest: DecisionRecord | null, said: { refusedDecision: DecisionRecord | null; refusedByHand: DecisionRecord | null }): DecisionRecord | null => {
  if (said.refusedDecision) return { ...said.refusedDecision, status: "refused" };
  return said.refusedByHand ? { ...said.refusedByHand, status: "withdrawn" } : latest;
};

/** Items that a refused placement set free. */
export const freedBy = (change: ChangeSet) => itemsWithMoreAvailable(change.entries ?? []);

export const readOrder = ({ order }: Pick<OrderAggregate, "order">, now: Instant): WantedRead => ({
  merchantId: order.merchantId, storeId: order.storeId, kind: "order", target: order.platformId, requestedAt: now, dueAt: now, attempts: 0,
  status: "waiting", problem: null,
});

const outcomeDetail = (outcome: OrderOutcome["outcome"]): Record<string, unknown> => {
  if (outcome.status === "done") return { platformId: outcome.platformId };
  if (outcome.status === "refused") return { code: outcome.code, words: outcome.words };
  return { words: outcome.words };
};

/**
 * Does the placement carry out what was decided last? One of an older decision may still have been on its way when a newer
 * plan was made, or a person chose, and does not refute them.
 */
const carriesOut = (aggregate: OrderAggregate, intent: PlaceIntent, latest: DecisionRecord | null): boolean => {
  const targets = targetsOf(aggregate, intent);
  if (latest?.status === "pending" && latest.certificate.outcome === "routed") {
    const planned = latest.certificate.plan.assignments;
    return targets.every((locationId) => planned.some((assignment) => assignment.locationId === locationId));
  }
  // What a person chose is told by what is reserved for it; untracked goods are not.
  const reserved = aggregate.allocations.filter((one) => one.status === "planned");
  return reserved.length === 0 || targets.every((locationId) => reserved.some((one) => one.locationId === locationId));
};

type PlaceIntent = Extract<Intent, { kind: "place" }>;

/** Where a placement moves units to, beside where they stand. */
const targetsOf = (aggregate: OrderAggregate, intent: PlaceIntent): LocationId[] => {
  const standing = aggregate.fulfillmentOrders.find((one) => one.id === intent.fulfillmentOrderId)?.locationId ?? null;
  return intent.parts.map((part) => part.locationId).filter((locationId) => locationId !== standing);
};

const withExcluded = (aggregate: OrderAggregate, intent: PlaceIntent): LocationId[] =>
  [...new Set([...aggregate.order.excludedLocationIds, ...targetsOf(aggregate, intent)])].sort();

const shipmentsAfter = (aggregate: OrderAggregate, said: Pick<OrderOutcome, "outcome" | "intent">): ShipmentRecord[] => {
  const { outcome, intent } = said;
  if (intent.kind !== "ship" && intent.kind !== "track") return aggregate.shipments;
  return aggregate.shipments.map((shipment) => {
    if (shipment.id !== intent.shipmentId) return shipment;
    if (outcome.status === "done") return { ...shipment, platformId: shipment.platformId ?? outcome.platformId, problem: null };
    if (outcome.status !== "refused") return shipment;
    return { ...shipment, problem: outcome.words, status: intent.kind === "ship" && shipment.status === "requested" ? "refused" as const : shipment.status };
  });
};
