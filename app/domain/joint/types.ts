import type { ItemId, LocationId } from "../ids";
import type { Assignment, RoutingProblem } from "../routing/types";

/**
 * Orders that draw on one stock. The `units` of a problem's stock row are what lies there for all of these orders together, what
 * they hold themselves included; rows of one item and location say the same in each problem that has them (`null`: unlimited for
 * that order, which then takes part in nobody's scarcity).
 */
export interface JointTask {
  problems: readonly RoutingProblem[];
  /** Plans that are possible together, by problem, as they stand now; absent or null: none. They are only left for cheaper ones. */
  standing?: readonly (readonly Assignment[] | null)[];
  /** Units in the rows' numbers that only this order may take, by problem; absent: none. */
  own?: readonly (readonly { itemId: ItemId; locationId: LocationId; units: number }[])[];
  limits?: Partial<JointLimits>;
}

export interface JointLimits {
  /** Steps that the listing of one order's plans may take. */
  listSteps: number;
  /** Steps (plans looked at) that the branching of all components may take together. */
  branchSteps: number;
  /** Rounds of improving prices before branching. */
  priceRounds: number;
  /** What an order costs that gets no plan at all: more than any plan. */
  unservedMinor: number;
}

export interface JointPlan {
  assignments: Assignment[];
  costMinor: number;
}

/** Orders that exchange stock, by index of the problem, solved and proved on their own. */
export interface JointComponent {
  orders: number[];
  costMinor: number;
  lowerBoundMinor: number;
}

export interface JointAnswer {
  /** By problem; null: the stock does not suffice for it beside the others. */
  plans: (JointPlan | null)[];
  /** Of all plans, kept units included; orders without a plan at `unservedMinor` each. */
  costMinor: number;
  /** No joint assignment costs less: proved. */
  lowerBoundMinor: number;
  gapMinor: number;
  /** Rising by first order. Orders that are in none have their cheapest plan of all, and take nothing that another could want. */
  components: JointComponent[];
  /** Opportunity cost of a unit by scarce cell, in minor units (not whole): what the prices of the proof were. */
  prices: { itemId: ItemId; locationId: LocationId; minor: number }[];
}
