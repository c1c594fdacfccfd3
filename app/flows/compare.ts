import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import type { RunKind, RunRecord } from "../domain/desk";
import { nightOf } from "../domain/inventory/nightly";
import type { StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import { BULK_BEGIN } from "./bulk-run";
import { NOTHING_COMPARED } from "./compare-stock";
import type { FlowContext } from "./context";
import { newRun } from "./runs";
import { OVERLAP_MS, type Walk } from "./walk-orders";
import { wantedRead } from "./wanted";

export type CompareResult = ActResult & { runIds?: string[] };

/** Orders are read up to date every few minutes while a worker lives: a gap this long was an outage. */
const OUTAGE_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;
const RUNS_MAX = 200;

const COMPARED: readonly StoreRecord["status"][] = ["observe", "live", "paused"];
const OF_READS: readonly RunKind[] = ["import-locations", "import-items", "import-orders", "compare-stock", "compare-orders"];

/** Compares stock and orders of a store with the platform. One comparison at a time: asking again answers with the one under way. */
export const compareNow = async (ctx: FlowContext, { store, actor }: { store: StoreRecord; actor: string }): Promise<CompareResult> => {
  const current = await ctx.db.store(store.merchantId, store.id);
  if (!current || !COMPARED.includes(current.status)) return { ok: false, field: null, problem: "This store is not connected." };
  if (current.ordersReadUntil === null) return { ok: false, field: null, problem: "The store is still being imported. Compare it when that is done." };
  const underWay = (await ctx.db.runs(current.merchantId, { storeId: current.id, kinds: ["compare-stock", "compare-orders"], limit: 2 })).filter((run) => run.status === "running");
  if (underWay.some((run) => run.kind === "compare-stock")) return { ok: true, runIds: underWay.map((run) => run.id) };
  const change = await comparison(ctx, current, actor);
  await ctx.db.commit([change]);
  ctx.log.info("comparison begun", { merchantId: current.merchantId, storeId: current.id });
  return { ok: true, runIds: (change.runs ?? []).map((run) => run.id) };
};

/** Two runs with what they wish to read. Orders are walked from where the last comparison began, or else a day back. */
const comparison = async (ctx: FlowContext, store: StoreRecord, actor: string): Promise<ChangeSet> => {
  const now = ctx.now();
  const [before] = await ctx.db.runs(store.merchantId, { storeId: store.id, kinds: ["compare-stock"], limit: 1 });
  const since = Math.min(store.ordersReadUntil ?? now, before?.startedAt ?? now - DAY_MS) - OVERLAP_MS;
  const stock = newRun(ctx, store, { kind: "compare-stock", actor, detail: { ...BULK_BEGIN, ...NOTHING_COMPARED } });
  const orders = newRun(ctx, store, { kind: "compare-orders", actor, detail: { found: 0, orderIds: [], since } });
  const walk: Walk = { since, startedAt: now, cursor: "", run: orders.id };
  return {
    ...emptyChangeSet(store.merchantId), runs: [stock, orders],
    wantedReads: [
      // A location that opened or closed unheard would make the rest wrong.
      wantedRead(store, { kind: "locations", target: "" }, { now }), wantedRead(store, { kind: "orders", target: JSON.stringify(walk) }, { now }),
      wantedRead(store, { kind: "bulk", target: stock.id }, { now, delayMs: 1 }),
    ],
  };
};

/**
 * Begins the nightly comparison of every store whose night has come, and one after an outage of ours. The rows are the truth: a night
 * that was missed is made up for, one that was begun is not begun again. Answers 0, because it leaves nothing to go on with.
 */
export const compareStores = async (ctx: FlowContext): Promise<number> => {
  for (const store of await ctx.db.allStores()) {
    if (!COMPARED.includes(store.status)) await endRuns(ctx, store);
    else if (store.ordersReadUntil !== null && (await isDue(ctx, store))) await compareNow(ctx, { store, actor: "switchyard" });
  }
  return 0;
};

const isDue = async (ctx: FlowContext, store: StoreRecord): Promise<boolean> => {
  const [last] = await ctx.db.runs(store.merchantId, { storeId: store.id, kinds: ["compare-stock"], limit: 1 });
  const since = Math.max(last?.startedAt ?? 0, store.installedAt);
  const now = ctx.now();
  const outage = now - (store.ordersReadUntil ?? now) > OUTAGE_MS && since <= (store.ordersReadUntil ?? now);
  return outage || nightOf(now, store.timeZone) !== nightOf(since, store.timeZone);
};

/** Nothing is read any more of a store that left: what was under way ends. */
const endRuns = async (ctx: FlowContext, store: StoreRecord): Promise<void> => {
  if (store.status !== "uninstalled") return;
  const now = ctx.now();
  const open = (await ctx.db.runs(store.merchantId, { storeId: store.id, kinds: OF_READS, limit: RUNS_MAX })).filter((run) => run.status === "running");
  if (open.length === 0) return;
  const runs = open.map((run): RunRecord => ({ ...run, status: "cancelled", problem: "The app was removed from the store.", updatedAt: now, finishedAt: now }));
  await ctx.db.commit([{ ...emptyChangeSet(store.merchantId), runs }]);
};
