import { DRIFT_CAUSES } from "../domain/drift/drift";
import { staleParts } from "../domain/drift/bound";
import type { StoreRecord } from "../domain/records";
import { boundOf } from "../flows/watch-drift";
import { type CliWorld, type ExitCode, merchantsNamed } from "./command";

const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

/** How far each store and Switchyard drifted apart in a day; 1 when one was not compared for too long. */
export async function tellDrift({ flow, print }: CliWorld, options: { merchant?: string; json?: boolean }): Promise<ExitCode> {
  let stale = false;
  for (const merchantId of await merchantsNamed(flow.db, options.merchant)) {
    for (const store of await flow.db.stores(merchantId)) {
      if (store.status === "uninstalled") continue;
      const told = await driftOf(flow, store);
      stale ||= told.stale.length > 0;
      print(options.json ? JSON.stringify(told) : wordsOf(told));
    }
  }
  return stale ? 1 : 0;
}

async function driftOf({ db, now }: CliWorld["flow"], store: StoreRecord) {
  const { merchantId, id: storeId, domain } = store;
  const [bound, unsettled, counts] = [await boundOf(db, store, now()), await db.unsettledDrifts(merchantId, storeId), await db.driftCounts(merchantId, { storeId, since: now() - DAY_MS, stepMs: DAY_MS })];
  const causes = Object.fromEntries(DRIFT_CAUSES.map((cause) => [cause, counts.reduce((sum, one) => sum + (one.cause === cause ? one.count : 0), 0)]).filter(([, count]) => count !== 0)) as Record<string, number>;
  return { store: domain, boundMs: bound.ms, stockMs: bound.stockMs, ordersMs: bound.ordersMs, stale: staleParts(bound, new Set()), open: unsettled.count, causes };
}

function wordsOf({ store, boundMs, stale, open, causes }: Awaited<ReturnType<typeof driftOf>>): string {
  const bound = boundMs === null ? "not everything compared yet" : `compared within ${Math.ceil(boundMs / MINUTE_MS)} min`;
  const day = Object.entries(causes).map(([cause, count]) => `${cause} ${count}`).join(", ");
  return `${store}: ${bound}${stale.length === 0 ? "" : ` (too old: ${stale.join(", ")})`}, ${open} open, in 24 h: ${day === "" ? "none" : day}`;
}
