import type { Instant, ItemId, LocationId, OrderLineId } from "../ids";
import { BACKORDER_HANDLE, isRoutable } from "../fulfillment/fulfillment-order-machine";
import { currentAssignments, placementIntents, plannedMoves, sameAssignments, sortAssignments } from "../fulfillment/placement";
import type { StockBook } from "../inventory/stock-book";
import type { Intent, OutboxRow } from "../messages";
import type { AllocationRecord, DecisionRecord, DecisionStatus, FulfillmentOrderRecord, ItemRecord, LocationRecord, OrderAggregate, PolicyRecord } from "../records";
import { canonicalBytes, makeProblem } from "../routing/problem";
import { route } from "../routing/solve";
import type { Assignment, Certificate } from "../routing/types";

/** All that routing an order depends on beside the order. */
export interface RoutingWorld {
  locations: readonly LocationRecord[];
  items: ReadonlyMap<ItemId, ItemRecord>;
  /** Levels as if the order held only what the platform has placed for it. */
  book: StockBook;
  policy: PolicyRecord;
  latest: DecisionRecord | null;
  openIntents: readonly OutboxRow[];
  /** May decisions be written to the platform? */
  writes: boolean;
  now: Instant;
  newId(): string;
  sha256(text: string): string;
}

export interface Routed {
  /** New decision, if one was taken. */
  decision: DecisionRecord | null;
  /** The older decision's new status, where it changed. */
  settled: { decisionId: string; status: DecisionStatus } | null;
  /** Where units are reserved until the platform has moved them. */
  planned: AllocationRecord[];
  intents: Intent[];
  /** Waiting intents that no longer hold. */
  withdrawn: string[];
  waitsFor: ItemId[];
}

const NOTHING: Routed = { decision: null, settled: null, planned: [], intents: [], withdrawn: [], waitsFor: [] };

/**
 * Decides where an order's routable units shall ship from. `aggregate` is as the platform has it now, allocations are
 * the placed ones. A decision stands until what it decided changes: it is not taken anew at each reading.
 */
export const routeOrder = (aggregate: OrderAggregate, world: RoutingWorld): Routed => {
  const fulfillmentOrders = aggregate.fulfillmentOrders.filter(isRoutable);
  const placing = world.openIntents.filter((row) => row.intent.kind === "place" && row.status === "waiting").map((row) => row.id);
  if (aggregate.order.cancelledAt !== null || aggregate.order.holdReason !== null) return { ...NOTHING, withdrawn: placing };
  const current = currentAssignments(fulfillmentOrders);
  if (current.length === 0) return NOTHING;
  const standing = standingDecision(aggregate, { world, current });
  if (standing) return standing;
  const certificate = certify({ aggregate, fulfillmentOrders, current }, world);
  const decision = newDecision(aggregate, certificate, world);
  // The same question has the same answer: nothing is decided, or refused by the platform, twice.
  if (world.latest && world.latest.inputsHash === decision.inputsHash && isAnswered(world.latest, world)) return NOTHING;
  const superseded = world.latest && world.latest.status !== "refused" ? { decisionId: world.latest.id, status: "superseded" as const } : null;
  const shared = { ...NOTHING, decision, settled: superseded, withdrawn: placing };
  if (certificate.outcome === "unroutable") {
    return {
      ...shared,
      waitsFor: certificate.shortages.map((shortage) => shortage.itemId),
      intents: world.writes ? fulfillmentOrders.filter((one) => one.status === "open").map(backorderHold) : [],
    };
  }
  if (!world.writes) return shared;
  const plan = sortAssignments([...certificate.plan.assignments]);
  const releases = fulfillmentOrders.filter((one) => one.status === "on-hold").map(releaseBackorderHold);
  if (sameAssignments(plan, current)) return { ...shared, decision: { ...decision, status: "confirmed" }, intents: releases };
  const request = { fulfillmentOrders, lines: aggregate.lines, locationOf: (id: LocationId) => world.locations.find((one) => one.id === id) };
  return { ...shared, planned: plannedAllocations(plan, { aggregate, world, current }), intents: [...releases, ...placementIntents(plan, request)] };
};

interface Standing {
  world: RoutingWorld;
  current: Assignment[];
}

/** What to do when the last decision still answers the question; null: decide anew. */
const standingDecision = (aggregate: OrderAggregate, { world, current }: Standing): Routed | null => {
  const { latest } = world;
  if (!latest || latest.status === "refused" || latest.status === "withdrawn" || latest.certificate.outcome === "unroutable") return null;
  if (latest.status === "observed" && world.writes) return null;
  const plan = latest.certificate.plan.assignments;
  if (!covers(plan, current)) return null;
  if (latest.status === "observed" || latest.status === "superseded") return NOTHING;
  const arrived = standsWithin(plan, current);
  if (arrived) return latest.status === "confirmed" ? NOTHING : { ...NOTHING, settled: { decisionId: latest.id, status: "confirmed" } };
  const moving = world.openIntents.some((row) => row.intent.kind === "place");
  if (moving) return { ...NOTHING, planned: plannedAllocations(plan, { aggregate, world, current }) };
  // Somebody moved it on the platform: a person's choice stands.
  return { ...NOTHING, settled: { decisionId: latest.id, status: "superseded" } };
};

