import { demandSteps, leastByDemand } from "./check-by-demand";
import { noSetHoldsAll, noSetIsCheaper } from "./check-by-sets";
import { caseOf } from "./check-case";
import type { RoutingProblem } from "./types";

/** Steps of the exhaustive proof over what is still wanted. */
export const DEMAND_STEPS_MAX = 300_000;

export type Proof = { status: "proved"; leastMinor: number } | { status: "unknown" };

/** The least cost of any plan, by exhaustive means that have nothing in common with the search; `unknown` beyond the limits. */
export function leastCostProof(problem: RoutingProblem, claimedMinor: number): Proof {
  const task = caseOf(problem);
  if (demandSteps(task) <= DEMAND_STEPS_MAX) return { status: "proved", leastMinor: leastByDemand(task) };
  return noSetIsCheaper(task, claimedMinor) ? { status: "proved", leastMinor: claimedMinor } : { status: "unknown" };
}

/** Is there any plan? `null` beyond the limits. */
export function hasPlan(problem: RoutingProblem): boolean | null {
  const task = caseOf(problem);
  if (demandSteps(task) <= DEMAND_STEPS_MAX) return leastByDemand(task) < Infinity;
  return noSetHoldsAll(task) ? false : null;
}
