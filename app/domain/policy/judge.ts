import { dayText } from "../calendar/working-days";
import type { RejectedHere } from "../experience";
import type { Instant, ItemId, LocationId, OrderLineId } from "../ids";
import type { ItemRecord, LevelRecord, ParcelRoom, PolicyRecord } from "../records";
import { type Coordinates, coordinatesGiven } from "../routing/geography";
import { type LocationTerms, makeProblem } from "../routing/problem";
import type { ParcelCharges, RoutingProblem } from "../routing/types";
import type { KnownLocation } from "../sites";
import type { OrderFacts } from "./condition";
import { narrow } from "./narrow";
import { isPromised, lateDaysOf, type PromisedOrder } from "./promise";
import { DAYS_PUT_OFF_MAX, RoomBook, shipDayAt } from "./room";
import type { MerchantPolicy } from "./types";

/** An order as far as a policy judges it; an `OrderRecord` brings the facts. */
export interface JudgedOrder extends OrderFacts, PromisedOrder {
  currency: string;
  shipToLatitude: number | null;
  shipToLongitude: number | null;
  lines: readonly { lineId: OrderLineId; itemId: ItemId; units: number }[];
  /** What stands committed for these very lines already: free for this order, taken for all others. */
  own: readonly { itemId: ItemId; locationId: LocationId; units: number }[];
  /** The room of days that it has taken already. */
  rooms: readonly ParcelRoom[];
  /** Where the platform lets it go; null: anywhere. */
  allowedLocationIds: readonly LocationId[] | null;
  /** Locations that turned it down, or lack goods for it. */
  rejected?: readonly RejectedHere[];
}

/** What is learned of a location, priced as the policy says. */
export interface LearnedTerms {
  /** Minor units a parcel: what a rejection or a miscount costs, times how often it happens there. */
  riskMinor: number;
  /** Working days that it needs beyond its cut-off and lead time. */
  delayDays: number;
  /** The last units of each shelf that may not be there, and what taking one of them costs; absent: none. */
  doubt?: { units: number; minor: number };
}

export interface JudgedWorld {
  items: readonly ItemRecord[];
  locations: readonly KnownLocation[];
  levels: readonly LevelRecord[];
  now: Instant;
  /** Absent: every day has room. */
  rooms?: RoomBook;
  /** A full day moves a parcel to a later one even where lateness has no price: asked for where nothing else is left. */
  mayBePutOff?: boolean;
  /** Where a postal code lies, of places without coordinates. */
  centroidOf?(countryCode: string, postalCode: string): Coordinates | null;
  learned?: ReadonlyMap<LocationId, LearnedTerms>;
  /** Minor units that one unit is worth at a location to the orders that are still to come. */
  scarcityMinor?(itemId: ItemId, locationId: LocationId): number;
}

type Judged = Pick<PolicyRecord, "version" | "policy">;

/**
 * The canonical question of an order: what the policy allows and what it costs, each location and each row of stock judged once.
 * Nothing of the customer goes in but whole kilometres; the clock only as days late and days that are full.
 */
export const judge = ({ version, policy }: Judged, order: JudgedOrder, world: JudgedWorld): RoutingProblem => {
  const shipping = shippingAt(policy, order, world);
  return makeProblem({
    policyVersion: version,
    policy: policy.tariff,
    currency: order.currency,
    lines: order.lines,
    items: world.items,
    locations: world.locations.map((location) => placed(location, world)),
    levels: world.levels,
    own: order.own,
    destination: placed({ countryCode: order.shipToCountry, provinceCode: order.shipToProvince, postalCode: order.shipToPostal, latitude: order.shipToLatitude, longitude: order.shipToLongitude }, world),
    allowedLocationIds: order.allowedLocationIds,
    full: new Set([...shipping].flatMap(([id, day]) => (day === "full" ? [id] : []))),
    termsOf: (location, zone) => termsOf({ location, zone, shipDay: shipping.get(location.id) ?? null }, { policy, order, world }),
    microMinorPerKgKm: Math.round((policy.carbon.minorPerTonne * policy.carbon.gramsPerTonneKm) / GRAMS_PER_KG),
    ...(order.rejected && { rejected: order.rejected }),
    ...(policy.rules.length > 0 && { narrowing: narrow(policy.rules, { order, lines: order.lines, items: world.items, locationIds: world.locations.map((one) => one.id) }) }),
    ...(policy.joint.scarcity && world.scarcityMinor && { scarcityMinor: world.scarcityMinor }),
  });
};

