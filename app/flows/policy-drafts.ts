import { emptyChangeSet } from "../domain/change-set";
import type { ActivityRecord } from "../domain/desk";
import { withTariff } from "../domain/policy/defaults";
import { carriedOver, tidyPolicy } from "../domain/policy/diff";
import type { MerchantPolicy } from "../domain/policy/types";
import type { PolicyNames } from "../domain/policy/words";
import type { PolicyDraftRecord, StoreRecord } from "../domain/records";
import { presetNamed } from "../domain/routing/presets";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";

/** Who asks, and for which store; `actor` is `person:<id>`. */
export interface PolicyAsk {
  store: StoreRecord;
  actor: string;
}

/** A draft as the person saw it: saved by somebody else meanwhile, it is another. */
export interface DraftAsk extends PolicyAsk {
  draftId: string;
  version: number;
}

export type DraftResult = { ok: true; draftId: string } | Extract<ActResult, { ok: false }>;
type Refusal = Extract<ActResult, { ok: false }>;

const DRAFTS_MAX = 50;
const NAME_CHARACTERS_MAX = 80;

const DONE: ActResult = { ok: true };
const refuse = (problem: string, field: string | null = null): Refusal => ({ ok: false, field, problem });
export const DRAFT_GONE = refuse("This draft is not there any more: it was published or put aside. The list of drafts says what there is.");
/** Whoever changed a policy, at the beginning of a sentence. */
export const whoWords = (actor: string): string => (actor.startsWith("api-key:") ? "A program with an API key" : actor.replace(/^person:/, "Person "));
export const savedMeanwhile = ({ actor }: Pick<PolicyDraftRecord, "actor">): Refusal =>
  refuse(`${whoWords(actor)} has saved this draft meanwhile. Nothing of yours was saved, and what you typed still stands here: save it as a draft of its own, or reload to see theirs.`);

/** A draft begins as the policy in use, or as that with the tariff of a preset (`preset` not null). Fields: `name`, `preset`. */
export const createPolicyDraft = async (ctx: FlowContext, ask: PolicyAsk & { name: string; preset: string | null }): Promise<DraftResult> => {
  const { merchantId } = ask.store;
  const [latest, drafts] = await Promise.all([ctx.db.latestPolicy(merchantId), ctx.db.policyDrafts(merchantId)]);
  const preset = ask.preset === null ? null : presetNamed(ask.preset);
  if (ask.preset !== null && preset === null) return refuse("Choose one of the three, or the policy in use.", "preset");
  if (latest === null) return refuse("There is no policy yet: it comes with the first reading of your shop.");
  if (drafts.length >= DRAFTS_MAX) return refuse(`There are ${drafts.length} drafts. Discard one that nobody needs first.`);
  const policy = preset === null ? latest.policy : withTariff(latest.policy, preset.policy.tariff);
  return addDraft(ctx, ask, { name: ask.name, basedOnVersion: latest.version, policy });
};

const addDraft = async (ctx: FlowContext, { store: { merchantId, id: storeId }, actor }: PolicyAsk, draft: Pick<PolicyDraftRecord, "name" | "basedOnVersion" | "policy">): Promise<DraftResult> => {
  const name = draft.name.trim();
  const problem = nameProblem(name);
  if (problem) return problem;
  const [id, now] = [ctx.newId(), ctx.now()];
  const activity = noted(ctx, { merchantId, actor, verb: "policy-draft-created", subjectId: storeId, detail: { name } });
  const [outcome] = await ctx.db.commit([{
    ...emptyChangeSet(merchantId), guards: [{ kind: "policy-draft", id, version: 0 }], activity: [activity],
    policyDrafts: [{ ...draft, merchantId, id, name, policy: tidyPolicy(draft.policy), version: 1, actor, updatedAt: now }],
  }]);
  return outcome?.status === "committed" ? { ok: true, draftId: id } : refuse("Try it again: the draft could not be made.");
};

