import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { ROOT, say } from "./run.mjs";

/** Long-running programs that one script starts, watches and stops together. */

const STOP_GRACE_MS = 5_000;
const TAIL_LINES = 20;

/** A batch of a hundred orders leaves more behind than fits V8's own 16 MB for what is new: part of the worker's time went into moving it out of the way. */
export const NEW_SPACE = "--max-semi-space-size=32";

/**
 * What one script starts. When a child dies by itself, the others are stopped and the script ends with 1.
 * @param {{ quiet?: boolean }} [options] quiet: a child's lines are shown only when it dies
 */
export const createChildren = ({ quiet = false } = {}) => {
  const running = new Map();
  let stopping = null;

  /** Starts a TypeScript program of the repository. Its own lines are shown with its name, unless quiet. */
  const start = (name, file, env) => {
    const args = [NEW_SPACE, "--import", "tsx", "--import", "./scripts/stop-with-parent.mjs", file];
    // A group of its own: Ctrl-C reaches this script alone, which then stops them in order.
    const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe", "ipc"], detached: true });
    const tail = [];
    const keep = (chunk) => {
      for (const line of chunk.split("\n").filter((text) => text.trim() !== "")) {
        tail.push(line);
        if (tail.length > TAIL_LINES) tail.shift();
        if (!quiet) say(`${name.padEnd(7)} | ${line}`);
      }
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    const ended = new Promise((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("close", (code, signal) => resolve(signal ?? `code ${code}`));
    });
    running.set(name, { child, ended });
    void ended.then((how) => {
      running.delete(name);
      if (stopping) return;
      say(`\n${name} ended by itself (${how}).${quiet && tail.length > 0 ? ` Its last lines:\n${tail.join("\n")}` : ""}`);
      void stop(1);
    });
  };

  /** Asks all to end, insists after five seconds, then ends this script. */
  const stop = (code) => {
    stopping ??= (async () => {
      const all = [...running.values()];
      for (const { child } of all) child.kill("SIGTERM");
      const insist = setTimeout(() => all.forEach(({ child }) => child.kill("SIGKILL")), STOP_GRACE_MS);
      await Promise.all(all.map(({ ended }) => ended));
      clearTimeout(insist);
      process.exit(code);
    })();
    return stopping;
  };

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void stop(0));
  stopWithNpm(stop);
  return { start, stop, isStopping: () => stopping !== null };
};

/** The parent of a process, where the system tells (Linux). */
const parentOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/s, "").split(" ")[2];
  } catch {
    return "";
  }
};

/** npm starts a shell, and that this script. A signal to npm may end the shell alone, and a kill npm alone: then this script ends too. */
const stopWithNpm = (stop) => {
  if (!process.env.npm_lifecycle_event) return;
  const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const first = ancestors();
  setInterval(() => ancestors() !== first && void stop(1), 1_000).unref();
};

/** @returns {Promise<boolean>} can this port be listened on here? */
export const portIsFree = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });

/** Waits until an address answers with success; false when `patienceMs` is over or `givenUp()`. */
export const answers = async (url, { patienceMs, givenUp }) => {
  const until = Date.now() + patienceMs;
  while (Date.now() < until && !givenUp()) {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    if (response?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
};
