import type { ItemId, LocationId, OrderLineId } from "../ids";
import { rateMinor, topGrams } from "../routing/instance";
import type { Assignment, RoutingLocation, RoutingProblem } from "../routing/types";

/** One order as the joint search works on it: what must be placed, where it may, and what that costs. */
export interface OrderModel {
  problem: RoutingProblem;
  items: ItemId[];
  blocks: Block[];
  places: ModelPlace[];
  parcelsMax: number;
  /** Cost that no plan escapes: handling of each unit, less the split penalty that the first parcel does not pay. */
  constantMinor: number;
}

/** What is placed as one: single units of an item, or all lines that must travel together. */
export interface Block {
  /** So many of it; 1 where it cannot be divided. */
  count: number;
  /** What one of it takes, by item. */
  parts: { item: number; units: number }[];
  units: number;
  grams: number;
  lineIds: OrderLineId[];
}

export interface ModelPlace {
  locationId: LocationId;
  unitsMax: number;
  /** Units by item that may be taken, at most the demand. */
  caps: Int32Array;
  /** Labour and learned scarcity of one unit, by item. */
  unitMinor: Float64Array;
  /** Rising tops in grams with what a parcel up to it costs: tariff, handling, split penalty, charges, carbon. */
  tops: number[];
  minor: number[];
}

/** Lines of one item weigh the same, and items appear once a location: the checker tests these promises of a problem. */
export function modelOf(problem: RoutingProblem): OrderModel {
  const items = [...new Set(problem.lines.map((line) => line.itemId))];
  const at = new Map(items.map((itemId, item) => [itemId, item]));
  const blocks = blocksOf(problem, at);
  const demand = new Int32Array(items.length);
  for (const line of problem.lines) demand[at.get(line.itemId)!]! += line.units;
  const totalGrams = problem.lines.reduce((sum, line) => sum + line.units * line.gramsPerUnit, 0);
  const places = problem.locations
    .filter((location) => location.excluded === null && location.stock.some((row) => row.units !== 0 && at.has(row.itemId)))
    .map((location) => placeOf(problem, location, { at, demand, totalGrams }));
  const units = demand.reduce((sum, wanted) => sum + wanted, 0);
  return {
    problem, items, blocks, places,
    parcelsMax: problem.parcels?.max ?? places.length,
    constantMinor: units === 0 ? 0 : units * problem.policy.handlingPerUnitMinor - problem.policy.splitPenaltyMinor,
  };
}

function blocksOf({ lines }: RoutingProblem, at: Map<ItemId, number>): Block[] {
  const blocks = new Map<string, Block>();
  for (const line of lines) {
    const key = line.together === undefined ? `item ${line.itemId}` : `together ${line.together}`;
    const block = blocks.get(key) ?? { count: 0, parts: [], units: 0, grams: 0, lineIds: [] };
    const item = at.get(line.itemId)!;
    block.lineIds.push(line.lineId);
    if (line.together === undefined) {
      Object.assign(block, { count: block.count + line.units, parts: [{ item, units: 1 }], units: 1, grams: line.gramsPerUnit });
    } else {
      const part = block.parts.find((one) => one.item === item);
      if (part) part.units += line.units;
      else block.parts.push({ item, units: line.units });
      Object.assign(block, { count: 1, units: block.units + line.units, grams: block.grams + line.units * line.gramsPerUnit });
    }
    blocks.set(key, block);
  }
  return [...blocks.values()];
}

interface Demand {
  at: Map<ItemId, number>;
  demand: Int32Array;
  totalGrams: number;
}

function placeOf(problem: RoutingProblem, location: RoutingLocation, { at, demand, totalGrams }: Demand): ModelPlace {
  const place: ModelPlace = {
    locationId: location.locationId, unitsMax: location.unitsMax?.units ?? Number.MAX_SAFE_INTEGER,
    caps: new Int32Array(demand.length), unitMinor: new Float64Array(demand.length), tops: [], minor: [],
  };
  for (const row of location.stock) {
    const item = at.get(row.itemId);
    if (item === undefined) continue;
    place.caps[item] = row.units === null ? demand[item]! : Math.min(row.units, demand[item]!);
    place.unitMinor[item] = (row.labourMinor ?? 0) + (row.scarcityMinor ?? 0);
  }
  for (let top = topGrams(problem.policy, 0); ; top = topGrams(problem.policy, top + 1e-6)) {
    const minor = parcelAt(problem, location, top);
    if (place.minor[place.minor.length - 1] === minor) {
      place.tops.pop();
      place.minor.pop();
    }
    place.tops.push(top);
    place.minor.push(minor);
    if (top >= totalGrams) return place;
  }
}

/** A parcel that fills its weight step up to `top` grams. */
function parcelAt({ policy, carbon }: RoutingProblem, { zone, distanceKm, charges }: RoutingLocation, top: number): number {
  const km = distanceKm ?? policy.zonesKm[policy.zonesKm.length - 1] ?? 0;
  const carbonMinor = carbon === undefined ? 0 : Math.floor((km * top * carbon.microMinorPerKgKm) / 1e9);
  const charged = (charges?.labourMinor ?? 0) + (charges?.latenessMinor ?? 0) + (charges?.riskMinor ?? 0);
  return rateMinor(policy, zone, top) + policy.handlingPerParcelMinor + policy.splitPenaltyMinor + carbonMinor + charged;
}

/** What a parcel of so many grams costs from here. */
export function parcelMinor({ tops, minor }: ModelPlace, grams: number): number {
  let step = 0;
  while (step < tops.length - 1 && tops[step]! < grams) step += 1;
  return minor[step]!;
}

/** Spreads what a plan puts where (`block, place, count` in turn) over the lines, in their order. */
export function assignmentsOf({ problem, blocks, places }: OrderModel, put: readonly number[]): Assignment[] {
  const found: Assignment[] = [];
  const left = new Map(problem.lines.map((line) => [line.lineId, line.units]));
  for (let at = 0; at < put.length; at += 3) {
    const block = blocks[put[at]!]!;
    const { locationId } = places[put[at + 1]!]!;
    let open = block.count === 1 && block.units > 1 ? block.units : put[at + 2]! * block.units;
    for (const lineId of block.lineIds) {
      const units = Math.min(open, left.get(lineId)!);
      if (units === 0) continue;
      left.set(lineId, left.get(lineId)! - units);
      open -= units;
      found.push({ lineId, locationId, units });
    }
  }
  return found.sort((a, b) => (a.lineId === b.lineId ? (a.locationId < b.locationId ? -1 : 1) : a.lineId < b.lineId ? -1 : 1));
}
