import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type AdminSchema, loadSchema } from "../../sandbox/shopify/schema";
import type { StoreShape } from "../../sandbox/shopify/store/demo-store";
import { type Twin, createTwin } from "../../sandbox/shopify/twin";
import type { MerchantId, StoreId } from "../../app/domain/ids";
import { createIngest } from "../../app/http/ingest";
import { connectStore } from "../../app/flows/connect-store";
import { DOMAIN, SECRET, SCOPES, TOPICS } from "./store";
import { type Ground, type Process, openGround, resetIds, startProcess } from "./house";
import { type Weather, calmWeather } from "./interference";
import { type Bookkeeper, openBooks } from "./journal";
import { type Memory, openMemory } from "./memory";
import { type Dice, createDice } from "./random";
import { type Trace, createTrace } from "./trace";

/** 2026-11-02 08:00 UTC: the first instant of every run. */
const FIRST_INSTANT = Date.UTC(2026, 10, 2, 8);

/** One way. */
const LATENCY_MAX_MS = 150;

/** Two goods that everybody wants, a few units of each. */
const CONTENDED_STORE = { products: 2, unitsLow: 1, unitsHigh: 5, untrackedShare: 0, continueSellingShare: 0, digitalShare: 0, locations: 4 };

/** What stands before the platform, when it has had enough. */
const SLOW_DOWN = { status: 429, ok: false, headers: { get: (name: string) => (name.toLowerCase() === "retry-after" ? "2.0" : null) }, text: () => Promise.resolve(""), body: null };

let schema: AdminSchema | null = null;

/** A whole simulated world: the platform, the database, two processes of the house, and what was asked of them. */
export interface World {
  seed: number;
  dice: Dice;
  clock: { now: number };
  twin: Twin;
  ground: Ground;
  weather: Weather;
  workers: [Process, Process];
  trace: Trace;
  merchantId: MerchantId;
  storeId: StoreId;
  /** Tracking numbers of parcels that a merchant asked for and the house accepted. */
  askedParcels: Set<string>;
  /** Parcels that were given a number here. */
  parcelsNamed: number;
  memory: Memory;
  books: Bookkeeper;
  violations: string[];
}

export interface WorldOptions {
  seed: number;
  databaseUrl: string;
  contended?: boolean;
  store?: Partial<StoreShape>;
}

/** A world whose store has just been connected: nothing of it is read yet. */
export const makeWorld = async (options: WorldOptions): Promise<World> => {
  resetIds();
  schema ??= loadSchema();
  const dice = createDice(options.seed);
  const clock = { now: FIRST_INSTANT };
  const trace = createTrace();
  const twin = createTwin({
    seed: options.seed, now: () => clock.now, schema, scopes: SCOPES, topics: TOPICS, domains: [DOMAIN], apiKey: "simulated", apiSecret: SECRET, bigIds: dice.chance(0.5),
    // Scarcity differs by seed: a few goods that everybody wants show what plenty hides.
    store: options.store ?? (options.contended ? CONTENDED_STORE : { products: dice.pick([4, 12]), unitsLow: 0, unitsHigh: dice.pick([3, 9]), untrackedShare: 0.1, continueSellingShare: 0.15, digitalShare: 0.05, locations: 4 }),
  });
  const weather = calmWeather(options.seed ^ 0x5eed, trace.note);
  const sleep = (ms: number): Promise<void> => {
    clock.now += ms;
    return Promise.resolve();
  };
  const ground = await openGround({
    databaseUrl: options.databaseUrl, clock, domain: DOMAIN, token: twin.grantToken(DOMAIN), seen: trace.note,
    world: {
      // The platform is some way off: what an answer tells was so a while ago.
      fetch: async (url, init) => {
        await sleep(weather.dice.between(1, LATENCY_MAX_MS));
        const answer = weather.dice.chance(weather.rates.tooMany) ? SLOW_DOWN : await twin.fetch(url, init);
        await sleep(weather.dice.between(1, LATENCY_MAX_MS));
        return answer;
      },
      now: () => clock.now, sleep,
    },
  });
  const workers: [Process, Process] = [startProcess(ground, weather), startProcess(ground, weather)];
  const store = await install(workers[0], ground);
  const world: World = { seed: options.seed, dice, clock, twin, ground, weather, workers, trace, ...store, askedParcels: new Set(), parcelsNamed: 0, memory: openMemory(), books: openBooks(), violations: [] };
  return world;
};

