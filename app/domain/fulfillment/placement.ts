import type { LocationId, OrderLineId } from "../ids";
import type { Intent, PlacementPart } from "../messages";
import type { AllocationRecord, FulfillmentOrderRecord, ItemRecord, LocationRecord, OrderLineRecord } from "../records";
import type { Assignment } from "../routing/types";
import { isLiving } from "./fulfillment-order-machine";

/** What the platform keeps committed for an order: the remaining units of its living fulfillment orders, tracked items only. */
export const placedAllocations = (
  fulfillmentOrders: readonly FulfillmentOrderRecord[],
  itemOf: (id: ItemRecord["id"]) => ItemRecord | undefined,
): AllocationRecord[] => {
  const sums = new Map<string, AllocationRecord>();
  for (const fulfillmentOrder of fulfillmentOrders) {
    const { merchantId, orderId, locationId } = fulfillmentOrder;
    if (locationId === null || !isLiving(fulfillmentOrder)) continue;
    for (const line of fulfillmentOrder.lines) {
      if (line.itemId === null || line.remainingQuantity === 0 || !itemOf(line.itemId)?.tracked) continue;
      const key = `${line.orderLineId}@${locationId}`;
      const sum = sums.get(key);
      if (sum) sum.quantity += line.remainingQuantity;
      else sums.set(key, { merchantId, orderId, orderLineId: line.orderLineId, itemId: line.itemId, locationId, status: "placed", quantity: line.remainingQuantity });
    }
  }
  return [...sums.values()];
};

/** Where the routable units of an order stand now, in the shape of a plan. Custom lines, which no location stocks, are not routed. */
export const currentAssignments = (fulfillmentOrders: readonly FulfillmentOrderRecord[]): Assignment[] => {
  const standing: Assignment[] = [];
  for (const { locationId, lines } of fulfillmentOrders) {
    for (const line of lines) {
      if (locationId === null || line.itemId === null || !line.requiresShipping || line.remainingQuantity === 0) continue;
      standing.push({ lineId: line.orderLineId, locationId, units: line.remainingQuantity });
    }
  }
  return sumAssignments(standing);
};

/** One assignment a line and location, sorted. */
export const sumAssignments = (assignments: readonly Assignment[]): Assignment[] => {
  const sums = new Map<string, Assignment>();
  for (const assignment of assignments) {
    const key = `${assignment.lineId}@${assignment.locationId}`;
    sums.set(key, { ...assignment, units: assignment.units + (sums.get(key)?.units ?? 0) });
  }
  return sortAssignments([...sums.values()]);
};

export const sortAssignments = (assignments: Assignment[]): Assignment[] =>
  assignments.sort((a, b) => compare(a.lineId, b.lineId) || compare(a.locationId, b.locationId));

export const sameAssignments = (a: readonly Assignment[], b: readonly Assignment[]): boolean =>
  a.length === b.length
  && a.every((assignment, index) => {
    const other = b[index];
    return other !== undefined && other.lineId === assignment.lineId && other.locationId === assignment.locationId && other.units === assignment.units;
  });

/**
 * The same plan with the fewest moves. Units of one item are alike, so a plan decides only how many of them go where: which
 * line of the order they are counted to follows where the lines stand now.
 */
export const leastMoving = (plan: readonly Assignment[], current: readonly Assignment[], lines: readonly OrderLineRecord[]): Assignment[] => {
  const itemOf = new Map(lines.map((line) => [line.id, line.itemId]));
  const shelfOf = ({ lineId, locationId }: Assignment): string => `${itemOf.get(lineId) ?? lineId}@${locationId}`;
  const open = new Map<string, number>();
  const wanted = new Map<OrderLineId, number>();
  for (const assignment of plan) {
    open.set(shelfOf(assignment), (open.get(shelfOf(assignment)) ?? 0) + assignment.units);
    wanted.set(assignment.lineId, (wanted.get(assignment.lineId) ?? 0) + assignment.units);
  }
  const chosen: Assignment[] = [];
  const choose = (assignment: Assignment): void => {
    const shelf = shelfOf(assignment);
    const units = Math.min(assignment.units, open.get(shelf) ?? 0, wanted.get(assignment.lineId) ?? 0);
    if (units === 0) return;
    open.set(shelf, (open.get(shelf) ?? 0) - units);
    wanted.set(assignment.lineId, (wanted.get(assignment.lineId) ?? 0) - units);
    chosen.push({ ...assignment, units });
  };
  current.forEach(choose);
  const locationIds = [...new Set(plan.map((assignment) => assignment.locationId))].sort();
  for (const [lineId, units] of [...wanted]) for (const locationId of locationIds) choose({ lineId, locationId, units });
  return sumAssignments(chosen);
};

/** Units that a plan wants where they do not stand yet: reserved there until the platform has moved them. */
export const plannedMoves = (plan: readonly Assignment[], current: readonly Assignment[]): Assignment[] =>
  plan
    .map((wanted) => {
      const standing = current.find((one) => one.lineId === wanted.lineId && one.locationId === wanted.locationId)?.units ?? 0;
      return { ...wanted, units: Math.max(0, wanted.units - standing) };
    })
    .filter((move) => move.units > 0);

