import type { Interpretation } from "../../connectors/channels/port";
import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import type { RunRecord } from "../domain/desk";
import { type Instant, type OrderId, type PlatformId, idOf } from "../domain/ids";
import type { Delivery } from "../domain/messages";
import type { StoreRecord } from "../domain/records";
import { rewriteStore } from "../domain/store-row";
import type { FlowContext } from "./context";
import { applied } from "./settling";

const DAY_MS = 86_400_000;
/** How long an export can be downloaded: as long as the law gives the merchant to answer. */
const EXPORT_DAYS = 30;

export type PrivacyMeaning = Extract<Interpretation, { kind: "privacy" }>;

/** Whose data, by the platform's ids; personal data themselves never stand in a run. */
export interface Person {
  customer: PlatformId | null;
  orders: PlatformId[];
}

/** Where an erasure of a person stands. */
export interface EraseDetail extends Person {
  /** The message that asked for it: its own body names the person, and goes last. */
  deliveryId: string | null;
  phase: "find" | "orders" | "texts" | "proof";
  orderIds: OrderId[];
  contactIds: string[];
  /** How many of the orders are done. */
  ordersDone: number;
  cursor: { table: string; after: (string | number)[] | null } | null;
  /** Tables and rows that the proof has looked through so far. */
  tables: number;
  rows: number;
  rewritten: number;
  bodies: number;
  /** Where the proof found something, as `table.column` with how often. */
  hits: Record<string, number>;
}

/**
 * Requests under privacy law are answered by the app itself, also when it was removed and its token is dead: nothing of it asks
 * the platform. An export is ready at once, because it is made when it is downloaded; an erasure is a run that the worker takes on.
 */
export const privacyRequest = (ctx: FlowContext, store: StoreRecord, ask: { delivery: Delivery; meaning: PrivacyMeaning }): Partial<ChangeSet> => {
  const { delivery, meaning } = ask;
  const person: Person = { customer: meaning.customerPlatformId, orders: [...meaning.orderPlatformIds] };
  const deliveries = applied(delivery);
  switch (meaning.request) {
    case "data-request": return { runs: [exportRun(ctx, store, { actor: "platform", person })], activity: [requested(ctx, store, { verb: "customer-data-requested", person })], deliveries };
    case "redact-customer": return { runs: [eraseCustomerRun(ctx, store, { actor: "platform", person, deliveryId: delivery.id })], activity: [requested(ctx, store, { verb: "customer-erasure-requested", person })], deliveries };
    case "redact-shop": {
      if ((delivery.triggeredAt ?? delivery.receivedAt) < store.installedAt) return { deliveries: applied(delivery, "The app was installed again since.") };
      return { ...rewriteStore(store, { status: "uninstalled" }, ctx.now()), runs: [eraseStoreRun(ctx, store, "platform")], deliveries };
    }
  }
};

const newRun = (ctx: FlowContext, store: StoreRecord, run: Pick<RunRecord, "kind" | "actor" | "detail"> & Partial<RunRecord>): RunRecord => {
  const now = ctx.now();
  return { merchantId: store.merchantId, id: ctx.newId(), storeId: store.id, status: "running", total: null, done: 0, failed: 0, problem: null, startedAt: now, updatedAt: now, finishedAt: null, ...run };
};

export const exportRun = (ctx: FlowContext, store: StoreRecord, { actor, person }: { actor: string; person: Person }): RunRecord => {
  const now: Instant = ctx.now();
  return newRun(ctx, store, { kind: "export-customer", actor, status: "done", finishedAt: now, detail: { ...person, until: now + EXPORT_DAYS * DAY_MS } });
};

export const eraseCustomerRun = (ctx: FlowContext, store: StoreRecord, { actor, person, deliveryId }: { actor: string; person: Person; deliveryId: string | null }): RunRecord => {
  const detail: EraseDetail = { ...person, deliveryId, phase: "find", orderIds: [], contactIds: [], ordersDone: 0, cursor: null, tables: 0, rows: 0, rewritten: 0, bodies: 0, hits: {} };
  return newRun(ctx, store, { kind: "erase-customer", actor, detail: { ...detail } });
};

export const eraseStoreRun = (ctx: FlowContext, store: StoreRecord, actor: string): RunRecord => newRun(ctx, store, { kind: "erase-store", actor, detail: {} });

const requested = (ctx: FlowContext, store: StoreRecord, { verb, person: { customer, orders } }: { verb: string; person: Person }): NonNullable<ChangeSet["activity"]>[number] => ({
  merchantId: store.merchantId, id: ctx.newId(), at: ctx.now(), actor: "platform", verb, subjectKind: "customer",
  subjectId: customer === null ? "" : idOf(store.id, customer), reason: null, detail: { orders: orders.length },
});

/** A person asks on the command line or a screen. */
export const startRun = async (ctx: FlowContext, run: RunRecord): Promise<RunRecord> => {
  await ctx.db.commit([{ ...emptyChangeSet(run.merchantId), runs: [run] }]);
  return run;
};
