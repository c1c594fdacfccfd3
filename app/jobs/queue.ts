/** The kinds of work that a worker can be woken for; `catalogue.ts` says what each does. */
export const JOB_NAMES = ["apply-deliveries", "perform-reads", "perform-intents", "reconcile", "advance-erasures", "bulk-acts", "replays", "forget-old", "settle-differences", "decide-drifts", "watch-drift", "watch-stock", "watch-waiting", "reoptimise", "watch-platforms", "learn-locations", "learn-scarcity"] as const;
export type JobName = (typeof JOB_NAMES)[number];

/** Wakes the work of one kind; `key` is the merchant that it is for, or "" where that is not known. */
export type WakeHandler = (key: string) => Promise<void>;
export type WakeHandlers = Partial<Record<JobName, WakeHandler>>;

/**
 * A queue of wake-ups. Rows in the database are the truth: losing every wake-up delays work to the next sweep and loses
 * nothing. That is why a wake-up carries a kind and a key, and never what is to be done.
 */
export interface Queue {
  kind: "inline" | "redis";
  /**
   * Asks for a run of the handler that begins after this moment. Wake-ups of one name and key that wait are one; asking while the
   * handler runs makes it run once more. Never throws and never waits for the handler.
   */
  enqueue(name: JobName, key: string): void;
  /** Begins to deliver, also what was asked for before. A handler that throws is reported and stops nothing. */
  work(handlers: WakeHandlers): Promise<void>;
  /** Does the queue answer? Words when it does not. */
  trouble(): Promise<string | null>;
  /** Takes no more, waits for running handlers, lets go of its connections. */
  stop(): Promise<void>;
}

/** Told of a handler or connection that failed. */
export type QueueTrouble = (trouble: { name: JobName | "connection"; error: unknown }) => void;
