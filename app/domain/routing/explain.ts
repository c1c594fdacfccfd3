import type { ItemId, LocationId } from "../ids";
import { formatMinor } from "../money";
import type { Certificate, CostTerms, ExclusionReason, Plan, RejectedPlan, RoutingProblem, Shortage } from "./types";

export interface ExplanationNames {
  location(id: LocationId): string;
  item(id: ItemId): string;
}

export interface ExplainedTerm {
  name: "shipping" | "handling" | "split";
  label: string;
  minor: number;
  text: string;
}

export interface ExplainedAlternative {
  locationIds: LocationId[];
  /** "Reno and Dallas" */
  locations: string;
  parcels: number;
  costMinor: number;
  cost: string;
  extraMinor: number;
  extra: string;
  /** The term that makes the difference: "$2.75 more for shipping". */
  reason: string;
}

/** A decision in words and numbers, made from its certificate alone. Money is formatted in the problem's currency. */
export interface Explanation {
  outcome: Certificate["outcome"];
  /** In reading order: the choice, why not fewer parcels, the next best plan, what was left out or is missing. */
  sentences: string[];
  /** The chosen plan's cost by term, without empty terms; for a small chart. Empty when unroutable. */
  terms: ExplainedTerm[];
  /** Rejected plans, cheapest first. */
  alternatives: ExplainedAlternative[];
  leftOut: { locationId: LocationId; location: string; reason: string }[];
  shortages: { itemId: ItemId; item: string; wantedUnits: number; offeredUnits: number; sentence: string }[];
}

/** Sentences name at most so many left-out locations; `leftOut` has them all. */
const LEFT_OUT_NAMED_MAX = 4;

const REASONS: Record<ExclusionReason, string> = {
  inactive: "is not active",
  paused: "is paused",
  "does-not-fulfil-online": "does not fulfil online orders",
  "does-not-ship": "does not ship",
  "fulfillment-service": "is run by a fulfillment service",
  "excluded-by-platform": "may not take this order",
  "stocks-nothing-of-it": "stocks nothing of it",
  rule: "may not by a rule of the policy",
  "at-capacity": "can send no more parcels",
  rejected: "has turned it down",
};

const TERMS: { name: ExplainedTerm["name"]; key: keyof CostTerms; label: string; of: string }[] = [
  { name: "shipping", key: "shippingMinor", label: "Shipping", of: "for shipping" },
  { name: "handling", key: "handlingMinor", label: "Handling", of: "for handling" },
  { name: "split", key: "splitMinor", label: "Split", of: "for splitting" },
];

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const inWords = (count: number): string => NUMBERS[count] ?? String(count);
const counted = (count: number, noun: string): string => `${inWords(count)} ${noun}${count === 1 ? "" : "s"}`;
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const units = (count: number): string => `${count} ${count === 1 ? "unit" : "units"}`;

