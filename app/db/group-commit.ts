import type { NewDelivery } from "../domain/messages";
import { DatabaseUnavailable } from "./database-unavailable";

/** Deliveries in one transaction at most, so that a write stays short. */
const DELIVERIES_PER_WRITE_MAX = 500;

/** More than this waits for a write only where none succeeds: whoever comes then is told so at once, and memory stays bounded. */
export const WAITING_BYTES_MAX = 64 * 1024 * 1024;

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
  let waitingBytes = 0;

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
    } catch (error) {
      // Where the database itself is the trouble, asking once for each would only let everybody wait as long again.
      if (error instanceof DatabaseUnavailable) return group.forEach((one) => one.reject(error));
      for (const one of group) await writeOne(one);
    }
  };
  const writeQueue = async () => {
    while (queue.length > 0) {
      const group = firstGroup(queue);
      queue = queue.slice(group.length);
      await (group.length === 1 ? writeOne(group[0] as Waiting) : writeGroup(group));
      waitingBytes -= bytesOf(group);
    }
    scheduled = false;
  };
  return (deliveries: readonly NewDelivery[]): Promise<Stored[]> =>
    new Promise((resolve, reject) => {
      const own = { deliveries, resolve, reject };
      if (waitingBytes + bytesOf([own]) > WAITING_BYTES_MAX && waitingBytes > 0) return reject(new DatabaseUnavailable("too much waits for it"));
      waitingBytes += bytesOf([own]);
      queue.push(own);
      if (scheduled) return;
      scheduled = true;
      setImmediate(() => void writeQueue());
    });
};

const bytesOf = (group: readonly Waiting[]): number =>
  group.reduce((sum, one) => one.deliveries.reduce((own, { body }) => own + body.length, sum), 0);

const asStored = (stored: boolean): Stored => (stored ? "stored" : "duplicate");

const firstGroup = (queue: readonly Waiting[]): Waiting[] => {
  let count = 0;
  const end = queue.findIndex((one) => (count += one.deliveries.length) > DELIVERIES_PER_WRITE_MAX);
  return queue.slice(0, end === -1 ? queue.length : Math.max(end, 1));
};
