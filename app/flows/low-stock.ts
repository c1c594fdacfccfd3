import { emptyChangeSet } from "../domain/change-set";
import { DEFAULT_STORE_SETTINGS, type NoticeRecord } from "../domain/desk";
import type { StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";
import { heardAgain } from "./quiet-store";

const BATCH = 500;
/** What a person put aside is told again after this time, if it still is so. */
const PUT_ASIDE_MS = 7 * 24 * 3_600_000;

const WATCHED: readonly StoreRecord["status"][] = ["observe", "live", "paused"];

/**
 * Opens a notice for every level that has become low, by its own rule or the store's, and settles those that are over: restocked, not
 * stocked or tracked any more, closed; and quiet stores that were heard of again. Answers how many notices were opened or settled.
 */
export const watchStock = async (ctx: FlowContext): Promise<number> => {
  let changed = 0;
  for (const store of await ctx.db.allStores()) {
    if (WATCHED.includes(store.status)) changed += await watchStore(ctx, store);
  }
  return changed;
};

const watchStore = async (ctx: FlowContext, store: StoreRecord): Promise<number> => {
  const { merchantId, id: storeId } = store;
  const settings = (await ctx.db.storeSettings(merchantId, storeId))?.settings ?? DEFAULT_STORE_SETTINGS;
  const about = { storeId, defaultUnits: settings.lowStockUnits, limit: BATCH };
  const now = ctx.now();
  const over = await ctx.db.noticesOver(merchantId, about);
  const low = await ctx.db.lowLevels(merchantId, { ...about, quietSince: now - PUT_ASIDE_MS });
  const settledNotices = [...over.map((id) => ({ id, settledAt: now, settledBy: "switchyard" })), ...(await heardAgain(ctx, store))];
  if (low.length + settledNotices.length === 0) return 0;
  await ctx.db.commit([{ ...emptyChangeSet(merchantId), notices: low.map((level) => lowNotice(ctx, store, level)), settledNotices }]);
  return low.length + settledNotices.length;
};

type LowLevel = Awaited<ReturnType<FlowContext["db"]["lowLevels"]>>[number];

const lowNotice = (ctx: FlowContext, store: StoreRecord, { itemId, locationId, available, lowStockUnits }: LowLevel): NoticeRecord => ({
  merchantId: store.merchantId, id: ctx.newId(), storeId: store.id, kind: "low-stock", subject: `${itemId}@${locationId}`, itemId, locationId,
  detail: { available, lowStockUnits }, createdAt: ctx.now(), settledAt: null, settledBy: null,
});

/** A person puts a notice aside. */
export const dismissNotice = async (ctx: FlowContext, { store, actor, noticeId }: { store: StoreRecord; actor: string; noticeId: string }): Promise<ActResult> => {
  await ctx.db.commit([{ ...emptyChangeSet(store.merchantId), settledNotices: [{ id: noticeId, settledAt: ctx.now(), settledBy: actor }] }]);
  return { ok: true };
};
