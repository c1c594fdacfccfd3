import { setTimeout as sleep } from "node:timers/promises";
import { createChannels } from "../connectors/channels";
import type { Channel, ChannelWorld } from "../connectors/channels/port";
import { createActs } from "./acts.server";
import { answeringOutages } from "./outage-answers.server";
import { createPlatformFetch } from "./auth/platform-fetch";
import { createShopifyAuth, type ShopifyAuth } from "./auth/shopify";
import { createStoreAccess } from "./auth/store-access";
import { watchedFetch } from "./auth/watched-fetch";
import { clockwork } from "./clockwork.server";
import type { Compute } from "./compute/port";
import { createThreads } from "./compute/threads";
import { openDatabase } from "./db/open-database";
import type { Db } from "./db/port";
import type { Platform } from "./domain/platform";
import { connectStore } from "./flows/connect-store";
import type { FlowContext, Log } from "./flows/context";
import { createStoreGate } from "./flows/store-gate";
import { createBullQueue } from "./jobs/bullmq";
import { withCappedLeases } from "./jobs/capped-leases";
import { createInlineQueue } from "./jobs/inline";
import type { JobName, Queue, QueueTrouble } from "./jobs/queue";
import { problemOf } from "./log.server";
import type { Acts } from "./screens/acts";
import type { ScreenContext } from "./screens/context";
import type { Settings, ShopifySettings } from "./settings.server";

/** Everything that a process of the house holds open. */
export interface Context {
  flow: FlowContext;
  /** Closed as soon as the process is told to stop: what it was doing is begun anew by the next. */
  compute: Compute;
  channels: ReadonlyMap<Platform, Channel>;
  queue: Queue;
  auth: ShopifyAuth;
  /** The verbs of people and programs; the screens' own answer an outage of the database in words. */
  acts: Acts;
  screens: ScreenContext;
  /** Lets go of the queue and of the threads, then of the database. */
  close(): Promise<void>;
}

/** The registration that the environment names; custom apps have rows of their own. */
const ENVIRONMENT_REGISTRATION_ID = "shopify";

/** What a person's act may have left to do; reconciliation has a clock of its own. */
const WOKEN_BY_ACTS: readonly JobName[] = ["apply-deliveries", "perform-reads", "perform-intents"];

/** The composition root: the only place that picks a database, a queue, a connector and a clock. */
export async function openContext(settings: Settings & { shopify: ShopifySettings }, log: Log): Promise<Context> {
  const db = withCappedLeases(await openDatabase({ url: settings.databaseUrl.reveal(), masterKeys: settings.masterKeys.reveal() }), settings.leaseMsMax, clockwork.now);
  const { shopify } = settings;
  await seedRegistration(db, shopify);
  const platformFetch = createPlatformFetch(shopify.sandboxUrl);
  const gate = createStoreGate(clockwork);
  const refusedTokens = new Map<string, string>();
  const { fetch: reach, ...world } = channelWorld(platformFetch);
  const channels = createChannels({ ...world, fetch: watchedFetch(reach, { gate, now: Date.now, refusedTokens }) });
  const compute = createThreads();
  const flow: FlowContext = {
    db, log, gate, compute, ...clockwork,
    channel: (platform) => channelOf(channels, platform),
    access: createStoreAccess({ sessions: db.sessions, registration: (id) => db.registration(id), fetch: platformFetch, now: Date.now, newId: clockwork.newId, log, gate, refusedTokens }),
  };
  const auth = createShopifyAuth({
    settings: shopify, db, fetch: platformFetch, log, registrationId: ENVIRONMENT_REGISTRATION_ID,
    connectStore: (opened) => connectStore(flow, { platform: "shopify", ...opened }),
  });
  const queue = openQueue(settings, log);
  const wake = (): void => WOKEN_BY_ACTS.forEach((name) => queue.enqueue(name, ""));
  const acts = createActs(flow, wake);
  const screens = answeringOutages({
    flow, acts, requireStore: auth.requireStore, addDocumentHeaders: auth.addDocumentHeaders,
    surface: { shopify: { apiKey: shopify.apiKey, appBridgeUrl: shopify.appBridgeUrl } },
  });
  return {
    flow, compute, channels, queue, auth, acts, screens,
    async close() {
      await Promise.all([queue.stop(), compute.close()]);
      await db.close();
    },
  };
}

function channelOf(channels: ReadonlyMap<Platform, Channel>, platform: Platform): Channel {
  const channel = channels.get(platform);
  if (!channel) throw new Error(`no channel for ${platform}`);
  return channel;
}

function openQueue(settings: Settings, log: Log): Queue {
  const onTrouble: QueueTrouble = ({ name, error }) => log.warn("queue trouble", { kind: name, problem: problemOf(error) });
  return settings.redisUrl ? createBullQueue({ redisUrl: settings.redisUrl.reveal() }, onTrouble) : createInlineQueue(onTrouble);
}

/** The environment is the source of its own registration: a rotated secret takes effect with the restart that brings it. */
async function seedRegistration(db: Db, shopify: ShopifySettings): Promise<void> {
  const wanted = {
    id: ENVIRONMENT_REGISTRATION_ID, platform: "shopify" as const, clientId: shopify.apiKey, clientSecret: shopify.apiSecret.reveal(),
    previousClientSecret: shopify.previousApiSecret?.reveal() ?? null,
  };
  const known = await db.registration(wanted.id);
  if (JSON.stringify(known) !== JSON.stringify({ ...known, ...wanted })) await db.saveRegistration(wanted);
}

const channelWorld = (send: typeof fetch): ChannelWorld => ({
  fetch: (url, init) => send(url, init) as ReturnType<ChannelWorld["fetch"]>,
  now: Date.now,
  sleep: async (ms) => void (await sleep(ms)),
});
