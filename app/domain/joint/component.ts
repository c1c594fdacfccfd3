import { solveGroup, type Steps } from "./branch";
import type { Cell } from "./cells";
import { cheapestPlan, listPlans, priced, type ListedPlan } from "./list-plans";
import { improveAround } from "./neighbourhood";
import type { OrderModel } from "./order-model";
import { poolOf, type Pool } from "./pool";
import { ascend, SUM_ROUNDING, type JointPrices } from "./prices";
import { costOf, fillByPrices, improve } from "./repair";

/** An order of a component: its model, and by item and place which of the component's cells counts for it (−1: none). */
export interface Member {
  model: OrderModel;
  cells: Int32Array;
}

export interface ComponentTask {
  members: readonly Member[];
  cells: readonly Cell[];
  /** Opportunity costs to start from, by cell. */
  price: Float64Array;
  /** Plans that may be possible together, by member: a start. */
  standing: (ListedPlan | null)[];
  unservedMinor: number;
  listSteps: number;
  rounds: number;
  steps: Steps;
  /** Large components are searched only where that is asked for: before, who competes may still change. */
  thorough: boolean;
}

export interface ComponentAnswer {
  plans: ListedPlan[];
  costMinor: number;
  lowerMinor: number;
  price: Float64Array;
}

/** Rounds in which plans are listed that the prices of the round before have made worth it. */
const COLUMN_ROUNDS = 10;
/** Plans of one order that are listed at most. */
const PLANS_MAX = 3_000;

interface Column {
  task: ComponentTask;
  lists: ListedPlan[][];
  keys: Set<string>[];
  best: { plans: ListedPlan[]; costMinor: number };
}

/** No plan at all: the order takes nothing and costs more than any plan. */
export const unserved = (costMinor: number): ListedPlan => ({ costMinor, takes: [], put: [] });

/**
 * The cheapest plans of orders that draw on the same cells, with a proved bound: plans are listed as prices ask for them, until no
 * plan that is not listed would be cheaper at the prices of the bound; then those that could be part of a better assignment than the
 * best known are listed in full, and searched.
 */
export function solveComponent(task: ComponentTask): ComponentAnswer {
  const column = begin(task);
  let price = task.price;
  let proved: JointPrices & { boundMinor: number } | null = null;
  for (let round = 0; round < COLUMN_ROUNDS; round += 1) {
    const pool = poolOf(column.lists, task.cells, null);
    const prices = ascend(pool, { targetMinor: column.best.costMinor, start: price, rounds: Math.max(30, Math.floor(task.rounds * (round < 3 ? 0.5 : 1))) });
    price = prices.price;
    complete(column, pool, prices);
    const { added, boundMinor } = listAt(column, prices);
    if (proved === null || boundMinor > proved.boundMinor) proved = { ...prices, boundMinor };
    if (added === 0 || boundMinor > column.best.costMinor - 1 + SUM_ROUNDING || (round > 2 && prices.boundMinor - boundMinor < 0.5)) break;
  }
  // What one component may take, so that a large one leaves something to the others.
  const share: Steps = { left: Math.min(task.steps.left, Math.max(MINIMUM_SHARE, task.steps.left / SHARES)) };
  const before = share.left;
  if (!task.thorough && task.members.length > SMALL) {
    const { boundMinor } = proved!;
    return { ...column.best, lowerMinor: Math.min(column.best.costMinor, Math.ceil(boundMinor - SUM_ROUNDING)), price: proved!.price };
  }
  polish(column, proved!, share);
  const lowerMinor = search(column, proved!, share);
  task.steps.left -= before - share.left;
  return { plans: column.best.plans, costMinor: column.best.costMinor, lowerMinor: Math.min(lowerMinor, column.best.costMinor), price: proved!.price };
}

/** Components of so many orders are always searched. */
const SMALL = 60;
const SHARES = 6;
const MINIMUM_SHARE = 100_000;
/** Neighbourhoods that are solved before the search, by order of the component. */
const TRIES_EACH = 0.5;

function polish(column: Column, { price, boundMinor }: JointPrices, steps: Steps): void {
  const { task: { cells }, lists, best } = column;
  if (boundMinor > best.costMinor - 1 + SUM_ROUNDING || lists.length < 12) return;
  const plans = best.plans.slice();
  for (let round = 0; round < 3; round += 1) {
    if (!improveAround({ lists, plans, cells }, { price, steps, tries: Math.ceil(lists.length * TRIES_EACH) })) break;
  }
  const costMinor = jointCost(plans, cells);
  if (costMinor < best.costMinor) column.best = { plans, costMinor };
}

function begin(task: ComponentTask): Column {
  const { members, cells, unservedMinor, listSteps } = task;
  const left = Float64Array.from(cells, ({ free, kept }) => free + kept);
  const lists = members.map(({ model, cells: own }, index) => {
    const first = cheapestPlan(model, { cells: own, price: null, steps: listSteps });
    const standing = task.standing[index];
    return [unserved(unservedMinor), ...(first ? [first] : []), ...(standing ? [standing] : [])];
  });
  const keys = lists.map((plans) => new Set(plans.slice(1).map((plan) => plan.takes.join(","))));
  const chosen = lists.map((plans, index) => {
    const fitting = plans.filter((plan) => fits(plan, left));
    let choice = task.standing[index] && fitting.includes(task.standing[index]) ? task.standing[index] : fitting.reduce((a, b) => (b.costMinor < a.costMinor ? b : a));
    if (choice === plans[0]) {
      const found = cheapestPlan(members[index]!.model, { cells: members[index]!.cells, price: null, steps: listSteps, left });
      if (found) {
        plans.push(found);
        keys[index]!.add(found.takes.join(","));
        choice = found;
      }
    }
    take(choice, left);
    return choice;
  });
  return { task, lists, keys, best: { plans: chosen, costMinor: jointCost(chosen, cells) } };
}

