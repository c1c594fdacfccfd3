import { leastCostProof } from "./check-optimality";
import { planFaults } from "./check-plan";
import { isCount, problemFaults } from "./check-problem";
import { unroutableFaults } from "./check-unroutable";
import type { Certificate, Plan } from "./types";

export interface CheckResult {
  /** What does not hold, in words; empty: the certificate is sound. */
  faults: string[];
  /**
   * `optimal`: no cheaper plan exists, found out here by another method than the search's. `impossible`: no plan exists, shown here as well.
   * `consistent`: all that it says fits together.
   */
  proved: "optimal" | "impossible" | "consistent";
}

/**
 * Tests a decision by itself. Shares no code with the search, only the types: feasibility, every cost term, the bound's
 * relation, each rejected plan, each shortage and each obstacle are computed anew, and for instances within the limits of
 * `check-optimality` the least cost, too. `docs/certificates.md` says the same for a checker in another language.
 */
export function checkCertificate(certificate: Certificate): CheckResult {
  const { problem } = certificate;
  const faults = certificate.version === 1 ? problemFaults(problem) : ["The version of the certificate is not known."];
  if (faults.length > 0) return { faults, proved: "consistent" };
  if (certificate.outcome === "unroutable") {
    const refusal = unroutableFaults(certificate);
    return { faults: refusal.faults, proved: refusal.faults.length === 0 && refusal.impossible ? "impossible" : "consistent" };
  }
  faults.push(...planFaults(problem, certificate.plan, "The plan"), ...boundFaults(certificate), ...rejectedFaults(certificate));
  if (faults.length > 0) return { faults, proved: "consistent" };
  const proof = leastCostProof(problem, certificate.plan.costMinor);
  if (proof.status === "unknown") return { faults, proved: "consistent" };
  if (proof.leastMinor < certificate.lowerBoundMinor) faults.push(`The lower bound is ${certificate.lowerBoundMinor}, but ${proof.leastMinor} is possible.`);
  return { faults, proved: proof.leastMinor === certificate.plan.costMinor ? "optimal" : "consistent" };
}

type Routed = Certificate & { outcome: "routed" };

function boundFaults({ plan, lowerBoundMinor, gapMinor, nodesExplored }: Routed): string[] {
  const faults: string[] = [];
  if (!isCount(nodesExplored)) faults.push(`The nodes explored are ${nodesExplored}.`);
  if (!isCount(gapMinor)) faults.push(`The gap is ${gapMinor}.`);
  if (!isCount(lowerBoundMinor)) faults.push(`The lower bound is ${lowerBoundMinor}.`);
  if (lowerBoundMinor + gapMinor !== plan.costMinor) faults.push(`Lower bound and gap make ${lowerBoundMinor + gapMinor}, the plan costs ${plan.costMinor}.`);
  return faults;
}

const setOf = (plan: Plan): string => [...new Set(plan.assignments.map((assignment) => assignment.locationId))].sort().join("\u0000");

function rejectedFaults({ problem, plan, rejected }: Routed): string[] {
  const seen = new Set([setOf(plan)]);
  return rejected.flatMap((other, index) => {
    const name = `Rejected plan ${index + 1}`;
    const faults = planFaults(problem, other.plan, name);
    const set = setOf(other.plan);
    if (seen.has(set)) faults.push(`${name} uses the same locations as another.`);
    seen.add(set);
    if (other.locationIds.join("\u0000") !== set) faults.push(`${name} does not use the locations that it names.`);
    if (other.extraMinor !== other.plan.costMinor - plan.costMinor) faults.push(`${name} costs ${other.plan.costMinor - plan.costMinor} more, not ${other.extraMinor}.`);
    if (other.plan.costMinor < plan.costMinor) faults.push(`${name} is cheaper than the plan.`);
    if (index > 0 && other.plan.costMinor < (rejected[index - 1]?.plan.costMinor ?? 0)) faults.push(`${name} is cheaper than the one before.`);
    return faults;
  });
}
