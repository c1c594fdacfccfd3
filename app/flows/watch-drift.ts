import { emptyChangeSet } from "../domain/change-set";
import type { NoticeRecord } from "../domain/desk";
import { isTrouble } from "../domain/drift/drift";
import { type StalenessBound, staleParts, stalenessBound } from "../domain/drift/bound";
import { GROWTH_WINDOWS, GROWTH_WINDOW_MS, driftGrowth } from "../domain/drift/growth";
import type { StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";

const NOTICES_MAX = 500;
const RUNS_LOOKED_AT = 5;
const WATCHED: readonly StoreRecord["status"][] = ["observe", "live", "paused"];

type Reads = Pick<FlowContext["db"], "runs" | "oldestOrderWish" | "oldestItemWish">;

/** How long ago any level or order of a store was last compared with the platform, at the most. */
export const boundOf = async (db: Reads, store: StoreRecord, now: number): Promise<StalenessBound> => {
  const { merchantId, id: storeId } = store;
  const [compared, imported, oldestOrderWish, oldestItemWish] = await Promise.all([
    db.runs(merchantId, { storeId, kinds: ["compare-stock"], limit: RUNS_LOOKED_AT }), db.runs(merchantId, { storeId, kinds: ["import-items"], limit: RUNS_LOOKED_AT }),
    db.oldestOrderWish(merchantId, storeId), db.oldestItemWish(merchantId, storeId),
  ]);
  const whole = [...compared, ...imported].filter((run) => run.status === "done").map((run) => run.startedAt);
  return stalenessBound({ stockComparedAt: whole.length === 0 ? null : Math.max(...whole), ordersReadUntil: store.ordersReadUntil, oldestOrderWish, oldestItemWish }, now);
};

/**
 * Raises a notice where drift grows beyond a store's habit, or where it has not been compared for too long, and settles it when that is over.
 * Answers how many notices were opened or settled.
 */
export const watchDrift = async (ctx: FlowContext): Promise<number> => {
  let changed = 0;
  for (const store of await ctx.db.allStores()) changed += WATCHED.includes(store.status) ? await watchStore(ctx, store) : await settleAll(ctx, store);
  return changed;
};

const watchStore = async (ctx: FlowContext, store: StoreRecord): Promise<number> => {
  const now = ctx.now();
  const open = (await ctx.db.openNotices(store.merchantId, store.id, NOTICES_MAX)).filter(({ kind }) => kind === "drift-growing" || kind === "stale-store");
  const wanted = [...(await growing(ctx, store, open)), ...(await stale(ctx, store, open))];
  const notices = wanted.filter((one) => !open.some((known) => known.kind === one.kind && known.subject === one.subject));
  const over = open.filter((known) => !wanted.some((one) => one.kind === known.kind && one.subject === known.subject));
  if (notices.length + over.length === 0) return 0;
  const settledNotices = over.map(({ id }) => ({ id, settledAt: now, settledBy: "switchyard" }));
  await ctx.db.commit([{ ...emptyChangeSet(store.merchantId), notices, settledNotices }]);
  for (const { kind } of notices) ctx.log.warn("notice raised", { merchantId: store.merchantId, storeId: store.id, kind });
  return notices.length + over.length;
};

/** A store that left drifts from nobody. */
const settleAll = async (ctx: FlowContext, store: StoreRecord): Promise<number> => {
  const open = (await ctx.db.openNotices(store.merchantId, store.id, NOTICES_MAX)).filter(({ kind }) => kind === "drift-growing" || kind === "stale-store");
  if (open.length === 0) return 0;
  await ctx.db.commit([{ ...emptyChangeSet(store.merchantId), settledNotices: open.map(({ id }) => ({ id, settledAt: ctx.now(), settledBy: "switchyard" })) }]);
  return open.length;
};

const notice = (ctx: FlowContext, store: StoreRecord, what: Pick<NoticeRecord, "kind" | "subject" | "detail">): NoticeRecord => ({
  merchantId: store.merchantId, id: ctx.newId(), storeId: store.id, itemId: null, locationId: null, createdAt: ctx.now(), settledAt: null, settledBy: null, ...what,
});

const growing = async (ctx: FlowContext, store: StoreRecord, open: readonly NoticeRecord[]): Promise<NoticeRecord[]> => {
  const now = ctx.now();
  const counts = await ctx.db.driftCounts(store.merchantId, { storeId: store.id, since: now - (GROWTH_WINDOWS + 1) * GROWTH_WINDOW_MS, stepMs: GROWTH_WINDOW_MS });
  const windows = Array<number>(GROWTH_WINDOWS + 1).fill(0);
  const recentCauses: Record<string, number> = {};
  for (const { step, cause, count } of counts.filter((one) => isTrouble(one.cause))) {
    const at = Math.min(step, GROWTH_WINDOWS);
    windows[at] = (windows[at] ?? 0) + count;
    if (at === GROWTH_WINDOWS) recentCauses[cause] = count;
  }
  // What was not watched yet is no habit of having none.
  const age = Math.floor((now - store.installedAt) / GROWTH_WINDOW_MS);
  const before = windows.slice(Math.max(0, GROWTH_WINDOWS - age), GROWTH_WINDOWS);
  const recent = windows[GROWTH_WINDOWS] ?? 0;
  const told = open.find((one) => one.kind === "drift-growing");
  const { growing: grows, expected } = driftGrowth({ recent, before, toldAt: told?.createdAt ?? null, now });
  return grows ? [notice(ctx, store, { kind: "drift-growing", subject: store.id, detail: { recent, expected: Math.round(expected * 10) / 10, causes: recentCauses } })] : [];
};

const stale = async (ctx: FlowContext, store: StoreRecord, open: readonly NoticeRecord[]): Promise<NoticeRecord[]> => {
  const bound = await boundOf(ctx.db, store, ctx.now());
  const told = new Set(open.filter((one) => one.kind === "stale-store").map((one) => (one.subject.endsWith(":stock") ? "stock" as const : "orders" as const)));
  return staleParts(bound, told).map((part) => notice(ctx, store, {
    kind: "stale-store", subject: `${store.id}:${part}`, detail: { part, ms: part === "stock" ? bound.stockMs : bound.ordersMs, since: ctx.now() - ((part === "stock" ? bound.stockMs : bound.ordersMs) ?? 0) },
  }));
};
