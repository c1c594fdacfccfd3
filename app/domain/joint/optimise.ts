import type { Steps } from "./branch";
import { cellKey, cellsOf, keptCost, stockOf, Unions, type Stock } from "./cells";
import { solveComponent, unserved, type ComponentAnswer } from "./component";
import { cheapestPlan, type ListedPlan } from "./list-plans";
import { assignmentsOf, modelOf, type OrderModel } from "./order-model";
import type { JointAnswer, JointComponent, JointLimits, JointTask } from "./types";
import { standingPlan } from "./standing-plan";

const LIMITS: JointLimits = { listSteps: 100_000, branchSteps: 20_000_000, priceRounds: 200, unservedMinor: 100_000_000 };
/** Rounds in which further wishes are let compete. */
const WISH_ROUNDS = 60;

interface Joint {
  task: JointTask;
  limits: JointLimits;
  stock: Stock;
  models: OrderModel[];
  /** All limited cells, by order, item and place. */
  cells: Int32Array[];
  /** Cells for which an order competes, by order. */
  wishes: Set<number>[];
  plans: ListedPlan[];
  /** What stands now, where it is possible. */
  standing: (ListedPlan | null)[];
  standingMinor: number | null;
  price: Float64Array;
  steps: Steps;
  solved: Map<string, { answer: ComponentAnswer; cells: number[] }>;
  components: { orders: number[]; costMinor: number; lowerMinor: number }[];
}

/**
 * Orders assigned jointly at least total cost. Each order first has its cheapest plan of all, as if it were alone. Where a cell is
 * then asked for more than it has, those who ask compete for it: orders that compete, directly or over others, are a component and
 * are solved together, under the constraints among them alone. Where that makes them ask for too much elsewhere, those who ask
 * there compete, too, until nothing is asked for that is not there. The assignment is then possible, and it is the cheapest under fewer
 * constraints than there are: no other is cheaper.
 */
export function optimiseTogether(task: JointTask): JointAnswer {
  const joint = begin(task);
  let searches = 0;
  for (let round = 0; round < WISH_ROUNDS; round += 1) {
    const changed = compete(joint);
    if (!changed && (searches >= SEARCHES_MAX || joint.components.every((one) => one.costMinor === one.lowerMinor))) return answerOf(joint);
    if (!changed) searches += 1;
    solveAll(joint, !changed);
  }
  settle(joint);
  return answerOf(joint);
}

/** So often all large components are searched thoroughly: what is then not proved has an honest gap. */
const SEARCHES_MAX = 2;

/** Where who competes has not come to an end, orders whose plan no longer fits take the cheapest of what is left. */
function settle(joint: Joint): void {
  const left = Float64Array.from(joint.stock.cells, ({ free, kept }) => free + kept);
  joint.plans = joint.plans.map((plan, order) => {
    const fits = plan.takes.every((cell, at) => at % 2 === 1 || left[cell]! >= plan.takes[at + 1]!);
    const now = fits ? plan
      : cheapestPlan(joint.models[order]!, { cells: joint.cells[order]!, price: null, steps: joint.limits.listSteps, left }) ?? unserved(joint.limits.unservedMinor);
    for (let at = 0; at < now.takes.length; at += 2) left[now.takes[at]!]! -= now.takes[at + 1]!;
    return now;
  });
}

function begin(task: JointTask): Joint {
  const limits = { ...LIMITS, ...task.limits };
  const own = (task.own ?? []).map((rows) => new Map(rows.map(({ itemId, locationId, units }) => [cellKey(itemId, locationId), units])));
  const stock = stockOf(task.problems, own);
  const models = task.problems.map(modelOf);
  const cells = models.map((model, order) => cellsOf(model, stock, own[order]));
  const plans = models.map((model, order) => cheapestPlan(model, { cells: cells[order]!, price: null, steps: limits.listSteps }) ?? unserved(limits.unservedMinor));
  const standing = models.map((model, order) => standingPlan(model, { cells: cells[order]!, assignments: task.standing?.[order] ?? null }));
  return {
    task, limits, stock, models, cells, plans, standing, standingMinor: costWhereFit(standing, stock), wishes: models.map(() => new Set<number>()), price: new Float64Array(stock.cells.length),
    steps: { left: limits.branchSteps }, solved: new Map(), components: [],
  };
}

/** What all plans together cost; null: an order has none, or they do not fit. */
function costWhereFit(plans: readonly (ListedPlan | null)[], stock: Stock): number | null {
  if (plans.some((plan) => plan === null)) return null;
  const usage = usageOf({ plans: plans as ListedPlan[], stock });
  if (stock.cells.some(({ free, kept }, cell) => usage[cell]! > free + kept)) return null;
  return (plans as ListedPlan[]).reduce((sum, plan) => sum + plan.costMinor, 0) + stock.cells.reduce((sum, cell, index) => sum + keptCost(cell, usage[index]!), 0);
}

function usageOf({ plans, stock }: Pick<Joint, "plans" | "stock">): Float64Array {
  const usage = new Float64Array(stock.cells.length);
  for (const { takes } of plans) for (let at = 0; at < takes.length; at += 2) usage[takes[at]!]! += takes[at + 1]!;
  return usage;
}

