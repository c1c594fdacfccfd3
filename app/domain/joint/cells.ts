import type { ItemId, LocationId } from "../ids";
import type { RoutingProblem } from "../routing/types";
import type { OrderModel } from "./order-model";

/** One item at one location, which the orders' wishes can exceed. */
export interface Cell {
  itemId: ItemId;
  locationId: LocationId;
  /** Units for all of the orders that cost nothing beyond their plans. */
  free: number;
  /** Further units, which are kept for the shop's own customers, and what taking one costs. */
  kept: number;
  keptMinor: number;
}

export interface Stock {
  cells: Cell[];
  byKey: Map<string, number>;
}

export const cellKey = (itemId: ItemId, locationId: LocationId): string => `${itemId} ${locationId}`;

/** All limited cells that the problems name. Where rows differ, the larger number counts as the pool; each order stays within its own. */
export function stockOf(problems: readonly RoutingProblem[]): Stock {
  const byKey = new Map<string, number>();
  const cells: Cell[] = [];
  const open = problems.flatMap(({ locations }) => locations.filter(({ excluded }) => excluded === null));
  for (const { locationId, stock } of open) {
    for (const { itemId, units, keep } of stock) {
      if (units === null) continue;
      const key = cellKey(itemId, locationId);
      const at = byKey.get(key) ?? cells.length;
      const known = cells[at];
      if (known !== undefined && known.free + known.kept >= units) continue;
      const kept = Math.min(units, keep?.units ?? 0);
      byKey.set(key, at);
      cells[at] = { itemId, locationId, free: units - kept, kept, keptMinor: keep?.minor ?? 0 };
    }
  }
  return { cells, byKey };
}

/** By `item * places + place`: the limited cell; −1: unlimited. */
export function cellsOf(model: OrderModel, stock: Stock): Int32Array {
  const cells = new Int32Array(model.items.length * model.places.length).fill(-1);
  model.places.forEach(({ locationId, caps }, p) => {
    const rows = new Map(model.problem.locations.find((one) => one.locationId === locationId)!.stock.map((row) => [row.itemId, row.units]));
    model.items.forEach((itemId, item) => {
      const units = rows.get(itemId);
      if (units !== undefined && units !== null && caps[item]! > 0) cells[item * model.places.length + p] = stock.byKey.get(cellKey(itemId, locationId)) ?? -1;
    });
  });
  return cells;
}

/** What taking so many units of the cell costs beyond the plans. */
export const keptCost = ({ free, keptMinor }: Cell, units: number): number => Math.max(0, units - free) * keptMinor;

/** Sets of indexes that meet, each rising, by their first. */
export class Unions {
  private readonly parent: number[];

  constructor(count: number) {
    this.parent = Array.from({ length: count }, (_, index) => index);
  }

  rootOf(index: number): number {
    let root = index;
    while (this.parent[root] !== root) root = this.parent[root]!;
    this.parent[index] = root;
    return root;
  }

  join(a: number, b: number): void {
    const [x, y] = [this.rootOf(a), this.rootOf(b)];
    this.parent[Math.max(x, y)] = Math.min(x, y);
  }

  groups(members: readonly number[]): number[][] {
    const groups = new Map<number, number[]>();
    for (const member of members) {
      const root = this.rootOf(member);
      const group = groups.get(root);
      if (group) group.push(member);
      else groups.set(root, [member]);
    }
    return [...groups.values()];
  }
}
