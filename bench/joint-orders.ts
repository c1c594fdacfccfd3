import { toId, type ItemId, type LocationId, type OrderLineId } from "../app/domain/ids";
import { distanceKm, zoneOf } from "../app/domain/routing/geography";
import { DEFAULT_POLICY } from "../app/domain/routing/policy";
import type { RoutingProblem } from "../app/domain/routing/types";
import { drawPlace, seeded } from "./orders";

export interface DayShape {
  orders: number;
  locations: number;
  items: number;
  /** Units that lie there by unit wanted: 1.05 is scarce. */
  stockRatio: number;
  /** 0: stock lies where demand is; 1: anywhere. */
  misplaced: number;
}

export interface Day {
  /** In order of arrival, each with all the day's stock. */
  problems: RoutingProblem[];
  /** Other orders of the same merchant on the same stock: what days like this one ask for. */
  likely(seed: number, orders: number): RoutingProblem[];
}

interface Goods {
  itemId: ItemId;
  grams: number;
  popularity: number;
}

/** What stays the same over the days of a merchant: where it has warehouses, what it sells and how often. */
export interface Merchant {
  places: ReturnType<typeof drawPlace>[];
  /** Share of the stock that a warehouse carries. */
  sizes: number[];
  goods: Goods[];
}

export function makeMerchant({ locations, items }: Pick<DayShape, "locations" | "items">, seed: number): Merchant {
  const random = seeded(seed);
  return {
    places: Array.from({ length: locations }, () => drawPlace(random)),
    sizes: Array.from({ length: locations }, () => 0.4 + random()),
    goods: Array.from({ length: items }, (_, index) => ({
      itemId: toId<ItemId>(`item-${String(index).padStart(4, "0")}`),
      grams: random() < 0.04 ? 5_000 + Math.floor(random() * 160) * 50 : Math.round(6 * 25 ** random()) * 10,
      popularity: 1 / (index + 8) ** 0.7,
    })),
  };
}

/** A day of orders over one stock: most orders of one to three lines, goods sold by their popularity, stock by item a little above what is wanted. */
export function makeDay(shape: DayShape, { seed, merchant }: { seed: number; merchant: Merchant }): Day {
  const random = seeded(seed);
  const orders = Array.from({ length: shape.orders }, () => drawOrder(merchant, random));
  const wanted = new Map<ItemId, number>();
  for (const { lines } of orders) for (const line of lines) wanted.set(line.itemId, (wanted.get(line.itemId) ?? 0) + line.units);
  const stock = new Map<string, number>();
  for (const { itemId } of merchant.goods) {
    const units = Math.ceil((wanted.get(itemId) ?? 0) * shape.stockRatio);
    const weights = merchant.places.map((_, index) => merchant.sizes[index]! * (1 - shape.misplaced + shape.misplaced * (random() < 0.5 ? 0 : 2 * random())));
    for (let unit = 0; unit < units; unit += 1) {
      const key = `${itemId} ${draw(weights, random)}`;
      stock.set(key, (stock.get(key) ?? 0) + 1);
    }
  }
  const problem = (drawn: Drawn): RoutingProblem => problemOf(merchant, { ...drawn, stock });
  return {
    problems: orders.map(problem),
    likely: (other, count) => {
      const next = seeded(other);
      return Array.from({ length: count }, () => problem(drawOrder(merchant, next)));
    },
  };
}

interface Drawn {
  lines: { itemId: ItemId; units: number; grams: number }[];
  to: ReturnType<typeof drawPlace>;
}

function drawOrder({ goods }: Merchant, random: () => number): Drawn {
  const share = random();
  const count = share < 0.4 ? 1 : share < 0.7 ? 2 : share < 0.88 ? 3 : 4 + Math.floor(random() * 3);
  const chosen = new Set<number>();
  const weights = goods.map((one) => one.popularity);
  while (chosen.size < Math.min(count, goods.length)) chosen.add(draw(weights, random));
  const to = drawPlace(random);
  return {
    lines: [...chosen].sort((a, b) => a - b).map((index) => ({ itemId: goods[index]!.itemId, grams: goods[index]!.grams, units: random() < 0.85 ? 1 : 2 + Math.floor(random() * 2) })),
    to: { latitude: to.latitude + random() * 2 - 1, longitude: to.longitude + random() * 2 - 1 },
  };
}

function problemOf({ places }: Merchant, { lines, to, stock }: Drawn & { stock: Map<string, number> }): RoutingProblem {
  return {
    policyVersion: 1,
    policy: DEFAULT_POLICY,
    currency: "USD",
    lines: lines.map(({ itemId, units, grams }, index) => ({ lineId: toId<OrderLineId>(`line-${index}`), itemId, units, gramsPerUnit: grams })),
    locations: places.map((place, index) => {
      const km = distanceKm(place, to);
      const rows = lines.flatMap(({ itemId }) => (stock.has(`${itemId} ${index}`) ? [{ itemId, units: stock.get(`${itemId} ${index}`)! }] : []));
      return {
        locationId: toId<LocationId>(`loc-${String(index).padStart(2, "0")}`), distanceKm: km, zone: zoneOf(km, DEFAULT_POLICY),
        excluded: rows.length === 0 ? "stocks-nothing-of-it" as const : null, stock: rows,
      };
    }),
  };
}

function draw(weights: readonly number[], random: () => number): number {
  let at = random() * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex((weight) => (at -= weight) < 0);
  return Math.max(0, found);
}
