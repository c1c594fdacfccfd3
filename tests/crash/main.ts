import { parseArgs } from "node:util";
import { ensureBuild } from "../../scripts/prepare.mjs";
import { startHouse } from "./house";
import { killUnderLoad } from "./kill";

/** `npm run soak [-- --rounds N --seed S --database URL]`: kills web and worker of a house under load that often; exit code 1 when a promise broke. */
const { values } = parseArgs({ options: { rounds: { type: "string", default: "1000" }, seed: { type: "string", default: "1" }, database: { type: "string" } } });

const whole = (name: "rounds" | "seed"): number => {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number > 0) return number;
  process.stderr.write(`--${name} takes a whole number above 0; "${values[name]}" is none.\n`);
  process.exit(2);
};

const task = { rounds: whole("rounds"), seed: whole("seed") };
await ensureBuild();
const house = await startHouse(values.database === undefined ? {} : { databaseUrl: values.database });
try {
  const { violations, ...counts } = await killUnderLoad(house, task);
  process.stdout.write(`${task.rounds} kills: ${JSON.stringify(counts)}${violations.length === 0 ? ", all promises held" : ""}\n`);
  for (const violation of violations) process.stdout.write(`  BROKEN ${violation}\n`);
  process.exitCode = violations.length === 0 ? 0 : 1;
} finally {
  await house.stop();
}
