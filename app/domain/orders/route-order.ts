import type { Instant, ItemId, LocationId } from "../ids";
import { BACKORDER_HANDLE, isHeldForBackorder, isRoutable, mayBeRouted } from "../fulfillment/fulfillment-order-machine";
import { currentAssignments, leastMoving, mergeIntents, placementIntents, plannedMoves, plannedUnits, sameAssignments, sumAssignments } from "../fulfillment/placement";
import type { StockBook } from "../inventory/stock-book";
import type { JointNote } from "../joint/note";
import type { Intent, OutboxRow } from "../messages";
import type { AllocationRecord, DecisionRecord, DecisionStatus, FulfillmentOrderRecord, ItemRecord, OrderAggregate, OrderLineRecord, PolicyRecord } from "../records";
import type { JudgedWorld } from "../policy/judge";
import { canonicalBytes } from "../routing/problem";
import { standingCost } from "../routing/standing";
import type { Assignment, Certificate, RoutingProblem } from "../routing/types";
import { type KnownLocation, isClosed } from "../sites";
import { type Question, askOrder, certifyOrder, ownUnits, unitsByLine } from "./certify-order";
import { type Calmed, calmed, stoodBefore } from "./least-disturbance";
import { asksTooMuch } from "./rejected";

/** All that routing an order depends on beside the order. */
export interface RoutingWorld extends Pick<JudgedWorld, "rooms" | "centroidOf" | "learned" | "scarcityMinor"> {
  locations: readonly KnownLocation[];
  items: ReadonlyMap<ItemId, ItemRecord>;
  /** Levels as if the order held only what the platform has placed for it. */
  book: StockBook;
  policy: PolicyRecord;
  latest: DecisionRecord | null;
  openIntents: readonly OutboxRow[];
  /** The order as it was known before this reading. */
  before: OrderAggregate | null;
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
  /** Units that stay where they stand, although a plan without them saves something; null: none do. */
  kept: Calmed["kept"];
}

const NOTHING: Routed = { decision: null, kept: null, settled: null, planned: [], intents: [], withdrawn: [], waitsFor: [] };
/**
 * Decides where an order's routable units shall ship from. `aggregate` is as the platform has it now, allocations are
 * the placed ones. A decision stands until what it decided changes: it is not taken anew at each reading.
 */
export const routeOrder = (aggregate: OrderAggregate, world: RoutingWorld): Routed => {
  const services = new Set(world.locations.filter((one) => one.isFulfillmentService).map((one) => one.id));
  const isTheirs = ({ locationId }: FulfillmentOrderRecord): boolean => locationId !== null && services.has(locationId);
  const routed = routeParts(aggregate, { world, fulfillmentOrders: aggregate.fulfillmentOrders.filter((one) => mayBeRouted(one, aggregate.order) && !isTheirs(one)) });
  // What somebody moved to a third party waits for no stock of ours any more.
  const releases = world.writes ? backorderReleases(aggregate.fulfillmentOrders.filter((one) => isRoutable(one) && isTheirs(one)), world.openIntents) : [];
  return releases.length === 0 ? routed : { ...routed, intents: [...routed.intents, ...releases] };
};

const routeParts = (aggregate: OrderAggregate, { world, fulfillmentOrders }: Parts): Routed => {
  const placing = waitingIds(world, (intent) => intent.kind === "place");
  if (aggregate.order.cancelledAt !== null || aggregate.order.holdReason !== null) return { ...NOTHING, withdrawn: placing };
  const current = standingNow({ ...aggregate, fulfillmentOrders });
  if (current.length === 0) return NOTHING;
  const standing = standingDecision(aggregate, { world, current, fulfillmentOrders });
  if (standing) return standing;
  const { certificate, kept } = decideCalmly({ aggregate, fulfillmentOrders, current }, world);
  const decision = newDecision(aggregate, { certificate, current }, world);
  // The same question has the same answer: nothing is decided, or refused by the platform, twice.
  if (world.latest && world.latest.inputsHash === decision.inputsHash && isAnswered(world.latest, world)) {
    // What else a refused plan wanted is not carried out either: half of it was never decided on.
    return { ...NOTHING, withdrawn: world.latest.status === "refused" ? placing : [] };
  }
  return carryOut({ aggregate, fulfillmentOrders, current }, { certificate, decision, kept }, world);
};

