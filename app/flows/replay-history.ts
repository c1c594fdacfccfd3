import type { Db } from "../db/port";
import type { ItemId, OrderId } from "../domain/ids";
import type { OrderAggregate, StoreRecord } from "../domain/records";
import { type Period, isReplayedSource, replayOrderOf, shippedBefore, supplyOf } from "../domain/replay/history";
import type { ReplayLevel, ReplayOrder, ReplayPage } from "../domain/replay/types";
import { withPlaces } from "./replay-places";

const ORDERS_A_PAGE = 500;
/** A popular item moved thousands of times in a year. */
const ITEMS_A_PAGE = 100;

/** What reading the past asks of the database: there is no verb in it that could change anything. */
export type PastDb = Pick<Db, "ordersPlaced" | "orderAggregates" | "itemsById" | "levels" | "levelsThen" | "stockMoves" | "scarcityPrices" | "centroids">;

export interface Past extends Pick<Period, "startsAt" | "endsAt"> {
  store: Pick<StoreRecord, "merchantId" | "id" | "installedAt">;
}

/**
 * Orders as they were placed and stock as it was, a page at a time, from our own ledger. Of the time before the installation only
 * orders are known: their stock is estimated from the first reading and from what they took since.
 */
export async function* replayPages(db: PastDb, past: Past): AsyncGenerator<ReplayPage> {
  const { store, startsAt, endsAt } = past;
  const period: Period = { startsAt, endsAt, installedAt: store.installedAt };
  const gone = startsAt < store.installedAt ? await goneBefore(db, past) : new Map<ItemId, ReplayLevel[]>();
  const met = new Set<ItemId>();
  for await (const aggregates of aggregatesOf(db, past, endsAt)) {
    const read = aggregates.map((aggregate) => ({ ...replayOrderOf(aggregate, period), at: aggregate.order.placedAt }));
    const collected = read.flatMap(({ collected: levels, at }) => levels.map((level) => ({ ...level, at })));
    const wanted = [...read.flatMap(({ order }) => order?.lines.map((line) => line.itemId) ?? []), ...collected.map((level) => level.itemId)];
    const fresh = [...new Set(wanted)].filter((itemId) => !met.has(itemId));
    for (let from = 0; from < fresh.length; from += ITEMS_A_PAGE) {
      const itemIds = fresh.slice(from, from + ITEMS_A_PAGE);
      const page = await stockOf(db, { itemIds, merchantId: store.merchantId, period, gone });
      page.items.forEach((item) => met.add(item.id));
      yield page;
    }
    const orders = read.flatMap(({ order }) => (order ? withKnownItems(order, met) : []));
    yield { items: [], opening: [], supply: collected.filter((level) => met.has(level.itemId)), orders: await withPlaces(db, store.merchantId, orders) };
  }
}

/** Items that are gone cannot be weighed, nor found on a shelf. */
const withKnownItems = (order: ReplayOrder, met: ReadonlySet<ItemId>): ReplayOrder[] => {
  const lines = order.lines.filter((line) => met.has(line.itemId));
  return lines.length === 0 ? [] : [{ ...order, lines }];
};

async function* aggregatesOf(db: PastDb, { store, startsAt }: Past, until: number): AsyncGenerator<OrderAggregate[]> {
  for (let after: { placedAt: number; id: OrderId } | null = null; ;) {
    const page = await db.ordersPlaced(store.merchantId, { storeId: store.id, from: startsAt, until, after, limit: ORDERS_A_PAGE });
    if (page.length === 0) return;
    const found = new Map((await db.orderAggregates(store.merchantId, page.map((one) => one.id))).map((aggregate) => [aggregate.order.id, aggregate]));
    yield page.flatMap(({ id }) => found.get(id) ?? []);
    if (page.length < ORDERS_A_PAGE) return;
    after = page.at(-1) ?? null;
  }
}

/** What orders of before the installation had taken away by then, by item. */
const goneBefore = async (db: PastDb, past: Past): Promise<Map<ItemId, ReplayLevel[]>> => {
  const { installedAt } = past.store;
  const gone = new Map<ItemId, Map<string, ReplayLevel>>();
  for await (const aggregates of aggregatesOf(db, past, Math.min(past.endsAt, installedAt))) {
    for (const aggregate of aggregates) {
      if (!isReplayedSource(aggregate.order.source)) continue;
      for (const level of shippedBefore(aggregate, installedAt)) {
        const levels = gone.get(level.itemId) ?? new Map<string, ReplayLevel>();
        levels.set(level.locationId, { ...level, units: level.units + (levels.get(level.locationId)?.units ?? 0) });
        gone.set(level.itemId, levels);
      }
    }
  }
  return new Map([...gone].map(([itemId, levels]) => [itemId, [...levels.values()]]));
};

interface Wanted {
  merchantId: StoreRecord["merchantId"];
  itemIds: ItemId[];
  period: Period;
  gone: ReadonlyMap<ItemId, ReplayLevel[]>;
}

const stockOf = async (db: PastDb, { merchantId, itemIds, period, gone }: Wanted): Promise<ReplayPage> => {
  const [items, levels, then, moves, scarcity] = await Promise.all([
    db.itemsById(merchantId, itemIds), db.levels(merchantId, itemIds), db.levelsThen(merchantId, itemIds, period.startsAt),
    db.stockMoves(merchantId, { itemIds, from: period.startsAt, until: period.endsAt }), db.scarcityPrices(merchantId, itemIds),
  ]);
  const { opening, supply } = supplyOf(moves, then, period);
  const stocked = levels.filter((level) => level.active).map(({ itemId, locationId }) => ({ itemId, locationId, units: 0 }));
  const known = new Set(items.map((item) => item.id));
  const all = [...opening, ...stocked, ...itemIds.flatMap((itemId) => gone.get(itemId) ?? [])];
  return { items, opening: all.filter((level) => known.has(level.itemId)), supply: supply.filter((level) => known.has(level.itemId)), orders: [], ...(scarcity.length > 0 && { scarcity }) };
};
