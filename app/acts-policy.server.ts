import type { FlowContext } from "./flows/context";
import { importCentroids } from "./flows/import-centroids";
import { bringDraftUpToDate, createPolicyDraft, discardPolicyDraft, savePolicyDraft } from "./flows/policy-drafts";
import { publishPolicyDraft, rollBackPolicy } from "./flows/policy-publish";
import { importPolicyRates } from "./flows/policy-rates";
import type { ActResult } from "./screens/act-result";
import type { PolicyActs } from "./screens/acts-policy";

/** Publishing wakes the workers: orders that wait may go on under the new policy. */
export const createPolicyActs = (ctx: FlowContext, woken: (result: Promise<ActResult>) => Promise<ActResult>): PolicyActs => ({
  createPolicyDraft: (ask) => createPolicyDraft(ctx, ask),
  savePolicyDraft: (ask) => savePolicyDraft(ctx, ask),
  discardPolicyDraft: (ask) => discardPolicyDraft(ctx, ask),
  bringDraftUpToDate: (ask, names) => bringDraftUpToDate(ctx, ask, names),
  importPolicyRates: (ask) => importPolicyRates(ctx, ask),
  importCentroids: (ask) => importCentroids(ctx, ask),
  publishPolicyDraft: (ask) => woken(publishPolicyDraft(ctx, ask)),
  rollBackPolicy: (ask) => woken(rollBackPolicy(ctx, ask)),
});
