import { Queue as BullQueue, Worker } from "bullmq";
import type { JobName, Queue, QueueTrouble, WakeHandlers } from "./queue";

const QUEUE_NAME = "switchyard";
/** Wake-ups of one process within this time are sent as one: a burst of deliveries is one round trip, not thousands. */
const GATHER_MS = 10;
const CONCURRENCY = 8;
const ANSWER_WITHIN_MS = 2_000;
/** A Redis that does not answer may hold up no start and no stop: the sweep finds the rows without it. */
const READY_WITHIN_MS = 5_000;
const STOP_WITHIN_MS = 5_000;
const CONNECT_WITHIN_MS = 5_000;
const RECONNECT_MAX_MS = 5_000;

interface Wake {
  key: string;
}

/** The queue over Redis, for any number of web and worker processes. `prefix` keeps several installations in one Redis apart. */
export function createBullQueue(settings: { redisUrl: string; prefix?: string }, onTrouble: QueueTrouble): Queue {
  const connection = connectionOf(settings.redisUrl);
  const prefix = settings.prefix ?? "switchyard";
  const queue = new BullQueue<Wake, void, JobName>(QUEUE_NAME, { connection: { ...connection, enableOfflineQueue: true }, prefix });
  queue.on("error", (error) => onTrouble({ name: "connection", error }));
  const gathered = new Map<string, { name: JobName; key: string }>();
  let timer: NodeJS.Timeout | null = null;
  let worker: Worker<Wake, void, JobName> | null = null;
  let stopped = false;
  let sending = false;

  // One sending at a time: while Redis is down it waits, and what is asked for meanwhile is gathered, a name and key once.
  const send = async (): Promise<void> => {
    timer = null;
    if (sending) return;
    sending = true;
    await sendGathered();
    sending = false;
    if (gathered.size > 0 && !stopped) timer ??= setTimeout(() => void send(), GATHER_MS);
  };
  const sendGathered = async (): Promise<void> => {
    const jobs = [...gathered.entries()].map(([id, wake]) => ({ name: wake.name, data: { key: wake.key }, opts: jobOptions(id) }));
    gathered.clear();
    if (jobs.length === 0) return;
    await queue.addBulk(jobs).catch((error: unknown) => onTrouble({ name: "connection", error }));
  };

  return {
    kind: "redis",
    enqueue(name, key) {
      if (stopped) return;
      gathered.set(`${name}/${key}`, { name, key });
      timer ??= setTimeout(() => void send(), GATHER_MS);
    },
    async work(handlers: WakeHandlers) {
      worker = new Worker<Wake, void, JobName>(QUEUE_NAME, async (job) => { await handlers[job.name]?.(job.data.key); }, { connection, prefix, concurrency: CONCURRENCY });
      worker.on("failed", (job, error) => onTrouble({ name: job?.name ?? "connection", error }));
      worker.on("error", (error) => onTrouble({ name: "connection", error }));
      await inTime(READY_WITHIN_MS, worker.waitUntilReady());
    },
    trouble: () => answers(queue),
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await inTime(STOP_WITHIN_MS, send());
      await inTime(STOP_WITHIN_MS, Promise.all([worker?.close(), queue.close()]));
      await Promise.allSettled([worker?.disconnect(), queue.disconnect()]);
    },
  };
}

/** `keepLastIfActive`: asking while the handler runs makes it run once more; asking while it waits does nothing. */
const jobOptions = (id: string) => ({ deduplication: { id, keepLastIfActive: true }, removeOnComplete: true, removeOnFail: true });

/** Waits for what may never come, and for no failure of it. */
async function inTime(ms: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise.catch(() => undefined), late]);
  clearTimeout(timer);
}

async function answers(queue: BullQueue<Wake, void, JobName>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("Redis does not answer."), ANSWER_WITHIN_MS);
  });
  const asked = queue.getJobCounts("waiting").then(() => null, () => "Redis refused the question.");
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** BullMQ wants `maxRetriesPerRequest: null`, so that a worker outlives a restart of Redis. */
function connectionOf(redisUrl: string) {
  const url = new URL(redisUrl);
  return {
    host: url.hostname,
    port: Number(url.port || 6379),
    username: decodeURIComponent(url.username) || undefined,
    password: decodeURIComponent(url.password) || undefined,
    db: Number(url.pathname.slice(1) || 0),
    tls: url.protocol === "rediss:" ? {} : undefined,
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_WITHIN_MS,
    /** Full jitter, so that many processes do not come back together. */
    retryStrategy: (times: number) => Math.ceil(Math.random() * Math.min(RECONNECT_MAX_MS, 50 * 2 ** Math.min(times, 10))),
  };
}
