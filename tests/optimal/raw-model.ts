import type { RoutingLocation, RoutingPolicy, RoutingProblem } from "../../app/domain/routing/types";

/**
 * An order's problem as an integer program in CPLEX's LP format, as anyone would write it down: how many units of each line go
 * from each location, which weight step each parcel takes, and every rule as a row. Written from the words of `types.ts`; it
 * shares no code with the search. The objective is the plan's whole cost in minor units.
 */
export function rawModel(problem: RoutingProblem): string {
  const open = problem.locations.filter((location) => location.excluded === null);
  const rows: string[] = [];
  const cost = new Map<string, number>();
  const general: string[] = [];
  const binary: string[] = [];
  const bounds: string[] = [];
  const pay = (name: string, minor: number): void => void cost.set(name, (cost.get(name) ?? 0) + minor);
  const program: Program = { problem, rows, general, binary, bounds, pay };
  problem.lines.forEach((line, j) => rows.push(`${sum(open.map((_, l) => `x_${j}_${l}`))} = ${line.units}`));
  open.forEach((location, l) => addLocation(program, location, l));
  addGroups(program, open);
  if (problem.parcels !== undefined) rows.push(`${sum(open.map((_, l) => `y_${l}`))} <= ${problem.parcels.max}`);
  pay("one", -problem.policy.splitPenaltyMinor);
  rows.push("one = 1");
  const objective = [...cost].filter(([, minor]) => minor !== 0).map(([name, minor]) => term(minor, name));
  return [
    "Minimize", ` obj: ${objective.length > 0 ? objective.join("\n ") : "0 one"}`,
    "Subject To", ...rows.map((row, index) => ` r${index}: ${row}`),
    "Bounds", ...bounds.map((bound) => ` ${bound}`),
    "General", ` ${general.join("\n ")}`, "Binary", ` ${binary.join("\n ")}`, "End", "",
  ].join("\n");
}

interface Program {
  problem: RoutingProblem;
  rows: string[];
  general: string[];
  binary: string[];
  bounds: string[];
  pay(name: string, minor: number): void;
}

const term = (factor: number, name: string): string => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} ${name}`;
const sum = (names: string[]): string => (names.length > 0 ? names.map((name) => term(1, name)).join(" ") : "0 one");

function addLocation(program: Program, location: RoutingLocation, l: number): void {
  const { problem, rows, pay } = program;
  const { policy, lines } = problem;
  program.binary.push(`y_${l}`);
  pay(`y_${l}`, policy.handlingPerParcelMinor + policy.splitPenaltyMinor);
  for (const minor of Object.values(location.charges ?? {})) pay(`y_${l}`, minor as number);
  lines.forEach((line, j) => {
    const stocked = location.stock.some((row) => row.itemId === line.itemId);
    program.general.push(`x_${j}_${l}`);
    program.bounds.push(`0 <= x_${j}_${l} <= ${stocked ? line.units : 0}`);
    rows.push(`x_${j}_${l} - ${line.units} y_${l} <= 0`);
    pay(`x_${j}_${l}`, policy.handlingPerUnitMinor);
  });
  addWeight(program, location, l);
  for (const [i, row] of location.stock.entries()) {
    const mine = lines.flatMap((line, j) => (line.itemId === row.itemId ? [`x_${j}_${l}`] : []));
    if (mine.length === 0) continue;
    for (const name of mine) pay(name, (row.labourMinor ?? 0) + (row.scarcityMinor ?? 0));
    if (row.units === null) continue;
    rows.push(`${sum(mine)} <= ${row.units}`);
    if (row.keep === undefined) continue;
    program.bounds.push(`k_${i}_${l} >= 0`);
    rows.push(`${sum(mine)} - k_${i}_${l} <= ${Math.max(0, row.units - row.keep.units)}`);
    pay(`k_${i}_${l}`, row.keep.minor);
  }
  if (location.unitsMax !== undefined) rows.push(`${sum(lines.map((_, j) => `x_${j}_${l}`))} <= ${location.unitsMax.units}`);
}

/** One step for each band, and for each kilogram beyond. */
function addWeight({ problem, rows, binary, pay }: Program, location: RoutingLocation, l: number): void {
  const total = problem.lines.reduce((grams, line) => grams + line.units * line.gramsPerUnit, 0);
  const tops = topsUpTo(problem.policy, total);
  const km = location.distanceKm ?? problem.policy.zonesKm.at(-1) ?? 0;
  tops.forEach((top, s) => {
    binary.push(`z_${l}_${s}`);
    const carbon = (BigInt(km) * BigInt(top) * BigInt(problem.carbon?.microMinorPerKgKm ?? 0)) / 10n ** 9n;
    pay(`z_${l}_${s}`, rateOf(problem.policy, location.zone, s) + Number(carbon));
  });
  rows.push(`${sum(tops.map((_, s) => `z_${l}_${s}`))} - y_${l} = 0`);
  const goods = problem.lines.flatMap((line, j) => (line.gramsPerUnit > 0 ? [term(line.gramsPerUnit, `x_${j}_${l}`)] : []));
  if (goods.length > 0) rows.push(`${goods.join(" ")} ${tops.map((top, s) => term(-top, `z_${l}_${s}`)).join(" ")} <= 0`);
}

function topsUpTo({ bandsGrams }: RoutingPolicy, total: number): number[] {
  const tops = bandsGrams.slice();
  while (tops.at(-1)! < total) tops.push(tops.at(-1)! + 1000);
  return tops;
}

function rateOf({ ratesMinor, perExtraKgMinor }: RoutingPolicy, zone: number, step: number): number {
  const rates = ratesMinor[zone]!;
  return step < rates.length ? rates[step]! : rates.at(-1)! + (step - rates.length + 1) * perExtraKgMinor[zone]!;
}

/** Each group has one home, and all units of its lines leave from there. */
function addGroups({ problem, rows, binary }: Program, open: RoutingLocation[]): void {
  const groups = [...new Set(problem.lines.flatMap((line) => line.together ?? []))];
  groups.forEach((group, g) => {
    rows.push(`${sum(open.map((_, l) => `h_${g}_${l}`))} = 1`);
    open.forEach((_, l) => {
      binary.push(`h_${g}_${l}`);
      problem.lines.forEach((line, j) => {
        if (line.together === group) rows.push(`x_${j}_${l} - ${line.units} h_${g}_${l} = 0`);
      });
    });
  });
}
