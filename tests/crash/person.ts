import { setTimeout as sleep } from "node:timers/promises";
import type { StoreRecord } from "../../app/domain/records";
import { actOnOrder } from "../../app/flows/acts";
import { setStoreStatus } from "../../app/flows/store-status";
import type { House } from "./house";

const ACT_PAUSE_MS = 120;

/** Starts the worker, waits until the store was read for the first time, and lets the house write to it. */
export const goLive = async ({ db, ctx, worker }: House): Promise<StoreRecord> => {
  await worker.start();
  for (;;) {
    const [store] = await db.allStores();
    if (store && (await db.locations(store.merchantId)).length > 0) {
      const set = await setStoreStatus(ctx, { store, status: "live" });
      if (set.ok) return { ...store, status: "live" };
    }
    await sleep(50);
  }
};

/** A person who ships what is ready, all day long, and tries again tomorrow what fails today. */
export const startPerson = (house: House, store: StoreRecord): { asked: Set<string>; stop(): Promise<void> } => {
  const asked = new Set<string>();
  let running = true;
  const done = (async () => {
    for (let number = 1; running; number += 1) {
      await sleep(ACT_PAUSE_MS);
      // The database may be down in this very moment; whether an act was stored may then be known to nobody.
      await shipOne(house, store, { number, asked }).catch(() => undefined);
    }
  })();
  return {
    asked,
    async stop() {
      running = false;
      await done;
    },
  };
};

const shipOne = async ({ db, ctx }: House, store: StoreRecord, { number, asked }: { number: number; asked: Set<string> }): Promise<void> => {
  const { rows } = await db.findOrders({ merchantId: store.merchantId, statuses: ["routed", "released"], limit: 5 });
  const order = rows.at(number % Math.max(1, rows.length));
  const aggregate = order && (await db.order(store.merchantId, order.id));
  const part = aggregate?.fulfillmentOrders.find((one) => one.status === "open" || one.status === "in-progress");
  if (!part) return;
  const tracking = { company: "UPS", number: `SY-crash-${number}`, url: null };
  asked.add(tracking.number);
  const lines = part.lines.map(({ orderLineId, remainingQuantity }) => ({ orderLineId, quantity: remainingQuantity }));
  await actOnOrder(ctx, { store, actor: "person:tester", orderId: part.orderId, act: { kind: "ship", fulfillmentOrderId: part.id, lines, tracking, notifyCustomer: false } });
};
