import type { OutboxRow } from "../domain/messages";
import type { FlowContext } from "./context";

/** Many times what a call may take. It is renewed before each call that must not happen twice; one that lapsed means that the worker died. */
export const INTENT_LEASE_MS = 120_000;

/** The lease lapsed while the platform took its time, and another worker has the row: what happens to it is that worker's to say. */
export class LeaseLost extends Error {}

/** Writes down what is about to happen, as long as the row is ours, and keeps it ours for another while. Throws LeaseLost. */
export const saveStep = async (ctx: FlowContext, row: OutboxRow, progress: Readonly<Record<string, string>>): Promise<void> => {
  const lease = { attempt: row.attempts, until: ctx.now() + INTENT_LEASE_MS };
  if (!(await ctx.db.saveIntentProgress(row.merchantId, row.id, { progress: { ...progress }, lease }))) throw new LeaseLost();
};
