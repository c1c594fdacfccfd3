import type { ChangeSet } from "../domain/change-set";
import type { StoreRecord } from "../domain/records";
import { BULK_BEGIN } from "./bulk-run";
import type { FlowContext } from "./context";
import { newRun } from "./runs";
import { wantedRead } from "./wanted";

const RUNNING_MAX = 50;

/**
 * Asks for everything that matters of a store: shop, locations, items with stock, recent orders, each with a run that shows
 * how far it is. Locations before items, items before orders. Runs of an earlier installation end here.
 */
export const beginImport = async (ctx: FlowContext, store: StoreRecord): Promise<Pick<ChangeSet, "runs" | "wantedReads">> => {
  const now = ctx.now();
  const earlier = await ctx.db.runs(store.merchantId, { storeId: store.id, kinds: ["import-locations", "import-items", "import-orders", "compare-stock", "compare-orders"], limit: RUNNING_MAX });
  const ended = earlier.filter((run) => run.status === "running" || run.status === "failed")
    .map((run) => ({ ...run, status: "cancelled" as const, problem: "The app was installed again.", updatedAt: now, finishedAt: now }));
  const locations = newRun(ctx, store, { kind: "import-locations", actor: "switchyard" });
  const items = newRun(ctx, store, { kind: "import-items", actor: "switchyard", detail: { ...BULK_BEGIN } });
  const orders = newRun(ctx, store, { kind: "import-orders", actor: "switchyard" });
  const wishes = [{ kind: "shop", target: "" }, { kind: "locations", target: "" }, { kind: "bulk", target: items.id }, { kind: "orders", target: "" }] as const;
  return { runs: [...ended, locations, items, orders], wantedReads: wishes.map((wish, index) => wantedRead(store, wish, { now, delayMs: index })) };
};
