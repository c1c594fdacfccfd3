import type { Outcome } from "./contender";
import { type Interval, intervalOf } from "./intervals";
import { DAY_MS, addMeasures, noMeasures } from "./measure";
import { type ContenderReport, type Difference, MEASURES, type Measure, type Measures, type ReplayOrder, type ReplayReport, type ReplaySetup } from "./types";

/** From so many days on differences are summed by week: what was short yesterday is often short today. */
const WEEKS_FROM_DAYS = 70;
/** Whether an order shipped is told of all orders; everything else only of orders that both could ship. */
const OF_ALL: readonly Measure[] = ["notShipped"];

interface Side {
  base: Measures;
  other: Measures;
}

interface Tally extends Pick<ContenderReport, "shipped" | "split" | "waited" | "givenUp"> {
  totals: Measures;
  byBlock: Map<number, Side>;
}

export interface Score {
  add(order: ReplayOrder, outcomes: readonly Outcome[]): void;
  report(names: readonly Pick<ContenderReport, "id" | "name" | "source">[]): Pick<ReplayReport, "contenders" | "blocks" | "blockDays">;
}

/** Sums of every contender, and of each pair with the first one by blocks of days. */
export const createScore = (setup: Pick<ReplaySetup, "startsAt" | "endsAt">, count: number): Score => {
  const days = Math.ceil((setup.endsAt - setup.startsAt) / DAY_MS);
  const blockDays = days >= WEEKS_FROM_DAYS ? 7 : 1;
  const blockOf = (order: ReplayOrder): number => Math.floor((order.placedAt - setup.startsAt) / (DAY_MS * blockDays));
  const tallies = Array.from({ length: count }, (): Tally => ({ shipped: 0, split: 0, waited: 0, givenUp: 0, totals: noMeasures(), byBlock: new Map() }));
  const blocks = new Map<number, ReplayReport["blocks"][number]>();

  return {
    add(order, outcomes) {
      const block = blockOf(order);
      const at = setup.startsAt + block * blockDays * DAY_MS;
      const chart = blocks.get(block) ?? { at, orders: 0, parcels: outcomes.map(() => 0), costMinor: outcomes.map(() => 0) };
      blocks.set(block, chart);
      chart.orders += 1;
      outcomes.forEach((outcome, index) => {
        chart.parcels[index]! += outcome.measures.parcels;
        chart.costMinor[index]! += outcome.measures.costMinor;
        count1(tallies[index] as Tally, outcome);
        addPair(sideOf(tallies[index] as Tally, block), outcomes[0] as Outcome, outcome);
      });
    },
    report: (names) => ({
      blockDays,
      blocks: [...blocks].sort(([a], [b]) => a - b).map(([, chart]) => chart),
      contenders: names.map((name, index) => {
        const { byBlock, ...sums } = tallies[index] as Tally;
        return { ...name, ...sums, differences: differencesOf([...byBlock.values()]) };
      }),
    }),
  };
};

const count1 = (tally: Tally, { shipped, givenUp, waited, measures }: Outcome): void => {
  addMeasures(tally.totals, measures);
  tally.shipped += Number(shipped);
  tally.split += Number(measures.parcels > 1);
  tally.waited += Number(waited);
  tally.givenUp += Number(givenUp);
};

const sideOf = ({ byBlock }: Tally, block: number): Side => {
  const known = byBlock.get(block) ?? { base: noMeasures(), other: noMeasures() };
  byBlock.set(block, known);
  return known;
};

const addPair = (side: Side, base: Outcome, other: Outcome): void => {
  if (base.shipped && other.shipped) {
    addMeasures(side.base, base.measures);
    addMeasures(side.other, other.measures);
    return;
  }
  for (const measure of OF_ALL) {
    side.base[measure] += base.measures[measure];
    side.other[measure] += other.measures[measure];
  }
};

const differencesOf = (sides: readonly Side[]): Record<Measure, Difference> =>
  Object.fromEntries(MEASURES.map((measure) => [measure, differenceOf(sides.map(({ base, other }) => ({ base: base[measure], change: other[measure] - base[measure] })))])) as Record<Measure, Difference>;

const differenceOf = (blocks: readonly { base: number; change: number }[]): Difference => {
  const interval: Interval | null = intervalOf(blocks);
  return { base: blocks.reduce((sum, block) => sum + block.base, 0), change: blocks.reduce((sum, block) => sum + block.change, 0), interval };
};
