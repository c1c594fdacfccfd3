import type { z } from "zod";
import type { PolicyDraftRecord } from "../../domain/records";
import { NoQuery } from "./arguments";
import { type Answer, endpoint, found, refused } from "./endpoint";
import { isoTime, listOf, PolicyDraft, PolicyDraftWhole } from "./shapes";

export const listPolicyDrafts = endpoint({
  path: "/policy/drafts", tag: "Policy", summary: "List the drafts of the routing policy", query: NoQuery, answer: listOf(PolicyDraft), description: "All of them, last saved first. Nothing is decided by a draft.",
  async respond({ db, merchantId }) {
    return found({ data: (await db.policyDrafts(merchantId)).map(draftOf), nextCursor: null });
  },
});

export const getPolicyDraft = endpoint({
  path: "/policy/drafts/:id", tag: "Policy", summary: "Read one draft of the routing policy", query: NoQuery, answer: PolicyDraftWhole, description: "Whole, as it was saved last.",
  async respond({ db, merchantId, id }): Promise<Answer<z.output<typeof PolicyDraftWhole>>> {
    const draft = await db.policyDraft(merchantId, id);
    return draft === null ? refused({ status: 404, title: "No such draft", detail: "It was published or put aside, or was never there." }) : found(wholeDraftOf(draft));
  },
});

const draftOf = ({ id, name, basedOnVersion, version, actor, updatedAt }: Omit<PolicyDraftRecord, "policy">): z.output<typeof PolicyDraft> => ({ id, name, basedOn: basedOnVersion, version, savedBy: actor, savedAt: isoTime(updatedAt) });
export const wholeDraftOf = (draft: PolicyDraftRecord): z.output<typeof PolicyDraftWhole> => ({ ...draftOf(draft), policy: draft.policy });
