import { narrow, type Group, type GroupOrder, type GroupPlan } from "./narrow";
import { poolOf, type Pool } from "./pool";
import { ascend, SUM_ROUNDING, type JointPrices } from "./prices";
import { fillByPrices, improve } from "./repair";

/** Work that is left before the search must stop: plans looked at. */
export interface Steps {
  left: number;
}

export interface Solved {
  /** Cheapest plans found below the limit, by order of the caller; null: none. */
  found: { costMinor: number; plans: Map<number, number> } | null;
  /** No assignment of the group costs less; at least the limit where there is none below it and the search ended by itself. */
  lowerMinor: number;
}

/**
 * The cheapest assignment of a group that costs less than `belowMinor`. What is plain is decided, parts that exchange no stock are
 * solved apart, each below what the others leave; in a part prices give a bound, plans that cost more at these prices than the
 * best known allows are dropped, and what is left is branched on: an order takes of a scarce cell, or it does not.
 */
export function solveGroup(group: Group, limit: { belowMinor: number; steps: Steps; rounds: number }): Solved {
  const narrowed = narrow(group);
  if (narrowed === null) return { found: null, lowerMinor: Infinity };
  const priced = narrowed.parts.map((part) => priceOf(part, limit));
  const plans = new Map(narrowed.decided.map(({ order, plan }) => [order, plan]));
  let lowerMinor = narrowed.decidedMinor + priced.reduce((sum, part) => sum + part.lowerMinor, 0);
  let costMinor = narrowed.decidedMinor;
  let complete = true;
  for (const part of priced) {
    if (lowerMinor >= limit.belowMinor) return { found: null, lowerMinor };
    const solved = solvePart(part, { ...limit, belowMinor: limit.belowMinor - (lowerMinor - part.lowerMinor) });
    lowerMinor += Math.max(solved.lowerMinor, part.lowerMinor) - part.lowerMinor;
    if (solved.found === null) {
      complete = false;
      continue;
    }
    costMinor += solved.found.costMinor;
    for (const [order, plan] of solved.found.plans) plans.set(order, plan);
  }
  return { found: complete && costMinor < limit.belowMinor ? { costMinor, plans } : null, lowerMinor };
}

interface Part {
  group: Group;
  pool: Pool;
  prices: JointPrices;
  lowerMinor: number;
  grid: Grid;
}

/** All costs of a part are `base` plus multiples of `step`: bounds are rounded up to the next. */
interface Grid {
  base: number;
  step: number;
}

interface Limit {
  belowMinor: number;
  steps: Steps;
  rounds: number;
}

function priceOf(group: Group, { steps, rounds, belowMinor }: Limit): Part {
  const pool = poolOf(group.orders.map((one) => one.plans), group.cells, null);
  const grid = gridOf(group);
  const target = Number.isFinite(belowMinor) ? Math.min(belowMinor, pessimist(group)) : pessimist(group);
  const prices = ascend(pool, { targetMinor: target, start: null, rounds });
  steps.left -= pool.cost.length * Math.ceil(rounds / 8);
  return { group, pool, prices, grid, lowerMinor: upTo(grid, prices.boundMinor) };
}

/** Somewhat above the cost that one would expect: where the steps of the prices aim at. */
const pessimist = ({ orders }: Group): number =>
  orders.reduce((sum, { plans }) => sum + plans.reduce((least, plan) => Math.min(least, plan.costMinor), Infinity), 0) * 1.1 + 500;

