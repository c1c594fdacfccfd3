import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

/**
 * Bugs as patches. Each is applied to a copy of the house and must be caught by the simulator with the check that its
 * header names: `Caught-by` (any of several, `|` between). A patch that no longer applies fails, and so does a bug that nobody sees.
 */
const HERE = resolve("tests/planted");
const COPIED = ["app", "connectors", "sandbox", "tests/simulation", "package.json", "tsconfig.json", "shopify.app.toml"];
const copies = mkdtempSync(join(tmpdir(), "switchyard-planted-"));

afterAll(() => rmSync(copies, { recursive: true, force: true }));

const copyHouse = (name: string): string => {
  const copy = join(copies, name);
  mkdirSync(join(copy, "tests"), { recursive: true });
  for (const path of COPIED) cpSync(path, join(copy, path), { recursive: true });
  for (const path of ["node_modules", ".cache"]) if (existsSync(path)) symlinkSync(resolve(path), join(copy, path));
  return copy;
};

const headerOf = (patch: string, name: string): string => {
  const line = readFileSync(join(HERE, patch), "utf8").split("\n").find((one) => one.startsWith(`${name}: `));
  if (!line) throw new Error(`${patch} has no line "${name}: …"`);
  return line.slice(name.length + 2).trim();
};

const run = (cwd: string, command: string, args: string[]): SpawnSyncReturns<string> => spawnSync(command, args, { cwd, encoding: "utf8", timeout: 110_000 });

/** A bug may break another promise first, in a seed of its own: the hunt goes on behind it until the check that is named breaks, or the runs are over. */
const hunt = (cwd: string, { task, checks }: { task: string[]; checks: string[] }): { caught: boolean; said: string } => {
  const numberOf = (name: string): number => Number(task[task.indexOf(name) + 1]);
  const last = numberOf("--seed") + numberOf("--runs") - 1;
  for (let seed = numberOf("--seed"), said = ""; ; ) {
    if (seed > last) return { caught: false, said };
    const args = task.map((word, at) => (task[at - 1] === "--seed" ? String(seed) : task[at - 1] === "--runs" ? String(last - seed + 1) : word));
    const simulated = run(cwd, process.execPath, ["--import", "tsx", "tests/simulation/main.ts", ...args]);
    said = simulated.stdout + simulated.stderr;
    if (checks.some((check) => simulated.stdout.includes(`BROKEN ${check}`))) return { caught: true, said };
    const broken = [...simulated.stdout.matchAll(/^seed (\d+):/gm)].at(-1);
    if (simulated.status !== 1 || !broken) return { caught: false, said };
    seed = Number(broken[1]) + 1;
  }
};

const patches = readdirSync(HERE).filter((file) => file.endsWith(".patch")).sort();

describe("planted bugs", () => {
  test("there are some", () => expect(patches.length).toBeGreaterThanOrEqual(4));

  test.each(patches)("%s is caught", (patch) => {
    const copy = copyHouse(patch.replace(/\.patch$/, ""));
    const applied = run(copy, "git", ["apply", "--whitespace=nowarn", join(HERE, patch)]);
    expect(applied.status, `${patch} no longer applies: ${applied.stderr}`).toBe(0);
    const { caught, said } = hunt(copy, { task: headerOf(patch, "Simulate").split(" "), checks: headerOf(patch, "Caught-by").split(" | ") });
    expect(caught, said).toBe(true);
  }, 120_000);
});
