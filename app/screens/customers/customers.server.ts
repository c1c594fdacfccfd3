import type { LoaderFunctionArgs } from "@remix-run/node";
import { readListAddress } from "../list-address";
import { customersPage } from "./customers-page.server";

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  return { page: await customersPage(flow.db, store, readListAddress(new URL(request.url), ["search"])) };
};
