import type { LoaderFunctionArgs } from "@remix-run/node";
import { readListAddress } from "../list-address";
import { INVENTORY_PARAMETERS, inventoryPage } from "./inventory-page.server";

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  return { page: await inventoryPage(flow.db, { store, now: flow.now() }, readListAddress(new URL(request.url), INVENTORY_PARAMETERS)) };
};
