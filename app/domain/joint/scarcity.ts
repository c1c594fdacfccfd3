import type { RoutingProblem } from "../routing/types";
import { cellKey, cellsOf, stockOf } from "./cells";
import { cheapestPlan, listPlans, priced, type ListedPlan } from "./list-plans";
import { modelOf } from "./order-model";
import { poolOf } from "./pool";
import { ascend } from "./prices";

/** Opportunity cost of one unit by `cellKey`, in minor units, not whole: what it is worth to the orders that are still to come. */
export type ScarcityPrices = ReadonlyMap<string, number>;

const LIST_STEPS = 20_000;
const COLUMN_ROUNDS = 5;
const PRICE_ROUNDS = 160;
const UNSERVED_MINOR = 100_000;
const NEAR_MINOR = 40;

/**
 * What the stock is worth to a window of orders: prices at which their wishes, each order for itself, come closest to what there
 * is, and the bound that these prices prove of every joint assignment.
 */
export function priceTogether(problems: readonly RoutingProblem[]): { prices: ScarcityPrices; lowerBoundMinor: number } {
  const stock = stockOf(problems, []);
  const models = problems.map(modelOf);
  const cells = models.map((model) => cellsOf(model, stock));
  const lists = models.map((model, order): ListedPlan[] => {
    const first = cheapestPlan(model, { cells: cells[order]!, price: null, steps: LIST_STEPS });
    return [...(first ? [first] : []), { costMinor: UNSERVED_MINOR, takes: [], put: [] }];
  });
  const cheapest = lists.reduce((sum, plans) => sum + plans[0]!.costMinor, 0);
  let price: Float64Array = new Float64Array(stock.cells.length);
  let lowerBoundMinor = -Infinity;
  let proved: Float64Array = price;
  for (let round = 0; round < COLUMN_ROUNDS; round += 1) {
    const prices = ascend(poolOf(lists, stock.cells, null), { targetMinor: cheapest * TARGET, start: price, rounds: PRICE_ROUNDS });
    price = prices.price;
    let bound = prices.boundMinor;
    models.forEach((model, order) => {
      const { plans, elseMinor } = listPlans(model, { cells: cells[order]!, price, belowMinor: prices.least[order]! + NEAR_MINOR, steps: LIST_STEPS, plansMax: 24 });
      bound -= Math.max(0, prices.least[order]! - plans.reduce((least, plan) => Math.min(least, priced(plan, price)), elseMinor));
      const known = new Set(lists[order]!.map((plan) => plan.takes.join(",")));
      for (const plan of plans) if (!known.has(plan.takes.join(","))) lists[order]!.push(plan);
    });
    if (bound <= lowerBoundMinor) continue;
    lowerBoundMinor = bound;
    proved = price;
  }
  return { prices: new Map(stock.cells.flatMap(({ itemId, locationId }, cell) => (proved[cell]! > 0.5 ? [[cellKey(itemId, locationId), proved[cell]!]] : []))), lowerBoundMinor };
}

/** How far above the cost of orders that compete for nothing the prices aim. */
const TARGET = 1.12;

/** The mean over several sample windows: a price that one day alone asks for is chance. */
export function averagePrices(samples: readonly ScarcityPrices[]): ScarcityPrices {
  const sums = new Map<string, number>();
  for (const sample of samples) for (const [key, minor] of sample) sums.set(key, (sums.get(key) ?? 0) + minor / samples.length);
  return sums;
}

/** The problem with a price on each unit of stock that coming orders will want; rounded down, so that small prices are none. */
export function withScarcity(problem: RoutingProblem, prices: ScarcityPrices, factor: number): RoutingProblem {
  return {
    ...problem,
    locations: problem.locations.map((location) => ({
      ...location,
      stock: location.stock.map((row) => {
        const minor = Math.floor((prices.get(cellKey(row.itemId, location.locationId)) ?? 0) * factor);
        return minor > 0 ? { ...row, scarcityMinor: (row.scarcityMinor ?? 0) + minor } : row;
      }),
    })),
  };
}

/** Of learned prices so much is believed at most. */
export const FACTORS = [0, 0.25, 0.5, 0.75] as const;

