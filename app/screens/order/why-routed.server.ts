import type { OrderAggregate } from "../../db/port";
import { isLiving } from "../../domain/fulfillment/fulfillment-order-machine";
import type { ItemId, LocationId } from "../../domain/ids";
import { ruleNames } from "../../domain/policy/rule-names";
import type { DecisionRecord, PolicyRecord } from "../../domain/records";
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
  /** Locations that ship nothing of it, then what rules forbid the others. */
  leftOut: { id: string; location: string; reason: string }[];
  shortages: { id: string; item: string; wanted: number; offered: number }[];
  decisionId: string;
  policyVersion: number;
  /** Null where that version is not stored, as in a store of another house. */
  policyName: string | null;
  decidedAt: number;
  inputsHash: string;
}

interface Naming {
  nameOf(id: LocationId | null): string;
  titleOf(id: ItemId): string;
  /** The version that decided. */
  policy: PolicyRecord | null;
}

/** A decision as a screen shows it. Every number comes from the certificate. */
export function whyRouted(decision: DecisionRecord, { nameOf, titleOf, policy }: Naming): WhyRouted {
  const { certificate } = decision;
  const { problem } = certificate;
  const told = explain(certificate, { location: nameOf, item: titleOf, rule: ruleNames(policy) });
  const bars = told.terms.map((term) => ({ label: term.label, value: term.minor, text: term.text }));
  return {
    ...stateOf(decision),
    sentences: told.sentences,
    cost: certificate.outcome === "routed" ? { bars, total: formatMoney(certificate.plan.costMinor, problem.currency) } : null,
    rejected: told.alternatives.map((plan) => ({
      id: plan.locationIds.join("+"), locations: plan.locations, parcels: plan.parcels, cost: plan.cost, extra: plan.extraMinor === 0 ? "The same" : `+${plan.extra.replace(/^\+/, "")}`, reason: sentence(plan.reason),
    })),
    leftOut: [...told.leftOut, ...told.limits].map((each, index) => ({ id: `${index}`, location: each.location, reason: sentence(each.reason) })),
    shortages: told.shortages.map((each) => ({ id: each.itemId, item: each.item, wanted: each.wantedUnits, offered: each.offeredUnits })),
    decisionId: decision.id,
    policyVersion: problem.policyVersion,
    policyName: policy?.name ?? null,
    decidedAt: decision.decidedAt,
    inputsHash: decision.inputsHash,
  };
}

/** What to say of an order about which nothing was decided. */
export function whyUndecided({ order, fulfillmentOrders }: OrderAggregate): string {
  if (order.status === "left") return "Switchyard leaves this order where your shop put it: it was sold in a shop, is picked up, has nothing to ship, or is handled by a third party.";
  if (order.readAt !== null && !fulfillmentOrders.some(isLiving)) return "There was nothing to decide: nothing of this order was left to ship when Switchyard read it.";
  return "Not decided yet: Switchyard decides as soon as your shop's fulfillment orders are read.";
}

function stateOf({ certificate, status }: DecisionRecord): Pick<WhyRouted, "state" | "meaning"> {
  if (certificate.outcome === "routed") return { state: DECISION_STATES[status], meaning: DECISION_STATES[status].meaning };
  if (certificate.shortages.length > 0) return { state: { label: "Waits for stock", tone: "attention" }, meaning: "It is decided on again by itself when stock arrives." };
  return { state: { label: "Held by rules", tone: "attention" }, meaning: "It is decided on again by itself when its stock moves, or when the policy changes." };
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
