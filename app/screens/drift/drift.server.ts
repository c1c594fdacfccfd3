import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { answerOf, refusal, statusOf, type ActAnswer } from "../act-answer";
import type { Ask } from "../act-result";
import type { Acts } from "../acts";
import { driftPage } from "./drift-page.server";

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  return { page: await driftPage(flow.db, { store, now: flow.now(), url: new URL(request.url) }) };
};

export const action = async ({ request, context }: ActionFunctionArgs) => {
  const { acts, flow, requireStore } = context.switchyard;
  const ask = await requireStore(request);
  const form = await request.formData();
  const store = (await flow.db.stores(ask.store.merchantId)).find((one) => one.id === form.get("storeId"));
  const answer = await perform(acts, { actor: ask.actor, store: store ?? ask.store }, form);
  return data(answer, statusOf(answer));
};

async function perform(acts: Acts, ask: Ask, form: FormData): Promise<ActAnswer> {
  switch (form.get("act")) {
    case "compare": return answerOf(await acts.compareNow(ask), "Comparing. What differs is read again by itself.");
    case "read-again": return answerOf(await acts.readDriftAgain({ ...ask, driftId: String(form.get("driftId") ?? "") }), "It is being read again.");
    default: return refusal("Choose what to do. Reload the page.");
  }
}
