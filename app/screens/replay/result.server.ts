import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { answerOf, statusOf } from "../act-answer";
import { resultPage } from "./result-page.server";

export const loader = async ({ request, context, params }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const after = Number(new URL(request.url).searchParams.get("after") ?? "-1");
  const page = await resultPage(flow.db, { store, runId: params["runId"] ?? "", afterRank: Number.isInteger(after) ? after : -1 });
  if (page === null) throw data(null, { status: 404 });
  return { page, runId: params["runId"] ?? "", after };
};

export const action = async ({ request, context, params }: ActionFunctionArgs) => {
  const { acts, requireStore } = context.switchyard;
  const ask = await requireStore(request);
  const answer = answerOf(await acts.cancelReplay({ ...ask, runId: params["runId"] ?? "" }), "The replay is cancelled.");
  return data(answer, statusOf(answer));
};
