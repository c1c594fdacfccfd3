import { Unions, type Cell } from "./cells";

/** Orders with the plans that are still looked at, over cells of which so much is left. Numbers of cells are those of `cells`. */
export interface Group {
  orders: GroupOrder[];
  cells: readonly Cell[];
}

export interface GroupOrder {
  /** Which order it is to the caller. */
  order: number;
  plans: GroupPlan[];
}

export interface GroupPlan {
  costMinor: number;
  /** Cell and units in turn. */
  takes: readonly number[];
  /** Which plan it is to the caller. */
  plan: number;
}

/** A group after all that is plain: decided orders, and what is left in parts that exchange no stock. Null: it cannot be. */
export interface Narrowed {
  decided: { order: number; plan: number }[];
  decidedMinor: number;
  parts: Group[];
}

/**
 * Takes out what needs no search. A cell is contested where the most that each order could still take of it, added up, is more than
 * is left (free of cost). Plans that exceed a cell are gone; of plans that take the same of contested cells the cheapest is kept;
 * and an order whose cheapest plan takes nothing contested has it: in any joint plan it can be put in its place at no higher cost,
 * and it takes nothing that could be missed. Each decision leaves fewer wishes, so that it is asked again until nothing changes.
 */
export function narrow(group: Group): Narrowed | null {
  let orders = group.orders;
  const cells = group.cells.map((cell) => ({ ...cell }));
  const decided: Narrowed["decided"] = [];
  let decidedMinor = 0;
  for (;;) {
    const contested = contestedOf(orders, cells);
    const open: GroupOrder[] = [];
    let changed = false;
    for (const one of orders) {
      const plans = plansWorth(one.plans, cells, contested);
      if (plans.length === 0) return null;
      const cheapest = plans.reduce((best, plan) => (plan.costMinor < best.costMinor ? plan : best));
      if (plans.length === 1 || cheapest.takes.every((cell, at) => at % 2 === 1 || contested[cell] === 0)) {
        decidedMinor += cheapest.costMinor + takeFrom(cells, cheapest);
        decided.push({ order: one.order, plan: cheapest.plan });
        changed = true;
        continue;
      }
      changed ||= plans.length < one.plans.length;
      open.push({ order: one.order, plans });
    }
    if (cells.some((cell) => cell.free + cell.kept < 0)) return null;
    orders = open;
    if (!changed) return { decided, decidedMinor, parts: split(orders, cells, contested) };
  }
}

function contestedOf(orders: readonly GroupOrder[], cells: readonly Cell[]): Uint8Array {
  const wished = new Float64Array(cells.length);
  const most = new Map<number, number>();
  for (const { plans } of orders) {
    most.clear();
    for (const { takes } of plans) {
      for (let at = 0; at < takes.length; at += 2) most.set(takes[at]!, Math.max(takes[at + 1]!, most.get(takes[at]!) ?? 0));
    }
    for (const [cell, units] of most) wished[cell]! += units;
  }
  return Uint8Array.from(cells, ({ free }, cell) => (wished[cell]! > free ? 1 : 0));
}

function plansWorth(plans: readonly GroupPlan[], cells: readonly Cell[], contested: Uint8Array): GroupPlan[] {
  const best = new Map<string, GroupPlan>();
  for (const plan of plans) {
    let key = "";
    let fits = true;
    for (let at = 0; at < plan.takes.length && fits; at += 2) {
      const cell = plan.takes[at]!;
      fits = plan.takes[at + 1]! <= cells[cell]!.free + cells[cell]!.kept;
      if (contested[cell] === 1) key += `${cell}:${plan.takes[at + 1]!} `;
    }
    if (!fits) continue;
    const known = best.get(key);
    if (known === undefined || plan.costMinor < known.costMinor) best.set(key, plan);
  }
  return [...best.values()];
}

/** Takes the plan's units away, free ones first; what the kept ones among them cost. */
function takeFrom(cells: Cell[], { takes }: GroupPlan): number {
  let minor = 0;
  for (let at = 0; at < takes.length; at += 2) {
    const cell = cells[takes[at]!]!;
    const units = takes[at + 1]!;
    const free = Math.min(units, Math.max(0, cell.free));
    cell.free -= free;
    cell.kept -= units - free;
    minor += (units - free) * cell.keptMinor;
  }
  return minor;
}

/** Parts that exchange no stock, smallest first, each with its own numbers of cells. */
function split(orders: GroupOrder[], cells: readonly Cell[], contested: Uint8Array): Group[] {
  const unions = new Unions(orders.length);
  const firstTaker = new Map<number, number>();
  orders.forEach(({ plans }, index) => {
    for (const cell of new Set(plans.flatMap(({ takes }) => takes.filter((_, at) => at % 2 === 0)))) {
      if (contested[cell] === 0) continue;
      const first = firstTaker.get(cell);
      if (first === undefined) firstTaker.set(cell, index);
      else unions.join(first, index);
    }
  });
  return unions.groups([...orders.keys()]).sort((a, b) => a.length - b.length).map((members) => numbered(members.map((member) => orders[member]!), cells, contested));
}

function numbered(orders: GroupOrder[], cells: readonly Cell[], contested: Uint8Array): Group {
  const places = new Map<number, number>();
  const own: Cell[] = [];
  const renumber = (plan: GroupPlan): GroupPlan => {
    const takes: number[] = [];
    for (let at = 0; at < plan.takes.length; at += 2) {
      const cell = plan.takes[at]!;
      if (contested[cell] === 0) continue;
      let place = places.get(cell);
      if (place === undefined) {
        place = own.push(cells[cell]!) - 1;
        places.set(cell, place);
      }
      takes.push(place, plan.takes[at + 1]!);
    }
    return { ...plan, takes };
  };
  return { orders: orders.map(({ order, plans }) => ({ order, plans: plans.map(renumber) })), cells: own };
}
