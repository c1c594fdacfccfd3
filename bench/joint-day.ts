import { cellKey } from "../app/domain/joint/cells";
import { optimiseTogether } from "../app/domain/joint/optimise";
import { averagePrices, cheapestFactor, costsByFactor, inArrivalOrder, priceTogether, withScarcity, withoutTaken, type ScarcityPrices } from "../app/domain/joint/scarcity";
import type { GREEDY_RULES } from "../app/domain/routing/greedy";
import type { RoutingProblem } from "../app/domain/routing/types";
import type { Day } from "./joint-orders";

/** A quarter of the day's orders wait at the same time for their release. */
const WINDOWS = 4;
/** So often a day prices are learned anew and all that wait is planned anew; then as many leave as will come until the next time, oldest first. */
const STEPS = 8;
const SAMPLE_DAYS = 4;
const FIRST_SAMPLE = 20_260_703;
const UNSERVED_MINOR = 100_000;
const LIMITS = { unservedMinor: UNSERVED_MINOR, branchSteps: 500_000 };

interface Play {
  /** How much of the learned prices is believed; 0: none are learned. */
  factor: number;
  /** Waiting orders are planned together, and again with those that come until they leave. */
  together: boolean;
}

const sampleDays = (day: Day, orders: number): RoutingProblem[][] => Array.from({ length: SAMPLE_DAYS }, (_, sample) => day.likely(FIRST_SAMPLE + sample, orders));

/** So much of what sample days teach would have made other sample days cheapest, order by order: nothing of the day itself is known. */
export function believedFactor(day: Day): number {
  const samples = sampleDays(day, day.problems.length).map((problems) => ({ problems, prices: priceTogether(problems).prices }));
  return cheapestFactor(samples.map((one) => costsByFactor({ problems: one.problems, prices: averagePrices(samples.filter((other) => other !== one).map((other) => other.prices)) })));
}

/** What the day's plans cost, prices not counted. */
export function playDay(day: Day, { factor, together }: Play): number {
  const taken = new Map<string, number>();
  const count = day.problems.length;
  let minor = 0;
  let released = 0;
  const step = Math.ceil(count / STEPS);
  for (let arrived = together ? Math.ceil(count / WINDOWS) : step; released < count; arrived = Math.min(count, arrived + step)) {
    const waiting = day.problems.slice(released, arrived).map((problem) => withoutTaken(problem, taken));
    const prices = factor === 0 || (arrived === count && together) ? new Map<string, number>() : learn(day, { waiting, taken, coming: count - arrived });
    const leaving = arrived === count ? waiting.length : step;
    const played = together ? playTogether(waiting, { prices, factor }).slice(0, leaving) : [inArrivalOrder(waiting.slice(0, leaving), { prices, factor })];
    for (const plan of played) {
      minor += plan.costMinor;
      takeAll(taken, plan.taken);
    }
    released += leaving;
  }
  return minor;
}

/** From those that wait, and sample days of the same merchant: as many orders as are still to come, on what is left. */
const learn = (day: Day, { waiting, taken, coming }: { waiting: readonly RoutingProblem[]; taken: ReadonlyMap<string, number>; coming: number }): ScarcityPrices =>
  averagePrices(sampleDays(day, coming).map((likely) => priceTogether([...waiting, ...likely.map((problem) => withoutTaken(problem, taken))]).prices));

function playTogether(waiting: readonly RoutingProblem[], { prices, factor }: { prices: ScarcityPrices; factor: number }): { costMinor: number; taken: Map<string, number> }[] {
  const problems = waiting.map((problem) => withScarcity(problem, prices, factor));
  return optimiseTogether({ problems, limits: LIMITS }).plans.map((plan, order) => {
    const taken = new Map<string, number>();
    let costMinor = plan?.costMinor ?? UNSERVED_MINOR;
    for (const { lineId, locationId, units } of plan?.assignments ?? []) {
      const { itemId } = problems[order]!.lines.find((line) => line.lineId === lineId)!;
      const row = problems[order]!.locations.find((one) => one.locationId === locationId)!.stock.find((one) => one.itemId === itemId)!;
      costMinor -= units * (row.scarcityMinor ?? 0);
      takeAll(taken, new Map([[cellKey(itemId, locationId), units]]));
    }
    return { costMinor, taken };
  });
}

/** What a rule of others costs that plans each order by itself. */
export function greedily(problems: readonly RoutingProblem[], rule: (typeof GREEDY_RULES)[number]["rule"]): number {
  const taken = new Map<string, number>();
  return problems.reduce((sum, problem) => {
    const plan = rule(withoutTaken(problem, taken));
    for (const { lineId, locationId, units } of plan?.assignments ?? []) {
      takeAll(taken, new Map([[cellKey(problem.lines.find((line) => line.lineId === lineId)!.itemId, locationId), units]]));
    }
    return sum + (plan?.costMinor ?? UNSERVED_MINOR);
  }, 0);
}

/** Units taken add up over the day. */
function takeAll(taken: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [key, units] of more) taken.set(key, (taken.get(key) ?? 0) + units);
}
