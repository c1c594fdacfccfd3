import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the demo keeps on disk, and the store of the sandbox that it installs the app into. */

export const SHOP = "demo.myshopify.com";
export const MERCHANT = "demo";

/** @param {string} dataFolder where the demo's files live; other files there are left alone */
export const forgetDemo = (dataFolder) => {
  const files = existsSync(dataFolder) ? readdirSync(dataFolder) : [];
  for (const file of files.filter((name) => name.startsWith("demo"))) rmSync(join(dataFolder, file), { recursive: true });
};

const readEnvironment = (file) =>
  existsSync(file) ? Object.fromEntries(readFileSync(file, "utf8").split("\n").filter((line) => line.includes("=")).map((line) => line.split(/=(.*)/s, 2))) : {};

/**
 * The demo's environment. Keys are made once and kept, so that a restart knows the app that was installed before.
 * The file is for other programs: it is written before anything is started, readable by its owner alone.
 */
export const demoEnvironment = ({ dataFolder, port, sandboxPort }) => {
  mkdirSync(dataFolder, { recursive: true });
  const file = join(dataFolder, "demo.env");
  const before = readEnvironment(file);
  const environment = {
    SHOPIFY_API_KEY: before.SHOPIFY_API_KEY ?? randomBytes(16).toString("hex"),
    SHOPIFY_API_SECRET: before.SHOPIFY_API_SECRET ?? randomBytes(32).toString("hex"),
    SHOPIFY_SHOP: SHOP,
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    APP_URL: `http://localhost:${port}`,
    SANDBOX_URL: `http://localhost:${sandboxPort}`,
    DATABASE_URL: join(dataFolder, "demo.db"),
    SANDBOX_DATA_FILE: join(dataFolder, "demo-sandbox.json"),
    ...(before.SWITCHYARD_API_KEY && { SWITCHYARD_API_KEY: before.SWITCHYARD_API_KEY }),
  };
  write(file, environment);
  return environment;
};

const write = (file, environment) => {
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(file, lines.join(""), { mode: 0o600 });
  chmodSync(file, 0o600);
};

/** Keeps the API key that the demo made for itself, for the next start and for other programs. */
export const keepKey = (dataFolder, key) => {
  const file = join(dataFolder, "demo.env");
  write(file, { ...readEnvironment(file), SWITCHYARD_API_KEY: key });
};

const BROWSER = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36" };

/**
 * Opens the app once as the admin does: with an id token of the sandbox, which the app exchanges for an access token.
 * @returns {Promise<string>} empty when it worked, else what went wrong
 */
export const installApp = async ({ APP_URL, SANDBOX_URL }) => {
  const asked = await fetch(`${SANDBOX_URL}/id-token?shop=${SHOP}`, { method: "POST" });
  if (!asked.ok) return `The sandbox gave no id token (${asked.status}): ${(await asked.text()).slice(0, 300)}`;
  const { id_token: snake, idToken = snake } = await asked.json();
  const host = Buffer.from(`admin.shopify.com/store/${MERCHANT}`).toString("base64").replace(/=+$/, "");
  const query = new URLSearchParams({ embedded: "1", shop: SHOP, host, id_token: idToken });
  const opened = await fetch(`${APP_URL}/shopify?${query}`, { headers: BROWSER, redirect: "manual" });
  return opened.status === 200 ? "" : `The app could not be opened in the store (${opened.status}): ${(await opened.text()).slice(0, 300)}`;
};
