import type { MerchantId, OrderId } from "../domain/ids";
import type { ChangedOrder, ReplayReport } from "../domain/replay/types";
import type { Columns } from "./columns";

/** What replays of the past found; when and by whom they were asked for stands on their runs. Ids and figures, nobody's name. */
export const replayTables = (c: Columns) => ({
  replays: c.table("replays", {
    merchantId: c.text<MerchantId>().notNull(),
    /** The run's. */
    id: c.text().notNull(),
    report: c.json<Omit<ReplayReport, "changed">>().notNull(),
    /** Orders that the second policy would route otherwise: of these the ones that matter most are kept. */
    changedOrders: c.integer().notNull(),
    madeAt: c.big().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.id] })]),

  replayOrders: c.table("replay_orders", {
    merchantId: c.text<MerchantId>().notNull(),
    replayId: c.text().notNull(),
    /** From 0, by how much they differ. */
    rank: c.integer().notNull(),
    orderId: c.text<OrderId>().notNull(),
    change: c.json<ChangedOrder>().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.replayId, t.rank] })]),
});
