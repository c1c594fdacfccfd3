import { emptyChangeSet } from "../domain/change-set";
import type { ActivityRecord } from "../domain/desk";
import type { StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";

export const KEY_NAME_CHARACTERS_MAX = 60;
/** Keys that work at the same time. */
export const KEYS_MAX = 25;
const REASON_CHARACTERS_MAX = 200;

interface KeyAsk {
  store: StoreRecord;
  actor: string;
}

/** Makes a key, stores its hash under these, and answers with the key itself. */
export type MintKey = (db: FlowContext["db"], wish: { merchantId: StoreRecord["merchantId"]; name: string; id: string; now: number; mayWrite: boolean; createdBy: string }) => Promise<string>;

export type CreatedKey = { ok: true; key: string } | Extract<ActResult, { ok: false }>;

/** A key for a program of the merchant's. It is in the answer and nowhere else. Fields: `name`. */
export const createKey = async (ctx: FlowContext, ask: KeyAsk & { name: string; mayWrite: boolean; mint: MintKey }): Promise<CreatedKey> => {
  const { store: { merchantId }, actor, mayWrite, mint } = ask;
  const name = ask.name.trim();
  const refuse = (problem: string): CreatedKey => ({ ok: false, field: "name", problem });
  if (name === "") return refuse("Say what the key is for, so that it can be told from others.");
  if (name.length > KEY_NAME_CHARACTERS_MAX) return refuse(`Keep the name under ${KEY_NAME_CHARACTERS_MAX + 1} characters.`);
  const working = (await ctx.db.apiKeys(merchantId)).filter((key) => key.revokedAt === null);
  if (working.some((key) => key.name === name)) return refuse("A key of this name works already. Choose another name, or revoke that one first.");
  if (working.length >= KEYS_MAX) return refuse(`There are ${KEYS_MAX} keys already. Revoke one that is not used any more.`);
  const id = ctx.newId();
  const key = await mint(ctx.db, { merchantId, name, id, now: ctx.now(), mayWrite, createdBy: actor });
  await record(ctx, ask, { verb: "api-key-created", subjectId: id, reason: null, detail: { name, mayWrite } });
  return { ok: true, key };
};

/** The key stops at once. Fields: `reason`. */
export const revokeKey = async (ctx: FlowContext, ask: KeyAsk & { keyId: string; reason: string }): Promise<ActResult> => {
  const { store: { merchantId }, keyId } = ask;
  const reason = ask.reason.trim();
  if (reason === "") return { ok: false, field: "reason", problem: "Say why it is revoked: others will see it." };
  if (reason.length > REASON_CHARACTERS_MAX) return { ok: false, field: "reason", problem: `Keep the reason under ${REASON_CHARACTERS_MAX + 1} characters.` };
  const key = (await ctx.db.apiKeys(merchantId)).find((known) => known.id === keyId);
  if (key === undefined) return { ok: false, field: null, problem: "There is no such key. Reload the page." };
  if (await ctx.db.revokeApiKey(merchantId, keyId, ctx.now())) await record(ctx, ask, { verb: "api-key-revoked", subjectId: keyId, reason, detail: { name: key.name } });
  return { ok: true };
};

async function record(ctx: FlowContext, { store: { merchantId }, actor }: KeyAsk, activity: Pick<ActivityRecord, "verb" | "subjectId" | "reason" | "detail">): Promise<void> {
  await ctx.db.commit([{ ...emptyChangeSet(merchantId), activity: [{ merchantId, id: ctx.newId(), at: ctx.now(), actor, subjectKind: "api-key", ...activity }] }]);
}
