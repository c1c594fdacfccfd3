import type { ItemId, LocationId } from "../../domain/ids";
import type { DecisionRecord } from "../../domain/records";
import { explain } from "../../domain/routing/explain";
import type { Bar } from "../../ui/plain/bar-chart";
import { formatMoney } from "../money";
import { DECISION_STATES, type StateWords } from "../order-words";

export interface WhyRouted {
  state: StateWords;
  /** What the state means for the order. */
  meaning: string;
  /** The decision in sentences, the conclusion first. */
  sentences: string[];
  /** What the plan costs by term; null when there is no plan. */
  cost: { bars: Bar[]; total: string } | null;
  /** The cheapest plans of other locations. */
  rejected: { id: string; locations: string; parcels: number; cost: string; extra: string; reason: string }[];
  leftOut: { id: string; location: string; reason: string }[];
  shortages: { id: string; item: string; wanted: number; offered: number }[];
  decisionId: string;
  policyVersion: number;
  decidedAt: number;
  inputsHash: string;
}

interface Naming {
  nameOf(id: LocationId | null): string;
  titleOf(id: ItemId): string;
}

/** A decision as a screen shows it. Every number comes from the certificate. */
export function whyRouted(decision: DecisionRecord, { nameOf, titleOf }: Naming): WhyRouted {
  const { certificate } = decision;
  const { problem } = certificate;
  const told = explain(certificate, { location: nameOf, item: titleOf });
  const bars = told.terms.map((term) => ({ label: term.label, value: term.minor, text: term.text }));
  return {
    state: certificate.outcome === "routed" ? DECISION_STATES[decision.status] : { label: "Waits for stock", tone: "attention" },
    meaning: certificate.outcome === "routed" ? DECISION_STATES[decision.status].meaning : "It is decided on again by itself when stock arrives.",
    sentences: told.sentences,
    cost: certificate.outcome === "routed" ? { bars, total: formatMoney(certificate.plan.costMinor, problem.currency) } : null,
    rejected: told.alternatives.map((plan) => ({
      id: plan.locationIds.join("+"), locations: plan.locations, parcels: plan.parcels, cost: plan.cost, extra: plan.extraMinor === 0 ? "The same" : `+${plan.extra.replace(/^\+/, "")}`, reason: sentence(plan.reason),
    })),
    leftOut: told.leftOut.map((each) => ({ id: each.locationId, location: each.location, reason: sentence(each.reason) })),
    shortages: told.shortages.map((each) => ({ id: each.itemId, item: each.item, wanted: each.wantedUnits, offered: each.offeredUnits })),
    decisionId: decision.id,
    policyVersion: problem.policyVersion,
    decidedAt: decision.decidedAt,
    inputsHash: decision.inputsHash,
  };
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
