import { createStage } from "./act";
import type { Stage } from "./act";
import { answerGraphql, DEVELOPMENT_LIMITS, WRONG_TOKEN } from "./api";
import type { Limits } from "./api";
import { flipCoins } from "./coins";
import type { Coins } from "./coins";
import { readState, writeState } from "./exact-json";
import { BULK_HOST, bulkFile } from "./graphql/bulk";
import { bothFaults, noFaults } from "./faults";
import type { Faults } from "./faults";
import { inspect } from "./inspect";
import type { Inspection } from "./inspect";
import type { Shop } from "./model/records";
import { makeReady, dueNow } from "./model/schedule";
import { completeShop, createShop } from "./model/shop";
import { answerTokenRequest, grantOffline, mintIdToken } from "./model/token";
import type { AppRegistration, TokenDesk } from "./model/token";
import { found } from "./model/world";
import { peopleOf } from "./person";
import type { People } from "./person";
import { createRandom, seedFrom } from "./random";
import type { AdminSchema } from "./schema";
import { createPictures } from "./stale-pictures";
import { DEMO_STORE, fillStore } from "./store/demo-store";
import type { StoreShape } from "./store/demo-store";
import { announce, hurry, openQueue, settle, takeDue } from "./webhooks/queue";
import type { Delivery, Outgoing, QueueCounters, QueueState } from "./webhooks/queue";

export const API_VERSION = "2026-07";
export const DEMO_DOMAIN = "demo.myshopify.com";
const DELIVERIES_AT_ONCE_MAX = 10_000;
/** Characters of a body that come at once. */
const BODY_PART = 65_536;

export interface TwinOptions {
  seed: number;
  now(): number;
  schema: AdminSchema;
  scopes: readonly string[];
  /** What the app subscribed to. */
  topics: readonly string[];
  /** Fixes coins that would be flipped otherwise. */
  coins?: Partial<Coins>;
  /** One shop each; the first is the default. */
  domains?: readonly string[];
  store?: Partial<StoreShape>;
  limits?: Partial<Limits>;
  apiKey?: string;
  apiSecret?: string;
  /** Ids above 2^53, as Shopify's samples have them (shopify.dev: webhook payloads). */
  bigIds?: boolean;
  /** False: webhooks begin with the first access token, as they do with an app that is not installed yet. */
  installed?: boolean;
  /** What `save` wrote. */
  saved?: string | null;
}

/** `lateMs`: so long the answer takes to come over a wire, where there is one. */
export interface TwinResponse { status: number; ok: boolean; lateMs: number; headers: { get(name: string): string | null }; text(): Promise<string>; body: AsyncIterable<Uint8Array> }
export interface TwinRequest { method: string; headers?: Record<string, string>; body?: string; signal?: AbortSignal }

export interface Twin {
  /** The platform's HTTP, by host: `https://demo.myshopify.com/admin/api/2026-07/graphql.json`. A time-out throws `TimeoutError`. */
  fetch(url: string, request: TwinRequest): Promise<TwinResponse>;
  mintIdToken(domain: string): string;
  /** An offline access token without asking for it over HTTP. */
  grantToken(domain: string, options?: { scopes?: readonly string[]; expiring?: boolean }): string;
  /** Webhooks that are due, oldest first; each must be settled. */
  takeDeliveries(now: number, limit?: number): Delivery[];
  /** `null`: no answer came. */
  settleDelivery(id: string, status: number | null, now: number): void;
  /** Acts of people in a shop. */
  people(domain?: string): People;
  inspect(domain?: string): Inspection;
  /** The model itself, for tests that must look closer. Not to be changed. */
  shop(domain?: string): Shop;
  faults: Faults;
  /** Faults that come and go by themselves, beside `faults`: asked whenever something may go wrong. Null: none now. */
  alsoFaults(inForce: () => Faults | null): void;
  coins: Readonly<Coins>;
  app: Readonly<AppRegistration>;
  /** What the app asks the merchant for. */
  askedScopes: readonly string[];
  /** New client secret; for an hour webhooks may still be signed with the old one. */
  rotateSecret(secret: string): void;
  counters(): QueueCounters & { waiting: number };
  /** How calls to the Admin API ended, since this process began. */
  calls(): Readonly<CallCounters>;
  /** Webhooks that are late or wait for a retry are due now; how many these are. */
  hurry(now: number): number;
  /** Access tokens end now, before their time; what they can be refreshed with stays good. */
  expireTokens(domain?: string): void;
  /** Webhooks on their way, in no order. */
  waiting(): Iterable<Readonly<Outgoing>>;
  /** When the next webhook is due, or null. */
  nextDeliveryAt(): number | null;
  save(): string;
}

