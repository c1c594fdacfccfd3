import { solveGroup, type Steps } from "./branch";
import { keptCost, type Cell } from "./cells";
import { priced, type ListedPlan } from "./list-plans";

interface Assigned {
  lists: readonly (readonly ListedPlan[])[];
  plans: ListedPlan[];
  cells: readonly Cell[];
}

/** Orders that are solved anew together. */
const NEIGHBOURS_MAX = 24;
/** Plans of each that are looked at: the cheapest at the present prices. */
const PLANS_EACH = 14;

/**
 * Solves small neighbourhoods of an assignment exactly, all others standing still: around each order that has a plan dearer than its
 * cheapest at these prices, the orders that take, or could take, of the same cells. Changes `plans` where that is cheaper.
 */
export function improveAround(assigned: Assigned, task: { price: Float64Array; steps: Steps; tries: number }): boolean {
  const takers = takersOf(assigned);
  const regret = assigned.lists.map((plans, order) => ({
    order, minor: priced(assigned.plans[order]!, task.price) - plans.reduce((least, plan) => Math.min(least, priced(plan, task.price)), Infinity),
  })).filter(({ minor }) => minor > 1e-3).sort((a, b) => b.minor - a.minor || a.order - b.order);
  let better = false;
  for (const { order } of regret.slice(0, task.tries)) {
    if (task.steps.left <= 0) break;
    better = solveAround(assigned, { members: neighboursOf(assigned, takers, order), ...task }) || better;
  }
  return better;
}

function takersOf({ plans, lists }: Assigned): Map<number, Set<number>> {
  const takers = new Map<number, Set<number>>();
  plans.forEach((plan, order) => {
    for (const one of [plan, ...lists[order]!.slice(0, PLANS_EACH)]) {
      for (let at = 0; at < one.takes.length; at += 2) {
        const known = takers.get(one.takes[at]!);
        if (known) known.add(order);
        else takers.set(one.takes[at]!, new Set([order]));
      }
    }
  });
  return takers;
}

function neighboursOf({ plans, lists }: Assigned, takers: Map<number, Set<number>>, seed: number): number[] {
  const members = new Set([seed]);
  const queue = [seed];
  for (let at = 0; at < queue.length && members.size < NEIGHBOURS_MAX; at += 1) {
    const order = queue[at]!;
    const cells = [plans[order]!, ...lists[order]!.slice(0, 6)].flatMap(({ takes }) => takes.filter((_, use) => use % 2 === 0));
    for (const other of cells.flatMap((cell) => [...(takers.get(cell) ?? [])])) {
      if (members.has(other) || members.size >= NEIGHBOURS_MAX) continue;
      members.add(other);
      queue.push(other);
    }
  }
  return [...members];
}

function solveAround(assigned: Assigned, { members, price, steps }: { members: number[]; price: Float64Array; steps: Steps }): boolean {
  const { plans, lists } = assigned;
  const inside = new Set(members);
  const cells = assigned.cells.map((cell) => ({ ...cell }));
  let costMinor = 0;
  plans.forEach((plan, order) => {
    if (!inside.has(order)) takeAway(cells, plan);
    else costMinor += plan.costMinor;
  });
  const usage = new Float64Array(cells.length);
  for (const order of members) for (let at = 0; at < plans[order]!.takes.length; at += 2) usage[plans[order]!.takes[at]!]! += plans[order]!.takes[at + 1]!;
  cells.forEach((cell, index) => (costMinor += keptCost(cell, usage[index]!)));
  const near = members.map((order) => {
    const best = [...lists[order]!].sort((a, b) => priced(a, price) - priced(b, price)).slice(0, PLANS_EACH);
    return best.includes(plans[order]!) ? best : [plans[order]!, ...best];
  });
  const group = { cells, orders: near.map((some, order) => ({ order, plans: some.map((plan, at) => ({ costMinor: plan.costMinor, takes: plan.takes, plan: at })) })) };
  const own: Steps = { left: Math.min(steps.left, STEPS_EACH) };
  const before = own.left;
  const { found } = solveGroup(group, { belowMinor: costMinor, steps: own, rounds: 40 });
  steps.left -= before - own.left;
  if (found === null) return false;
  members.forEach((order, index) => (plans[order] = near[index]![found.plans.get(index)!]!));
  return true;
}

const STEPS_EACH = 60_000;

function takeAway(cells: Cell[], { takes }: ListedPlan): void {
  for (let at = 0; at < takes.length; at += 2) {
    const cell = cells[takes[at]!]!;
    const free = Math.min(cell.free, takes[at + 1]!);
    cell.free -= free;
    cell.kept -= takes[at + 1]! - free;
  }
}
