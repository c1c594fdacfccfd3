import type { LoaderFunctionArgs } from "@remix-run/node";
import { locationRows } from "./locations-page.server";

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  return { rows: await locationRows(flow.db, store, flow.now()) };
};
