import { emptyChangeSet } from "../domain/change-set";
import { isOpen } from "../domain/drift/drift";
import type { StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";
import { wantedRead } from "./wanted";

/** A person has what drifted read from the platform again; that it was a person's doing stays with the drift. */
export const readDriftAgain = async (ctx: FlowContext, { store, actor, driftId }: { store: StoreRecord; actor: string; driftId: string }): Promise<ActResult> => {
  const drift = await ctx.db.drift(store.merchantId, driftId);
  if (drift === null || !isOpen(drift)) return { ok: false, field: null, problem: "It is mended already. Reload the page." };
  const now = ctx.now();
  const [kind, target] = [drift.hears.startsWith("item:") ? "item" as const : "order" as const, drift.hears.slice(drift.hears.indexOf(":") + 1)];
  const asker = actor.startsWith("person:") ? (actor as `person:${string}`) : null;
  const evidence = [...drift.evidence, { at: now, kind: "asked-by-person" as const, ref: actor, detail: {} }];
  await ctx.db.commit([{
    ...emptyChangeSet(store.merchantId), settledDrifts: [{ ...drift, askedBy: actor, evidence, lookAt: now }],
    wantedReads: [wantedRead({ merchantId: drift.merchantId, id: drift.storeId }, { kind, target }, { now, by: { asker } })],
  }]);
  return { ok: true };
};
