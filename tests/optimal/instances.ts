import { toId, type ItemId, type LocationId, type OrderLineId } from "../../app/domain/ids";
import { zoneOf } from "../../app/domain/routing/geography";
import { DEFAULT_POLICY } from "../../app/domain/routing/policy";
import type { RoutingLine, RoutingLocation, RoutingPolicy, RoutingProblem, StockRow } from "../../app/domain/routing/types";
import { seeded } from "../../bench/orders";

type Random = () => number;

interface Shape {
  locations: number;
  lines: number;
  units: number;
  /** Share of goods of 4 to 20 kg. */
  heavy: number;
  /** Share of the items that a location stocks. */
  stocked: number;
}

/** Light and heavy goods, full and half-empty shelves, lines that must be split, and many places for few lines. */
const SHAPES: Shape[] = [
  { locations: 3, lines: 3, units: 3, heavy: 0.1, stocked: 0.8 },
  { locations: 6, lines: 8, units: 2, heavy: 0, stocked: 0.6 },
  { locations: 4, lines: 5, units: 3, heavy: 0.5, stocked: 0.7 },
  { locations: 12, lines: 4, units: 2, heavy: 0.1, stocked: 0.4 },
  { locations: 5, lines: 3, units: 9, heavy: 0.2, stocked: 0.9 },
  { locations: 3, lines: 14, units: 2, heavy: 0.05, stocked: 0.7 },
];

/** The instance of a number: the same on every machine. Each field that a problem may have is there in some, absent in most. */
export function instanceOf(number: number): RoutingProblem {
  const random = seeded(number * 7_919 + 17);
  const shape = SHAPES[number % SHAPES.length]!;
  const policy = chance(random, 0.5) ? DEFAULT_POLICY : anyPolicy(random);
  const items = Array.from({ length: shape.lines }, (_, index) => ({ itemId: toId<ItemId>(`item-${pad(index)}`), grams: weight(shape, random) }));
  const prices = { units: chance(random, 0.6), charges: chance(random, 0.6) };
  const together = chance(random, 0.35);
  return {
    policyVersion: 1, policy, currency: "USD",
    lines: Array.from({ length: shape.lines }, (_, index): RoutingLine => {
      const item = items[chance(random, 0.85) ? index : whole(random, 0, items.length - 1)]!;
      const line = { lineId: toId<OrderLineId>(`line-${pad(index)}`), itemId: item.itemId, units: whole(random, 1, shape.units), gramsPerUnit: item.grams };
      return together && chance(random, 0.4) ? { ...line, together: chance(random, 0.5) ? "glass" : "set" } : line;
    }),
    locations: Array.from({ length: shape.locations }, (_, index) => {
      const distanceKm = chance(random, 0.08) ? null : whole(random, 0, 4_000);
      const stock = items.filter(() => chance(random, shape.stocked)).map((item) => rowOf(item.itemId, { ...shape, priced: prices.units }, random));
      return withRules({
        locationId: toId<LocationId>(`loc-${pad(index)}`), distanceKm, zone: zoneOf(distanceKm, policy), excluded: chance(random, 0.05) ? "paused" : null, stock,
      }, { charged: prices.charges, units: shape.units * 2 }, random);
    }),
    ...(chance(random, 0.25) && { parcels: { max: whole(random, 1, 3), ruleId: "few-parcels" } }),
    ...(chance(random, 0.4) && { carbon: { microMinorPerKgKm: whole(random, 1, chance(random, 0.5) ? 3_000 : 90_000) } }),
  };
}

function withRules(location: RoutingLocation, task: { charged: boolean; units: number }, random: Random): RoutingLocation {
  return {
    ...location,
    ...(task.charged && chance(random, 0.7) && {
      charges: { labourMinor: whole(random, 0, 250), ...(chance(random, 0.4) && { latenessMinor: whole(random, 1, 900) }), ...(chance(random, 0.3) && { riskMinor: whole(random, 1, 150) }) },
    }),
    ...(chance(random, 0.15) && { unitsMax: { units: whole(random, 1, task.units), ruleId: "counter" } }),
  };
}

function rowOf(itemId: ItemId, task: Shape & { priced: boolean }, random: Random): StockRow {
  const units = chance(random, 0.05) ? null : chance(random, 0.4) ? whole(random, 0, task.units) : whole(random, task.units, task.units * 5);
  if (chance(random, 0.04)) return { itemId, units: 0, barred: { units, ruleId: "hazard" } };
  return {
    itemId, units,
    ...(task.priced && chance(random, 0.6) && { labourMinor: whole(random, 0, 120) }),
    ...(task.priced && chance(random, 0.4) && { scarcityMinor: whole(random, 1, 700) }),
    ...(task.priced && chance(random, 0.4) && { keep: { units: whole(random, 1, task.units + 2), minor: whole(random, 1, 600) } }),
  };
}

/** Rates that rise by uneven steps; sometimes nearly flat, so that one heavy parcel beats two light ones, or the other way round. */
function anyPolicy(random: Random): RoutingPolicy {
  const steep = whole(random, 20, 900);
  const rates: number[][] = [];
  for (let zone = 0; zone < 4; zone += 1) {
    const row: number[] = [];
    for (let band = 0; band < 4; band += 1) row.push(Math.max(row[band - 1] ?? 0, rates[zone - 1]?.[band] ?? 0) + whole(random, 0, steep));
    rates.push(row);
  }
  return {
    zonesKm: [200, 900, 2_500], bandsGrams: [500, 2_000, 6_000, 15_000], ratesMinor: rates, perExtraKgMinor: rates.map(() => whole(random, 0, 150)),
    handlingPerParcelMinor: whole(random, 0, 300), handlingPerUnitMinor: whole(random, 0, 40), splitPenaltyMinor: whole(random, 0, 250), defaultUnitGrams: 400,
  };
}

function weight(shape: Shape, random: Random): number {
  if (chance(random, shape.heavy)) return whole(random, 80, 400) * 50;
  return chance(random, 0.05) ? 0 : whole(random, 20, chance(random, 0.5) ? 300 : 1_800);
}

const pad = (index: number): string => String(index).padStart(3, "0");
const chance = (random: Random, share: number): boolean => random() < share;
const whole = (random: Random, least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
