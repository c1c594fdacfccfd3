import { cellKey } from "../app/domain/joint/cells";
import { optimiseTogether } from "../app/domain/joint/optimise";
import { averagePrices, inArrivalOrder, priceTogether, withScarcity, withoutTaken, type ScarcityPrices } from "../app/domain/joint/scarcity";
import { GREEDY_RULES } from "../app/domain/routing/greedy";
import type { RoutingProblem } from "../app/domain/routing/types";
import { makeDay, makeMerchant, type Day, type DayShape } from "./joint-orders";
import { solveRaw } from "./joint-raw";
import type { BenchRow } from "./row";

/** Stock by wanted unit: from a usual day to one on which half of the shelves run dry. */
const PROVED: DayShape[] = [4, 2.5].map((stockRatio) => ({ orders: 2_000, locations: 8, items: 400, stockRatio, misplaced: 0.5 }));
const RAW_SECONDS = 60;

/** A day over ten warehouses, the stock of which does not lie where the orders come from. */
const SCARCE: DayShape = { orders: 2_000, locations: 10, items: 60, stockRatio: 1.3, misplaced: 0.8 };
/** Orders that wait at the same time for their release, and after how many prices are learned anew. */
const WINDOW = 500;
const SAMPLE_DAYS = 4;
const FACTOR = 0.75;
const UNSERVED_MINOR = 100_000;
const SEED = 20_260_702;

export async function benchJoint(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const shape of PROVED) rows.push(...(await benchProof(shape)));
  return [...rows, ...(await benchDay(SCARCE))];
}

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function benchProof(shape: DayShape): Promise<BenchRow[]> {
  const { problems } = makeDay(shape, { seed: SEED, merchant: makeMerchant(shape, SEED) });
  const started = performance.now();
  const { costMinor, gapMinor, components } = optimiseTogether({ problems });
  const ms = performance.now() - started;
  await breathe();
  const raw = await solveRaw(problems, RAW_SECONDS);
  const name = `joint ${shape.orders.toLocaleString("en-US")} × ${shape.locations} × ${shape.items}, stock ${shape.stockRatio} × demand`;
  const theirs = Number.isFinite(raw.costMinor) ? `${Math.round(raw.costMinor / 100).toLocaleString("en-US")} USD` : "nothing found";
  return [
    { name: `${name}: time`, value: ms, unit: "ms", ratio: ms / raw.ms, against: `HiGHS on the raw model: ${raw.status}, ${theirs}`, target: "ratio ≤ 0.1", met: ms / raw.ms <= 0.1 && gapMinor === 0 },
    { name: `${name}: cost`, value: costMinor / 100, unit: "USD" },
    { name: `${name}: gap`, value: gapMinor / costMinor * 100, unit: "% of the cost", target: "0", met: gapMinor === 0 },
    { name: `${name}: components`, value: components.length, unit: `of at most ${Math.max(0, ...components.map(({ orders }) => orders.length))} orders` },
  ];
}

async function benchDay(shape: DayShape): Promise<BenchRow[]> {
  const day = makeDay(shape, { seed: SEED, merchant: makeMerchant(shape, SEED) });
  const bound = priceTogether(day.problems).lowerBoundMinor;
  const alone = inArrivalOrder(day.problems, null).costMinor;
  const plays: { name: string; minor: number }[] = GREEDY_RULES.map(({ name, rule }) => ({ name, minor: greedily(day.problems, rule) }));
  plays.push({ name: "each order at least cost", minor: alone });
  for (const [name, play] of [
    ["with scarcity prices", { learns: true, together: false }], ["with joint windows", { learns: false, together: true }], ["with both", { learns: true, together: true }],
  ] as const) {
    plays.push({ name, minor: playDay(day, play) });
    await breathe();
  }
  const closed = (minor: number): number => Math.round((1000 * (alone - minor)) / (alone - bound)) / 10;
  return plays.map(({ name, minor }): BenchRow => ({
    name: `a day of ${shape.orders.toLocaleString("en-US")} orders, scarce and misplaced: ${name}`, value: minor / 100, unit: "USD", ratio: minor / bound,
    against: `no plan of the day costs less; ${closed(minor)} % of the way there`, ...(name === "with both" && { target: "75 % of the way", met: closed(minor) >= 75 }),
  }));
}

/** Units taken add up over the day's windows. */
function takeAll(taken: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [key, units] of more) taken.set(key, (taken.get(key) ?? 0) + units);
}

function playDay(day: Day, { learns, together }: { learns: boolean; together: boolean }): number {
  const taken = new Map<string, number>();
  let minor = 0;
  for (let at = 0; at < day.problems.length; at += WINDOW) {
    const window = day.problems.slice(at, at + WINDOW).map((problem) => withoutTaken(problem, taken));
    const prices = learns ? learn(day, { taken, at }) : new Map<string, number>();
    const played = together ? playTogether(window, prices) : inArrivalOrder(window, { prices, factor: FACTOR });
    takeAll(taken, played.taken);
    minor += played.costMinor;
  }
  return minor;
}

/** From sample days of the same merchant: as many orders as are still to come, on what is left. */
const learn = (day: Day, { taken, at }: { taken: ReadonlyMap<string, number>; at: number }): ScarcityPrices =>
  averagePrices(Array.from({ length: SAMPLE_DAYS }, (_, sample) =>
    priceTogether(day.likely(SEED + 1 + sample, day.problems.length - at).map((problem) => withoutTaken(problem, taken))).prices));

function playTogether(window: readonly RoutingProblem[], prices: ScarcityPrices): { costMinor: number; taken: Map<string, number> } {
  const problems = window.map((problem) => withScarcity(problem, prices, FACTOR));
  const taken = new Map<string, number>();
  let costMinor = 0;
  optimiseTogether({ problems, limits: { unservedMinor: UNSERVED_MINOR, branchSteps: 3_000_000 } }).plans.forEach((plan, order) => {
    costMinor += plan?.costMinor ?? UNSERVED_MINOR;
    for (const { lineId, locationId, units } of plan?.assignments ?? []) {
      const { itemId } = problems[order]!.lines.find((line) => line.lineId === lineId)!;
      const row = problems[order]!.locations.find((one) => one.locationId === locationId)!.stock.find((one) => one.itemId === itemId)!;
      costMinor -= units * (row.scarcityMinor ?? 0);
      takeAll(taken, new Map([[cellKey(itemId, locationId), units]]));
    }
  });
  return { costMinor, taken };
}

function greedily(problems: readonly RoutingProblem[], rule: (typeof GREEDY_RULES)[number]["rule"]): number {
  const taken = new Map<string, number>();
  return problems.reduce((sum, problem) => {
    const plan = rule(withoutTaken(problem, taken));
    for (const { lineId, locationId, units } of plan?.assignments ?? []) {
      takeAll(taken, new Map([[cellKey(problem.lines.find((line) => line.lineId === lineId)!.itemId, locationId), units]]));
    }
    return sum + (plan?.costMinor ?? UNSERVED_MINOR);
  }, 0);
}
