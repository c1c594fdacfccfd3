import { setTimeout as sleep } from "node:timers/promises";
import type { Sandbox } from "../../sandbox/shopify/http/server";

/** The platform's side of a crash test: it sells without pause and delivers every message until it is acknowledged. */
export interface Platform {
  /** Keys of the messages that were answered with success, in the order of the answers. */
  acknowledged: { topic: string; key: string }[];
  /** Attempts that met a dead or dying house. */
  failed: number;
  /** Resolves when the next order was sold. */
  sold(): Promise<void>;
  /** Stops selling; goes on delivering. */
  closeShop(): void;
  /** Resolves when every message was acknowledged and no new one has come for a while. False when none was taken for so long. */
  delivered(patienceMs: number): Promise<boolean>;
  stop(): Promise<void>;
}

const SENDERS = 8;
const ANSWER_WITHIN_MS = 5_000;
/** The real platform waits minutes before it tries again; a test has less time, and loses nothing by trying sooner. */
const AGAIN_MS = 60;
const QUIET_MS = 600;

type Delivery = ReturnType<Sandbox["twin"]["takeDeliveries"]>[number];

export interface Market {
  /** Where messages are delivered. */
  url(): string;
  /** Between two orders. */
  pauseMs: number;
  /** How many orders there may be by now. */
  ordersMax?(): number;
}

export const startPlatform = ({ twin }: Sandbox, house: Market): Platform => {
  const acknowledged: Platform["acknowledged"] = [];
  const underWay = new Set<Promise<void>>();
  let selling = true;
  let running = true;
  let failed = 0;
  let sold = 0;
  let lastAt = Date.now();

  const send = async (delivery: Delivery): Promise<void> => {
    while (running) {
      const status = await post(house.url(), delivery);
      lastAt = Date.now();
      if (status === 200) {
        twin.settleDelivery(delivery.id, 200, Date.now());
        acknowledged.push({ topic: delivery.headers["X-Shopify-Topic"] ?? "", key: delivery.headers["X-Shopify-Webhook-Id"] ?? "" });
        return;
      }
      failed += 1;
      await sleep(AGAIN_MS);
    }
  };
  const turn = (): void => {
    for (const delivery of twin.takeDeliveries(Date.now(), SENDERS - underWay.size)) {
      const sent = send(delivery).finally(() => underWay.delete(sent));
      underWay.add(sent);
    }
  };
  const pump = setInterval(turn, 10);
  const sell = (async () => {
    while (running) {
      if (selling && sold < (house.ordersMax?.() ?? Infinity)) {
        twin.people().placeOrder();
        sold += 1;
      }
      await sleep(house.pauseMs);
    }
  })();
  return {
    acknowledged,
    get failed() {
      return failed;
    },
    async sold() {
      for (const before = sold; sold === before; ) await sleep(house.pauseMs);
    },
    closeShop() {
      selling = false;
    },
    async delivered(patienceMs) {
      let known = -1;
      for (let until = 0; underWay.size > 0 || twin.nextDeliveryAt() !== null || Date.now() - lastAt < QUIET_MS; ) {
        if (acknowledged.length > known) until = Date.now() + patienceMs;
        known = acknowledged.length;
        if (Date.now() > until) return false;
        await sleep(20);
      }
      return true;
    },
    async stop() {
      running = false;
      clearInterval(pump);
      await Promise.all([sell, ...underWay]);
    },
  };
};

const post = async (url: string, delivery: Delivery): Promise<number | null> => {
  try {
    const answer = await fetch(url, { method: "POST", headers: delivery.headers, body: delivery.body, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return null;
  }
};
