import type { ServerResponse } from "node:http";
import type { Backlog, Db } from "../db/port";
import type { StoreRecord } from "../domain/records";
import { problemOf } from "../log.server";
import type { Queue } from "../jobs/queue";

export interface Health {
  status: "ok" | "degraded" | "down";
  database: "ok" | "down";
  queue: "ok" | "down";
  /** Deliveries, reads and intents that are due. */
  rowsWaiting: number | null;
  oldestWaitMs: number | null;
  backlog: Omit<Backlog, "oldestDueAt"> | null;
  /** Differences with the platforms that are not mended; null: not known. */
  openDrifts: number | null;
  /** The longest time for which a store's changed orders were not read through; null: none is connected, or not known. */
  ordersUnreadMs: number | null;
  /** How many stores have a platform that does not answer: their work waits, everybody else's goes on. */
  silentStores: number | null;
  problem: string | null;
}

interface HealthWorld {
  db: Pick<Db, "probeWrite" | "backlog" | "countOpenDrifts" | "allStores" | "allSilences">;
  queue: Pick<Queue, "trouble">;
  now(): number;
}

const ANSWER_WITHIN_MS = 3_000;
const SILENCES_MAX = 10_000;

/**
 * Healthy means: a row can be written. A silent queue is only a degradation, because rows are found without it. The answer names
 * no shop and no order: the page is open.
 */
export async function readHealth({ db, queue, now }: HealthWorld): Promise<Health> {
  const queueTrouble = await queue.trouble();
  const health: Health = { status: "ok", database: "ok", queue: queueTrouble === null ? "ok" : "down", rowsWaiting: null, oldestWaitMs: null, backlog: null, openDrifts: null, silentStores: null, ordersUnreadMs: null, problem: queueTrouble };
  try {
    await within(ANSWER_WITHIN_MS, db.probeWrite(now()));
    const { oldestDueAt, ...backlog } = await within(ANSWER_WITHIN_MS, db.backlog(now()));
    const oldestWaitMs = oldestDueAt === null ? 0 : Math.max(0, now() - oldestDueAt);
    const rowsWaiting = backlog.inboxWaiting + backlog.readsWaiting + backlog.outboxWaiting;
    const silences = await within(ANSWER_WITHIN_MS, db.allSilences(SILENCES_MAX));
    const silentStores = new Set(silences.map(({ storeId }) => storeId)).size;
    return { ...health, silentStores, status: queueTrouble === null ? "ok" : "degraded", rowsWaiting, oldestWaitMs, backlog, ...(await within(ANSWER_WITHIN_MS, driftOf(db, now()))) };
  } catch (error) {
    return { ...health, status: "down", database: "down", problem: problemOf(error) };
  }
}

const READ: readonly StoreRecord["status"][] = ["observe", "live", "paused"];

async function driftOf(db: HealthWorld["db"], now: number): Promise<Pick<Health, "openDrifts" | "ordersUnreadMs">> {
  const read = (await db.allStores()).flatMap(({ status, ordersReadUntil }) => (READ.includes(status) && ordersReadUntil !== null ? [ordersReadUntil] : []));
  return { openDrifts: await db.countOpenDrifts(), ordersUnreadMs: read.length === 0 ? null : Math.max(0, now - Math.min(...read)) };
}

export async function answerHealth(world: HealthWorld, response: ServerResponse): Promise<void> {
  const health = await readHealth(world);
  response.writeHead(health.status === "down" ? 503 : 200, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(`${JSON.stringify(health)}\n`);
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