/** `failed`: 5xx or a connection that dies before the effect; `answerLost`: after it. `denied`: the token was refused. */
export interface CallCounters { answered: number; throttled: number; failed: number; answerLost: number; denied: number; slow: number; stale: number }

/** 13 digits, or 18 above 2^53; steps as Shopify's have them. */
const ID_BASE = { realistic: 6_120_000_000_000n, big: 820_982_911_946_154_508n };
const ID_STEP = 32_768n;

interface Saved { shops: [string, Shop][]; queue: QueueState; ids: number; secrets: string[]; rotatedAt: number | null; random: number }

/** Everything that the platform is made of. */
function openPlatform(options: TwinOptions) {
  const saved = options.saved ? (readState(options.saved) as Saved) : null;
  const random = createRandom(saved?.random ?? seedFrom(options.seed, "shop"));
  const chance = createRandom(seedFrom(options.seed, "faults"));
  const coins = flipCoins(createRandom(seedFrom(options.seed, "coins")), options.coins);
  const app: AppRegistration = { apiKey: options.apiKey ?? "sandbox-key", secrets: saved?.secrets ?? [options.apiSecret ?? "sandbox-secret"] };
  if (options.apiSecret && app.secrets[0] !== options.apiSecret) app.secrets = [options.apiSecret, ...app.secrets];
  const queue = openQueue(saved?.queue ?? null);
  const faults = noFaults();
  let also: () => Faults | null = () => null;
  const inForce = (): Faults => {
    const more = also();
    return more ? bothFaults(faults, more) : faults;
  };
  const calls: CallCounters = { answered: 0, throttled: 0, failed: 0, answerLost: 0, denied: 0, slow: 0, stale: 0 };
  const topics = new Set(options.topics);
  const pictures = createPictures();
  const stages = new Map<string, Stage & { people: People }>();
  const counted = { ids: saved?.ids ?? 0, rotatedAt: saved?.rotatedAt ?? null };
  const newId = () => {
    counted.ids += 1;
    return String((options.bigIds ? ID_BASE.big : ID_BASE.realistic) + BigInt(counted.ids) * ID_STEP);
  };
  const open = (shop: Shop) => {
    const stage = createStage({
      shop, world: { now: options.now, random, coins, newId }, topics, topicScopes: options.schema.topicScopes,
      announce: ({ topic, eventId, body, at }) => announce(queue, { shopDomain: shop.domain, topic, eventId, body, now: at ?? options.now() }, { faults: inForce(), random: chance }),
      changed: (orders, levels) => { if (inForce().staleRead > 0) pictures.remember(shop, { orders, itemIds: [...levels.keys()].map((level) => level.itemId), now: options.now() }); },
    });
    stages.set(shop.domain, { ...stage, people: peopleOf({ ...stage, askedScopes: () => options.scopes }) });
    return stage;
  };
  for (const [, shop] of saved?.shops ?? []) open(completeShop(shop));
  for (const domain of options.domains ?? [DEMO_DOMAIN]) {
    if (stages.has(domain)) continue;
    const shop = createShop({ id: newId(), domain, name: domain === DEMO_DOMAIN ? "Northfold Home" : domain.split(".")[0] ?? domain, currency: "USD", timeZone: "America/New_York" });
    shop.installed = options.installed ?? true;
    fillStore(open(shop).world, { ...DEMO_STORE, ...options.store });
  }
  return { app, calls, chance, coins, counted, faults, inForce, options, pictures, queue, random, stages, alsoFaults: (more: () => Faults | null) => { also = more; } };
}