/** A past window in order of arrival, each order's problem with the stock at its beginning, and prices learned without it. */
export interface HeldOut {
  problems: readonly RoutingProblem[];
  prices: ScarcityPrices;
}

/** Of a held-out window, in minor units. */
export interface HeldOutCosts {
  /** At each of `FACTORS`, orders that could not be served counted. */
  minor: number[];
  /** Of those that are served without prices. */
  servedMinor: number;
}

export function costsByFactor({ problems, prices }: HeldOut): HeldOutCosts {
  const played = FACTORS.map((factor) => inArrivalOrder(problems, { prices, factor }));
  return { minor: played.map((one) => one.costMinor), servedMinor: played[0]!.costMinor - played[0]!.unserved * UNSERVED_MINOR };
}

/** Of what served orders cost: two windows of one merchant differ by as much in what prices gain. */
const GAIN_LEAST = 0.0025;

/**
 * How much of the learned prices to believe, from each held-out window's `costsByFactor`: the factor that would have made them
 * cheapest, order by order. Nothing where it would have lost in as many windows as it gained, or gained so little that it is chance.
 */
export function cheapestFactor(costs: readonly HeldOutCosts[]): number {
  let best = { factor: 0, gainMinor: GAIN_LEAST * costs.reduce((sum, { servedMinor }) => sum + servedMinor, 0) };
  FACTORS.forEach((factor, index) => {
    const gains = costs.map(({ minor }) => minor[0]! - minor[index]!);
    const gainMinor = gains.reduce((sum, gain) => sum + gain, 0);
    const lost = gains.filter((gain) => gain < 0).length;
    const gained = gains.filter((gain) => gain > 0).length;
    if (gainMinor > best.gainMinor && gained > lost) best = { factor, gainMinor };
  });
  return best.factor;
}

/**
 * Orders routed one after the other, each alone at least cost on what those before have left. Prices steer, and are not paid:
 * `costMinor` is what the plans cost without them. An order that cannot be served costs `UNSERVED_MINOR`.
 */
export function inArrivalOrder(problems: readonly RoutingProblem[], steer: { prices: ScarcityPrices; factor: number } | null): { costMinor: number; parcels: number; unserved: number; taken: Map<string, number> } {
  const taken = new Map<string, number>();
  let [costMinor, parcels, unserved] = [0, 0, 0];
  for (const problem of problems) {
    const model = modelOf(withoutTaken(problem, taken));
    const cells = new Int32Array(model.items.length * model.places.length).map((_, index) => index);
    const price = Float64Array.from(cells, (_, index) => {
      const key = cellKey(model.items[Math.floor(index / model.places.length)]!, model.places[index % model.places.length]!.locationId);
      return steer === null ? 0 : Math.floor((steer.prices.get(key) ?? 0) * steer.factor);
    });
    const plan = cheapestPlan(model, { cells, price, steps: LIST_STEPS });
    costMinor += plan?.costMinor ?? UNSERVED_MINOR;
    if (plan === null) unserved += 1;
    const places = new Set<number>();
    for (let at = 0; plan !== null && at < plan.takes.length; at += 2) {
      const place = plan.takes[at]! % model.places.length;
      const key = cellKey(model.items[Math.floor(plan.takes[at]! / model.places.length)]!, model.places[place]!.locationId);
      taken.set(key, (taken.get(key) ?? 0) + plan.takes[at + 1]!);
      places.add(place);
    }
    parcels += places.size;
  }
  return { costMinor, parcels, unserved, taken };
}

/** The problem on what is left when so much has been taken, by `cellKey`. */
export function withoutTaken(problem: RoutingProblem, taken: ReadonlyMap<string, number>): RoutingProblem {
  if (taken.size === 0) return problem;
  return {
    ...problem,
    locations: problem.locations.map((location) => ({
      ...location,
      stock: location.stock.map((row) => {
        const units = taken.get(cellKey(row.itemId, location.locationId)) ?? 0;
        return row.units === null || units === 0 ? row : { ...row, units: Math.max(0, row.units - units) };
      }),
    })),
  };
}
