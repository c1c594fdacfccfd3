import { Command, type CommanderError } from "commander";
import { createKey } from "./api-key";
import type { CliWorld, ExitCode } from "./command";
import { verifyLedger } from "./ledger";
import { verifyRouting } from "./routing";
import { listStores, setStatus, SETTABLE } from "./store";
import { why } from "./why";

type Run = (verb: (world: CliWorld) => Promise<ExitCode>) => Promise<void>;

/** Every verb on one screen. `run` opens the database only when a verb is really run, so that `--help` needs nothing. */
export function createProgram(run: Run): Command {
  const program = new Command("switchyard").description("Switchyard's command line. Results go to standard output, everything else to standard error.").exitOverride().showHelpAfterError();
  const merchant = ["--merchant <merchant>", "only this merchant"] as const;

  const keys = program.command("api-key").description("keys for the read API");
  keys.command("create").description("make a key and print it, once").requiredOption("--merchant <merchant>", "the merchant that it opens").requiredOption("--name <name>", "what it is for")
    .action((options: { merchant: string; name: string }) => run((world) => createKey(world, options)));

  const ledger = program.command("ledger").description("the stock ledger");
  ledger.command("verify").description("prove every unit; exit 1 on faults").option(...merchant)
    .action((options: { merchant?: string }) => run((world) => verifyLedger(world, options)));

  const routing = program.command("routing").description("routing decisions");
  routing.command("verify").description("check every certificate with the independent checker; exit 1 on faults").option(...merchant)
    .action((options: { merchant?: string }) => run((world) => verifyRouting(world, options)));

  program.command("why").description("say why an order was routed as it was, and decide it again").argument("<order>", "id, platform id, or name").option(...merchant)
    .action((order: string, options: { merchant?: string }) => run((world) => why(world, order, options)));

  const store = program.command("store").description("connected stores");
  store.command("list").description("domain, status, merchant and name of each").action(() => run(listStores));
  store.command("status").description("take a store live, back to observing, or pause it").argument("<domain>", "such as acme.myshopify.com").argument("<status>", SETTABLE.join(", "))
    .action((domain: string, status: string) => run((world) => setStatus(world, domain, status)));
  return program;
}

/** Commander throws for help and version too, with 0. */
export function exitCodeOf(error: CommanderError): ExitCode {
  return error.exitCode === 0 ? 0 : 2;
}
