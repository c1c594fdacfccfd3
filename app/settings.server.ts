import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { masterKeysFromFile } from "./master-key-file.server";
import { Secret } from "./secret.server";

/** Everything that the environment decides. This is the only file that knows the names of its variables. */
export interface Settings {
  mode: "development" | "production" | "test";
  port: number;
  host: string;
  /** May carry a password. */
  databaseUrl: Secret;
  redisUrl: Secret | null;
  /** `id:base64key[,…]` of 32 bytes each: the first seals, all open. */
  masterKeys: Secret;
  logLevel: LogLevel;
  worker: "inline" | "none" | "process";
  /** How long a worker keeps rows that it took up, at most; null: as long as each work thinks right, two minutes at most. */
  leaseMsMax: number | null;
  /** Null where only the database is needed, as in the command line. */
  shopify: ShopifySettings | null;
}

export interface ShopifySettings {
  apiKey: string;
  apiSecret: Secret;
  previousApiSecret: Secret | null;
  scopes: string[];
  appUrl: string;
  /** Where calls to `*.myshopify.com` go instead; loopback only. */
  sandboxUrl: string | null;
  /** Replaces App Bridge's script from the platform's CDN. */
  appBridgeUrl: string | null;
}

export type LogLevel = (typeof LOG_LEVELS)[number];

/** What is wrong with one variable, and what to set instead. Never shows the value of a secret. */
export interface Problem {
  variable: string;
  words: string;
}

type Env = Record<string, string | undefined>;

interface Surroundings {
  /** Where `.data/` and `shopify.app.toml` are looked for. */
  directory: string;
  /** The command line works without an app registration, and finds the demo's database by itself. */
  without?: "shopify";
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "silent"] as const;
const MASTER_KEY_BYTES = 32;
/** Below this a healthy call to a platform with its re-reads may take longer, and another worker would make it again. */
const LEASE_SECONDS_MIN = 5;
const LEASE_SECONDS_MAX = 3_600;
const LOOPBACK_HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Parses the environment whole: all problems at once, so that a person fixes them in one go. */
export function readSettings(env: Env, surroundings: Surroundings = { directory: process.cwd() }): Settings | Problem[] {
  const problems: Problem[] = [];
  const read = reader(env, problems);
  const mode = read.choice("NODE_ENV", ["development", "production", "test"] as const, "development");
  const sandboxUrl = read.url("SHOPIFY_SANDBOX_URL", { loopback: true });
  const dataFolder = resolve(surroundings.directory, read.text("SWITCHYARD_DATA_DIR") ?? ".data");
  const database = read.text("DATABASE_URL") ?? (surroundings.without === "shopify" ? demoDatabase(dataFolder) : null) ?? defaultDatabase(dataFolder);
  const settings: Settings = {
    mode,
    port: read.port("PORT", 3000),
    host: read.text("HOST") ?? "127.0.0.1",
    databaseUrl: new Secret(databaseUrl(database, problems)),
    redisUrl: redisUrl(read.text("REDIS_URL"), problems),
    masterKeys: new Secret(masterKeys(read, { mustBeSet: mode === "production" && sandboxUrl === null, dataFolder, problems })),
    logLevel: read.choice("LOG_LEVEL", LOG_LEVELS, "info"),
    worker: read.choice("WORKER", ["inline", "none", "process"] as const, "process"),
    leaseMsMax: read.leaseMs("LEASE_SECONDS"),
    shopify: surroundings.without === "shopify" ? null : shopifySettings(read, sandboxUrl, { surroundings, problems }),
  };
  return problems.length > 0 ? problems : settings;
}

/** Reads the real environment, or says one line a problem and ends the process with 1. */
export function settingsOrExit(without?: "shopify"): Settings {
  const settings = readSettings(process.env, { directory: process.cwd(), without });
  if (!Array.isArray(settings)) return settings;
  for (const problem of settings) process.stderr.write(`${problem.variable}: ${problem.words}\n`);
  process.exit(1);
}

/** For the processes that talk to the platform: their settings were read with the app registration. */
export function withShopify(settings: Settings): Settings & { shopify: ShopifySettings } {
  if (settings.shopify === null) throw new Error("settings were read without the app registration");
  return { ...settings, shopify: settings.shopify };
}

type Reader = ReturnType<typeof reader>;

function reader(env: Env, problems: Problem[]) {
  const text = (variable: string): string | null => env[variable]?.trim() || null;
  const complain = (variable: string, words: string): void => void problems.push({ variable, words });
  return {
    text,
    complain,
    required(variable: string, words: string): string {
      const value = text(variable);
      if (value === null) complain(variable, words);
      return value ?? "";
    },
    port(variable: string, fallback: number): number {
      const parsed = z.coerce.number().int().min(0).max(65_535).safeParse(text(variable) ?? fallback);
      if (!parsed.success) complain(variable, `is not a port. Set a whole number from 0 to 65535, or leave it out for ${fallback}.`);
      return parsed.data ?? fallback;
    },
    leaseMs(variable: string): number | null {
      const value = text(variable);
      if (value === null) return null;
      const parsed = z.coerce.number().int().min(LEASE_SECONDS_MIN).max(LEASE_SECONDS_MAX).safeParse(value);
      if (!parsed.success) complain(variable, `is no such time. Set whole seconds from ${LEASE_SECONDS_MIN} to ${LEASE_SECONDS_MAX}, or leave it out.`);
      return parsed.success ? parsed.data * 1_000 : null;
    },
    choice<T extends string>(variable: string, allowed: readonly T[], fallback: T): T {
      const value = text(variable) ?? fallback;
      const found = allowed.find((one) => one === value);
      if (!found) complain(variable, `is not known. Set one of ${allowed.join(", ")}, or leave it out for ${fallback}.`);
      return found ?? fallback;
    },
    url(variable: string, { loopback }: { loopback: boolean }): string | null {
      const value = text(variable);
      if (value === null) return null;
      const url = URL.canParse(value) ? new URL(value) : null;
      if (!url || !/^https?:$/.test(url.protocol)) complain(variable, "is not an address. Set one like http://127.0.0.1:4000.");
      else if (loopback && !LOOPBACK_HOSTS.has(url.hostname)) {
        complain(variable, "must be on this machine: set http://127.0.0.1:PORT, or leave it out to talk to the real platform.");
      }
      return url ? url.origin : null;
    },
  };
}

