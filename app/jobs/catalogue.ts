import type { FlowContext } from "../flows/context";
import { applyDeliveries } from "../flows/apply-deliveries";
import { decideDrifts } from "../flows/decide-drifts";
import { continueBulkActs } from "../flows/continue-bulk-acts";
import { learnLocations } from "../flows/learn-locations";
import { learnScarcity } from "../flows/learn-scarcity";
import { watchStock } from "../flows/low-stock";
import { performIntents, takeUpIntents } from "../flows/perform-intents";
import { performReplays } from "../flows/replay-run";
import { performReads, takeUpReads } from "../flows/perform-reads";
import { reoptimise } from "../flows/reoptimise";
import { advanceErasures } from "../flows/privacy-runs";
import { forgetOld } from "../flows/privacy-retention";
import { watchWaiting } from "../flows/retry-waiting";
import { settleDifferences } from "../flows/settle-differences";
import { watchDrift } from "../flows/watch-drift";
import type { StoreWork, TakeUp } from "../flows/store-work";
import { takeUpProbes, watchPlatforms } from "../flows/watch-platforms";
import type { JobName } from "./queue";
import { askToReconcile } from "./reconcile";

/** One kind of work: what it runs, how long it rests when nothing waits, and whom it may have made work for. */
export interface Job {
  name: JobName;
  /** Settles rows that are due and says how many; 0 when none are. Rows are leased, so any number of workers may run it. */
  run(ctx: FlowContext): Promise<number>;
  /** The same, leased only: one piece of work a store, so that the worker lets none wait for another's platform. */
  takeUp?(ctx: FlowContext, options: TakeUp): Promise<StoreWork[]>;
  restMs: number;
  /** Woken after a run that settled something. */
  wakes: readonly JobName[];
}

/** A row that becomes due by the clock, or is written by another process, is found within this time. */
const SWEEP_MS = 100;
const RECONCILE_MS = 10 * 60_000;
const BULK_MS = 300;
const ERASE_MS = 1_000;
const EXPLAIN_MS = 2_000;
const WATCH_MS = 30_000;
const PROBE_MS = 500;
const WAITING_MS = 10 * 60_000;
const LEARN_MS = 60 * 60_000;
/** Orders that wait are planned together so often, where anything changed. */
const REOPTIMISE_MS = 20_000;
const FORGET_MS = 60 * 60_000;

export const JOBS: readonly Job[] = [
  { name: "apply-deliveries", run: (ctx) => applyDeliveries(ctx), restMs: SWEEP_MS, wakes: ["perform-reads", "perform-intents"] },
  { name: "perform-reads", run: (ctx) => performReads(ctx), takeUp: takeUpReads, restMs: SWEEP_MS, wakes: ["perform-intents"] },
  { name: "perform-intents", run: (ctx) => performIntents(ctx), takeUp: takeUpIntents, restMs: SWEEP_MS, wakes: ["apply-deliveries"] },
  { name: "reconcile", run: askToReconcile, restMs: RECONCILE_MS, wakes: ["perform-reads"] },
  { name: "advance-erasures", run: advanceErasures, restMs: ERASE_MS, wakes: [] },
  { name: "bulk-acts", run: continueBulkActs, restMs: BULK_MS, wakes: ["perform-reads", "perform-intents"] },
  { name: "replays", run: performReplays, restMs: BULK_MS, wakes: [] },
  { name: "settle-differences", run: settleDifferences, restMs: EXPLAIN_MS, wakes: [] },
  { name: "decide-drifts", run: decideDrifts, restMs: EXPLAIN_MS, wakes: [] },
  { name: "watch-drift", run: watchDrift, restMs: WATCH_MS, wakes: [] },
  { name: "watch-stock", run: watchStock, restMs: WATCH_MS, wakes: [] },
  // What it finds is read soon, and found again until it is: it rests all the same.
  { name: "watch-waiting", run: (ctx) => watchWaiting(ctx).then(() => 0), restMs: WAITING_MS, wakes: [] },
  { name: "learn-locations", run: learnLocations, restMs: LEARN_MS, wakes: [] },
  { name: "learn-scarcity", run: learnScarcity, restMs: LEARN_MS, wakes: [] },
  { name: "watch-platforms", run: watchPlatforms, takeUp: takeUpProbes, restMs: PROBE_MS, wakes: ["perform-reads", "perform-intents"] },
  { name: "reoptimise", run: reoptimise, restMs: REOPTIMISE_MS, wakes: ["perform-intents"] },
  { name: "forget-old", run: forgetOld, restMs: FORGET_MS, wakes: [] },
];
