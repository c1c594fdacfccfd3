import type { ItemId } from "../ids";
import type { RoutingLine, RoutingProblem, StockRow } from "./types";

/**
 * What the search assigns: all units that are wanted of an item, or one bundle: everything of a group of lines that travel
 * together. A bundle's items are wanted by no line outside its group, so that it is shipped whole or not at all, like a unit.
 */
export interface Good {
  parts: { itemId: ItemId; units: number }[];
  /** The group that it is a bundle of; null: units of one item. */
  group: string | null;
  demand: number;
  /** Of one unit, or of the bundle. */
  grams: number;
  /** Units of the order in one of it. */
  pieces: number;
}

/** A group of which some item is wanted by other lines, too, so that it is no bundle: its units by good. */
export interface LooseGroup {
  name: string;
  needs: { good: number; units: number }[];
}

/** Goods in the order of the lines that first ask for them, and the place among them of what each line asks for. */
export function goodsOf(problem: RoutingProblem): { goods: Good[]; looseGroups: LooseGroup[]; goodOfLine: number[] } {
  const bundled = bundledGroups(problem.lines);
  const goods = new Map<string, Good>();
  const places = new Map<string, number>();
  const loose = new Map<string, Map<number, number>>();
  const goodOfLine = problem.lines.map((line) => {
    const group = line.together !== undefined && bundled.has(line.together) ? line.together : null;
    const key = group === null ? `item ${line.itemId}` : `group ${group}`;
    const good = goods.get(key) ?? { parts: [], group, demand: group === null ? 0 : 1, grams: 0, pieces: group === null ? 1 : 0 };
    goods.set(key, good);
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    addLine(good, line);
    if (line.together === undefined || group !== null) return place;
    const needs = loose.get(line.together) ?? new Map<number, number>();
    loose.set(line.together, needs.set(place, (needs.get(place) ?? 0) + line.units));
    return place;
  });
  return {
    goods: [...goods.values()],
    goodOfLine,
    looseGroups: [...loose]
      .map(([name, needs]) => ({ name, needs: [...needs].map(([good, units]) => ({ good, units })) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function addLine(good: Good, { itemId, units, gramsPerUnit }: RoutingLine): void {
  if (good.group === null) {
    good.demand += units;
    good.grams = gramsPerUnit;
    good.parts = [{ itemId, units: 1 }];
    return;
  }
  good.grams += units * gramsPerUnit;
  good.pieces += units;
  const part = good.parts.find((one) => one.itemId === itemId);
  if (part === undefined) good.parts.push({ itemId, units });
  else part.units += units;
}

/** Groups whose items no other line asks for. */
function bundledGroups(lines: readonly RoutingLine[]): Set<string> {
  const groups = new Set<string>();
  for (const { together } of lines) if (together !== undefined) groups.add(together);
  if (groups.size === 0) return groups;
  const askers = new Map<ItemId, Set<string | undefined>>();
  for (const { itemId, together } of lines) askers.set(itemId, (askers.get(itemId) ?? new Set()).add(together));
  const torn = [...askers.values()].filter((asking) => asking.size > 1).flatMap((asking) => [...asking]);
  for (const together of torn) if (together !== undefined) groups.delete(together);
  return groups;
}

/** What a location offers of one good, and what its units cost: the first `cheap` ones `lowMinor` each, further ones `highMinor`. */
export interface Offer {
  cap: number;
  cheap: number;
  lowMinor: number;
  highMinor: number;
}

/** Do units of the row cost more than handling? */
export const hasPrice = ({ labourMinor, scarcityMinor, keep }: StockRow): boolean => labourMinor !== undefined || scarcityMinor !== undefined || keep !== undefined;

/** What a row of its item offers of a good that is no bundle. Null: nothing. */
export function offerOfRow({ demand }: Good, row: StockRow, piecesMax: number): Offer | null {
  const cap = Math.min(row.units ?? demand, demand, piecesMax);
  if (cap <= 0) return null;
  const lowMinor = (row.labourMinor ?? 0) + (row.scarcityMinor ?? 0);
  const cheap = Math.min(cap, freeUnits(row));
  return { cap, cheap, lowMinor, highMinor: cheap < cap ? lowMinor + row.keep!.minor : lowMinor };
}

/** `rows`: the location's stock. Null: it has not all of the bundle. */
export function offerOfBundle({ parts, pieces }: Good, rows: Map<ItemId, StockRow>, piecesMax: number): Offer | null {
  if (pieces > piecesMax) return null;
  let minor = 0;
  for (const { itemId, units } of parts) {
    const row = rows.get(itemId);
    if (row === undefined || (row.units !== null && row.units < units)) return null;
    minor += takenMinor(row, units);
  }
  return { cap: 1, cheap: 1, lowMinor: minor, highMinor: minor };
}

/** Units that can be taken without touching those that are kept. */
function freeUnits({ units, keep }: StockRow): number {
  return units === null || keep === undefined ? Infinity : Math.max(0, units - keep.units);
}

const takenMinor = (row: StockRow, units: number): number =>
  units * ((row.labourMinor ?? 0) + (row.scarcityMinor ?? 0)) + Math.max(0, units - freeUnits(row)) * (row.keep?.minor ?? 0);
