import { parseArgs } from "node:util";
import { simulate } from "./simulate";
import { levelStory, orderStory } from "./story";

/**
 * `npm run simulate -- --seed N --events M [--runs R] [--contended] [--database URL]`: stops at the first broken promise, with exit code 1.
 * `--order '#1001'` and `--level item@location` tell all that is known of one at the end.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" }, events: { type: "string", default: "400" }, runs: { type: "string", default: "1" },
    database: { type: "string" }, contended: { type: "boolean", default: false }, "prove-every": { type: "string", default: "1" },
    order: { type: "string" }, level: { type: "string" },
  },
});

const whole = (name: "seed" | "events" | "runs" | "prove-every"): number => {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= 0) return number;
  process.stderr.write(`--${name} takes a whole number, 0 or more; "${values[name]}" is none.\n`);
  process.exit(2);
};

const tell = (values.order ?? values.level) === undefined ? {} : {
  tell: async (world: Parameters<typeof orderStory>[0]) => [values.order ? await orderStory(world, values.order) : "", values.level ? await levelStory(world, values.level) : ""].join("\n"),
};

const [seed, events, runs, proveEvery] = [whole("seed"), whole("events"), whole("runs"), whole("prove-every")];
for (let run = 0; run < runs; run += 1) {
  const result = await simulate({ seed: seed + run, events, proveEvery: Math.max(1, proveEvery), contended: values.contended, ...tell, ...(values.database && { databaseUrl: values.database }) });
  const head = `seed ${result.seed}: ${result.events} events, ${result.orders} orders, ${result.parcels} parcels, trace ${result.traceHash.slice(0, 16)}`;
  process.stdout.write(`${head}${result.violations.length === 0 ? ", all promises held" : ""}\n`);
  if (result.told !== "") process.stdout.write(`${result.told}\n`);
  if (result.violations.length === 0) continue;
  process.stdout.write(`${result.story.map((line) => `    ${line}`).join("\n")}\n${result.violations.map((line) => `  BROKEN ${line}`).join("\n")}\n`);
  process.stdout.write(`  again: npm run simulate -- --seed ${result.seed} --events ${events}\n`);
  process.exit(1);
}
