import { and, asc, eq, getTableColumns, lte, not, sql } from "drizzle-orm";
import type { Instant, MerchantId, StoreId } from "../domain/ids";
import type { ReadKind, ToldBy, WantedRead } from "../domain/messages";
import { $, list } from "./phrases";
import type { Db, Take } from "./port";
import type { Schema } from "./schema";
import { ask, changeEach, countOf, type EachStatement, replacementOf, rowsOf, type Engine, type Scope, type ValueOf, type Work } from "./statement";
import { excluded } from "./upsert";

/** A new hint for a read that is already wanted: newest wish, earliest time, and all its tries back. */
export const wantReads = replacementOf("want_read", (t) => t.wantedReads, {
  key: ({ wantedReads: r }) => [r.merchantId, r.storeId, r.kind, r.target],
  set: ({ t: { wantedReads: r }, greatest, least }) => ({
    requestedAt: greatest(r.requestedAt, excluded(r.requestedAt)),
    dueAt: sql`case when ${r.status} = 'waiting' then ${least(r.dueAt, excluded(r.dueAt))} else ${excluded(r.dueAt)} end`,
    status: "waiting", attempts: 0, problem: null,
    told: sql`coalesce(${r.told}, ${excluded(r.told)})`, asker: sql`coalesce(${excluded(r.asker)}, ${r.asker})`,
  }),
});

const table = (t: Schema) => t.wantedReads;
const ownKey = ({ wantedReads: r }: Schema) => ({ merchantId: r.merchantId, storeId: r.storeId, kind: r.kind, target: r.target });

export const wishRowOf = (read: WantedRead) =>
  ({ leaseUntil: 0, ...read, told: read.told ? JSON.stringify(read.told) : null, asker: read.asker ?? null });

const wishOf = <Row extends { told: string | null }>(row: Row) => ({ ...row, told: row.told === null ? null : (JSON.parse(row.told) as ToldBy) });

const thisRead = ({ t: { wantedReads: r } }: Scope, value: ValueOf = $) =>
  and(eq(r.merchantId, value("merchantId")), eq(r.storeId, value("storeId")), eq(r.kind, value("kind")), eq(r.target, value("target")));

const unmoved = (scope: Scope, value: ValueOf = $) => and(thisRead(scope, value), eq(scope.t.wantedReads.requestedAt, value("requestedAt")));

export const fulfilReads: EachStatement = { name: "fulfil_read", table, values: (t) => ({ ...ownKey(t), requestedAt: t.wantedReads.requestedAt }), where: unmoved };

/** Reads that were asked for again while they were done: due at once. */
export const releaseReads: EachStatement = { name: "release_read", table, values: ownKey, where: thisRead, set: () => ({ leaseUntil: 0 }) };

const postponeRead = countOf("postpone_read", (scope) =>
  scope.db.update(scope.t.wantedReads)
    .set({ dueAt: $("dueAt"), attempts: $("attempts"), status: $("status"), problem: $("problem"), leaseUntil: 0 } as never)
    .where(unmoved(scope)));

const due = ({ t: { wantedReads: r } }: Scope) => and(sql`${r.status} = 'waiting'`, lte(r.dueAt, $("now")), lte(r.leaseUntil, $("now")));

const dueElsewhere = (scope: Scope) => and(due(scope), not(scope.among(scope.t.wantedReads.storeId, "except")));

const anyDueOf = (name: string, which: typeof due) => rowsOf(name, (scope) =>
  scope.db.select({ target: scope.t.wantedReads.target }).from(scope.t.wantedReads).where(which(scope)).limit(1));
const anyDue = anyDueOf("reads_any_due", due);
const anyDueElsewhere = anyDueOf("reads_any_due_elsewhere", dueElsewhere);

const readFields = ({ t }: Scope) => {
  const { leaseUntil: _leaseUntil, ...fields } = getTableColumns(t.wantedReads);
  return fields;
};

const selectDueOf = (name: string, which: typeof due) => rowsOf(name, (scope) =>
  scope.locked(scope.db.select(readFields(scope)).from(scope.t.wantedReads).where(which(scope))
    .orderBy(asc(scope.t.wantedReads.dueAt), asc(scope.t.wantedReads.requestedAt)).limit($("limit")), { skip: true }));
const selectDue = selectDueOf("reads_due", due);
const selectDueElsewhere = selectDueOf("reads_due_elsewhere", dueElsewhere);

const leaseReads: EachStatement = {
  name: "lease_read",
  table,
  values: (t) => ({ ...ownKey(t), leaseUntil: t.wantedReads.leaseUntil }),
  where: thisRead,
  set: ({ t }, value) => ({ leaseUntil: value("leaseUntil"), attempts: sql`${t.wantedReads.attempts} + 1` }),
};

const selectFailed = rowsOf("reads_failed", (scope) => {
  const { wantedReads: r } = scope.t;
  return scope.db.select(readFields(scope)).from(r).where(and(eq(r.merchantId, $("merchantId")), sql`${r.status} = 'failed'`))
    .orderBy(asc(r.requestedAt)).limit($("limit"));
});

const retryFailed = countOf("read_retry", (scope) =>
  scope.db.update(scope.t.wantedReads).set({ status: "waiting", attempts: 0, problem: null, dueAt: $("now"), leaseUntil: 0 } as never)
    .where(and(thisRead(scope), sql`${scope.t.wantedReads.status} = 'failed'`)));

export const readQueries = (engine: Engine) => ({
  claimReads: async (now: Instant, leaseMs: number, take: number | Take): Promise<WantedRead[]> => {
    const { limit, except } = typeof take === "number" ? { limit: take, except: [] } : take;
    const asked = { now, limit, ...(except.length > 0 && { except: list(except) }) };
    if ((await engine.ask(except.length > 0 ? anyDueElsewhere : anyDue, asked)).length === 0) return [];
    return engine.write(function* (): Work<WantedRead[]> {
      const reads = yield* ask(except.length > 0 ? selectDueElsewhere : selectDue, asked);
      yield* changeEach(leaseReads, reads.map((read) => ({ leaseUntil: now + leaseMs, ...read })));
      return reads.map((read) => ({ ...wishOf(read), attempts: read.attempts + 1 }));
    });
  },

  /** A read that was asked for again meanwhile keeps its new wish and is only released. */
  postponeReads: (reads: readonly WantedRead[]): Promise<void> =>
    engine.write(function* (): Work<void> {
      for (const read of reads) {
        if ((yield* ask(postponeRead, { ...read })) === 0) yield* changeEach(releaseReads, [read]);
      }
    }),

  failedReads: async (merchantId: MerchantId, limit: number): Promise<WantedRead[]> => (await engine.ask(selectFailed, { merchantId, limit })).map(wishOf),

  retryRead: async (merchantId: MerchantId, read: { storeId: StoreId; kind: ReadKind; target: string }, now: Instant) =>
    (await engine.ask(retryFailed, { merchantId, ...read, now })) > 0,
}) satisfies Partial<Db>;
