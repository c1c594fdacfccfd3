import type { ItemId, LocationId, StoreId } from "../ids";
import type { OrderSource } from "../platform";
import type { RoutingPolicy } from "../routing/types";

/**
 * All that a merchant decides about routing, as data: versions of it are published, compared, replayed and rolled back. Money in
 * minor units of the merchant's currency. An order is judged by it once, into a `RoutingProblem`: the solver knows no rules.
 */
export interface MerchantPolicy {
  /** Postage by zone and weight, handling and the penalty of a split. */
  tariff: RoutingPolicy;
  /** What packing and picking cost at a location more than elsewhere; absent locations: nothing. */
  labour: Record<LocationId, { perParcelMinor: number; perUnitMinor: number }>;
  lateness: LatenessTerms;
  carbon: CarbonTerms;
  /** The last units of each item that a location keeps for its own customers, and what taking one of them costs. */
  keepLast: Record<LocationId, { units: number; minorPerUnit: number }>;
  /** In the order in which they are read; a rule only ever narrows what may be done, so that their order changes nothing. */
  rules: PolicyRule[];
  waiting: WaitingTerms;
  joint: JointTerms;
  learning: LearningTerms;
}

export interface LatenessTerms {
  /** For each working day that a parcel arrives after the promise; 0: lateness costs nothing. */
  perDayMinor: number;
  /** Working days from the order to the customer's door that are promised, where the platform promises nothing else; null: no promise. */
  promiseDays: number | null;
  /** Working days on the road by zone, `zonesKm.length + 1` of them. */
  transitDays: number[];
  /** Working days that a location needs before a parcel leaves, beyond its cut-off; absent: 0. */
  leadDays: Record<LocationId, number>;
}

export interface CarbonTerms {
  /** Price of a tonne of CO2e; 0: carbon costs nothing. */
  minorPerTonne: number;
  /** Grams of CO2e that one tonne of goods causes on one kilometre of road. */
  gramsPerTonneKm: number;
}

export interface WaitingTerms {
  /** Days after which an order that cannot be routed is told of, or cancelled; null: it waits. */
  afterDays: number | null;
  then: "notify" | "cancel";
  /** Of a cancellation: the payment is given back; the units go back on the shelf; the customer is written to, where the store's settings let that happen at all. */
  refund: boolean;
  restock: boolean;
  notifyCustomer: boolean;
}

export interface JointTerms {
  /** Orders that are not released are optimised together. */
  on: boolean;
  /** A plan rests so long before it is written to the platform, so that it can still change; 0: it is written at once. */
  settleMinutes: number;
  /** A plan is changed only for a saving above this. */
  savingAboveMinor: number;
  /** Stock that coming orders will want has a price. */
  scarcity: boolean;
}

/** What is measured of a location may enter the cost. */
export interface LearningTerms {
  acceptance: boolean;
  pickDelay: boolean;
  countError: boolean;
  /** What a rejected order costs: a second decision, a later parcel. */
  rejectionMinor: number;
}

export interface PolicyRule {
  id: string;
  /** In the merchant's words: it stands in explanations. */
  name: string;
  on: boolean;
  when: Condition;
  then: Effect;
}

/** All that is given must hold; an empty condition holds for every order and line. Conditions of goods choose lines, the others orders. */
export interface Condition {
  /** Goods: any of the tags, types, items; `hazard`: goods that are marked as dangerous. */
  productTags?: string[];
  productTypes?: string[];
  itemIds?: ItemId[];
  hazard?: boolean;
  /** Orders: any of the tags, countries (ISO), provinces (`US-CA`), postal prefixes (`US 941`), stores, sources, customer tags. */
  orderTags?: string[];
  countries?: string[];
  provinces?: string[];
  postalPrefixes?: string[];
  storeIds?: StoreId[];
  sources?: OrderSource[];
  customerTags?: string[];
  /** Of the order's total: at least, below. */
  valueFromMinor?: number;
  valueBelowMinor?: number;
}

export type Effect =
  /** What it chooses ships from these locations alone. */
  | { kind: "only-from"; locationIds: LocationId[] }
  | { kind: "never-from"; locationIds: LocationId[] }
  /** The order leaves in at most so many parcels; 1: ship complete. */
  | { kind: "parcels-max"; parcels: number }
  /** The chosen lines leave from one location. */
  | { kind: "together" }
  /** These locations ship at most so many units of an order: a shop's counter is not a warehouse. An order that wants more from there goes elsewhere. */
  | { kind: "units-max"; locationIds: LocationId[]; units: number };
