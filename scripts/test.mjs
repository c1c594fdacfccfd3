import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBuild, ensureNode, ensurePackages, ensureShopifySchema, fail } from "./prepare.mjs";
import { ROOT, run, say, tool } from "./run.mjs";
import { SERVICES, ensureServices, installCommand } from "./services.mjs";
import { SUITES } from "./suites.mjs";

/** `npm test [-- suite …]`: installs what is missing, builds, runs the suites in turn, and ends with the sum of their tests. */

const INSTALL_BUDGET_MINUTES = 4;
const REPORTS = join(ROOT, ".data/test");
const inCi = process.env.CI === "true" || process.env.CI === "1";

/** @returns the counts of a vitest JSON report; a suite that never got so far counts as one failure */
const countsOf = (report) => {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests, numTodoTests, success } = JSON.parse(readFileSync(report, "utf8"));
  const failed = numFailedTests || (success ? 0 : Math.max(1, numFailedTestSuites));
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
};

const runSuite = async (suite) => {
  const report = join(REPORTS, `${suite.name}.json`);
  rmSync(report, { force: true });
  const command = [tool("vitest"), "run", "--project", suite.name, "--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
  const { code, output, seconds } = await run(command, { env: { NO_COLOR: "1", NODE_ENV: "test" } });
  const counts = countsOf(report);
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (counts.failed > 0) say(`\n--- ${suite.name} ---\n${output.trim()}\n`);
  return { ...suite, ...counts, seconds, note: "" };
};

/** A suite, or the part of it, that cannot run here: said by name with what installs it; with CI=true that is a failure. */
const noteMissing = (result, missing) => {
  if (missing.length === 0) return result;
  const names = missing.map((key) => SERVICES[key].name).join(", ");
  const note = `${result.whole ? "skipped" : "partly skipped"}: ${names} missing; install: ${missing.map(installCommand).join(" && ")}`;
  return { ...result, note, skipped: Math.max(1, result.skipped), failed: result.failed + (inCi ? 1 : 0) };
};

const testsOf = ({ passed, failed, skipped, note }) => `${passed} passed, ${failed} failed, ${skipped} skipped${note && `   ${note}`}`;

const print = ({ name, seconds, budgetMinutes }, tests) => {
  say(`${name.padEnd(10)} ${seconds.toFixed(1).padStart(7)} s of ${String(budgetMinutes * 60).padStart(3)} s   ${tests}`);
  if (seconds > budgetMinutes * 60) say(`warning: ${name} took longer than its ${budgetMinutes} minutes`);
};

const prepare = async (suites) => {
  const started = performance.now();
  ensureNode();
  await ensurePackages();
  const missing = await ensureServices([...new Set(suites.flatMap(({ needs }) => needs))]);
  await ensureShopifySchema();
  const installSeconds = (performance.now() - started) / 1000;
  await ensureBuild();
  mkdirSync(REPORTS, { recursive: true });
  return { missing, installSeconds };
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !SUITES.some((suite) => suite.name === name));
if (unknown.length > 0) fail(`No suite is called ${unknown.join(", ")}. The suites: ${SUITES.map(({ name }) => name).join(", ")}.`);
const suites = SUITES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const { missing, installSeconds } = await prepare(suites);

const results = [];
for (const suite of suites) {
  const lacking = suite.needs.filter((key) => missing.includes(key));
  const skippedWhole = suite.whole && lacking.length > 0;
  say(`Running ${suite.name} …`);
  const result = skippedWhole ? { ...suite, passed: 0, failed: 0, skipped: 0, seconds: 0, note: "" } : await runSuite(suite);
  results.push(noteMissing(result, lacking));
}

say("\nSuite           time     budget   tests");
print({ name: "install", seconds: installSeconds, budgetMinutes: INSTALL_BUDGET_MINUTES }, "");
for (const result of results) print(result, testsOf(result));
const sum = (count) => results.reduce((total, result) => total + result[count], 0);
process.exitCode = sum("failed") === 0 ? 0 : 1;
say(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
