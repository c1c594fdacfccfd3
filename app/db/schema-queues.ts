import { sql } from "drizzle-orm";
import type { MerchantId, OrderId, StoreId } from "../domain/ids";
import type { InboxStatus, Intent, IntentStatus, ReadKind, WantedRead } from "../domain/messages";
import type { Platform } from "../domain/platform";
import type { Columns } from "./columns";

/** The rows that make work. What waits is found by partial indexes, whose conditions queries repeat word for word. */
export const queueTables = (c: Columns) => ({ ...inboxTables(c), ...readTables(c), ...outboxTables(c) });

const inboxTables = (c: Columns) => ({
  inbox: c.table("inbox", {
    id: c.text().primaryKey(),
    platform: c.text<Platform>().notNull(),
    domain: c.text().notNull(),
    merchantId: c.text<MerchantId>(),
    storeId: c.text<StoreId>(),
    deliveryKey: c.text().notNull(),
    topic: c.text().notNull(),
    triggeredAt: c.big(),
    receivedAt: c.big().notNull(),
    status: c.text<InboxStatus>().notNull(),
    reason: c.text(),
    attempts: c.integer().notNull(),
    dueAt: c.big().notNull(),
    leaseUntil: c.big().notNull(),
  }, (t) => [
    c.uniqueIndex("inbox_by_delivery_key").on(t.platform, t.domain, t.deliveryKey),
    c.index("inbox_waiting").on(t.dueAt, t.id).where(sql`${t.status} = 'waiting'`),
    c.index("inbox_parked").on(t.merchantId, t.id).where(sql`${t.status} = 'parked'`),
  ]),

  /** Apart from its row, so that marking a delivery applied rewrites no body. */
  inboxBodies: c.table("inbox_bodies", { id: c.text().primaryKey(), body: c.text().notNull() }),
});

const readTables = (c: Columns) => ({
  wantedReads: c.table("wanted_reads", {
    merchantId: c.text<MerchantId>().notNull(),
    storeId: c.text<StoreId>().notNull(),
    kind: c.text<ReadKind>().notNull(),
    target: c.text().notNull(),
    requestedAt: c.big().notNull(),
    dueAt: c.big().notNull(),
    attempts: c.integer().notNull(),
    status: c.text<WantedRead["status"]>().notNull(),
    problem: c.text(),
    /** The first message that asked for it, as JSON, and who else did. */
    told: c.text(),
    asker: c.text<NonNullable<WantedRead["asker"]>>(),
    leaseUntil: c.big().notNull(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.storeId, t.kind, t.target] }),
    c.index("wanted_reads_waiting").on(t.dueAt).where(sql`${t.status} = 'waiting'`),
    c.index("wanted_reads_failed").on(t.merchantId, t.requestedAt).where(sql`${t.status} = 'failed'`),
  ]),
});

const outboxTables = (c: Columns) => ({
  outbox: c.table("outbox", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    storeId: c.text<StoreId>().notNull(),
    orderId: c.text<OrderId>(),
    lane: c.text().notNull(),
    key: c.text().notNull(),
    intent: c.json<Intent>().notNull(),
    status: c.text<IntentStatus>().notNull(),
    attempts: c.integer().notNull(),
    dueAt: c.big().notNull(),
    createdAt: c.big().notNull(),
    progress: c.json<Record<string, string>>().notNull(),
    problem: c.text(),
    leaseUntil: c.big().notNull(),
    /** Performed even when the store is leaving: the release of a hold that we placed. */
    whileLeaving: c.bool().notNull(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.id] }),
    c.uniqueIndex("outbox_by_key").on(t.merchantId, t.key),
    c.index("outbox_by_order").on(t.merchantId, t.orderId, t.id),
    c.index("outbox_open").on(t.dueAt, t.id).where(sql`${t.status} in ('waiting', 'leased')`),
    c.index("outbox_open_lanes").on(t.merchantId, t.lane, t.id).where(sql`${t.status} in ('waiting', 'leased')`),
    c.index("outbox_of_stock").on(t.merchantId, t.dueAt).where(sql`${t.orderId} is null`),
    c.index("outbox_refused").on(t.merchantId, t.id).where(sql`${t.status} = 'refused'`),
  ]),
});
