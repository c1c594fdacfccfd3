import { DatabaseUnavailable } from "../db/port";
import { emptyChangeSet } from "../domain/change-set";
import type { RunKind, RunRecord } from "../domain/desk";
import type { MerchantId } from "../domain/ids";
import type { ActResult } from "./acts";
import { messageOf } from "./commit-each";
import type { FlowContext } from "./context";
import { eraseCustomerStep } from "./privacy-erase-customer";
import { eraseStoreStep } from "./privacy-erase-store";
import type { EraseDetail } from "./privacy-requests";

const KINDS: readonly RunKind[] = ["erase-customer", "erase-store"];
const RUNS_AT_ONCE = 5;

/** Takes erasures that are not done a step further, those that waited longest first. Answers how many went on. */
export const advanceErasures = async (ctx: FlowContext): Promise<number> => {
  let moved = 0;
  for (const run of await ctx.db.runningRuns(KINDS, RUNS_AT_ONCE)) moved += (await advanceErasure(ctx, run)) ? 1 : 0;
  return moved;
};

/** One step of one erasure; false: it has to wait for something. */
export const advanceErasure = async (ctx: FlowContext, run: RunRecord): Promise<boolean> => {
  try {
    return await (run.kind === "erase-store" ? eraseStoreStep(ctx, run) : eraseCustomerStep(ctx, run));
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    // One run's fault stops no other; it stands where it stood, and a person sees why.
    ctx.log.error("erasure failed", { merchantId: run.merchantId, id: run.id, problem: messageOf(error) });
    await ctx.db.commit([{
      ...emptyChangeSet(run.merchantId), guards: [{ kind: "run", id: run.id, updatedAt: run.updatedAt }],
      runs: [{ ...run, status: "failed", problem: "Something broke on our side while erasing. Try again; the server's log says more.", updatedAt: Math.max(ctx.now(), run.updatedAt + 1) }],
    }]);
    return true;
  }
};

/** An erasure that failed is begun again from its first step: what it has done already stays done. */
export const retryErasure = async (ctx: FlowContext, ask: { merchantId: MerchantId; runId: string }): Promise<ActResult> => {
  const run = await ctx.db.run(ask.merchantId, ask.runId);
  if (!run || run.status !== "failed" || !KINDS.includes(run.kind)) return { ok: false, field: null, problem: "It is not there any more. Reload the page." };
  const detail = run.kind === "erase-store" ? run.detail : begunAnew(run.detail as unknown as EraseDetail);
  const [outcome] = await ctx.db.commit([{
    ...emptyChangeSet(run.merchantId), guards: [{ kind: "run", id: run.id, updatedAt: run.updatedAt }],
    runs: [{ ...run, status: "running", failed: 0, problem: null, finishedAt: null, detail, updatedAt: Math.max(ctx.now(), run.updatedAt + 1) }],
  }]);
  return outcome?.status === "committed" ? { ok: true } : { ok: false, field: null, problem: "Somebody tried it again at this moment." };
};

/** The orders stay as they were found: their ties to the customer may be cut by now. */
const begunAnew = (detail: EraseDetail): Record<string, unknown> =>
  ({ ...detail, phase: detail.phase === "find" ? "find" : "orders", ordersDone: 0, cursor: null, tables: 0, rows: 0, hits: {} });
