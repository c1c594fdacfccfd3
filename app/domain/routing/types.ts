import type { ItemId, LocationId, OrderLineId } from "../ids";

/** What the merchant decided about routing. All money in minor units of the merchant's currency. */
export interface RoutingPolicy {
  /** Upper bounds of the distance zones in km, rising; zone k is within `zonesKm[k]`, the last zone is beyond all. */
  zonesKm: number[];
  /** Upper bounds of the weight bands in grams, rising. Heavier parcels cost the last band and `perExtraKgMinor` for each further kg begun. */
  bandsGrams: number[];
  /** `ratesMinor[zone][band]`: `zonesKm.length + 1` rows of `bandsGrams.length` rates. */
  ratesMinor: number[][];
  perExtraKgMinor: number[];
  handlingPerParcelMinor: number;
  handlingPerUnitMinor: number;
  /** For each parcel after the first. */
  splitPenaltyMinor: number;
  /** Assumed for items whose weight the platform does not give. */
  defaultUnitGrams: number;
}

/**
 * All that a routing decision depends on, and nothing that it does not: no names, no addresses, no clock. Canonical:
 * lines and locations sorted by id, so that equal situations have equal bytes.
 */
export interface RoutingProblem {
  policyVersion: number;
  policy: RoutingPolicy;
  currency: string;
  lines: RoutingLine[];
  locations: RoutingLocation[];
  /** At most so many parcels, by a rule; absent: no limit. 1 keeps the order together. */
  parcels?: { max: number; ruleId: string };
  /**
   * What carbon costs; absent: nothing. A parcel pays `floor(km × grams of its weight band's top × microMinorPerKgKm ÷ 10^9)`. Beyond the last
   * band the top is the last band's and each further kg begun; unknown km count as the last zone limit (0 where there is none).
   */
  carbon?: { microMinorPerKgKm: number };
}

export interface RoutingLine {
  lineId: OrderLineId;
  itemId: ItemId;
  units: number;
  gramsPerUnit: number;
  /** Lines of one group leave from one location, all units of all of them; it is named by the rule that wants it (the first by id, of several). Absent: each may go, and be split, alone. */
  together?: string;
}

export type ExclusionReason =
  | "inactive" | "paused" | "does-not-fulfil-online" | "does-not-ship" | "fulfillment-service" | "excluded-by-platform" | "stocks-nothing-of-it"
  /** A rule of the policy, named by `ruleId`. */
  | "rule"
  /** As many parcels as it can send are promised already. */
  | "at-capacity"
  /** It has rejected this order, or could not find the goods. */
  | "rejected";

export interface RoutingLocation {
  locationId: LocationId;
  /** Great-circle distance to the destination, whole km; null: unknown, the farthest zone is assumed. */
  distanceKm: number | null;
  zone: number;
  /** Why it may ship nothing of this order; null: it may. */
  excluded: ExclusionReason | null;
  /** Which rule excluded it: there with the reason `rule`, and with no other. */
  ruleId?: string;
  /** What a parcel from here costs beside the tariff, in minor units; absent: nothing. */
  charges?: ParcelCharges;
  /** Working days after the promise on which a parcel from here would arrive; absent: none. Its price stands in `charges`. */
  lateDays?: number;
  /** By a rule it ships at most so many units of this order, all its lines counted together; absent: no limit. */
  unitsMax?: { units: number; ruleId: string };
  /** Rows of the items that the order asks for; items not stocked there are absent. */
  stock: StockRow[];
}

export interface ParcelCharges {
  /** Packing here rather than elsewhere. */
  labourMinor?: number;
  /** Days late, each at its price. */
  latenessMinor?: number;
  /** What a rejection or a miscount of this location costs, times how often it happens here. */
  riskMinor?: number;
}

export interface StockRow {
  itemId: ItemId;
  /** Units that this order may take, own commitment included; `null`: unlimited (untracked, or sold on below zero). */
  units: number | null;
  /** By a rule this order may take none of them; `units` is then 0, and this is what stands there. */
  barred?: { units: number | null; ruleId: string };
  /** Picking one unit here, beside the tariff's handling. */
  labourMinor?: number;
  /** What one unit is worth here to the orders that are still to come. */
  scarcityMinor?: number;
  /**
   * The last so many units are kept for the shop's own customers: each that is taken all the same costs this. Whoever takes u of n units takes
   * `max(0, u − max(0, n − keep.units))` kept ones: where less than `keep.units` stand there, all are kept. Unlimited stock keeps none.
   */
  keep?: { units: number; minor: number };
}

export interface Assignment {
  lineId: OrderLineId;
  locationId: LocationId;
  units: number;
}

/** A plan costs the sum of its terms. The first three always stand there, each other one exactly where it is above 0. */
export interface CostTerms {
  shippingMinor: number;
  handlingMinor: number;
  splitMinor: number;
  /** Packing (`charges.labourMinor`) and picking (rows' `labourMinor`). */
  labourMinor?: number;
  latenessMinor?: number;
  carbonMinor?: number;
  /** Rows' `scarcityMinor`, and what kept units cost. */
  scarcityMinor?: number;
  riskMinor?: number;
}

export interface Plan {
  /** Sorted by line, then location; units > 0. */
  assignments: Assignment[];
  terms: CostTerms;
  costMinor: number;
  parcels: number;
}

export interface RejectedPlan {
  plan: Plan;
  /** How it differs: the set of locations it uses. */
  locationIds: LocationId[];
  extraMinor: number;
}

/** What makes an order impossible to route now. */
export interface Shortage {
  itemId: ItemId;
  wantedUnits: number;
  /** Units in all locations that may ship it; unlimited stock counts as what is wanted, and a location with `unitsMax` offers at most that. */
  offeredUnits: number;
  /**
   * Units that may not ship, by reason, none of them 0; sorted by location: what an excluded location has (barred rows too), what a barred row
   * has (`rule`), and what an open location has above its `unitsMax` (`rule`). Unlimited stock counts as what is wanted.
   */
  elsewhere: { locationId: LocationId; units: number; reason: ExclusionReason; ruleId?: string }[];
}

/**
 * Why an order cannot be routed although each item is offered in full (there are no shortages). Looked for in this order: every group that no
 * open location can ship alone (stock and `unitsMax`) is told of, in the order of the groups' names; where there is none, the parcels, if more of
 * them would help; else the rules and the stock taken together.
 */
export type Obstacle =
  /** No location has all of what must travel together. */
  | { kind: "together"; group: string; lineIds: OrderLineId[] }
  /** A rule allows fewer parcels than the stock needs; with more of them there is a plan. `unproved`: the search ended at its limit. */
  | { kind: "parcels"; max: number; ruleId: string; unproved?: true }
  /** Each limit could be kept alone, all of them together cannot: groups that want the same units, or units above several `unitsMax`. */
  | { kind: "combined"; unproved?: true };

/** A decision with its proof. `lowerBoundMinor` is proved by the search; gap 0 means that the plan is optimal. */
export type Certificate =
  | {
      outcome: "routed";
      version: 1;
      problem: RoutingProblem;
      plan: Plan;
      lowerBoundMinor: number;
      gapMinor: number;
      /** Best plans of other location sets, cheapest first, at most `REJECTED_PLANS_MAX`. */
      rejected: RejectedPlan[];
      nodesExplored: number;
    }
  | {
      outcome: "unroutable";
      version: 1;
      problem: RoutingProblem;
      /** Items that are short; empty where only `obstacles` stand in the way. */
      shortages: Shortage[];
      /** Absent: none. */
      obstacles?: Obstacle[];
    };
