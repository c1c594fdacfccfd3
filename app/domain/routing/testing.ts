import fc from "fast-check";
import { toId } from "../ids";
import type { ItemId, LocationId, OrderLineId } from "../ids";
import type { RoutingPolicy, RoutingProblem } from "./types";

/** A small policy with uneven steps: the last band is cheap beside its neighbours, so that heavy orders are better split. */
export const policyArbitrary: fc.Arbitrary<RoutingPolicy> = fc
  .record({
    rises: fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 9, maxLength: 9 }),
    extra: fc.integer({ min: 0, max: 400 }),
    parcel: fc.integer({ min: 0, max: 400 }),
    unit: fc.integer({ min: 0, max: 30 }),
    split: fc.integer({ min: 0, max: 300 }),
  })
  .map(({ rises, extra, parcel, unit, split }) => {
    const rates: number[][] = [];
    for (let zone = 0; zone < 3; zone += 1) {
      const row: number[] = [];
      for (let band = 0; band < 3; band += 1) {
        row.push(Math.max(row[band - 1] ?? 0, rates[zone - 1]?.[band] ?? 0) + (rises[zone * 3 + band] ?? 0));
      }
      rates.push(row);
    }
    return {
      zonesKm: [100, 1000], bandsGrams: [500, 1500, 4000], ratesMinor: rates, perExtraKgMinor: [extra, extra + 10, extra + 60],
      handlingPerParcelMinor: parcel, handlingPerUnitMinor: unit, splitPenaltyMinor: split, defaultUnitGrams: 300,
    };
  });

/** Ids that sort as their numbers do. */
const pad = (index: number): string => String(index).padStart(3, "0");

export interface Size {
  locations: number;
  lines: number;
  units: number;
}

/** Problems with gaps in stock, shared items, weightless and heavy goods, unlimited stock and closed locations. */
export function problemArbitrary(size: Size): fc.Arbitrary<RoutingProblem> {
  return fc
    .record({
      policy: policyArbitrary,
      lines: fc.array(
        fc.record({ item: fc.integer({ min: 0, max: size.lines - 1 }), units: fc.integer({ min: 1, max: size.units }) }),
        { minLength: 1, maxLength: size.lines },
      ),
      grams: fc.array(fc.constantFrom(0, 90, 250, 333, 480, 700, 1300, 2600), { minLength: size.lines, maxLength: size.lines }),
      locations: fc.array(
        fc.record({
          zone: fc.integer({ min: 0, max: 2 }),
          closed: fc.integer({ min: 0, max: 9 }),
          stock: fc.array(fc.constantFrom(-1, 0, 0, 1, 1, 2, 3, 9, null), { minLength: size.lines, maxLength: size.lines }),
        }),
        { minLength: 1, maxLength: size.locations },
      ),
    })
    .map(({ policy, lines, grams, locations }) => ({
      policyVersion: 1,
      policy,
      currency: "USD",
      lines: lines.map((line, index) => ({
        lineId: toId<OrderLineId>(`line-${pad(index)}`), itemId: toId<ItemId>(`item-${pad(line.item)}`), units: line.units, gramsPerUnit: grams[line.item] ?? 0,
      })),
      locations: locations.map((location, index) => ({
        locationId: toId<LocationId>(`loc-${pad(index)}`),
        distanceKm: [50, 500, null][location.zone] ?? null,
        zone: location.zone,
        excluded: location.closed === 0 ? ("inactive" as const) : null,
        stock: location.stock.flatMap((units, item) => (units === -1 ? [] : [{ itemId: toId<ItemId>(`item-${pad(item)}`), units }])),
      })),
    }));
}

/**
 * The least cost by trying every assignment of every unit: nothing clever, to test clever things against. Null: impossible.
 * Equal units of an item are told apart only by how many go where.
 */
export function bruteForceMinor(problem: RoutingProblem): number | null {
  const { policy } = problem;
  const open = problem.locations.filter((location) => location.excluded === null);
  const stock = open.map((location) => new Map(location.stock.map((row) => [row.itemId, row.units ?? Infinity])));
  const grams = open.map(() => 0);
  const units = open.map(() => 0);
  let best: number | null = null;
  const finish = (): void => {
    let cost = 0;
    let parcels = 0;
    open.forEach((location, index) => {
      if (units[index] === 0) return;
      parcels += 1;
      const weight = grams[index] ?? 0;
      const band = policy.bandsGrams.findIndex((top) => weight <= top);
      const row = policy.ratesMinor[location.zone] ?? [];
      const last = policy.bandsGrams.length - 1;
      const beyond = Math.ceil((weight - (policy.bandsGrams[last] ?? 0)) / 1000) * (policy.perExtraKgMinor[location.zone] ?? 0);
      cost += (band < 0 ? (row[last] ?? 0) + beyond : (row[band] ?? 0)) + policy.handlingPerParcelMinor + (units[index] ?? 0) * policy.handlingPerUnitMinor;
    });
    cost += Math.max(0, parcels - 1) * policy.splitPenaltyMinor;
    if (best === null || cost < best) best = cost;
  };
  const place = (at: number, left: number, from: number): void => {
    const line = problem.lines[at];
    if (line === undefined) return finish();
    if (left === 0) return place(at + 1, problem.lines[at + 1]?.units ?? 0, 0);
    for (let index = from; index < open.length; index += 1) {
      const rows = stock[index];
      const have = rows?.get(line.itemId) ?? 0;
      if (rows === undefined || have < 1) continue;
      rows.set(line.itemId, have - 1);
      grams[index] = (grams[index] ?? 0) + line.gramsPerUnit;
      units[index] = (units[index] ?? 0) + 1;
      place(at, left - 1, index);
      rows.set(line.itemId, have);
      grams[index] = (grams[index] ?? 0) - line.gramsPerUnit;
      units[index] = (units[index] ?? 0) - 1;
    }
  };
  place(0, problem.lines[0]?.units ?? 0, 0);
  return best;
}

/** Numbers in [0, 1) from a seed, the same on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
