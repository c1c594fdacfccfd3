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

const patches = readdirSync(HERE).filter((file) => file.endsWith(".patch")).sort();

describe("planted bugs", () => {
  test("there are some", () => expect(patches.length).toBeGreaterThanOrEqual(4));

  test.each(patches)("%s is caught", (patch) => {
    const copy = copyHouse(patch.replace(/\.patch$/, ""));
    const applied = run(copy, "git", ["apply", "--whitespace=nowarn", join(HERE, patch)]);
    expect(applied.status, `${patch} no longer applies: ${applied.stderr}`).toBe(0);
    const simulated = run(copy, process.execPath, ["--import", "tsx", "tests/simulation/main.ts", ...headerOf(patch, "Simulate").split(" ")]);
    expect(simulated.status, simulated.stdout + simulated.stderr).toBe(1);
    const checks = headerOf(patch, "Caught-by").split(" | ");
    expect(checks.filter((check) => simulated.stdout.includes(`BROKEN ${check}`)), simulated.stdout).not.toEqual([]);
  }, 120_000);
});
