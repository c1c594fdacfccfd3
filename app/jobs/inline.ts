import type { JobName, Queue, QueueTrouble, WakeHandlers } from "./queue";

interface Waiting {
  name: JobName;
  key: string;
}

/** The queue inside one process: enough for one machine, because the sweep finds what another process enqueued. */
export function createInlineQueue(onTrouble: QueueTrouble): Queue {
  const waiting = new Map<string, Waiting>();
  const running = new Map<string, Promise<void>>();
  let handlers: WakeHandlers | null = null;
  let stopped = false;

  const start = (id: string): void => {
    const job = waiting.get(id);
    if (!job || !handlers || running.has(id)) return;
    waiting.delete(id);
    running.set(id, deliver(job, handlers).finally(() => {
      running.delete(id);
      setImmediate(start, id);
    }));
  };

  const deliver = async (job: Waiting, to: WakeHandlers): Promise<void> => {
    try {
      await to[job.name]?.(job.key);
    } catch (error) {
      onTrouble({ name: job.name, error });
    }
  };

  return {
    kind: "inline",
    enqueue(name, key) {
      if (stopped) return;
      const id = `${name} ${key}`;
      waiting.set(id, { name, key });
      setImmediate(start, id);
    },
    work(given) {
      handlers = given;
      for (const id of waiting.keys()) setImmediate(start, id);
      return Promise.resolve();
    },
    trouble: () => Promise.resolve(null),
    async stop() {
      stopped = true;
      waiting.clear();
      await Promise.all(running.values());
    },
  };
}