/** What a decision that was just taken changes and asks of the platform. */
const carryOut = (
  { aggregate, fulfillmentOrders, current }: Question, { certificate, decision, kept }: Pick<Routed, "kept"> & { certificate: Certificate; decision: DecisionRecord }, world: RoutingWorld,
): Routed => {
  const placing = waitingIds(world, (intent) => intent.kind === "place");
  const superseded = world.latest && world.latest.status !== "refused" ? { decisionId: world.latest.id, status: "superseded" as const } : null;
  const shared = { ...NOTHING, decision, kept, settled: superseded, withdrawn: placing };
  if (certificate.outcome === "unroutable") {
    return {
      ...shared,
      waitsFor: certificate.shortages.map((shortage) => shortage.itemId),
      withdrawn: [...placing, ...waitingIds(world, (intent) => intent.kind === "release-hold" && intent.handle === BACKORDER_HANDLE)],
      intents: world.writes ? backorderHolds(fulfillmentOrders, world) : [],
    };
  }
  if (!world.writes) return shared;
  // A hold that has not been performed yet would keep back an order that waits for nothing any more.
  const withdrawn = [...placing, ...waitingIds(world, (intent) => intent.kind === "hold" && intent.handle === BACKORDER_HANDLE)];
  const plan = leastMoving(certificate.plan.assignments, current, aggregate.lines);
  const releases = backorderReleases(fulfillmentOrders, []);
  if (sameAssignments(plan, current)) return { ...shared, withdrawn, decision: { ...decision, status: "confirmed" }, intents: releases };
  const request = { fulfillmentOrders, lines: aggregate.lines, locationOf: (id: LocationId) => world.locations.find((one) => one.id === id) };
  return { ...shared, withdrawn, planned: plannedAllocations(plan, { aggregate, world, current }), intents: [...releases, ...placementIntents(plan, request)] };
};

/** Goods of which the order does not say what item they are (custom ones, and those of a deleted product) cannot be routed, wherever they stand. */
const standingNow = ({ lines, fulfillmentOrders }: { lines: readonly OrderLineRecord[]; fulfillmentOrders: readonly FulfillmentOrderRecord[] }): Assignment[] => {
  const known = new Set(lines.filter((line) => line.itemId !== null).map((line) => line.id));
  return currentAssignments(fulfillmentOrders).filter((one) => known.has(one.lineId));
};

const waitingIds = (world: RoutingWorld, wanted: (intent: Intent) => boolean): string[] =>
  world.openIntents.filter((row) => row.status === "waiting" && wanted(row.intent)).map((row) => row.id);

interface Parts {
  world: RoutingWorld;
  /** Those that are ours to route. */
  fulfillmentOrders: readonly FulfillmentOrderRecord[];
}

interface Standing {
  world: RoutingWorld;
  current: readonly Assignment[];
}

/** What to do when the last decision still answers the question; null: decide anew. */
const standingDecision = (aggregate: OrderAggregate, { world, current, fulfillmentOrders }: Standing & Parts): Routed | null => {
  const { latest } = world;
  if (!latest || latest.status === "refused" || latest.status === "withdrawn") return null;
  if (hasGrown(aggregate, world) || !covers(latest.certificate, current) || standsWhereItMayNot(aggregate, { world, current })) return null;
  // A hold of ours that was on its way when stock arrived, or a person decided, is released after all.
  const stands = { ...NOTHING, intents: world.writes ? backorderReleases(fulfillmentOrders, world.openIntents) : [] };
  // A person chose otherwise, and what they asked for may still be on its way.
  if (latest.status === "superseded") {
    const chosen = placementsUnderWay(aggregate, { world, fulfillmentOrders });
    const planned = plannedAllocations(chosen, { aggregate, world, current });
    return { ...stands, planned: planned.filter((one) => isThere(planned, one, world)) };
  }
  if (latest.certificate.outcome === "unroutable") return null;
  if (latest.status === "observed") return world.writes ? null : NOTHING;
  const plan = leastMoving(latest.certificate.plan.assignments, current, aggregate.lines);
  const arrived = standsWithin(plan, current);
  if (arrived && latest.status === "confirmed") return stands;
  if (arrived) return { ...stands, settled: { decisionId: latest.id, status: "confirmed" }, intents: [...stands.intents, ...mergeIntents(fulfillmentOrders)] };
  const moving = world.openIntents.some((row) => row.intent.kind === "place");
  const planned = moving ? plannedAllocations(plan, { aggregate, world, current }) : [];
  if (!planned.every((one) => isThere(planned, one, world))) return null;
  if (moving) return { ...stands, planned };
  // It stands where it stood, and nothing is on its way: the answer lags behind our own call, or the plan was lost. It is planned once more.
  if (world.before && sameAssignments(current, standingNow({ ...world.before, fulfillmentOrders: world.before.fulfillmentOrders.filter(isRoutable) }))) return null;
  // Somebody moved it on the platform: a person's choice stands.
  return { ...stands, settled: { decisionId: latest.id, status: "superseded" } };
};

