import { emptyChangeSet } from "../domain/change-set";
import type { RunRecord } from "../domain/desk";
import type { FlowContext } from "./context";

const ROWS_A_STEP = 1_000;

/**
 * Takes the erasure of a shop a step further: rows of every table, some at a time, and at last the store and this run itself.
 * What stays is one row that says that it was done, with a hash of the shop's name.
 */
export const eraseStoreStep = async (ctx: FlowContext, run: RunRecord): Promise<boolean> => {
  const { merchantId } = run;
  const stores = await ctx.db.stores(merchantId);
  const own = stores.find((store) => store.id === run.storeId);
  if (stores.some((store) => store.id !== run.storeId && store.status !== "uninstalled")) return fail(ctx, run, "The merchant has other stores connected, whose stock and orders hang together with this one's. Remove those first, then try again.");
  if (own && own.status !== "uninstalled") return fail(ctx, run, "The app was installed again in this store. Nothing more was erased.");
  const erased = await ctx.db.eraseRows(merchantId, ROWS_A_STEP);
  const done = run.done + erased;
  if (erased > 0) {
    await ctx.db.commit([{
      ...emptyChangeSet(merchantId), guards: [{ kind: "run", id: run.id, updatedAt: run.updatedAt }], runs: [{ ...run, done, updatedAt: Math.max(ctx.now(), run.updatedAt + 1) }],
    }]);
    return true;
  }
  await ctx.db.finishErasure(merchantId, { id: run.id, domainHash: ctx.sha256(own?.domain ?? merchantId), rows: done, finishedAt: ctx.now() });
  await ctx.db.settleFiles();
  ctx.log.info("store erased", { count: done });
  return true;
};

const fail = async (ctx: FlowContext, run: RunRecord, problem: string): Promise<boolean> => {
  const now = Math.max(ctx.now(), run.updatedAt + 1);
  await ctx.db.commit([{ ...emptyChangeSet(run.merchantId), guards: [{ kind: "run", id: run.id, updatedAt: run.updatedAt }], runs: [{ ...run, status: "failed", problem, updatedAt: now, finishedAt: now }] }]);
  return true;
};