const defaultDatabase = (dataFolder: string): string => join(dataFolder, "switchyard.db");

/** The database that the demo wrote down, unless one of the default place was used since: who types a command means what runs. */
function demoDatabase(dataFolder: string): string | null {
  const file = join(dataFolder, "demo.env");
  const path = existsSync(file) ? /^DATABASE_URL=(.+)$/m.exec(readFileSync(file, "utf8"))?.[1] : undefined;
  return path !== undefined && usedAt(path) > usedAt(defaultDatabase(dataFolder)) ? path : null;
}

/** A SQLite file is written through its log. */
const usedAt = (path: string): number => Math.max(0, ...[path, `${path}-wal`].filter(existsSync).map((file) => statSync(file).mtimeMs));

function databaseUrl(value: string, problems: Problem[]): string {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(value)?.[1]?.toLowerCase();
  if (scheme !== undefined && !["postgres", "postgresql", "file"].includes(scheme)) {
    problems.push({ variable: "DATABASE_URL", words: `names a database that is not supported (${scheme}). Set a file path for SQLite, or postgres://user:password@host/database.` });
  }
  return value;
}

function redisUrl(value: string | null, problems: Problem[]): Secret | null {
  if (value === null) return null;
  if (!/^rediss?:\/\/./.test(value)) problems.push({ variable: "REDIS_URL", words: "is not a Redis address. Set redis://host:6379, or leave it out to work without Redis." });
  return new Secret(value);
}

function masterKeys(read: Reader, world: { mustBeSet: boolean; dataFolder: string; problems: Problem[] }): string {
  const given = read.text("SWITCHYARD_MASTER_KEYS");
  if (given === null && world.mustBeSet) {
    const words = "is missing. Set id:key with 32 random bytes in base64, for example k1:$(openssl rand -base64 32). Put new keys first and keep old ones behind a comma.";
    world.problems.push({ variable: "SWITCHYARD_MASTER_KEYS", words });
    return "";
  }
  const list = (given ?? masterKeysFromFile(join(world.dataFolder, "master.key"))).split(",").map((entry) => entry.trim());
  const ids = list.map(masterKeyId).filter((id) => id !== null);
  if (ids.length < list.length || new Set(ids).size < ids.length) {
    const words = `must be id:key[,id:key…] with different ids and ${MASTER_KEY_BYTES} bytes of base64 each, for example k1:$(openssl rand -base64 32).`;
    world.problems.push({ variable: "SWITCHYARD_MASTER_KEYS", words });
  }
  return list.join(",");
}

function masterKeyId(entry: string): string | null {
  const match = /^([A-Za-z0-9_-]{1,64}):([A-Za-z0-9+/]+=*)$/.exec(entry);
  return match && Buffer.from(match[2]!, "base64").length === MASTER_KEY_BYTES ? match[1]! : null;
}

function shopifySettings(read: Reader, sandboxUrl: string | null, world: { surroundings: Surroundings; problems: Problem[] }): ShopifySettings {
  const apiKey = read.required("SHOPIFY_API_KEY", "is missing. Set the client id of your app, from the Dev Dashboard under Settings.");
  const apiSecret = read.required("SHOPIFY_API_SECRET", "is missing. Set the client secret of your app, from the Dev Dashboard under Settings.");
  const previous = read.text("SHOPIFY_API_SECRET_PREVIOUS");
  const appUrl = read.url("APP_URL", { loopback: false }) ?? read.url("SHOPIFY_APP_URL", { loopback: false });
  if (appUrl === null && !read.text("APP_URL") && !read.text("SHOPIFY_APP_URL")) {
    read.complain("APP_URL", "is missing. Set the public address of this server, for example https://oms.example.com.");
  }
  return {
    apiKey,
    apiSecret: new Secret(apiSecret),
    previousApiSecret: previous === null ? null : new Secret(previous),
    scopes: scopes(read.text("SHOPIFY_SCOPES"), world),
    appUrl: appUrl ?? "",
    sandboxUrl,
    appBridgeUrl: read.url("APP_BRIDGE_URL", { loopback: false }) === null ? null : read.text("APP_BRIDGE_URL"),
  };
}

/** Without a variable the app's own manifest decides, so that scopes are written down once. */
function scopes(given: string | null, { surroundings, problems }: { surroundings: Surroundings; problems: Problem[] }): string[] {
  const manifest = join(surroundings.directory, "shopify.app.toml");
  const text = given ?? (existsSync(manifest) ? /^\s*scopes\s*=\s*"([^"]*)"/m.exec(readFileSync(manifest, "utf8"))?.[1] : undefined);
  const list = (text ?? "").split(",").map((scope) => scope.trim()).filter(Boolean);
  if (list.length === 0) {
    problems.push({ variable: "SHOPIFY_SCOPES", words: "is missing, and shopify.app.toml names no scopes. Set a comma list, for example read_orders,read_products." });
  }
  return list;
}
