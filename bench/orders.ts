import { toId, type ItemId, type LocationId, type OrderLineId } from "../app/domain/ids";
import { distanceKm, zoneOf, type Coordinates } from "../app/domain/routing/geography";
import { DEFAULT_POLICY } from "../app/domain/routing/policy";
import type { RoutingProblem } from "../app/domain/routing/types";

/** Where warehouses and buyers are: large cities of the United States, with people in thousands as weight. */
const CITIES: [latitude: number, longitude: number, people: number][] = [
  [40.7, -74.0, 19500], [34.1, -118.2, 12900], [41.9, -87.6, 9300], [32.8, -96.8, 7900], [29.8, -95.4, 7300], [38.9, -77.0, 6300],
  [40.0, -75.2, 6200], [33.7, -84.4, 6200], [25.8, -80.2, 6100], [33.4, -112.1, 5000], [42.4, -71.1, 4900], [37.8, -122.4, 4600],
  [42.3, -83.0, 4300], [47.6, -122.3, 4000], [45.0, -93.3, 3700], [32.7, -117.2, 3300], [28.0, -82.5, 3300], [39.7, -105.0, 3000],
  [39.3, -76.6, 2800], [38.6, -90.2, 2800], [35.2, -80.8, 2800], [28.5, -81.4, 2800], [29.4, -98.5, 2700], [45.5, -122.7, 2500],
  [38.6, -121.5, 2400], [40.4, -80.0, 2300], [30.3, -97.7, 2400], [36.2, -115.1, 2300], [39.1, -84.5, 2300], [39.1, -94.6, 2200],
  [40.0, -83.0, 2200], [39.8, -86.2, 2100], [41.5, -81.7, 2100], [36.2, -86.8, 2000], [36.9, -76.3, 1800], [41.8, -71.4, 1700],
  [43.0, -87.9, 1600], [30.3, -81.7, 1700], [35.5, -97.5, 1500], [35.8, -78.6, 1500], [35.1, -90.0, 1300], [37.5, -77.4, 1300],
  [38.3, -85.8, 1300], [30.0, -90.1, 1200], [40.8, -111.9, 1300], [41.8, -72.7, 1200], [42.9, -78.9, 1200], [33.5, -86.8, 1100],
  [43.2, -77.6, 1100], [43.6, -116.2, 800], [39.5, -119.8, 500], [35.1, -106.6, 900], [41.3, -96.0, 1000], [46.9, -96.8, 260],
  [21.3, -157.9, 1000], [61.2, -149.9, 400],
];

export interface OrderShape {
  locations: number;
  lines: number;
  /** Share of the items that a location stocks. */
  stockedShare: number;
  /** Share of heavy goods (5 to 18 kg); the rest are light: 60 g to 1.5 kg, half of them below 300 g. */
  heavyShare: number;
}

/** Numbers in [0, 1) from a seed, the same on every machine (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One order as a merchant's: warehouses in different cities, a buyer near a city, most lines one or two units. */
export function makeOrder(shape: OrderShape, random: () => number): RoutingProblem {
  const cities = CITIES.slice();
  const places = Array.from({ length: shape.locations }, () => toCoordinates(cities.length > 0 ? drawCity(cities, random) : drawCity(CITIES.slice(), random)));
  const buyer = toCoordinates(drawCity(CITIES.slice(), random));
  const to = { latitude: buyer.latitude + random() * 2 - 1, longitude: buyer.longitude + random() * 2 - 1 };
  const items = Array.from({ length: shape.lines }, (_, index) => ({
    itemId: toId<ItemId>(`item-${pad(index)}`),
    grams: random() < shape.heavyShare ? 5_000 + Math.floor(random() * 260) * 50 : Math.round(6 * 25 ** random()) * 10,
    units: random() < 0.8 ? 1 : 1 + Math.ceil(random() * 3),
  }));
  return {
    policyVersion: 1,
    policy: DEFAULT_POLICY,
    currency: "USD",
    lines: items.map((item, index) => ({ lineId: toId<OrderLineId>(`line-${pad(index)}`), itemId: item.itemId, units: item.units, gramsPerUnit: item.grams })),
    locations: places.map((place, index) => {
      const km = distanceKm(place, to);
      const size = 0.5 + random();
      return {
        locationId: toId<LocationId>(`loc-${pad(index)}`),
        distanceKm: km,
        zone: zoneOf(km, DEFAULT_POLICY),
        excluded: null,
        stock: items
          .filter((_, at) => index === at % shape.locations || random() < shape.stockedShare * size)
          .map((item) => ({ itemId: item.itemId, units: random() < 0.15 ? Math.ceil(random() * 2) : 4 + Math.floor(random() * 40) })),
      };
    }),
  };
}

/** A place near one of the cities, by people. */
export const drawPlace = (random: () => number): Coordinates => toCoordinates(drawCity(CITIES.slice(), random));

/** The same order under a policy that uses all it has: carbon, packing and picking by location, scarce goods, shops that keep their last units, a bundle, a limit. */
export function withRules(problem: RoutingProblem, random: () => number): RoutingProblem {
  return {
    ...problem,
    lines: problem.lines.map((line, index) => (index < 20 && index % 7 === 3 ? { ...line, together: "set" } : line)),
    locations: problem.locations.map((location) => {
      const isShop = random() < 0.3;
      const labourMinor = Math.floor(random() * 40);
      return {
        ...location,
        ...(random() < 0.5 && { charges: { labourMinor: Math.floor(random() * 150), ...(random() < 0.2 && { latenessMinor: 200 }) } }),
        ...(isShop && { unitsMax: { units: 12, ruleId: "counter" } }),
        stock: location.stock.map((row) => ({
          ...row, labourMinor, ...(random() < 0.3 && { scarcityMinor: Math.floor(random() * 200) }), ...(isShop && { keep: { units: 3, minor: 400 } }),
        })),
      };
    }),
    parcels: { max: Math.max(4, Math.ceil(problem.lines.length / 40)), ruleId: "few-parcels" },
    carbon: { microMinorPerKgKm: 1_000 },
  };
}

const pad = (index: number): string => String(index).padStart(3, "0");

const toCoordinates = ([latitude, longitude]: [number, number, number]): Coordinates => ({ latitude, longitude });

/** By people, without putting it back. */
function drawCity(cities: typeof CITIES, random: () => number): (typeof CITIES)[number] {
  let at = random() * cities.reduce((sum, city) => sum + city[2], 0);
  const found = cities.findIndex((city) => (at -= city[2]) < 0);
  return cities.splice(Math.max(0, found), 1)[0] as (typeof CITIES)[number];
}
