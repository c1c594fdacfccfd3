import fc from "fast-check";
import { toId, type ItemId, type LocationId, type OrderLineId } from "../ids";
import { zoneOf } from "../routing/geography";
import { policyArbitrary } from "../routing/testing";
import type { RoutingPolicy, RoutingProblem } from "../routing/types";

const itemId = (index: number): ItemId => toId<ItemId>(`item-${index}`);
export const locationId = (index: number): LocationId => toId<LocationId>(`loc-${index}`);

interface Drawn {
  policy: RoutingPolicy;
  grams: number[];
  /** Units by item and location of the pool. */
  units: number[];
  orders: { km: number[]; wants: number[]; together: boolean; parcelsMax: number | null }[];
  keep: { units: number; minor: number } | null;
}

/** A few small orders over one stock of few items at few locations, often too little for all of their wishes. */
export const jointArbitrary = (size: { orders: number; items: number; locations: number }): fc.Arbitrary<RoutingProblem[]> =>
  fc.record({
    policy: policyArbitrary,
    grams: fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: size.items, maxLength: size.items }),
    units: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: size.items * size.locations, maxLength: size.items * size.locations }),
    orders: fc.array(fc.record({
      km: fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: size.locations, maxLength: size.locations }),
      wants: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: size.items, maxLength: size.items }),
      together: fc.boolean(),
      parcelsMax: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 4 }),
    }), { minLength: 2, maxLength: size.orders }),
    keep: fc.option(fc.record({ units: fc.integer({ min: 1, max: 2 }), minor: fc.integer({ min: 1, max: 500 }) }), { freq: 2 }),
  }).map((drawn) => drawn.orders.map((_, order) => problemOf(drawn, size, order)));

function problemOf(drawn: Drawn, size: { items: number; locations: number }, order: number): RoutingProblem {
  const { km, wants, together, parcelsMax } = drawn.orders[order]!;
  const lines = wants.flatMap((units, item) => (units === 0 ? [] : [{
    lineId: toId<OrderLineId>(`line-${item}`), itemId: itemId(item), units, gramsPerUnit: drawn.grams[item]!, ...(together && item < 2 && { together: "pair" }),
  }]));
  return {
    policyVersion: 1, policy: drawn.policy, currency: "USD", lines,
    ...(parcelsMax !== null && { parcels: { max: parcelsMax, ruleId: "rule" } }),
    locations: km.map((distanceKm, location) => ({
      locationId: locationId(location), distanceKm, zone: zoneOf(distanceKm, drawn.policy), excluded: null,
      stock: lines.map((line) => ({
        itemId: line.itemId, units: drawn.units[Number(line.itemId.slice(5)) * size.locations + location]!,
        ...(drawn.keep !== null && location === 0 && { keep: drawn.keep }),
      })),
    })),
  };
}
