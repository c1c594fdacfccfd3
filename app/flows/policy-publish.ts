import type { ChangeSet } from "../domain/change-set";
import { emptyChangeSet } from "../domain/change-set";
import { carriedOver, policyDiff } from "../domain/policy/diff";
import { bareNames } from "../domain/policy/words";
import type { MerchantPolicy } from "../domain/policy/types";
import type { PolicyDraftRecord, PolicyRecord } from "../domain/records";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";
import { type DraftAsk, DRAFT_GONE, noted, type PolicyAsk, savedMeanwhile, whoWords } from "./policy-drafts";
import { reviewPolicy } from "./policy-review";
import { retryWaiting } from "./retry-waiting";

const NOTE_CHARACTERS_MAX = 300;
const DONE: ActResult = { ok: true };
const refuse = (problem: string, field: string | null = null): Extract<ActResult, { ok: false }> => ({ ok: false, field, problem });

export interface Publishing {
  /** The version that was in use when the differences were read. */
  onto: number;
  /** Why, in the person's words. */
  note: string;
  /** Published though rules contradict each other for some orders. */
  despiteConflicts: boolean;
  /** Published though it takes back what somebody else has published since the draft began. */
  despiteNewer: boolean;
}

/**
 * Makes a draft the policy in use; what is decided from then on follows it. Only on top of the version that its differences were read
 * against. Fields: `note`, `despiteConflicts`, `despiteNewer`.
 */
export const publishPolicyDraft = async (ctx: FlowContext, ask: DraftAsk & Publishing): Promise<ActResult> => {
  const { store: { merchantId }, draftId, version } = ask;
  const [draft, latest] = await Promise.all([ctx.db.policyDraft(merchantId, draftId), ctx.db.latestPolicy(merchantId)]);
  if (draft === null || latest === null) return DRAFT_GONE;
  if (draft.version !== version) return savedMeanwhile(draft);
  const newer = await takenBack(ctx, draft, latest);
  if (newer > 0 && !ask.despiteNewer) return refuse("Say that it may take back what was published since this draft began, or bring that over first.", "despiteNewer");
  const { name, policy } = draft;
  const refusal = await whyNot(ctx, ask, { policy, latest });
  if (refusal) return refusal;
  return publish(ctx, ask, { latest, row: { name, policy, basedOn: null }, verb: "policy-published", also: { guards: [{ kind: "policy-draft", id: draftId, version }], removedPolicyDrafts: [draftId] } });
};

/** How much of what was published since the draft began the draft does not have. */
const takenBack = async (ctx: FlowContext, draft: PolicyDraftRecord, latest: PolicyRecord): Promise<number> => {
  if (draft.basedOnVersion >= latest.version) return 0;
  const base = await ctx.db.policy(draft.merchantId, draft.basedOnVersion);
  if (base === null) return 0;
  const { carried, both } = carriedOver({ base: base.policy, theirs: latest.policy, mine: draft.policy }, bareNames(""));
  return carried.length + both.length;
};

/**
 * Publishes what an older version says as a new version: history is never rewritten. Fields: `note`, `despiteConflicts`.
 */
export const rollBackPolicy = async (ctx: FlowContext, ask: PolicyAsk & { version: number } & Omit<Publishing, "despiteNewer">): Promise<ActResult> => {
  const { store: { merchantId }, version } = ask;
  const [old, latest] = await Promise.all([ctx.db.policy(merchantId, version), ctx.db.latestPolicy(merchantId)]);
  if (old === null || latest === null) return refuse("There is no such version. Look at the list of versions.");
  const refusal = await whyNot(ctx, ask, { policy: old.policy, latest });
  if (refusal) return refusal;
  return publish(ctx, ask, { latest, row: { name: old.name, policy: old.policy, basedOn: version }, verb: "policy-rolled-back", also: {} });
};

const publishedMeanwhile = ({ version, name, actor }: PolicyRecord) =>
  refuse(`${whoWords(actor)} has published version ${version}, “${name}”, meanwhile. Nothing was published: look again at what would change.`);

/** What keeps a policy from being published now; null: nothing. */
const whyNot = async (ctx: FlowContext, ask: PolicyAsk & Omit<Publishing, "despiteNewer">, { policy, latest }: { policy: MerchantPolicy; latest: PolicyRecord }): Promise<ActResult | null> => {
  if (latest.version !== ask.onto) return publishedMeanwhile(latest);
  if (policyDiff(latest.policy, policy, bareNames("")).length === 0) return refuse("It says exactly what the version in use says: there is nothing to publish.");
  const { faults, conflicts: found } = await reviewPolicy(ctx.db, ask.store, policy);
  if (faults.length > 0) return refuse(`It cannot be published: ${faults[0]?.sentence}`);
  // Where the locations alone are the reason, as on a day when all are closed, the policy is not to blame.
  const conflicts = found.filter(({ ruleIds }) => ruleIds.length > 0);
  const deadly = conflicts.find((conflict) => conflict.everything);
  if (deadly) return refuse(`With it no order could ship any more. ${deadly.sentence}`);
  if (conflicts.length > 0 && !ask.despiteConflicts) return refuse("Read the conflicts, and say that it may be published all the same.", "despiteConflicts");
  const note = ask.note.trim();
  if (note === "") return refuse("Say why: it stands in the list of versions.", "note");
  return note.length > NOTE_CHARACTERS_MAX ? refuse(`Keep it under ${NOTE_CHARACTERS_MAX + 1} characters.`, "note") : null;
};

interface NewVersion {
  latest: PolicyRecord;
  row: Pick<PolicyRecord, "name" | "policy" | "basedOn">;
  verb: "policy-published" | "policy-rolled-back";
  also: Partial<ChangeSet>;
}

const publish = async (ctx: FlowContext, ask: PolicyAsk & { note: string }, { latest, row, verb, also }: NewVersion): Promise<ActResult> => {
  const { store: { merchantId, id: storeId }, actor } = ask;
  const [version, now, note] = [latest.version + 1, ctx.now(), ask.note.trim()];
  const detail = { version, name: row.name, before: latest.name, ...(row.basedOn !== null && { as: `version ${row.basedOn}` }) };
  const [outcome] = await ctx.db.commit([{
    ...emptyChangeSet(merchantId), ...also, guards: [{ kind: "latest-policy", version: latest.version }, ...(also.guards ?? [])],
    policies: [{ ...row, merchantId, version, publishedAt: now, actor, note }],
    activity: [noted(ctx, { merchantId, actor, verb, subjectId: storeId, reason: note, detail })],
  }]);
  if (outcome?.status === "committed") {
    await retryWaiting(ctx, merchantId);
    return DONE;
  }
  const newest = await ctx.db.latestPolicy(merchantId);
  return newest !== null && newest.version !== latest.version ? publishedMeanwhile(newest) : refuse("This draft was saved meanwhile. Look again at what would change.");
};
