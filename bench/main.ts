import { appendFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { benchIngest } from "./ingest";
import { benchPipeline } from "./pipeline";
import { benchRouting } from "./routing";
import type { BenchRow } from "./row";

/** `npm run bench [-- name …] [--save]`: measures, prints a table, and keeps it in `results.md` when asked. */

const BENCHES: Record<string, () => BenchRow[] | Promise<BenchRow[]>> = { routing: benchRouting, ingest: benchIngest, pipeline: benchPipeline };
const RESULTS = new URL("results.md", import.meta.url);

const figure = (value: number): string => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3));
const cells = ({ name, value, unit, ratio, against, target, met }: BenchRow): string[] => [
  name, `${figure(value)} ${unit}`, ratio === undefined ? "" : ratio.toFixed(2), against ?? "", target ?? "", met === undefined ? "" : met ? "held" : "missed",
];

const table = (rows: readonly BenchRow[]): string => {
  const lines = [["what", "measured", "ratio", "against", "target", ""], ...rows.map(cells)];
  const widths = lines[0]!.map((_, column) => Math.max(3, ...lines.map((line) => line[column]!.length)));
  const [head, ...body] = lines.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`);
  return [head, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...body].join("\n");
};

const machine = (): string => {
  const processors = cpus();
  return `${processors.length} × ${processors[0]?.model.trim() ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}`;
};

const wanted = process.argv.slice(2).filter((argument) => argument !== "--save");
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(`No benchmark is called ${unknown.join(", ")}. There are: ${Object.keys(BENCHES).join(", ")}.\n`);
  process.exit(1);
}

const rows: BenchRow[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`Measuring ${name} …\n`);
  rows.push(...(await bench()));
}
process.stdout.write(`${machine()}\n\n${table(rows)}\n`);
if (process.argv.includes("--save")) appendFileSync(RESULTS, `\n## ${new Date().toISOString().slice(0, 10)}: ${machine()}\n\n${table(rows)}\n`);
