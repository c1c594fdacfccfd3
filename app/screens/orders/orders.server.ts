import type { LoaderFunctionArgs } from "@remix-run/node";
import { ordersPage, readAddress } from "./orders-page.server";

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const after = await flow.db.newestEventId(store.merchantId);
  return { after, page: await ordersPage(flow.db, store, readAddress(new URL(request.url))) };
};
