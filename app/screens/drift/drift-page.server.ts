import type { Db, DriftCount } from "../../db/port";
import { DRIFT_CAUSES, isTrouble, type DriftCause } from "../../domain/drift/drift";
import type { StalenessBound } from "../../domain/drift/bound";
import type { StoreRecord } from "../../domain/records";
import { boundOf } from "../../flows/watch-drift";
import { spanWords } from "../../ui/plain/time-words";
import { firstChosen, readListAddress, type ListAddress } from "../list-address";
import { DRIFT_CAUSE_WORDS, lastedWords } from "./drift-words";
import { driftNotices, type DriftNotice } from "./drift-notices.server";
import { driftRows, type DriftRow } from "./drift-rows.server";

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
export const DRIFT_DAYS = 30;
export const DRIFTS_A_PAGE = 25;
const OPEN_SHOWN_MAX = 10;
/** Durations are taken from the newest so many. */
const DURATIONS_MAX = 5_000;
const ORDERS_COUNTED_MAX = 100_000;

export interface CauseRow {
  id: DriftCause;
  label: string;
  whose: string;
  day: number;
  week: number;
  month: number;
}

export interface DriftPage {
  address: ListAddress;
  store: { id: string; name: string };
  stores: { id: string; name: string }[];
  bound: BoundWords;
  notices: DriftNotice[];
  causes: CauseRow[];
  days: { at: number; troubles: number; changes: number }[];
  durations: { median: string; p95: string; count: number; more: boolean } | null;
  lost: { orders: string; count: number };
  unsettled: DriftRow[];
  unsettledCount: number;
  rows: DriftRow[];
  nextCursor: string | null;
}

export interface BoundWords {
  /** "3 h 12 min"; null: not everything was compared yet. */
  atMost: string | null;
  stock: string | null;
  orders: string | null;
  why: string;
}

/** How far a store and Switchyard drifted apart, why, since when, and what to do. */
export async function driftPage(db: Db, ask: { store: StoreRecord; now: number; url: URL }): Promise<DriftPage> {
  const { now } = ask;
  const { merchantId } = ask.store;
  const address = readListAddress(ask.url, ["store", "cause", "show"]);
  const stores = (await db.stores(merchantId)).filter((one) => one.status !== "uninstalled" || one.id === ask.store.id);
  const store = stores.find((one) => one.id === firstChosen(address, "store")) ?? ask.store;
  const cause = DRIFT_CAUSES.find((one) => one === firstChosen(address, "cause"));
  const since = now - DRIFT_DAYS * DAY_MS;
  const about = { storeId: store.id };
  const [bound, notices, hours, durations, changedOrders, unsettled, unsettledCount, page] = await Promise.all([
    boundOf(db, store, now), driftNotices(db, store), db.driftCounts(merchantId, { ...about, since, stepMs: HOUR_MS }), db.driftDurations(merchantId, { ...about, since, limit: DURATIONS_MAX }),
    db.ordersChangedSince(merchantId, { ...about, since, limit: ORDERS_COUNTED_MAX }), db.driftPage(merchantId, { ...about, unsettled: true, limit: OPEN_SHOWN_MAX }), db.unsettledDrifts(merchantId, store.id),
    db.driftPage(merchantId, { ...about, limit: DRIFTS_A_PAGE, ...(cause && { cause }), ...(address.cursor !== null && { cursor: address.cursor }) }),
  ]);
  return {
    address, store: named(store), stores: stores.map(named), bound: boundWords(bound), notices, causes: causeRows(hours), days: dayRows(hours, since), durations: durationWords(durations),
    lost: lostWords(hours, changedOrders), unsettled: await driftRows(db, merchantId, unsettled.rows), unsettledCount: unsettledCount.count, rows: await driftRows(db, merchantId, page.rows), nextCursor: page.nextCursor,
  };
}

const named = ({ id, name }: StoreRecord): { id: string; name: string } => ({ id, name });

export const boundWords = ({ ms, stockMs, ordersMs, worst, waiting }: StalenessBound): BoundWords => {
  const words = (span: number | null): string | null => (span === null ? null : lastedWords(span, spanWords));
  return { atMost: words(ms), stock: words(stockMs), orders: words(ordersMs), why: WHY[worst][waiting ? "waiting" : "settled"] };
};

const WHY: Record<StalenessBound["worst"], { waiting: string; settled: string }> = {
  stock: { settled: "Stock is the older of the two: all of it is compared every night, and whenever you press Compare now.", waiting: "Stock that differs still waits to be read." },
  orders: { settled: "Orders are the older of the two: those that changed are looked through every ten minutes.", waiting: "An order that changed still waits to be read." },
  never: { settled: "Not everything has been compared yet: the import, or the first comparison, is not done.", waiting: "Not everything has been compared yet." },
};

const HOURS = { day: 24, week: 7 * 24, month: DRIFT_DAYS * 24 };

function causeRows(hours: readonly DriftCount[]): CauseRow[] {
  const last = HOURS.month;
  const sum = (cause: DriftCause, back: number): number => hours.reduce((total, one) => total + (one.cause === cause && one.step >= last - back ? one.count : 0), 0);
  return DRIFT_CAUSES.map((id): CauseRow => ({
    id, label: DRIFT_CAUSE_WORDS[id].label, whose: DRIFT_CAUSE_WORDS[id].whose, day: sum(id, HOURS.day), week: sum(id, HOURS.week), month: sum(id, HOURS.month),
  }));
}

/** One row a day, counted back from now. */
function dayRows(hours: readonly DriftCount[], since: number): DriftPage["days"] {
  return Array.from({ length: DRIFT_DAYS }, (_, day) => {
    const own = hours.filter((one) => Math.min(Math.floor(one.step / HOURS.day), DRIFT_DAYS - 1) === day);
    const sum = (some: readonly DriftCount[]): number => some.reduce((total, one) => total + one.count, 0);
    return { at: since + (day + 1) * DAY_MS, troubles: sum(own.filter((one) => isTrouble(one.cause))), changes: sum(own.filter((one) => !isTrouble(one.cause))) };
  });
}

function durationWords(durations: readonly number[]): DriftPage["durations"] {
  if (durations.length === 0) return null;
  const sorted = [...durations].sort((a, b) => a - b);
  const at = (share: number): string => lastedWords(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0, spanWords);
  return { median: at(0.5), p95: at(0.95), count: sorted.length, more: sorted.length >= DURATIONS_MAX };
}

/** Messages that never came, against the orders that changed in the same time. */
function lostWords(hours: readonly DriftCount[], changedOrders: number): DriftPage["lost"] {
  const count = hours.reduce((total, one) => total + (one.cause === "lost-message" ? one.count : 0), 0);
  if (changedOrders === 0) return { count, orders: "No order changed" };
  const share = (1_000 * count) / changedOrders;
  const more = changedOrders >= ORDERS_COUNTED_MAX ? "at most " : "";
  return { count, orders: `${more}${share < 0.1 && count > 0 ? "under 0.1" : share.toLocaleString("en-US", { maximumFractionDigits: 1 })} to every 1,000 orders that changed` };
}
