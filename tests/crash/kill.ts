import { setTimeout as sleep } from "node:timers/promises";
import type { StoreRecord } from "../../app/domain/records";
import { actOnOrder } from "../../app/flows/acts";
import { setStoreStatus } from "../../app/flows/store-status";
import { checkAlways, checkSettled, type World } from "../simulation/checks";
import { createDice } from "../simulation/random";
import type { House } from "./house";
import { startPlatform } from "./platform";

export interface KillOptions {
  /** How often a process is killed. */
  rounds: number;
  /** Chooses who dies and when; what the processes do meanwhile is not repeatable. */
  seed: number;
}

export interface KillResult {
  acknowledged: number;
  orders: number;
  parcels: number;
  /** Attempts of the platform that met a dead house. */
  failedAttempts: number;
  /** Broken promises; empty when all held. */
  violations: string[];
}

const ORDER_PAUSE_MS = 200;
const LIFE_MS = { least: 60, most: 500 };
const REST_PATIENCE_MS = 180_000;
/** A killed worker's rows come free by their leases, the longest of which is two minutes: the clock that is asked with is ahead of it. */
const BEYOND_LEASES_MS = 130_000;

/**
 * Kills web and worker of a house under load, round after round; then lets it come to rest and looks for what was lost or
 * happened twice: every acknowledged message is stored, the ledger holds, each parcel that was asked for exists at most once, and house
 * and platform agree.
 */
export const killUnderLoad = async (house: House, { rounds, seed }: KillOptions): Promise<KillResult> => {
  const dice = createDice(seed);
  const store = await goLive(house);
  const platform = startPlatform(house.sandbox, { url: () => house.webhooks, pauseMs: ORDER_PAUSE_MS });
  const person = startPerson(house, store);
  for (let round = 0; round < rounds; round += 1) {
    const victim = dice.chance(0.5) ? house.web : house.worker;
    await sleep(dice.between(LIFE_MS.least, LIFE_MS.most));
    await victim.kill();
    await victim.start();
  }
  platform.closeShop();
  await person.stop();
  await platform.delivered();
  const violations = await comeToRest(house);
  await platform.stop();
  const world: World = {
    twin: house.sandbox.twin, clock: { now: Date.now() }, merchantId: store.merchantId, storeId: store.id, askedParcels: person.asked, violations: [], ground: { db: house.db },
  };
  violations.push(...(await lostMessages(house, platform.acknowledged)), ...(await checkAlways(world)), ...(await checkSettled(world)));
  const { orders, fulfillments } = house.sandbox.twin.shop();
  return { acknowledged: platform.acknowledged.length, orders: orders.size, parcels: fulfillments.size, failedAttempts: platform.failed, violations };
};

const goLive = async ({ db, ctx, worker }: House): Promise<StoreRecord> => {
  await worker.start();
  for (;;) {
    const [store] = await db.allStores();
    if (store && (await db.locations(store.merchantId)).length > 0) {
      await setStoreStatus(ctx, { store, status: "live" });
      return { ...store, status: "live" };
    }
    await sleep(50);
  }
};

/** A person who ships what is ready, all day long. */
const startPerson = ({ db, ctx }: House, store: StoreRecord): { asked: Set<string>; stop(): Promise<void> } => {
  const asked = new Set<string>();
  let running = true;
  const done = (async () => {
    for (let number = 1; running; number += 1) {
      await sleep(120);
      const { rows } = await db.findOrders({ merchantId: store.merchantId, statuses: ["routed", "released"], limit: 5 });
      const order = rows.at(number % Math.max(1, rows.length));
      const aggregate = order && (await db.order(store.merchantId, order.id));
      const part = aggregate?.fulfillmentOrders.find((one) => one.status === "open" || one.status === "in-progress");
      if (!part) continue;
      const tracking = { company: "UPS", number: `SY-crash-${number}`, url: null };
      // Known before the answer: whether an act was stored may be known to nobody when its process dies.
      asked.add(tracking.number);
      const lines = part.lines.map(({ orderLineId, remainingQuantity }) => ({ orderLineId, quantity: remainingQuantity }));
      await actOnOrder(ctx, { store, actor: "person:tester", orderId: part.orderId, act: { kind: "ship", fulfillmentOrderId: part.id, lines, tracking, notifyCustomer: false } });
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

/** Until nothing waits, leases of the dead included. */
const comeToRest = async ({ db }: House): Promise<string[]> => {
  const until = Date.now() + REST_PATIENCE_MS;
  for (;;) {
    const backlog = await db.backlog(Date.now() + BEYOND_LEASES_MS);
    if (backlog.inboxWaiting + backlog.readsWaiting + backlog.outboxWaiting === 0) return [];
    if (Date.now() > until) return [`nothing-waits: ${JSON.stringify(backlog)}`];
    await sleep(200);
  }
};

/** An acknowledged message offered again must be known. */
const lostMessages = async ({ db }: House, acknowledged: readonly { topic: string; key: string }[]): Promise<string[]> => {
  const [store] = await db.allStores();
  const outcomes = await db.storeDeliveries(acknowledged.map(({ topic, key }, index) => ({
    id: `offered-again-${index}`, platform: "shopify", domain: store?.domain ?? "", merchantId: store?.merchantId ?? null, storeId: store?.id ?? null,
    deliveryKey: key, topic, triggeredAt: null, receivedAt: Date.now(), body: "{}",
  })));
  return outcomes.flatMap((outcome, index) => (outcome === "duplicate" ? [] : [`acknowledged-is-durable: ${acknowledged[index]?.topic} ${acknowledged[index]?.key} was lost`]));
};
