import { z } from "zod";
import { type StoreId, toId } from "../../domain/ids";
import { policyFaults } from "../../domain/policy/faults";
import type { MerchantPolicy } from "../../domain/policy/types";
import type { StoreRecord } from "../../domain/records";
import type { ActResult } from "../../screens/acts";
import { type Answer, found, refused } from "./endpoint";
import { versionOf } from "./policy";
import { wholeDraftOf } from "./policy-drafts";
import { PolicyBody } from "./policy-shape";
import { PolicyDraftWhole, PolicyVersion } from "./shapes";
import { refusal, refusalOf, type WriteCall, writeEndpoint } from "./write-endpoint";

/** The routing policy by program: what a draft says, and which version is in use. The flows are the screens' own. */

const name = z.string("it must be a text");
const number = z.number("it must be a whole number").int("it must be a whole number");
const version = number.describe("The draft's version as you saw it; saved by somebody else meanwhile, it is refused");
const storeId = z.string("it must be an id").transform((text) => toId<StoreId>(text)).optional().describe("Where the change is noted, and whose orders are examples; left out: the first store");
const saying = {
  onto: number.describe("The version in use that you compared with; if it is another by now, it is refused"), note: name.describe("Why: it stands in the list of versions"),
  despiteConflicts: z.boolean("it must be true or false").default(false).describe("Though rules leave some orders without a location"),
};
const DRAFT_GONE = refused({ status: 404, title: "No such draft", detail: "It was published or put aside, or was never there." });

type Call<Body> = Pick<WriteCall<Body>, "flow" | "merchantId" | "actor">;

const asked = async ({ flow, merchantId, actor }: Call<unknown>, wanted: StoreId | undefined): Promise<{ store: StoreRecord; actor: string } | null> => {
  const store = (await flow.db.stores(merchantId)).find(({ id }) => wanted === undefined || id === wanted);
  return store === undefined ? null : { store, actor };
};
const NO_STORE = refused(refusal([{ row: null, field: "storeId", problem: "There is no such store." }]));

const draftNow = async ({ flow, merchantId }: Call<unknown>, id: string): Promise<Answer<z.output<typeof PolicyDraftWhole>>> => {
  const draft = await flow.db.policyDraft(merchantId, id);
  return draft === null ? DRAFT_GONE : found(wholeDraftOf(draft));
};

/** The version that an act has published on top of another. */
const published = async ({ flow, merchantId }: Call<unknown>, result: ActResult, onto: number): Promise<Answer<z.output<typeof PolicyVersion>>> => {
  if (!result.ok) return refused(refusalOf(result));
  const record = await flow.db.policy(merchantId, onto + 1);
  return record === null ? DRAFT_GONE : found(versionOf(record));
};

export const createDraft = writeEndpoint({
  method: "post", path: "/policy/drafts", tag: "Policy", summary: "Begin a draft of the routing policy", body: z.strictObject({ name, storeId }), answer: PolicyDraftWhole,
  description: "It begins as the policy in use.",
  async respond(call) {
    const ask = await asked(call, call.body.storeId);
    if (ask === null) return NO_STORE;
    const result = await call.acts.createPolicyDraft({ ...ask, name: call.body.name, preset: null });
    return result.ok ? draftNow(call, result.draftId) : refused(refusalOf(result));
  },
});

export const putDraft = writeEndpoint({
  method: "put", path: "/policy/drafts/:id", tag: "Policy", summary: "Save a draft of the routing policy", answer: PolicyDraftWhole,
  body: z.strictObject({ version, name: name.optional(), policy: PolicyBody.optional().describe("The whole policy; left out: as it stands"), storeId }),
  description: "On top of the version that you saw. A policy that could not be published as it is written is refused, each fault at its field; whether its rules contradict each other is said when it is published.",
  async respond(call) {
    const { id, body } = call;
    const ask = await asked(call, body.storeId);
    if (ask === null) return NO_STORE;
    if ((await call.flow.db.policyDraft(call.merchantId, id)) === null) return DRAFT_GONE;
    const policy = body.policy as MerchantPolicy | undefined;
    const faults = policy === undefined ? [] : policyFaults(policy);
    if (faults.length > 0) return refused(refusal(faults.map(({ path, sentence }) => ({ row: null, field: `policy.${path}`, problem: sentence }))));
    const result = await call.acts.savePolicyDraft({ ...ask, draftId: id, version: body.version, change: { ...(body.name !== undefined && { name: body.name }), ...(policy && { policy }) } });
    return result.ok ? draftNow(call, id) : refused(refusalOf(result));
  },
});

export const discardDraft = writeEndpoint({
  method: "post", path: "/policy/drafts/:id/discard", tag: "Policy", summary: "Put a draft aside for good", body: z.strictObject({ version, storeId }), answer: z.object({ discarded: z.string().describe("The draft's id") }),
  description: "Refused where somebody has saved it since.",
  async respond(call) {
    const ask = await asked(call, call.body.storeId);
    if (ask === null) return NO_STORE;
    if ((await call.flow.db.policyDraft(call.merchantId, call.id)) === null) return DRAFT_GONE;
    const result = await call.acts.discardPolicyDraft({ ...ask, draftId: call.id, version: call.body.version });
    return result.ok ? found({ discarded: call.id }) : refused(refusalOf(result));
  },
});

export const publishDraft = writeEndpoint({
  method: "post", path: "/policy/drafts/:id/publish", tag: "Policy", summary: "Make a draft the policy in use", answer: PolicyVersion,
  body: z.strictObject({ version, ...saying, despiteNewer: z.boolean("it must be true or false").default(false).describe("Though it takes back what was published since the draft began"), storeId }),
  description: "What is decided from then on follows it. Refused where it would stop every order, where its rules contradict each other and you did not say that you know, or where another version was published meanwhile.",
  async respond(call) {
    const { storeId: wanted, ...publishing } = call.body;
    const ask = await asked(call, wanted);
    if (ask === null) return NO_STORE;
    if ((await call.flow.db.policyDraft(call.merchantId, call.id)) === null) return DRAFT_GONE;
    return published(call, await call.acts.publishPolicyDraft({ ...ask, draftId: call.id, ...publishing }), publishing.onto);
  },
});

export const rollBack = writeEndpoint({
  method: "post", path: "/policy/versions/:id/roll-back", tag: "Policy", summary: "Go back to an old version", body: z.strictObject({ ...saying, storeId }), answer: PolicyVersion,
  description: "Publishes what the old version says as a new one: history is never rewritten.",
  async respond(call) {
    const { storeId: wanted, ...publishing } = call.body;
    const ask = await asked(call, wanted);
    if (ask === null) return NO_STORE;
    const old = /^[1-9]\d{0,8}$/.test(call.id) ? Number(call.id) : 0;
    return published(call, await call.acts.rollBackPolicy({ ...ask, version: old, ...publishing }), publishing.onto);
  },
});
