import type { Assignment } from "../routing/types";
import type { ListedPlan } from "./list-plans";
import { parcelMinor, type OrderModel } from "./order-model";

/** The plan that an order has, as one of its listed plans; null: it has none, or none that its problem allows now. */
export function standingPlan(model: OrderModel, { cells, assignments }: { cells: Int32Array; assignments: readonly Assignment[] | null }): ListedPlan | null {
  if (assignments === null) return null;
  const { blocks, places, items } = model;
  const count = new Map<string, number>();
  const blockOf = new Map(blocks.flatMap((block, index) => block.lineIds.map((lineId) => [lineId, index] as const)));
  for (const { lineId, locationId, units } of assignments) {
    const block = blockOf.get(lineId);
    const place = places.findIndex((one) => one.locationId === locationId);
    if (block === undefined || place < 0) return null;
    count.set(`${block} ${place}`, (count.get(`${block} ${place}`) ?? 0) + units);
  }
  const put = [...count].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([key, units]) => {
    const [block, place] = key.split(" ").map(Number) as [number, number];
    return [block, place, units / blocks[block]!.units];
  });
  const wanted = blocks.reduce((sum, block) => sum + block.count * block.units, 0);
  const placed = [...count.values()].reduce((sum, units) => sum + units, 0);
  if (wanted !== placed || put.some((number) => !Number.isInteger(number))) return null;
  return pricePut({ model, cells, put, items: items.length });
}

function pricePut({ model, cells, put, items }: { model: OrderModel; cells: Int32Array; put: number[]; items: number }): ListedPlan | null {
  const { blocks, places, constantMinor, parcelsMax } = model;
  const taken = new Int32Array(items * places.length);
  const grams = new Float64Array(places.length);
  const units = new Int32Array(places.length);
  const takes = new Map<number, number>();
  const placed = new Int32Array(blocks.length);
  let costMinor = constantMinor;
  for (let at = 0; at < put.length; at += 3) {
    const [b, p, count] = [put[at]!, put[at + 1]!, put[at + 2]!];
    const block = blocks[b]!;
    placed[b]! += count;
    grams[p]! += count * block.grams;
    units[p]! += count * block.units;
    for (const part of block.parts) {
      const cell = cells[part.item * places.length + p]!;
      costMinor += count * part.units * places[p]!.unitMinor[part.item]!;
      taken[part.item * places.length + p]! += count * part.units;
      if (cell >= 0) takes.set(cell, (takes.get(cell) ?? 0) + count * part.units);
    }
  }
  const tooMuch = places.some((one, p) => units[p]! > one.unitsMax || one.caps.some((cap, item) => taken[item * places.length + p]! > cap));
  const used = [...units].filter((count) => count > 0).length;
  if (tooMuch || used > parcelsMax || blocks.some((block, b) => placed[b] !== block.count)) return null;
  places.forEach((one, p) => (costMinor += units[p]! > 0 ? parcelMinor(one, grams[p]!) : 0));
  return { costMinor, takes: [...takes].sort(([a], [b]) => a - b).flat(), put };
}
