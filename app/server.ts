import { createServer } from "node:http";
import { resolve } from "node:path";
import { openContext } from "./context.server";
import { createApi } from "./http/api-v1/router";
import { createStockWrites } from "./http/api-v1/stock-writes";
import { createApp } from "./http/app";
import { createChangeFeed } from "./http/change-feed";
import { createDownloads } from "./http/downloads";
import { answerHealth } from "./http/health";
import { createIngest } from "./http/ingest";
import { createLive } from "./http/live";
import { createOrderRouting } from "./http/order-routing";
import { openPages } from "./http/pages";
import { createPlatformPages } from "./http/platform-pages";
import { JOBS } from "./jobs/catalogue";
import { runWorker } from "./jobs/sweep";
import { createLog, problemOf } from "./log.server";
import { listFiles } from "./screens/downloads.server";
import { orderRouting } from "./screens/order/order-routing.server";
import { settingsOrExit, withShopify } from "./settings.server";
import { stopSignal } from "./stop-signal.server";

/** A request, its body included, must have arrived within this time: slow senders hold no connection for ever. */
const REQUEST_WITHIN_MS = 30_000;

/** The web process: deliveries, API, live changes and screens on one port. */
const settings = withShopify(settingsOrExit());
const log = createLog(settings.logLevel);
const stop = stopSignal();
const context = await openContext(settings, log);
const { flow, queue, auth, acts, screens } = context;
stop.addEventListener("abort", () => void context.compute.close(), { once: true });
const { db, now, newId } = flow;

const clientDirectory = settings.mode === "development" ? null : resolve("build/client");
const pages = await openPages({ mode: settings.mode, buildPath: resolve("build/server/index.js"), screens });
const feed = createChangeFeed(db, (error) => log.warn("changes not read", { problem: problemOf(error) }));
const app = createApp({
  ingest: createIngest({ db, channels: context.channels, now, newId, log, wake: () => queue.enqueue("apply-deliveries", "") }),
  health: (response) => answerHealth({ db, queue, now }, response),
  api: createApi({ db, log, flow, acts, stock: createStockWrites(flow, () => queue.enqueue("perform-intents", "")) }),
  live: createLive({ feed, requireStore: auth.requireStore, surfaces: [...context.channels.keys()], now, log, signal: stop }),
  orderRouting: createOrderRouting({ requireStore: auth.requireStore, tell: (store, platformId) => orderRouting(db, store, platformId), sandboxUrl: settings.shopify.sandboxUrl, log }),
  downloads: createDownloads({ requireStore: auth.requireStore, surfaces: [...context.channels.keys()], files: listFiles(db, now), log }),
  platformPages: createPlatformPages(auth),
  clientDirectory, log, pages: pages.serve,
});

const server = createServer({ requestTimeout: REQUEST_WITHIN_MS }, app);
await new Promise<void>((listening, refuse) => server.once("error", refuse).listen(settings.port, settings.host, listening));
const address = server.address();
process.stdout.write(`Switchyard listens on http://${settings.host}:${typeof address === "object" && address ? address.port : settings.port}\n`);

const worker = settings.worker === "inline" ? runWorker(flow, queue, { signal: stop, jobs: JOBS }) : Promise.resolve();
await new Promise<void>((stopped) => (stop.aborted ? stopped() : stop.addEventListener("abort", () => stopped(), { once: true })));
log.info("server stops");
const closed = new Promise((done) => server.close(done));
server.closeIdleConnections();
await Promise.all([closed, worker, pages.close()]);
await context.close();
