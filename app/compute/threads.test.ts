import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { replay } from "../domain/replay/replay";
import { pastPages, setupOf } from "../domain/replay/testing";
import type { ReplayPage } from "../domain/replay/types";
import { computeHere } from "./here";
import { type Compute, ComputeFailed, ComputeStopped } from "./port";
import { createThreads } from "./threads";

/** The fixture's tasks, whose names the house does not know. */
interface Loose extends Pick<Compute, "close"> {
  run(kind: string, input?: unknown, options?: { pages?: AsyncIterable<unknown>; onProgress?(done: number): void; signal?: AbortSignal }): Promise<unknown>;
}

const file = fileURLToPath(new URL("./thread.fixture.mjs", import.meta.url));
let open: Compute[] = [];
const threads = (options: Parameters<typeof createThreads>[0] = {}): Loose => {
  const made = createThreads({ file, ...options });
  open.push(made);
  return made as unknown as Loose;
};

afterEach(async () => {
  await Promise.all(open.map((one) => one.close()));
  open = [];
});

test("the house's own tasks answer from a thread what they answer here", async () => {
  const real = createThreads();
  open.push(real);
  const past = [...pastPages({ seed: 5, days: 6, ordersADay: 20 })];
  async function* pages(): AsyncGenerator<ReplayPage> {
    for (const page of past) yield await Promise.resolve(page);
  }
  const setup = setupOf({ days: 6, rules: ["shopify-default"] });
  const done: number[] = [];
  const answer = await real.run("replay", setup, { pages: pages(), onProgress: (orders) => done.push(orders) });
  expect(answer).toEqual(replay(setup, past));
  expect(await computeHere.run("replay", setup, { pages: pages() })).toEqual(answer);
  expect(done.at(-1)).toBe(answer.orders + answer.cancelled);
});

test("pages are asked for one by one, each when the one before was taken, and progress is told", async () => {
  const told: number[] = [];
  const handed: number[] = [];
  async function* pages(): AsyncGenerator<number> {
    for (let page = 1; page <= 5; page += 1) {
      // What was handed out is at most one ahead of what was taken.
      expect(handed.length - told.length).toBeLessThanOrEqual(1);
      handed.push(page);
      yield await Promise.resolve(page);
    }
  }
  expect(await threads().run("sum", 100, { pages: pages(), onProgress: (done) => told.push(done) })).toBe(115);
  expect(told).toEqual([1, 2, 3, 4, 5]);
});

test("a thread is used again, and one of a kind works at a time", async () => {
  const compute = threads();
  const answers = await Promise.all([1, 2, 3].map((input) => compute.run("threadAndInput", input)));
  expect(answers.map((answer) => (answer as { input: number }).input)).toEqual([1, 2, 3]);
  expect(new Set(answers.map((answer) => (answer as { at: number }).at)).size).toBe(1);
});

test("work that is cancelled stops in the middle of a computation, and the next begins", async () => {
  const compute = threads();
  const stop = new AbortController();
  const running = compute.run("forEver", null, { signal: stop.signal, onProgress: () => stop.abort() });
  const waiting = compute.run("forEver", null, { signal: stop.signal });
  await expect(running).rejects.toThrow(ComputeStopped);
  await expect(waiting).rejects.toThrow(ComputeStopped);
  expect(await compute.run("sum", 7)).toBe(7);
});

test("closing stops what is under way and refuses what comes", async () => {
  const compute = threads();
  const running = compute.run("forEver", null, { onProgress: () => void compute.close() });
  await expect(running).rejects.toThrow(ComputeStopped);
  await expect(compute.run("sum", 1)).rejects.toThrow(ComputeStopped);
});

test("work that needs too much memory fails alone", async () => {
  const compute = threads({ memoryMb: 32 });
  await expect(compute.run("greedy")).rejects.toThrow("more memory than it may have");
  expect(await compute.run("sum", 7)).toBe(7);
});

test("work that breaks says why, and so does a kind that nobody knows", async () => {
  const compute = threads();
  await expect(compute.run("broken")).rejects.toThrow(new ComputeFailed("divided by nothing"));
  await expect(compute.run("unheardOf")).rejects.toThrow("no task is called unheardOf");
});

test("pages that cannot be read fail the work, and the thread takes the next", async () => {
  const compute = threads();
  async function* unreadable(): AsyncGenerator<number> {
    await Promise.reject(new Error("the database is away"));
  }
  await expect(compute.run("sum", 0, { pages: unreadable() })).rejects.toThrow("the database is away");
  expect(await compute.run("sum", 7)).toBe(7);
});
