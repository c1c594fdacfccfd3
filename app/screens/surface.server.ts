import type { LoaderFunctionArgs } from "@remix-run/node";
import type { ScreenContext } from "./context";

/** What every surface's layout needs of the server. Throws a Response when the person must be sent elsewhere first. */
export async function surfaceFrame({ request, context }: LoaderFunctionArgs): Promise<{ timeZone: string; renderedAt: number; shopify: ScreenContext["surface"]["shopify"] }> {
  const { flow, requireStore, surface } = context.switchyard;
  const { store } = await requireStore(request);
  return { timeZone: store.timeZone, renderedAt: flow.now(), shopify: surface.shopify };
}
