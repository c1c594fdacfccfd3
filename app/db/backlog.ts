import { and, lte, sql, type AnyColumn } from "drizzle-orm";
import type { Instant } from "../domain/ids";
import { $ } from "./phrases";
import type { Backlog } from "./port";
import { ask, rowsOf, type Engine, type Work } from "./statement";

const count = sql<number>`count(*)`.mapWith(Number);
const oldest = (column: AnyColumn) => sql<number | null>`min(${column})`.mapWith(Number);

const inboxWaiting = rowsOf("backlog_inbox", ({ db, t }) => db.select({ count }).from(t.inbox).where(sql`${t.inbox.status} = 'waiting'`));
const inboxParked = rowsOf("backlog_inbox_parked", ({ db, t }) => db.select({ count }).from(t.inbox).where(sql`${t.inbox.status} = 'parked'`));
const inboxOldest = rowsOf("backlog_inbox_oldest", ({ db, t }) =>
  db.select({ at: oldest(t.inbox.receivedAt) }).from(t.inbox).where(and(sql`${t.inbox.status} = 'waiting'`, lte(t.inbox.dueAt, $("now")))));

const readsWaiting = rowsOf("backlog_reads", ({ db, t }) => db.select({ count }).from(t.wantedReads).where(sql`${t.wantedReads.status} = 'waiting'`));
const readsFailed = rowsOf("backlog_reads_failed", ({ db, t }) => db.select({ count }).from(t.wantedReads).where(sql`${t.wantedReads.status} = 'failed'`));
const readsOldest = rowsOf("backlog_reads_oldest", ({ db, t: { wantedReads: r } }) =>
  db.select({ at: oldest(r.requestedAt) }).from(r).where(and(sql`${r.status} = 'waiting'`, lte(r.dueAt, $("now")))));

const outboxWaiting = rowsOf("backlog_outbox", ({ db, t }) =>
  db.select({ count }).from(t.outbox).where(sql`${t.outbox.status} in ('waiting', 'leased')`));
const outboxRefused = rowsOf("backlog_outbox_refused", ({ db, t }) => db.select({ count }).from(t.outbox).where(sql`${t.outbox.status} = 'refused'`));
const outboxOldest = rowsOf("backlog_outbox_oldest", ({ db, t: { outbox: o } }) =>
  db.select({ at: oldest(o.createdAt) }).from(o).where(and(sql`${o.status} in ('waiting', 'leased')`, lte(o.dueAt, $("now")))));

/** How much work waits, of all merchants. */
export function* countBacklog(now: Instant): Work<Backlog> {
  const one = function* (statement: typeof inboxWaiting): Work<number> {
    return (yield* ask(statement))[0]?.count ?? 0;
  };
  const oldestOf = function* (statement: typeof inboxOldest): Work<number> {
    return (yield* ask(statement, { now }))[0]?.at ?? Infinity;
  };
  const dueSince = Math.min(yield* oldestOf(inboxOldest), yield* oldestOf(readsOldest), yield* oldestOf(outboxOldest));
  return {
    inboxWaiting: yield* one(inboxWaiting),
    inboxParked: yield* one(inboxParked),
    readsWaiting: yield* one(readsWaiting),
    readsFailed: yield* one(readsFailed),
    outboxWaiting: yield* one(outboxWaiting),
    outboxRefused: yield* one(outboxRefused),
    oldestDueAt: Number.isFinite(dueSince) ? dueSince : null,
  };
}

export const backlogQueries = (engine: Engine) => ({ backlog: (now: Instant) => engine.read(() => countBacklog(now)) });
