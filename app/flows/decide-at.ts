import type { LocationId } from "../domain/ids";
import type { WantedRead } from "../domain/messages";
import type { StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";
import { spreadMs } from "./retry-waiting";
import { wantedRead } from "./wanted";

const ORDERS_A_PAGE = 500;

/** Wishes to read, and so to decide again, the orders that stand at these locations, and those that wait for stock: they may go on elsewhere now. */
export const decideAt = async (ctx: FlowContext, store: StoreRecord, locationIds: readonly LocationId[]): Promise<WantedRead[]> => {
  if (locationIds.length === 0) return [];
  const { merchantId, id: storeId } = store;
  const targets = new Set<string>();
  for (let afterId = "", more = true; more;) {
    const page = await ctx.db.ordersAt(merchantId, { locationIds, afterId, limit: ORDERS_A_PAGE });
    for (const order of page) targets.add(order.platformId);
    afterId = page.at(-1)?.orderId ?? "";
    more = page.length === ORDERS_A_PAGE;
  }
  const waiting = new Set<string>();
  for await (const orders of ctx.db.eachOrder({ merchantId, storeId, statuses: ["backordered"] }, ORDERS_A_PAGE)) {
    for (const order of orders) if (!targets.has(order.platformId)) waiting.add(order.platformId);
  }
  const now = ctx.now();
  const read = (target: string, delayMs: number) => wantedRead(store, { kind: "order", target }, { now, delayMs });
  return [...[...targets].map((target) => read(target, 0)), ...[...waiting].map((target) => read(target, spreadMs(ctx, waiting.size)))];
};
