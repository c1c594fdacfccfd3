import { emptyChangeSet } from "../domain/change-set";
import type { ItemId, LocationId } from "../domain/ids";
import type { StoreRecord } from "../domain/records";
import { acceptAgain } from "./accept-again";
import type { FlowContext } from "./context";

const ORDERS_MAX = 200;
const NOTICES_MAX = 500;

interface Counted {
  store: StoreRecord;
  actor: string;
  itemId: ItemId;
  locationId: LocationId;
}

/** Somebody has counted a shelf: whoever asked for it is told no more, and orders for which it was short may be sent from there again. */
export const settleCounts = async (ctx: FlowContext, counted: Counted): Promise<void> => {
  const { store, actor, itemId, locationId } = counted;
  const { merchantId } = store;
  const asked = (await ctx.db.openNotices(merchantId, store.id, NOTICES_MAX)).filter((one) => one.kind === "count-asked" && one.itemId === itemId && one.locationId === locationId);
  await heed(ctx, counted);
  if (asked.length === 0) return;
  // Only now: whoever dies before leaves a shelf that somebody counts once more, and no order that nobody tells.
  await ctx.db.commit([{ ...emptyChangeSet(merchantId), settledNotices: asked.map(({ id }) => ({ id, settledAt: ctx.now(), settledBy: actor })) }]);
  // What was turned down meanwhile asked for no count of its own.
  await heed(ctx, counted);
};

const heed = async (ctx: FlowContext, { store, actor, itemId, locationId }: Counted): Promise<void> => {
  const waiting = await ctx.db.rejectionsToCount(store.merchantId, { itemId, locationId }, ORDERS_MAX);
  for (const orderId of new Set(waiting.map((one) => one.orderId))) await acceptAgain(ctx, { store, actor, orderId, locationId, itemId });
};
