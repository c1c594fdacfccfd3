import { appendFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { benchIngest } from "./ingest";
import { benchGrowth } from "./growth";
import { benchHot } from "./hot";
import { benchJoint } from "./joint";
import { benchLists } from "./lists";
import { benchOptimal } from "./optimal";
import type { BenchOptions } from "./options";
import { benchPipeline } from "./pipeline";
import { benchPostgresql } from "./postgresql";
import { profileTable, startProfile } from "./profile";
import { benchReplay } from "./replay";
import { benchRouting } from "./routing";
import type { BenchRow } from "./row";

/** `npm run bench [-- name …] [--save] [--profile name]`: measures, prints a table, and keeps it in `results.md` when asked. */

interface Bench {
  run(options: BenchOptions): BenchRow[] | Promise<BenchRow[]>;
  /** Where its worker runs: one in this process is sampled from here, others sample themselves. */
  worker: "here" | "apart";
}

const BENCHES: Record<string, Bench> = {
  routing: { run: benchRouting, worker: "here" },
  optimal: { run: (options) => benchOptimal(options), worker: "here" },
  joint: { run: (options) => benchJoint(options), worker: "here" },
  replay: { run: () => benchReplay(), worker: "here" },
  ingest: { run: (options) => benchIngest(options), worker: "apart" },
  pipeline: { run: (options) => benchPipeline(options), worker: "apart" },
  growth: { run: (options) => benchGrowth(options), worker: "here" },
  lists: { run: (options) => benchLists(options), worker: "here" },
  hot: { run: (options) => benchHot(options), worker: "apart" },
  postgresql: { run: (options) => benchPostgresql(options), worker: "apart" },
};
const RESULTS = new URL("results.md", import.meta.url);

const figure = (value: number): string => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3));
const cells = ({ name, value, unit, spread, ratio, against, target, met }: BenchRow): string[] => [
  name, `${figure(value)} ${unit}`, spread ? `${figure(spread[0])} to ${figure(spread[1])}` : "", ratio === undefined ? "" : ratio.toFixed(2), against ?? "", target ?? "",
  met === undefined ? "" : met ? "held" : "missed",
];

const table = (rows: readonly BenchRow[]): string => {
  const lines = [["what", "measured", "spread", "ratio", "against", "target", ""], ...rows.map(cells)];
  const widths = lines[0]!.map((_, column) => Math.max(3, ...lines.map((line) => line[column]!.length)));
  const [head, ...body] = lines.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`);
  return [head, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...body].join("\n");
};

const machine = (): string => {
  const processors = cpus();
  return `${processors.length} × ${processors[0]?.model.trim() ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}, load ${loadavg()[0]!.toFixed(1)} at the start`;
};

const measure = async (name: string, options: BenchOptions): Promise<BenchRow[]> => {
  const bench = BENCHES[name] as Bench;
  if (!options.profile || bench.worker === "apart") return bench.run(options);
  const end = await startProfile();
  const rows = await bench.run(options);
  options.show(profileTable(name, await end()));
  return rows;
};

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: { save: { type: "boolean" }, profile: { type: "string" }, minutes: { type: "string" }, rate: { type: "string" }, filled: { type: "string" }, instances: { type: "string" }, days: { type: "string" } },
});
const names = [...new Set([...positionals, ...(asked.profile === undefined ? [] : [asked.profile])])];
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(`No benchmark is called ${unknown.join(", ")}. There are: ${Object.keys(BENCHES).join(", ")}.\n`);
  process.exit(1);
}

const on = machine();
const rows: BenchRow[] = [];
for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
  process.stderr.write(`Measuring ${name} …\n`);
  rows.push(...(await measure(name, {
    profile: asked.profile === name, show: (text) => void process.stdout.write(`${text}\n`),
    ...(asked.minutes !== undefined && { minutes: Number(asked.minutes) }), ...(asked.rate !== undefined && { rate: Number(asked.rate) }), ...(asked.filled !== undefined && { filled: asked.filled }),
    ...(asked.instances !== undefined && { instances: Number(asked.instances) }), ...(asked.days !== undefined && { days: Number(asked.days) }),
  })));
}
process.stdout.write(`${on}\n\n${table(rows)}\n`);
if (asked.save) appendFileSync(RESULTS, `\n## ${new Date().toISOString().slice(0, 10)}: ${on}\n\n${table(rows)}\n`);
