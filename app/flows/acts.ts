import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import type { OrderId } from "../domain/ids";
import { StockBook, itemsWithMoreAvailable } from "../domain/inventory/stock-book";
import { type Act, type ActDecision, decideAct } from "../domain/orders/decide-act";
import type { StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";
import { wakeWaiting } from "./wanted";
import type { ReadKind } from "../domain/messages";

export type ActResult = { ok: true } | { ok: false; field: string | null; problem: string };

const CONFLICTS_MAX = 3;
const PARKED_PAGE = 200;
const DONE: ActResult = { ok: true };
const GONE: ActResult = { ok: false, field: null, problem: "It is not there any more. Reload the page." };

export interface OrderAct {
  store: StoreRecord;
  actor: string;
  orderId: OrderId;
  act: Act;
}

/** One act of a person on an order: loaded, decided and committed together; a conflict is decided anew. */
export const actOnOrder = async (ctx: FlowContext, ask: OrderAct): Promise<ActResult> => {
  for (let attempt = 1; attempt <= CONFLICTS_MAX; attempt += 1) {
    const decision = await decide(ctx, ask);
    if (!decision.ok) return decision;
    const { change } = decision;
    const woken = await wakeWaiting(ctx, change.merchantId, itemsWithMoreAvailable(change.entries ?? []));
    const [outcome] = await ctx.db.commit([{ ...change, wantedReads: [...(change.wantedReads ?? []), ...woken] }]);
    if (outcome?.status === "committed") return DONE;
  }
  return { ok: false, field: null, problem: "This order is changing at this moment. Look again and repeat it." };
};

const decide = async (ctx: FlowContext, { store, actor, orderId, act }: OrderAct): Promise<ActDecision> => {
  const { merchantId } = store;
  const [aggregate, current] = await Promise.all([ctx.db.order(merchantId, orderId), ctx.db.store(merchantId, store.id)]);
  if (!aggregate || !current) return { ok: false, field: null, problem: "This order does not exist." };
  const itemIds = [...new Set(aggregate.lines.flatMap((line) => (line.itemId ? [line.itemId] : [])))];
  const [latest] = await ctx.db.latestDecisions(merchantId, [orderId]);
  return decideAct(aggregate, act, {
    store: current, actor, latest: latest ?? null, openIntents: await ctx.db.openIntents(merchantId, [orderId]),
    locations: await ctx.db.locations(merchantId),
    items: new Map((await ctx.db.itemsById(merchantId, itemIds)).map((item) => [item.id, item])),
    book: new StockBook(merchantId, await ctx.db.levels(merchantId, itemIds)),
    now: ctx.now(), newId: ctx.newId,
  });
};

/** `live` writes decisions of new orders to the platform; `observe` shows them only; `paused` keeps what is waiting until it is live again. */
export const setStoreStatus = async (ctx: FlowContext, ask: { store: StoreRecord; status: "live" | "observe" | "paused" }): Promise<ActResult> => {
  const store = await ctx.db.store(ask.store.merchantId, ask.store.id);
  if (!store) return GONE;
  if (store.status === ask.status) return DONE;
  if (store.status === "uninstalled" || store.status === "leaving") return { ok: false, field: null, problem: "Open Switchyard in the store's admin to connect it again." };
  if (ask.status === "live" && (await ctx.db.locations(store.merchantId)).length === 0) {
    return { ok: false, field: null, problem: "The store's locations have not been read yet. Try again in a moment." };
  }
  const set: ChangeSet = {
    ...emptyChangeSet(store.merchantId), guards: [{ kind: "store", storeId: store.id, status: store.status }], stores: [{ ...store, status: ask.status, updatedAt: ctx.now() }],
  };
  const [outcome] = await ctx.db.commit([set]);
  ctx.log.info("store status", { merchantId: store.merchantId, storeId: store.id, status: ask.status });
  return outcome?.status === "committed" ? DONE : { ok: false, field: null, problem: "Somebody changed the store at this moment. Look again and repeat it." };
};

/** Something that the machine could not do, by what it was. */
export type ExceptionRef =
  | { kind: "delivery"; id: string }
  | { kind: "intent"; id: string }
  | { kind: "read"; storeId: StoreRecord["id"]; read: ReadKind; target: string };

export const retryException = async (ctx: FlowContext, ask: { store: StoreRecord; exception: ExceptionRef }): Promise<ActResult> => {
  const { exception, store } = ask;
  const now = ctx.now();
  switch (exception.kind) {
    case "delivery": return (await ctx.db.retryDelivery(store.merchantId, exception.id, now)) ? DONE : GONE;
    case "intent": return (await ctx.db.retryIntent(store.merchantId, exception.id, now)) ? DONE : GONE;
    case "read": return (await ctx.db.retryRead(store.merchantId, { storeId: exception.storeId, kind: exception.read, target: exception.target }, now)) ? DONE : GONE;
  }
};

export const dismissException = async (ctx: FlowContext, ask: { store: StoreRecord; actor: string; exception: ExceptionRef; reason: string }): Promise<ActResult> => {
  const { exception, store } = ask;
  const reason = ask.reason.trim();
  if (reason === "") return { ok: false, field: "reason", problem: "Say why it can be put aside." };
  const note = `${ask.actor}: ${reason}`;
  const base = emptyChangeSet(store.merchantId);
  switch (exception.kind) {
    case "delivery": {
      if (!(await isParked(ctx, store.merchantId, exception.id))) return GONE;
      await ctx.db.commit([{ ...base, deliveries: [{ id: exception.id, status: "dismissed", reason: note }] }]);
      return DONE;
    }
    case "intent": return (await ctx.db.dismissIntent(store.merchantId, exception.id, note)) ? DONE : GONE;
    case "read": {
      const failed = (await ctx.db.failedReads(store.merchantId, 500)).find((one) => one.storeId === exception.storeId && one.kind === exception.read && one.target === exception.target);
      if (!failed) return GONE;
      await ctx.db.commit([{ ...base, fulfilledReads: [failed] }]);
      return DONE;
    }
  }
};

/** Only what waits for a person may be put aside: one that was retried meanwhile is applied. */
const isParked = async (ctx: FlowContext, merchantId: StoreRecord["merchantId"], id: string): Promise<boolean> => {
  for (let cursor: string | null = ""; cursor !== null;) {
    const page: Awaited<ReturnType<FlowContext["db"]["parkedDeliveries"]>> = await ctx.db.parkedDeliveries(merchantId, cursor, PARKED_PAGE);
    if (page.rows.some((one) => one.id === id)) return true;
    cursor = page.nextCursor;
  }
  return false;
};
