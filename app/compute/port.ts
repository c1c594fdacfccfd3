import type { Task } from "./task";
import type { TASKS } from "./tasks";

type Tasks = typeof TASKS;
export type TaskKind = keyof Tasks;
export type InputOf<K extends TaskKind> = Tasks[K] extends Task<infer Input, never, unknown> ? Input : never;
export type OutputOf<K extends TaskKind> = ReturnType<ReturnType<Tasks[K]["begin"]>["end"]>;
export type PageOf<K extends TaskKind> = Parameters<ReturnType<Tasks[K]["begin"]>["take"]>[0];

export interface RunOptions<K extends TaskKind> {
  /** Asked for the next page when the one before has been taken. */
  pages?: AsyncIterable<PageOf<K>>;
  onProgress?(done: number): void;
  /** Aborted: the work is given up at once, and the promise rejects with `ComputeStopped`. */
  signal?: AbortSignal;
}

/** Heavy work beside the loop that answers requests and takes deliveries. Of each kind one piece at a time; the others wait for their turn. */
export interface Compute {
  run<K extends TaskKind>(kind: K, input: InputOf<K>, options?: RunOptions<K>): Promise<OutputOf<K>>;
  /** Gives up what is under way, and takes no more. */
  close(): Promise<void>;
}

/** The work was cancelled, or the process stops: nothing is wrong with it, and it may be begun anew. */
export class ComputeStopped extends Error {
  constructor() {
    super("the work was stopped before it was done");
    this.name = "ComputeStopped";
  }
}

/** The work itself broke, or needed more memory than it may have. */
export class ComputeFailed extends Error {
  constructor(words: string) {
    super(words);
    this.name = "ComputeFailed";
  }
}
