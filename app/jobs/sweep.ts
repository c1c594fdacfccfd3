import type { FlowContext } from "../flows/context";
import { problemOf } from "../log.server";
import { createBell, type Bell, type Turn } from "./bell";
import { breathing } from "./breathing-db";
import type { Job } from "./catalogue";
import type { JobName, Queue } from "./queue";
import { repeatByStore } from "./by-store";
import { rest, restAfter } from "./rest";

/**
 * Runs every job of the catalogue until `signal` is aborted: again at once while rows settle, else after its rest or when
 * woken. Jobs run beside each other, so that a slow platform never keeps orders from being taken in, and one that
 * fails rests longer and longer without stopping the others. Resolves when the last run has ended.
 */
export async function runWorker(ctx: FlowContext, queue: Queue, options: { signal: AbortSignal; jobs: readonly Job[] }): Promise<void> {
  const { jobs, signal } = options;
  const bells = new Map<JobName, Bell>(jobs.map((job) => [job.name, createBell()]));
  const ring = (name: JobName): void => bells.get(name)?.ring();
  const ringAll = (): void => bells.forEach((bell) => bell.ring());
  signal.addEventListener("abort", ringAll, { once: true });
  await queue.work(Object.fromEntries(jobs.map((job) => [job.name, () => Promise.resolve(ring(job.name))])));
  const world = { ...ctx, db: breathing(ctx.db) };
  await Promise.all(jobs.map((job) => (job.takeUp ? repeatByStore : repeat)(job, world, { signal, bell: bells.get(job.name)!, ring })));
  signal.removeEventListener("abort", ringAll);
}

async function repeat(job: Job, ctx: FlowContext, turn: Turn): Promise<void> {
  let failures = 0;
  while (!turn.signal.aborted) {
    const settled = await attempt(job, ctx);
    failures = settled === "failed" ? failures + 1 : 0;
    if (settled === "failed") await rest(restAfter(failures), turn.signal);
    else if (settled > 0) job.wakes.forEach(turn.ring);
    else await turn.bell.heard(job.restMs);
  }
}

async function attempt(job: Job, ctx: FlowContext): Promise<number | "failed"> {
  try {
    return await job.run(ctx);
  } catch (error) {
    ctx.log.error("job failed", { kind: job.name, problem: problemOf(error) });
    return "failed";
  }
}
