import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run, say, tool } from "./run.mjs";

/** What must stand before anything runs: Node, packages, Shopify's schema, the build. Each is made only when missing or stale. */

const NODE_OLDEST = [20, 19];
const STAMP = join(ROOT, "build/stamp");
/** Everything that the build is made from. */
const BUILT_FROM = ["app", "connectors", "public", "vite.config.ts", "remix.config.js", "tsconfig.json", "package-lock.json"];

/** Ends the program with one line when Node is too old. */
export const ensureNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > NODE_OLDEST[0] || (major === NODE_OLDEST[0] && minor >= NODE_OLDEST[1])) return;
  fail(`Switchyard needs Node ${NODE_OLDEST.join(".")} or newer; this is ${process.version}. See https://nodejs.org/en/download.`);
};

/** @param {string} words one line that says what is wrong and what to do */
export const fail = (words) => {
  process.stderr.write(`${words}\n`);
  process.exit(1);
};

/**
 * Do the packages on disk agree with the lockfile? npm writes what it installed to node_modules/.package-lock.json.
 * Optional packages may be absent, for they belong to other platforms.
 */
const packagesAgree = () => {
  const installedFile = join(ROOT, "node_modules/.package-lock.json");
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedFile, "utf8")).packages;
  const same = Object.entries(installed).every(([path, { version }]) => wanted[path]?.version === version);
  const complete = Object.entries(wanted).every(([path, { optional, devOptional }]) => path === "" || optional || devOptional || path in installed);
  return same && complete;
};

/** Installs the npm packages when they are missing or differ from the lockfile. */
export const ensurePackages = async () => {
  if (packagesAgree()) return;
  say("Installing npm packages (about two minutes the first time) …");
  const { code, output, seconds } = await run(["npm", "ci", "--include=dev", "--no-audit", "--no-fund"]);
  if (code !== 0) fail(`npm ci failed:\n${output}`);
  say(`Installed in ${seconds.toFixed(0)} s.`);
};

/** Fetches Shopify's published Admin schema, which the sandbox validates every operation against. Cached. */
export const ensureShopifySchema = async () => {
  const { code, output } = await run([process.execPath, "scripts/fetch-shopify-schema.mjs"]);
  if (code !== 0) fail(`The published Shopify schema could not be fetched:\n${output}`);
};

const filesOf = (path) => {
  const whole = join(ROOT, path);
  if (!existsSync(whole)) return [];
  const entries = readdirSync(whole, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile() && !entry.name.includes(".test.")).map((entry) => join(entry.parentPath, entry.name));
};

/** A digest of all that the build is made from, so that a checkout of another version is seen whatever its file times. */
const digestOfSources = () => {
  const digest = createHash("sha256");
  const files = BUILT_FROM.flatMap((path) => (/\.\w+$/.test(path) ? [join(ROOT, path)].filter(existsSync) : filesOf(path)));
  for (const file of files.sort()) digest.update(file.slice(ROOT.length)).update("\0").update(readFileSync(file));
  return digest.digest("hex");
};

/** Builds the screens when the build is missing or older than its sources. */
export const ensureBuild = async () => {
  const digest = digestOfSources();
  if (existsSync(STAMP) && existsSync(join(ROOT, "build/server/index.js")) && readFileSync(STAMP, "utf8") === digest) return;
  say("Building the screens …");
  const { code, output, seconds } = await run([tool("remix"), "vite:build"], { env: { NODE_ENV: "production" } });
  if (code !== 0) fail(`The build failed:\n${output}`);
  mkdirSync(join(ROOT, "build"), { recursive: true });
  writeFileSync(STAMP, digest);
  say(`Built in ${seconds.toFixed(0)} s.`);
};
