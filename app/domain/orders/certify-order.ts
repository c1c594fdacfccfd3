import type { StockBook } from "../inventory/stock-book";
import type { Instant, ItemId, LocationId, OrderLineId } from "../ids";
import { judge, type JudgedOrder, type JudgedWorld } from "../policy/judge";
import type { FulfillmentOrderRecord, ItemRecord, OrderAggregate, PolicyRecord } from "../records";
import { route } from "../routing/solve";
import type { Assignment, Certificate, RoutingProblem } from "../routing/types";

/** What the question of an order depends on beside the order. */
export interface CertifyingWorld extends Omit<JudgedWorld, "items" | "levels" | "mayBePutOff"> {
  items: ReadonlyMap<ItemId, ItemRecord>;
  /** Levels as if the order held only what the platform has placed for it. */
  book: StockBook;
  policy: PolicyRecord;
}

/** An order's units that are ours to route, where they stand. */
export interface Question {
  aggregate: OrderAggregate;
  fulfillmentOrders: readonly FulfillmentOrderRecord[];
  current: readonly Assignment[];
}

/**
 * Locations that the platform refused are left out, but for what stands there already. Where nothing else is left, they are
 * asked for once more: what the platform refused may have changed, and the very same question is not put twice.
 */
export const certifyOrder = (question: Question, world: CertifyingWorld): Certificate => {
  const allowed = allowedOf(question, world);
  if (allowed === null) return certifyWithin(question, world, null);
  const certificate = certifyWithin(question, world, allowed);
  return certificate.outcome === "routed" ? certificate : certifyWithin(question, world, null);
};

const allowedOf = ({ aggregate: { order: { excludedLocationIds } }, current }: Question, { locations }: CertifyingWorld): LocationId[] | null => {
  if (excludedLocationIds.length === 0) return null;
  const standing = new Set(current.map((one) => one.locationId));
  return locations.map((one) => one.id).filter((id) => standing.has(id) || !excludedLocationIds.includes(id));
};

/** The question itself, unanswered: for orders that are answered together. */
export const askOrder = (question: Question, world: CertifyingWorld): RoutingProblem =>
  judge(world.policy, judgedOrder(question, world, allowedOf(question, world)), judgedWorld(question, world));

const judgedWorld = ({ aggregate: { lines } }: Question, world: CertifyingWorld): JudgedWorld =>
  ({ levels: world.book.all(), ...world, items: lines.flatMap((line) => (line.itemId === null ? [] : (world.items.get(line.itemId) ?? []))) });

/** A parcel is put off to a later day where no day's room is left anywhere else, before an order is called impossible to route. */
const certifyWithin = (question: Question, world: CertifyingWorld, allowedLocationIds: LocationId[] | null): Certificate => {
  const order = judgedOrder(question, world, allowedLocationIds);
  const judged = judgedWorld(question, world);
  const certificate = route(judge(world.policy, order, judged));
  const isFull = certificate.problem.locations.some((one) => one.excluded === "at-capacity");
  return certificate.outcome === "routed" || !isFull ? certificate : route(judge(world.policy, order, { ...judged, mayBePutOff: true }));
};

const judgedOrder = ({ aggregate, fulfillmentOrders, current }: Question, world: CertifyingWorld, allowedLocationIds: LocationId[] | null): JudgedOrder => {
  const { order, lines } = aggregate;
  const wanted = unitsByLine(current);
  return {
    lines: lines.flatMap((line) => {
      const units = wanted.get(line.id) ?? 0;
      return units > 0 && line.itemId !== null ? [{ lineId: line.id, itemId: line.itemId, units }] : [];
    }),
    own: ownUnits(fulfillmentOrders, world),
    fulfillBy: earliest(fulfillmentOrders.map((one) => one.fulfillBy)),
    allowedLocationIds,
    ...order,
  };
};

const earliest = (instants: readonly (Instant | null)[]): Instant | null =>
  instants.reduce<Instant | null>((least, one) => (one === null ? least : Math.min(one, least ?? one)), null);

/** What the platform already keeps committed for this order counts as free for it. */
export const ownUnits = (fulfillmentOrders: readonly FulfillmentOrderRecord[], world: CertifyingWorld): { itemId: ItemId; locationId: LocationId; units: number }[] =>
  fulfillmentOrders.flatMap((one) =>
    one.lines.flatMap((line) =>
      one.locationId !== null && line.itemId !== null && line.requiresShipping && line.remainingQuantity > 0 && world.items.get(line.itemId)?.tracked
        ? [{ itemId: line.itemId, locationId: one.locationId, units: line.remainingQuantity }]
        : [],
    ),
  );

export const unitsByLine = (assignments: readonly Pick<Assignment, "lineId" | "units">[]): Map<OrderLineId, number> => {
  const sums = new Map<OrderLineId, number>();
  for (const { lineId, units } of assignments) sums.set(lineId, (sums.get(lineId) ?? 0) + units);
  return sums;
};
