import type { Pool } from "./pool";

/**
 * A price per unit of each scarce cell, and what it proves. Let each order take its cheapest plan at these prices, and pay the
 * house for what it takes; the house has what lies there: no joint assignment costs less than
 *   Σ cheapest priced plan − Σ price × free units − Σ max(0, price − cost of a kept unit) × kept units.
 * (Weak Lagrangian duality: the constraint "no cell gives more than it has" is priced.)
 */
export interface JointPrices {
  price: Float64Array;
  /** Cheapest priced cost by order, and which plan that is. */
  least: Float64Array;
  choice: Int32Array;
  boundMinor: number;
}

export interface AscentTask {
  /** Cost of a joint plan that is known; a bound above `targetMinor − 1` ends the rounds. */
  targetMinor: number;
  start: Float64Array | null;
  rounds: number;
}

/** Sums of doubles may lie this much too high; costs are whole, so that rounding up after it is safe. */
export const SUM_ROUNDING = 1e-3;

/** Raises the bound by deflected subgradient steps of Polyak's length, until it meets the target or the rounds end. */
export function ascend(pool: Pool, { targetMinor, start, rounds }: AscentTask): JointPrices {
  const cells = pool.cells.length;
  const price = start?.slice() ?? new Float64Array(cells);
  const usage = new Float64Array(cells);
  const direction = new Float64Array(cells);
  let best = evaluate(pool, price, usage);
  best = { ...best, price: price.slice() };
  let length = 1;
  let sinceBetter = 0;
  const patience = cells <= 60 ? 4 : Math.max(5, Math.min(20, Math.floor(rounds / 12)));
  let now = best;
  for (let round = 0; round < rounds && length > 1e-3; round += 1) {
    if (best.boundMinor > targetMinor - 1 + SUM_ROUNDING) break;
    if (!step({ pool, price, usage, direction }, length * Math.max(1, targetMinor - now.boundMinor))) break;
    now = evaluate(pool, price, usage);
    if (now.boundMinor > best.boundMinor + 1e-7) {
      if (now.boundMinor > best.boundMinor + 1e-5 * Math.abs(targetMinor - best.boundMinor)) sinceBetter = 0;
      best = { ...now, price: price.slice() };
    } else if ((sinceBetter += 1) >= patience) {
      length *= 0.6;
      sinceBetter = 0;
      price.set(best.price);
      direction.fill(0);
      now = evaluate(pool, price, usage);
    }
  }
  return best;
}

interface Ascent {
  pool: Pool;
  price: Float64Array;
  usage: Float64Array;
  direction: Float64Array;
}

/** How much of the last direction stays: it damps the zigzag between two plans. */
const DEFLECTION = 0.6;

function step({ pool, price, usage, direction }: Ascent, height: number): boolean {
  let norm = 0;
  for (let cell = 0; cell < price.length; cell += 1) {
    const { free, kept, keptMinor } = pool.cells[cell]!;
    const have = price[cell]! > keptMinor ? free + kept : price[cell] === keptMinor && kept > 0 ? Math.min(free + kept, Math.max(free, usage[cell]!)) : free;
    let gradient = usage[cell]! - have;
    if (price[cell] === 0 && gradient < 0) gradient = 0;
    let next = gradient + DEFLECTION * direction[cell]!;
    if (price[cell] === 0 && next < 0) next = 0;
    direction[cell] = next;
    norm += next * next;
  }
  if (norm < 1e-12) return false;
  for (let cell = 0; cell < price.length; cell += 1) price[cell] = Math.max(0, price[cell]! + (height / norm) * direction[cell]!);
  return true;
}

/** What these prices prove; fills `usage` with what the cheapest plans take. */
export function evaluate(pool: Pool, price: Float64Array, usage: Float64Array): JointPrices {
  const { start, cost, useStart, useCell, useUnits } = pool;
  const orders = start.length - 1;
  const least = new Float64Array(orders);
  const choice = new Int32Array(orders);
  usage.fill(0);
  let boundMinor = 0;
  for (let order = 0; order < orders; order += 1) {
    let best = Infinity;
    let chosen = -1;
    for (let p = start[order]!; p < start[order + 1]!; p += 1) {
      let sum = cost[p]!;
      for (let use = useStart[p]!; use < useStart[p + 1]!; use += 1) sum += price[useCell[use]!]! * useUnits[use]!;
      if (sum < best) {
        best = sum;
        chosen = p;
      }
    }
    least[order] = best;
    choice[order] = chosen;
    boundMinor += best;
    for (let use = useStart[chosen]!; use < useStart[chosen + 1]!; use += 1) usage[useCell[use]!]! += useUnits[use]!;
  }
  for (let cell = 0; cell < price.length; cell += 1) {
    const { free, kept, keptMinor } = pool.cells[cell]!;
    boundMinor -= price[cell]! * free + Math.max(0, price[cell]! - keptMinor) * kept;
  }
  return { price, least, choice, boundMinor };
}
