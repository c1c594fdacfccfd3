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
}

export interface RoutingLine {
  lineId: OrderLineId;
  itemId: ItemId;
  units: number;
  gramsPerUnit: number;
}

export type ExclusionReason =
  | "inactive" | "paused" | "does-not-fulfil-online" | "does-not-ship" | "fulfillment-service" | "excluded-by-platform" | "stocks-nothing-of-it";

export interface RoutingLocation {
  locationId: LocationId;
  /** Great-circle distance to the destination, whole km; null: unknown, the farthest zone is assumed. */
  distanceKm: number | null;
  zone: number;
  /** Why it may ship nothing of this order; null: it may. */
  excluded: ExclusionReason | null;
  /** Units that this order may take, per item that it asks for, own commitment included; `null`: unlimited (untracked, or sold on below zero). Items not stocked there are absent. */
  stock: { itemId: ItemId; units: number | null }[];
}

export interface Assignment {
  lineId: OrderLineId;
  locationId: LocationId;
  units: number;
}

export interface CostTerms {
  shippingMinor: number;
  handlingMinor: number;
  splitMinor: number;
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
  /** Units in all locations that may ship it. */
  offeredUnits: number;
  /** Units in locations that may not, by reason. */
  elsewhere: { locationId: LocationId; units: number; reason: ExclusionReason }[];
}

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
  | { outcome: "unroutable"; version: 1; problem: RoutingProblem; shortages: Shortage[] };
