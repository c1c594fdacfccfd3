import type { Db } from "../db/port";
import type { MerchantId } from "../domain/ids";

type Change = { id: string; orderId: string };

export interface ChangeFeed {
  /** Calls `changed` when the merchant's history may have grown. Ends with the returned function. */
  listen(merchantId: MerchantId, changed: () => void): () => void;
  /** What is newer, oldest first; listeners that stand at the same place share one query. */
  after(merchantId: MerchantId, afterId: string): Promise<Change[]>;
  newest(merchantId: MerchantId): Promise<string>;
}

interface Watch {
  listeners: Set<() => void>;
  timer: NodeJS.Timeout;
  newestId: string | null;
  asking: boolean;
}

const POLL_MS = 500;
export const CHANGES_MAX = 200;

/** Watches each merchant once, however many screens are open: rows tell what happened, whichever process wrote them. */
export function createChangeFeed(db: Pick<Db, "newestEventId" | "eventsAfter">, onTrouble: (error: unknown) => void, pollMs: number = POLL_MS): ChangeFeed {
  const watches = new Map<MerchantId, Watch>();
  const shared = new Map<string, Promise<Change[]>>();

  const poll = async (merchantId: MerchantId, watch: Watch): Promise<void> => {
    if (watch.asking) return;
    watch.asking = true;
    try {
      const newestId = await db.newestEventId(merchantId);
      if (newestId === watch.newestId) return;
      watch.newestId = newestId;
      watch.listeners.forEach((changed) => changed());
    } catch (error) {
      onTrouble(error);
    } finally {
      watch.asking = false;
    }
  };

  return {
    listen(merchantId, changed) {
      const watch = watches.get(merchantId) ?? { listeners: new Set(), newestId: null, asking: false, timer: setInterval(() => void poll(merchantId, watches.get(merchantId)!), pollMs) };
      watches.set(merchantId, watch);
      watch.listeners.add(changed);
      return () => {
        watch.listeners.delete(changed);
        if (watch.listeners.size > 0 || watches.get(merchantId) !== watch) return;
        clearInterval(watch.timer);
        watches.delete(merchantId);
      };
    },
    after(merchantId, afterId) {
      const key = `${merchantId} ${afterId}`;
      const running = shared.get(key);
      if (running) return running;
      const asked = db.eventsAfter(merchantId, afterId, CHANGES_MAX);
      shared.set(key, asked);
      // Shared by those who were told in this turn only: an answer that was asked for earlier may lack what they were told of.
      queueMicrotask(() => shared.delete(key));
      return asked;
    },
    newest: (merchantId) => db.newestEventId(merchantId),
  };
}
