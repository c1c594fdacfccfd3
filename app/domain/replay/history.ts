import type { Instant, ItemId, LocationId } from "../ids";
import type { OrderSource } from "../platform";
import type { OrderAggregate, StockCause, StockState } from "../records";
import type { ReplayLevel, ReplayOrder, ReplaySupply } from "./types";

/** The period of a replay, and from when on the house has recorded stock. */
export interface Period {
  startsAt: Instant;
  endsAt: Instant;
  installedAt: Instant;
}

/** A ledger entry as far as it tells where stock came from. */
export interface Move {
  itemId: ItemId;
  locationId: LocationId;
  causeKey: string;
  cause: StockCause;
  state: StockState;
  delta: number;
  at: Instant;
  /** Null: no order, or one that is gone. */
  orderPlacedAt: Instant | null;
  orderSource: OrderSource | null;
}

/** What one level had free at the period's start, and (`unattributed`) what the platform held for orders nobody knew. */
export interface LevelThen extends Pick<ReplayLevel, "itemId" | "locationId"> {
  available: number;
  unattributed: number;
}

/** Sales over a counter take what lies there, and nobody routes them. */
export const isReplayedSource = (source: OrderSource): boolean => source !== "point-of-sale";

/**
 * What came and went by no order of the period. An order of the period moves stock only from one state to another until it ships, so
 * that the sum of available, committed and unattributed units tells what was there for it, wherever it stood; its parcels are left
 * out, for each policy sends its own. Of all other causes only what became free, or was taken from what was free, counts: what older
 * orders held was never free. What the platform held for nobody known when the period began was not free either, and is let go of
 * without a trace.
 */
export const supplyOf = (moves: readonly Move[], then: readonly LevelThen[], period: Period): { opening: ReplayLevel[]; supply: ReplaySupply[] } => {
  const known = new Map(then.map((level) => [keyOf(level), level]));
  const heldBefore = new Map(then.map((level) => [keyOf(level), Math.max(0, level.unattributed)]));
  const opening = new Map(then.map(({ itemId, locationId, available }) => [keyOf({ itemId, locationId }), { itemId, locationId, units: available }]));
  const supply: ReplaySupply[] = [];
  for (const posting of postingsOf(moves)) {
    const level = keyOf(posting);
    const units = unitsFreed(posting, { period, heldBefore });
    // Before the first reading nobody looked: what it found is taken for what was there all along.
    if (period.startsAt < period.installedAt && !known.has(level) && !opening.has(level) && posting.cause === "reading") {
      opening.set(level, { itemId: posting.itemId, locationId: posting.locationId, units });
    } else if (units !== 0) {
      supply.push({ at: posting.at, itemId: posting.itemId, locationId: posting.locationId, units });
    }
  }
  return { opening: [...opening.values()], supply };
};

interface Posting extends Move {
  available: number;
  committed: number;
  unattributed: number;
}

/** The entries of one cause at one level together; they stand beside each other. */
function* postingsOf(moves: readonly Move[]): Generator<Posting> {
  let posting: Posting | null = null;
  for (const move of moves) {
    if (!posting || posting.causeKey !== move.causeKey || keyOf(posting) !== keyOf(move)) {
      if (posting) yield posting;
      posting = { ...move, available: 0, committed: 0, unattributed: 0 };
    }
    if (move.state === "available" || move.state === "committed" || move.state === "unattributed") posting[move.state] += move.delta;
  }
  if (posting) yield posting;
}

const keyOf = ({ itemId, locationId }: Pick<Move, "itemId" | "locationId">): string => `${itemId}@${locationId}`;

const unitsFreed = (posting: Posting, { period, heldBefore }: { period: Period; heldBefore: Map<string, number> }): number => {
  const { available, committed, unattributed } = posting;
  if (isOfPeriod(posting, period)) return posting.cause === "ship" ? unattributed : available + committed + unattributed;
  if (unattributed >= 0) return available + unattributed;
  const held = heldBefore.get(keyOf(posting)) ?? 0;
  const letGo = Math.min(held, -unattributed);
  heldBefore.set(keyOf(posting), held - letGo);
  return available + unattributed + letGo;
};

