import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import express from "express";
import type { NextFunction, Request, Response } from "express";
import { openFaults } from "../../faults/open";
import { playPast } from "../store/play-past";
import { loadSchema } from "../schema";
import { createTwin } from "../twin";
import type { Twin, TwinRequest } from "../twin";
import { adminPage } from "./admin-page";
import { controlRoutes } from "./control";
import { extensionBundle } from "./extension-bundle";
import { keepState, readKept } from "./keep";
import { blockPage, orderPage } from "./order-page";
import { startPump } from "./pump";

const ASSETS = fileURLToPath(new URL("../public", import.meta.url));
const BODY_MAX = "10mb";
/** A Plus store's (shopify.dev: API rate limits); a bucket holds what 20 seconds restore, as seen on a development store. */
const POINTS_PER_SECOND = 1_000;
const BUCKET_SECONDS = 20;
/** How many of the demo store's orders are from somebody who has ordered before. */
const RETURNING_SHARE = 0.3;
/** Of the past that a new store may begin with: enough for a replay, few enough to be imported in a minute. */
const HISTORY_ORDERS_A_DAY = 40;
const HERE = new Set(["127.0.0.1", "localhost", "[::1]"]);

export interface SandboxOptions {
  /** 0 lets the machine choose. */
  port: number;
  appUrl: string;
  apiKey: string;
  apiSecret: string;
  shop: string;
  topics: readonly string[];
  scopes: readonly string[];
  /** What the panel can grant beyond them. */
  optionalScopes?: readonly string[];
  seed?: number;
  /** Where the state is kept over restarts; not kept when absent. */
  dataFile?: string;
  /** Forget what was kept. */
  fresh?: boolean;
  /** Points that the store's bucket regains a second; a Plus store's when absent. */
  pointsPerSecond?: number;
  /** Days of orders that a new store has behind it; none when absent. */
  historyDays?: number;
  /** False: webhooks wait until a test takes them itself. */
  pump?: boolean;
}

export interface Sandbox {
  url: string;
  /** `demo` of `demo.myshopify.com`: the admin is at `/store/demo`. */
  handle: string;
  twin: Twin;
  stop(): Promise<void>;
}

