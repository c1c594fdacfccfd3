import type { ItemId } from "../ids";
import { allOf, itemsOf } from "./explain-limits";
import { excludedBecause, inWords, listed, ruleOf, sentence, units, type Wording } from "./explain-words";
import type { Certificate, Obstacle, RoutingProblem, Shortage } from "./types";

export interface ExplainedShortage {
  itemId: ItemId;
  item: string;
  wantedUnits: number;
  offeredUnits: number;
  sentence: string;
}

type Unroutable = Certificate & { outcome: "unroutable" };

export function explainRefusal({ problem, shortages, obstacles = [] }: Unroutable, wording: Wording): { sentences: string[]; shortages: ExplainedShortage[] } {
  const told = shortages.map((shortage) => explainShortage(problem, shortage, wording));
  if (told.length === 0) {
    const head = problem.lines.length === 1 ? "The item is in stock, but it may not ship as it stands there." : "All items are in stock, but they may not ship as they stand there.";
    return { sentences: [head, ...obstacles.map((obstacle) => obstacleSentence(problem, obstacle, wording))], shortages: [] };
  }
  const head = problem.lines.length === 1 ? "The item is not in stock in full where it could ship from." : "Not all items are in stock where they could ship from.";
  return { sentences: [head, ...told.map((shortage) => shortage.sentence)], shortages: told };
}

function obstacleSentence({ lines }: RoutingProblem, obstacle: Obstacle, { names }: Wording): string {
  const ended = "unproved" in obstacle ? "; the search ended at its limit" : null;
  if (obstacle.kind === "combined") return ended === null ? "No plan keeps all rules with the stock as it is." : `No plan was found that keeps all rules with the stock as it is${ended}.`;
  if (obstacle.kind === "parcels") {
    const allowed = obstacle.max === 1 ? "one parcel only" : `${inWords(obstacle.max)} parcels at most`;
    const but = ended === null ? "but its stock stands in more places" : `but no such plan was found${ended}`;
    return `It may leave in ${allowed}, ${but}: ${ruleOf(names, obstacle.ruleId)}.`;
  }
  const group = lines.filter((line) => line.together === obstacle.group);
  const items = listed(itemsOf(group).map((id) => names.item(id)));
  return sentence(`${items} must leave together, but no location may ship ${allOf({ lines: group })}: ${ruleOf(names, obstacle.group)}.`);
}

function explainShortage(problem: RoutingProblem, shortage: Shortage, wording: Wording): ExplainedShortage {
  const item = wording.names.item(shortage.itemId);
  const { wantedUnits, offeredUnits } = shortage;
  const have = offeredUnits === 0 ? "none is" : `only ${offeredUnits} ${offeredUnits === 1 ? "is" : "are"}`;
  const elsewhere = shortage.elsewhere.map((held) => heldSentence(problem, { itemId: shortage.itemId, held }, wording));
  const where = elsewhere.length > 0 ? ` ${sentence(listed(elsewhere))}.` : "";
  return {
    itemId: shortage.itemId, item, wantedUnits, offeredUnits,
    sentence: `${item}: ${units(wantedUnits)} ${wantedUnits === 1 ? "is" : "are"} wanted, ${have} available.${where}`,
  };
}

/** "Miami has 8 but is not active", "Soho has 3 more but ships at most 2 units of an order: rule “Shops”". */
function heldSentence({ locations }: RoutingProblem, of: { itemId: ItemId; held: Shortage["elsewhere"][number] }, { names }: Wording): string {
  const { locationId, units: count, reason, ruleId } = of.held;
  const location = locations.find((one) => one.locationId === locationId);
  const row = location?.stock.find((one) => one.itemId === of.itemId);
  const there = row?.barred === undefined ? row?.units : row.barred.units;
  const capped = location?.excluded === null && row?.barred === undefined ? location.unitsMax : undefined;
  const has = there === null ? "has any number" : capped === undefined ? `has ${count}` : `has ${count} more`;
  const because = capped === undefined ? excludedBecause(names, reason, ruleId) : `ships at most ${units(capped.units)} of an order: ${ruleOf(names, capped.ruleId)}`;
  return `${names.location(locationId)} ${has} but ${because}`;
}