const nameProblem = (name: string): Refusal | null => {
  if (name === "") return refuse("Give it a name that says what it is for.", "name");
  return name.length > NAME_CHARACTERS_MAX ? refuse(`Keep the name under ${NAME_CHARACTERS_MAX + 1} characters.`, "name") : null;
};

type Note = Pick<ActivityRecord, "merchantId" | "actor" | "verb" | "subjectId" | "detail"> & { reason?: string };

export const noted = (ctx: FlowContext, { reason, ...note }: Note): ActivityRecord => ({ ...note, id: ctx.newId(), at: ctx.now(), subjectKind: "store", reason: reason ?? null });

export interface DraftChange {
  name?: string;
  policy?: MerchantPolicy;
  basedOnVersion?: number;
}

/**
 * Saves a draft on top of the version that was seen. Whoever comes second is told who was first, and keeps what he typed: `asCopy` makes a
 * draft of its own of it. Fields: `name`.
 */
export const savePolicyDraft = async (ctx: FlowContext, ask: DraftAsk & { change: DraftChange; asCopy?: boolean }): Promise<DraftResult> => {
  const { store: { merchantId }, draftId, version, change } = ask;
  const draft = await ctx.db.policyDraft(merchantId, draftId);
  if (draft === null) return DRAFT_GONE;
  const next = { ...draft, ...change, ...(change.policy && { policy: tidyPolicy(change.policy) }), name: (change.name ?? draft.name).trim() };
  if (ask.asCopy) return addDraft(ctx, ask, { ...next, name: `${next.name.slice(0, NAME_CHARACTERS_MAX - COPY.length)}${COPY}` });
  const problem = nameProblem(next.name);
  if (problem) return problem;
  if (draft.version !== version) return savedMeanwhile(draft);
  const [outcome] = await ctx.db.commit([{
    ...emptyChangeSet(merchantId), guards: [{ kind: "policy-draft", id: draftId, version }], policyDrafts: [{ ...next, version: version + 1, actor: ask.actor, updatedAt: ctx.now() }],
  }]);
  if (outcome?.status === "committed") return { ok: true, draftId };
  return savedMeanwhile((await ctx.db.policyDraft(merchantId, draftId)) ?? draft);
};

const COPY = " (copy)";

/** Puts a draft aside for good; one that was saved meanwhile is not. */
export const discardPolicyDraft = async (ctx: FlowContext, { store: { merchantId, id: storeId }, actor, draftId, version }: DraftAsk): Promise<ActResult> => {
  const draft = await ctx.db.policyDraft(merchantId, draftId);
  if (draft === null) return DONE;
  const meanwhile = refuse(`${whoWords(draft.actor)} has saved this draft since you saw it. Look at it again before you discard it.`);
  if (draft.version !== version) return meanwhile;
  const [outcome] = await ctx.db.commit([{
    ...emptyChangeSet(merchantId), guards: [{ kind: "policy-draft", id: draftId, version }], removedPolicyDrafts: [draftId],
    activity: [noted(ctx, { merchantId, actor, verb: "policy-draft-discarded", subjectId: storeId, detail: { name: draft.name } })],
  }]);
  return outcome?.status === "committed" ? DONE : meanwhile;
};

/** Takes over what was published since the draft began, wherever the draft has not changed the same itself. */
export const bringDraftUpToDate = async (ctx: FlowContext, ask: DraftAsk, names: PolicyNames): Promise<DraftResult> => {
  const { merchantId } = ask.store;
  const [draft, latest] = await Promise.all([ctx.db.policyDraft(merchantId, ask.draftId), ctx.db.latestPolicy(merchantId)]);
  if (draft === null || latest === null) return DRAFT_GONE;
  const base = await ctx.db.policy(merchantId, draft.basedOnVersion);
  if (base === null || draft.basedOnVersion >= latest.version) return { ok: true, draftId: draft.id };
  const { policy } = carriedOver({ base: base.policy, theirs: latest.policy, mine: draft.policy }, names);
  return savePolicyDraft(ctx, { ...ask, change: { policy, basedOnVersion: latest.version } });
};
