import { keptCost } from "./cells";
import type { Pool } from "./pool";

/** One plan for each order, by number in the pool; −1: none yet. */
export interface Choice {
  plans: Int32Array;
  costMinor: number;
}

interface Shelf {
  pool: Pool;
  plans: Int32Array;
  usage: Float64Array;
  /** Orders that take of a cell. */
  takers: Set<number>[];
  orderOf: Int32Array;
}

/**
 * A joint plan near what the prices say: orders that lose most by a second choice choose first, each the cheapest priced plan that
 * still fits. Orders that find none in the pool have −1; `left` is what is then left by cell.
 */
export function fillByPrices(pool: Pool, price: Float64Array): { plans: Int32Array; left: Float64Array } {
  const shelf = shelve(pool);
  fill(shelf, price);
  return { plans: shelf.plans, left: Float64Array.from(shelf.usage, (used, cell) => pool.cells[cell]!.free + pool.cells[cell]!.kept - used) };
}

/** Single orders, and orders with those that stand in their way, change their plans as long as it pays. */
export function improve(pool: Pool, start: Int32Array): Choice {
  const shelf = shelve(pool);
  start.forEach((plan, order) => take(shelf, order, plan));
  change(shelf);
  return { plans: shelf.plans, costMinor: costOf(pool, shelf.plans) };
}

/** Of all plans, kept units included. */
export function costOf(pool: Pool, plans: Int32Array): number {
  const usage = new Float64Array(pool.cells.length);
  let sum = 0;
  for (const plan of plans) {
    sum += pool.cost[plan]!;
    for (let use = pool.useStart[plan]!; use < pool.useStart[plan + 1]!; use += 1) usage[pool.useCell[use]!]! += pool.useUnits[use]!;
  }
  pool.cells.forEach((cell, index) => (sum += keptCost(cell, usage[index]!)));
  return sum;
}

function shelve(pool: Pool): Shelf {
  const orders = pool.start.length - 1;
  const orderOf = new Int32Array(pool.cost.length);
  for (let order = 0; order < orders; order += 1) orderOf.fill(order, pool.start[order]!, pool.start[order + 1]!);
  return { pool, plans: new Int32Array(orders).fill(-1), usage: new Float64Array(pool.cells.length), takers: pool.cells.map(() => new Set<number>()), orderOf };
}

function take(shelf: Shelf, order: number, plan: number): void {
  const { pool, plans, usage, takers } = shelf;
  const before = plans[order]!;
  if (before >= 0) {
    for (let use = pool.useStart[before]!; use < pool.useStart[before + 1]!; use += 1) {
      usage[pool.useCell[use]!]! -= pool.useUnits[use]!;
      takers[pool.useCell[use]!]!.delete(order);
    }
  }
  plans[order] = plan;
  if (plan < 0) return;
  for (let use = pool.useStart[plan]!; use < pool.useStart[plan + 1]!; use += 1) {
    usage[pool.useCell[use]!]! += pool.useUnits[use]!;
    takers[pool.useCell[use]!]!.add(order);
  }
}

/** What taking this plan beside all that is taken costs; infinite where it does not fit. */
function costBeside({ pool, usage }: Shelf, plan: number): number {
  let sum = pool.cost[plan]!;
  for (let use = pool.useStart[plan]!; use < pool.useStart[plan + 1]!; use += 1) {
    const cell = pool.useCell[use]!;
    const after = usage[cell]! + pool.useUnits[use]!;
    const { free, kept, keptMinor } = pool.cells[cell]!;
    if (after > free + kept) return Infinity;
    if (after > free) sum += (after - Math.max(free, usage[cell]!)) * keptMinor;
  }
  return sum;
}

function pricedAt({ pool }: Shelf, plan: number, price: Float64Array): number {
  let sum = pool.cost[plan]!;
  for (let use = pool.useStart[plan]!; use < pool.useStart[plan + 1]!; use += 1) sum += price[pool.useCell[use]!]! * pool.useUnits[use]!;
  return sum;
}