function gridOf({ orders, cells }: Group): Grid {
  let step = 0;
  let base = 0;
  for (const { plans } of orders) {
    base += plans[0]!.costMinor;
    for (const plan of plans) step = gcd(step, Math.abs(plan.costMinor - plans[0]!.costMinor));
  }
  for (const cell of cells) if (cell.kept > 0) step = gcd(step, cell.keptMinor);
  return { base, step: Math.max(1, step) };
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

const upTo = ({ base, step }: Grid, minor: number): number => base + step * Math.ceil((minor - base - SUM_ROUNDING) / step);

function solvePart(part: Part, limit: Limit): Solved {
  const { pool, grid } = part;
  const first = heuristic(part);
  let below = limit.belowMinor;
  let best: Solved["found"] = null;
  const offer = (found: Solved["found"]): void => {
    if (found === null || found.costMinor >= below) return;
    below = found.costMinor;
    best = found;
  };
  offer(first);
  const prices = ascend(pool, { targetMinor: below, start: part.prices.price, rounds: limit.rounds });
  limit.steps.left -= pool.cost.length * Math.ceil(limit.rounds / 8);
  const lowerMinor = Math.max(part.lowerMinor, upTo(grid, prices.boundMinor));
  if (lowerMinor >= below) return { found: best, lowerMinor: Math.max(lowerMinor, below) };
  if (limit.steps.left <= 0) return { found: best, lowerMinor };
  const reduced = reduce({ ...part, prices }, below);
  if (reduced.dropped * 5 > pool.cost.length) {
    const solved = solveGroup(reduced.group, { ...limit, belowMinor: below });
    offer(solved.found);
    return { found: best, lowerMinor: Math.min(below, Math.max(lowerMinor, solved.lowerMinor)) };
  }
  limit.steps.left -= 2 * CANDIDATES_MAX * pool.cost.length;
  const { order, cell } = choose({ ...part, group: reduced.group, prices }, below);
  let least = Infinity;
  for (const takes of order === null ? [] : [true, false]) {
    const child = restrict(reduced.group, { order: order!, cell, takes });
    const solved = solveGroup(child, { ...limit, belowMinor: below, rounds: CHILD_ROUNDS });
    offer(solved.found);
    least = Math.min(least, solved.lowerMinor);
  }
  return { found: best, lowerMinor: Math.min(below, Math.max(lowerMinor, least)) };
}

const CHILD_ROUNDS = 60;

function heuristic({ group, pool, prices }: Part): Solved["found"] {
  const { plans } = fillByPrices(pool, prices.price);
  if (plans.some((plan) => plan < 0)) return null;
  const choice = improve(pool, plans);
  return { costMinor: choice.costMinor, plans: new Map(group.orders.map(({ order, plans: all }, index) => [order, all[choice.plans[index]! - pool.start[index]!]!.plan])) };
}

/** Plans that cost so much more at these prices than the cheapest that no assignment below the limit has them. */
function reduce({ group, pool, prices, grid }: Part, belowMinor: number): { group: Group; dropped: number } {
  const slack = belowMinor - grid.step - prices.boundMinor + SUM_ROUNDING;
  let dropped = 0;
  const orders = group.orders.map((one, index): GroupOrder => {
    const plans = one.plans.filter((_, at) => pricedAt(pool, prices.price, pool.start[index]! + at) - prices.least[index]! <= slack);
    dropped += one.plans.length - plans.length;
    return { order: one.order, plans };
  });
  return { group: { orders, cells: group.cells }, dropped };
}

function pricedAt(pool: Pool, price: Float64Array, plan: number): number {
  let sum = pool.cost[plan]!;
  for (let use = pool.useStart[plan]!; use < pool.useStart[plan + 1]!; use += 1) sum += price[pool.useCell[use]!]! * pool.useUnits[use]!;
  return sum;
}

const takesOf = ({ takes }: GroupPlan, cell: number): number => {
  for (let at = 0; at < takes.length; at += 2) if (takes[at] === cell) return takes[at + 1]!;
  return 0;
};

/** Candidates that are tried before one is branched on. */
const CANDIDATES_MAX = 6;
const TRIAL_ROUNDS = 12;

/** The order and cell of which both answers raise the bound most: those that take of the dearest cells, while others could, are tried. */
function choose(part: Part, belowMinor: number): { order: number | null; cell: number } {
  const { group, prices } = part;
  const candidates: { order: number; cell: number; worth: number }[] = [];
  group.orders.forEach(({ plans }, index) => {
    const cells = new Set(plans.flatMap(({ takes }) => takes.filter((_, at) => at % 2 === 0)));
    for (const cell of cells) {
      const using = plans.filter((plan) => takesOf(plan, cell) > 0).length;
      if (using === 0 || using === plans.length) continue;
      candidates.push({ order: index, cell, worth: prices.price[cell]! + 1 / (2 + Math.abs(2 * using - plans.length)) });
    }
  });
  candidates.sort((a, b) => b.worth - a.worth);
  let best: { order: number | null; cell: number; score: number } = { order: candidates[0]?.order ?? null, cell: candidates[0]?.cell ?? -1, score: -1 };
  const tried = candidates.slice(0, CANDIDATES_MAX);
  for (const { order, cell } of tried.length > 1 ? tried : []) {
    const [a, b] = [true, false].map((takes) => trial(part, { order, cell, takes, belowMinor }));
    const score = Math.min(a!, b!) * 4 + Math.max(a!, b!);
    if (score > best.score) best = { order, cell, score };
  }
  if (best.order === null) return bySize(group);
  return best;
}

/** All plans of each order take of the same cells, in different numbers: the first such order is divided by its first plan. */
function bySize({ orders }: Group): { order: number | null; cell: number } {
  const index = orders.findIndex(({ plans }) => plans.length > 1);
  return { order: index < 0 ? null : index, cell: -1 };
}

function trial({ group, prices }: Part, ask: { order: number; cell: number; takes: boolean; belowMinor: number }): number {
  const child = restrict(group, ask);
  const pool = poolOf(child.orders.map((one) => one.plans), child.cells, null);
  const { boundMinor } = ascend(pool, { targetMinor: ask.belowMinor, start: prices.price, rounds: TRIAL_ROUNDS });
  return Math.min(boundMinor, ask.belowMinor) - prices.boundMinor;
}

/** `cell` −1: the first plan alone, or all but the first. */
function restrict({ orders, cells }: Group, { order, cell, takes }: { order: number; cell: number; takes: boolean }): Group {
  const fits = (plan: GroupPlan, at: number): boolean => (cell < 0 ? at === 0 : takesOf(plan, cell) > 0) === takes;
  return { cells, orders: orders.map((one, index) => (index === order ? { order: one.order, plans: one.plans.filter(fits) } : one)) };
}
