import type { WantedRead } from "../domain/messages";
import type { StoreRecord } from "../domain/records";
import { compareStores } from "../flows/compare";
import type { FlowContext } from "../flows/context";

const RECONCILED: readonly StoreRecord["status"][] = ["observe", "live", "paused"];

/**
 * Asks for the orders of every connected store that changed since its watermark: deliveries may be lost, and a missed one is
 * found this way. Runs at start too, which covers an outage of ours. Answers 0, because it leaves nothing to go on with.
 */
export async function askToReconcile(ctx: FlowContext): Promise<number> {
  const now = ctx.now();
  // Before the walk moves the watermark, whose age tells that nobody was there.
  await compareStores(ctx);
  for (const store of await ctx.db.allStores()) {
    // A store that has never been read is being imported, and its import sets the watermark.
    if (!RECONCILED.includes(store.status) || store.ordersReadUntil === null) continue;
    const read: WantedRead = {
      merchantId: store.merchantId, storeId: store.id, kind: "orders", target: "", requestedAt: now, dueAt: now, attempts: 0, status: "waiting", problem: null,
    };
    await ctx.db.commit([{ merchantId: store.merchantId, guards: [], wantedReads: [read] }]);
  }
  return 0;
}
