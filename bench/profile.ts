import { readFileSync } from "node:fs";
import type { Profiler } from "node:inspector";
import { Session } from "node:inspector/promises";
import { findSourceMap } from "node:module";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const SHOWN = 25;
/** Microseconds between two samples. */
const INTERVAL_US = 500;
const NOT_WORK = new Set(["(idle)", "(root)"]);

export interface ProfileLine {
  /** `commitAll app/db/commit.ts:19` */
  where: string;
  selfMs: number;
  /** Of the time that the process was not idle. */
  share: number;
}

/** Begins to sample this process; the answer ends it and gives the functions with the most time of their own. */
export const startProfile = async (): Promise<() => Promise<ProfileLine[]>> => {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: INTERVAL_US });
  await session.post("Profiler.start");
  return async () => {
    const { profile } = await session.post("Profiler.stop");
    session.disconnect();
    return linesOf(profile);
  };
};

export const linesOf = ({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): ProfileLine[] => {
  const frames = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const selfUs = new Map<string, number>();
  samples.forEach((id, place) => {
    const frame = frames.get(id);
    if (!frame || NOT_WORK.has(frame.functionName)) return;
    const where = whereOf(frame);
    selfUs.set(where, (selfUs.get(where) ?? 0) + (timeDeltas[place] ?? 0));
  });
  const busyUs = [...selfUs.values()].reduce((sum, us) => sum + us, 0);
  return [...selfUs].sort(([, a], [, b]) => b - a).slice(0, SHOWN).map(([where, us]) => ({ where, selfMs: us / 1_000, share: us / busyUs }));
};

type Frame = Profiler.Profile["nodes"][number]["callFrame"];

const whereOf = (frame: Frame): string => {
  const { functionName, url } = frame;
  if (!url.startsWith("file:")) return `${functionName || "(anonymous)"}${url === "" ? "" : ` ${url}`}`;
  const path = fileURLToPath(url);
  const line = lineOf(frame) + 1;
  const name = functionName === "" ? nameAt(path, line) : functionName;
  return `${name} ${relative(process.cwd(), path).replace(/^.*node_modules\//, "")}:${line}`;
};

/** TypeScript runs as one long line of JavaScript: its map tells where a function stands in the source. */
const lineOf = ({ url, lineNumber, columnNumber }: Frame): number => {
  const entry = findSourceMap(fileURLToPath(url))?.findEntry(lineNumber, columnNumber);
  return entry && "originalLine" in entry ? entry.originalLine : lineNumber;
};

const sources = new Map<string, string[]>();

/** The transpiler takes the names of arrow functions; the source still has them. */
const nameAt = (path: string, line: number): string => {
  if (!sources.has(path)) sources.set(path, readFileSync(path, "utf8").split("\n"));
  const text = sources.get(path)?.[line - 1] ?? "";
  return /(?:const|function\*?)\s+(\w+)|^\s*(?:async\s+|\*\s*)?(\w+)\s*[(:]/.exec(text)?.slice(1).find((name) => name !== undefined) ?? "(anonymous)";
};

/** The lines as a table in Markdown. */
export const profileTable = (title: string, lines: readonly ProfileLine[]): string => [
  `${title}: self time by function`, "", "| ms | share | function |", "|---|---|---|",
  ...lines.map(({ where, selfMs, share }) => `| ${selfMs.toFixed(0)} | ${(share * 100).toFixed(1)} % | ${where} |`), "",
].join("\n");
