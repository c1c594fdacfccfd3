import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import type { Db } from "../../db/port";
import type { StoreRecord } from "../../domain/records";
import { answerOf, refusal, statusOf, type ActAnswer } from "../act-answer";
import type { Ask } from "../act-result";
import type { Acts } from "../acts";
import { actorWords } from "../activity-words";

export interface KeyRow {
  id: string;
  name: string;
  ending: string;
  mayWrite: boolean;
  createdAt: number;
  createdBy: string;
  revokedAt: number | null;
}

/** Working keys first, each kind newest first. Of a key only its ending is known. */
export async function keyRows(db: Db, store: StoreRecord): Promise<KeyRow[]> {
  const keys = await db.apiKeys(store.merchantId);
  const rows = keys.map(({ id, name, ending, mayWrite, createdAt, createdBy, revokedAt }): KeyRow => ({ id, name, ending, mayWrite, createdAt, createdBy: actorWords(createdBy), revokedAt }));
  return [...rows.filter((row) => row.revokedAt === null), ...rows.filter((row) => row.revokedAt !== null)];
}

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  return { keys: await keyRows(flow.db, store) };
};

/** A created key is told in this one answer. */
export type KeyAnswer = ActAnswer & { key?: string };

export const action = async ({ request, context }: ActionFunctionArgs) => {
  const { acts, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const answer = await perform(acts, { store, actor }, await request.formData());
  // The answer may hold a key: it belongs in no cache.
  return data(answer, { ...statusOf(answer), headers: { "Cache-Control": "no-store" } });
};

async function perform(acts: Acts, ask: Ask, form: FormData): Promise<KeyAnswer> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  switch (text("act")) {
    case "create": {
      const made = await acts.createApiKey({ ...ask, name: text("name"), mayWrite: text("mayWrite") === "yes" });
      return made.ok ? { ok: true, message: "Key created.", key: made.key } : answerOf(made, "");
    }
    case "revoke": return answerOf(await acts.revokeApiKey({ ...ask, keyId: text("keyId"), reason: text("reason") }), "Key revoked. It works no more.");
    default: return refusal("This page is out of date. Reload it and try again.");
  }
}
