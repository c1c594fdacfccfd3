import type { Cell } from "./cells";

/** Plans of several orders in flat arrays, over the cells that may become scarce between them. */
export interface Pool {
  /** Plans of order i: `start[i]` to `start[i + 1]`. */
  start: Int32Array;
  cost: Float64Array;
  /** Takes of plan p: `useStart[p]` to `useStart[p + 1]`. */
  useStart: Int32Array;
  useCell: Int32Array;
  useUnits: Float64Array;
  cells: readonly Cell[];
}

export interface PoolPlan {
  costMinor: number;
  takes: readonly number[];
}

/** `takes` name cells by their number in `cells`; others are dropped where `places` says −1. */
export function poolOf(plans: readonly (readonly PoolPlan[])[], cells: readonly Cell[], places: Int32Array | null): Pool {
  const count = plans.reduce((sum, some) => sum + some.length, 0);
  const uses = plans.reduce((sum, some) => some.reduce((all, plan) => all + plan.takes.length / 2, sum), 0);
  const pool: Pool = {
    start: new Int32Array(plans.length + 1), cost: new Float64Array(count), useStart: new Int32Array(count + 1),
    useCell: new Int32Array(uses), useUnits: new Float64Array(uses), cells,
  };
  let p = 0;
  let use = 0;
  plans.forEach((some, order) => {
    for (const plan of some) {
      pool.cost[p] = plan.costMinor;
      for (let at = 0; at < plan.takes.length; at += 2) {
        const cell = places === null ? plan.takes[at]! : places[plan.takes[at]!]!;
        if (cell < 0) continue;
        pool.useCell[use] = cell;
        pool.useUnits[use] = plan.takes[at + 1]!;
        use += 1;
      }
      p += 1;
      pool.useStart[p] = use;
    }
    pool.start[order + 1] = p;
  });
  return pool;
}
