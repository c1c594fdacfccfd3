import { setTimeout as sleep } from "node:timers/promises";
import { CommanderError } from "commander";
import { BadArgument, type CliWorld, type ExitCode } from "./cli/command";
import { openOfflineFlow } from "./cli/offline-flow";
import { createProgram, exitCodeOf } from "./cli/program";
import { problemOf, stderrLog } from "./log.server";
import { settingsOrExit } from "./settings.server";

/** The command line: a result on standard output, words on standard error, and an exit code that scripts can trust. */
async function run(verb: (world: CliWorld) => Promise<ExitCode>): Promise<void> {
  const settings = settingsOrExit("shopify");
  const flow = await openOfflineFlow(settings, stderrLog(settings.logLevel === "info" ? "warn" : settings.logLevel));
  try {
    process.exitCode = await verb({ flow, wait: async (ms) => void (await sleep(ms)), print: (line) => void process.stdout.write(`${line}\n`) });
  } finally {
    await flow.db.close();
  }
}

try {
  await createProgram(run).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = exitCodeOf(error);
  else {
    process.stderr.write(`${error instanceof Error ? error.message : problemOf(error)}\n`);
    process.exitCode = error instanceof BadArgument ? 2 : 1;
  }
}
