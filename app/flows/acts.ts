import { emptyChangeSet } from "../domain/change-set";
import type { OrderId } from "../domain/ids";
import { StockBook, itemsWithMoreAvailable } from "../domain/inventory/stock-book";
import type { ActDecision } from "../domain/orders/act-change";
import { type Act, decideAct } from "../domain/orders/decide-act";
import type { StoreRecord } from "../domain/records";
import type { OrderPage } from "../db/port";
import type { FlowContext } from "./context";
import { wakeWaiting, wantedRead } from "./wanted";
import type { OutboxRow, ReadKind } from "../domain/messages";

export type ActResult = { ok: true } | { ok: false; field: string | null; problem: string };

const CONFLICTS_MAX = 3;
const PAGE = 200;
const DONE: ActResult = { ok: true };
const GONE: ActResult = { ok: false, field: null, problem: "It is not there any more. Reload the page." };

export interface OrderAct {
  store: StoreRecord;
  actor: string;
  orderId: OrderId;
  act: Act;
  /** Told in the order's history beside what was done. */
  mark?: Record<string, unknown>;
}

/** One act of a person on an order: loaded, decided and committed together; a conflict is decided anew. */
export const actOnOrder = async (ctx: FlowContext, ask: OrderAct): Promise<ActResult> => {
  for (let attempt = 1; attempt <= CONFLICTS_MAX; attempt += 1) {
    const decision = await decideOnOrder(ctx, ask);
    if (!decision.ok) return (await bringForward(ctx, ask)) ? RESTED : decision;
    const { change } = decision;
    const woken = await wakeWaiting(ctx, change.merchantId, itemsWithMoreAvailable(change.entries ?? []));
    const events = (change.events ?? []).map((event) => ({ ...event, detail: { ...event.detail, ...ask.mark } }));
    const [outcome] = await ctx.db.commit([{ ...change, events, wantedReads: [...(change.wantedReads ?? []), ...woken] }]);
    if (outcome?.status === "committed") return DONE;
  }
  return { ok: false, field: null, problem: "This order is changing at this moment. Look again and repeat it." };
};

const RESTED: ActResult = { ok: false, field: null, problem: "Its plan was still resting before it is written to your shop. It is written now: try again in a moment." };

/** Whoever wants to ship an order or begins to work on it waits for no plan that only rests. */
const bringForward = async (ctx: FlowContext, { store, orderId, act }: OrderAct): Promise<boolean> =>
  (act.kind === "ship" || act.kind === "start-work") && ctx.db.hastenPlacements(store.merchantId, orderId, ctx.now());

/** What an act would change, on the order as it is now. */
export const decideOnOrder = async (ctx: FlowContext, { store, actor, orderId, act }: OrderAct): Promise<ActDecision> => {
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

/** Something that the machine could not do, by what it was. */
export type ExceptionRef =
  | { kind: "delivery"; id: string }
  | { kind: "intent"; id: string }
  | { kind: "read"; storeId: StoreRecord["id"]; read: ReadKind; target: string };

/** `actor` is who asked; without one it is told as Switchyard's own doing. */
export const retryException = async (ctx: FlowContext, ask: { store: StoreRecord; actor?: string; exception: ExceptionRef }): Promise<ActResult> => {
  const { exception, store } = ask;
  const now = ctx.now();
  switch (exception.kind) {
    case "delivery": return (await ctx.db.retryDelivery(store.merchantId, exception.id, now)) ? DONE : GONE;
    case "intent": return retryIntent(ctx, { ...ask, id: exception.id });
    case "read": return (await ctx.db.retryRead(store.merchantId, { storeId: exception.storeId, kind: exception.read, target: exception.target }, now)) ? DONE : GONE;
  }
};

/** A refused parcel is asked for anew: what is left to ship has to be looked at again, or the same goods might leave twice. */
const retryIntent = async (ctx: FlowContext, { store, actor, id }: { store: StoreRecord; actor?: string; id: string }): Promise<ActResult> => {
  const { merchantId } = store;
  const row = await inPages((cursor) => ctx.db.refusedIntents(merchantId, cursor, PAGE), (one) => one.id === id);
  if (!row) return GONE;
  const { intent, orderId } = row;
  if (orderId === null) return (await ctx.db.retryIntent(merchantId, id, ctx.now())) ? DONE : GONE;
  if (intent.kind === "place") return decideAnew(ctx, { store, row, orderId });
  if (intent.kind !== "ship") return (await ctx.db.retryIntent(merchantId, id, ctx.now())) ? DONE : GONE;
  const shipment = (await ctx.db.order(merchantId, orderId))?.shipments.find((one) => one.id === intent.shipmentId);
  if (!shipment?.fulfillmentOrderId) return GONE;
  const lines = shipment.lines.map(({ orderLineId, quantity }) => ({ orderLineId, quantity }));
  const { fulfillmentOrderId } = shipment;
  const asked = await actOnOrder(ctx, {
    store, actor: actor ?? "switchyard", orderId, act: { kind: "ship", fulfillmentOrderId, lines, tracking: intent.tracking, notifyCustomer: intent.notifyCustomer },
  });
  if (asked.ok) await ctx.db.dismissIntent(merchantId, id, "It was asked for again.");
  return asked;
};

/** A refused move belongs to a plan of then: the order is read and decided on as things are now. */
const decideAnew = async (ctx: FlowContext, { store, row, orderId }: { store: StoreRecord; row: OutboxRow; orderId: OrderId }): Promise<ActResult> => {
  const { merchantId } = row;
  const [order, [latest]] = await Promise.all([ctx.db.order(merchantId, orderId), ctx.db.latestDecisions(merchantId, [orderId])]);
  if (!order) return GONE;
  const now = ctx.now();
  await ctx.db.commit([{
    ...emptyChangeSet(merchantId),
    decisionStatuses: latest?.status === "refused" ? [{ orderId, decisionId: latest.id, status: "withdrawn" }] : [],
    wantedReads: [wantedRead(store, { kind: "order", target: order.order.platformId }, { now })],
  }]);
  await ctx.db.dismissIntent(merchantId, row.id, "The order is decided on anew.");
  return DONE;
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
const isParked = async (ctx: FlowContext, merchantId: StoreRecord["merchantId"], id: string): Promise<boolean> =>
  (await inPages((cursor) => ctx.db.parkedDeliveries(merchantId, cursor, PAGE), (one) => one.id === id)) !== null;

const inPages = async <T>(page: (cursor: string) => Promise<OrderPage<T>>, wanted: (row: T) => boolean): Promise<T | null> => {
  for (let cursor: string | null = ""; cursor !== null;) {
    const { rows, nextCursor }: OrderPage<T> = await page(cursor);
    const found = rows.find(wanted);
    if (found !== undefined) return found;
    cursor = nextCursor;
  }
  return null;
};
