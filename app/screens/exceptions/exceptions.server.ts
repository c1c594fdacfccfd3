import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import type { Db } from "../../db/port";
import { answerOf, refusal, statusOf, type ActAnswer } from "../act-answer";
import type { Ask } from "../act-result";
import type { ActResult, Acts, ExceptionRef } from "../acts";
import { readExceptionForm, type ExceptionForm } from "./exception-forms.server";
import { exceptionsPage, refsOfCause } from "./exceptions-page.server";

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const after = await flow.db.newestEventId(store.merchantId);
  return { after, page: await exceptionsPage(flow.db, store, new URL(request.url)) };
};

export const action = async ({ request, context }: ActionFunctionArgs) => {
  const { acts, flow, requireStore } = context.switchyard;
  const ask = await requireStore(request);
  const reading = readExceptionForm(await request.formData());
  const answer = reading.ok ? await perform({ acts, db: flow.db }, ask, reading.form) : reading.answer;
  return data(answer, statusOf(answer));
};

async function perform({ acts, db }: { acts: Acts; db: Db }, ask: Ask, form: ExceptionForm): Promise<ActAnswer> {
  if (form.subject.kind === "run") return onRun({ acts, db }, ask, { ...form, runId: form.subject.runId });
  const refs = form.subject.kind === "refs" ? form.subject.refs : await refsOfCause(db, ask.store, form.subject.cause);
  if (refs.length === 0) return refusal("It is settled already. Reload the page.");
  return onEach(refs, form, (exception) => (form.act === "retry" ? acts.retry({ ...ask, exception }) : acts.dismiss({ ...ask, exception, reason: form.reason })));
}

async function onEach(refs: readonly ExceptionRef[], { act }: ExceptionForm, perform: (ref: ExceptionRef) => Promise<ActResult>): Promise<ActAnswer> {
  const results: ActResult[] = [];
  for (const ref of refs) results.push(await perform(ref));
  const failed = results.filter((result) => !result.ok);
  const [first] = failed;
  if (first === undefined || first.ok) return { ok: true, message: act === "retry" ? "Trying again." : "Dismissed." };
  return refusal(results.length === 1 ? first.problem : `${failed.length} of ${results.length} could not be done: ${first.problem}`);
}

async function onRun({ acts, db }: { acts: Acts; db: Db }, ask: Ask, { act, reason, runId }: ExceptionForm & { runId: string }): Promise<ActAnswer> {
  if (act === "dismiss") return answerOf(await acts.settleRun({ ...ask, runId, reason }), "Dismissed.");
  const run = await db.run(ask.store.merchantId, runId);
  switch (run?.kind) {
    case "import-locations":
    case "import-items":
    case "import-orders": return answerOf(await acts.retryImport(ask), "The import goes on.");
    case "compare-stock":
    case "compare-orders": return answerOf(await acts.compareNow(ask), "Comparing anew.");
    case "erase-customer":
    case "erase-store": return answerOf(await acts.retryErasure({ ...ask, runId }), "Erasing goes on.");
    default: return refusal("This cannot be begun again from here. Reload the page.");
  }
}
