import { parcelMinor, type OrderModel } from "./order-model";

/** A plan of one order: what it costs by itself, what it takes of scarce cells, and what it puts where. */
export interface ListedPlan {
  costMinor: number;
  /** Cell and units in turn, cells rising. */
  takes: number[];
  /** Block, place and count in turn. */
  put: number[];
}

export interface ListTask {
  /** `cells[item * places + place]`: number of the scarce cell, −1 where there is enough for all. */
  cells: Int32Array;
  /** Opportunity cost of a unit, by cell; null: none. */
  price: Float64Array | null;
  /** Plans are listed that cost less than this, prices included. */
  belowMinor: number;
  steps: number;
  plansMax: number;
  /** Units that others have left, by cell; absent: all that the order's problem offers. */
  left?: Float64Array;
  /** Lowers `belowMinor` to the best found so far: ends with the cheapest plan alone. */
  cheapestOnly?: boolean;
}

export interface Listing {
  plans: ListedPlan[];
  /** Each plan that is not listed costs at least so much, prices included. */
  elseMinor: number;
}

interface Walk {
  model: OrderModel;
  task: ListTask;
  below: number;
  steps: number;
  /** Blocks, those of fewest places first. */
  order: number[];
  /** `linear[block * places + place]`: what one of the block costs there beside the parcel. */
  linear: Float64Array;
  /** Places of a block, cheapest first. */
  choices: number[][];
  /** Least linear cost of the blocks from a rank on. */
  rest: Float64Array;
  /** Least cost of a parcel that could hold something of the block. */
  opening: Float64Array;
  caps: Int32Array;
  grams: Float64Array;
  units: Int32Array;
  used: number[];
  put: number[];
  linearSoFar: number;
  parcelsSoFar: number;
  found: Map<string, ListedPlan>;
  elseMinor: number;
}

/**
 * All plans of an order that cost less than a limit, prices of scarce cells included. Of plans that take the same of each scarce
 * cell the cheapest stands for all: to the other orders they are the same. Depth first over what must be placed, cut by what
 * the rest costs at least; a walk that ends for want of steps says below what it has left nothing out.
 */
export function listPlans(model: OrderModel, task: ListTask): Listing {
  const walk = prepare(model, task);
  if (walk === null) return { plans: [], elseMinor: Infinity };
  place(walk, 0);
  return { plans: [...walk.found.values()], elseMinor: Math.min(walk.elseMinor, walk.below + model.constantMinor) };
}

/** The cheapest plan, prices included; null: there is none in what is left. */
export function cheapestPlan(model: OrderModel, task: Pick<ListTask, "cells" | "price" | "steps" | "left">): ListedPlan | null {
  return listPlans(model, { ...task, belowMinor: Infinity, plansMax: Infinity, cheapestOnly: true }).plans[0] ?? null;
}

export function priced(plan: ListedPlan, price: Float64Array | null): number {
  let sum = plan.costMinor;
  if (price !== null) for (let at = 0; at < plan.takes.length; at += 2) sum += price[plan.takes[at]!]! * plan.takes[at + 1]!;
  return sum;
}

function prepare(model: OrderModel, task: ListTask): Walk | null {
  const { blocks, places, items } = model;
  const linear = new Float64Array(blocks.length * places.length);
  const caps = new Int32Array(items.length * places.length);
  places.forEach((one, p) => {
    for (let item = 0; item < items.length; item += 1) {
      const cell = task.cells[item * places.length + p]!;
      const left = cell >= 0 && task.left ? Math.max(0, task.left[cell]!) : Infinity;
      caps[item * places.length + p] = Math.min(one.caps[item]!, left);
    }
    blocks.forEach((block, b) => {
      for (const { item, units } of block.parts) {
        const cell = task.cells[item * places.length + p]!;
        linear[b * places.length + p]! += units * (one.unitMinor[item]! + (cell >= 0 && task.price ? task.price[cell]! : 0));
      }
    });
  });
  const choices = blocks.map((block, b) => [...places.keys()]
    .filter((p) => places[p]!.unitsMax >= block.units && block.parts.every(({ item, units }) => caps[item * places.length + p]! >= units))
    .sort((x, y) => linear[b * places.length + x]! - linear[b * places.length + y]! || x - y));
  if (choices.some((some) => some.length === 0)) return null;
  const order = [...blocks.keys()].sort((a, b) => choices[a]!.length - choices[b]!.length || blocks[b]!.grams * blocks[b]!.count - blocks[a]!.grams * blocks[a]!.count || a - b);
  const rest = new Float64Array(order.length + 1);
  for (let rank = order.length - 1; rank >= 0; rank -= 1) {
    const block = order[rank]!;
    rest[rank] = rest[rank + 1]! + blocks[block]!.count * linear[block * places.length + choices[block]![0]!]!;
  }
  const opening = Float64Array.from(blocks, (block, b) => Math.min(...choices[b]!.map((p) => parcelMinor(places[p]!, block.grams))));
  return {
    model, task, below: task.belowMinor - model.constantMinor, steps: task.steps, order, linear, choices, rest, opening, caps,
    grams: new Float64Array(places.length), units: new Int32Array(places.length), used: [], put: [], linearSoFar: 0, parcelsSoFar: 0,
    found: new Map(), elseMinor: Infinity,
  };
}

