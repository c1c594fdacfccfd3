import type { Db } from "../app/db/port";
import { newSecret, prepareLoad, startWeb, startWorker } from "./processes";
import { MASTER_KEYS, benchContext, connectBenchStore } from "./stage";
import type { WorkerReport } from "./worker";
import type { WorkloadShape } from "./workload";

const CONNECTIONS = 32;
/** Looking costs the database time that is not the journey's. */
const LOOK_MS = 500;
const FAULTS_SHOWN = 3;

export interface JourneySize {
  databaseUrl: string;
  orders: number;
  workers: number;
  shape?: WorkloadShape;
  profile: boolean;
}

export interface Journey {
  /** From the first message sent to the last order decided. */
  seconds: number;
  acknowledgedSeconds: number;
  reports: WorkerReport[];
}

/**
 * Connects a store and sells orders in it over HTTP while workers drain them to the outbox, all in processes of their own.
 * Throws when a message was refused, an order got lost, or the ledger is not in order at the end.
 */
export const sellOverHttp = async (db: Db, size: JourneySize): Promise<Journey> => {
  const { databaseUrl, orders, shape, profile } = size;
  const secret = newSecret();
  const { merchantId } = await connectBenchStore(benchContext(db, () => undefined, shape), secret);
  const web = await startWeb(databaseUrl, { secret, masterKeys: MASTER_KEYS });
  try {
    const sender = await prepareLoad({ port: web.port, path: web.path, secret, connections: CONNECTIONS, from: 0, count: orders, ...(shape && { shape }), seconds: null, rate: null });
    const workers = await Promise.all(Array.from({ length: size.workers }, () => startWorker({ databaseUrl, from: 0, count: orders, ...(shape && { shape }), profile })));
    const began = Date.now();
    for (const worker of workers) worker.go();
    const sent = await sender.send();
    await untilDrained(db);
    const reports = await Promise.all(workers.map((worker) => worker.stop()));
    const seconds = (Math.max(...reports.map((report) => report.lastCommitAt)) - began) / 1_000;
    if (sent.refused > 0) throw new Error(`${sent.refused} deliveries of the benchmark were refused.`);
    const known = Object.values(await db.countOrdersByStatus(merchantId)).reduce((sum, count) => sum + count, 0);
    if (known !== orders) throw new Error(`${orders} orders were sold, and ${known} are known.`);
    await assertLedger(db, merchantId);
    return { seconds, acknowledgedSeconds: sent.seconds, reports };
  } finally {
    await web.stop();
  }
};

/** Throws when the ledger breaks a promise: a unit sold twice among them. */
export const assertLedger = async (db: Db, merchantId: Parameters<Db["ledgerFaults"]>[0]): Promise<void> => {
  const faults = await db.ledgerFaults(merchantId, FAULTS_SHOWN);
  if (faults.length > 0) throw new Error(`The ledger is not in order after the benchmark: ${JSON.stringify(faults)}`);
};

const untilDrained = async (db: Db): Promise<void> => {
  for (;;) {
    const { inboxWaiting, inboxParked, readsWaiting, readsFailed } = await db.backlog(Date.now());
    if (inboxParked + readsFailed > 0) throw new Error(`${inboxParked} deliveries of the benchmark were parked, and ${readsFailed} reads failed.`);
    if (inboxWaiting + readsWaiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
};
