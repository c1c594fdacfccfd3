import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { answerOf, statusOf, type ActAnswer } from "../act-answer";
import type { Acts } from "../acts";
import type { Ask } from "../act-result";
import { listPath } from "../list-address";
import { readOrdersForm, type OrdersForm } from "./orders-forms.server";
import { readOrdersAddress } from "./orders-filter.server";
import { ordersPage } from "./orders-page.server";

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const url = new URL(request.url);
  const after = await flow.db.newestEventId(store.merchantId);
  try {
    return { after, page: await ordersPage(flow.db, { store, url, now: flow.now() }) };
  } catch (error) {
    // A cursor that was cut, or kept from another sort: the list begins anew rather than break.
    if (!(error instanceof Error) || error.name !== "BadCursor") throw error;
    throw redirect(listPath(url.pathname, readOrdersAddress(url).chosen));
  }
};

/** `runId` leads to the progress of what was begun. */
export type OrdersAnswer = ActAnswer & { runId?: string };

export const action = async ({ request, context }: ActionFunctionArgs) => {
  const { acts, flow, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const reading = readOrdersForm(await request.formData(), { store, now: flow.now() });
  const answer: OrdersAnswer = reading.ok ? await perform(acts, { store, actor }, reading.form) : reading.answer;
  return data(answer, statusOf(answer));
};

async function perform(acts: Acts, ask: Ask, form: OrdersForm): Promise<OrdersAnswer> {
  switch (form.act) {
    case "bulk": {
      const { runId, ...result } = await acts.startBulkAct({ ...ask, act: form.bulk, orders: form.orders });
      return { ...answerOf(result, "Begun."), ...(runId !== undefined && { runId }) };
    }
    case "cancel-run": return answerOf(await acts.cancelRun({ ...ask, runId: form.runId }), "Stopped. What was done stays done.");
    case "save-view": return answerOf(await acts.saveView({ ...ask, screen: "orders", name: form.name, query: form.query }), "View saved.");
    case "remove-view": return answerOf(await acts.removeView({ ...ask, viewId: form.viewId }), "View removed.");
  }
}
