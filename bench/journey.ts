import type { Db } from "../app/db/port";
import type { MerchantId, StoreId } from "../app/domain/ids";
import type { StoreRecord } from "../app/domain/records";
import { applyDeliveries } from "../app/flows/apply-deliveries";
import { performReads } from "../app/flows/perform-reads";
import { newSecret, prepareLoad, startWeb, startWorker } from "./processes";
import { processorMs } from "./processor-time";
import { MASTER_KEYS, benchContext, connectBenchStore, drain, readingsOf, storeOrders } from "./stage";
import type { WorkerReport } from "./worker";
import { ordersFrom, type WorkloadShape } from "./workload";

const CONNECTIONS = 32;
/** Looking costs the database time that is not the journey's. */
const LOOK_MS = 500;
const WARM_UP_ORDERS_MAX = 300;
const FAULTS_SHOWN = 3;

export interface JourneySize {
  databaseUrl: string;
  orders: number;
  workers: number;
  shape?: WorkloadShape;
  profile: boolean;
  /** Called when some orders have gone through the house and before the clock runs: a database in use knows its tables. */
  settle?: () => Promise<void>;
  /** Called when the last order is decided, before the ledger is proved. */
  drained?: () => Promise<void>;
}

export interface Journey {
  merchantId: MerchantId;
  storeId: StoreId;
  /** From the word to the workers to the last order decided. */
  seconds: number;
  reports: WorkerReport[];
}

/** What taking the messages took: seconds to the last answer, and milliseconds of processor time of the web process and of the sender. */
interface Taken {
  acknowledgedSeconds: number;
  webMs: number;
  senderMs: number;
}

/**
 * Connects a store and sells orders in it over HTTP while workers drain them to the outbox, all in processes of their own.
 * Throws when a message was refused, an order got lost, or the ledger is not in order at the end.
 */
export const sellOverHttp = async (db: Db, size: JourneySize): Promise<Journey & Taken> => {
  const secret = newSecret();
  const store = await connectBenchStore(benchContext(db, () => undefined, size.shape), secret);
  const web = await startWeb(size.databaseUrl, { secret, masterKeys: MASTER_KEYS });
  try {
    const { port, path } = web;
    const sender = await prepareLoad({ port, path, secret, connections: CONNECTIONS, from: 0, count: size.orders, ...(size.shape && { shape: size.shape }), seconds: null, rate: null });
    const before = processorMs(web.pid);
    const taken: Taken = { acknowledgedSeconds: 0, webMs: 0, senderMs: 0 };
    const journey = await drainByWorkers(db, { store, size }, async () => {
      const sent = await sender.send();
      if (sent.refused > 0) throw new Error(`${sent.refused} deliveries of the benchmark were refused.`);
      Object.assign(taken, { acknowledgedSeconds: sent.seconds, webMs: processorMs(web.pid) - before, senderMs: sent.cpuMs });
    });
    return { ...journey, ...taken };
  } finally {
    await web.stop();
  }
};

/** The same without the web process: all messages are stored before the workers begin. */
export const sellStored = async (db: Db, size: JourneySize): Promise<Journey> => {
  const ctx = benchContext(db, () => undefined, size.shape);
  const store = await connectBenchStore(ctx);
  return drainByWorkers(db, { store, size, before: () => storeOrders(ctx, ordersFrom(0, size.orders, size.shape)) }, () => Promise.resolve());
};

interface Selling {
  store: StoreRecord;
  size: JourneySize;
  /** Before the clock runs. */
  before?: () => Promise<void>;
}

const drainByWorkers = async (db: Db, { store, size, before }: Selling, meanwhile: () => Promise<void>): Promise<Journey> => {
  const { databaseUrl, orders, shape, profile } = size;
  const { merchantId, id: storeId } = store;
  await warmUp(db, size);
  await before?.();
  const workers = await Promise.all(Array.from({ length: size.workers }, () => startWorker({ databaseUrl, from: 0, count: orders, ...(shape && { shape }), profile })));
  const began = Date.now();
  for (const worker of workers) worker.go();
  await meanwhile().then(() => untilDrained(db, store)).catch(async (problem: unknown) => {
    await Promise.all(workers.map((worker) => worker.stop()));
    throw problem;
  });
  const reports = await Promise.all(workers.map((worker) => worker.stop()));
  await size.drained?.();
  const { routed = 0, backordered = 0 } = await db.countOrdersByStatus(merchantId);
  const sold = orders + warmUpOrders(size);
  if (routed + backordered !== sold) throw new Error(`${sold} orders were sold, and ${routed + backordered} are decided on.`);
  await assertLedger(db, merchantId);
  return { merchantId, storeId, reports, seconds: (Math.max(...reports.map((report) => report.lastDecidedAt)) - began) / 1_000 };
};

/** Orders from before the first one that is measured. */
const warmUp = async (db: Db, size: JourneySize): Promise<void> => {
  const { shape, settle } = size;
  const orders = ordersFrom(-warmUpOrders(size), warmUpOrders(size), shape);
  const ctx = benchContext(db, readingsOf(orders), shape);
  await storeOrders(ctx, orders);
  await drain(() => applyDeliveries(ctx));
  await drain(() => performReads(ctx));
  await settle?.();
};

const warmUpOrders = ({ orders }: JourneySize): number => Math.min(orders, WARM_UP_ORDERS_MAX);

/** Throws when the ledger breaks a promise: a unit sold twice among them. */
const assertLedger = async (db: Db, merchantId: MerchantId): Promise<void> => {
  const faults = await db.ledgerFaults(merchantId, FAULTS_SHOWN);
  if (faults.length > 0) throw new Error(`The ledger is not in order after the benchmark: ${JSON.stringify(faults)}`);
};

/** Until each order is decided on; levels that are read once more by the way, seconds later, are not waited for. */
const untilDrained = async (db: Db, { merchantId, id }: StoreRecord): Promise<void> => {
  for (;;) {
    const { inboxWaiting, inboxParked, readsFailed } = await db.backlog(Date.now());
    if (inboxParked + readsFailed > 0) throw new Error(`${inboxParked} deliveries of the benchmark were parked, and ${readsFailed} reads failed.`);
    if (inboxWaiting === 0 && (await db.oldestOrderWish(merchantId, id)) === null) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
};
