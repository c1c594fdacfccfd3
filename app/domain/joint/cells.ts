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

/** Units that only one order may take, by `cellKey`. */
export type OwnUnits = ReadonlyMap<string, number>;

/** All limited cells that the problems name. Where rows differ, the larger number counts as the pool; each order stays within its own. */
export function stockOf(problems: readonly RoutingProblem[], own: readonly OwnUnits[]): Stock {
  const byKey = new Map<string, number>();
  const cells: Cell[] = [];
  const open = problems.flatMap(({ locations }, order) => locations.filter(({ excluded }) => excluded === null).map((location) => ({ ...location, order })));
  for (const { locationId, stock, order } of open) {
    for (const { itemId, units: all, keep } of stock) {
      if (all === null) continue;
      const key = cellKey(itemId, locationId);
      const units = Math.max(0, all - (own[order]?.get(key) ?? 0));
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

/**
 * By `item * places + place`: the limited cell; −1: no other order wants these units. An order that has units of its own there is
 * held to those, so that each row is either its own or the pool's.
 */
export function cellsOf(model: OrderModel, stock: Stock, own?: OwnUnits): Int32Array {
  const cells = new Int32Array(model.items.length * model.places.length).fill(-1);
  model.places.forEach(({ locationId, caps }, p) => {
    const rows = new Map(model.problem.locations.find((one) => one.locationId === locationId)!.stock.map((row) => [row.itemId, row.units]));
    model.items.forEach((itemId, item) => {
      const units = rows.get(itemId);
      const mine = own?.get(cellKey(itemId, locationId)) ?? 0;
      if (mine > 0) caps[item] = Math.min(caps[item]!, mine);
      else if (units !== undefined && units !== null && caps[item]! > 0) cells[item * model.places.length + p] = stock.byKey.get(cellKey(itemId, locationId)) ?? -1;
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
