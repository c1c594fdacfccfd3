import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The demo as a person starts it, on ports and in a folder of its own. */
export interface Stack {
  appUrl: string;
  sandboxUrl: string;
  /** What the demo wrote for other programs: keys of the app, shop, ports. */
  environment: Record<string, string>;
  /** Errors that the servers wrote to their logs. */
  complaints: string[];
  stop(): Promise<void>;
}

const START_PATIENCE_MS = 170_000;
const READY = "Switchyard runs.";

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Not the test runner's own, which would change what the demo builds. */
const environmentOf = (own: Record<string, string>): NodeJS.ProcessEnv => {
  const foreign = /^(NODE_ENV|VITEST.*|npm_lifecycle_event|DATABASE_URL|REDIS_URL)$/;
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))), ...own } as NodeJS.ProcessEnv;
};

/** @param options what follows `npm run demo --`, such as `--observe` */
export const startStack = (...options: string[]): Promise<Stack> => startStackWith({}, ...options);

/** @param environmentOfSandbox settings of the sandbox, such as how much it answers a second */
export const startStackWith = async (environmentOfSandbox: Record<string, string>, ...options: string[]): Promise<Stack> => {
  const folder = await mkdtemp(join(tmpdir(), "switchyard-"));
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const demo = spawn(process.execPath, ["scripts/demo.mjs", ...options], {
    env: environmentOf({ PORT: String(port), SANDBOX_PORT: String(sandboxPort), SWITCHYARD_DATA_DIR: folder, ...environmentOfSandbox }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => demo.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    demo.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  let printed = "";
  const complaints: string[] = [];
  const ready = new Promise<boolean>((resolve) => {
    const listen = (line: string): void => {
      printed += `${line}\n`;
      if (line.includes(READY)) resolve(true);
      if (line.includes('"level":"error"')) complaints.push(line);
    };
    createInterface({ input: demo.stdout }).on("line", listen);
    createInterface({ input: demo.stderr }).on("line", listen);
    void ended.then(() => resolve(false));
    setTimeout(() => resolve(false), START_PATIENCE_MS).unref();
  });
  if (!(await ready)) {
    await stop();
    throw new Error(`The demo did not start. It printed:\n${printed}`);
  }
  const lines = (await readFile(join(folder, "demo.env"), "utf8")).split("\n").filter(Boolean);
  const environment = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2) as [string, string]));
  return { appUrl: `http://localhost:${port}`, sandboxUrl: `http://localhost:${sandboxPort}`, environment, complaints, stop };
};