/** Units that allocations hold planned at one level. */
export const plannedUnits = (allocations: readonly AllocationRecord[], at: Pick<AllocationRecord, "itemId" | "locationId">): number =>
  allocations.reduce((sum, one) => sum + (one.status === "planned" && one.itemId === at.itemId && one.locationId === at.locationId ? one.quantity : 0), 0);

export interface PlacementRequest {
  fulfillmentOrders: readonly FulfillmentOrderRecord[];
  lines: readonly OrderLineRecord[];
  locationOf: (id: LocationId) => LocationRecord | undefined;
}

/**
 * One `place` intent for each fulfillment order that does not stand as the plan wants. Units stay where they are as far
 * as the plan allows; the rest goes to the plan's other locations in the order of their ids.
 */
export const placementIntents = (plan: readonly Assignment[], request: PlacementRequest): Extract<Intent, { kind: "place" }>[] => {
  const open = new Map(plan.map((assignment) => [`${assignment.lineId}@${assignment.locationId}`, { ...assignment }]));
  const staying = request.fulfillmentOrders.map((fulfillmentOrder) => keepInPlace(fulfillmentOrder, open));
  const intents: Extract<Intent, { kind: "place" }>[] = [];
  request.fulfillmentOrders.forEach((fulfillmentOrder, index) => {
    const parts = moveTheRest({ fulfillmentOrder, stays: staying[index] ?? new Map(), open });
    const moves = [...parts.keys()].some((locationId) => locationId !== fulfillmentOrder.locationId);
    if (!moves) return;
    intents.push({
      kind: "place", fulfillmentOrderId: fulfillmentOrder.id, fulfillmentOrderPlatformId: fulfillmentOrder.platformId,
      parts: toParts(parts, request),
    });
  });
  return intents;
};

type Units = Map<OrderLineId, number>;

const keepInPlace = (fulfillmentOrder: FulfillmentOrderRecord, open: Map<string, Assignment>): Units => {
  const stays: Units = new Map();
  for (const line of fulfillmentOrder.lines) {
    const assignment = open.get(`${line.orderLineId}@${fulfillmentOrder.locationId}`);
    const units = Math.min(assignment?.units ?? 0, line.remainingQuantity);
    if (units === 0 || !assignment) continue;
    assignment.units -= units;
    stays.set(line.orderLineId, units);
  }
  return stays;
};

const moveTheRest = (request: { fulfillmentOrder: FulfillmentOrderRecord; stays: Units; open: Map<string, Assignment> }): Map<LocationId, Units> => {
  const { fulfillmentOrder, stays, open } = request;
  const parts = new Map<LocationId, Units>();
  const add = (locationId: LocationId, lineId: OrderLineId, units: number) => {
    const part = parts.get(locationId) ?? new Map<OrderLineId, number>();
    part.set(lineId, (part.get(lineId) ?? 0) + units);
    parts.set(locationId, part);
  };
  for (const line of fulfillmentOrder.lines) {
    const stay = stays.get(line.orderLineId) ?? 0;
    if (stay > 0 && fulfillmentOrder.locationId !== null) add(fulfillmentOrder.locationId, line.orderLineId, stay);
    let rest = line.remainingQuantity - stay;
    const targets = [...open.values()].filter((assignment) => assignment.lineId === line.orderLineId && assignment.units > 0);
    for (const target of sortAssignments(targets)) {
      const units = Math.min(rest, target.units);
      if (units === 0) break;
      add(target.locationId, line.orderLineId, units);
      target.units -= units;
      rest -= units;
    }
    // Units outside the plan (nothing to ship) stay where they are.
    if (rest > 0 && fulfillmentOrder.locationId !== null) add(fulfillmentOrder.locationId, line.orderLineId, rest);
  }
  return parts;
};

const toParts = (parts: Map<LocationId, Units>, request: PlacementRequest): PlacementPart[] => {
  const platformIdOf = new Map(request.lines.map((line) => [line.id, line.platformId]));
  return [...parts.entries()]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([locationId, units]) => {
      const location = request.locationOf(locationId);
      if (!location) return [];
      const lines = [...units.entries()].flatMap(([lineId, quantity]) => {
        const orderLinePlatformId = platformIdOf.get(lineId);
        return orderLinePlatformId ? [{ orderLinePlatformId, quantity }] : [];
      });
      return [{ locationId, locationPlatformId: location.platformId, lines }];
    });
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Joins what a confirmed plan brought to one location: the plan counted one parcel there. Parts that people split are not
 * joined, because this is asked only once, when the plan's own moves have arrived.
 */
export const mergeIntents = (fulfillmentOrders: readonly FulfillmentOrderRecord[]): Extract<Intent, { kind: "merge" }>[] => {
  const groups = new Map<string, FulfillmentOrderRecord[]>();
  for (const one of fulfillmentOrders) {
    if (one.status !== "open" || !one.actions.includes("merge")) continue;
    const key = `${one.locationId} ${one.deliveryMethod}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap(([first, ...others]) =>
    first && others.length > 0
      ? [{ kind: "merge" as const, fulfillmentOrderPlatformId: first.platformId, others: others.map((one) => one.platformId) }] : []);
};
