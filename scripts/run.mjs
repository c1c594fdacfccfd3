import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's root: every script works from any folder. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/**
 * Runs a program to its end and keeps what it printed. Never throws: a program that cannot be started has code 127.
 * @param {string[]} command program and arguments
 * @param {{ env?: Record<string, string>, show?: boolean, cwd?: string }} [options] `show` passes its output on as it comes
 * @returns {Promise<{ code: number, output: string, seconds: number }>}
 */
export const run = ([program, ...args], { env = {}, show = false, cwd = ROOT } = {}) =>
  new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (stream) => (chunk) => {
      output += chunk;
      if (show) stream.write(chunk);
    };
    child.stdout.setEncoding("utf8").on("data", keep(process.stdout));
    child.stderr.setEncoding("utf8").on("data", keep(process.stderr));
    const end = (code) => resolve({ code, output, seconds: (performance.now() - started) / 1000 });
    child.once("error", (error) => {
      output += error.message;
      end(127);
    });
    child.once("close", (code) => end(code ?? 1));
  });

/** A program of node_modules/.bin, started without npx. */
export const tool = (name) => `${ROOT}/node_modules/.bin/${name}`;

/** @param {string} text */
export const say = (text) => process.stdout.write(`${text}\n`);
