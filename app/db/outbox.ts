import { and, asc, eq, getTableColumns, gt, lt, lte, ne, not, notExists, or, sql } from "drizzle-orm";
import type { Instant, MerchantId, OrderId } from "../domain/ids";
import type { OutboxRow } from "../domain/messages";
import { readCursor, writeCursor } from "./cursor";
import { $, byId, list } from "./phrases";
import type { Db, OrderPage, Take } from "./port";
import type { Schema } from "./schema";
import { ask, changeEach, countOf, type EachStatement, insertionOf, rowsOf, type Engine, type Scope, type ValueOf, type Work } from "./statement";

/** Our own holds carry a handle with this prefix; only they are released when a store is leaving. */
const OWN_HANDLE = "switchyard-";

export const insertIntents = insertionOf("insert_intents", (t) => t.outbox, { ignoreDuplicates: true });

export const outboxRowOf = (row: OutboxRow) =>
  ({ leaseUntil: 0, whileLeaving: row.intent.kind === "release-hold" && row.intent.handle.startsWith(OWN_HANDLE), ...row });

const open = ({ t }: Scope) => sql`${t.outbox.status} in ('waiting', 'leased')`;
const thisIntent = ({ t }: Scope, value: ValueOf = $) => and(eq(t.outbox.merchantId, value("merchantId")), eq(t.outbox.id, value("id")));
const ownKey = ({ outbox: o }: Schema) => ({ merchantId: o.merchantId, id: o.id });

/** What is finished stays finished: a late answer changes only an open row. */
export const settleIntents: EachStatement = {
  name: "settle_intent",
  table: (t) => t.outbox,
  values: (t) => ({ ...ownKey(t), status: t.outbox.status, dueAt: t.outbox.dueAt, problem: t.outbox.problem, progress: t.outbox.progress }),
  where: (scope, value) => and(thisIntent(scope, value), open(scope)),
  set: (_, value) => ({ status: value("status"), dueAt: value("dueAt"), problem: value("problem"), progress: value("progress"), leaseUntil: 0 }),
};

export const withdrawIntents: EachStatement = {
  name: "withdraw_intent",
  table: (t) => t.outbox,
  values: (t) => ({ ...ownKey(t), problem: t.outbox.problem }),
  where: (scope, value) => and(thisIntent(scope, value), eq(scope.t.outbox.status, "waiting")),
  set: (_, value) => ({ status: "withdrawn", problem: value("problem") }),
};

const saveProgress = countOf("save_intent_progress", (scope) =>
  scope.db.update(scope.t.outbox).set({ progress: $("progress"), leaseUntil: $("until") } as never)
    .where(and(thisIntent(scope), eq(scope.t.outbox.status, "leased"), eq(scope.t.outbox.attempts, $("attempt")))));

export const intentFields = ({ t }: Scope) => {
  const { leaseUntil: _leaseUntil, whileLeaving: _whileLeaving, ...fields } = getTableColumns(t.outbox);
  return fields;
};

/** Due, of a store that may be written to, and the first open row of its lane while no other of the lane is being performed. */
const claimable = (scope: Scope) => {
  const { db, t: { outbox: o, stores }, alias } = scope;
  const other = alias(o, "other");
  const lanePredecessor = db.select({ one: sql`1` }).from(other).where(and(
    eq(other.merchantId, o.merchantId), eq(other.lane, o.lane), ne(other.id, o.id), sql`${other.status} in ('waiting', 'leased')`,
    or(lt(other.id, o.id), and(eq(other.status, "leased"), gt(other.leaseUntil, $("now")))),
  ));
  const mayWrite = db.select({ one: sql`1` }).from(stores).where(and(
    eq(stores.merchantId, o.merchantId), eq(stores.id, o.storeId),
    or(eq(stores.status, "live"), and(eq(stores.status, "leaving"), eq(o.whileLeaving, true))),
  ));
  return and(open(scope), lte(o.dueAt, $("now")), lte(o.leaseUntil, $("now")), notExists(lanePredecessor), sql`exists ${mayWrite}`);
};

const claimableElsewhere = (scope: Scope) => and(not(scope.among(scope.t.outbox.storeId, "except")), claimable(scope));

const anyClaimableOf = (name: string, which: typeof claimable) => rowsOf(name, (scope) =>
  scope.db.select({ id: scope.t.outbox.id }).from(scope.t.outbox).where(which(scope)).limit(1));
const anyClaimable = anyClaimableOf("outbox_any_claimable", claimable);
const anyClaimableElsewhere = anyClaimableOf("outbox_any_claimable_elsewhere", claimableElsewhere);

const selectClaimableOf = (name: string, which: typeof claimable) => rowsOf(name, (scope) => {
  const { t: { outbox: o } } = scope;
  return scope.locked(scope.db.select(intentFields(scope)).from(o).where(which(scope))
    .orderBy(asc(o.dueAt), asc(o.id)).limit($("limit")), { skip: true });
});
const selectClaimable = selectClaimableOf("outbox_claimable", claimable);
const selectClaimableElsewhere = selectClaimableOf("outbox_claimable_elsewhere", claimableElsewhere);

const leaseIntents: EachStatement = {
  name: "lease_intent",
  table: (t) => t.outbox,
  values: (t) => ({ ...ownKey(t), leaseUntil: t.outbox.leaseUntil }),
  where: thisIntent,
  set: ({ t }, value) => ({ status: "leased", leaseUntil: value("leaseUntil"), attempts: sql`${t.outbox.attempts} + 1` }),
};

