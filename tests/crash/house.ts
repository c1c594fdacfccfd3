import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../app/db/open-database";
import type { Db } from "../../app/db/port";
import type { FlowContext } from "../../app/flows/context";
import { installApp } from "../../scripts/demo-store.mjs";
import { readAppFile } from "../../sandbox/app-file";
import { startSandbox, type Sandbox } from "../../sandbox/shopify/http/server";
import { bundleProcesses, type Bundle } from "./bundle";
import { createMortal, type Mortal } from "./processes";

const SHOP = "demo.myshopify.com";
/** The shortest that the settings allow: what the dead held is taken up again while the next ones die. */
const LEASE_SECONDS = "5";

/** The real processes over a real database, and the platform beside them, which never dies. */
export interface House {
  web: Mortal;
  worker: Mortal;
  sandbox: Sandbox;
  /** Another connection to the same database: a person at a screen of a process that lives. */
  ctx: FlowContext;
  db: Db;
  /** Where the platform sends its messages. */
  webhooks: string;
  databaseUrl: string;
  appUrl: string;
  masterKeys: string;
  /** What the platform signs with. */
  apiSecret: string;
  shop: string;
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** What the processes of a house are told. */
export const environmentOf = (told: { appUrl: string; databaseUrl: string; masterKeys: string; sandboxUrl: string; apiKey: string; apiSecret: string }): Record<string, string> => ({
  NODE_ENV: "production", LOG_LEVEL: "warn", PORT: new URL(told.appUrl).port, HOST: "localhost", APP_URL: told.appUrl, DATABASE_URL: told.databaseUrl, LEASE_SECONDS,
  SWITCHYARD_MASTER_KEYS: told.masterKeys, SHOPIFY_API_KEY: told.apiKey, SHOPIFY_API_SECRET: told.apiSecret, SHOPIFY_SANDBOX_URL: told.sandboxUrl,
});

export interface HouseOptions {
  /** PostgreSQL's; SQLite in a folder of its own where it is absent. */
  databaseUrl?: string;
  /** The queue in the process where it is absent. */
  redisUrl?: string;
  /** Compiled elsewhere, such as from a copy of the house. */
  bundle?: Bundle;
  /** What the web process runs under. */
  under?: readonly string[];
}

export const startHouse = async (options: HouseOptions = {}): Promise<House> => {
  const folder = await mkdtemp(join(tmpdir(), "switchyard-crash-"));
  const bundle = options.bundle ?? (await bundleProcesses());
  const appUrl = `http://localhost:${await freePort()}`;
  const keys = { apiKey: randomBytes(8).toString("hex"), apiSecret: randomBytes(16).toString("hex") };
  const masterKeys = `k1:${randomBytes(32).toString("base64")}`;
  const databaseUrl = options.databaseUrl ?? join(folder, "house.db");
  const { topics, scopes } = readAppFile("shopify.app.toml");
  const sandbox = await startSandbox({ port: 0, topics, scopes, appUrl, shop: SHOP, pump: false, pointsPerSecond: 100_000, ...keys });
  const env = {
    ...environmentOf({ appUrl, databaseUrl, masterKeys, sandboxUrl: sandbox.url, ...keys }), SWITCHYARD_DATA_DIR: folder, ...(options.redisUrl !== undefined && { REDIS_URL: options.redisUrl }),
  };
  const web = createMortal({ name: "web", file: bundle.web, env: { ...env, WORKER: "none" }, ready: /Switchyard listens/, ...(options.under && { under: options.under }) });
  const worker = createMortal({ name: "worker", file: bundle.worker, env: { ...env, LOG_LEVEL: "info" }, ready: /worker started/ });
  await web.start();
  const problem = await installApp({ APP_URL: appUrl, SANDBOX_URL: sandbox.url });
  if (problem !== "") throw new Error(problem);
  const db = await openDatabase({ url: databaseUrl, masterKeys });
  return {
    web, worker, sandbox, db, databaseUrl, appUrl, masterKeys, apiSecret: keys.apiSecret, shop: SHOP, webhooks: `${appUrl}/webhooks/shopify`, ctx: contextOver(db),
    async stop() {
      await Promise.all([web.stop(), worker.stop()]);
      await db.close();
      await sandbox.stop();
      if (!options.bundle) bundle.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

let made = 0;
/** Enough for a person's acts; they ask no platform. */
const contextOver = (db: Db): FlowContext => {
  const unused = (): never => {
    throw new Error("Acts ask no platform");
  };
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return {
    db, channel: unused, access: unused, now: Date.now, random: Math.random, sha256: (text) => createHash("sha256").update(text).digest("hex"), log: silent,
    newId: () => `${Date.now().toString(36).padStart(9, "0")}p${(made += 1).toString(36).padStart(6, "0")}`,
  };
};
