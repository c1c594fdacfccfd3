import { createServer as createTcpServer, type Server as TcpServer, type Socket } from "node:net";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { createActs } from "../../app/acts.server";
import { createApiKey } from "../../app/auth/api-keys";
import { createStoreAccess } from "../../app/auth/store-access";
import { watchedFetch } from "../../app/auth/watched-fetch";
import { type Db, DatabaseUnavailable } from "../../app/db/port";
import { DOMAIN, type Bench, openStore, orderOf, settledOrder } from "../../app/flows/flows.fixtures";
import { createStoreGate } from "../../app/flows/store-gate";
import { createApi } from "../../app/http/api-v1/router";
import { createChangeFeed } from "../../app/http/change-feed";
import { createIngest } from "../../app/http/ingest";
import { createLive } from "../../app/http/live";
import { createBullQueue } from "../../app/jobs/bullmq";
import { answeringOutages } from "../../app/outage-answers.server";
import type { ScreenContext } from "../../app/screens/context";

export const FAULTS = ["slow", "down", "flapping", "half-failing"] as const;
export type FaultState = (typeof FAULTS)[number];
export const LEANT_ON = ["platform API", "token desk", "webhooks", "database", "disk", "Redis", "live reader"] as const;
export type LeantOn = (typeof LEANT_ON)[number];

/** Six calls fail, six get through. */
const FLAP_CALLS = 6;
const SLOW_MS = 9_000;

/** What the thing leant on does with its next call. */
export interface Fault {
  state: FaultState | null;
  /** Begins anew, with its first failure. */
  begin(state: FaultState): void;
  next(): "answers" | "fails" | "is slow";
}

const createFault = (): Fault => {
  let calls = 0;
  return {
    state: null,
    begin(state) {
      this.state = state;
      calls = 0;
    },
    next() {
      if (this.state === null) return "answers";
      calls += 1;
      if (this.state === "slow") return "is slow";
      if (this.state === "down") return "fails";
      const failing = this.state === "flapping" ? Math.floor(calls / FLAP_CALLS) % 2 === 0 : calls % 2 === 0;
      return failing ? "fails" : "answers";
    },
  };
};

export interface MatrixHouse {
  bench: Bench;
  fault: Fault;
  screens: ScreenContext;
  base: string;
  apiKey: string;
  /** The platform's id of an order that was there before. */
  order: string;
  /** The store's token has run out, where that is what is played. */
  endToken(): Promise<void>;
  close(): Promise<void>;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** One house with its own platform, of which one thing can be made to fail. */
export async function openMatrixHouse(leantOn: LeantOn): Promise<MatrixHouse> {
  const fault = createFault();
  const bench = await openStore({ stock: [[500, 500, 500]], wrapDb: (db) => (leantOn === "database" || leantOn === "disk" ? failing(db, fault, leantOn) : db) });
  const order = await settledOrder(bench, [1]);
  const gate = createStoreGate({ now: () => bench.clock.now, random: () => 0.5 });
  bench.ctx.gate = gate;
  bench.twin.fetch = watchedFetch(fetchOf(bench, leantOn === "platform API" ? fault : null), { gate, now: () => bench.clock.now, refusedTokens: new Map() }) as typeof bench.twin.fetch;
  if (leantOn === "token desk") useTokenDesk(bench, fault);
  else {
    const { access } = bench.ctx;
    bench.ctx.access = (store) => (gate.meet(store), access(store));
  }
  const redis = leantOn === "Redis" ? await openRedisTrouble(fault) : null;
  const wake = redis ? () => redis.queue.enqueue("apply-deliveries", "") : () => undefined;
  const requireStore = async () => ({ store: await bench.store(), actor: "person:7", until: Date.now() + 600_000 });
  const screens = answeringOutages({
    flow: bench.ctx, acts: createActs(bench.ctx, wake), requireStore, addDocumentHeaders: () => undefined, surface: { shopify: { apiKey: "test", appBridgeUrl: null } },
  });
  const stop = new AbortController();
  const app = express();
  const ingest = createIngest({ db: bench.db, channels: new Map([["shopify", bench.ctx.channel("shopify")]]), now: () => bench.clock.now, newId: bench.ctx.newId, wake, log: quiet });
  app.post("/webhooks/:platform", (request, response, next) => void ingest(request.params.platform, request, response).catch(next));
  app.get("/live", (request, response, next) =>
    void createLive({ feed: createChangeFeed(bench.db, () => undefined, 5), requireStore, surfaces: ["shopify"], now: Date.now, log: quiet, signal: stop.signal })(request, response).catch(next));
  app.use("/api/v1", createApi({ db: bench.db, log: quiet, flow: bench.ctx, acts: createActs(bench.ctx, wake), stock: {} as never }));
  const server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const readers = leantOn === "live reader" ? openReaders(base, fault) : null;
  const { merchantId } = await bench.store();
  const apiKey = await createApiKey(bench.db, { merchantId, name: "test", id: "k", now: 1, mayWrite: true, createdBy: "person:7" });
  return {
    bench, fault, screens, base, apiKey, order,
    endToken: () => (leantOn === "token desk" ? endToken(bench) : Promise.resolve()),
    async close() {
      readers?.close();
      stop.abort();
      await redis?.close();
      await closed(server);
      await bench.db.close();
    },
  };
}

const closed = (server: Server): Promise<unknown> => {
  server.closeAllConnections();
  return new Promise((done) => server.close(done));
};

const fetchOf = ({ twin, clock }: Bench, fault: Fault | null): Parameters<typeof watchedFetch>[0] => {
  const real = twin.fetch.bind(twin) as Parameters<typeof watchedFetch>[0];
  return (url, init) => {
    const does = fault?.next() ?? "answers";
    if (does === "fails") return Promise.reject(new TypeError("fetch failed"));
    if (does === "is slow") clock.now += SLOW_MS;
    return real(url, init);
  };
};

/** Each answered or not as a whole; on a full disk only what writes fails. */
const WRITES = /^(commit|storeDeliveries|claim|save|postpone|note|end|begin|create|retry|dismiss|probe|wake)/;

function failing(db: Db, fault: Fault, leantOn: "database" | "disk"): Db {
  return new Proxy(db, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== "function" || name === "close" || (leantOn === "disk" && !WRITES.test(String(name)))) return value;
      const call = (given: unknown[]): unknown => (value as (...all: unknown[]) => unknown).apply(target, given);
      return (...given: unknown[]) => {
        const does = fault.next();
        if (does === "fails") return Promise.reject(new DatabaseUnavailable(leantOn === "disk" ? "SQLITE_FULL" : "SQLITE_BUSY"));
        return does === "is slow" ? new Promise((resolve) => setTimeout(resolve, 2)).then(() => call(given)) : call(given);
      };
    },
  });
}

