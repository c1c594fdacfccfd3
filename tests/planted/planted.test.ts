import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

/**
 * Bugs as patches. Each is applied to a copy of the house and must be caught by the simulator: `Simulate` says how it is run, `Caught-by`
 * which check must break (any of several, `|` between), `Breaks` which promise of docs/invariants.md it is. A patch that no longer applies
 * fails, and so does a bug that nobody sees.
 */
const HERE = resolve("tests/planted");
const COPIED = ["app", "connectors", "sandbox", "tests/simulation", "package.json", "tsconfig.json", "shopify.app.toml"];
const COPIES = 2;
const LIMIT_MS = 240_000;
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

const run = (cwd: string, command: string, args: string[]): Promise<{ status: number | null; said: string }> =>
  new Promise((done) => {
    const child = spawn(command, args, { cwd, timeout: LIMIT_MS, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (said += part.toString()));
    child.on("close", (status) => done({ status, said }));
  });

const idle = Array.from({ length: COPIES }, (_, index) => Promise.resolve(index).then((at) => copyHouse(`house-${at}`)));

/** In one of the copies, as it was before. */
const inCopy = async (act: (copy: string) => Promise<void>): Promise<void> => {
  const copying = idle.shift() as Promise<string>;
  let free: (copy: string) => void = () => undefined;
  idle.push(new Promise((resolveFree) => (free = resolveFree)));
  const copy = await copying;
  try {
    await act(copy);
  } finally {
    free(copy);
  }
};

const patches = readdirSync(HERE).filter((file) => file.endsWith(".patch")).sort();
const promises = readFileSync("docs/invariants.md", "utf8").split("\n");

describe("planted bugs", () => {
  test("there are at least twenty", () => expect(patches.length).toBeGreaterThanOrEqual(20));

  test.each(patches)("%s breaks a promise that names it", (patch) => {
    const line = promises.find((one) => one.startsWith(`| ${headerOf(patch, "Breaks")} |`));
    expect(line, `docs/invariants.md has no promise "${headerOf(patch, "Breaks")}"`).toBeDefined();
    expect(line).toContain(`tests/planted/${patch}`);
  });

  test.concurrent.each(patches)("%s is caught", { timeout: LIMIT_MS * patches.length }, (patch) => inCopy(async (copy) => {
    const applied = await run(copy, "git", ["apply", "--whitespace=nowarn", join(HERE, patch)]);
    expect(applied.status, `${patch} no longer applies: ${applied.said}`).toBe(0);
    const checks = headerOf(patch, "Caught-by").split(" | ");
    const { said } = await run(copy, process.execPath, ["--import", "tsx", "tests/simulation/main.ts", "--shrink-seconds", "0", "--until", checks.join("|"), ...headerOf(patch, "Simulate").split(" ")]);
    await run(copy, "git", ["apply", "-R", "--whitespace=nowarn", join(HERE, patch)]);
    expect(checks.some((check) => said.includes(`BROKEN ${check}`)), said).toBe(true);
  }));
});