/** A gram for a tonne and kilometre is a thousandth for a kilogram; a tonne's price is a millionth for a gram. */
const GRAMS_PER_KG = 1_000;

/** On which day a parcel would leave each location that can send only so many a day, as rows keep it. Locations without a limit, and full ones, are absent. */
export const roomsAt = ({ policy }: Pick<Judged, "policy">, order: JudgedOrder, world: JudgedWorld): Map<LocationId, ParcelRoom> => {
  const limited = world.locations.filter((one) => (one.dailyParcels ?? null) !== null);
  const days = shippingAt(policy, order, { ...world, locations: limited });
  return new Map([...days].flatMap(([locationId, day]) => (typeof day === "number" ? [[locationId, { locationId, day: dayText(day) }] as const] : [])));
};

const shippingAt = (policy: MerchantPolicy, order: JudgedOrder, world: JudgedWorld): Map<LocationId, ReturnType<typeof shipDayAt>> => {
  const { lateness } = policy;
  const promised = isPromised(lateness, order);
  const waits = world.mayBePutOff === true || (promised && lateness.perDayMinor > 0);
  const rooms = world.rooms ?? new RoomBook();
  return new Map(world.locations.flatMap((location) => {
    // Nobody asks when a parcel would leave where nothing is promised and there is always room.
    if (!promised && (location.dailyParcels ?? null) === null) return [];
    const leadDays = (lateness.leadDays[location.id] ?? 0) + (world.learned?.get(location.id)?.delayDays ?? 0);
    return [[location.id, shipDayAt(location, { readyAt: Math.max(world.now, order.placedAt), leadDays, rooms, own: order.rooms, putOffMax: waits ? DAYS_PUT_OFF_MAX : 0 })] as const];
  }));
};

const placed = <Known extends { countryCode: string | null; postalCode: string | null; latitude: number | null; longitude: number | null }>(place: Known, { centroidOf }: JudgedWorld): Known => {
  if (!centroidOf || place.countryCode === null || place.postalCode === null || coordinatesGiven(place) !== null) return place;
  return { ...place, ...centroidOf(place.countryCode, place.postalCode) };
};

interface Parcel {
  location: KnownLocation;
  zone: number;
  shipDay: ReturnType<typeof shipDayAt>;
}

const termsOf = ({ location, zone, shipDay }: Parcel, { policy, order, world }: { policy: MerchantPolicy; order: JudgedOrder; world: JudgedWorld }): LocationTerms => {
  const labour = policy.labour[location.id];
  const keep = lastUnits(policy.keepLast[location.id], world.learned?.get(location.id)?.doubt);
  const timeZone = location.calendar?.timeZone;
  const lateDays = typeof shipDay === "number" && timeZone !== undefined ? lateDaysOf({ shipDay, zone, timeZone }, order, policy.lateness) : 0;
  const charges: ParcelCharges = {
    ...above0("labourMinor", labour?.perParcelMinor),
    ...above0("latenessMinor", lateDays * policy.lateness.perDayMinor),
    ...above0("riskMinor", world.learned?.get(location.id)?.riskMinor),
  };
  return {
    ...(Object.keys(charges).length > 0 && { charges }),
    ...above0("lateDays", lateDays),
    ...above0("unitLabourMinor", labour?.perUnitMinor),
    ...(keep && { keep }),
  };
};

/** Units that are kept and units that may not be there are one: the larger number of them, at both prices. */
const lastUnits = (kept: { units: number; minorPerUnit: number } | undefined, doubt: LearnedTerms["doubt"]): LocationTerms["keep"] => {
  const keep = kept !== undefined && kept.units > 0 && kept.minorPerUnit > 0 ? { units: kept.units, minor: kept.minorPerUnit } : undefined;
  return keep && doubt ? { units: Math.max(keep.units, doubt.units), minor: keep.minor + doubt.minor } : (keep ?? doubt);
};

/** What is nothing is left out: problems without it have the same bytes as ever. */
const above0 = <Name extends string>(name: Name, value: number | undefined): Partial<Record<Name, number>> =>
  (value !== undefined && value > 0 ? { [name]: value } : {}) as Partial<Record<Name, number>>;
