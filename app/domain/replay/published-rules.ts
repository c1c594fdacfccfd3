import type { LocationId } from "../ids";
import { GREEDY_RULES } from "../routing/greedy";
import type { Assignment, RoutingLocation, RoutingProblem } from "../routing/types";

/** What a rule may know beside the order's goods and distances. */
export interface RuleScene {
  countryOf: ReadonlyMap<LocationId, string | null>;
  destinationCountry: string | null;
}

/** How another product chooses, written anew from what it publishes: not its code, and without what a merchant may set beside. */
export interface PublishedRule {
  id: string;
  name: string;
  /** Where it is published. */
  source: string;
  /** Null: it finds no plan. */
  plan(problem: RoutingProblem, scene: RuleScene): Assignment[] | null;
}

/** Larger sets of locations are not looked through: the rest of an order that needs them is taken greedily. */
const SET_MAX = 4;
const SETS_LOOKED_AT_MAX = 20_000;

const greedy = (name: string): PublishedRule["plan"] => (problem) => GREEDY_RULES.find((one) => one.name === name)?.rule(problem)?.assignments ?? null;

/** A fixed ranking of locations that the merchant would have set is taken by id: the order in which the platform made them. */
export const PUBLISHED_RULES: readonly PublishedRule[] = [
  {
    id: "shopify-default", name: "Shopify: fewest parcels, own market, nearest",
    source: "help.shopify.com/manual/fulfillment/setup/order-routing/understanding-order-routing",
    plan: (problem, scene) => fewestLocations(problem, ranked(problem, byMarketAndDistance(scene))),
  },
  {
    id: "shopify-ranked", name: "Shopify: fewest parcels, ranked locations",
    source: "help.shopify.com/manual/fulfillment/setup/order-routing/understanding-order-routing",
    plan: (problem) => fewestLocations(problem, ranked(problem, byId)),
  },
  {
    id: "ranked-per-line", name: "Magento source priority, Saleor sorting order, Veeqo ranking",
    source: "github.com/magento/inventory, docs.saleor.io AllocationStrategyEnum, help.veeqo.com 3804444",
    plan: greedy("ranked list per line"),
  },
  {
    id: "nearest-per-line", name: "Magento distance priority",
    source: "github.com/magento/inventory (DistanceBasedSourceSelection)",
    plan: greedy("nearest per line"),
  },
  {
    id: "high-stock", name: "Saleor high stock",
    source: "docs.saleor.io AllocationStrategyEnum PRIORITIZE_HIGH_STOCK",
    plan: highStockPerLine,
  },
  {
    id: "whole-order-first", name: "HotWax: whole order first, then most complete lines",
    source: "github.com/hotwax/oms-documentation configurableRouting, github.com/hotwax/OrderRouting",
    plan: greedy("whole order first, then most lines"),
  },
];

type Compare = (a: RoutingLocation, b: RoutingLocation) => number;

const byId: Compare = (a, b) => (a.locationId < b.locationId ? -1 : 1);
const byDistance: Compare = (a, b) => (a.distanceKm ?? Infinity) - (b.distanceKm ?? Infinity) || byId(a, b);
const byMarketAndDistance = ({ countryOf, destinationCountry }: RuleScene): Compare => {
  const away = (location: RoutingLocation): number => Number(countryOf.get(location.locationId) !== destinationCountry);
  return (a, b) => away(a) - away(b) || (a.distanceKm === b.distanceKm ? byId(a, b) : byDistance(a, b));
};

const ranked = (problem: RoutingProblem, compare: Compare): RoutingLocation[] => problem.locations.filter((one) => one.excluded === null).sort(compare);

/** The smallest set of locations that has everything; of equally small ones that of the best ranks. */
function fewestLocations(problem: RoutingProblem, locations: RoutingLocation[]): Assignment[] | null {
  let looked = 0;
  const search = (chosen: RoutingLocation[], from: number, size: number): Assignment[] | null => {
    if (chosen.length === size) {
      looked += 1;
      return walk(problem, () => chosen);
    }
    for (let next = from; next < locations.length && looked < SETS_LOOKED_AT_MAX; next += 1) {
      const plan = search([...chosen, locations[next]!], next + 1, size);
      if (plan) return plan;
    }
    return null;
  };
  for (let size = 1; size <= Math.min(SET_MAX, locations.length); size += 1) {
    const plan = search([], 0, size);
    if (plan) return plan;
  }
  return walk(problem, () => locations);
}

function highStockPerLine(problem: RoutingProblem): Assignment[] | null {
  const unitsOf = (location: RoutingLocation, itemId: string): number => {
    const row = location.stock.find((one) => one.itemId === itemId);
    return row === undefined ? -1 : (row.units ?? Infinity);
  };
  const open = ranked(problem, byId);
  return walk(problem, (itemId) => open.slice().sort((a, b) => {
    const [have, has] = [unitsOf(a, itemId), unitsOf(b, itemId)];
    return have === has ? byId(a, b) : has - have;
  }));
}

/** Each line walks down its list of locations and takes what there is. */
function walk(problem: RoutingProblem, listFor: (itemId: string) => readonly RoutingLocation[]): Assignment[] | null {
  const taken = new Map<string, number>();
  const plan: Assignment[] = [];
  for (const line of problem.lines) {
    let open = line.units;
    for (const { locationId, stock } of listFor(line.itemId)) {
      const row = stock.find((one) => one.itemId === line.itemId);
      if (row === undefined) continue;
      const key = `${line.itemId}@${locationId}`;
      const units = Math.min(open, row.units === null ? open : row.units - (taken.get(key) ?? 0));
      if (units <= 0) continue;
      taken.set(key, (taken.get(key) ?? 0) + units);
      plan.push({ lineId: line.lineId, locationId, units });
      open -= units;
      if (open === 0) break;
    }
    if (open > 0) return null;
  }
  return plan;
}