/** Lets those compete who ask for too much; false: nobody does who did not compete already. */
function compete({ plans, stock, wishes }: Joint): boolean {
  const usage = usageOf({ plans, stock });
  let changed = false;
  plans.forEach(({ takes }, order) => {
    for (let at = 0; at < takes.length; at += 2) {
      const cell = takes[at]!;
      if (usage[cell]! <= stock.cells[cell]!.free || wishes[order]!.has(cell)) continue;
      wishes[order]!.add(cell);
      changed = true;
    }
  });
  return changed;
}

function solveAll(joint: Joint, thorough: boolean): void {
  const { wishes } = joint;
  const unions = new Unions(wishes.length);
  const firstOf = new Map<number, number>();
  const competing = [...wishes.keys()].filter((order) => wishes[order]!.size > 0);
  for (const order of competing) {
    for (const cell of wishes[order]!) {
      const first = firstOf.get(cell);
      if (first === undefined) firstOf.set(cell, order);
      else unions.join(first, order);
    }
  }
  const kept: Joint["solved"] = new Map();
  joint.components = unions.groups(competing).sort((a, b) => a.length - b.length || a[0]! - b[0]!).map((orders) => {
    const key = orders.map((order) => `${order}:${[...wishes[order]!].sort((a, b) => a - b).join(".")}`).join(" ");
    const known = joint.solved.get(key);
    const isDone = known !== undefined && (!thorough || known.answer.costMinor === known.answer.lowerMinor);
    const solved = isDone ? known : solve(joint, orders, thorough);
    kept.set(key, solved);
    orders.forEach((order, index) => (joint.plans[order] = inFull(joint, order, solved.answer.plans[index]!)));
    solved.cells.forEach((cell, place) => (joint.price[cell] = solved.answer.price[place]!));
    return { orders, costMinor: solved.answer.costMinor, lowerMinor: solved.answer.lowerMinor };
  });
  joint.solved = kept;
}

function solve(joint: Joint, orders: readonly number[], thorough: boolean): { answer: ComponentAnswer; cells: number[] } {
  const { stock, wishes, models, limits } = joint;
  const cells = [...new Set(orders.flatMap((order) => [...wishes[order]!]))].sort((a, b) => a - b);
  const places = new Map(cells.map((cell, place) => [cell, place]));
  const ownCells = (order: number): Int32Array => joint.cells[order]!.map((cell) => (wishes[order]!.has(cell) ? places.get(cell)! : -1));
  const within = (order: number, plan: ListedPlan): ListedPlan => {
    const takes: number[] = [];
    for (let at = 0; at < plan.takes.length; at += 2) if (wishes[order]!.has(plan.takes[at]!)) takes.push(places.get(plan.takes[at]!)!, plan.takes[at + 1]!);
    return { ...plan, takes };
  };
  const answer = solveComponent({
    members: orders.map((order) => ({ model: models[order]!, cells: ownCells(order) })),
    cells: cells.map((cell) => stock.cells[cell]!),
    price: Float64Array.from(cells, (cell) => joint.price[cell]!),
    standing: orders.map((order) => within(order, joint.plans[order]!)),
    unservedMinor: limits.unservedMinor, listSteps: limits.listSteps, rounds: limits.priceRounds, steps: joint.steps, thorough,
  });
  return { answer, cells };
}

/** The same plan with all that it takes, and not of the component's cells alone. */
function inFull({ models, cells }: Joint, order: number, plan: ListedPlan): ListedPlan {
  const { blocks, places } = models[order]!;
  const takes = new Map<number, number>();
  for (let at = 0; at < plan.put.length; at += 3) {
    for (const { item, units } of blocks[plan.put[at]!]!.parts) {
      const cell = cells[order]![item * places.length + plan.put[at + 1]!]!;
      if (cell >= 0) takes.set(cell, (takes.get(cell) ?? 0) + units * plan.put[at + 2]!);
    }
  }
  return { ...plan, takes: [...takes].sort(([a], [b]) => a - b).flat() };
}

function answerOf(joint: Joint): JointAnswer {
  const { models, limits, stock } = joint;
  const inComponent = new Set(joint.components.flatMap(({ orders }) => orders));
  const alone = joint.plans.reduce((sum, plan, order) => (inComponent.has(order) ? sum : sum + plan.costMinor), 0);
  const lowerBoundMinor = alone + joint.components.reduce((sum, one) => sum + one.lowerMinor, 0);
  const usage = usageOf(joint);
  const costMinor = joint.plans.reduce((sum, plan) => sum + plan.costMinor, 0) + stock.cells.reduce((sum, cell, index) => sum + keptCost(cell, usage[index]!), 0);
  if (joint.standingMinor !== null && joint.standingMinor < costMinor) return answerOf({ ...joint, plans: joint.standing as ListedPlan[], standingMinor: null });
  return {
    plans: joint.plans.map((plan, order) => {
      const isUnserved = plan.put.length === 0 && models[order]!.blocks.length > 0 && plan.costMinor === limits.unservedMinor;
      return isUnserved ? null : { assignments: assignmentsOf(models[order]!, plan.put), costMinor: plan.costMinor };
    }),
    costMinor, lowerBoundMinor, gapMinor: costMinor - lowerBoundMinor,
    components: joint.components.map(({ orders, costMinor: cost, lowerMinor }): JointComponent => ({ orders, costMinor: cost, lowerBoundMinor: lowerMinor })),
    prices: stock.cells.flatMap(({ itemId, locationId }, cell) => (joint.price[cell]! > 0 ? [{ itemId, locationId, minor: joint.price[cell]! }] : [])),
  };
}
