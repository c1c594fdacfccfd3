import { parseArgs } from "node:util";
import { ensureBuild } from "../../scripts/prepare.mjs";
import { bundleProcesses } from "./bundle";
import { PLANTED_BUGS, type Proof } from "./plants";
import { PROOFS, type Verdict } from "./proofs";

/**
 * `npm run soak [-- --rounds N --seed S --database URL --only PROOF --planted]`: the proofs of this folder for as long as you like; exit code 1 when a
 * promise broke. With `--planted` each planted bug is put in, and must be found.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "1000" }, seed: { type: "string", default: "1" }, database: { type: "string" },
    only: { type: "string", multiple: true }, planted: { type: "boolean", default: false },
  },
});

const refuse = (words: string): never => {
  process.stderr.write(`${words}\n`);
  process.exit(2);
};

const whole = (name: "rounds" | "seed"): number => {
  const number = Number(values[name]);
  return Number.isInteger(number) && number > 0 ? number : refuse(`--${name} takes a whole number above 0; "${values[name]}" is none.`);
};

const isProof = (name: string): name is Proof => name in PROOFS;
/** How many rounds of each are worth one kill: the others need a server to start, or hundreds of logs. */
const SHARES: Record<Proof, number> = { kill: 1, postgresql: 0.1, redis: 0.1, fsync: 0.1, torn: 0.2, migration: 0.02 };
/** A planted bug shows soon. */
const PLANTED_ROUNDS: Record<Proof, number> = { kill: 16, postgresql: 10, redis: 16, fsync: 4, torn: 2, migration: 4 };
const PLANTED_PATIENCE_MS = 20_000;

const { database } = values;
const names = values.only ?? (database === undefined ? Object.keys(PROOFS) : ["kill"]);
const proofs = names.map((name) => (isProof(name) ? name : refuse(`--only takes ${Object.keys(PROOFS).join(", ")}; "${name}" is none.`)));
const task = { rounds: whole("rounds"), seed: whole("seed"), ...(database !== undefined && { databaseUrl: database }) };

const say = (words: string): void => void process.stdout.write(`${words}\n`);
const seconds = (since: number): string => `${((performance.now() - since) / 1_000).toFixed(0)} s`;

const prove = async (proof: Proof): Promise<boolean> => {
  const started = performance.now();
  const bundle = await bundleProcesses();
  try {
    const { violations, ...counts }: Verdict = await PROOFS[proof]({ ...task, bundle, rounds: Math.max(1, Math.round(task.rounds * SHARES[proof])) });
    say(`${proof}: ${JSON.stringify(counts)} in ${seconds(started)}${violations.length === 0 ? ", all promises held" : ""}`);
    for (const violation of violations) say(`  BROKEN ${violation}`);
    return violations.length === 0;
  } finally {
    bundle.remove();
  }
};

const findPlanted = async ({ what, plants, proof, caughtBy }: (typeof PLANTED_BUGS)[number]): Promise<boolean> => {
  const started = performance.now();
  const bundle = await bundleProcesses(plants);
  try {
    const { violations, ...counts } = await PROOFS[proof]({ seed: task.seed, bundle, rounds: PLANTED_ROUNDS[proof], patienceMs: PLANTED_PATIENCE_MS });
    const found = violations.find((violation) => caughtBy.test(violation));
    say(`${found ? "caught" : "MISSED"} by ${proof} in ${seconds(started)}: ${what}${found ? `\n  ${found.slice(0, 200)}` : [JSON.stringify(counts), ...violations].map((one) => `\n  ${one.slice(0, 300)}`).join("")}`);
    return found !== undefined;
  } finally {
    bundle.remove();
  }
};

await ensureBuild();
let held = true;
if (values.planted) for (const bug of PLANTED_BUGS.filter(({ proof }) => proofs.includes(proof))) held = (await findPlanted(bug)) && held;
else for (const proof of proofs) held = (await prove(proof)) && held;
process.exitCode = held ? 0 : 1;