function listed(names: string[]): string {
  if (names.length <= 2) return names.join(" and ");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/** Tells a merchant why an order ships from where it does, or why it cannot ship. */
export function explain(certificate: Certificate, names: ExplanationNames): Explanation {
  const { problem } = certificate;
  const leftOut = problem.locations.flatMap(({ locationId, excluded }) =>
    excluded === null ? [] : [{ locationId, location: names.location(locationId), reason: REASONS[excluded] }]);
  if (certificate.outcome === "unroutable") {
    const shortages = certificate.shortages.map((shortage) => explainShortage(shortage, names));
    const head = problem.lines.length === 1 ? "The item is not in stock in full where it could ship from." : "Not all items are in stock where they could ship from.";
    return { outcome: "unroutable", sentences: [head, ...shortages.map((shortage) => shortage.sentence)], terms: [], alternatives: [], leftOut, shortages };
  }
  const { plan } = certificate;
  if (plan.parcels === 0) return { outcome: "routed", sentences: ["There is nothing to ship."], terms: [], alternatives: [], leftOut: [], shortages: [] };
  const money = (minor: number): string => formatMinor(minor, problem.currency);
  const alternatives = certificate.rejected.map((rejected) => explainRejected(rejected, plan, { names, money }));
  return {
    outcome: "routed",
    sentences: [
      choiceSentence(certificate, { names, money }),
      ...fewerSentences(certificate, { names, money }),
      ...nextSentences(alternatives),
      ...leftOutSentences(leftOut),
    ],
    terms: TERMS.map(({ name, key, label }) => ({ name, label, minor: plan.terms[key] ?? 0, text: money(plan.terms[key] ?? 0) })).filter((term) => term.minor > 0),
    alternatives,
    leftOut,
    shortages: [],
  };
}

interface Wording {
  names: ExplanationNames;
  money(minor: number): string;
}

function choiceSentence(certificate: Certificate & { outcome: "routed" }, { names, money }: Wording): string {
  const { plan, gapMinor } = certificate;
  const from = listed([...new Set(plan.assignments.map((assignment) => assignment.locationId))].sort().map((id) => names.location(id)));
  const proof = gapMinor === 0 ? "the least that is possible (proved)" : `at most ${money(gapMinor)} more than the least that is possible`;
  return `${sentence(counted(plan.parcels, "parcel"))} from ${from} ${plan.parcels === 1 ? "costs" : "cost"} ${money(plan.costMinor)}, ${proof}.`;
}

/** Why more than one parcel: no single location has it all, or the one that has costs more. */
function fewerSentences(certificate: Certificate & { outcome: "routed" }, wording: Wording): string[] {
  const { plan, problem, rejected } = certificate;
  if (plan.parcels === 1) return [];
  const whole = rejected.find((other) => other.plan.parcels === 1);
  if (whole !== undefined) {
    const from = wording.names.location(whole.locationIds[0] as LocationId);
    if (whole.extraMinor === 0) return [`One parcel from ${from} would cost the same.`];
    return [`One parcel from ${from} would cost ${wording.money(whole.plan.costMinor)}, ${wording.money(whole.extraMinor)} more.`];
  }
  const items = new Set(problem.lines.map((line) => line.itemId)).size;
  const wanted = problem.lines.reduce((sum, line) => sum + line.units, 0);
  const all = items === 1 ? `all ${units(wanted)}` : items === 2 ? "both items" : `all ${inWords(items)} items`;
  const inFull = items > 1 && wanted > items ? `${all} in full` : all;
  return someoneHasAll(problem) ? [] : [`One parcel was not possible: no location has ${inFull}.`];
}

function someoneHasAll(problem: RoutingProblem): boolean {
  const wanted = new Map<ItemId, number>();
  for (const line of problem.lines) wanted.set(line.itemId, (wanted.get(line.itemId) ?? 0) + line.units);
  return problem.locations.some(({ excluded, stock }) => {
    if (excluded !== null) return false;
    const has = new Map(stock.map((row) => [row.itemId, row.units ?? Infinity]));
    return [...wanted].every(([itemId, count]) => (has.get(itemId) ?? 0) >= count);
  });
}

function explainRejected(rejected: RejectedPlan, chosen: Plan, { names, money }: Wording): ExplainedAlternative {
  const { plan, locationIds, extraMinor } = rejected;
  const differences = TERMS.map(({ key, of }) => ({ of, minor: (plan.terms[key] ?? 0) - (chosen.terms[key] ?? 0) })).sort((a, b) => b.minor - a.minor);
  const more = differences.filter(({ minor }) => minor > 0).map(({ of, minor }) => `${money(minor)} more ${of}`);
  const less = differences.filter(({ minor }) => minor < 0).map(({ of, minor }) => `${money(-minor)} less ${of}`);
  const reason = extraMinor === 0 ? "the same cost" : [more[0], less[0]].filter((part) => part !== undefined).join(", ");
  return {
    locationIds,
    locations: listed(locationIds.map((id) => names.location(id))),
    parcels: plan.parcels,
    costMinor: plan.costMinor,
    cost: money(plan.costMinor),
    extraMinor,
    extra: money(extraMinor),
    reason,
  };
}

function nextSentences(alternatives: ExplainedAlternative[]): string[] {
  const next = alternatives[0];
  if (next === undefined) return ["No other choice of locations was found."];
  if (next.extraMinor === 0) return [`Equally good: ${next.locations} for ${next.cost}.`];
  return [`Next best: ${next.locations} for ${next.cost} (+${next.extra}): ${next.reason}.`];
}

function leftOutSentences(leftOut: Explanation["leftOut"]): string[] {
  if (leftOut.length === 0) return [];
  const named = leftOut.slice(0, LEFT_OUT_NAMED_MAX).map(({ location, reason }) => `${location} ${reason}`);
  const others = leftOut.length - named.length;
  const rest = others > 0 ? `; ${others} more` : "";
  return [`Left out: ${named.join("; ")}${rest}.`];
}

function explainShortage(shortage: Shortage, names: ExplanationNames): Explanation["shortages"][number] {
  const item = names.item(shortage.itemId);
  const { wantedUnits, offeredUnits } = shortage;
  const have = offeredUnits === 0 ? "none is" : `only ${offeredUnits} ${offeredUnits === 1 ? "is" : "are"}`;
  const elsewhere = shortage.elsewhere.map(({ locationId, units: count, reason }) => `${names.location(locationId)} has ${count} but ${REASONS[reason]}`);
  const where = elsewhere.length > 0 ? ` ${sentence(listed(elsewhere))}.` : "";
  return {
    itemId: shortage.itemId, item, wantedUnits, offeredUnits,
    sentence: `${item}: ${units(wantedUnits)} ${wantedUnits === 1 ? "is" : "are"} wanted, ${have} available.${where}`,
  };
}
