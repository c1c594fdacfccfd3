import type { Trouble } from "../../connectors/channels/port";
import { type ChangeSet, type Guard, emptyChangeSet } from "../domain/change-set";
import type { RunKind, RunRecord } from "../domain/desk";
import type { StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";

/** A run that begins now. */
export const newRun = (ctx: Pick<FlowContext, "now" | "newId">, store: StoreRecord, what: Pick<RunRecord, "kind" | "actor"> & Partial<RunRecord>): RunRecord => {
  const now = ctx.now();
  return {
    merchantId: store.merchantId, id: ctx.newId(), storeId: store.id, status: "running", total: null, done: 0, failed: 0, detail: {}, problem: null,
    startedAt: now, updatedAt: now, finishedAt: null, ...what,
  };
};

/** Takes a run further, unless somebody else has done so since it was loaded. What went wrong before is over. */
export const takeFurther = (ctx: Pick<FlowContext, "now">, run: RunRecord, more: Partial<RunRecord>): { guards: Guard[]; runs: RunRecord[]; run: RunRecord } => {
  const now = ctx.now();
  // Two steps within one millisecond must not look like one to the guard.
  const updatedAt = Math.max(now, run.updatedAt + 1);
  const ended = more.status !== undefined && more.status !== "running";
  const next: RunRecord = { ...run, status: "running", problem: null, ...more, updatedAt, finishedAt: ended ? now : null };
  return { guards: [{ kind: "run", id: run.id, updatedAt: run.updatedAt }], runs: [next], run: next };
};

/** The newest run of a kind that is not over; one that failed goes on when its read is tried again. */
export const openRun = async (ctx: FlowContext, store: Pick<StoreRecord, "merchantId" | "id">, kind: RunKind): Promise<RunRecord | null> => {
  const [latest] = await ctx.db.runs(store.merchantId, { storeId: store.id, kinds: [kind], limit: 1 });
  return latest && (latest.status === "running" || latest.status === "failed") ? latest : null;
};

/** Shows on the run why it does not move. A refusal ends it until the read is tried again. */
export const noteTrouble = async (ctx: FlowContext, run: RunRecord | null, trouble: Trouble): Promise<void> => {
  if (!run || (run.problem === trouble.words && run.status === "failed") || (run.problem === trouble.words && trouble.kind !== "refused")) return;
  const { guards, runs } = takeFurther(ctx, run, { problem: trouble.words, ...(trouble.kind === "refused" && { status: "failed" as const }) });
  await ctx.db.commit([{ ...emptyChangeSet(run.merchantId), guards, runs }]);
};

/** Adds a step of a run to a change set. */
export const withStep = (change: ChangeSet, step: { guards: Guard[]; runs: RunRecord[] } | null): ChangeSet =>
  step ? { ...change, guards: [...change.guards, ...step.guards], runs: [...(change.runs ?? []), ...step.runs] } : change;
