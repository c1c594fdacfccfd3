import { availableParallelism } from "node:os";
import { ensureNode, ensurePackages } from "./prepare.mjs";
import { run, say, tool } from "./run.mjs";

/** `npm run check`: types, style, who imports whom, dead code, shape. Prints each verdict, and of failures only what to mend. */

const BUDGET_SECONDS = 120;
const FOLDERS = ["app", "connectors", "sandbox", "tests", "bench", "extensions"];

/** Longest first, so that two of them fill two cores. */
const STEPS = [
  { name: "lint", command: [tool("eslint"), ".", "--max-warnings=0", "--no-color"], env: { NODE_OPTIONS: "--max-old-space-size=4096" } },
  { name: "types", command: [tool("tsc"), "-p", ".", "--noEmit", "--pretty", "false", "--incremental", "--tsBuildInfoFile", ".cache/types.tsbuildinfo"] },
  { name: "dead code", command: [tool("knip"), "--no-progress", "--no-config-hints"] },
  { name: "imports", command: [tool("depcruise"), "--config", ".dependency-cruiser.mjs", "--output-type", "err-long", ...FOLDERS] },
  { name: "shape", command: [tool("vitest"), "run", "--project", "shape", "--reporter=dot"], env: { NO_COLOR: "1" } },
];

ensureNode();
await ensurePackages();
const started = performance.now();
const waiting = [...STEPS];
const failures = [];

const work = async () => {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const { code, output, seconds } = await run(step.command, { env: step.env });
    say(`${code === 0 ? "ok  " : "FAIL"}  ${step.name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s`);
    if (code !== 0) failures.push({ name: step.name, output: output.trim() });
  }
};
await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));

for (const { name, output } of failures) say(`\n--- ${name}: to mend ---\n${output}`);
const seconds = (performance.now() - started) / 1000;
if (seconds > BUDGET_SECONDS) say(`\nwarning: the checks took ${seconds.toFixed(0)} s, more than their ${BUDGET_SECONDS} s`);
say(`\n${STEPS.length - failures.length} of ${STEPS.length} checks passed in ${seconds.toFixed(0)} s`);
process.exitCode = failures.length === 0 ? 0 : 1;
