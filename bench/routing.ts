import { checkCertificate } from "../app/domain/routing/check";
import { GREEDY_RULES } from "../app/domain/routing/greedy";
import { route } from "../app/domain/routing/solve";
import type { Certificate, RoutingProblem } from "../app/domain/routing/types";
import { makeOrder, seeded, type OrderShape } from "./orders";
import type { BenchRow } from "./row";

interface Case {
  name: string;
  shape: OrderShape;
  orders: number;
}

/** The first three are what merchants have; the last is meant to hurt: half-empty shelves and goods of many kilograms. */
const CASES: Case[] = [
  { name: "4 locations × 3 lines", shape: { locations: 4, lines: 3, stockedShare: 0.8, heavyShare: 0.05 }, orders: 2_000 },
  { name: "10 locations × 20 lines", shape: { locations: 10, lines: 20, stockedShare: 0.8, heavyShare: 0.02 }, orders: 1_000 },
  { name: "50 locations × 20 lines", shape: { locations: 50, lines: 20, stockedShare: 0.8, heavyShare: 0.02 }, orders: 500 },
  { name: "10 locations × 20 lines, scarce and heavy", shape: { locations: 10, lines: 20, stockedShare: 0.4, heavyShare: 0.1 }, orders: 200 },
];

const WARM_UP_ORDERS = 200;
const SEED = 20_260_701;

/** Routes seeded orders and reports time, proof, and cost and parcels against published greedy rules on the same orders. */
export async function benchRouting(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { name, shape, orders } of CASES) {
    const random = seeded(SEED);
    const problems = Array.from({ length: orders }, () => makeOrder(shape, random));
    for (let order = 0; order < WARM_UP_ORDERS; order += 1) route(problems[order % orders] as RoutingProblem);
    rows.push(...benchCase(name, problems));
    // Other work of the process gets its turn between cases.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return rows;
}

function benchCase(name: string, problems: RoutingProblem[]): BenchRow[] {
  const routeMs: number[] = [];
  const certificates = problems.map((problem) => {
    const started = performance.now();
    const certificate = route(problem);
    routeMs.push(performance.now() - started);
    return certificate;
  });
  const checkMs: number[] = [];
  const checks = certificates.map((certificate) => {
    const started = performance.now();
    const result = checkCertificate(certificate);
    checkMs.push(performance.now() - started);
    return result;
  });
  const faults = checks.flatMap((check) => check.faults);
  if (faults.length > 0) throw new Error(`The checker refuses a decision (${name}): ${faults[0]}`);
  const routed = certificates.filter((certificate) => certificate.outcome === "routed");
  const share = (count: number): number => Math.round((1000 * count) / routed.length) / 10;
  return [
    { name: `routing ${name}: p50`, value: quantile(routeMs, 0.5), unit: "ms", ratio: ratio(quantile(routeMs, 0.5), quantile(checkMs, 0.5)), against: "checker p50" },
    { name: `routing ${name}: p99`, value: quantile(routeMs, 0.99), unit: "ms", ratio: ratio(quantile(routeMs, 0.99), quantile(checkMs, 0.99)), against: "checker p99" },
    { name: `routing ${name}: gap 0`, value: share(routed.filter((certificate) => certificate.gapMinor === 0).length), unit: "% of routed orders" },
    { name: `routing ${name}: proved again by the checker`, value: share(checks.filter((check) => check.proved === "optimal").length), unit: "% of routed orders" },
    ...GREEDY_RULES.flatMap(({ name: rule, rule: decide }) => compare(`routing ${name}`, routed, { rule, decide })),
  ];
}

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