const isAnswered = (latest: DecisionRecord, world: RoutingWorld): boolean =>
  latest.status === "refused" || latest.status === (world.writes ? "confirmed" : "observed");

/** Every line has at most the units that were decided on: parcels and removals leave a decision standing, additions do not. */
const covers = (plan: readonly Assignment[], current: readonly Assignment[]): boolean => {
  const decided = unitsByLine(plan);
  return [...unitsByLine(current)].every(([lineId, units]) => units <= (decided.get(lineId) ?? 0));
};

const unitsByLine = (assignments: readonly Assignment[]): Map<OrderLineId, number> => {
  const sums = new Map<OrderLineId, number>();
  for (const { lineId, units } of assignments) sums.set(lineId, (sums.get(lineId) ?? 0) + units);
  return sums;
};

const standsWithin = (plan: readonly Assignment[], current: readonly Assignment[]): boolean =>
  current.every((one) => one.units <= (plan.find((wanted) => wanted.lineId === one.lineId && wanted.locationId === one.locationId)?.units ?? 0));

interface Question {
  aggregate: OrderAggregate;
  fulfillmentOrders: readonly FulfillmentOrderRecord[];
  current: readonly Assignment[];
}

const certify = ({ aggregate, fulfillmentOrders, current }: Question, world: RoutingWorld): Certificate => {
  const { order, lines } = aggregate;
  const wanted = unitsByLine(current);
  const excluded = new Set(order.excludedLocationIds);
  const problem = makeProblem({
    policyVersion: world.policy.version,
    policy: world.policy.policy,
    currency: order.currency,
    lines: lines.flatMap((line) => {
      const units = wanted.get(line.id) ?? 0;
      return units > 0 && line.itemId !== null ? [{ lineId: line.id, itemId: line.itemId, units }] : [];
    }),
    items: lines.flatMap((line) => (line.itemId === null ? [] : (world.items.get(line.itemId) ?? []))),
    locations: world.locations,
    levels: world.book.all(),
    own: ownUnits(fulfillmentOrders, world),
    destination: { countryCode: order.shipToCountry, provinceCode: order.shipToProvince, latitude: order.shipToLatitude, longitude: order.shipToLongitude },
    allowedLocationIds: excluded.size === 0 ? null : world.locations.filter((one) => !excluded.has(one.id)).map((one) => one.id),
  });
  return route(problem);
};

/** What the platform already keeps committed for this order counts as free for it. */
const ownUnits = (fulfillmentOrders: readonly FulfillmentOrderRecord[], world: RoutingWorld): { itemId: ItemId; locationId: LocationId; units: number }[] =>
  fulfillmentOrders.flatMap((one) =>
    one.lines.flatMap((line) =>
      one.locationId !== null && line.itemId !== null && line.remainingQuantity > 0 && world.items.get(line.itemId)?.tracked
        ? [{ itemId: line.itemId, locationId: one.locationId, units: line.remainingQuantity }]
        : [],
    ),
  );

const newDecision = (aggregate: OrderAggregate, certificate: Certificate, world: RoutingWorld): DecisionRecord => ({
  merchantId: aggregate.order.merchantId, id: world.newId(), orderId: aggregate.order.id,
  status: !world.writes ? "observed" : certificate.outcome === "routed" ? "pending" : "confirmed",
  inputsHash: world.sha256(canonicalBytes(certificate.problem)), certificate, decidedAt: world.now,
});

const plannedAllocations = (plan: readonly Assignment[], { aggregate, world, current }: Standing & { aggregate: OrderAggregate }): AllocationRecord[] => {
  const itemOf = new Map(aggregate.lines.map((line) => [line.id, line.itemId]));
  const left = unitsByLine(current);
  return plannedMoves(plan, current).flatMap(({ lineId, locationId, units }) => {
    const itemId = itemOf.get(lineId) ?? null;
    const quantity = Math.min(units, left.get(lineId) ?? 0);
    if (itemId === null || quantity === 0 || !world.items.get(itemId)?.tracked) return [];
    return [{ merchantId: aggregate.order.merchantId, orderId: aggregate.order.id, orderLineId: lineId, itemId, locationId, status: "planned" as const, quantity }];
  });
};

const backorderHold = (one: FulfillmentOrderRecord): Intent => ({
  kind: "hold", fulfillmentOrderPlatformId: one.platformId, handle: BACKORDER_HANDLE, reason: "inventory-out-of-stock",
  note: "Waiting for stock. Switchyard releases this hold when stock arrives.",
});

const releaseBackorderHold = (one: FulfillmentOrderRecord): Intent => ({ kind: "release-hold", fulfillmentOrderPlatformId: one.platformId, handle: BACKORDER_HANDLE });
