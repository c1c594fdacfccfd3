import { openContext } from "./context.server";
import { JOBS } from "./jobs/catalogue";
import { runWorker } from "./jobs/sweep";
import { createLog } from "./log.server";
import { settingsOrExit, withShopify } from "./settings.server";
import { stopSignal } from "./stop-signal.server";

/** The worker process: applies, reads and performs what the rows ask for, until it is told to stop. */
const settings = withShopify(settingsOrExit());
const log = createLog(settings.logLevel);
const context = await openContext(settings, log);
log.info("worker started", { kind: context.queue.kind });
const stop = stopSignal();
stop.addEventListener("abort", () => void context.compute.close(), { once: true });
await runWorker(context.flow, context.queue, { signal: stop, jobs: JOBS });
await context.close();
log.info("worker stopped");