type Platform = ReturnType<typeof openPlatform>;

/** Scheduled fulfillment orders whose day has come open when anybody looks. */
function wakeScheduled({ stages }: Platform): void {
  for (const { world, act } of stages.values()) for (const due of dueNow(world)) act(() => makeReady(world, due));
}

function stageOf({ stages, options }: Platform, domain = options.domains?.[0] ?? DEMO_DOMAIN) {
  return found(stages.get(domain), `shop ${domain}`);
}

const deskOf = ({ app, options, random }: Platform, shop: Shop, scopes = shop.grantedScopes ?? options.scopes): TokenDesk =>
  ({ app, domain: shop.domain, nowMs: options.now(), random, tokens: shop.tokens, scopes: [...scopes] });

function answer(platform: Platform, url: URL, request: TwinRequest): { status: number; body: unknown } {
  const { calls, chance, options, pictures } = platform;
  const faults = platform.inForce();
  if (url.hostname === BULK_HOST) {
    const text = bulkFile([...platform.stages.values()].flatMap(({ world }) => [...world.shop.bulkOperations.values()]), url, chance.chance(faults.brokenFile));
    return text === null ? { status: 404, body: "" } : { status: 200, body: text };
  }
  const stage = platform.stages.get(url.hostname);
  if (!stage) return { status: 404, body: { errors: "Not Found" } };
  const { shop } = stage.world;
  wakeScheduled(platform);
  if (url.pathname === "/admin/oauth/access_token") {
    const granted = answerTokenRequest(deskOf(platform, shop), readForm(request));
    if (granted.status === 200) shop.installed = true;
    return granted;
  }
  if (url.pathname !== `/admin/api/${API_VERSION}/graphql.json`) return { status: 404, body: { errors: "Not Found" } };
  if (chance.chance(faults.tokenRefused)) return { status: 401, body: WRONG_TOKEN };
  return answerGraphql({
    world: stage.world, schema: options.schema, limits: { ...DEVELOPMENT_LIMITS, ...options.limits }, faults, random: chance,
    token: headerOf(request, "x-shopify-access-token"), body: request.body ?? "", act: stage.act,
    pictureOf: (live) => {
      if (!chance.chance(faults.staleRead)) return live;
      calls.stale += 1;
      return pictures.lagging(live, options.now());
    },
  });
}

function fetchTwin(platform: Platform, address: string, request: TwinRequest): TwinResponse {
  const { calls, chance } = platform;
  const faults = platform.inForce();
  const url = new URL(address);
  const isApi = url.pathname.endsWith("/graphql.json");
  if (isApi && chance.chance(faults.timeoutBefore)) {
    calls.failed += 1;
    throw timeout();
  }
  if (isApi && chance.chance(faults.serverError)) {
    calls.failed += 1;
    return respond({ status: chance.pick([500, 502, 503]), body: { errors: "Internal Server Error" } }, { requestId: chance.uuid() });
  }
  const given = answer(platform, url, request);
  if (isApi && chance.chance(faults.timeoutAfter)) {
    calls.answerLost += 1;
    throw timeout();
  }
  const lateMs = isApi && chance.chance(faults.slow) ? chance.between(Math.ceil(faults.slowMs / 2), faults.slowMs) : 0;
  if (isApi) count(calls, given, lateMs);
  return respond(given, { requestId: chance.uuid(), lateMs });
}

function count(calls: CallCounters, { status, body }: { status: number; body: unknown }, lateMs: number): void {
  const { errors } = body as { errors?: readonly { extensions?: { code?: string } }[] | string };
  const throttled = Array.isArray(errors) && errors.some(({ extensions }) => extensions?.code === "THROTTLED");
  calls[status === 401 ? "denied" : throttled ? "throttled" : "answered"] += 1;
  calls.slow += lateMs > 0 ? 1 : 0;
}

