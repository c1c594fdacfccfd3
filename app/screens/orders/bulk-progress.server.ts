import type { Db } from "../../db/port";
import type { RunRecord } from "../../domain/desk";
import { toId, type OrderId } from "../../domain/ids";
import type { StoreRecord } from "../../domain/records";
import { BULK_WORDS, type BulkKind } from "./bulk-words";

const FAILURES_SHOWN_MAX = 50;

/** How far an act on many orders has come, in words. */
export interface BulkProgress {
  runId: string;
  status: RunRecord["status"];
  /** "Hold 128 orders" */
  title: string;
  done: number;
  failed: number;
  total: number | null;
  problem: string | null;
  failures: { orderId: string; name: string; problem: string }[];
  /** There are more failures than are listed. */
  moreFailures: number;
}

/** The run that the address names, else one that is under way; null when there is nothing to show. */
export async function bulkProgress(db: Db, store: StoreRecord, runId: string | null): Promise<BulkProgress | null> {
  const run = runId === null
    ? (await db.runs(store.merchantId, { storeId: store.id, kinds: ["bulk-act"], limit: 1 })).find((each) => each.status === "running")
    : await db.run(store.merchantId, runId);
  if (run === undefined || run === null || run.kind !== "bulk-act") return null;
  const failures = failuresOf(run.detail);
  const orders = await db.orderAggregates(store.merchantId, failures.slice(0, FAILURES_SHOWN_MAX).map(({ orderId }) => toId<OrderId>(orderId)));
  const names = new Map(orders.map(({ order }) => [order.id as string, order.name]));
  return {
    runId: run.id, status: run.status, done: run.done, failed: run.failed, total: run.total, problem: run.problem,
    title: titleOf(run),
    failures: failures.slice(0, FAILURES_SHOWN_MAX).map(({ orderId, problem }) => ({ orderId, problem, name: names.get(orderId) ?? "A removed order" })),
    moreFailures: Math.max(0, run.failed - Math.min(failures.length, FAILURES_SHOWN_MAX)),
  };
}

function titleOf({ detail, total }: RunRecord): string {
  const act = detail["act"];
  const kind = typeof act === "string" ? act : typeof act === "object" && act !== null && "kind" in act ? String(act.kind) : "";
  const words = kind in BULK_WORDS ? BULK_WORDS[kind as BulkKind].label : "Change";
  return total === null ? `${words}: counting the orders` : `${words}: ${total.toLocaleString("en-US")} ${total === 1 ? "order" : "orders"}`;
}

/** What the run wrote down of each order that it could not change; anything else is left out. */
function failuresOf(detail: Record<string, unknown>): { orderId: string; problem: string }[] {
  const { failures } = detail;
  if (!Array.isArray(failures)) return [];
  return failures.filter((each): each is { orderId: string; problem: string } =>
    typeof each === "object" && each !== null && "orderId" in each && "problem" in each && typeof each.orderId === "string" && typeof each.problem === "string");
}
