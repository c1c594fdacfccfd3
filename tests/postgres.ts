import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { childrenOf, isAlive, signalIfThere } from "./process-tree";

const BINARIES = "/usr/lib/postgresql";
const START_MS_MAX = 30_000;

/** A PostgreSQL server for one test file. */
export interface PostgresServer {
  /** An empty database of its own; gives its URL. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** Settings of a cluster of our own beside the usual ones. */
type ClusterSettings = Record<string, string>;

export type PostgresOffer = { ok: true; server: PostgresServer } | { ok: false; reason: string };

/**
 * The server at TEST_POSTGRES_URL, else a throw-away cluster from the system's binaries, on 127.0.0.1 and a free port, with
 * fsync on as in production. Where neither is to be had the reason says how to get one.
 */
export const startPostgres = async (env: NodeJS.ProcessEnv = process.env, more: ClusterSettings = {}): Promise<PostgresOffer> => {
  if (env.TEST_POSTGRES_URL) return { ok: true, server: serverAt(env.TEST_POSTGRES_URL, async () => undefined) };
  const folder = newestBinaries();
  if (folder === null) return { ok: false, reason: "PostgreSQL is not installed here: apt-get install postgresql" };
  return { ok: true, server: await startCluster(folder, more) };
};

const newestBinaries = (): string | null => {
  if (!existsSync(BINARIES)) return null;
  const versions = readdirSync(BINARIES).filter((name) => existsSync(join(BINARIES, name, "bin/initdb")));
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? null : join(BINARIES, newest, "bin");
};

/** PostgreSQL refuses to run as root; the package's own user runs it then. */
const owner = (): { uid?: number; gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const numberOf = (flag: string) => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
  return { uid: numberOf("-u"), gid: numberOf("-g") };
};

interface Cluster {
  folder: string;
  url: string;
  /** A shell script over the server: `$0` is the program, `$1` the folder, the rest are the program's own arguments. */
  run(script: string): ChildProcess;
}

const makeCluster = async (binaries: string, more: ClusterSettings): Promise<Cluster> => {
  const user = owner();
  const folder = mkdtempSync(join(tmpdir(), "switchyard-postgres-"));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const options = { ...user, cwd: folder, env: { ...process.env, LC_ALL: "C.UTF-8" } };
  const files = join(folder, "data");
  const made = spawnSync(join(binaries, "initdb"), ["-D", files, "-U", "postgres", "--auth=trust", "--encoding=UTF8"], { ...options, encoding: "utf8" });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);

  const port = await freePort();
  const settings = { listen_addresses: "127.0.0.1", port, unix_socket_directories: folder, max_connections: 200, log_min_messages: "fatal", ...more };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return {
    folder, url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    run: (script) => spawn("sh", ["-c", script, join(binaries, "postgres"), folder, "-D", files, ...flags], { ...options, stdio: ["pipe", "ignore", "ignore"] }),
  };
};

const startCluster = async (binaries: string, more: ClusterSettings): Promise<PostgresServer> => {
  const { url, run } = await makeCluster(binaries, more);
  const child = run(GUARDED);
  await untilAnswering(url, child);
  return serverAt(url, () => stopped(child));
};

/** A server of the test's own that can be killed, all of its processes at once, and started again over the same files. */
export interface MortalPostgres {
  createDatabase(): Promise<string>;
  /** kill -9 of the server and of the process of every connection. Resolves when none is left. */
  kill(): Promise<void>;
  /** Resolves when it answers again, its log replayed. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What a commit did not wait for stays in memory for ten seconds, so that a kill loses it: an answer that came too soon shows. */
const FORGETFUL = { wal_writer_delay: "10s" };

/** Always a cluster of its own: a server that others use is not killed. */
export const startMortalPostgres = async (): Promise<{ ok: true; server: MortalPostgres } | { ok: false; reason: string }> => {
  const binaries = newestBinaries();
  if (binaries === null) return { ok: false, reason: "PostgreSQL is not installed here: apt-get install postgresql" };
  const { folder, url, run } = await makeCluster(binaries, FORGETFUL);
  const child = run(REVIVED);
  const start = async (): Promise<void> => {
    child.stdin?.write("\n");
    await untilAnswering(url, child);
  };
  await start();
  const { createDatabase } = serverAt(url, async () => undefined);
  const kill = async (): Promise<void> => {
    const server = Number(readFileSync(join(folder, "data/postmaster.pid"), "utf8").split("\n")[0]);
    const doomed = [server, ...childrenOf(server)];
    for (const pid of doomed) signalIfThere(pid, "SIGKILL");
    while (doomed.some(isAlive)) await pause(5);
  };
  return { ok: true, server: { createDatabase, kill, start, stop: () => stopped(child) } };
};

/** Starts the server at each line of the pipe, when the one before is gone; ends it as GUARDED does when the pipe ends. */
const REVIVED = 'folder=$1; shift; while read -r _; do [ -z "$server" ] || wait $server; "$0" "$@" </dev/null & server=$!; done; kill -INT $server; wait $server; cd /; rm -rf "$folder"';

/**
 * Runs the server until the pipe from the test ends, however it ends: a runner that is killed runs no handler, and its server
 * would stay. SIGINT is PostgreSQL's fast shutdown.
 */
const GUARDED = 'folder=$1; shift; "$0" "$@" </dev/null & server=$!; read -r _; kill -INT $server; wait $server; cd /; rm -rf "$folder"';

const freePort = (): Promise<number> => new Promise((resolve, reject) => {
  const probe = createServer();
  probe.once("error", reject);
  probe.listen(0, "127.0.0.1", () => {
    const { port } = probe.address() as AddressInfo;
    probe.close(() => resolve(port));
  });
});

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const untilAnswering = async (url: string, child: ChildProcess): Promise<void> => {
  for (let waitedMs = 0; waitedMs < START_MS_MAX; waitedMs += 50) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode} while starting`);
    try {
      return await withClient(url, async () => undefined);
    } catch {
      await pause(50);
    }
  }
  throw new Error("PostgreSQL did not answer in time");
};

const stopped = (child: ChildProcess): Promise<void> => new Promise((resolve) => {
  if (child.exitCode !== null) return resolve();
  child.once("exit", () => resolve());
  child.stdin?.end();
});

const withClient = async <T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
};

const serverAt = (url: string, end: () => Promise<void>): PostgresServer => {
  const made: string[] = [];
  return {
    createDatabase: async () => {
      const name = `switchyard_${randomBytes(6).toString("hex")}`;
      await withClient(url, (client) => client.query(`CREATE DATABASE ${name}`));
      made.push(name);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    stop: async () => {
      await withClient(url, async (client) => {
        for (const name of made) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      });
      await end();
    },
  };
};
