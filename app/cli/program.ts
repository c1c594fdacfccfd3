import { Command, type CommanderError } from "commander";
import { createKey, listKeys, revokeKey } from "./api-key";
import { checkCapsuleFile, printCapsule } from "./capsule";
import { BadArgument, type CliWorld, type ExitCode } from "./command";
import { tellDrift } from "./drift";
import { erase, type EraseOptions } from "./erase";
import { verifyLedger } from "./ledger";
import { reconcile } from "./reconcile";
import { retry } from "./retry";
import { exportRouting, verifyRouting } from "./routing";
import { listStores, setStatus, SETTABLE } from "./store";
import { why } from "./why";

type Run = (verb: (world: CliWorld) => Promise<ExitCode>) => Promise<void>;

/** Every verb on one screen. `run` opens the database only when a verb is really run, so that `--help` needs nothing. */
export function createProgram(run: Run): Command {
  const program = new Command("switchyard").description("Switchyard's command line. Results go to standard output, everything else to standard error.").exitOverride().showHelpAfterError();
  const merchant = ["--merchant <merchant>", "only this merchant"] as const;

  addKeys(program, run);
  const ledger = program.command("ledger").description("the stock ledger");
  ledger.command("verify").description("prove every unit; exit 1 on faults").option(...merchant)
    .action((options: { merchant?: string }) => run((world) => verifyLedger(world, options)));

  const routing = program.command("routing").description("routing decisions");
  routing.command("verify").description("check every certificate with the independent checker; exit 1 on faults").option(...merchant)
    .option("--order <order>", "only the decisions of this order: id, platform id, or name").option(...JSON_OPTION)
    .action((options: { merchant?: string; order?: string; json?: boolean }) => run((world) => verifyRouting(world, options)));
  routing.command("export").description("print decisions with their certificates for a checker that is not ours, one JSON a line (docs/certificates.md)")
    .argument("[order]", "id, platform id, or name; without it, every decision").option(...merchant)
    .action((order: string | undefined, options: { merchant?: string }) => run((world) => exportRouting(world, order, options)));

  program.command("why").description("say why an order was routed as it was, and decide it again").argument("<order>", "id, platform id, or name").option(...merchant).option(...JSON_OPTION)
    .action((order: string, options: { merchant?: string; json?: boolean }) => run((world) => why(world, order, options)));

  const store = program.command("store").description("connected stores");
  store.command("list").description("domain, status, merchant and name of each").action(() => run(listStores));
  store.command("status").description("take a store live, back to observing, or pause it").argument("<domain>", "such as acme.myshopify.com").argument("<status>", SETTABLE.join(", "))
    .action((domain: string, status: string) => run((world) => setStatus(world, domain, status)));
  addRepairs(program, run);
  return program;
}

const MERCHANT = ["--merchant <merchant>", "only this merchant"] as const;
const JSON_OPTION = ["--json", "answer as one line of JSON"] as const;

function addKeys(program: Command, run: Run): void {
  const keys = program.command("api-key").description("keys for the API");
  keys.command("create").description("make a key and print it, once").requiredOption("--merchant <merchant>", "the merchant that it opens").requiredOption("--name <name>", "what it is for")
    .option("--write", "it may change things, not only read them")
    .action((options: { merchant: string; name: string; write?: boolean }) => run((world) => createKey(world, options)));
  keys.command("list").description("id, merchant, name, last characters, what it may, whether it works").option(...MERCHANT).option(...JSON_OPTION)
    .action((options: { merchant?: string; json?: boolean }) => run((world) => listKeys(world, options)));
  keys.command("revoke").description("a key stops at once").argument("<id>", "as `api-key list` tells it").requiredOption("--reason <reason>", "why, for the others").option(...MERCHANT)
    .action((id: string, options: { merchant?: string; reason: string }) => run((world) => revokeKey(world, id, options)));
}

function addRepairs(program: Command, run: Run): void {
  program.command("capsule").description("one order with all that decided its fate as JSON, without a word of its customer; or check such a file")
    .argument("[order]", "id, platform id, or name").option("--check <file>", "make its decisions again, byte for byte; exit 1 when one differs").option(...MERCHANT)
    .action((order: string | undefined, options: { check?: string; merchant?: string }) => run((world) => {
      if (options.check !== undefined) return checkCapsuleFile(world, options.check);
      if (order === undefined) throw new BadArgument("Give an order, or --check and a file.");
      return printCapsule(world, order, options);
    }));
  program.command("drift").description("how far each store and Switchyard drifted apart, and why; exit 1 when one was not compared for too long").option(...MERCHANT).option(...JSON_OPTION)
    .action((options: { merchant?: string; json?: boolean }) => run((world) => tellDrift(world, options)));
  program.command("reconcile").description("have the worker compare stock and orders with the platform, and tell what it found")
    .option("--store <domain>", "only this store").option("--no-wait", "only begin it").option(...JSON_OPTION)
    .action((options: { store?: string; wait: boolean; json?: boolean }) => run((world) => reconcile(world, options)));
  program.command("retry").description("list what the machine could not do, or have it tried again").argument("[id]", "as the list tells it").option("--all", "everything that is listed")
    .option(...MERCHANT).option(...JSON_OPTION)
    .action((id: string | undefined, options: { all?: boolean; merchant?: string; json?: boolean }) => run((world) => retry(world, id, options)));
  program.command("erase").description("erase the customer of an order, a customer, or everything of a merchant, and prove it")
    .option("--order <order>", "the customer's data of this order").option("--customer <number>", "the platform's number of a customer").option("--merchant <merchant>", "only this merchant; alone, with --yes, all of it")
    .option("--yes", "really erase the whole merchant").option(...JSON_OPTION)
    .action((options: EraseOptions) => run((world) => erase(world, options)));
}

/** Commander throws for help and version too, with 0. */
export function exitCodeOf(error: CommanderError): ExitCode {
  return error.exitCode === 0 ? 0 : 2;
}