const SESSION = `offline_${DOMAIN}`;

const endToken = ({ db }: Bench): Promise<void> => db.sessions.put(SESSION, DOMAIN, [
  ["id", SESSION], ["shop", DOMAIN], ["state", ""], ["isOnline", false], ["scope", "x"], ["accessToken", "old"], ["expires", 1_000], ["refreshToken", "refresh"],
]);

function useTokenDesk(bench: Bench, fault: Fault): void {
  let made = 0;
  const lifeSeconds = 3_600;
  bench.ctx.access = createStoreAccess({
    sessions: bench.db.sessions, registration: (name) => bench.db.registration(name), now: () => bench.clock.now, newId: () => `r${(made += 1)}`, log: quiet, gate: bench.ctx.gate!,
    sleep: (ms) => Promise.resolve(void (bench.clock.now += ms)),
    fetch: (async () => {
      const does = fault.next();
      if (does === "fails") throw new TypeError("fetch failed");
      if (does === "is slow") bench.clock.now += SLOW_MS;
      return Response.json({ access_token: bench.twin.grantToken(DOMAIN), expires_in: lifeSeconds, refresh_token: "refresh", refresh_token_expires_in: 7_776_000 });
    }) as typeof fetch,
  });
}

/** A port where Redis should be: it takes connections and says nothing, breaks them off, or refuses them. */
async function openRedisTrouble(fault: Fault) {
  const sockets = new Set<Socket>();
  const server: TcpServer = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    sockets.add(socket.on("close", () => sockets.delete(socket)));
    if (fault.next() === "fails") socket.destroy();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const queue = createBullQueue({ redisUrl: `redis://127.0.0.1:${(server.address() as AddressInfo).port}` }, () => undefined);
  return {
    queue,
    async close() {
      const stopped = queue.stop();
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await stopped;
    },
  };
}

/** A browser that opens the live feed and reads nothing of it, or goes away in the middle, again and again. */
function openReaders(base: string, fault: Fault) {
  const timer = setInterval(() => {
    const does = fault.next();
    if (does === "answers") return;
    const gone = new AbortController();
    fetch(`${base}/live`, { headers: { authorization: "Bearer x" }, signal: gone.signal }).then(() => (does === "fails" ? gone.abort() : undefined), () => undefined);
  }, 10);
  return { close: () => clearInterval(timer) };
}

export const isHeld = async ({ bench, order }: MatrixHouse): Promise<boolean> => (await orderOf(bench, order)).order.status === "held";
