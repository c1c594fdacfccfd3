import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSettings, type Settings } from "./settings.server";

const KEY = Buffer.alloc(32, 7).toString("base64");
const whole = {
  NODE_ENV: "production", SHOPIFY_API_KEY: "client", SHOPIFY_API_SECRET: "hush-secret", APP_URL: "https://oms.example.com/shopify",
  SHOPIFY_SCOPES: "read_orders, write_orders", SWITCHYARD_MASTER_KEYS: `k1:${KEY}`, DATABASE_URL: "postgres://u:hush-password@db/oms",
};

let directory: string;
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), "settings-"))));
afterEach(() => rmSync(directory, { recursive: true }));

const read = (env: Record<string, string | undefined>, without?: "shopify") => readSettings(env, { directory, without });
const settings = (env: Record<string, string | undefined>, without?: "shopify"): Settings => {
  const result = read(env, without);
  if (Array.isArray(result)) throw new Error(JSON.stringify(result));
  return result;
};
const variables = (env: Record<string, string | undefined>): string[] => {
  const result = read(env);
  return Array.isArray(result) ? result.map((problem) => problem.variable) : [];
};

describe("settings", () => {
  test("a whole environment is read", () => {
    const read = settings(whole);
    expect(read).toMatchObject({ port: 3000, host: "127.0.0.1", worker: "process", logLevel: "info", redisUrl: null });
    expect(read.shopify).toMatchObject({ apiKey: "client", scopes: ["read_orders", "write_orders"], appUrl: "https://oms.example.com" });
    expect(read.masterKeys.reveal()).toBe(`k1:${KEY}`);
  });

  test("all problems are told at once, and name what to set", () => {
    const problems = read({ NODE_ENV: "production", PORT: "http", WORKER: "many", REDIS_URL: "localhost" });
    expect(problems).toMatchObject([
      { variable: "PORT" }, { variable: "REDIS_URL" }, { variable: "SWITCHYARD_MASTER_KEYS" }, { variable: "WORKER" },
      { variable: "SHOPIFY_API_KEY" }, { variable: "SHOPIFY_API_SECRET" }, { variable: "APP_URL" }, { variable: "SHOPIFY_SCOPES" },
    ]);
    for (const problem of problems as { words: string }[]) expect(problem.words).toMatch(/[Ss]et /);
  });

  test("secrets do not print, neither whole nor inside a problem", () => {
    const printed = inspect(settings(whole), { depth: 9 }) + JSON.stringify(settings(whole));
    expect(printed).not.toMatch(/hush|BwcHBw/);
    expect(JSON.stringify(read({ ...whole, SWITCHYARD_MASTER_KEYS: `k1:${KEY},k1:hush` }))).not.toContain("hush");
  });

  test.each(["http://192.168.1.4:4000", "https://twin.example.com", "http://127.0.0.1.example.com"])("a sandbox beyond this machine is refused: %s", (SHOPIFY_SANDBOX_URL) => {
    expect(variables({ ...whole, SHOPIFY_SANDBOX_URL })).toEqual(["SHOPIFY_SANDBOX_URL"]);
  });

  test.each(["short:AAAA", `${KEY}`, `a:${KEY},a:${KEY}`, ""])("master keys of the wrong shape are refused: %s", (SWITCHYARD_MASTER_KEYS) => {
    expect(variables({ ...whole, SWITCHYARD_MASTER_KEYS })).toEqual(["SWITCHYARD_MASTER_KEYS"]);
  });

  test("a development machine makes one key, keeps it, and keeps it to itself", () => {
    const first = settings({ DATABASE_URL: "x.db" }, "shopify").masterKeys.reveal();
    const again = settings({}, "shopify").masterKeys.reveal();
    expect(again).toEqual(first);
    const path = join(directory, ".data", "master.key");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, "utf8")).toMatch(/^dev:/);
  });

  test("production against the sandbox may use the machine's own key; against the platform it may not", () => {
    const env = { ...whole, SWITCHYARD_MASTER_KEYS: undefined };
    expect(variables(env)).toEqual(["SWITCHYARD_MASTER_KEYS"]);
    expect(variables({ ...env, SHOPIFY_SANDBOX_URL: "http://127.0.0.1:4000" })).toEqual([]);
  });

  test("scopes come from the manifest when the environment is silent, and the app's address has an alias", () => {
    writeFileSync(join(directory, "shopify.app.toml"), '[access_scopes]\n  scopes = "read_orders,write_inventory"\n');
    const read = settings({ ...whole, SHOPIFY_SCOPES: undefined, APP_URL: undefined, SHOPIFY_APP_URL: "https://alias.example.com" });
    expect(read.shopify).toMatchObject({ scopes: ["read_orders", "write_inventory"], appUrl: "https://alias.example.com" });
  });

  test("the command line finds the demo's database while it is the one in use; the server never does", () => {
    const data = join(directory, "data");
    mkdirSync(data);
    writeFileSync(join(data, "demo.env"), `SHOPIFY_API_KEY=x\nDATABASE_URL=${join(data, "demo.db")}\n`);
    writeFileSync(join(data, "demo.db"), "");
    const database = (env: Record<string, string>, without?: "shopify") => settings({ SWITCHYARD_DATA_DIR: data, ...env }, without).databaseUrl.reveal();
    expect(database({}, "shopify")).toBe(join(data, "demo.db"));
    expect(database({ DATABASE_URL: "mine.db" }, "shopify")).toBe("mine.db");
    expect(database({ ...whole, DATABASE_URL: "" })).toBe(join(data, "switchyard.db"));
    writeFileSync(join(data, "switchyard.db-wal"), "");
    writeFileSync(join(data, "switchyard.db"), "");
    utimesSync(join(data, "demo.db"), 1, 1);
    expect(database({}, "shopify")).toBe(join(data, "switchyard.db"));
  });

  test("a lease is some seconds, and never so short that a healthy call outlasts it", () => {
    expect(settings(whole).leaseMsMax).toBe(null);
    expect(settings({ ...whole, LEASE_SECONDS: "5" }).leaseMsMax).toBe(5_000);
    for (const LEASE_SECONDS of ["4", "0", "-5", "7.5", "soon", "1e9"]) expect(variables({ ...whole, LEASE_SECONDS })).toEqual(["LEASE_SECONDS"]);
  });

  test("an unsupported database is named with what is supported", () => {
    expect(variables({ ...whole, DATABASE_URL: "mysql://host/db" })).toEqual(["DATABASE_URL"]);
  });
});
