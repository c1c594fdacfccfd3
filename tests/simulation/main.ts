import { parseArgs } from "node:util";
import { crashEverywhere, tellStory } from "./crash-everywhere";
import { CALM, PROFILES, type Profile, type Rates, isRate } from "./faults";
import { asRanges, eventsOf, readRanges, shrink } from "./shrink";
import { type SimulationOptions, simulate } from "./simulate";
import { STORIES, type StoryName } from "./stories";
import { levelStory, orderStory } from "./story";
import type { World } from "./world";

/** `npm run simulate -- …`: README.md lists the options. Stops at the first broken promise, with exit code 1. */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" }, events: { type: "string", default: "400" }, runs: { type: "string", default: "1" }, fresh: { type: "boolean", default: false },
    faults: { type: "string", default: "usual" }, rate: { type: "string", multiple: true, default: [] }, contended: { type: "boolean", default: false }, without: { type: "string", default: "" },
    database: { type: "string" }, "prove-every": { type: "string", default: "1" }, "shrink-seconds": { type: "string", default: "60" }, "keep-going": { type: "boolean", default: false }, until: { type: "string" },
    order: { type: "string" }, level: { type: "string" },
    story: { type: "string" }, "crash-at": { type: "string" }, "crash-everywhere": { type: "boolean", default: false }, most: { type: "string" },
  },
});

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const refuse = (problem: string): never => {
  process.stderr.write(`${problem}\n`);
  process.exit(2);
};

const whole = (name: "seed" | "events" | "runs" | "prove-every" | "shrink-seconds" | "crash-at" | "most"): number => {
  const number = Number(values[name]);
  return Number.isInteger(number) && number >= 0 ? number : refuse(`--${name} takes a whole number, 0 or more; "${values[name]}" is none.`);
};

const FRESH_MAX = 1_000_000_000;

const firstSeed = (): number => (values.fresh ? Math.floor(Math.random() * FRESH_MAX) : whole("seed"));

const readRates = (): Partial<Rates> => Object.fromEntries(values.rate.map((text) => {
  const [name = "", rate = ""] = text.split("=");
  return isRate(name) && rate !== "" && Number(rate) >= 0 ? [name, Number(rate)] : refuse(`--rate takes name=number with one of ${Object.keys(CALM).join(", ")}; "${text}" is none.`);
}));

const readStory = (name: string): StoryName => (name in STORIES ? (name as StoryName) : refuse(`--story takes one of ${Object.keys(STORIES).join(", ")}.`));
const profile = values.faults in PROFILES ? (values.faults as Profile) : refuse(`--faults takes one of ${Object.keys(PROFILES).join(", ")}.`);

const tell = values.order === undefined && values.level === undefined ? {} : {
  tell: async (world: World) => [values.order ? await orderStory(world, values.order) : "", values.level ? await levelStory(world, values.level) : ""].join("\n"),
};

const asBroken = (violations: readonly string[]): string => violations.map((line) => `  BROKEN ${line}`).join("\n");

/** The options of a run as the command line takes them. */
const commandOf = ({ seed, events, faults, contended, without, databaseUrl }: SimulationOptions): string =>
  [
    `npm run simulate -- --seed ${seed} --events ${events}`, faults !== "usual" && `--faults ${faults}`, contended && "--contended", ...values.rate.map((rate) => `--rate ${rate}`),
    (without?.size ?? 0) > 0 && `--without ${asRanges(without ?? [])}`, databaseUrl && `--database ${databaseUrl}`,
  ].filter(Boolean).join(" ");

/** One seed; a failure is made as small as there is time for. Answers what was broken. */
const runSeed = async (options: SimulationOptions): Promise<readonly string[]> => {
  const result = await simulate(options);
  const head = `seed ${result.seed}: ${result.events} events, ${result.orders} orders, ${result.parcels} parcels, trace ${result.traceHash.slice(0, 16)}`;
  say(`${head}${result.violations.length === 0 ? ", all promises held" : ""}`);
  if (result.told !== "") say(result.told);
  if (result.violations.length === 0) return [];
  say(`${asBroken(result.violations)}\n  again: ${commandOf(options)}`);
  const limitMs = whole("shrink-seconds") * 1_000;
  if (limitMs === 0) {
    say(result.story.map((line) => `    ${line}`).join("\n"));
    return result.violations;
  }
  const small = await shrink({ options, result }, limitMs);
  say(`  shortest failing prefix: ${small.options.events} events, of which ${eventsOf(small.options).length} matter (${small.runs} runs${small.done ? "" : "; there was no time for more"})`);
  say(`${small.result.story.map((line) => `    ${line}`).join("\n")}\n${asBroken(small.result.violations)}\n  again: ${commandOf(small.options)}`);
  return result.violations;
};

/** Enough is seen: of one that was broken, or where it is gone on, of one that was looked for. */
const isEnough = (violations: readonly string[]): boolean => {
  if (values.until !== undefined) return values.until.split("|").some((check) => violations.some((line) => line.startsWith(check)));
  return violations.length > 0 && !values["keep-going"];
};

const runSeeds = async (): Promise<boolean> => {
  const first = firstSeed();
  const rates = readRates();
  let held = true;
  for (let run = 0; run < whole("runs"); run += 1) {
    const violations = await runSeed({
      seed: first + run, events: whole("events"), proveEvery: Math.max(1, whole("prove-every")), contended: values.contended, faults: profile, rates, without: readRanges(values.without),
      ...tell, ...(values.database && { databaseUrl: values.database }),
    });
    held &&= violations.length === 0;
    if (isEnough(violations)) return false;
  }
  return held;
};

const runStory = async (story: StoryName, seed: number): Promise<readonly string[]> => {
  const telling = { story, seed, rates: readRates(), ...(values.database && { databaseUrl: values.database }) };
  const again = (at: number): string => `  again: npm run simulate -- --story ${story} --seed ${seed}${at > 0 ? ` --crash-at ${at}` : ""}${values.rate.map((rate) => ` --rate ${rate}`).join("")}`;
  if (!values["crash-everywhere"]) {
    const at = values["crash-at"] === undefined ? 0 : whole("crash-at");
    const told = await tellStory({ ...telling, crashAt: at });
    say(`story ${story}, seed ${seed}: ${told.steps} steps, trace ${told.traceHash.slice(0, 16)}${told.violations.length === 0 ? ", all promises held" : ""}`);
    if (told.violations.length > 0) say(`${told.trace.map((line) => `    ${line}`).join("\n")}\n${asBroken(told.violations)}\n${again(at)}`);
    return told.violations;
  }
  const { steps, tried, broken } = await crashEverywhere(telling, values.most === undefined ? Infinity : whole("most"));
  say(`story ${story}, seed ${seed}: died at ${tried} of ${steps} steps${broken ? "" : ", all promises held"}`);
  if (broken) say(`${broken.told.trace.map((line) => `    ${line}`).join("\n")}\n${asBroken(broken.told.violations)}\n${again(broken.at)}`);
  return broken?.told.violations ?? [];
};

const runStories = async (names: readonly StoryName[]): Promise<boolean> => {
  const first = firstSeed();
  let held = true;
  for (let run = 0; run < whole("runs"); run += 1) {
    for (const name of names) {
      const violations = await runStory(name, first + run);
      held &&= violations.length === 0;
      if (isEnough(violations)) return false;
    }
  }
  return held;
};

const wanted = values.story === undefined ? null : values.story === "all" ? (Object.keys(STORIES) as StoryName[]) : [readStory(values.story)];
process.exit((wanted === null ? await runSeeds() : await runStories(wanted)) ? 0 : 1);
