import { fork, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer, type AddressInfo } from "node:net";
import { NEW_SPACE } from "../scripts/children.mjs";
import { ensureBuild } from "../scripts/prepare.mjs";
import type { LoadOrder, LoadReport } from "./load";
import type { WorkerOrder, WorkerReport } from "./worker";

const START_PATIENCE_MS = 60_000;

export interface RunningServer {
  pid: number;
  port: number;
  path: string;
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const untilListening = async (port: number, child: ChildProcess): Promise<void> => {
  const until = Date.now() + START_PATIENCE_MS;
  while (Date.now() < until && child.exitCode === null) {
    const answered = await fetch(`http://127.0.0.1:${port}/healthz`).then(() => true, () => false);
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("A server of the benchmark did not start.");
};

/** A server in a process of its own. @param path where it takes deliveries */
export const startServer = async (path: string, argumentsOf: string[], env: Record<string, string>): Promise<RunningServer> => {
  const port = await freePort();
  const child = spawn(process.execPath, [NEW_SPACE, "--import", "tsx", "--import", "./scripts/stop-with-parent.mjs", ...argumentsOf], {
    env: { ...process.env, ...env, PORT: String(port) }, stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
  };
  await untilListening(port, child).catch(async (problem: unknown) => {
    await stop();
    throw problem;
  });
  return { pid: child.pid as number, port, path, stop };
};

/** The web process of the house over a database that has the benchmark's master keys. */
export const startWeb = async (databaseUrl: string, keys: { secret: string; masterKeys: string }): Promise<RunningServer> => {
  await ensureBuild();
  return startServer("/webhooks/shopify", ["app/server.ts"], {
    NODE_ENV: "production", WORKER: "none", LOG_LEVEL: "warn", DATABASE_URL: databaseUrl, SHOPIFY_API_KEY: "bench", SHOPIFY_API_SECRET: keys.secret,
    APP_URL: "http://127.0.0.1", SHOPIFY_SANDBOX_URL: "http://127.0.0.1:9", SWITCHYARD_MASTER_KEYS: keys.masterKeys, REDIS_URL: "",
  });
};

export const newSecret = (): string => randomBytes(32).toString("hex");

const child = (file: string): ChildProcess =>
  fork(file, { execArgv: [NEW_SPACE, "--enable-source-maps", "--import", "tsx"], serialization: "advanced" });

const answerOf = <Answer>(sender: ChildProcess, what: string): Promise<Answer> => new Promise((resolve, reject) => {
  const gone = (): void => reject(new Error(`The ${what} of the benchmark ended without a report.`));
  sender.once("exit", gone);
  sender.once("message", (answer) => {
    sender.off("exit", gone);
    resolve(answer as Answer);
  });
});

export interface Sender {
  /** Sends; resolves when the last answer has come. */
  send(): Promise<LoadReport>;
}

/** A load generator that has its messages signed and waits for the word. */
export const prepareLoad = async (order: LoadOrder): Promise<Sender> => {
  const sender = child("bench/load.ts");
  const ready = answerOf(sender, "load generator");
  sender.send(order);
  await ready;
  return {
    send: () => {
      const report = answerOf<LoadReport>(sender, "load generator");
      sender.send("go");
      return report;
    },
  };
};

export interface RunningWorker {
  go(): void;
  stop(): Promise<WorkerReport>;
}

/** A worker process that stands ready. */
export const startWorker = async (order: WorkerOrder): Promise<RunningWorker> => {
  const worker = child("bench/worker.ts");
  const ready = answerOf(worker, "worker");
  worker.send(order);
  await ready;
  return {
    go: () => void worker.send("go"),
    stop: () => {
      const report = answerOf<WorkerReport>(worker, "worker");
      worker.send("stop");
      return report;
    },
  };
};
