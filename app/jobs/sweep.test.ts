import { describe, expect, test } from "vitest";
import type { Db } from "../db/port";
import type { FlowContext } from "../flows/context";
import { breathing } from "./breathing-db";
import type { Job } from "./catalogue";
import { createInlineQueue } from "./inline";
import type { JobName } from "./queue";
import { runWorker } from "./sweep";

const HOUR = 3_600_000;
const logged: { event: string; fields: unknown }[] = [];
const note = (event: string, fields?: unknown): void => void logged.push({ event, fields });
const ctx = { db: { kind: "postgresql" }, log: { info: note, warn: note, error: note } } as unknown as FlowContext;

/** Runs the jobs until `enough` holds, then stops and waits for the end. */
async function runUntil(jobs: Job[], enough: () => boolean, meanwhile: (queue: ReturnType<typeof createInlineQueue>) => void = () => undefined): Promise<void> {
  const queue = createInlineQueue(() => undefined);
  const stop = new AbortController();
  const worker = runWorker(ctx, queue, { signal: stop.signal, jobs });
  meanwhile(queue);
  while (!enough()) await new Promise((resolve) => setTimeout(resolve, 2));
  stop.abort();
  await worker;
  await queue.stop();
}

const job = (name: JobName, run: () => Promise<number>, restMs = HOUR, wakes: JobName[] = []): Job => ({ name, run, restMs, wakes });

describe("the worker", () => {
  test("goes on while rows settle, then rests until it is woken", async () => {
    const left = [3, 2, 1, 0];
    let runs = 0;
    await runUntil(
      [job("apply-deliveries", () => Promise.resolve(left[runs++] ?? 0))],
      () => runs === 5,
      (queue) => void setTimeout(() => queue.enqueue("apply-deliveries", "m"), 30),
    );
    expect(runs).toBe(5);
  });

  test("finds by itself what nobody woke it for", async () => {
    let runs = 0;
    await runUntil([job("perform-reads", () => Promise.resolve(((runs += 1), 0)), 1)], () => runs > 3);
    expect(runs).toBeGreaterThan(3);
  });

  test("one job that fails is logged and stops no other", async () => {
    let reads = 0;
    let failures = 0;
    await runUntil([
      job("apply-deliveries", () => Promise.reject(new Error(`planned ${(failures += 1)}`))),
      job("perform-reads", () => Promise.resolve(((reads += 1), 0)), 1),
    ], () => reads > 5 && failures > 0);
    expect(logged).toContainEqual({ event: "job failed", fields: { kind: "apply-deliveries", problem: "Error: planned 1" } });
  });

  test("work that makes work wakes the next", async () => {
    let made = 1;
    let performed = 0;
    await runUntil([
      job("apply-deliveries", () => Promise.resolve(made-- > 0 ? 1 : 0), HOUR, ["perform-reads"]),
      job("perform-reads", () => Promise.resolve(((performed += 1), 0))),
    ], () => performed >= 2);
    expect(performed).toBeGreaterThanOrEqual(2);
  });
});

describe("a breathing database", () => {
  test("commits of one process take turns, one failing included, and everything else passes through", async () => {
    let inside = 0;
    let most = 0;
    const db = {
      kind: "sqlite",
      async commit(sets: readonly unknown[]) {
        most = Math.max(most, (inside += 1));
        await new Promise((resolve) => setTimeout(resolve, 1));
        inside -= 1;
        if (sets.length === 0) throw new Error("planned");
        return sets.map(() => ({ status: "committed" }));
      },
      close: () => Promise.resolve("closed"),
    } as unknown as Db;
    const breath = breathing(db, 1);
    const [first, second, third] = await Promise.allSettled([breath.commit([{} as never]), breath.commit([]), breath.commit([{} as never])]);
    expect([first.status, second.status, third.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(most).toBe(1);
    expect(await breath.close()).toBe("closed");
  });
});
