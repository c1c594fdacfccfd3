import { createRequire } from "node:module";
import { rateMinor, topGrams } from "../app/domain/routing/instance";
import type { RoutingProblem } from "../app/domain/routing/types";

/** What another solver says of the same orders as one mixed-integer model: units by order, item and location, and a weight step for each parcel. */
export interface RawAnswer {
  ms: number;
  status: string;
  /** Cost of the best assignment that it found; NaN: none. */
  costMinor: number;
  columns: number;
}

interface Highs {
  solve(model: string, options: Record<string, unknown>): { Status: string; ObjectiveValue: number };
}

export async function solveRaw(problems: readonly RoutingProblem[], seconds: number): Promise<RawAnswer> {
  const load = createRequire(import.meta.url)("highs") as () => Promise<Highs>;
  const highs = await load();
  const { text, columns, constantMinor } = modelText(problems);
  const started = performance.now();
  const { Status, ObjectiveValue } = highs.solve(text, { output_flag: false, time_limit: seconds, mip_rel_gap: 0, mip_abs_gap: 0.9 });
  return { ms: performance.now() - started, status: Status, costMinor: ObjectiveValue + constantMinor, columns };
}

interface Text {
  cost: string[];
  rows: string[];
  binaries: string[];
  integers: string[];
  cells: Map<string, { units: number; takes: string[] }>;
}

/** Split penalties are counted for each parcel, and one given back to each order. */
function modelText(problems: readonly RoutingProblem[]): { text: string; columns: number; constantMinor: number } {
  const text: Text = { cost: [], rows: [], binaries: [], integers: [], cells: new Map() };
  let constantMinor = 0;
  problems.forEach((problem, order) => {
    constantMinor += problem.lines.reduce((sum, line) => sum + line.units, 0) * problem.policy.handlingPerUnitMinor - problem.policy.splitPenaltyMinor;
    writeOrder(text, problem, order);
  });
  let cell = 0;
  for (const { units, takes } of text.cells.values()) text.rows.push(`s${(cell += 1)}: ${takes.join(" + ")} <= ${units}`);
  const lines = (parts: readonly string[], by: string): string => parts.join(`\n ${by}`);
  return {
    text: `Minimize\n obj: ${lines(text.cost, "+ ")}\nSubject To\n ${lines(text.rows, "")}\nGenerals\n ${lines(text.integers, "")}\nBinaries\n ${lines(text.binaries, "")}\nEnd\n`,
    columns: text.binaries.length + text.integers.length, constantMinor,
  };
}

function writeOrder(text: Text, problem: RoutingProblem, order: number): void {
  const supply = problem.lines.map((): string[] => []);
  problem.locations.forEach((location, at) => {
    const rows = new Map(location.stock.map((row) => [row.itemId, row.units]));
    const grams: string[] = [];
    const names = problem.lines.flatMap((line, index) => {
      const units = rows.get(line.itemId) ?? 0;
      if (location.excluded !== null || units === 0) return [];
      const name = `x${order}_${index}_${at}`;
      supply[index]!.push(name);
      text.integers.push(name);
      const key = `${line.itemId} ${location.locationId}`;
      const cell = text.cells.get(key) ?? { units, takes: [] };
      cell.takes.push(name);
      text.cells.set(key, cell);
      if (line.gramsPerUnit > 0) grams.push(`${line.gramsPerUnit} ${name}`);
      return [{ name, most: Math.min(units, line.units) }];
    });
    if (names.length === 0) return;
    const steps = stepsOf(problem, location.zone);
    const opened = steps.map((_, step) => `y${order}_${at}_${step}`);
    text.binaries.push(...opened);
    steps.forEach(({ minor }, step) => text.cost.push(`${minor} ${opened[step]!}`));
    for (const { name, most } of names) text.rows.push(`u${name}: ${name} - ${opened.map((y) => `${most} ${y}`).join(" - ")} <= 0`);
    if (grams.length > 0) text.rows.push(`w${order}_${at}: ${grams.join(" + ")} - ${steps.map(({ top }, step) => `${top} ${opened[step]!}`).join(" - ")} <= 0`);
    text.rows.push(`o${order}_${at}: ${opened.join(" + ")} <= 1`);
  });
  problem.lines.forEach((line, index) => text.rows.push(`d${order}_${index}: ${supply[index]!.join(" + ")} = ${line.units}`));
}

function stepsOf({ policy, lines }: RoutingProblem, zone: number): { top: number; minor: number }[] {
  const totalGrams = lines.reduce((sum, line) => sum + line.units * line.gramsPerUnit, 0);
  const steps: { top: number; minor: number }[] = [];
  for (let top = topGrams(policy, 0); ; top = topGrams(policy, top + 1e-6)) {
    steps.push({ top, minor: rateMinor(policy, zone, top) + policy.handlingPerParcelMinor + policy.splitPenaltyMinor });
    if (top >= totalGrams) return steps;
  }
}