const CLAIM_LOCK = 7_340_001;

/** One claimer at a time on PostgreSQL: two that look at the same moment might lease two rows of one lane. */
const lockClaims = rowsOf("outbox_lock_claims", ({ db }) => db.select({ locked: sql`pg_advisory_xact_lock(${sql.raw(String(CLAIM_LOCK))})` }).from(sql`(select 1) as one`));

const selectOpenOfOrders = rowsOf("outbox_open_of_orders", (scope) => {
  const { t: { outbox: o } } = scope;
  return scope.db.select(intentFields(scope)).from(o)
    .where(and(eq(o.merchantId, $("merchantId")), scope.among(o.orderId, "orderIds"), open(scope)));
});

const selectOfOrder = rowsOf("outbox_of_order", (scope) => {
  const { t: { outbox: o } } = scope;
  return scope.db.select(intentFields(scope)).from(o).where(and(eq(o.merchantId, $("merchantId")), eq(o.orderId, $("orderId")))).orderBy(asc(o.id));
});

const selectRefused = rowsOf("outbox_refused", (scope) => {
  const { t: { outbox: o } } = scope;
  return scope.db.select(intentFields(scope)).from(o)
    .where(and(eq(o.merchantId, $("merchantId")), sql`${o.status} = 'refused'`, sql`${o.id} > ${$("after")}`)).orderBy(asc(o.id)).limit($("limit"));
});

const retryRefused = countOf("outbox_retry", (scope) =>
  scope.db.update(scope.t.outbox).set({ status: "waiting", problem: null, dueAt: $("now"), leaseUntil: 0 } as never)
    .where(and(thisIntent(scope), eq(scope.t.outbox.status, "refused"))));

const hasten = countOf("outbox_hasten", (scope) => {
  const { t: { outbox: o } } = scope;
  return scope.db.update(o).set({ dueAt: $("now") } as never)
    .where(and(eq(o.merchantId, $("merchantId")), eq(o.orderId, $("orderId")), sql`${o.status} = 'waiting'`, eq(o.attempts, 0), gt(o.dueAt, $("now"))));
});

const dismissRefused = countOf("outbox_dismiss", (scope) =>
  scope.db.update(scope.t.outbox).set({ status: "withdrawn", problem: $("problem"), leaseUntil: 0 } as never)
    .where(and(thisIntent(scope), eq(scope.t.outbox.status, "refused"))));

export const intentQueries = (engine: Engine) => ({
  claimIntents: async (now: Instant, leaseMs: number, take: number | Take): Promise<OutboxRow[]> => {
    const { limit, except } = typeof take === "number" ? { limit: take, except: [] } : take;
    const asked = { now, limit, ...(except.length > 0 && { except: list(except) }) };
    if ((await engine.ask(except.length > 0 ? anyClaimableElsewhere : anyClaimable, asked)).length === 0) return [];
    return engine.write(function* (): Work<OutboxRow[]> {
      if (engine.kind === "postgresql") yield* ask(lockClaims);
      const rows = yield* ask(except.length > 0 ? selectClaimableElsewhere : selectClaimable, asked);
      yield* changeEach(leaseIntents, rows.map(({ merchantId, id }) => ({ merchantId, id, leaseUntil: now + leaseMs })));
      return rows.map((row) => ({ ...row, status: "leased", attempts: row.attempts + 1 }));
    });
  },

  saveIntentProgress: async (merchantId: MerchantId, intentId: string, { progress, lease }: { progress: Record<string, string>; lease: { attempt: number; until: Instant } }) =>
    (await engine.write(() => ask(saveProgress, { merchantId, id: intentId, progress, ...lease }))) > 0,


  /** Sorted here: for the order of ids SQLite would walk through the merchant's whole outbox. */
  openIntents: async (merchantId: MerchantId, orderIds: readonly OrderId[]): Promise<OutboxRow[]> =>
    (await engine.ask(selectOpenOfOrders, { merchantId, orderIds: list(orderIds) })).sort(byId),

  intentsOfOrder: (merchantId: MerchantId, orderId: OrderId): Promise<OutboxRow[]> => engine.ask(selectOfOrder, { merchantId, orderId }),

  refusedIntents: async (merchantId: MerchantId, cursor: string, limit: number): Promise<OrderPage<OutboxRow>> => {
    const [after] = cursor === "" ? [""] : readCursor(cursor, ["string"]);
    const rows = await engine.ask(selectRefused, { merchantId, after, limit: limit + 1 });
    const last = rows[limit - 1];
    return { rows: rows.slice(0, limit), nextCursor: rows.length > limit && last ? writeCursor([last.id]) : null };
  },

  retryIntent: async (merchantId: MerchantId, intentId: string, now: Instant) =>
    (await engine.ask(retryRefused, { merchantId, id: intentId, now })) > 0,

  hastenPlacements: async (merchantId: MerchantId, orderId: OrderId, now: Instant) =>
    (await engine.ask(hasten, { merchantId, orderId, now })) > 0,

  dismissIntent: async (merchantId: MerchantId, intentId: string, problem: string) =>
    (await engine.ask(dismissRefused, { merchantId, id: intentId, problem })) > 0,
}) satisfies Partial<Db>;
