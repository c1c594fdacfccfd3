import { optimiseTogether } from "../app/domain/joint/optimise";
import { inArrivalOrder, priceTogether } from "../app/domain/joint/scarcity";
import { GREEDY_RULES } from "../app/domain/routing/greedy";
import { believedFactor, greedily, playDay } from "./joint-day";
import { makeDay, makeMerchant, type DayShape } from "./joint-orders";
import { solveRaw } from "./joint-raw";
import type { BenchRow } from "./row";

/** Stock by wanted unit: from a usual day to one on which half of the shelves run dry. */
const PROVED: DayShape[] = [4, 2.5].map((stockRatio) => ({ orders: 2_000, locations: 8, items: 400, stockRatio, misplaced: 0.5 }));
const RAW_SECONDS = 60;

/** Days over ten warehouses, the stock of which does not lie where the orders come from; of many items, each lies there in ones and twos. */
const SCARCE: DayShape[] = [60, 400].map((items) => ({ orders: 2_000, locations: 10, items, stockRatio: 1.3, misplaced: 0.8 }));
const SEED = 20_260_702;

/** `days`: so many random days instead, each order by order and with prices and windows. */
export async function benchJoint({ days, orders = 2_000 }: { days?: number; orders?: number } = {}): Promise<BenchRow[]> {
  if (days !== undefined) return benchDays(days, orders);
  const rows: BenchRow[] = [];
  for (const shape of PROVED) rows.push(...(await benchProof(shape)));
  for (const shape of SCARCE) rows.push(...(await benchDay(shape)));
  return rows;
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
  const factor = believedFactor(day);
  const plays: { name: string; minor: number }[] = GREEDY_RULES.map(({ name, rule }) => ({ name, minor: greedily(day.problems, rule) }));
  plays.push({ name: "each order at least cost", minor: alone });
  for (const [name, play] of [
    ["with scarcity prices", { factor, together: false }], ["with joint windows", { factor: 0, together: true }], ["with both", { factor, together: true }],
  ] as const) {
    plays.push({ name, minor: playDay(day, play) });
    await breathe();
  }
  const closed = (minor: number): number => Math.round((1000 * (alone - minor)) / (alone - bound)) / 10;
  return plays.map(({ name, minor }): BenchRow => ({
    name: `a day of ${shape.orders.toLocaleString("en-US")} orders and ${shape.items} items, scarce and misplaced: ${name}`, value: minor / 100, unit: "USD", ratio: minor / bound,
    against: `no plan of the day costs less; ${closed(minor)} % of the way there`, ...(name === "with both" && { target: "75 % of the way", met: closed(minor) >= 75 }),
  }));
}

/** What days may be like: hardly any stock to spare or plenty, few goods or many, lying where demand is or anywhere. */
const RATIOS = [1.05, 1.3, 1.7, 2.5, 4];
const ITEMS = [30, 60, 150, 400];
const MISPLACED = [0, 0.4, 0.8];

async function benchDays(days: number, orders: number): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (let index = 0; index < days; index += 1) {
    const shape: DayShape = {
      orders, locations: 10, items: ITEMS[index % ITEMS.length]!, stockRatio: RATIOS[index % RATIOS.length]!, misplaced: MISPLACED[index % MISPLACED.length]!,
    };
    const day = makeDay(shape, { seed: SEED + 1_000 * (index + 1), merchant: makeMerchant(shape, SEED + index) });
    const alone = inArrivalOrder(day.problems, null);
    const factor = believedFactor(day);
    const both = playDay(day, { factor, together: true });
    const bound = priceTogether(day.problems).lowerBoundMinor;
    const gap = alone.costMinor - bound;
    const closed = gap < 1 ? "nothing to gain" : `${Math.round((100 * (alone.costMinor - both)) / gap)} % of the way to the bound`;
    rows.push({
      name: `random day ${index + 1}: ${shape.items} items, stock ${shape.stockRatio} × demand, ${shape.misplaced * 100} % misplaced, prices believed ${factor}`,
      value: both / 100, unit: "USD", ratio: both / alone.costMinor, against: `order by order; ${closed}`, target: "ratio ≤ 1", met: both <= alone.costMinor,
    });
    process.stderr.write(`${rows.at(-1)!.name}: ${rows.at(-1)!.ratio!.toFixed(4)}, ${closed}\n`);
    await breathe();
  }
  return rows;
}
