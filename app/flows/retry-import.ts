import { emptyChangeSet } from "../domain/change-set";
import type { ReadKind } from "../domain/messages";
import type { StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import { beginImport } from "./begin-import";
import type { FlowContext } from "./context";

const FAILED_READS_MAX = 100;
const OF_IMPORT: readonly ReadKind[] = ["shop", "locations", "items", "bulk", "orders"];

/** Takes an import up again where it stopped: what was read stays read. Where none was ever begun, or all ended, one begins. */
export const retryImport = async (ctx: FlowContext, { store, actor }: { store: StoreRecord; actor: string }): Promise<ActResult> => {
  const { merchantId, id: storeId } = store;
  const failed = (await ctx.db.failedReads(merchantId, FAILED_READS_MAX)).filter((read) => read.storeId === storeId && OF_IMPORT.includes(read.kind));
  for (const { kind, target } of failed) await ctx.db.retryRead(merchantId, { storeId, kind, target }, ctx.now());
  const latest = await ctx.db.runs(merchantId, { storeId, kinds: ["import-locations", "import-items", "import-orders"], limit: 3 });
  const begun = failed.length === 0 && !latest.some((run) => run.status === "running");
  await ctx.db.commit([{
    ...emptyChangeSet(merchantId), ...(begun ? await beginImport(ctx, store) : {}),
    activity: [{ merchantId, id: ctx.newId(), at: ctx.now(), actor, verb: begun ? "import-begun" : "import-retried", subjectKind: "store", subjectId: storeId, reason: null, detail: {} }],
  }]);
  return { ok: true };
};