/** The platform and the admin over HTTP on this machine alone. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const file = options.dataFile ?? null;
  const restorePerSecond = options.pointsPerSecond ?? POINTS_PER_SECOND;
  let setBack: number | null = null;
  const saved = readKept(file, options.fresh === true);
  const twin = createTwin({
    limits: { restorePerSecond, bucketPoints: restorePerSecond * BUCKET_SECONDS },
    seed: options.seed ?? 1, now: () => setBack ?? Date.now(), schema: loadSchema(), scopes: options.scopes, topics: options.topics, domains: [options.shop], apiKey: options.apiKey, apiSecret: options.apiSecret,
    store: { returningShare: RETURNING_SHARE }, installed: false, saved,
  });
  if (saved === null && (options.historyDays ?? 0) > 0) {
    playPast(twin, { seed: options.seed ?? 1, days: options.historyDays ?? 0, ordersADay: HISTORY_ORDERS_A_DAY, endsAt: Date.now() }, (at) => void (setBack = at));
  }
  const handle = options.shop.split(".")[0] ?? "demo";
  const faults = openFaults({ twin, handle, seed: options.seed ?? 1, appUrl: options.appUrl });
  const server = createServer(application(twin, { ...options, handle, faults }));
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const pump = options.pump === false ? null : startPump(twin, `${options.appUrl}/webhooks/shopify`);
  const keeper = keepState(twin, file);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, handle, twin,
    async stop() {
      server.close();
      server.closeAllConnections();
      await pump?.stop();
      await faults.stop();
      keeper.stop();
    },
  };
}

function application(twin: Twin, options: SandboxOptions & { handle: string; faults: ReturnType<typeof openFaults> }) {
  const { handle, faults } = options;
  const app = express();
  app.disable("x-powered-by");
  app.use(onlyFromHere);
  app.get("/healthz", (_request, answer) => void answer.json({ ok: true }));
  app.post(/^\/admin\//, express.text({ type: () => true, limit: BODY_MAX }), (request, answer) => void platform(twin, request, answer));
  app.get(/^\/bulk\//, (request, answer) => void platform(twin, request, answer));
  app.use("/control", express.json({ limit: BODY_MAX }), faults.control, controlRoutes(twin, options.optionalScopes ?? []));
  app.options("/id-token", (_request, answer) => void allowApp(answer, options).sendStatus(204));
  app.post("/id-token", (request, answer) => {
    const shop = String(request.query.shop ?? options.shop);
    if (shop !== options.shop) return void allowApp(answer, options).status(404).json({ error: `shop: only ${options.shop} lives here` });
    const idToken = twin.mintIdToken(shop);
    allowApp(answer, options).json({ id_token: idToken, idToken });
  });
  // Asked here rather than by the page: across origins a browser does not say why a request failed.
  app.get("/app-answers", (_request, answer) => void appAnswers(options.appUrl).then((answers) => answer.json({ answers })));
  app.get("/app-bridge.js", (_request, answer) => void answer.sendFile("app-bridge.js", { root: ASSETS }));
  app.use("/assets", express.static(ASSETS, { index: false, cacheControl: false }));
  app.use(faults.pages);
  app.use(orderRoutes(twin, options));
  app.get("/", (_request, answer) => void answer.redirect(`/store/${handle}`));
  app.get([`/store/${handle}`, `/store/${handle}/*`], (_request, answer) => {
    answer.type("html").send(adminPage({ appUrl: options.appUrl, shop: options.shop, handle, shopName: twin.shop(options.shop).name }));
  });
  return app;
}

/** The admin's page of an order, and the app's block on it. */
function orderRoutes(twin: Twin, { appUrl, shop, handle }: SandboxOptions & { handle: string }) {
  const routes = express.Router();
  const bundle = extensionBundle();
  routes.get(`/store/${handle}/orders/:id`, (request, answer, next) => {
    const order = twin.shop(shop).orders.get(request.params.id);
    if (order === undefined) next();
    else answer.type("html").send(orderPage(twin.shop(shop), order, handle));
  });
  routes.get("/extensions/order-routing-block", (request, answer, next) => {
    bundle.words().then((words) => answer.type("html").send(blockPage({ appUrl, shop, handle, order: String(request.query.order ?? ""), words })), next);
  });
  routes.get("/extensions/order-routing-block/block.js", (_request, answer, next) => {
    bundle.code().then((code) => answer.type("js").send(code), next);
  });
  return routes;
}

/** Another name for this machine would let a web page reach it; the app names the shop in a header of its own. */
function onlyFromHere(request: Request, answer: Response, next: NextFunction): void {
  if (HERE.has((request.headers.host ?? "").replace(/:\d+$/, ""))) next();
  else answer.status(421).json({ error: "This sandbox answers on this machine only." });
}

const allowApp = (answer: Response, { appUrl }: SandboxOptions): Response => answer.set({ "access-control-allow-origin": new URL(appUrl).origin, "access-control-allow-headers": "content-type", vary: "origin" });

const APP_PATIENCE_MS = 3_000;
const appAnswers = (appUrl: string): Promise<boolean> =>
  fetch(`${appUrl}/healthz`, { signal: AbortSignal.timeout(APP_PATIENCE_MS) }).then(async (answer) => { await answer.arrayBuffer(); return true; }, () => false);

/** The app's calls: the shop is in `x-forwarded-host`. A time-out is a connection that dies. */
async function platform(twin: Twin, request: Request, answer: Response): Promise<void> {
  const domain = String(request.headers["x-forwarded-host"] ?? request.hostname);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === "string") headers[name] = value;
  const call: TwinRequest = { method: request.method, headers, body: typeof request.body === "string" ? request.body : "" };
  try {
    const given = await twin.fetch(`https://${domain}${request.originalUrl}`, call);
    if (given.lateMs > 0) await new Promise((resume) => setTimeout(resume, given.lateMs));
    answer.status(given.status).set({ "content-type": given.headers.get("content-type") ?? "application/json", "x-request-id": given.headers.get("x-request-id") ?? "" }).send(await given.text());
  } catch {
    request.socket.destroy();
  }
}
