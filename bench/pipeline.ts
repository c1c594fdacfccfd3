import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyDeliveries } from "../app/flows/apply-deliveries";
import { performReads } from "../app/flows/perform-reads";
import { withDatabase } from "./filled";
import { sellOverHttp } from "./journey";
import type { BenchOptions } from "./options";
import { profileTable } from "./profile";
import type { BenchRow } from "./row";
import { benchContext, connectBenchStore, drain, readingsOf, storeOrders, timed } from "./stage";
import { ordersFrom } from "./workload";

const SIZE = { orders: 6_000 };
const TARGET_PER_MINUTE = 100_000;

/**
 * The house's own share of an order's journey on SQLite with synchronous=FULL, from the message to the outbox; the platform answers from memory.
 * Once as it is deployed, with a web process that takes the messages over HTTP while a worker process drains them, which is held against the target;
 * and once in stages, one after the other in this process.
 */
export const benchPipeline = async (options: BenchOptions, size = SIZE): Promise<BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-bench-"));
  try {
    return [...(await deployed(join(folder, "deployed.db"), options, size)), ...(await inStages(join(folder, "stages.db"), size))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const perMinute = (orders: number, seconds: number): number => Math.round((orders / seconds) * 60);

const deployed = async (databaseUrl: string, options: BenchOptions, { orders }: typeof SIZE): Promise<BenchRow[]> => {
  const sold = await withDatabase(databaseUrl, (db) => sellOverHttp(db, { databaseUrl, orders, workers: 1, profile: options.profile }));
  if (options.profile) for (const report of sold.reports) options.show(profileTable("pipeline: worker", report.profile));
  const whole = perMinute(orders, sold.seconds);
  return [
    {
      name: "pipeline: whole journey to the outbox, web and worker", value: whole, unit: "orders/min", ratio: whole / TARGET_PER_MINUTE, against: "the target",
      target: `≥ ${TARGET_PER_MINUTE.toLocaleString("en-US")}/min`, met: whole >= TARGET_PER_MINUTE,
    },
    { name: "pipeline: acknowledged meanwhile by the web process", value: orders / sold.acknowledgedSeconds, unit: "/s" },
    { name: "pipeline: processor time of the worker", value: sold.reports.reduce((sum, report) => sum + report.cpuMs, 0) / orders, unit: "ms an order" },
  ];
};

const inStages = (databaseUrl: string, size: typeof SIZE): Promise<BenchRow[]> => withDatabase(databaseUrl, async (db) => {
  const orders = ordersFrom(0, size.orders);
  const ctx = benchContext(db, readingsOf(orders));
  await connectBenchStore(ctx);
  const stored = await timed(() => storeOrders(ctx, orders));
  const applied = await timed(() => drain(() => applyDeliveries(ctx, { limit: 100 })));
  const routed = await timed(() => drain(() => performReads(ctx, { limit: 100 })));
  const whole = stored + applied + routed;
  const stage = (name: string, seconds: number): BenchRow =>
    ({ name: `pipeline: ${name}`, value: perMinute(size.orders, seconds), unit: "orders/min", ratio: whole / seconds, against: "all stages in one process" });
  return [
    stage("deliveries stored, 50 at once", stored), stage("captured and reserved", applied), stage("read, routed, intents written", routed),
    { name: "pipeline: all stages, one after the other in one process", value: perMinute(size.orders, whole), unit: "orders/min" },
  ];
});