const fits = ({ takes }: ListedPlan, left: Float64Array): boolean => takes.every((cell, at) => at % 2 === 1 || left[cell]! >= takes[at + 1]!);

function take({ takes }: ListedPlan, left: Float64Array): void {
  for (let at = 0; at < takes.length; at += 2) left[takes[at]!]! -= takes[at + 1]!;
}

function jointCost(plans: readonly ListedPlan[], cells: readonly Cell[]): number {
  const pool = poolOf(plans.map((plan) => [plan]), cells, null);
  return costOf(pool, Int32Array.from(plans, (_, index) => index));
}

/** A joint plan near the prices; orders that find nothing in the pool look at all of their plans. */
function complete(column: Column, pool: Pool, prices: JointPrices): void {
  const { task, lists } = column;
  const { plans, left } = fillByPrices(pool, prices.price);
  const chosen = lists.map((all, index) => (plans[index]! < 0 ? null : all[plans[index]! - pool.start[index]!]!));
  chosen.forEach((plan, index) => {
    if (plan !== null && plan !== lists[index]![0]) return;
    const { model, cells } = task.members[index]!;
    const found = cheapestPlan(model, { cells, price: null, steps: task.listSteps, left });
    chosen[index] = found ?? lists[index]![0]!;
    if (found === null) return;
    add(column, index, [found]);
    chosen[index] = lists[index]!.slice(1).find((one) => one.takes.join(",") === found.takes.join(","))!;
    take(found, left);
  });
  const all = poolOf(lists, task.cells, null);
  for (const start of [chosen as ListedPlan[], column.best.plans]) {
    const choice = improve(all, Int32Array.from(start, (plan, index) => all.start[index]! + lists[index]!.indexOf(plan)));
    if (choice.costMinor < column.best.costMinor) column.best = { costMinor: choice.costMinor, plans: lists.map((some, index) => some[choice.plans[index]! - all.start[index]!]!) };
  }
}

function add(column: Column, index: number, plans: readonly ListedPlan[]): number {
  let added = 0;
  for (const plan of plans) {
    const key = plan.takes.join(",");
    if (column.keys[index]!.has(key)) continue;
    column.keys[index]!.add(key);
    column.lists[index]!.push(plan);
    added += 1;
  }
  return added;
}

/** Lists what is cheaper at these prices than what is listed, and says what the prices prove of all plans. */
function listAt(column: Column, { price, least, boundMinor }: JointPrices): { added: number; boundMinor: number } {
  const { task } = column;
  let added = 0;
  let bound = boundMinor;
  task.members.forEach(({ model, cells }, index) => {
    const { plans, elseMinor } = listPlans(model, { cells, price, belowMinor: least[index]! + NEAR_MINOR, steps: task.listSteps, plansMax: 60 });
    const cheapest = plans.reduce((all, plan) => Math.min(all, priced(plan, price)), elseMinor);
    if (cheapest < least[index]! - SUM_ROUNDING) {
      bound -= least[index]! - cheapest;
      added += add(column, index, plans);
    } else {
      add(column, index, plans);
    }
  });
  return { added, boundMinor: bound };
}

/** So much dearer than the cheapest at the same prices is still worth to be listed. */
const NEAR_MINOR = 5;

function search(column: Column, proved: JointPrices, steps: Steps): number {
  const { task, best, lists } = column;
  if (proved.boundMinor > best.costMinor - 1 + SUM_ROUNDING) return best.costMinor;
  if (steps.left <= 0) return Math.ceil(proved.boundMinor - SUM_ROUNDING);
  const { price } = proved;
  const exact = task.members.map(({ model, cells }, index) => {
    const least = lists[index]!.reduce((all, plan) => Math.min(all, priced(plan, price)), Infinity);
    return listPlans(model, { cells, price, belowMinor: least + best.costMinor - proved.boundMinor, steps: task.listSteps, plansMax: PLANS_MAX });
  });
  let lower = best.costMinor;
  exact.forEach(({ plans, elseMinor }, index) => {
    const least = [...plans, ...lists[index]!].reduce((all, plan) => Math.min(all, priced(plan, price)), Infinity);
    lower = Math.min(lower, proved.boundMinor + Math.max(0, elseMinor - least));
    add(column, index, plans);
  });
  const groups = lists.map((plans, order) => ({ order, plans: plans.map((plan, at) => ({ costMinor: plan.costMinor, takes: plan.takes, plan: at })) }));
  const solved = solveGroup({ cells: task.cells, orders: groups }, { belowMinor: best.costMinor, steps, rounds: task.rounds });
  if (solved.found !== null) {
    column.best = { costMinor: solved.found.costMinor, plans: lists.map((plans, order) => plans[solved.found!.plans.get(order)!]!) };
  }
  return Math.ceil(Math.max(proved.boundMinor, Math.min(lower, solved.lowerMinor)) - SUM_ROUNDING);
}
