import fc from "fast-check";
import { toId } from "../ids";
import type { ItemId, LocationId, OrderLineId } from "../ids";
import type { RoutingLocation, RoutingPolicy, RoutingProblem } from "./types";

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
      grams: fc.array(fc.constantFrom(0, 90, 250, 333, 480, 700, 1300, 2600, 24_900), { minLength: size.lines, maxLength: size.lines }),
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

/** The same with what a policy can put into a problem: limits, groups, barred rows, charges, carbon, and prices of units. Each is often absent. */
export function ruledProblemArbitrary(size: Size): fc.Arbitrary<RoutingProblem> {
  const minor = (max: number): fc.Arbitrary<number | undefined> => fc.option(fc.integer({ min: 0, max }), { nil: undefined, freq: 1 });
  const row = fc.record({
    barred: fc.integer({ min: 0, max: 11 }), labour: minor(60), scarcity: minor(200),
    keep: fc.option(fc.record({ units: fc.integer({ min: 0, max: 4 }), minor: fc.integer({ min: 0, max: 500 }) }), { nil: undefined, freq: 1 }),
  });
  return fc.record({
    problem: problemArbitrary(size),
    parcelsMax: fc.constantFrom(undefined, undefined, undefined, 1, 2, 3),
    carbon: minor(40_000),
    groups: fc.array(fc.constantFrom(undefined, undefined, "a", "b"), { minLength: size.lines, maxLength: size.lines }),
    isGrouped: fc.boolean(),
    unitPrices: fc.boolean(),
    locations: fc.array(fc.record({
      labour: minor(200), lateness: minor(300), risk: minor(100), unitsMax: fc.constantFrom(undefined, undefined, undefined, undefined, 1, 2, 3, 5),
      rows: fc.array(row, { minLength: size.lines, maxLength: size.lines }),
    }), { minLength: size.locations, maxLength: size.locations }),
  }).map(({ problem, parcelsMax, carbon, groups, isGrouped, unitPrices, locations }) => withoutUndefined({
    ...problem,
    lines: problem.lines.map((line, index) => ({ ...line, together: isGrouped ? groups[index] : undefined })),
    locations: problem.locations.map((location, index) => {
      const { labour, lateness, risk, unitsMax, rows } = locations[index]!;
      return {
        ...location,
        charges: labour === undefined ? undefined : { labourMinor: labour, latenessMinor: lateness, riskMinor: risk },
        unitsMax: unitsMax === undefined ? undefined : { units: unitsMax, ruleId: "counter" },
        stock: location.stock.map((stock, at) => ({
          ...stock,
          ...(rows[at]!.barred === 0 && { units: 0, barred: { units: stock.units, ruleId: "bar" } }),
          ...(unitPrices && { labourMinor: rows[at]!.labour, scarcityMinor: rows[at]!.scarcity, keep: rows[at]!.keep }),
        })),
      };
    }),
    parcels: parcelsMax === undefined ? undefined : { max: parcelsMax, ruleId: "few" },
    carbon: carbon === undefined ? undefined : { microMinorPerKgKm: carbon },
  }));
}

const withoutUndefined = (problem: RoutingProblem): RoutingProblem => JSON.parse(JSON.stringify(problem)) as RoutingProblem;

/**
 * The least cost by trying every assignment of every unit: nothing clever, to test clever things against. Null: impossible.
 * Equal units of a line are told apart only by how many go where.
 */
export function bruteForceMinor(problem: RoutingProblem): number | null {
  const open = problem.locations.filter((location) => location.excluded === null);
  const left = open.map((location) => new Map(location.stock.map((row) => [row.itemId, row.units ?? Infinity])));
  /** `shipped[line][location]` */
  const shipped = problem.lines.map(() => open.map(() => 0));
  let best: number | null = null;
  const place = (at: number, units: number, from: number): void => {
    const line = problem.lines[at];
    if (line === undefined) {
      const cost = triedMinor(problem, open, shipped);
      if (cost !== null && (best === null || cost < best)) best = cost;
      return;
    }
    if (units === 0) return place(at + 1, problem.lines[at + 1]?.units ?? 0, 0);
    for (let index = from; index < open.length; index += 1) {
      const have = left[index]!.get(line.itemId) ?? 0;
      if (have < 1) continue;
      left[index]!.set(line.itemId, have - 1);
      shipped[at]![index]! += 1;
      place(at, units - 1, index);
      left[index]!.set(line.itemId, have);
      shipped[at]![index]! -= 1;
    }
  };
  place(0, problem.lines[0]?.units ?? 0, 0);
  return best;
}

/** Null: it breaks a rule. */
function triedMinor(problem: RoutingProblem, open: RoutingLocation[], shipped: number[][]): number | null {
  const { policy, lines } = problem;
  const homes = new Map<string, number>();
  let parcels = 0;
  let cost = 0;
  for (const [at, location] of open.entries()) {
    const mine = lines.flatMap((line, index) => (shipped[index]![at]! > 0 ? [{ line, units: shipped[index]![at]! }] : []));
    if (mine.length === 0) continue;
    parcels += 1;
    const units = mine.reduce((sum, one) => sum + one.units, 0);
    if (units > (location.unitsMax?.units ?? Infinity)) return null;
    for (const { line } of mine) {
      if (line.together === undefined) continue;
      if ((homes.get(line.together) ?? at) !== at) return null;
      homes.set(line.together, at);
    }
    const grams = mine.reduce((sum, one) => sum + one.units * one.line.gramsPerUnit, 0);
    const band = policy.bandsGrams.findIndex((top) => grams <= top);
    const last = policy.bandsGrams.length - 1;
    const extraKg = band < 0 ? Math.ceil((grams - policy.bandsGrams[last]!) / 1000) : 0;
    const top = band < 0 ? policy.bandsGrams[last]! + extraKg * 1000 : policy.bandsGrams[band]!;
    cost += policy.ratesMinor[location.zone]![band < 0 ? last : band]! + extraKg * policy.perExtraKgMinor[location.zone]!;
    cost += policy.handlingPerParcelMinor + units * policy.handlingPerUnitMinor;
    cost += (location.charges?.labourMinor ?? 0) + (location.charges?.latenessMinor ?? 0) + (location.charges?.riskMinor ?? 0);
    cost += Math.floor(((location.distanceKm ?? policy.zonesKm.at(-1) ?? 0) * top * (problem.carbon?.microMinorPerKgKm ?? 0)) / 1_000_000_000);
    for (const row of location.stock) {
      const taken = mine.reduce((sum, one) => sum + (one.line.itemId === row.itemId ? one.units : 0), 0);
      const kept = row.keep === undefined || row.units === null ? 0 : Math.max(0, taken - Math.max(0, row.units - row.keep.units));
      cost += taken * ((row.labourMinor ?? 0) + (row.scarcityMinor ?? 0)) + kept * (row.keep?.minor ?? 0);
    }
  }
  return parcels > (problem.parcels?.max ?? Infinity) ? null : cost + Math.max(0, parcels - 1) * policy.splitPenaltyMinor;
}

/** Numbers in [0, 1) from a seed, the same on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
