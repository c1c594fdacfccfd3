import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../app/db/open-database";
import { applyDeliveries } from "../app/flows/apply-deliveries";
import { performReads } from "../app/flows/perform-reads";
import type { BenchRow } from "./row";
import { MASTER_KEYS, benchContext, connectBenchStore, drain, readingsOf, storeOrders, timed } from "./stage";
import { ordersFrom } from "./workload";

const SIZE = { orders: 3_000 };

/**
 * The house's own share of an order's journey on SQLite with synchronous=FULL: delivery stored, captured and reserved, read
 * (from memory, where a platform would answer), routed with its certificate, intents in the outbox. The platform's time is
 * not in it.
 */
export const benchPipeline = async (size = SIZE): Promise<BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-bench-"));
  const db = await openDatabase({ url: join(folder, "bench.db"), masterKeys: MASTER_KEYS });
  try {
    const orders = ordersFrom(0, size.orders);
    const ctx = benchContext(db, readingsOf(orders));
    await connectBenchStore(ctx);
    const stored = await timed(() => storeOrders(ctx, orders));
    const applied = await timed(() => drain(() => applyDeliveries(ctx, { limit: 100 })));
    const routed = await timed(() => drain(() => performReads(ctx, { limit: 100 })));
    const whole = stored + applied + routed;
    const perMinute = (seconds: number): number => Math.round((size.orders / seconds) * 60);
    return [
      { name: "pipeline: deliveries stored, 50 at once", value: perMinute(stored), unit: "orders/min", ratio: whole / stored, against: "whole journey" },
      { name: "pipeline: captured and reserved", value: perMinute(applied), unit: "orders/min", ratio: whole / applied, against: "whole journey" },
      { name: "pipeline: read, routed, intents written", value: perMinute(routed), unit: "orders/min", ratio: whole / routed, against: "whole journey" },
      { name: "pipeline: whole journey to the outbox", value: perMinute(whole), unit: "orders/min" },
    ];
  } finally {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