/** What a plan costs at least that goes on from here. */
function boundOf(walk: Walk, rank: number): number {
  const { model: { blocks, places }, order, caps, used } = walk;
  let parcel = 0;
  for (let later = rank; later < order.length; later += 1) {
    const b = order[later]!;
    if (walk.opening[b]! <= parcel) continue;
    let room = 0;
    const block = blocks[b]!;
    for (let at = 0; at < used.length && room < block.count; at += 1) {
      const p = used[at]!;
      let fits = block.count;
      for (const { item, units } of block.parts) fits = Math.min(fits, Math.floor(caps[item * places.length + p]! / units));
      room += fits;
    }
    if (room < block.count) parcel = walk.opening[b]!;
  }
  return walk.linearSoFar + walk.parcelsSoFar + walk.rest[rank]! + parcel;
}

function place(walk: Walk, rank: number): void {
  const bound = boundOf(walk, rank);
  if (bound >= walk.below) return;
  if ((walk.steps -= 1) <= 0 || walk.found.size >= walk.task.plansMax) {
    walk.elseMinor = Math.min(walk.elseMinor, bound + walk.model.constantMinor);
    return;
  }
  if (rank === walk.order.length) return keep(walk);
  const block = walk.order[rank]!;
  spread(walk, { rank, choice: 0, left: walk.model.blocks[block]!.count });
}

/** Puts what is left of a block into its places from one on: nothing, or so many, there. */
function spread(walk: Walk, at: { rank: number; choice: number; left: number }): void {
  if (at.left === 0) return place(walk, at.rank + 1);
  const { model: { blocks, places }, caps } = walk;
  const b = walk.order[at.rank]!;
  const block = blocks[b]!;
  const choices = walk.choices[b]!;
  for (let choice = at.choice; choice < choices.length; choice += 1) {
    const p = choices[choice]!;
    let most = Math.min(at.left, Math.floor((places[p]!.unitsMax - walk.units[p]!) / block.units));
    for (const { item, units } of block.parts) most = Math.min(most, Math.floor(caps[item * places.length + p]! / units));
    if (walk.units[p] === 0 && walk.used.length >= walk.model.parcelsMax) most = 0;
    for (let count = most; count > 0; count -= 1) {
      move(walk, { b, p, count });
      if (walk.linearSoFar + walk.parcelsSoFar + walk.rest[at.rank + 1]! < walk.below) spread(walk, { rank: at.rank, choice: choice + 1, left: at.left - count });
      move(walk, { b, p, count: -count });
    }
  }
}

function move(walk: Walk, { b, p, count }: { b: number; p: number; count: number }): void {
  const { model: { blocks, places } } = walk;
  const block = blocks[b]!;
  const one = places[p]!;
  if (walk.units[p]! > 0) walk.parcelsSoFar -= parcelMinor(one, walk.grams[p]!);
  if (count > 0 && walk.units[p] === 0) walk.used.push(p);
  walk.units[p]! += count * block.units;
  walk.grams[p]! += count * block.grams;
  if (walk.units[p]! > 0) walk.parcelsSoFar += parcelMinor(one, walk.grams[p]!);
  else walk.used.pop();
  for (const { item, units } of block.parts) walk.caps[item * places.length + p]! -= count * units;
  walk.linearSoFar += count * walk.linear[b * places.length + p]!;
  if (count > 0) walk.put.push(b, p, count);
  else walk.put.length -= 3;
}

function keep(walk: Walk): void {
  const { model: { blocks, places, constantMinor }, task } = walk;
  const takes = new Map<number, number>();
  let linear = 0;
  for (let at = 0; at < walk.put.length; at += 3) {
    const p = walk.put[at + 1]!;
    for (const { item, units } of blocks[walk.put[at]!]!.parts) {
      const taken = units * walk.put[at + 2]!;
      linear += taken * places[p]!.unitMinor[item]!;
      const cell = task.cells[item * places.length + p]!;
      if (cell >= 0) takes.set(cell, (takes.get(cell) ?? 0) + taken);
    }
  }
  const plan: ListedPlan = { costMinor: constantMinor + walk.parcelsSoFar + linear, takes: [...takes].sort(([a], [b]) => a - b).flat(), put: walk.put.slice() };
  if (task.cheapestOnly === true) {
    walk.found.clear();
    walk.below = priced(plan, task.price) - constantMinor;
  }
  const key = plan.takes.join(",");
  const known = walk.found.get(key);
  if (known === undefined || plan.costMinor < known.costMinor) walk.found.set(key, plan);
}
