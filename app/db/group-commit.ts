import type { NewDelivery } from "../domain/messages";

/** Deliveries in one transaction at most, so that a write stays short. */
const DELIVERIES_PER_WRITE_MAX = 500;

type Stored = "stored" | "duplicate";

interface Waiting {
  deliveries: readonly NewDelivery[];
  resolve(stored: Stored[]): void;
  reject(error: unknown): void;
}

/**
 * Callers that come within one turn of the event loop, or while a write is running, share the next write and its fsync.
 * Each is answered after the commit. When a shared write fails, each caller is written alone, so that one who brings
 * something unwritable fails alone.
 */
export const groupCommit = (write: (deliveries: readonly NewDelivery[]) => Promise<boolean[]>) => {
  let queue: Waiting[] = [];
  let scheduled = false;

  const writeOne = async (one: Waiting) => {
    try {
      one.resolve((await write(one.deliveries)).map(asStored));
    } catch (error) {
      one.reject(error);
    }
  };
  const writeGroup = async (group: Waiting[]) => {
    try {
      const stored = (await write(group.flatMap((one) => one.deliveries))).map(asStored);
      let from = 0;
      for (const one of group) one.resolve(stored.slice(from, (from += one.deliveries.length)));
    } catch {
      for (const one of group) await writeOne(one);
    }
  };
  const writeQueue = async () => {
    while (queue.length > 0) {
      const group = firstGroup(queue);
      queue = queue.slice(group.length);
      await (group.length === 1 ? writeOne(group[0] as Waiting) : writeGroup(group));
    }
    scheduled = false;
  };
  return (deliveries: readonly NewDelivery[]): Promise<Stored[]> =>
    new Promise((resolve, reject) => {
      queue.push({ deliveries, resolve, reject });
      if (scheduled) return;
      scheduled = true;
      setImmediate(() => void writeQueue());
    });
};

const asStored = (stored: boolean): Stored => (stored ? "stored" : "duplicate");

const firstGroup = (queue: readonly Waiting[]): Waiting[] => {
  let count = 0;
  const end = queue.findIndex((one) => (count += one.deliveries.length) > DELIVERIES_PER_WRITE_MAX);
  return queue.slice(0, end === -1 ? queue.length : Math.max(end, 1));
};
