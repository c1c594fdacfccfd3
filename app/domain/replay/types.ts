import type { Instant, ItemId, LocationId, OrderId, OrderLineId } from "../ids";
import type { ScarcityPrice } from "../joint/learn";
import type { LearnedFacts } from "../learning/facts";
import type { MerchantPolicy } from "../policy/types";
import type { ItemRecord, OrderRecord } from "../records";
import type { Assignment } from "../routing/types";
import type { Site } from "../sites";
import type { Interval } from "./intervals";

/** A past period and who is to route it again. Money in minor units of `currency`. */
export interface ReplaySetup {
  currency: string;
  /** Orders placed from here on, and before `endsAt`; blocks of days are counted from here. */
  startsAt: Instant;
  endsAt: Instant;
  /** As they are today: what they were is not kept. */
  locations: Site[];
  /** The first one is what all others are compared with, the second one the draft. */
  policies: ReplayPolicy[];
  /** What every plan is paid for with, whoever made it: else a policy would look cheap for reckoning cheaply. Its rules hold for nobody. */
  yardstick: MerchantPolicy;
  /** Ids of published rules of other products, beside the policies. */
  rules: string[];
  /** What was measured of locations, as it is today; absent: nothing. */
  learned?: { locationId: LocationId; facts: LearnedFacts }[];
}

/** What counts as it is today, for want of what it was: what scarce stock is worth, what was learned of locations, where postal codes lie. */
export type KnownToday = "scarcity" | "learning" | "places";

export interface ReplayPolicy {
  id: string;
  name: string;
  version: number;
  policy: MerchantPolicy;
}

/**
 * A piece of the period. An item comes with the first page that has an order for it, with its opening stock and all its supply until the
 * period's end. Orders rise in time over all pages.
 */
export interface ReplayPage {
  items: ItemRecord[];
  /** Units that were free at the start of the period, at every location that stocks the item. */
  opening: ReplayLevel[];
  /** Stock that came (or, negative, went) by no order of the period: receipts, counts, sales over the counter. */
  supply: ReplaySupply[];
  orders: ReplayOrder[];
  /** What a unit of these items is worth to coming orders, as it is today; absent: nothing. */
  scarcity?: ScarcityPrice[];
}

export interface ReplayLevel {
  itemId: ItemId;
  locationId: LocationId;
  units: number;
}

export interface ReplaySupply extends ReplayLevel {
  at: Instant;
}

type Destination = Pick<OrderRecord, "shipToCountry" | "shipToProvince" | "shipToPostal" | "shipToLatitude" | "shipToLongitude">;

/** An order as it was placed, and what its customer gave back before it shipped. Nothing of the person but a coarse destination. */
export interface ReplayOrder extends Destination, Pick<OrderRecord, "id" | "storeId" | "source" | "tags" | "customerTags" | "totalMinor" | "placedAt"> {
  /** By when the platform wanted it to have left; null: it said nothing. */
  fulfillBy: Instant | null;
  lines: { lineId: OrderLineId; itemId: ItemId; units: number }[];
  /** Placed before stock was recorded: what was free then is an estimate. */
  estimated: boolean;
  /** Its coordinates are those of its postal code, as the merchant's file says today. */
  byPostalCode?: boolean;
  /** The whole order was cancelled before anything of it left: it costs nobody anything, but held its units until then. */
  cancelledAt: Instant | null;
  /** Units that were taken off the order before they left. */
  returns: { at: Instant; lineId: OrderLineId; units: number }[];
}

/** What is counted of each contender, in this order in every list of numbers. Money in minor units, carbon in grams of CO2e. */
export const MEASURES = [
  "parcels", "costMinor", "shippingMinor", "handlingMinor", "splitMinor", "labourMinor", "latenessMinor", "carbonMinor", "scarcityMinor", "riskMinor",
  "daysLate", "carbonGrams", "waitedDays", "notShipped",
] as const;
export type Measure = (typeof MEASURES)[number];
export type Measures = Record<Measure, number>;

export interface ReplayReport {
  orders: number;
  /** Of them, those on stock that is an estimate. */
  estimated: number;
  /** Absent: all that counted was known of the time of each order. */
  today?: KnownToday[];
  /** Cancelled by their customers before anything left; they are counted nowhere else. */
  cancelled: number;
  contenders: ContenderReport[];
  /** One entry a block of days, for charts: parcels and cost of each contender. */
  blocks: { at: Instant; orders: number; parcels: number[]; costMinor: number[] }[];
  blockDays: number;
  changed: { orders: number; kept: ChangedOrder[] };
}

export interface ContenderReport {
  id: string;
  name: string;
  /** Where a product's rule is published; null: it is a policy. */
  source: string | null;
  shipped: number;
  /** Orders in more than one parcel. */
  split: number;
  /** Could not ship at once, and did later. */
  waited: number;
  /** Given up as the policy says, of those not shipped; the rest still waited when the period ended. */
  givenUp: number;
  totals: Measures;
  /** Against the first contender. Costs, parcels, days and carbon are those of orders that both could ship. */
  differences: Record<Measure, Difference>;
}

export interface Difference {
  /** Of the first contender, over the orders that are compared. */
  base: number;
  change: number;
  /** 95 % interval of `change`; null: the period is too short to tell. */
  interval: Interval | null;
}

export interface ChangedOrder {
  orderId: OrderId;
  placedAt: Instant;
  estimated: boolean;
  before: PlanBrief;
  after: PlanBrief;
  /** Positive: the second contender is cheaper. 0 where one of them did not ship it. */
  savingMinor: number;
}

export interface PlanBrief {
  shipped: boolean;
  parcels: number;
  costMinor: number;
  daysLate: number;
  assignments: Assignment[];
}
