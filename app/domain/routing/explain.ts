import { formatMinor } from "../money";
import { explainLeftOut, explainLimits, fewerSentences, leftOutSentences, orderRuleSentences, type LeftOut } from "./explain-limits";
import { explainRefusal, type ExplainedShortage } from "./explain-refusal";
import { explainRejected, explainTerms, nextSentences, termSentences, type ExplainedAlternative, type ExplainedTerm } from "./explain-terms";
import { counted, listed, sentence, type ExplanationNames, type Wording } from "./explain-words";
import type { Certificate } from "./types";

export type { ExplanationNames };

/** A decision in words and numbers, made from its certificate alone. Money is formatted in the problem's currency. */
export interface Explanation {
  outcome: Certificate["outcome"];
  /** In reading order: the choice, what else it costs, why not fewer parcels, the next best plan, what was left out or is missing. */
  sentences: string[];
  /** The chosen plan's cost by term, without empty terms; for a small chart. Empty when unroutable. */
  terms: ExplainedTerm[];
  /** Rejected plans, cheapest first. */
  alternatives: ExplainedAlternative[];
  leftOut: LeftOut[];
  /** What rules forbid locations that may ship something of it. A location may stand here several times. */
  limits: LeftOut[];
  shortages: ExplainedShortage[];
}

/** Tells a merchant why an order ships from where it does, or why it cannot ship. Every amount is the certificate's. */
export function explain(certificate: Certificate, names: ExplanationNames): Explanation {
  const { problem } = certificate;
  const wording: Wording = { names, money: (minor) => formatMinor(minor, problem.currency) };
  const leftOut = explainLeftOut(problem, wording);
  const limits = explainLimits(problem, wording);
  if (certificate.outcome === "unroutable") return { outcome: "unroutable", ...explainRefusal(certificate, wording), terms: [], alternatives: [], leftOut, limits };
  const { plan } = certificate;
  if (plan.parcels === 0) return { outcome: "routed", sentences: ["There is nothing to ship."], terms: [], alternatives: [], leftOut: [], limits: [], shortages: [] };
  const alternatives = certificate.rejected.map((rejected) => explainRejected(rejected, plan, wording));
  return {
    outcome: "routed",
    sentences: [
      choiceSentence(certificate, wording),
      ...termSentences(certificate, wording),
      ...fewerSentences(certificate, wording),
      ...orderRuleSentences(problem, wording),
      ...nextSentences(alternatives),
      ...leftOutSentences(leftOut, limits),
    ],
    terms: explainTerms(plan, wording),
    alternatives,
    leftOut,
    limits,
    shortages: [],
  };
}

function choiceSentence({ plan, gapMinor }: Certificate & { outcome: "routed" }, { names, money }: Wording): string {
  const from = listed([...new Set(plan.assignments.map((assignment) => assignment.locationId))].sort().map((id) => names.location(id)));
  const proof = gapMinor === 0 ? "the least that is possible (proved)" : `at most ${money(gapMinor)} more than the least that is possible`;
  return `${sentence(counted(plan.parcels, "parcel"))} from ${from} ${plan.parcels === 1 ? "costs" : "cost"} ${money(plan.costMinor)}, ${proof}.`;
}
