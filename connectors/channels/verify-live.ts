import { setTimeout as sleep } from "node:timers/promises";
import { CONFORMANCE_CASES } from "./conformance-cases";
import type { ChannelHarness, ConformanceCase } from "./conformance-harness";
import type { ChannelWorld } from "./port";
import { liveHarness } from "./shopify/live-harness";

/**
 * `npm run verify:live`: the conformance battery against a real Shopify development store. Reads only, unless
 * SHOPIFY_LIVE_WRITE=1 allows test orders to be made, moved, held and shipped there. Exit 0: no difference; 1: some; 2: settings.
 */

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

interface Settings {
  domain: string;
  token: string;
  write: boolean;
}

export function readLiveSettings(environment: Record<string, string | undefined>): { ok: true; settings: Settings } | { ok: false; problems: string[] } {
  const { SHOPIFY_LIVE_SHOP: domain = "", SHOPIFY_LIVE_TOKEN: token = "", SHOPIFY_LIVE_WRITE: write = "" } = environment;
  const problems = [];
  if (domain === "") problems.push("Set SHOPIFY_LIVE_SHOP to a development store, such as acme-dev.myshopify.com.");
  else if (!/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(domain)) problems.push("SHOPIFY_LIVE_SHOP must be a name of the form acme-dev.myshopify.com.");
  if (token === "") problems.push("Set SHOPIFY_LIVE_TOKEN to an Admin API access token of that store with the scopes of shopify.app.toml.");
  if (!["", "0", "1"].includes(write)) problems.push("Set SHOPIFY_LIVE_WRITE to 1 to let test orders be made and changed (needs write_orders too), or leave it out.");
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings: { domain, token, write: write === "1" } };
}

const mayRun = ({ needs }: ConformanceCase, write: boolean): boolean => needs === "nothing" || needs === "read" || (needs === "write" && write);

async function runCase(harness: ChannelHarness, entry: ConformanceCase): Promise<boolean> {
  try {
    await entry.run(harness);
    say(`same       ${entry.name}`);
    return true;
  } catch (error) {
    say(`DIFFERENT  ${entry.name}\n           ${(error instanceof Error ? error.message : String(error)).replaceAll("\n", "\n           ")}`);
    return false;
  }
}

async function main(): Promise<number> {
  const read = readLiveSettings(process.env);
  if (!read.ok) {
    for (const problem of read.problems) say(problem);
    return 2;
  }
  const { domain, token, write } = read.settings;
  const world: ChannelWorld = {
    // Node's bodies can be iterated; the types are a browser's.
    fetch: (url, init) => fetch(url, init) as ReturnType<ChannelWorld["fetch"]>,
    now: () => Date.now(),
    sleep: async (ms) => void (await sleep(ms)),
  };
  const harness = liveHarness(world, { domain, token });
  let differences = 0;
  let skipped = 0;
  for (const entry of CONFORMANCE_CASES) {
    if (!mayRun(entry, write)) skipped += 1;
    else if (!(await runCase(harness, entry))) differences += 1;
  }
  say(`${domain}: ${differences} of ${CONFORMANCE_CASES.length - skipped} cases differ; ${skipped} not run (${write ? "they need faults on command" : "they need faults on command, or SHOPIFY_LIVE_WRITE=1"}).`);
  return differences === 0 ? 0 : 1;
}

if (process.argv[1]?.endsWith("verify-live.ts") === true) process.exitCode = await main();