function save({ app, counted, queue, random, stages }: Platform): string {
  // First answers of idempotency keys hold live views; they are forgotten with the process.
  const shops = [...stages].map(([domain, { world }]): [string, Shop] => [domain, { ...world.shop, idempotency: new Map(), bulkOperations: new Map() }]);
  const waiting = new Map([...queue.waiting].map(([id, outgoing]) => [id, { ...outgoing, inFlight: false }]));
  const kept: QueueState = { waiting, counters: queue.counters, made: queue.made };
  return writeState({ shops, queue: kept, ids: counted.ids, secrets: app.secrets, rotatedAt: counted.rotatedAt, random: random.state() } satisfies Saved);
}

/** A platform in this process: deterministic by seed and clock, without any network. */
export function createTwin(options: TwinOptions): Twin {
  const platform = openPlatform(options);
  const { alsoFaults, app, calls, chance, coins, counted, faults, queue, random } = platform;
  return {
    fetch: async (url, request) => fetchTwin(platform, url, request),
    mintIdToken: (domain) => mintIdToken({ app, domain, nowMs: options.now(), random }),
    grantToken: (domain, wish = {}) => String(grantOffline(deskOf(platform, stageOf(platform, domain).world.shop, wish.scopes), wish.expiring ?? false).access_token),
    takeDeliveries: (now, limit = DELIVERIES_AT_ONCE_MAX) => {
      wakeScheduled(platform);
      return takeDue(queue, now, { limit, signing: { secrets: app.secrets, rotatedAt: counted.rotatedAt, random: chance, apiVersion: API_VERSION, faults: platform.inForce() } });
    },
    settleDelivery: (id, status, now) => settle(queue, id, { status, now }),
    people: (domain) => stageOf(platform, domain).people,
    inspect: (domain) => inspect(stageOf(platform, domain).world.shop),
    shop: (domain) => stageOf(platform, domain).world.shop,
    faults, alsoFaults, coins, app, askedScopes: options.scopes,
    rotateSecret: (secret) => {
      app.secrets = [secret, ...app.secrets].slice(0, 2);
      counted.rotatedAt = options.now();
    },
    counters: () => ({ ...queue.counters, waiting: queue.waiting.size }),
    calls: () => calls,
    hurry: (now) => hurry(queue, now),
    waiting: () => queue.waiting.values(),
    expireTokens: (domain) => {
      for (const token of stageOf(platform, domain).world.shop.tokens.access.values()) token.expiresAt = Math.min(token.expiresAt ?? Infinity, options.now());
    },
    nextDeliveryAt: () => queue.due.nextAt(),
    save: () => save(platform),
  };
}

function readForm(request: TwinRequest): Record<string, string> {
  const body = request.body ?? "";
  if (body.trimStart().startsWith("{")) return Object.fromEntries(Object.entries(JSON.parse(body) as Record<string, unknown>).map(([name, value]) => [name, String(value)]));
  return Object.fromEntries(new URLSearchParams(body));
}

const headerOf = (request: TwinRequest, name: string) => Object.entries(request.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1] ?? "";

function timeout(): Error {
  const error = new Error("The operation was aborted due to timeout");
  error.name = "TimeoutError";
  return error;
}

function respond({ status, body }: { status: number; body: unknown }, { requestId, lateMs = 0 }: { requestId: string; lateMs?: number }): TwinResponse {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers: Record<string, string> = { "content-type": typeof body === "string" ? "application/jsonl" : "application/json; charset=utf-8", "x-request-id": requestId };
  return { status, ok: status < 300, lateMs, headers: { get: (name) => headers[name.toLowerCase()] ?? null }, text: async () => text, body: parts(text) };
}

/** A body as it comes over a wire. */
async function* parts(text: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += BODY_PART) yield Buffer.from(text.slice(at, at + BODY_PART));
}
