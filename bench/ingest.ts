import { fork, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuild } from "../scripts/prepare.mjs";
import type { LoadOrder, LoadReport } from "./load";
import { percentile, type BenchRow } from "./row";

const CONNECTIONS = 32;
const ROUND_SECONDS = 4;
const WARM_UP_SECONDS = 1;
/** Floor and ours in turn, so that what else the machine does meets both. */
const ROUNDS = 3;
const START_PATIENCE_MS = 30_000;
const SHOP = "bench.myshopify.com";
/** As long as a three-line order is on the wire. */
const BODY_BYTES = 6_700;

interface Running {
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

const startServer = async (path: string, argumentsOf: string[], env: Record<string, string>): Promise<Running> => {
  const port = await freePort();
  const child = spawn(process.execPath, ["--import", "tsx", ...argumentsOf], { env: { ...process.env, ...env, PORT: String(port) }, stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
  };
  await untilListening(port, child).catch(async (problem: unknown) => {
    await stop();
    throw problem;
  });
  return { port, path, stop };
};

const sendLoad = (server: Running, secret: string, seconds: number): Promise<LoadReport> =>
  new Promise((resolve, reject) => {
    const order: LoadOrder = {
      port: server.port, path: server.path, secret, shop: SHOP, topic: "orders/create", connections: CONNECTIONS, seconds,
      body: JSON.stringify({ id: 820_982_911_946_154, note: "x".repeat(BODY_BYTES) }),
    };
    const sender = fork("bench/load.ts", { execArgv: ["--import", "tsx"], serialization: "advanced" });
    sender.once("message", (report) => resolve(report as LoadReport));
    sender.once("exit", () => reject(new Error("The load generator ended without a report.")));
    sender.send(order);
  });

const middle = (figures: readonly number[]): number => percentile(figures, 0.5);

const measure = async (server: Running, secret: string): Promise<{ rate: number; p99: number }> => {
  const report = await sendLoad(server, secret, ROUND_SECONDS);
  if (report.refused > 0) throw new Error(`${report.refused} deliveries of the benchmark were refused.`);
  return { rate: report.accepted / report.seconds, p99: percentile(report.latencies, 0.99) };
};

/** How fast signed deliveries are acknowledged, against the least that a durable receiver does. */
export const benchIngest = async (): Promise<BenchRow[]> => {
  await ensureBuild();
  const folder = await mkdtemp(join(tmpdir(), "switchyard-bench-"));
  const secret = randomBytes(32).toString("hex");
  const running: Running[] = [];
  try {
    const floor = await startServer("/", ["bench/ingest-floor.ts", join(folder, "floor.db"), secret], {});
    running.push(floor);
    const ours = await startServer("/webhooks/shopify", ["app/server.ts"], {
      NODE_ENV: "production", WORKER: "none", LOG_LEVEL: "warn", DATABASE_URL: join(folder, "ours.db"), SHOPIFY_API_KEY: "bench", SHOPIFY_API_SECRET: secret,
      APP_URL: "http://127.0.0.1", SHOPIFY_SANDBOX_URL: "http://127.0.0.1:9", SWITCHYARD_MASTER_KEYS: `bench:${randomBytes(32).toString("base64")}`, REDIS_URL: "",
    });
    running.push(ours);
    for (const server of running) await sendLoad(server, secret, WARM_UP_SECONDS);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push({ floor: await measure(floor, secret), ours: await measure(ours, secret) });
    const rate = middle(rounds.map((round) => round.ours.rate));
    const floorRate = middle(rounds.map((round) => round.floor.rate));
    const ratio = middle(rounds.map((round) => round.ours.rate / round.floor.rate));
    const p99 = middle(rounds.map((round) => round.ours.p99));
    return [
      { name: `ingest: acknowledged, ${CONNECTIONS} connections`, value: rate, unit: "/s", against: `a bare server, ${Math.round(floorRate)}/s`, ratio, target: "ratio ≥ 0.8", met: ratio >= 0.8 },
      { name: "ingest: slowest hundredth of the answers", value: p99, unit: "ms", target: "< 500 ms", met: p99 < 500 },
    ];
  } finally {
    for (const server of running) await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
};
