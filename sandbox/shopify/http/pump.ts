import type { Twin } from "../twin";
import type { Delivery } from "../webhooks/queue";

/** Total time for one delivery (shopify.dev: webhook delivery; the connection's 1 s is part of it). */
const TIMEOUT_MS = 5_000;
const CONCURRENCY = 8;
const PAUSE_MS = 40;

export interface Pump {
  /** Resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/** Sends webhooks as they fall due, a few at once, and tells the twin how each went. */
export function startPump(twin: Twin, url: string): Pump {
  const underWay = new Set<Promise<void>>();
  let running = true;
  const send = async (delivery: Delivery) => {
    const status = await post(url, delivery);
    twin.settleDelivery(delivery.id, status, Date.now());
  };
  const turn = () => {
    if (!running) return;
    for (const delivery of twin.takeDeliveries(Date.now(), CONCURRENCY - underWay.size)) {
      const sent = send(delivery).finally(() => {
        underWay.delete(sent);
        // The next goes at once: a burst must not wait for the clock.
        turn();
      });
      underWay.add(sent);
    }
  };
  const timer = setInterval(turn, PAUSE_MS);
  return {
    async stop() {
      running = false;
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}

async function post(url: string, delivery: Delivery): Promise<number | null> {
  try {
    const answer = await fetch(url, { method: "POST", headers: delivery.headers, body: delivery.body, signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "manual" });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return null;
  }
}
