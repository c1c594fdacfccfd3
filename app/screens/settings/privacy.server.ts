import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import type { Db } from "../../db/port";
import type { RunRecord } from "../../domain/desk";
import type { StoreRecord } from "../../domain/records";
import { answerOf, refusal, statusOf } from "../act-answer";
import { actorWords } from "../activity-words";
import { runRow, type RunRow } from "../run-words";

const REQUESTS_SHOWN_MAX = 100;

export interface PrivacyRow extends RunRow {
  who: string;
  /** What was found, or is still to come, in a sentence. */
  result: string;
  /** The file can be fetched until then; null: there is none. */
  fileUntil: number | null;
}

export async function privacyRows(db: Db, store: StoreRecord, now: number): Promise<PrivacyRow[]> {
  const runs = await db.runs(store.merchantId, { storeId: store.id, kinds: ["export-customer", "erase-customer", "erase-store"], limit: REQUESTS_SHOWN_MAX });
  return runs.map((run) => {
    const until = typeof run.detail["until"] === "number" ? run.detail["until"] : null;
    const open = run.kind === "export-customer" && run.status === "done" && until !== null && until > now;
    return { ...runRow(run), who: actorWords(run.actor), result: resultOf(run, open), fileUntil: open ? until : null };
  });
}

function resultOf(run: RunRecord, open: boolean): string {
  if (run.problem !== null) return run.problem;
  if (run.kind === "export-customer") return open ? "The file is ready." : "The time to fetch the file has passed.";
  if (run.status === "running") return "Being erased, then searched for traces.";
  if (run.status === "cancelled") return "Stopped by a person.";
  return scanOf(run.detail) ?? "Erased.";
}

/** What the search after an erasure looked through and found. */
function scanOf({ tables, rows, hits }: Record<string, unknown>): string | null {
  if (typeof tables !== "number" || typeof rows !== "number") return null;
  const places = typeof hits === "object" && hits !== null ? Object.keys(hits).length : 0;
  const searched = `${rows.toLocaleString("en-US")} rows of ${tables} tables were searched`;
  return places === 0 ? `Erased. ${searched}: nothing was found.` : `Erased, but ${searched}, and traces were found in ${places} ${places === 1 ? "place" : "places"}.`;
}

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  return { requests: await privacyRows(flow.db, store, flow.now()) };
};

export const action = async ({ request, context }: ActionFunctionArgs) => {
  const { acts, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const form = await request.formData();
  const answer = form.get("act") === "retry"
    ? answerOf(await acts.retryErasure({ store, actor, runId: String(form.get("runId") ?? "") }), "Trying again.")
    : refusal("This page is out of date. Reload it and try again.");
  return data(answer, statusOf(answer));
};
