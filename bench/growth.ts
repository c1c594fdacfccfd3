import type { Db } from "../app/db/port";
import { applyDeliveries } from "../app/flows/apply-deliveries";
import { performReads } from "../app/flows/perform-reads";
import { filledFile, withDatabase } from "./filled";
import type { BenchOptions } from "./options";
import { median, spreadOf, type BenchRow } from "./row";
import { benchContext, drain, readingsOf, storeOrders, timed } from "./stage";
import { indexOf, ordersFrom } from "./workload";

const SIZE = { small: 10_000, large: 1_000_000, rounds: 9, orders: 1_000, block: 1_000 };
const RATIO_MIN = 0.9;
const BATCH = 100;

/** The same orders through the same pipeline where few and where many are stored already, in turn, on SQLite as the house opens it. */
export const benchGrowth = async (options: BenchOptions, size = SIZE): Promise<BenchRow[]> => {
  const small = await filledFile(size.small, options, size.block);
  const large = await filledFile(size.large, options, size.block);
  const rounds = await withDatabase(small.path, (few) => withDatabase(large.path, (many) => interleaved({ few, many, merchantId: large.merchantId }, size)));
  const ratios = rounds.map((round) => round.few / round.many);
  const rates = rounds.map((round) => size.orders / round.many);
  const ratio = median(ratios);
  const many = size.large.toLocaleString("en-US");
  return [
    {
      name: `growth: pipeline at ${many} stored orders`, value: median(rates), unit: "orders/s", spread: spreadOf(rates), ratio, target: `ratio ≥ ${RATIO_MIN}`, met: ratio >= RATIO_MIN,
      against: `at ${size.small.toLocaleString("en-US")}, ${Math.round(size.orders / median(rounds.map((round) => round.few)))}/s`,
    },
    { name: "growth: that ratio, round by round", value: ratio, unit: "", spread: spreadOf(ratios) },
    ...(large.fillSeconds === null ? [] : [{ name: `growth: to fill in ${many} orders`, value: large.fillSeconds, unit: "s" }]),
  ];
};

/** Seconds of a round. */
interface Round {
  few: number;
  many: number;
}

interface Pair {
  few: Db;
  many: Db;
  merchantId: Parameters<Db["findOrders"]>[0]["merchantId"];
}

/** One round more than is counted: the first warms the caches. */
const interleaved = async ({ few, many, merchantId }: Pair, size: { rounds: number; orders: number }): Promise<Round[]> => {
  const rounds: Round[] = [];
  for (let round = 0; round <= size.rounds; round += 1) {
    const seconds = (db: Db): Promise<number> => sell(db, merchantId, size.orders);
    // Who comes second finds the processor warmer.
    if (round % 2 === 0) rounds.push({ few: await seconds(few), many: await seconds(many) });
    else rounds.push(await seconds(many).then(async (took) => ({ many: took, few: await seconds(few) })));
  }
  return rounds.slice(1);
};

/** Seconds from the first message stored to the last of the next orders decided. */
const sell = async (db: Db, merchantId: Pair["merchantId"], count: number): Promise<number> => {
  const { rows: [newest] } = await db.findOrders({ merchantId, limit: 1 });
  const sold = ordersFrom(newest ? indexOf(newest.platformId) + 1 : 0, count);
  const ctx = benchContext(db, readingsOf(sold));
  return timed(async () => {
    await storeOrders(ctx, sold);
    await drain(() => applyDeliveries(ctx, { limit: BATCH }));
    await drain(() => performReads(ctx, { limit: BATCH }));
  });
};
