import type { LocationId } from "../ids";
import { listed, sentence, units, type Wording } from "./explain-words";
import type { Certificate, CostTerms, Plan, RejectedPlan, RoutingProblem, StockRow } from "./types";

export interface ExplainedTerm {
  name: "shipping" | "handling" | "split" | "labour" | "lateness" | "carbon" | "scarcity" | "risk";
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
  /** The terms that make the difference, greatest first; they add up to it: "$2.75 more for shipping and $0.10 less for carbon". */
  reason: string;
}

const TERMS: { name: ExplainedTerm["name"]; key: keyof CostTerms; label: string; of: string }[] = [
  { name: "shipping", key: "shippingMinor", label: "Shipping", of: "for shipping" },
  { name: "handling", key: "handlingMinor", label: "Handling", of: "for handling" },
  { name: "split", key: "splitMinor", label: "Split", of: "for splitting" },
  { name: "labour", key: "labourMinor", label: "Labour", of: "for labour" },
  { name: "lateness", key: "latenessMinor", label: "Lateness", of: "for arriving late" },
  { name: "carbon", key: "carbonMinor", label: "Carbon", of: "for carbon" },
  { name: "scarcity", key: "scarcityMinor", label: "Scarce stock", of: "for scarce stock" },
  { name: "risk", key: "riskMinor", label: "Risk", of: "for the risk of a rejection or a miscount" },
];

/** A plan's cost by term, without empty terms. */
export const explainTerms = (plan: Plan, { money }: Wording): ExplainedTerm[] =>
  TERMS.map(({ name, key, label }) => ({ name, label, minor: plan.terms[key] ?? 0, text: money(plan.terms[key] ?? 0) })).filter((term) => term.minor > 0);

/** What the plan pays beside postage, handling and split: in one sentence what has no more to be said of, and one for what has. */
export function termSentences({ problem, plan }: Certificate & { outcome: "routed" }, wording: Wording): string[] {
  const taken = takenRows(problem, plan);
  const scarce = taken.reduce((sum, { row, count }) => sum + count * (row.scarcityMinor ?? 0), 0);
  const parts = [
    { minor: plan.terms.labourMinor ?? 0, of: "for labour" },
    { minor: plan.terms.carbonMinor ?? 0, of: "for carbon" },
    { minor: scarce, of: "for stock kept back for orders to come" },
    { minor: plan.terms.riskMinor ?? 0, of: "for the risk of a rejection or a miscount" },
  ].filter(({ minor }) => minor > 0).map(({ minor, of }) => `${wording.money(minor)} ${of}`);
  const sum = parts.length === 0 ? [] : [`Of this, ${listed(parts)}.`];
  return [...sum, ...lateSentences(problem, plan, wording), ...taken.flatMap((each) => keptSentences(each, wording))];
}

interface TakenRow {
  locationId: LocationId;
  row: StockRow;
  count: number;
}

/** The stock rows that a plan takes from, and how many units of each. */
function takenRows(problem: RoutingProblem, plan: Plan): TakenRow[] {
  const itemOf = new Map(problem.lines.map((line) => [line.lineId, line.itemId]));
  return problem.locations.flatMap(({ locationId, stock }) => stock.flatMap((row) => {
    const count = plan.assignments.reduce((sum, one) => sum + (one.locationId === locationId && itemOf.get(one.lineId) === row.itemId ? one.units : 0), 0);
    return count > 0 ? [{ locationId, row, count }] : [];
  }));
}

function lateSentences(problem: RoutingProblem, plan: Plan, { names, money }: Wording): string[] {
  const used = new Set(plan.assignments.map((assignment) => assignment.locationId));
  return problem.locations.flatMap(({ locationId, lateDays = 0, charges }) => {
    if (!used.has(locationId)) return [];
    const minor = charges?.latenessMinor ?? 0;
    const counts = minor > 0 ? `, which counts ${money(minor)}` : "";
    if (lateDays > 0) return [`The parcel from ${names.location(locationId)} arrives ${lateDays} working ${lateDays === 1 ? "day" : "days"} after the promise${counts}.`];
    return minor > 0 ? [`The parcel from ${names.location(locationId)} arrives late${counts}.`] : [];
  });
}

function keptSentences({ locationId, row, count }: TakenRow, { names, money }: Wording): string[] {
  if (row.keep === undefined || row.units === null) return [];
  const kept = Math.max(0, count - Math.max(0, row.units - row.keep.units));
  if (kept === 0) return [];
  const counts = row.keep.minor > 0 ? `, which counts ${money(kept * row.keep.minor)}` : "";
  return [`It takes ${units(kept)} of ${names.item(row.itemId)} that ${names.location(locationId)} keeps for its own customers${counts}.`];
}

export function explainRejected(rejected: RejectedPlan, chosen: Plan, { names, money }: Wording): ExplainedAlternative {
  const { plan, locationIds, extraMinor } = rejected;
  const differences = TERMS.map(({ key, of }) => ({ of, minor: (plan.terms[key] ?? 0) - (chosen.terms[key] ?? 0) })).sort((a, b) => b.minor - a.minor);
  const more = differences.filter(({ minor }) => minor > 0).map(({ of, minor }) => `${money(minor)} more ${of}`);
  const less = differences.filter(({ minor }) => minor < 0).reverse().map(({ of, minor }) => `${money(-minor)} less ${of}`);
  const reason = extraMinor === 0 ? "the same cost" : listed([...more, ...less]);
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

export function nextSentences(alternatives: ExplainedAlternative[]): string[] {
  const next = alternatives[0];
  if (next === undefined) return ["No other choice of locations was found."];
  if (next.extraMinor === 0) return [`Equally good: ${next.locations} for ${next.cost}.`];
  return [sentence(`next best: ${next.locations} for ${next.cost} (+${next.extra}): ${next.reason}.`)];
}
