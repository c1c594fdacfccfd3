import { emptyChangeSet } from "../domain/change-set";
import type { RunRecord } from "../domain/desk";
import type { StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";
import { eraseCustomerRun, exportRun } from "./privacy-requests";

export interface PersonAsk {
  store: StoreRecord;
  actor: string;
  customerId: string;
}

type Begun = ActResult & { runId?: string };

const GONE: Begun = { ok: false, field: null, problem: "This customer is not known any more. Reload the page." };
const RUNS_LOOKED_AT = 50;

/** A person wants a customer's data as a file: it is ready at once, and is made when it is downloaded. */
export const askForExport = async (ctx: FlowContext, ask: PersonAsk): Promise<Begun> => {
  const customer = await ctx.db.customer(ask.store.merchantId, ask.customerId);
  if (customer === null) return GONE;
  return begin(ctx, ask, { run: exportRun(ctx, ask.store, { actor: ask.actor, person: { customer: customer.platformId, orders: [] } }), verb: "customer-data-requested", reason: null });
};

/** A person wants a customer's data erased. A second ask while the first is at work begins nothing. Fields: `reason`. */
export const askForErasure = async (ctx: FlowContext, ask: PersonAsk & { reason: string }): Promise<Begun> => {
  const { store, actor, customerId } = ask;
  const reason = ask.reason.trim();
  if (reason === "") return { ok: false, field: "reason", problem: "Say who asked for it, or why." };
  const customer = await ctx.db.customer(store.merchantId, customerId);
  if (customer === null) return GONE;
  const open = (await ctx.db.runs(store.merchantId, { storeId: store.id, kinds: ["erase-customer"], limit: RUNS_LOOKED_AT }))
    .find((run) => run.status === "running" && run.detail["customer"] === customer.platformId);
  if (open !== undefined) return { ok: true, runId: open.id };
  const run = eraseCustomerRun(ctx, store, { actor, person: { customer: customer.platformId, orders: [] }, deliveryId: null });
  return begin(ctx, ask, { run, verb: "customer-erasure-requested", reason });
};

async function begin(ctx: FlowContext, { store: { merchantId }, actor, customerId }: PersonAsk, what: { run: RunRecord; verb: string; reason: string | null }): Promise<Begun> {
  const { run, verb, reason } = what;
  await ctx.db.commit([{
    ...emptyChangeSet(merchantId), runs: [run],
    activity: [{ merchantId, id: ctx.newId(), at: ctx.now(), actor, verb, subjectKind: "customer", subjectId: customerId, reason, detail: {} }],
  }]);
  return { ok: true, runId: run.id };
}
