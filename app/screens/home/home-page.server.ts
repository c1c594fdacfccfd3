import type { CappedCount, Db, HomeCounts } from "../../db/port";
import { DEFAULT_STORE_SETTINGS } from "../../domain/desk";
import type { StoreRecord, StoreStatus } from "../../domain/records";
import { dateOf, daysAfter, spanWords, startOfDate } from "../../ui/plain/time-words";
import { savingsOf, type Savings } from "./savings.server";
import { storeSync, type StoreSync } from "./sync.server";

const HOUR_MS = 3_600_000;
const DAYS_SHOWN = 7;
const SETUP_STEPS = 5;

/** A count that may stop at a limit: "10,000+". */
export type Count = CappedCount;

export interface HomePage {
  store: { name: string; status: StoreStatus };
  /** No order has ever come, and what is there to route with. */
  start: { orders: boolean; locations: number };
  /** Null once it is done or put aside. */
  setup: { done: number; of: number } | null;
  needs: { held: Count; unroutable: Count; late: Count; look: Count; calls: Count; messages: Count; lowStock: Count; toCount: Count };
  today: { date: string; orders: number; routed: number; shipped: number; medianToShip: string | null };
  ordersByHour: { hour: string; orders: number }[];
  parcelsByDay: { day: string; parcels: number; orders: number }[];
  savings: Savings;
  stores: StoreSync[];
}

interface HomeAsk {
  store: StoreRecord;
  now: number;
  stops(scope: string): string;
}

/** Everything of the merchant that needs a person now, how the stores are, and today on this store's clock. */
export async function homePage(db: Db, { store, now, stops }: HomeAsk): Promise<HomePage> {
  const { merchantId } = store;
  const clock = clockOf(now, store.timeZone);
  const stores = (await db.stores(merchantId)).filter((each) => each.status !== "uninstalled" || each.id === store.id);
  const countsOf = (storeId?: StoreRecord["id"]) => db.homeCounts(merchantId, { now, ...clock, ...(storeId !== undefined && { storeId }) });
  const counts = await countsOf();
  const [orders, locations, settings, savings, ...syncs] = await Promise.all([
    db.findOrders({ merchantId, limit: 1 }),
    db.locations(merchantId),
    db.storeSettings(merchantId, store.id),
    savingsOf(db, store, now),
    ...stores.map(async (each) => storeSync(db, { store: each, now, dayStart: clock.dayStart, stops, waiting: (stores.length === 1 ? counts : await countsOf(each.id)).waiting })),
  ]);
  const { setupDone, setupDismissed } = settings?.settings ?? DEFAULT_STORE_SETTINGS;
  return {
    store: { name: store.name, status: store.status },
    start: { orders: orders.rows.length > 0, locations: locations.filter((location) => location.active).length },
    setup: setupDismissed || setupDone.length >= SETUP_STEPS ? null : { done: setupDone.length, of: SETUP_STEPS },
    needs: needsOf(counts),
    today: { date: dateOf(now, store.timeZone), ...counts.today, medianToShip: counts.medianMsToShip === null ? null : spanWords(counts.medianMsToShip) },
    ordersByHour: counts.ordersByHour.map((count, index) => ({ hour: clockText(clock.hours[index] ?? now, store.timeZone, { hour: "2-digit" }), orders: count })),
    parcelsByDay: counts.parcelsByDay.map(({ from, parcels, orders: shipped }) => ({ day: clockText(from, store.timeZone, { weekday: "short", day: "numeric" }), parcels, orders: shipped })),
    savings,
    stores: syncs,
  };
}

const needsOf = (counts: HomeCounts): HomePage["needs"] => ({
  held: counts.held,
  unroutable: counts.backordered,
  late: counts.late,
  look: { value: counts.attention.value, more: counts.attention.more },
  calls: counts.refusedIntents,
  messages: { value: counts.parkedDeliveries.value + counts.failedReads.value, more: counts.parkedDeliveries.more || counts.failedReads.more },
  lowStock: { value: counts.notices["low-stock"], more: false },
  toCount: { value: counts.notices["count-asked"], more: false },
});

/** Today's hours and the last days on a zone's clock; a day on which the clock changes has an hour more or less. */
export function clockOf(now: number, timeZone: string): { dayStart: number; hours: number[]; days: number[] } {
  const today = dateOf(now, timeZone);
  const startOf = (days: number) => startOfDate(daysAfter(today, days), timeZone) ?? now;
  const [dayStart, dayEnd] = [startOf(0), startOf(1)];
  const hours = Array.from({ length: Math.round((dayEnd - dayStart) / HOUR_MS) + 1 }, (_, index) => dayStart + index * HOUR_MS);
  return { dayStart, hours, days: Array.from({ length: DAYS_SHOWN + 1 }, (_, index) => startOf(index - DAYS_SHOWN + 1)) };
}

const clockText = (at: number, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", ...options }).format(at);