const install = async ({ ctx }: Process, ground: Ground): Promise<{ merchantId: MerchantId; storeId: StoreId }> => {
  await ground.db.saveRegistration({ id: "simulated", platform: "shopify", clientId: "simulated", clientSecret: SECRET, previousClientSecret: null });
  const store = await connectStore(ctx, { platform: "shopify", domain: DOMAIN, registrationId: "simulated", scopes: SCOPES });
  return { merchantId: store.merchantId, storeId: store.id };
};

/** Hands the house a few webhooks that are due, in any order, over its real ingest. */
export const deliver = async (world: World, most: number): Promise<number> => {
  const due = shuffled(world.twin.takeDeliveries(world.clock.now, most), world.weather);
  for (const delivery of due) {
    const process = startProcess(world.ground, world.weather);
    const ingest = createIngest({
      db: process.ctx.db, channels: new Map([["shopify", process.ctx.channel("shopify")]]), now: () => world.clock.now, newId: process.ctx.newId, wake: () => undefined, log: process.ctx.log,
    });
    const status = await Promise.race([post(ingest, delivery), process.life.death.then(() => null)]);
    world.trace.note(`webhook ${delivery.headers["X-Shopify-Topic"]} ${status}`);
    if (status === 200) await assertDurable(world, delivery);
    world.twin.settleDelivery(delivery.id, status, world.clock.now);
  }
  return due.length;
};

const shuffled = <T>(due: T[], { dice, rates }: Weather): T[] => {
  due.forEach((one, index) => {
    if (!dice.chance(rates.reorder)) return;
    const later = dice.between(index, due.length - 1);
    due[index] = due[later] as T;
    due[later] = one;
  });
  return due;
};

type Ingest = ReturnType<typeof createIngest>;

/** A request and an answer without a network between. */
const post = async (ingest: Ingest, delivery: { headers: Record<string, string>; body: string }): Promise<number> => {
  const request = new EventEmitter() as IncomingMessage;
  request.headers = Object.fromEntries(Object.entries(delivery.headers).map(([name, value]) => [name.toLowerCase(), value]));
  let status = 0;
  const response = {
    headersSent: false,
    writeHead(code: number) {
      status = code;
      return this;
    },
    setHeader: () => undefined, end: () => undefined, destroy: () => undefined,
  } as unknown as ServerResponse;
  const answered = ingest("shopify", request, response);
  queueMicrotask(() => {
    request.emit("data", Buffer.from(delivery.body, "utf8"));
    request.emit("end");
  });
  await answered;
  return status;
};

/** Acknowledged means stored: the same key offered again must be a duplicate, at once. */
const assertDurable = async (world: World, delivery: { headers: Record<string, string>; body: string }): Promise<void> => {
  const channel = world.workers[0].ctx.channel("shopify");
  const headers = channel.readHeaders(Object.fromEntries(Object.entries(delivery.headers).map(([name, value]) => [name.toLowerCase(), value])));
  if (!headers.ok) return;
  const [again] = await world.ground.db.storeDeliveries([{
    id: `probe-${world.clock.now}-${headers.deliveryKey}`, platform: "shopify", domain: headers.domain, merchantId: world.merchantId, storeId: world.storeId,
    deliveryKey: headers.deliveryKey, topic: headers.topic, triggeredAt: headers.triggeredAt, receivedAt: world.clock.now, body: delivery.body,
  }]);
  if (again !== "duplicate") world.violations.push(`acknowledged-is-durable: ${headers.topic} was answered 200, but offered again it was ${again}`);
};
