import type { NoticeRecord } from "../domain/desk";
import type { Instant } from "../domain/ids";
import type { Delivery } from "../domain/messages";
import { OUTCOME_TOPIC } from "../domain/messages";
import type { StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";

/** A store that sells and has not been heard of for so long: its messages are lost. */
const QUIET_MS = 15 * 60_000;
/** When a store was last heard of is written down no finer than this. */
const PULSE_STEP_MS = 5_000;
const NOTICES_MAX = 500;

/** A notice when a walk found orders that no message had told of, and no message came for long. */
export const noteQuiet = async (ctx: FlowContext, store: StoreRecord, walked: { found: number }): Promise<NoticeRecord[]> => {
  if (walked.found === 0) return [];
  const lastHeardAt = (await ctx.db.lastPulse(store.merchantId, store.id)) ?? store.installedAt;
  const now = ctx.now();
  if (now - lastHeardAt < QUIET_MS) return [];
  return [{
    merchantId: store.merchantId, id: ctx.newId(), storeId: store.id, kind: "quiet-store", subject: store.id, itemId: null, locationId: null,
    detail: { lastHeardAt, found: walked.found }, createdAt: now, settledAt: null, settledBy: null,
  }];
};

/** Remembers when stores were last heard of, by what was just taken from the inbox. */
export const notePulses = async (ctx: FlowContext, deliveries: readonly Delivery[]): Promise<void> => {
  const newest = new Map<string, Delivery & Pick<StoreRecord, "merchantId">>();
  for (const delivery of deliveries) {
    const { merchantId, storeId, topic } = delivery;
    if (merchantId === null || storeId === null || topic === OUTCOME_TOPIC) continue;
    if (delivery.receivedAt > (newest.get(storeId)?.receivedAt ?? 0)) newest.set(storeId, { ...delivery, merchantId });
  }
  for (const { merchantId, storeId, receivedAt } of newest.values()) {
    if (storeId === null) continue;
    const known = await ctx.db.lastPulse(merchantId, storeId);
    if (known === null || receivedAt - known >= PULSE_STEP_MS) await ctx.db.notePulse(merchantId, storeId, receivedAt);
  }
};

/** Notices of quiet stores that have been heard of since. */
export const heardAgain = async (ctx: FlowContext, store: StoreRecord): Promise<{ id: string; settledAt: Instant; settledBy: string }[]> => {
  const quiet = (await ctx.db.openNotices(store.merchantId, store.id, NOTICES_MAX)).filter((notice) => notice.kind === "quiet-store");
  if (quiet.length === 0) return [];
  const heardAt = (await ctx.db.lastPulse(store.merchantId, store.id)) ?? 0;
  return quiet.filter((notice) => heardAt > notice.createdAt).map(({ id }) => ({ id, settledAt: ctx.now(), settledBy: "switchyard" }));
};
