import { dayText, localDayAt } from "../calendar/working-days";
import type { ParcelDayTake } from "../change-set";
import { isShippable, mayBeRouted } from "../fulfillment/fulfillment-order-machine";
import type { Instant, LocationId } from "../ids";
import { type JudgedWorld, roomsAt } from "../policy/judge";
import type { DecisionRecord, FulfillmentOrderRecord, OrderAggregate, ParcelRoom, PolicyRecord } from "../records";
import { isSame } from "../same";
import type { KnownLocation } from "../sites";

export interface RoomWorld extends Pick<JudgedWorld, "learned" | "rooms"> {
  locations: readonly KnownLocation[];
  policy: PolicyRecord;
  now: Instant;
}

export interface Placement {
  /** What the order took before. */
  before: readonly ParcelRoom[];
  /** The decision that stands now. */
  latest: DecisionRecord | null;
  /** It was taken just now: days are chosen anew. */
  isNew: boolean;
  /** Are decisions on this order written to the platform? Nothing is taken for an order that is only observed. */
  writes: boolean;
}

/**
 * Takes room of the days of those locations that can send only so many parcels a day, one parcel a location, and gives back what the order
 * needs no more. What has left on its day, or later, keeps it: that day's work was done. Sets `order.rooms` and posts to `world.rooms`.
 */
export const takeRooms = ({ order, ...parts }: OrderAggregate, placement: Placement, world: RoomWorld): ParcelDayTake[] => {
  const leaves = placement.writes && order.cancelledAt === null ? leavingFrom({ order, ...parts }, placement.latest) : new Set<LocationId>();
  const used = placement.before.filter((room) => !leaves.has(room.locationId) && hasLeft({ order, ...parts }, room, world));
  const kept = placement.before.filter((room) => leaves.has(room.locationId));
  const rooms = [...used, ...[...leaves].flatMap((locationId) => roomOf(locationId, { order, ...parts }, { placement, kept, world }) ?? [])];
  order.rooms = rooms.sort((a, b) => (a.locationId + a.day < b.locationId + b.day ? -1 : 1));
  const takes = takesOf(placement.before, order.rooms, world);
  for (const { by, limit: _limit, ...room } of takes) world.rooms?.move(room, by);
  return takes;
};

/** Where parcels of it are still to leave from: as planned, as far as it is ours to plan, and else where it stands. */
const leavingFrom = ({ order, fulfillmentOrders }: OrderAggregate, latest: DecisionRecord | null): Set<LocationId> => {
  const shippable = fulfillmentOrders.filter(isShippable);
  const standing = (all: readonly FulfillmentOrderRecord[]) => all.flatMap(({ locationId }) => (locationId === null ? [] : [locationId]));
  const ours = shippable.filter((one) => mayBeRouted(one, order));
  const others = standing(shippable.filter((one) => !mayBeRouted(one, order)));
  if (latest === null || latest.status === "superseded") return new Set([...others, ...standing(ours)]);
  // Nothing is promised of what waits for stock.
  if (latest.certificate.outcome === "unroutable") return new Set(others);
  const left = new Set(ours.flatMap((one) => one.lines.filter((line) => line.remainingQuantity > 0).map((line) => line.orderLineId)));
  const planned = latest.status === "pending" ? latest.certificate.plan.assignments.filter((one) => left.has(one.lineId)).map((one) => one.locationId) : standing(ours);
  return new Set([...others, ...planned]);
};

/** A parcel of it left from there, on the day whose room it took or later. */
const hasLeft = ({ shipments }: OrderAggregate, { locationId, day }: ParcelRoom, { locations, now }: RoomWorld): boolean => {
  const timeZone = locations.find((one) => one.id === locationId)?.calendar?.timeZone ?? "UTC";
  return shipments.some((one) => one.locationId === locationId && one.status === "confirmed" && day <= dayText(localDayAt(one.confirmedAt ?? now, timeZone)));
};

interface Choice {
  placement: Placement;
  kept: readonly ParcelRoom[];
  world: RoomWorld;
}

/** The day that was taken, or the first with room; null: it has no limit, or none has room and the parcel stands there all the same. */
const roomOf = (locationId: LocationId, { order, fulfillmentOrders }: OrderAggregate, { placement, kept, world }: Choice): ParcelRoom | null => {
  const location = world.locations.find((one) => one.id === locationId);
  const taken = kept.find((one) => one.locationId === locationId) ?? null;
  if (location === undefined || (location.dailyParcels ?? null) === null) return taken;
  if (taken !== null && !placement.isNew) return taken;
  const deadlines = fulfillmentOrders.flatMap(({ fulfillBy }) => (fulfillBy === null ? [] : [fulfillBy]));
  const asked = { ...order, rooms: kept, lines: [], own: [], allowedLocationIds: null, fulfillBy: deadlines.length === 0 ? null : Math.min(...deadlines) };
  return roomsAt(world.policy, asked, { ...world, items: [], levels: [], locations: [location], mayBePutOff: true }).get(locationId) ?? taken;
};

const takesOf = (before: readonly ParcelRoom[], after: readonly ParcelRoom[], { locations }: RoomWorld): ParcelDayTake[] => {
  const without = (some: readonly ParcelRoom[], others: readonly ParcelRoom[]) => some.filter((one) => !others.some((other) => isSame(one, other)));
  return [
    ...without(before, after).map((room) => ({ ...room, by: -1, limit: null })),
    ...without(after, before).map((room) => ({ ...room, by: 1, limit: locations.find((one) => one.id === room.locationId)?.dailyParcels ?? null })),
  ];
};
