import Database from "better-sqlite3";
import type { Db, HomeQuery, OrderQuery } from "../app/db/port";
import { idOf, toId, type LocationId, type MerchantId, type PlatformId, type StoreId } from "../app/domain/ids";
import { filledFile, withDatabase } from "./filled";
import type { BenchOptions } from "./options";
import { percentile, type BenchRow } from "./row";
import { LOCATIONS, emailAt, indexOf, orderNameAt } from "./workload";

const SIZE = { orders: 1_000_000, rounds: 60, block: 1_000 };
const P95_MS_MAX = 150;
const PAGE = 50;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Of a list of all orders: far behind its first page. */
const DEEP_PAGES = 20;

interface Question {
  name: string;
  /** @param round each asks for something else, so that no answer is only remembered */
  ask(round: number): Promise<unknown>;
}

/** What screens ask at a million stored orders, each in turn with the floor: as many rows read by their primary key. */
export const benchLists = async (options: BenchOptions, size = SIZE): Promise<BenchRow[]> => {
  const { path, merchantId } = await filledFile(size.orders, options, size.block);
  return withDatabase(path, async (db) => {
    const asked = await questions(db, merchantId, size.orders);
    const floor = await floorOf(path, db, merchantId);
    try {
      const floorMs: number[] = [];
      const askedMs = asked.map((): number[] => []);
      for (let round = 0; round < size.rounds; round += 1) {
        for (const [place, question] of asked.entries()) {
          floorMs.push(await timedMs(() => Promise.resolve(floor.read(round * asked.length + place))));
          askedMs[place]!.push(await timedMs(() => question.ask(round)));
        }
      }
      return [floorRow(floorMs), ...asked.map(({ name }, place) => rowOf(name, askedMs[place]!, floorMs))];
    } finally {
      floor.close();
    }
  });
};

const timedMs = async (act: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await act();
  return performance.now() - began;
};

const floorRow = (ms: readonly number[]): BenchRow => ({ name: `lists: ${PAGE} orders by their primary key, p50`, value: percentile(ms, 0.5), unit: "ms" });

const rowOf = (name: string, ms: readonly number[], floorMs: readonly number[]): BenchRow => {
  const [p50, p95, floor] = [percentile(ms, 0.5), percentile(ms, 0.95), percentile(floorMs, 0.5)];
  return {
    name: `lists: ${name}, p95`, value: p95, unit: "ms", spread: [p50, Math.max(...ms)], ratio: p50 / floor, against: `p50 of ${p50.toFixed(2)} ms by the floor's`,
    target: `< ${P95_MS_MAX} ms`, met: p95 < P95_MS_MAX,
  };
};

/** The least that a list does: as many rows, found by their keys. */
const floorOf = async (path: string, db: Db, merchantId: MerchantId): Promise<{ read(round: number): void; close(): void }> => {
  const client = new Database(path, { readonly: true });
  const one = client.prepare("SELECT * FROM orders WHERE merchant_id = ? AND id = ?");
  const ids: string[] = [];
  for await (const page of db.eachOrder({ merchantId }, PAGE * 4)) {
    ids.push(...page.map((order) => order.id));
    if (ids.length >= PAGE * 200) break;
  }
  return {
    read: (round) => {
      for (let row = 0; row < PAGE; row += 1) one.get(merchantId, ids[(round * PAGE + row) % ids.length]);
    },
    close: () => client.close(),
  };
};

const questions = async (db: Db, merchantId: MerchantId, orders: number): Promise<Question[]> => {
  const storeId = (await db.stores(merchantId))[0]?.id as StoreId;
  const { rows: [newest] } = await db.findOrders({ merchantId, limit: 1 });
  const last = newest ? indexOf(newest.platformId) : 0;
  const anOrder = (round: number): number => last - ((round * 7_919) % orders);
  const list = (name: string, query: (round: number) => Partial<OrderQuery>): Question => ({ name, ask: (round) => db.findOrders({ merchantId, limit: PAGE, ...query(round) }) });
  const place = (round: number): LocationId => idOf<LocationId>(storeId, toId<PlatformId>(LOCATIONS[round % LOCATIONS.length] as string));
  let cursor: string | undefined;
  for (let page = 0; page < DEEP_PAGES; page += 1) cursor = (await db.findOrders({ merchantId, limit: PAGE, ...(cursor !== undefined && { cursor }) })).nextCursor ?? cursor;
  return [
    list("latest orders", () => ({})),
    list(`page ${DEEP_PAGES + 1}`, () => (cursor === undefined ? {} : { cursor })),
    list("of one status", (round) => ({ statuses: [round % 2 === 0 ? "routed" : "shipped"] })),
    list("of a status that none has", () => ({ statuses: ["held"] })),
    list("of a store", () => ({ storeId })),
    list("open at a location", (round) => ({ locationId: place(round) })),
    list("left from a location", (round) => ({ locationId: place(round), statuses: ["shipped"] })),
    list("with a tag", (round) => ({ tags: [round % 2 === 0 ? "gift" : "vip"] })),
    list("by total", () => ({ sort: { by: "total", direction: "down" } })),
    list("search by e-mail", (round) => ({ search: emailAt(anOrder(round)) })),
    list("search by order number", (round) => ({ search: orderNameAt(anOrder(round)) })),
    list("search by SKU", (round) => ({ search: `SKU-${round}` })),
    list("search by a word of the name", (round) => ({ search: ["ada", "kira", "novak", "ito"][round % 4] as string })),
    list("search by name and SKU", (round) => ({ search: `ada SKU-${round}` })),
    { name: "count of one status", ask: () => db.countOrders({ merchantId, statuses: ["routed"] }) },
    { name: "Home's counts", ask: () => db.homeCounts(merchantId, homeQuery(newest?.placedAt ?? 0)) },
    { name: "first page of customers", ask: () => db.customersPage(merchantId, { limit: PAGE }) },
    { name: "first page of the inventory", ask: () => db.inventoryPage(merchantId, { limit: PAGE }) },
  ];
};

/** Home as it stands open in the hour of the newest order. */
const homeQuery = (newestAt: number): HomeQuery => {
  const dayStart = newestAt - (newestAt % DAY_MS);
  return {
    now: newestAt, dayStart, hours: Array.from({ length: 25 }, (_, hour) => dayStart + hour * HOUR_MS), days: Array.from({ length: 8 }, (_, day) => dayStart + (day - 6) * DAY_MS),
  };
};
