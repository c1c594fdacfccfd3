import { openDatabase } from "../app/db/open-database";
import type { Db } from "../app/db/port";
import { JOBS } from "../app/jobs/catalogue";
import { createInlineQueue } from "../app/jobs/inline";
import type { JobName } from "../app/jobs/queue";
import { runWorker } from "../app/jobs/sweep";
import { startProfile, type ProfileLine } from "./profile";
import { MASTER_KEYS, benchContext } from "./stage";
import { indexOf, orderAt, orderIdAt, ordersFrom, type WorkloadShape } from "./workload";

/** A worker process whose platform answers from memory: the loops of `app/worker.ts` up to the outbox. */
export interface WorkerOrder {
  databaseUrl: string;
  /** Orders that the platform has ready; others are made when asked for. */
  from: number;
  count: number;
  shape?: WorkloadShape;
  profile: boolean;
}

export interface WorkerReport {
  /** Change sets that were offered, and those of them that met a conflict and were decided anew. */
  sets: number;
  conflicts: number;
  cpuMs: number;
  /** When the last change sets were committed, and the last of them that decided on an order, by the clock of the machine. */
  lastCommitAt: number;
  lastDecidedAt: number;
  profile: ProfileLine[];
}

const UP_TO_THE_OUTBOX: readonly JobName[] = ["apply-deliveries", "perform-reads"];

const told = (verb: "go" | "stop"): Promise<void> => new Promise((resolve) => {
  const listen = (message: unknown): void => {
    if (message !== verb) return;
    process.off("message", listen);
    resolve();
  };
  process.on("message", listen);
});

const counting = (db: Db, report: WorkerReport): Db => ({
  ...db,
  commit: async (sets) => {
    const outcomes = await db.commit(sets);
    report.lastCommitAt = Date.now();
    if (sets.some((set) => (set.decisions ?? []).length > 0)) report.lastDecidedAt = report.lastCommitAt;
    report.sets += sets.length;
    report.conflicts += outcomes.filter((outcome) => outcome.status === "conflict").length;
    return outcomes;
  },
});

const work = async (order: WorkerOrder): Promise<void> => {
  const known = new Map(ordersFrom(order.from, order.count, order.shape).map((one) => [one.id, one.reading]));
  const report: WorkerReport = { sets: 0, conflicts: 0, cpuMs: 0, lastCommitAt: 0, lastDecidedAt: 0, profile: [] };
  const db = await openDatabase({ url: order.databaseUrl, masterKeys: MASTER_KEYS });
  const isSold = (index: number): boolean => Number.isInteger(index) && orderIdAt(index).length === 13;
  const ctx = benchContext(counting(db, report), (id) => known.get(id) ?? (isSold(indexOf(id)) ? orderAt(indexOf(id), order.shape).reading : undefined), order.shape);
  const goes = told("go");
  process.send?.("ready");
  await goes;
  const endProfile = order.profile ? await startProfile() : null;
  const before = process.cpuUsage();
  const stop = new AbortController();
  void told("stop").then(() => stop.abort());
  await runWorker(ctx, createInlineQueue(() => undefined), { signal: stop.signal, jobs: JOBS.filter((job) => UP_TO_THE_OUTBOX.includes(job.name)) });
  const used = process.cpuUsage(before);
  report.cpuMs = (used.user + used.system) / 1_000;
  if (endProfile) report.profile = await endProfile();
  await db.close();
  process.send?.(report, () => process.exit(0));
};

// Whoever started it is gone: nobody will ask for the report.
process.once("disconnect", () => process.exit(1));
process.once("message", (order: WorkerOrder) => void work(order));