function fill(shelf: Shelf, price: Float64Array): void {
  const { pool } = shelf;
  const orders = [...shelf.plans.keys()].map((order) => {
    const costs: number[] = [];
    for (let plan = pool.start[order]!; plan < pool.start[order + 1]!; plan += 1) costs.push(pricedAt(shelf, plan, price));
    const sorted = costs.sort((a, b) => a - b);
    return { order, regret: (sorted[1] ?? Infinity) - (sorted[0] ?? 0), last: sorted.length };
  }).sort((a, b) => b.regret - a.regret || a.last - b.last || a.order - b.order);
  for (const { order } of orders) {
    let best = { plan: -1, minor: Infinity };
    for (let plan = pool.start[order]!; plan < pool.start[order + 1]!; plan += 1) {
      if (costBeside(shelf, plan) === Infinity) continue;
      const minor = pricedAt(shelf, plan, price);
      if (minor < best.minor) best = { plan, minor };
    }
    if (best.plan >= 0) take(shelf, order, best.plan);
  }
}

const ROUNDS_MAX = 12;

function change(shelf: Shelf): void {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    let better = false;
    for (let order = 0; order < shelf.plans.length; order += 1) {
      const before = shelf.plans[order]!;
      take(shelf, order, -1);
      const now = costBeside(shelf, before);
      const best = cheapestFit(shelf, order);
      const changes = best.minor < now - 1e-9;
      take(shelf, order, changes ? best.plan : before);
      better = (eject(shelf, order) || changes) || better;
    }
    if (!better) return;
  }
}

function cheapestFit(shelf: Shelf, order: number): { plan: number; minor: number } {
  let best = { plan: -1, minor: Infinity };
  for (let plan = shelf.pool.start[order]!; plan < shelf.pool.start[order + 1]!; plan += 1) {
    if (shelf.pool.cost[plan]! >= best.minor) continue;
    const minor = costBeside(shelf, plan);
    if (minor < best.minor) best = { plan, minor };
  }
  return best;
}

/** Those that are put out for another at once are few: more seldom pays. */
const EJECTED_MAX = 3;

/** Tries each plan that the order would rather have: those in its way take their next best. True where all together gain. */
function eject(shelf: Shelf, order: number): boolean {
  const { pool } = shelf;
  const current = pool.cost[shelf.plans[order]!]!;
  for (let plan = pool.start[order]!; plan < pool.start[order + 1]!; plan += 1) {
    const gain = current - pool.cost[plan]!;
    if (gain > 0 && tryEjection(shelf, { order, plan, gain })) return true;
  }
  return false;
}

function tryEjection(shelf: Shelf, { order, plan, gain }: { order: number; plan: number; gain: number }): boolean {
  const { pool, plans } = shelf;
  const undo: [number, number][] = [[order, plans[order]!]];
  let delta = -keptMinorOf(shelf);
  take(shelf, order, -1);
  const out: number[] = [];
  for (let use = pool.useStart[plan]!; use < pool.useStart[plan + 1]! && out.length <= EJECTED_MAX; use += 1) {
    const cell = pool.useCell[use]!;
    const { free, kept } = pool.cells[cell]!;
    for (const other of shelf.takers[cell]!) {
      if (shelf.usage[cell]! + pool.useUnits[use]! <= free + kept) break;
      out.push(other);
      undo.push([other, plans[other]!]);
      take(shelf, other, -1);
    }
  }
  const back = (): false => {
    for (const [one, was] of undo) take(shelf, one, was);
    return false;
  };
  if (out.length > EJECTED_MAX || costBeside(shelf, plan) === Infinity) return back();
  take(shelf, order, plan);
  for (const [other, was] of undo.slice(1)) {
    const next = cheapestFit(shelf, other);
    if (next.plan < 0) return back();
    delta += pool.cost[next.plan]! - pool.cost[was]!;
    if (delta >= gain) return back();
    take(shelf, other, next.plan);
  }
  delta += keptMinorOf(shelf);
  return delta < gain - 1e-9 || back();
}

/** All that kept units cost now; pools without kept units are asked for nothing. */
function keptMinorOf({ pool, usage }: Shelf): number {
  let sum = 0;
  for (let cell = 0; cell < usage.length; cell += 1) if (pool.cells[cell]!.kept > 0) sum += keptCost(pool.cells[cell]!, usage[cell]!);
  return sum;
}
