import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { toId, type ItemId } from "../../domain/ids";
import { statusOf } from "../act-answer";
import { performItemForm } from "./item-forms.server";
import { itemPage } from "./item-page.server";

export const loader = async ({ request, params, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const query = new URL(request.url).searchParams;
  const page = await itemPage(flow.db, store, { itemId: toId<ItemId>(params["itemId"] ?? ""), now: flow.now(), location: query.get("location"), state: query.get("state") });
  if (page === null) throw new Response(null, { status: 404 });
  return { page, requestKey: flow.newId() };
};

export const action = async ({ request, params, context }: ActionFunctionArgs) => {
  const { acts, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const answer = await performItemForm(acts, { store, actor, itemId: toId<ItemId>(params["itemId"] ?? "") }, await request.formData());
  return data(answer, statusOf(answer));
};