const isOfPeriod = ({ orderPlacedAt, orderSource }: Posting, { startsAt, endsAt }: Period): boolean =>
  orderPlacedAt !== null && orderPlacedAt >= startsAt && orderPlacedAt < endsAt && orderSource !== null && isReplayedSource(orderSource);

/** An order as it was placed; null: nothing of it was ever to be routed. `collected`: units that it took where its customer fetched them. */
export const replayOrderOf = (aggregate: OrderAggregate, { installedAt }: Pick<Period, "installedAt">): { order: ReplayOrder | null; collected: ReplayLevel[] } => {
  const { order, lines, shipments } = aggregate;
  const elsewhere = unitsNotShipped(aggregate);
  const routed = lines.flatMap(({ id: lineId, itemId, quantity, requiresShipping }) => {
    const units = quantity - (elsewhere.units.get(lineId) ?? 0);
    return itemId === null || !requiresShipping || units <= 0 ? [] : [{ lineId, itemId, units }];
  });
  if (routed.length === 0 || !isReplayedSource(order.source)) return { order: null, collected: elsewhere.levels };
  const hasLeft = shipments.some((one) => one.status === "confirmed");
  const cancelledAt = hasLeft ? null : order.cancelledAt;
  return {
    collected: elsewhere.levels,
    order: {
      id: order.id, storeId: order.storeId, source: order.source, tags: order.tags, customerTags: order.customerTags, fulfillBy: earliest(aggregate), totalMinor: order.totalMinor, placedAt: order.placedAt, shipToCountry: order.shipToCountry,
      shipToProvince: order.shipToProvince, shipToPostal: order.shipToPostal, shipToLatitude: order.shipToLatitude, shipToLongitude: order.shipToLongitude,
      lines: routed, estimated: order.placedAt < installedAt, cancelledAt, returns: cancelledAt === null ? returnsOf(aggregate) : [],
    },
  };
};

const earliest = ({ fulfillmentOrders }: OrderAggregate): Instant | null =>
  fulfillmentOrders.reduce<Instant | null>((least, { fulfillBy }) => (fulfillBy === null ? least : Math.min(fulfillBy, least ?? fulfillBy)), null);

/** Parts that are collected or delivered by the shop itself stay where the platform put them. */
const unitsNotShipped = ({ fulfillmentOrders }: OrderAggregate): { units: Map<string, number>; levels: ReplayLevel[] } => {
  const units = new Map<string, number>();
  const levels: ReplayLevel[] = [];
  for (const { deliveryMethod, locationId, lines } of fulfillmentOrders) {
    if (deliveryMethod === "shipping" || deliveryMethod === "unknown") continue;
    for (const { orderLineId, itemId, totalQuantity } of lines) {
      units.set(orderLineId, (units.get(orderLineId) ?? 0) + totalQuantity);
      if (itemId !== null && locationId !== null) levels.push({ itemId, locationId, units: -totalQuantity });
    }
  }
  return { units, levels };
};

/** Units that were refunded before they left. */
const returnsOf = ({ order }: OrderAggregate): ReplayOrder["returns"] =>
  order.refunds.flatMap(({ createdAt, lines }) => lines.flatMap(({ orderLineId, quantity, restock }) => (restock === "cancel" ? [{ at: createdAt, lineId: orderLineId, units: quantity }] : [])));

/** What left in parcels before stock was recorded had lain there when the period began: an estimate that lets each order have been possible. */
export const shippedBefore = ({ shipments }: OrderAggregate, installedAt: Instant): ReplayLevel[] =>
  shipments.flatMap(({ status, locationId, confirmedAt, requestedAt, lines }) => {
    if (status !== "confirmed" || locationId === null || (confirmedAt ?? requestedAt) >= installedAt) return [];
    return lines.flatMap(({ itemId, quantity }) => (itemId === null ? [] : [{ itemId, locationId, units: quantity }]));
  });
