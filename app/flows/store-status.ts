import { emptyChangeSet } from "../domain/change-set";
import type { OrderStatus } from "../domain/orders/order-machine";
import { rewriteStore } from "../domain/store-row";
import type { StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";
import { giveUpWaiting } from "./give-up-waiting";
import { wantedRead } from "./wanted";

export interface StatusAsk {
  store: StoreRecord;
  /** Without one it is told as Switchyard's own doing. */
  actor?: string;
  status: "live" | "observe" | "paused";
}

const DONE: ActResult = { ok: true };
const refuse = (problem: string): ActResult => ({ ok: false, field: null, problem });
const ORDERS_A_PAGE = 200;
const TRIES_MAX = 5;
/** In which there may be something to write. */
const OPEN: readonly OrderStatus[] = ["captured", "allocated", "backordered", "held", "routed", "released", "partially-shipped"];

/**
 * `live` writes decisions of new orders to the platform; `observe` shows them only; `paused` keeps what is waiting until it is live
 * again. A store that is leaving may be watched again, and go live from there.
 */
export const setStoreStatus = async (ctx: FlowContext, ask: StatusAsk): Promise<ActResult> => {
  // Readings write the store's row too: of a few tries one finds it as it was loaded.
  for (let tries = 1; tries < TRIES_MAX; tries += 1) {
    const result = await trySetStatus(ctx, ask);
    if (result !== null) return result;
  }
  return (await trySetStatus(ctx, ask)) ?? refuse("Somebody changed the store at this moment. Look again and repeat it.");
};

/** Null: the store was changed by somebody else between reading and writing. */
const trySetStatus = async (ctx: FlowContext, ask: StatusAsk): Promise<ActResult | null> => {
  const store = await ctx.db.store(ask.store.merchantId, ask.store.id);
  if (!store) return refuse("It is not there any more. Reload the page.");
  if (store.status === ask.status) return DONE;
  const closed = await whyNot(ctx, store, ask.status);
  if (closed !== null) return refuse(closed);
  const { merchantId, id: storeId } = store;
  const now = ctx.now();
  const [outcome] = await ctx.db.commit([{
    ...emptyChangeSet(merchantId), ...rewriteStore(store, { status: ask.status }, now),
    // Holds that have not been released yet stay: they are known, and wanted again when the store goes live.
    ...(store.status === "leaving" ? await giveUpWaiting(ctx, store, { problem: "The store stays with Switchyard.", releases: true }) : {}),
    activity: [{
      merchantId, id: ctx.newId(), at: now, actor: ask.actor ?? "switchyard", verb: "store-status-changed", subjectKind: "store", subjectId: storeId, reason: null,
      detail: { before: store.status, after: ask.status },
    }],
  }]);
  if (outcome?.status !== "committed") return null;
  if (ask.status === "live") await decideAnew(ctx, store);
  ctx.log.info("store status", { merchantId, storeId, status: ask.status });
  return DONE;
};

const whyNot = async (ctx: FlowContext, { merchantId, status: before }: StoreRecord, wanted: StatusAsk["status"]): Promise<string | null> => {
  if (before === "uninstalled") return "Open Switchyard in the store's admin to connect it again.";
  if (before === "leaving" && wanted !== "observe") return "This store is leaving. Let Switchyard watch it again first.";
  const locations = wanted === "live" ? await ctx.db.locations(merchantId) : null;
  return locations?.length === 0 ? "The store's locations have not been read yet. Try again in a moment." : null;
};

/** What was decided on while nothing was written is decided on again, now to be written. */
const decideAnew = async (ctx: FlowContext, store: StoreRecord): Promise<void> => {
  for await (const orders of ctx.db.eachOrder({ merchantId: store.merchantId, storeId: store.id, statuses: OPEN }, ORDERS_A_PAGE)) {
    const wantedReads = orders.filter((order) => order.adopted).map((order) => wantedRead(store, { kind: "order", target: order.platformId }, { now: ctx.now() }));
    if (wantedReads.length > 0) await ctx.db.commit([{ ...emptyChangeSet(store.merchantId), wantedReads }]);
  }
};
