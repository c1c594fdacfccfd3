import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** One process of the house, killed and started again at will. */
export interface Mortal {
  readonly name: string;
  /** Resolves when it has said that it is up. Throws with its last lines when it ends before. */
  start(): Promise<void>;
  /** kill -9: it gets no chance to finish anything. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks it to end, as an operator does. */
  stop(): Promise<void>;
}

interface Program {
  name: string;
  /** From the repository's root. */
  file: string;
  env: Record<string, string>;
  /** What it prints when it is up. */
  ready: RegExp;
  /** What stands before the command, such as a tracer of system calls. */
  under?: readonly string[];
}

const START_PATIENCE_MS = 60_000;
const KEPT_CHARACTERS = 4_000;
/** The test runner's own, which would change how the house runs. */
const FOREIGN = /^(NODE_ENV|VITEST.*|npm_.*|DATABASE_URL|REDIS_URL)$/;

const surroundings = (env: Record<string, string>): NodeJS.ProcessEnv =>
  ({ ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name))), ...env }) as NodeJS.ProcessEnv;

export const createMortal = ({ name, file, env, ready, under = [] }: Program): Mortal => {
  let child: ChildProcess | null = null;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = null;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = once(ending, "exit");
    ending.kill(signal);
    await gone;
  };
  return {
    name,
    async start() {
      const [command, ...rest] = [...under, process.execPath, "--import", "tsx", "--import", "./scripts/stop-with-parent.mjs", file];
      const started = spawn(command as string, rest, { env: surroundings(env), stdio: ["ignore", "pipe", "pipe", "ipc"] });
      child = started;
      let said = "";
      await new Promise<void>((up, refuse) => {
        const late = setTimeout(() => refuse(new Error(`${name} was not up within ${START_PATIENCE_MS / 1_000} s:\n${said}`)), START_PATIENCE_MS);
        const listen = (chunk: string): void => {
          said = (said + chunk).slice(-KEPT_CHARACTERS);
          if (ready.test(said)) settle(up);
        };
        const settle = (then: () => void): void => {
          clearTimeout(late);
          then();
        };
        started.stdout?.setEncoding("utf8").on("data", listen);
        started.stderr?.setEncoding("utf8").on("data", listen);
        started.once("exit", (code, signal) => settle(() => refuse(new Error(`${name} ended (${signal ?? code}):\n${said}`))));
      });
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
};