/**
 * It stands where nothing new is sent, unless a person has put it there (not where nobody is any more), or where it was turned down; or it is on
 * its way elsewhere.
 */
const standsWhereItMayNot = ({ order, lines }: OrderAggregate, { world, current }: Standing): boolean => {
  const { locations, latest, openIntents } = world;
  const byHand = latest?.status === "superseded" || order.byHandSince !== null;
  const barred = new Set(locations.filter((one) => !one.active || (!byHand && isClosed(one))).map((one) => one.id));
  const mayNot = (assignments: readonly Assignment[]): boolean => assignments.some((one) => barred.has(one.locationId)) || asksTooMuch(assignments, { order, lines });
  const leaves = latest?.status === "pending" && latest.certificate.outcome === "routed" && !mayNot(latest.certificate.plan.assignments) && openIntents.some((row) => row.intent.kind === "place");
  return !leaves && mayNot(current);
};

/** Units were added to the order since: what was decided did not know of them, wherever they stand. */
const hasGrown = ({ lines }: OrderAggregate, { before }: RoutingWorld): boolean =>
  before !== null && lines.some((line) => line.currentQuantity > (before.lines.find((one) => one.id === line.id)?.currentQuantity ?? 0));

/**
 * May these units stay reserved? What was reserved before may as long as the shelf still has it, even if the platform has
 * moved it there already, of which its fulfillment orders tell later than its stock; more may only if it is free.
 */
const isThere = (planned: readonly AllocationRecord[], at: AllocationRecord, world: RoutingWorld): boolean => {
  const { available, unattributed } = world.book.level(at.itemId, at.locationId);
  const wanted = plannedUnits(planned, at);
  const free = Math.max(0, available);
  if (world.items.get(at.itemId)?.continueSelling || wanted <= free) return true;
  return wanted <= plannedUnits(world.before?.allocations ?? [], at) && wanted <= free + Math.max(0, unattributed);
};

/** Where units will stand when the placements that are on their way have been performed; the last one asked for counts. */
const placementsUnderWay = (
  { lines }: OrderAggregate, { world, fulfillmentOrders }: { world: RoutingWorld; fulfillmentOrders: readonly FulfillmentOrderRecord[] },
): Assignment[] => {
  const lineOf = new Map(lines.map((line) => [line.platformId, line.id]));
  const asked = new Map(world.openIntents.flatMap(({ intent }) => (intent.kind === "place" ? [[intent.fulfillmentOrderId, intent.parts] as const] : [])));
  return sumAssignments(fulfillmentOrders.flatMap((one) => {
    const parts = asked.get(one.id);
    if (!parts) return currentAssignments([one]);
    return parts.flatMap(({ locationId, lines: units }) => units.flatMap(({ orderLinePlatformId, quantity }) => {
      const lineId = lineOf.get(orderLinePlatformId);
      return lineId === undefined ? [] : [{ lineId, locationId, units: quantity }];
    }));
  }));
};

const isAnswered = (latest: DecisionRecord, world: RoutingWorld): boolean =>
  latest.status === "refused" || latest.status === (world.writes ? "confirmed" : "observed");

/** Every line has at most the units that were decided on: parcels and removals leave a decision standing, additions do not. */
const covers = ({ problem }: Certificate, current: readonly Assignment[]): boolean => {
  const decided = unitsByLine(problem.lines);
  return [...unitsByLine(current)].every(([lineId, units]) => units <= (decided.get(lineId) ?? 0));
};

const standsWithin = (plan: readonly Assignment[], current: readonly Assignment[]): boolean =>
  current.every((one) => one.units <= (plan.find((wanted) => wanted.lineId === one.lineId && wanted.locationId === one.locationId)?.units ?? 0));

/** What stood somewhere by an earlier decision, or a person's, stays there unless moving it is needed or saves enough. */
const decideCalmly = (question: Question, world: RoutingWorld): { certificate: Certificate; kept: Calmed["kept"] } => {
  const certificate = certifyOrder(question, world);
  const standing = world.before ? stoodBefore(question.current, { then: standingNow(world.before), latest: world.latest }) : [];
  if (certificate.outcome !== "routed" || standing.length === 0) return { certificate, kept: null };
  return calmed(certificate, { standing, savingAboveMinor: question.aggregate.order.byHandSince === null ? world.policy.policy.joint.savingAboveMinor : Infinity });
};

