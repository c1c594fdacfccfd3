import type { StoreRecord } from "../domain/records";
import type { OrderStatus } from "../domain/orders/order-machine";
import { forgetOrder } from "../domain/privacy/forget-order";
import type { FlowContext } from "./context";

const DAY_MS = 86_400_000;
/** Platforms ask that raw messages be gone within this time; by then nobody looks at one that was applied. */
export const BODY_DAYS = 30;
/** How long the answer to a program's write is kept for the same request to get it again. */
export const API_ANSWER_MS = DAY_MS;
/** Drifts are looked back at for this long, and up to so many a store. */
export const DRIFT_DAYS = 90;
const DRIFTS_KEPT_MAX = 50_000;
const AT_ONCE = 100;
const PURGED_AT_ONCE = 500;

const CLOSED: readonly OrderStatus[] = ["shipped", "cancelled", "left"];

/** Deletes what has grown old: bodies of settled messages, answers to programs, and customers' data where a store says after how long. */
export const forgetOld = async (ctx: FlowContext): Promise<number> => {
  const now = ctx.now();
  let forgotten = 0;
  for (const store of await ctx.db.allStores()) forgotten += await forgetOldOrders(ctx, store);
  for (let next: string | null = ""; next !== null;) {
    const page: { purged: number; next: string | null } = await ctx.db.purgeBodies({ receivedBefore: now - BODY_DAYS * DAY_MS, afterId: next, limit: PURGED_AT_ONCE });
    forgotten += page.purged;
    next = page.next;
  }
  for (let purged = PURGED_AT_ONCE; purged === PURGED_AT_ONCE;) {
    purged = await ctx.db.purgeApiRequests(now - API_ANSWER_MS, PURGED_AT_ONCE);
    forgotten += purged;
  }
  forgotten += await forgetDrifts(ctx);
  if (forgotten > 0) ctx.log.info("old data forgotten", { count: forgotten });
  // It leaves nothing to go on with: the next look is after its rest.
  return 0;
};

/** What is not settled is never old. */
const forgetDrifts = async (ctx: FlowContext): Promise<number> => {
  let forgotten = 0;
  for (let purged = -1; purged !== 0; forgotten += purged) purged = await ctx.db.purgeDrifts(ctx.now() - DRIFT_DAYS * DAY_MS, PURGED_AT_ONCE);
  for (const { merchantId, id } of await ctx.db.allStores()) {
    for (let trimmed = -1; trimmed !== 0; forgotten += trimmed) trimmed = await ctx.db.trimDrifts(merchantId, id, { keep: DRIFTS_KEPT_MAX, limit: PURGED_AT_ONCE });
  }
  return forgotten;
};

/** An order is closed when nothing of it is left to ship, since its last change. */
const forgetOldOrders = async (ctx: FlowContext, store: StoreRecord): Promise<number> => {
  const { merchantId, id: storeId } = store;
  const days = (await ctx.db.storeSettings(merchantId, storeId))?.settings.retentionDays ?? null;
  if (days === null) return 0;
  const before = ctx.now() - days * DAY_MS;
  let forgotten = 0;
  for (;;) {
    const ids = await ctx.db.ordersWithContact(merchantId, { storeId, statuses: CLOSED, changedBefore: before, limit: AT_ONCE });
    if (ids.length === 0) break;
    const aggregates = await ctx.db.orderAggregates(merchantId, ids);
    // Contacts go first: an order whose tie is cut could never lead to one that a crash has left.
    await ctx.db.eraseContacts(merchantId, aggregates.flatMap(({ order }) => (order.contactId === null ? [] : [order.contactId])));
    const sets = aggregates.map((aggregate) => forgetOrder(aggregate, { words: null, now: ctx.now(), eventId: ctx.newId(), actor: "switchyard", why: "retention" }));
    const outcomes = await ctx.db.commit(sets);
    const done = outcomes.filter((outcome) => outcome.status === "committed").length;
    forgotten += done;
    // The rest is changing at this moment, and is no longer old.
    if (done === 0) break;
  }
  for (const customer of await ctx.db.customersToForget(merchantId, { storeId, lastOrderBefore: before, limit: AT_ONCE })) {
    await ctx.db.forgetCustomerContact(merchantId, customer.id, customer.contactId);
    forgotten += 1;
  }
  return forgotten;
};
