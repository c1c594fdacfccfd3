import type { LoaderFunctionArgs } from "@remix-run/node";
import { inventoryPage, readInventoryAddress } from "./inventory-page.server";

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  return { page: await inventoryPage(flow.db, store, readInventoryAddress(new URL(request.url))) };
};
