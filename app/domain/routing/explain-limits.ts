import type { ItemId, LocationId } from "../ids";
import { counted, excludedBecause, inWords, listed, ruleOf, sentence, units, type Wording } from "./explain-words";
import type { Certificate, RoutingLocation, RoutingProblem } from "./types";

export interface LeftOut {
  locationId: LocationId;
  location: string;
  reason: string;
}

/** Sentences name at most so many; the lists have them all. */
const NAMED_MAX = 4;

/** Locations that ship nothing of it, and why. */
export const explainLeftOut = ({ locations }: RoutingProblem, { names }: Wording): LeftOut[] =>
  locations.flatMap(({ locationId, excluded, ruleId }) => (excluded === null ? [] : [{ locationId, location: names.location(locationId), reason: excludedBecause(names, excluded, ruleId) }]));

/** What rules forbid locations that may ship something of it: single items, or more than so many units. */
export function explainLimits({ locations }: RoutingProblem, { names }: Wording): LeftOut[] {
  return locations.flatMap(({ locationId, excluded, stock, unitsMax }) => {
    if (excluded !== null) return [];
    const told = (reason: string): LeftOut => ({ locationId, location: names.location(locationId), reason });
    const barred = stock.flatMap((row) => (row.barred === undefined || row.barred.units === 0 ? [] : [told(`may not ship ${names.item(row.itemId)}: ${ruleOf(names, row.barred.ruleId)}`)]));
    return [...barred, ...(unitsMax === undefined ? [] : [told(`ships at most ${units(unitsMax.units)} of an order: ${ruleOf(names, unitsMax.ruleId)}`)])];
  });
}

export function leftOutSentences(leftOut: LeftOut[], limits: LeftOut[]): string[] {
  return [...(leftOut.length === 0 ? [] : [`Left out: ${firstOf(leftOut)}.`]), ...(limits.length === 0 ? [] : [`Limits: ${firstOf(limits)}.`])];
}

function firstOf(all: LeftOut[]): string {
  const named = all.slice(0, NAMED_MAX).map(({ location, reason }) => `${location} ${reason}`);
  return all.length > named.length ? `${named.join("; ")}; ${all.length - named.length} more` : named.join("; ");
}

/** Rules about the order as a whole: how many parcels, what travels together. */
export function orderRuleSentences({ parcels, lines }: RoutingProblem, { names }: Wording): string[] {
  const told = parcels === undefined ? [] : [`It may leave in ${parcels.max === 1 ? "one parcel only" : `${inWords(parcels.max)} parcels at most`}: ${ruleOf(names, parcels.ruleId)}.`];
  const groups = [...new Set(lines.flatMap((line) => line.together ?? []))].map((group) => ({ group, items: itemsOf(lines.filter((line) => line.together === group)) }));
  return [...told, ...groups.filter(({ items }) => items.length > 1).map(({ group, items }) => sentence(`${listed(items.map((id) => names.item(id)))} leave together: ${ruleOf(names, group)}.`))];
}

export const itemsOf = (lines: RoutingProblem["lines"]): ItemId[] => [...new Set(lines.map((line) => line.itemId))];

/** Why more than one parcel: no single location has, or may ship, it all, or the one that does costs more. */
export function fewerSentences({ plan, problem, rejected }: Certificate & { outcome: "routed" }, { names, money }: Wording): string[] {
  if (plan.parcels === 1) return [];
  const whole = rejected.find((other) => other.plan.parcels === 1);
  if (whole !== undefined) {
    const from = names.location(whole.locationIds[0] as LocationId);
    if (whole.extraMinor === 0) return [`One parcel from ${from} would cost the same.`];
    return [`One parcel from ${from} would cost ${money(whole.plan.costMinor)}, ${money(whole.extraMinor)} more.`];
  }
  if (problem.locations.some((location) => location.excluded === null && ships(location, problem, "may"))) return [];
  const verb = problem.locations.some((location) => ships(location, problem, "has")) ? "may ship" : "has";
  return [`One parcel was not possible: no location ${verb} ${allOf(problem)}.`];
}

/** "all 4 units", "both items", "all three items in full" */
export function allOf({ lines }: Pick<RoutingProblem, "lines">): string {
  const items = itemsOf(lines).length;
  const wanted = lines.reduce((sum, line) => sum + line.units, 0);
  const all = items === 1 ? `all ${units(wanted)}` : items === 2 ? "both items" : `all ${counted(items, "item")}`;
  return items > 1 && wanted > items ? `${all} in full` : all;
}

/** Does a location have all of it, or may it ship all of it, too? */
function ships({ stock, unitsMax }: RoutingLocation, { lines }: RoutingProblem, question: "has" | "may"): boolean {
  const wanted = new Map<ItemId, number>();
  for (const line of lines) wanted.set(line.itemId, (wanted.get(line.itemId) ?? 0) + line.units);
  const all = [...wanted.values()].reduce((sum, count) => sum + count, 0);
  if (question === "may" && all > (unitsMax?.units ?? all)) return false;
  const has = new Map(stock.map((row) => [row.itemId, (question === "has" && row.barred !== undefined ? row.barred.units : row.units) ?? Infinity]));
  return [...wanted].every(([itemId, count]) => (has.get(itemId) ?? 0) >= count);
}