/** What an order that waits asks now, together with others: its problem, where its units stand, and where its plan puts them. */
export interface WaitingQuestion {
  question: Question;
  problem: RoutingProblem;
  /** By the plan that stands; where it has arrived, where the platform has the units. */
  planned: Assignment[];
  /** Units that the platform keeps committed for this order alone. */
  own: { itemId: ItemId; locationId: LocationId; units: number }[];
}

/** `world.book`: levels as if no order that is asked together had planned anything. Null: nothing of the order may be placed anew. */
export const waitingQuestion = (aggregate: OrderAggregate, world: RoutingWorld): WaitingQuestion | null => {
  const services = new Set(world.locations.filter((one) => one.isFulfillmentService).map((one) => one.id));
  const fulfillmentOrders = aggregate.fulfillmentOrders.filter((one) => isRoutable(one) && one.locationId !== null && !services.has(one.locationId));
  const current = standingNow({ ...aggregate, fulfillmentOrders });
  const { latest } = world;
  if (current.length === 0 || latest?.certificate.outcome !== "routed" || !covers(latest.certificate, current)) return null;
  const question = { aggregate, fulfillmentOrders, current };
  const planned = latest.status === "pending" ? leastMoving(latest.certificate.plan.assignments, current, aggregate.lines) : current;
  return { question, problem: askOrder(question, world), planned, own: ownUnits(fulfillmentOrders, world) };
};

/** Takes another plan for an order that waits: as after a reading, but for a certificate that was found together with other orders'. */
export const planAnew = ({ question }: WaitingQuestion, { certificate, joint }: { certificate: Certificate; joint: JointNote }, world: RoutingWorld): Routed =>
  carryOut(question, { certificate, kept: null, decision: { ...newDecision(question.aggregate, { certificate, current: question.current }, world), joint } }, world);

const newDecision = (aggregate: OrderAggregate, { certificate, current }: { certificate: Certificate; current: readonly Assignment[] }, world: RoutingWorld): DecisionRecord => ({
  merchantId: aggregate.order.merchantId, id: world.newId(), orderId: aggregate.order.id,
  status: !world.writes ? "observed" : certificate.outcome === "routed" ? "pending" : "confirmed",
  inputsHash: world.sha256(canonicalBytes(certificate.problem)), certificate, standing: standingCost(certificate.problem, current), joint: null, decidedAt: world.now,
});

const plannedAllocations = (plan: readonly Assignment[], { aggregate, world, current }: Standing & { aggregate: OrderAggregate }): AllocationRecord[] => {
  const itemOf = new Map(aggregate.lines.map((line) => [line.id, line.itemId]));
  // Parcels may have taken units since it was planned: no more is on its way than still stands elsewhere.
  const left = unitsByLine(plannedMoves(current, plan));
  return plannedMoves(plan, current).flatMap(({ lineId, locationId, units }) => {
    const itemId = itemOf.get(lineId) ?? null;
    const quantity = Math.min(units, left.get(lineId) ?? 0);
    left.set(lineId, (left.get(lineId) ?? 0) - quantity);
    if (itemId === null || quantity === 0 || !world.items.get(itemId)?.tracked) return [];
    return [{ merchantId: aggregate.order.merchantId, orderId: aggregate.order.id, orderLineId: lineId, itemId, locationId, status: "planned" as const, quantity }];
  });
};

const isOnItsWay = (open: readonly OutboxRow[], kind: "hold" | "release-hold", one: FulfillmentOrderRecord): boolean =>
  open.some(({ intent }) => intent.kind === kind && "handle" in intent && intent.handle === BACKORDER_HANDLE && intent.fulfillmentOrderPlatformId === one.platformId);

const backorderHolds = (fulfillmentOrders: readonly FulfillmentOrderRecord[], world: RoutingWorld): Intent[] =>
  fulfillmentOrders
    .filter((one) => one.status === "open" && !isOnItsWay(world.openIntents, "hold", one))
    .map((one) => ({
      kind: "hold", fulfillmentOrderPlatformId: one.platformId, handle: BACKORDER_HANDLE, reason: "inventory-out-of-stock",
      note: "Waiting for stock. Switchyard releases this hold when stock arrives.",
    }));

const backorderReleases = (fulfillmentOrders: readonly FulfillmentOrderRecord[], open: readonly OutboxRow[]): Intent[] =>
  fulfillmentOrders
    .filter((one) => isHeldForBackorder(one) && !isOnItsWay(open, "release-hold", one))
    .map((one) => ({ kind: "release-hold", fulfillmentOrderPlatformId: one.platformId, handle: BACKORDER_HANDLE }));
