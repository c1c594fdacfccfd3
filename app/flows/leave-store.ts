import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import type { OutboxRow } from "../domain/messages";
import { outboxRow } from "../domain/orders/decide-reading";
import type { OrderStatus } from "../domain/orders/order-machine";
import type { OrderAggregate, StoreRecord } from "../domain/records";
import { rewriteStore } from "../domain/store-row";
import type { ActResult } from "./acts";
import type { FlowContext } from "./context";
import { giveUpWaiting } from "./give-up-waiting";
import { wantedRead } from "./wanted";

/** Our own holds carry a handle with this prefix. */
const OWN_HANDLE = "switchyard-";
const ORDERS_A_STEP = 100;
const REASON_CHARACTERS_MAX = 200;
const GIVEN_UP = "The store is leaving Switchyard.";
/** In which something of ours may still be on the platform, or on its way there. */
const OPEN: readonly OrderStatus[] = ["captured", "allocated", "backordered", "held", "routed", "released", "partially-shipped"];

/**
 * Ends our part in a store: from now on nothing is written but the release of our own holds; what waited to be written is dropped.
 * It can be asked for again after a crash: holds that are being released already are not released twice. Fields: `reason`.
 */
export const leaveStore = async (ctx: FlowContext, ask: { store: StoreRecord; actor: string; reason: string }): Promise<ActResult> => {
  const reason = ask.reason.trim();
  if (reason === "" || reason.length > REASON_CHARACTERS_MAX) {
    return { ok: false, field: "reason", problem: reason === "" ? "Say why: it stands in the activity log." : `Keep the reason under ${REASON_CHARACTERS_MAX + 1} characters.` };
  }
  const store = await ctx.db.store(ask.store.merchantId, ask.store.id);
  if (store === null || store.status === "uninstalled") return { ok: false, field: null, problem: "This store is not connected any more." };
  const { merchantId, id: storeId } = store;
  if (store.status !== "leaving") {
    const [outcome] = await ctx.db.commit([{
      ...emptyChangeSet(merchantId), ...rewriteStore(store, { status: "leaving" }, ctx.now()),
      ...(await giveUpWaiting(ctx, store, { problem: GIVEN_UP, releases: false })),
      activity: [{ merchantId, id: ctx.newId(), at: ctx.now(), actor: ask.actor, verb: "store-leaving", subjectKind: "store", subjectId: storeId, reason, detail: { before: store.status } }],
    }]);
    if (outcome?.status !== "committed") return { ok: false, field: null, problem: "Somebody changed the store at this moment. Look again and repeat it." };
  }
  for await (const orders of ctx.db.eachOrder({ merchantId, storeId, statuses: OPEN }, ORDERS_A_STEP)) {
    const ids = orders.map((order) => order.id);
    const [aggregates, waiting] = await Promise.all([ctx.db.orderAggregates(merchantId, ids), ctx.db.openIntents(merchantId, ids)]);
    await ctx.db.commit(aggregates.map((aggregate) => lettingGo(ctx, aggregate, waiting)).filter((set) => set !== null));
  }
  return { ok: true };
};

/** Null: nothing of ours is there. No guard: an order that changes meanwhile has its holds read and released by what changed it, or by asking again. */
function lettingGo(ctx: FlowContext, aggregate: OrderAggregate, open: readonly OutboxRow[]): ChangeSet | null {
  const { order } = aggregate;
  const own = open.filter((row) => row.orderId === order.id);
  const releasing = new Set(own.flatMap(({ intent }) => (intent.kind === "release-hold" ? [`${intent.fulfillmentOrderPlatformId}:${intent.handle}`] : [])));
  const holds = aggregate.fulfillmentOrders.flatMap((part) => part.holds.flatMap(({ handle }) =>
    (handle !== null && handle.startsWith(OWN_HANDLE) && !releasing.has(`${part.platformId}:${handle}`) ? [{ fulfillmentOrderPlatformId: part.platformId, handle }] : [])));
  const dropped = own.filter((row) => row.status === "waiting" && row.intent.kind !== "release-hold");
  // What was reserved for a plan is given back by the reading, which finds that nothing is written any more.
  const planned = aggregate.allocations.some((one) => one.status === "planned");
  if (holds.length === 0 && dropped.length === 0 && !planned) return null;
  return {
    ...emptyChangeSet(order.merchantId),
    withdrawnIntents: dropped.map(({ id }) => ({ id, problem: GIVEN_UP })),
    wantedReads: planned ? [wantedRead({ merchantId: order.merchantId, id: order.storeId }, { kind: "order", target: order.platformId }, { now: ctx.now() })] : [],
    intents: holds.map((hold) => outboxRow({ order, intent: { kind: "release-hold", ...hold }, cause: `leave:${hold.handle}:${ctx.now()}` }, { now: ctx.now(), newId: ctx.newId })),
  };
}
