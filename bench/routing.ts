import { checkCertificate } from "../app/domain/routing/check";
import { GREEDY_RULES } from "../app/domain/routing/greedy";
import { route } from "../app/domain/routing/solve";
import type { Certificate, RoutingProblem } from "../app/domain/routing/types";
import { makeOrder, seeded, withRules, type OrderShape } from "./orders";
import type { BenchRow } from "./row";

interface Case {
  name: string;
  shape: OrderShape;
  orders: number;
  /** Under rules, charges and prices of units. */
  ruled?: boolean;
  p99MsMax?: number;
}

/** The first are what merchants have; the last ones are meant to hurt: half-empty shelves and goods of many kilograms, and more than anybody has. */
const CASES: Case[] = [
  { name: "4 locations × 3 lines", shape: { locations: 4, lines: 3, stockedShare: 0.8, heavyShare: 0.05 }, orders: 2_000 },
  { name: "10 locations × 20 lines", shape: { locations: 10, lines: 20, stockedShare: 0.8, heavyShare: 0.02 }, orders: 1_000, p99MsMax: 1 },
  { name: "50 locations × 20 lines", shape: { locations: 50, lines: 20, stockedShare: 0.8, heavyShare: 0.02 }, orders: 500, p99MsMax: 5 },
  { name: "10 locations × 20 lines, ruled", shape: { locations: 10, lines: 20, stockedShare: 0.8, heavyShare: 0.02 }, orders: 500, ruled: true },
  { name: "50 locations × 20 lines, ruled", shape: { locations: 50, lines: 20, stockedShare: 0.8, heavyShare: 0.02 }, orders: 200, ruled: true },
  { name: "10 locations × 20 lines, scarce and heavy", shape: { locations: 10, lines: 20, stockedShare: 0.4, heavyShare: 0.1 }, orders: 200 },
  { name: "64 locations × 500 lines", shape: { locations: 64, lines: 500, stockedShare: 0.8, heavyShare: 0.02 }, orders: 5 },
  { name: "64 locations × 500 lines, ruled", shape: { locations: 64, lines: 500, stockedShare: 0.8, heavyShare: 0.02 }, orders: 5, ruled: true },
];

/** What a process that has run for a while has compiled is compiled here, too. */
const WARM_UP_ORDERS = 1_000;
const SEED = 20_260_701;

/** Routes seeded orders and reports time, proof, and cost and parcels against published greedy rules on the same orders. */
export async function benchRouting(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const task of CASES) {
    const { shape, orders } = task;
    const random = seeded(SEED);
    const problems = Array.from({ length: orders }, () => (task.ruled ? withRules(makeOrder(shape, random), random) : makeOrder(shape, random)));
    for (let order = 0; order < Math.min(WARM_UP_ORDERS, orders); order += 1) route(problems[order % orders] as RoutingProblem);
    rows.push(...benchCase(task, problems));
    // Other work of the process gets its turn between cases.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return rows;
}

function benchCase({ name, p99MsMax }: Case, problems: RoutingProblem[]): BenchRow[] {
  const routeMs: number[] = [];
  const certificates = problems.map((problem) => {
    const { result, ms } = timed(() => route(problem));
    routeMs.push(ms);
    return result;
  });
  const checkMs: number[] = [];
  const checks = certificates.map((certificate) => {
    const { result, ms } = timed(() => checkCertificate(certificate));
    checkMs.push(ms);
    return result;
  });
  const faults = checks.flatMap((check) => check.faults);
  if (faults.length > 0) throw new Error(`The checker refuses a decision (${name}): ${faults[0]}`);
  const routed = certificates.filter((certificate) => certificate.outcome === "routed");
  const share = (count: number): number => Math.round((1000 * count) / routed.length) / 10;
  return [
    { name: `routing ${name}: p50`, value: quantile(routeMs, 0.5), unit: "ms", ratio: ratio(quantile(routeMs, 0.5), quantile(checkMs, 0.5)), against: "checker p50" },
    {
      name: `routing ${name}: p99`, value: quantile(routeMs, 0.99), unit: "ms", ratio: ratio(quantile(routeMs, 0.99), quantile(checkMs, 0.99)), against: "checker p99",
      ...(p99MsMax !== undefined && { target: `< ${p99MsMax} ms`, met: quantile(routeMs, 0.99) < p99MsMax }),
    },
    { name: `routing ${name}: gap 0`, value: share(routed.filter((certificate) => certificate.gapMinor === 0).length), unit: "% of routed orders" },
    { name: `routing ${name}: mean gap`, value: gapShare(routed), unit: "% of the cost" },
    { name: `routing ${name}: proved again by the checker`, value: share(checks.filter((check) => check.proved === "optimal").length), unit: "% of routed orders" },
    ...GREEDY_RULES.flatMap(({ name: rule, rule: decide }) => compare(`routing ${name}`, routed, { rule, decide })),
  ];
}

/** Milliseconds by the clock; of the process's own processor time, where the machine did other things in between. Collecting garbage counts either way. */
function timed<T>(work: () => T): { result: T; ms: number } {
  const before = process.cpuUsage();
  const started = performance.now();
  const result = work();
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return { result, ms: Math.min(ms, (user + system) / 1000) };
}

const gapShare = (routed: Routed[]): number =>
  round((100 * routed.reduce((sum, { gapMinor }) => sum + gapMinor, 0)) / Math.max(1, routed.reduce((sum, { plan }) => sum + plan.costMinor, 0)));

type Routed = Certificate & { outcome: "routed" };

/** Mean cost and parcels of ours; the ratio is ours by the rule's, over the orders that both can route. */
function compare(name: string, routed: Routed[], peer: { rule: string; decide: (typeof GREEDY_RULES)[number]["rule"] }): BenchRow[] {
  const ours = { cost: 0, parcels: 0 };
  const theirs = { cost: 0, parcels: 0 };
  let orders = 0;
  for (const { problem, plan } of routed) {
    const other = peer.decide(problem);
    if (other === null) continue;
    orders += 1;
    ours.cost += plan.costMinor;
    ours.parcels += plan.parcels;
    theirs.cost += other.costMinor;
    theirs.parcels += other.parcels;
  }
  if (orders === 0) return [];
  return [
    { name: `${name}: cost`, value: round(ours.cost / orders / 100), unit: "USD an order", ratio: ratio(ours.cost, theirs.cost), against: peer.rule },
    { name: `${name}: parcels`, value: round(ours.parcels / orders), unit: "an order", ratio: ratio(ours.parcels, theirs.parcels), against: peer.rule },
  ];
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
const ratio = (value: number, other: number): number => round(value / other);

function quantile(values: number[], share: number): number {
  const sorted = values.slice().sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
