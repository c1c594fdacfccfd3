import { setTimeout as sleep } from "node:timers/promises";
import { checkAlways, checkSettled } from "../simulation/checks";
import type { World } from "../simulation/compared";
import { countEffects } from "./effects";
import type { House } from "./house";
import { startPerson, goLive } from "./person";
import { startPlatform } from "./platform";
import { killing, strikeAll, type Strike, type StrikePlan } from "./strikes";

export interface KillResult {
  /** How often each part was hit. */
  hits: Record<string, number>;
  acknowledged: number;
  messages: number;
  orders: number;
  parcels: number;
  intents: number;
  stockEntries: number;
  /** Attempts of the platform that met a dead house. */
  failedAttempts: number;
  /** Broken promises; empty when all held. */
  violations: string[];
}

const ORDER_PAUSE_MS = 200;
/** On a slow machine a round lasts longer, and brings no more work for it. */
const ORDERS_PER_ROUND = 6;
const PARCELS_WHEN_BUSY = 3;
const REST_PATIENCE_MS = 120_000;

export interface KillPlan extends StrikePlan {
  /** Who is hit; web and worker are killed where it is absent. */
  strikes?: readonly Strike[];
  /** The first strike waits until parcels leave. Otherwise strikes begin while the store is read for the first time. */
  busyFirst?: boolean;
  /** Around the last messages: what begins when the last strike is over, and ends when all messages are acknowledged. */
  closing?: { begin(): void; end(): Promise<void> };
  /** How long the backlog may stand still after the last strike. */
  patienceMs?: number;
}

/**
 * Strikes a house under load, round after round; then lets it come to rest and looks for what was lost or happened twice: every acknowledged
 * message is stored, once; the ledger holds; each parcel that was asked for exists at most once; house and platform agree.
 */
export const killUnderLoad = async (house: House, { strikes, busyFirst = false, patienceMs = REST_PATIENCE_MS, closing, ...plan }: KillPlan): Promise<KillResult> => {
  const store = await goLive(house);
  let rounds = 0;
  let closed = false;
  const counted = (strikes ?? [killing(house.web), killing(house.worker)]).map((strike): Strike => ({ ...strike, hit: () => strike.hit().finally(() => (rounds += 1)) }));
  const ordersMax = (): number => ORDERS_PER_ROUND * (rounds + 2) + (closed ? 1 : 0);
  const platform = startPlatform(house.sandbox, { url: () => house.webhooks, pauseMs: ORDER_PAUSE_MS, ordersMax });
  const person = startPerson(house, store);
  for (const until = Date.now() + patienceMs; busyFirst && person.asked.size < PARCELS_WHEN_BUSY && Date.now() < until; ) await sleep(50);
  const hits = await strikeAll(counted, plan);
  if (closing) {
    closing.begin();
    closed = true;
    await platform.sold();
  }
  platform.closeShop();
  await person.stop();
  const delivered = await platform.delivered(patienceMs);
  await closing?.end();
  const violations = await comeToRest(house, patienceMs);
  if (!delivered) violations.push("every-message-is-taken: the house takes no more messages");
  await platform.stop();
  const world: World = {
    twin: house.sandbox.twin, clock: { now: Date.now() }, merchantId: store.merchantId, storeId: store.id, askedParcels: person.asked, violations: [], ground: { db: house.db },
  };
  const effects = await countEffects(house, platform.acknowledged);
  violations.push(...effects.violations, ...(await lostMessages(house, platform.acknowledged)), ...(await checkAlways(world)), ...(await checkSettled(world)));
  for (const { endedByItself } of [house.web, house.worker]) violations.push(...endedByItself.map((words) => `lives-until-killed: ${words}`));
  const { orders, fulfillments } = house.sandbox.twin.shop();
  const { messages, intents, stockEntries } = effects;
  return { hits, acknowledged: platform.acknowledged.length, messages, orders: orders.size, parcels: fulfillments.size, intents, stockEntries, failedAttempts: platform.failed, violations };
};

/** Until nothing waits, what the dead had taken up included. A slow machine takes its time, as long as it goes on. */
const comeToRest = async ({ db }: House, patienceMs: number): Promise<string[]> => {
  let least = Infinity;
  let until = Date.now() + patienceMs;
  for (;;) {
    const backlog = await db.backlog(Date.now());
    const waiting = backlog.inboxWaiting + backlog.readsWaiting + backlog.outboxWaiting;
    if (waiting === 0) return [];
    if (waiting < least) until = Date.now() + patienceMs;
    least = Math.min(least, waiting);
    if (Date.now() > until) return [`nothing-waits: ${JSON.stringify(backlog)}`];
    await sleep(100);
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
