import { ComputeStopped } from "./port";

export interface Turns {
  /** Runs `work` when all that was asked for under the same name before it has ended. A signal that is aborted while it waits rejects it. */
  next<Result>(name: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
}

/** One at a time of each name, in the order of asking. */
export const createTurns = (): Turns => {
  const tails = new Map<string, Promise<unknown>>();
  return {
    next(name, signal, work) {
      const before = tails.get(name) ?? Promise.resolve();
      const mine = before.then(() => {
        if (signal.aborted) throw new ComputeStopped();
        return work();
      });
      tails.set(name, mine.catch(() => undefined));
      return mine;
    },
  };
};
