import type { Twin } from "../twin";
import { createRandom, seedFrom } from "../random";
import { type PastHappening, createPast } from "./past";
import { somebody } from "./people";
import { DESTINATIONS, WAREHOUSES } from "./places";

export interface PlayedPast {
  seed: number;
  days: number;
  ordersADay: number;
  /** When the past is over. */
  endsAt: number;
}

const DAY_MS = 86_400_000;
/** What was ordered longer ago has left. */
const SHIPPED_AFTER_MS = DAY_MS;
/** The coasts order more. */
const weightOf = (longitude: number): number => (longitude < -114 || longitude > -82 ? 3 : 1);

/**
 * Lives some days of a shop that nobody watches yet, with the clock set back: customers order and cancel, stock comes, parcels leave after a
 * day from where the platform had put them. What an app imports when it is installed afterwards. Answers how many orders were placed.
 * @param setClock null: the clock runs as it is
 */
export function playPast(twin: Twin, past: PlayedPast, setClock: (at: number | null) => void): number {
  const [variants, places] = [[...twin.shop().variants.values()], [...twin.shop().locations.keys()]];
  const random = createRandom(seedFrom(past.seed, "played"));
  const people = twin.people();
  const startsAt = past.endsAt - past.days * DAY_MS;
  const living = createPast({
    seed: past.seed, startsAt, days: past.days, ordersADay: past.ordersADay, goods: variants.length, places: WAREHOUSES.slice(0, places.length),
    towns: DESTINATIONS.map((town) => ({ ...town, weight: weightOf(town.longitude) })), receiptEveryDays: 7, coverDays: 14,
  });
  let orders = 0;
  let day = startsAt;
  const cancelling: { at: number; orderId: string }[] = [];
  const order = ({ lines, town, at, cancelledAfterMs }: Extract<PastHappening, { kind: "order" }>): void => {
    const { city, province, provinceCode, zip, latitude, longitude } = DESTINATIONS[town]!;
    const { address } = somebody(random, () => "0");
    const placed = people.placeOrder({ lines: lines.map(({ good, units }) => ({ variantId: variants[good]!.id, quantity: units })), address: { ...address, city, province, provinceCode, zip, latitude, longitude } });
    if (placed === null) return;
    orders += 1;
    if (cancelledAfterMs !== null) cancelling.push({ at: at + cancelledAfterMs, orderId: placed.id });
  };
  const receive = ({ good, place, units }: Extract<PastHappening, { kind: "receipt" }>): void => {
    const item = twin.shop().items.get(variants[good]!.itemId);
    const locationId = places[place]!;
    if (item?.tracked === true && item.levels.has(locationId)) people.adjustStock({ itemId: item.id, locationId, delta: units });
  };
  try {
    for (const happening of living.happenings()) {
      setClock(happening.at);
      for (const { orderId } of cancelling.filter((one) => one.at <= happening.at)) people.cancelOrder(orderId);
      cancelling.splice(0, cancelling.length, ...cancelling.filter((one) => one.at > happening.at));
      for (; day + DAY_MS <= happening.at; day += DAY_MS) shipOlder(twin, day);
      if (happening.kind === "order") order(happening);
      else receive(happening);
    }
  } finally {
    setClock(null);
  }
  return orders;
}

/** Everything that was ordered a day before leaves. */
function shipOlder(twin: Twin, day: number): void {
  for (const one of twin.shop().fulfillmentOrders.values()) {
    if (one.status === "OPEN" && one.createdAt <= day + DAY_MS - SHIPPED_AFTER_MS) twin.people().shipElsewhere(one.id);
  }
}
