import { sql } from "drizzle-orm";
import type { DriftAbout, DriftCause, DriftEvent, DriftFinder, DriftGap, DriftMend, HeardMessage } from "../domain/drift/drift";
import type { ItemId, LocationId, MerchantId, OrderId, StoreId } from "../domain/ids";
import type { Columns } from "./columns";
import { isUnsettledDrift } from "./phrases";

/** How far Switchyard and the platform drifted apart, and the messages that show why. */
export const driftTables = (c: Columns) => ({
  drifts: c.table("drifts", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    storeId: c.text<StoreId>().notNull(),
    about: c.text<DriftAbout>().notNull(),
    subject: c.text().notNull(),
    hears: c.text().notNull(),
    itemId: c.text<ItemId>(),
    locationId: c.text<LocationId>(),
    orderId: c.text<OrderId>(),
    causeKey: c.text(),
    gaps: c.json<DriftGap[]>().notNull(),
    foundBy: c.text<DriftFinder>().notNull(),
    cause: c.text<DriftCause>().notNull(),
    decideBy: c.big().notNull(),
    decidedAt: c.big(),
    beganAt: c.big().notNull(),
    beganExactly: c.bool().notNull(),
    foundAt: c.big().notNull(),
    mendedAt: c.big(),
    mendedBy: c.text<DriftMend>(),
    lastedMs: c.big(),
    evidence: c.json<DriftEvent[]>().notNull(),
    askedBy: c.text(),
    lookAt: c.big(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.id] }),
    c.index("drifts_by_finding").on(t.merchantId, t.storeId, t.foundAt, t.cause),
    c.index("drifts_by_cause").on(t.merchantId, t.storeId, t.cause, t.foundAt),
    c.uniqueIndex("drifts_open").on(t.merchantId, t.subject).where(sql`${t.mendedAt} is null`),
    c.index("drifts_unsettled").on(t.merchantId, t.storeId, t.foundAt).where(isUnsettledDrift(t)),
    c.index("drifts_due").on(t.lookAt).where(sql`${t.lookAt} is not null`),
    /** Which messages matter: a lost one may still come. */
    c.index("drifts_hearing").on(t.merchantId, t.hears).where(sql`${t.cause} in ('looking', 'lost-message')`),
  ]),

  heardMessages: c.table("heard_messages", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    storeId: c.text<StoreId>().notNull(),
    about: c.text().notNull(),
    why: c.text<HeardMessage["why"]>().notNull(),
    topic: c.text().notNull(),
    deliveryKey: c.text().notNull(),
    triggeredAt: c.big(),
    receivedAt: c.big().notNull(),
  }, (t) => [
    c.primaryKey({ columns: [t.merchantId, t.id, t.about] }),
    c.index("heard_messages_about").on(t.merchantId, t.about, t.receivedAt),
    c.index("heard_messages_by_age").on(t.receivedAt),
  ]),
});
