import { resolve } from "node:path";
import { answers, createChildren, portIsFree } from "./children.mjs";
import { MERCHANT, SHOP, demoEnvironment, forgetDemo, installApp, keepKey } from "./demo-store.mjs";
import { ensureBuild, ensureNode, ensurePackages, ensureShopifySchema, fail } from "./prepare.mjs";
import { ROOT, run, say } from "./run.mjs";

/** `npm run demo`: the whole house on this machine, with a sandbox in Shopify's place. Stays until Ctrl-C, then stops all that it started. */

const OPTIONS = ["--observe", "--fresh", "--quiet", "--history"];
/** With `--history` a new store has so many days of orders behind it, which the app imports: something to replay. */
const HISTORY_DAYS = "30";
const START_PATIENCE_MS = 60_000;
const options = process.argv.slice(2);

const portOf = (variable, fallback) => {
  const port = Number(process.env[variable] || fallback);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : fail(`${variable}: is not a port. Set a number from 1 to 65535, or leave it out for ${fallback}.`);
};

const needFreePort = async (variable, port) => {
  if (!(await portIsFree(port))) fail(`Port ${port} is taken. Choose another with ${variable}, for example: ${variable}=${port + 100} npm run demo`);
};

const startAll = async (children, environment) => {
  const { APP_URL, SANDBOX_URL } = environment;
  const started = async (name, url) => {
    if (await answers(url, { patienceMs: START_PATIENCE_MS, givenUp: children.isStopping })) return;
    if (!children.isStopping()) say(`${name} did not answer at ${url} within ${START_PATIENCE_MS / 1000} s.`);
    await children.stop(1);
  };
  children.start("sandbox", "sandbox/main.ts", environment);
  children.start("web", "app/server.ts", { ...environment, WORKER: "none" });
  await started("The sandbox", `${SANDBOX_URL}/healthz`);
  await started("The app", `${APP_URL}/healthz`);
  children.start("worker", "app/worker.ts", environment);
};

const install = async (children, environment) => {
  const problem = await installApp(environment);
  if (problem) say(problem);
  if (problem) await children.stop(1);
};

const goLive = async (children, environment) => {
  const { code, output } = await command(environment, "store", "status", SHOP, "live");
  if (code !== 0) say(`The store could not be taken live:\n${output}`);
  if (code !== 0) await children.stop(1);
};

const command = (environment, ...words) => run([process.execPath, "--import", "tsx", "app/cli.ts", ...words], { env: environment });

const keyWorks = async ({ APP_URL, SWITCHYARD_API_KEY: key }) =>
  Boolean(key) && (await fetch(`${APP_URL}/api/v1/orders?limit=1`, { headers: { authorization: `Bearer ${key}` } }).catch(() => null))?.ok === true;

/** The fault page looks at the app through its API, as any other program does: with a key. Without one it shows less. */
const showFaultPage = async (environment, dataFolder) => {
  let key = environment.SWITCHYARD_API_KEY;
  if (!(await keyWorks(environment))) {
    const { code, output } = await command(environment, "api-key", "create", "--merchant", MERCHANT, "--name", "Fault page of the sandbox", "--write");
    key = code === 0 ? /sy_[A-Za-z0-9_-]{43}/.exec(output)?.[0] : undefined;
    if (!key) return say(`The fault page got no key for the API:\n${output}`);
    keepKey(dataFolder, key);
  }
  await fetch(`${environment.SANDBOX_URL}/control/app-key`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ key }) });
};

const describe = ({ APP_URL, SANDBOX_URL }, observe) => {
  const state = observe ? "It only observes: decisions are shown and nothing is written until you take it live." : "It is live: decisions are written to the store.";
  say(`
Switchyard runs. Open the store's admin, place an order there and watch it arrive:

  Admin with the app    ${SANDBOX_URL}/store/${MERCHANT}
  Faults, watched live  ${SANDBOX_URL}/faults
  App (server)          ${APP_URL}
  API                   ${APP_URL}/api/v1   described at ${APP_URL}/api/v1/openapi.json
  A key for the API     npm run --silent switchyard -- api-key create --merchant ${MERCHANT} --name me

The store is ${SHOP}. ${state}
Ctrl-C stops everything. \`npm run demo -- --fresh\` starts over.
`);
};

ensureNode();
const unknown = options.filter((option) => !OPTIONS.includes(option));
if (unknown.length > 0) fail(`Unknown option ${unknown.join(" ")}. Allowed: ${OPTIONS.join(" ")}`);
const port = portOf("PORT", 3000);
const sandboxPort = portOf("SANDBOX_PORT", 4000);
if (port === sandboxPort) fail("PORT and SANDBOX_PORT are the same. Choose two different ports.");
await needFreePort("PORT", port);
await needFreePort("SANDBOX_PORT", sandboxPort);
await ensurePackages();
await ensureShopifySchema();
await ensureBuild();

const dataFolder = resolve(ROOT, process.env.SWITCHYARD_DATA_DIR || ".data");
if (options.includes("--fresh")) forgetDemo(dataFolder);
const written = demoEnvironment({ dataFolder, port, sandboxPort });
const environment = { ...written, SHOPIFY_SANDBOX_URL: written.SANDBOX_URL, APP_BRIDGE_URL: `${written.SANDBOX_URL}/app-bridge.js`, NODE_ENV: "production", ...(options.includes("--history") && { SANDBOX_HISTORY_DAYS: HISTORY_DAYS }) };
const children = createChildren({ quiet: options.includes("--quiet") });
const observe = options.includes("--observe");
await startAll(children, environment);
await install(children, environment);
await Promise.all([observe ? null : goLive(children, environment), showFaultPage(environment, dataFolder)]);
describe(environment, observe);
