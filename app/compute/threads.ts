import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { FromThread, ToThread } from "./messages";
import { type Compute, ComputeFailed, ComputeStopped } from "./port";
import { createTurns } from "./turns";

/** What a thread may keep in memory; work that needs more fails alone, and the process goes on. */
const THREAD_MEMORY_MB = 1_024;
/** A thread that has nothing to do is kept so long: to start one takes a third of a second. */
const IDLE_MS = 30_000;

/** Beside this file; bundled code finds it from the folder that the app is started in. */
const threadFile = (): string => {
  const beside = fileURLToPath(new URL("./thread.mjs", import.meta.url));
  return existsSync(beside) ? beside : join(process.cwd(), "app/compute/thread.mjs");
};

export interface ThreadOptions {
  /** The first file of each thread, which knows the tasks. */
  file?: string;
  memoryMb?: number;
  idleMs?: number;
}

/** Work in threads of this process, one thread a kind of work. They end with the process, and hold it up no longer than their work lasts. */
export const createThreads = ({ file = threadFile(), memoryMb = THREAD_MEMORY_MB, idleMs = IDLE_MS }: ThreadOptions = {}): Compute => {
  const turns = createTurns();
  const closed = new AbortController();
  const idle = new Map<string, { worker: Worker; forget(): void }>();

  const take = (kind: string): Worker => {
    const kept = idle.get(kind);
    if (!kept) return new Worker(file, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
    kept.forget();
    kept.worker.ref();
    return kept.worker;
  };
  const keep = (kind: string, worker: Worker): void => {
    const forget = (): void => {
      clearTimeout(timer);
      idle.delete(kind);
      worker.off("error", end).off("exit", end);
    };
    const end = (): void => {
      forget();
      void worker.terminate();
    };
    const timer = setTimeout(end, idleMs).unref();
    worker.once("error", end).once("exit", end).unref();
    idle.set(kind, { worker, forget });
  };

  return {
    run: (kind, input, { pages, onProgress, signal } = {}) => {
      const stop = AbortSignal.any([closed.signal, ...(signal ? [signal] : [])]);
      return turns.next(kind, stop, async () => {
        const worker = take(kind);
        try {
          const output = await converse(worker, { kind, input, pages, onProgress: (done) => onProgress?.(done), stop });
          keep(kind, worker);
          return output as never;
        } catch (error) {
          await worker.terminate();
          throw error;
        }
      });
    },
    async close() {
      closed.abort();
      const kept = [...idle.values()];
      kept.forEach(({ forget }) => forget());
      await Promise.all(kept.map(({ worker }) => worker.terminate()));
    },
  };
};

interface Conversation {
  kind: string;
  input: unknown;
  pages: AsyncIterable<unknown> | undefined;
  onProgress(done: number): void;
  stop: AbortSignal;
}

/** Begins, hands page after page as each is taken, and waits for the result. */
const converse = async (worker: Worker, { kind, input, pages, onProgress, stop }: Conversation): Promise<unknown> => {
  let settle: { resolve(message: FromThread): void; reject(error: Error): void } | null = null;
  let broken: Error | null = null;
  const fail = (error: Error): void => {
    broken ??= error;
    settle?.reject(broken);
  };
  const stopped = (): void => fail(new ComputeStopped());
  const heard = (message: FromThread): void => (message.say === "progress" ? onProgress(message.done) : settle?.resolve(message));
  const broke = (error: unknown): void => fail(new ComputeFailed(wordsOf(error)));
  const ended = (): void => fail(new ComputeFailed("the thread ended by itself"));
  worker.on("message", heard).once("error", broke).once("exit", ended);
  stop.addEventListener("abort", stopped, { once: true });
  const ask = (message: ToThread): Promise<FromThread> =>
    new Promise<FromThread>((resolve, reject) => {
      if (broken) return reject(broken);
      settle = { resolve, reject };
      worker.postMessage(message);
    }).then((answer) => {
      if (answer.say === "failed") throw new ComputeFailed(answer.words);
      return answer;
    });
  try {
    await ask({ say: "begin", kind, input });
    for await (const page of pages ?? []) await ask({ say: "page", page });
    const answer = await ask({ say: "end" });
    return answer.say === "result" ? answer.output : undefined;
  } finally {
    worker.off("message", heard).off("error", broke).off("exit", ended);
    stop.removeEventListener("abort", stopped);
  }
};

const wordsOf = (error: unknown): string => {
  const code = (error as { code?: string }).code;
  if (code === "ERR_WORKER_OUT_OF_MEMORY") return "The work needed more memory than it may have.";
  return error instanceof Error ? error.message : String(error);
};
