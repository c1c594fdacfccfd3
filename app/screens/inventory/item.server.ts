import type { LoaderFunctionArgs } from "@remix-run/node";
import { toId, type ItemId } from "../../domain/ids";
import { itemPage } from "./inventory-page.server";

export const loader = async ({ request, params, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const page = await itemPage(flow.db, store, toId<ItemId>(params["itemId"] ?? ""));
  if (page === null) throw new Response(null, { status: 404 });
  return { page };
};
