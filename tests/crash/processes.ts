import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { childrenOf, signalIfThere } from "../process-tree";

/** One process of the house, killed and started again at will. */
export interface Mortal {
  readonly name: string;
  /** Resolves when it has said that it is up. Throws with its last lines when it ends before. */
  start(): Promise<void>;
  /** kill -9: it gets no chance to finish anything. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks it to end, as an operator does. */
  stop(): Promise<void>;
  /** While it lives; a tracer's, where it runs under one. */
  pid(): number | null;
  /** Its last lines, for each time that it ended though nobody killed or stopped it. */
  readonly endedByItself: readonly string[];
}

interface Program {
  name: string;
  /** JavaScript, or TypeScript from the repository's root. */
  file: string;
  env: Record<string, string>;
  /** What it prints when it is up. */
  ready: RegExp;
  /** What stands before the command, such as a tracer of system calls. */
  under?: readonly string[];
  /** Modules that are loaded before it. */
  preload?: readonly string[];
}

const START_PATIENCE_MS = 60_000;
const KEPT_CHARACTERS = 4_000;
/** The test runner's own, which would change how the house runs. */
const FOREIGN = /^(NODE_ENV|VITEST.*|npm_.*|DATABASE_URL|REDIS_URL)$/;

const surroundings = (env: Record<string, string>): NodeJS.ProcessEnv =>
  ({ ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name))), ...env }) as NodeJS.ProcessEnv;

const commandOf = ({ file, under = [], preload = [] }: Program): string[] => {
  const modules = [...(file.endsWith(".ts") ? ["tsx"] : []), "./scripts/stop-with-parent.mjs", ...preload];
  return [...under, process.execPath, ...modules.flatMap((module) => ["--import", module]), file];
};

export const createMortal = (program: Program): Mortal => {
  const { name, env, ready, under = [] } = program;
  let child: ChildProcess | null = null;
  const endedByItself: string[] = [];
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = null;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = once(ending, "exit");
    // A tracer that is ended lets go of what it traces; it ends by itself when that is gone.
    if (under.length > 0 && ending.pid !== undefined) childrenOf(ending.pid).forEach((pid) => signalIfThere(pid, signal));
    else ending.kill(signal);
    await gone;
  };
  return {
    name, endedByItself,
    pid: () => child?.pid ?? null,
    async start() {
      const [command, ...rest] = commandOf(program);
      const started = spawn(command as string, rest, { env: surroundings(env), stdio: ["ignore", "pipe", "pipe", "ipc"] });
      child = started;
      let said = "";
      let isUp = false;
      await new Promise<void>((up, refuse) => {
        const late = setTimeout(() => refuse(new Error(`${name} was not up within ${START_PATIENCE_MS / 1_000} s:\n${said}`)), START_PATIENCE_MS);
        const settle = (then: () => void): void => {
          clearTimeout(late);
          then();
        };
        const listen = (chunk: string): void => {
          said = (said + chunk).slice(-KEPT_CHARACTERS);
          isUp ||= ready.test(said);
          if (isUp) settle(up);
        };
        started.stdout?.setEncoding("utf8").on("data", listen);
        started.stderr?.setEncoding("utf8").on("data", listen);
        started.once("exit", (code, signal) => {
          if (isUp && child === started) endedByItself.push(`${name} ended (${signal ?? code}):\n${said}`);
          settle(() => refuse(new Error(`${name} ended (${signal ?? code}):\n${said}`)));
        });
      });
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
};

/** Starts it as a supervisor does: again and again, because what it needs may be down itself. */
export const startUntilUp = async (mortal: Mortal, patienceMs: number): Promise<void> => {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return await mortal.start();
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(100);
    }
  }
};
