import loadHighs from "highs";
import { checkCertificate } from "../../app/domain/routing/check";
import { route } from "../../app/domain/routing/solve";
import type { Certificate, RoutingProblem } from "../../app/domain/routing/types";
import { rawModel } from "./raw-model";

/** What two solvers say of one problem. */
export interface Comparison {
  certificate: Certificate;
  /** HiGHS on the raw model: the least cost in minor units; null: infeasible. */
  highsMinor: number | null;
  /** In words; null: both say the same. */
  difference: string | null;
  routeMs: number;
  highsMs: number;
}

/** Compares the search with HiGHS (open source, MIT), which knows nothing of it, until both have proved their answer. */
export async function comparer(): Promise<(problem: RoutingProblem) => Comparison> {
  const highs = await loadHighs();
  return (problem) => {
    const started = performance.now();
    const certificate = route(problem);
    const routed = performance.now();
    const solution = highs.solve(rawModel(problem), { output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0.5, random_seed: 1 });
    const highsMs = performance.now() - routed;
    if (solution.Status !== "Optimal" && solution.Status !== "Infeasible") throw new Error(`HiGHS ends with ${solution.Status}.`);
    const highsMinor = solution.Status === "Optimal" ? Math.round(solution.ObjectiveValue) : null;
    return { certificate, highsMinor, difference: differenceOf(certificate, highsMinor), routeMs: routed - started, highsMs };
  };
}

function differenceOf(certificate: Certificate, highsMinor: number | null): string | null {
  const { faults } = checkCertificate(certificate);
  if (faults.length > 0) return faults.join(" ");
  if (certificate.outcome === "unroutable") return highsMinor === null ? null : `Unroutable, but HiGHS finds a plan for ${highsMinor}.`;
  const { plan, gapMinor } = certificate;
  if (highsMinor === null) return `Routed for ${plan.costMinor}, but HiGHS proves that there is no plan.`;
  if (gapMinor > 0) return `Not proved: a gap of ${gapMinor}.`;
  return plan.costMinor === highsMinor ? null : `Routed for ${plan.costMinor}, but HiGHS finds a plan for ${highsMinor}.`;
}
