import { emptyChangeSet } from "../domain/change-set";
import type { StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";
import { takeFurther } from "./runs";

const GONE: ActResult = { ok: false, field: null, problem: "It is no longer there: somebody else, or a newer run, has settled it." };

/** Puts a run that stopped aside for good: nobody takes it further, and who did it and why stays in the log of acts. */
export const settleRun = async (ctx: FlowContext, ask: { store: StoreRecord; actor: string; runId: string; reason: string }): Promise<ActResult> => {
  const { store, actor } = ask;
  const reason = ask.reason.trim();
  if (reason === "") return { ok: false, field: "reason", problem: "Say why this needs nothing more." };
  const run = await ctx.db.run(store.merchantId, ask.runId);
  if (run === null || run.status !== "failed") return GONE;
  const { guards, runs } = takeFurther(ctx, run, { status: "cancelled", problem: run.problem });
  const activity = { merchantId: run.merchantId, id: ctx.newId(), at: ctx.now(), actor, verb: "run-dismissed", subjectKind: "exception" as const, subjectId: run.id, reason, detail: { kind: run.kind } };
  const [outcome] = await ctx.db.commit([{ ...emptyChangeSet(run.merchantId), guards, runs, activity: [activity] }]);
  return outcome?.status === "committed" ? { ok: true } : GONE;
};
