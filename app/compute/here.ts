import { setImmediate as breathe } from "node:timers/promises";
import { type Compute, ComputeFailed, ComputeStopped } from "./port";
import { TASKS } from "./tasks";
import type { Task } from "./task";

/** The same work in this very thread, a breath between two pages: for programs of one command, and tests. */
export const computeHere: Compute = {
  async run(kind, input, { pages, onProgress, signal } = {}) {
    const stopIfAsked = (): void => {
      if (signal?.aborted) throw new ComputeStopped();
    };
    stopIfAsked();
    const task = TASKS[kind] as unknown as Task<unknown, unknown, never>;
    const work = task.begin(input, (done) => onProgress?.(done));
    for await (const page of pages ?? []) {
      stopIfAsked();
      attempt(() => work.take(page));
      await breathe();
    }
    stopIfAsked();
    return attempt(() => work.end());
  },
  close: () => Promise.resolve(),
};

const attempt = <Result>(work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    throw new ComputeFailed(error instanceof Error ? error.message : String(error));
  }
};
