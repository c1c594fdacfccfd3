import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../app/db/open-database";
import type { LoadReport } from "./load";
import type { BenchOptions } from "./options";
import { newSecret, prepareLoad, startServer, startWeb, startWorker, type RunningServer } from "./processes";
import { profileTable } from "./profile";
import { median, percentile, spreadOf, type BenchRow } from "./row";
import { MASTER_KEYS, benchContext, connectBenchStore, storeOrders } from "./stage";
import { ordersFrom } from "./workload";

const SIZE = { connections: [32, 256], roundSeconds: 3, rounds: 3, backlog: 3_000, messages: 10_000 };
type Size = typeof SIZE;
const WARM_UP_SECONDS = 1;
const RATIO_MIN = 0.8;
const P99_MS_MAX = 500;
/** The longest answer of the long run: the platform gives up after five seconds. */
const ANSWER_MS_MAX = 5_000;
const LONG_RATE = 200;
const LONG_CONNECTIONS = 64;

/**
 * How fast signed deliveries are acknowledged, against the least that a durable receiver does, and the same while a worker
 * drains. The worker runs beside the floor as well, which takes the machine's time from both alike; only ours shares its
 * database with it.
 */
export const benchIngest = async (options: BenchOptions, size: Size = SIZE): Promise<BenchRow[]> => {
  const folder = await mkdtemp(join(tmpdir(), "switchyard-bench-"));
  const running: RunningServer[] = [];
  try {
    const stage = await openStage(folder, size, running);
    if (options.minutes !== undefined) return await longRun(stage, { options, minutes: options.minutes });
    for (const server of [stage.floor, stage.ours]) await send(stage, server, { connections: 32, seconds: WARM_UP_SECONDS });
    const rows: BenchRow[] = [];
    for (const connections of size.connections) rows.push(...rowsOf(`${connections} connections`, await interleaved(stage, connections)));
    const worker = await startWorker({ databaseUrl: stage.databaseUrl, from: size.messages, count: size.backlog, profile: options.profile });
    const began = Date.now();
    worker.go();
    for (const connections of size.connections) rows.push(...rowsOf(`${connections} connections, a worker drains`, await interleaved(stage, connections)));
    const report = await worker.stop();
    if (options.profile) options.show(profileTable("ingest: the worker beside it", report.profile));
    return [...rows, { name: "ingest: change sets of the worker meanwhile", value: report.sets / ((report.lastCommitAt - began) / 1_000), unit: "/s" }];
  } finally {
    for (const server of running) await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

interface Stage {
  secret: string;
  databaseUrl: string;
  floor: RunningServer;
  ours: RunningServer;
  size: Size;
  /** Each load tells of orders of its own: one that is known already is no work for the worker. */
  nextOrder: number;
}

/** Both servers, and a store with orders that wait for a worker. */
const openStage = async (folder: string, size: Size, running: RunningServer[]): Promise<Stage> => {
  const secret = newSecret();
  const databaseUrl = join(folder, "ours.db");
  const db = await openDatabase({ url: databaseUrl, masterKeys: MASTER_KEYS });
  const ctx = benchContext(db, () => undefined);
  await connectBenchStore(ctx, secret);
  await storeOrders(ctx, ordersFrom(size.messages, size.backlog));
  await db.close();
  const floor = await startServer("/", ["bench/ingest-floor.ts", join(folder, "floor.db"), secret], {});
  running.push(floor);
  const ours = await startWeb(databaseUrl, { secret, masterKeys: MASTER_KEYS });
  running.push(ours);
  return { secret, databaseUrl, floor, ours, size, nextOrder: size.messages + size.backlog };
};

const send = async (stage: Stage, server: RunningServer, load: { connections: number; seconds: number; rate?: number }): Promise<LoadReport> => {
  const { secret, size, nextOrder } = stage;
  stage.nextOrder += size.messages;
  const { connections, seconds, rate = null } = load;
  const sender = await prepareLoad({ port: server.port, path: server.path, secret, connections, from: nextOrder, count: size.messages, seconds, rate });
  const report = await sender.send();
  if (report.refused > 0) throw new Error(`${report.refused} deliveries of the benchmark were refused.`);
  return report;
};

interface Round {
  floor: LoadReport;
  ours: LoadReport;
}

/** Ours and the floor in turn, so that what else the machine does meets both. */
const interleaved = async (stage: Stage, connections: number): Promise<Round[]> => {
  const load = { connections, seconds: stage.size.roundSeconds };
  const rounds: Round[] = [];
  for (let round = 0; round < stage.size.rounds; round += 1) {
    const ours = await send(stage, stage.ours, load);
    rounds.push({ ours, floor: await send(stage, stage.floor, load) });
  }
  return rounds;
};

const rateOf = (report: LoadReport): number => report.accepted / report.seconds;

const rowsOf = (what: string, rounds: readonly Round[]): BenchRow[] => {
  const rates = rounds.map(({ ours }) => rateOf(ours));
  const ratios = rounds.map(({ ours, floor }) => rateOf(ours) / rateOf(floor));
  const ratio = median(ratios);
  const floorRate = median(rounds.map(({ floor }) => rateOf(floor)));
  return [
    {
      name: `ingest, ${what}: acknowledged`, value: median(rates), unit: "/s", spread: spreadOf(rates), against: `a bare server there, ${Math.round(floorRate).toLocaleString("en-US")}/s`, ratio,
      target: `ratio ≥ ${RATIO_MIN}`, met: ratio >= RATIO_MIN,
    },
    ...answerRows(what, rounds.map(({ ours }) => ours), rounds.map(({ floor }) => floor)),
  ];
};

const answerRows = (what: string, ours: readonly LoadReport[], floor: readonly LoadReport[]): BenchRow[] => {
  const row = (share: number, name: string): BenchRow => {
    const of = (reports: readonly LoadReport[]): number[] => reports.map(({ latencies }) => percentile(latencies, share));
    const value = median(of(ours));
    return {
      name: `ingest, ${what}: ${name} of the answers`, value, unit: "ms", spread: spreadOf(of(ours)),
      ...(floor.length > 0 && { against: `a bare server there, ${median(of(floor)).toFixed(1)} ms`, ratio: value / median(of(floor)) }),
      ...(share === 0.99 && { target: `< ${P99_MS_MAX} ms`, met: value < P99_MS_MAX }),
    };
  };
  return [row(0.5, "p50"), row(0.99, "p99"), row(1, "slowest")];
};

/** Minutes of a steady rate while the worker drains: no answer may take longer than the platform waits. */
const longRun = async (stage: Stage, { options, minutes }: { options: BenchOptions; minutes: number }): Promise<BenchRow[]> => {
  const rate = options.rate ?? LONG_RATE;
  const worker = await startWorker({ databaseUrl: stage.databaseUrl, from: stage.size.messages, count: stage.size.backlog, profile: options.profile });
  worker.go();
  const report = await send(stage, stage.ours, { connections: LONG_CONNECTIONS, seconds: minutes * 60, rate });
  const { profile } = await worker.stop();
  if (options.profile) options.show(profileTable("ingest: the worker beside it", profile));
  const what = `${rate}/s for ${minutes} minutes, a worker drains`;
  const [, , slowest] = answerRows(what, [report], []) as [BenchRow, BenchRow, BenchRow];
  return [
    { name: `ingest, ${what}: acknowledged`, value: rateOf(report), unit: "/s", ratio: rateOf(report) / rate, against: "what was sent", target: "ratio ≥ 0.99", met: rateOf(report) / rate >= 0.99 },
    ...answerRows(what, [report], []).slice(0, 2),
    { ...slowest, target: `< ${ANSWER_MS_MAX.toLocaleString("en-US")} ms`, met: slowest.value < ANSWER_MS_MAX },
  ];
};
