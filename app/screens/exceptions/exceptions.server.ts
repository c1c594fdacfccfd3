import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { toId, type StoreId } from "../../domain/ids";
import type { ReadKind } from "../../domain/messages";
import { refusal, statusOf, type ActAnswer } from "../act-answer";
import type { ActResult, ExceptionRef } from "../acts";
import { exceptionsPage } from "./exceptions-page.server";

/** One press acts on one group at most. */
const REFS_MAX = 300;
const REASON_CHARACTERS_MAX = 200;
const READ_KINDS: readonly ReadKind[] = ["shop", "locations", "items", "item", "product", "orders", "order", "fulfillment-order"];

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const after = await flow.db.newestEventId(store.merchantId);
  return { after, page: await exceptionsPage(flow.db, store) };
};

export const action = async ({ request, context }: ActionFunctionArgs) => {
  const { acts, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const form = await request.formData();
  const exceptions = readRefs(form.get("refs"));
  const act = form.get("act");
  const reason = String(form.get("reason") ?? "").trim();
  const refused = whyRefused({ act, exceptions, reason });
  if (refused !== null) return data(refused, statusOf(refused));
  const results: ActResult[] = [];
  for (const exception of exceptions ?? []) {
    results.push(act === "retry" ? await acts.retry({ store, actor, exception }) : await acts.dismiss({ store, actor, exception, reason }));
  }
  const answer = summary(results, act === "retry" ? "Trying again." : "Dismissed.");
  return data(answer, statusOf(answer));
};

function whyRefused({ act, exceptions, reason }: { act: unknown; exceptions: ExceptionRef[] | null; reason: string }): ActAnswer | null {
  if (exceptions === null || (act !== "retry" && act !== "dismiss")) return refusal("This page is out of date. Reload it and try again.");
  if (act === "retry") return null;
  if (reason === "") return { ok: false, problem: null, problems: { reason: "Say why this needs nothing more." } };
  return reason.length <= REASON_CHARACTERS_MAX ? null : { ok: false, problem: null, problems: { reason: `Keep the reason under ${REASON_CHARACTERS_MAX} characters.` } };
}

function summary(results: readonly ActResult[], done: string): ActAnswer {
  const failed = results.filter((result) => !result.ok);
  const [first] = failed;
  if (first === undefined || first.ok) return { ok: true, message: done };
  return refusal(failed.length === 1 ? first.problem : `${failed.length} of ${results.length} could not be done: ${first.problem}`);
}

/** Null when it is not what this page posts. */
function readRefs(value: FormDataEntryValue | null): ExceptionRef[] | null {
  try {
    const parsed: unknown = JSON.parse(String(value));
    if (!Array.isArray(parsed) || parsed.length === 0 || parsed.length > REFS_MAX) return null;
    const refs = parsed.map(readRef);
    return refs.every((ref) => ref !== null) ? refs : null;
  } catch {
    return null;
  }
}

function readRef(value: unknown): ExceptionRef | null {
  if (typeof value !== "object" || value === null || !("kind" in value)) return null;
  const { kind, id, storeId, read, target } = value as Record<string, unknown>;
  if ((kind === "delivery" || kind === "intent") && typeof id === "string") return { kind, id };
  const known = READ_KINDS.find((each) => each === read);
  if (kind !== "read" || known === undefined || typeof storeId !== "string" || typeof target !== "string") return null;
  return { kind, storeId: toId<StoreId>(storeId), read: known, target };
}
