import type { Instant } from "../ids";

/** What the staleness of a store is measured by. Null: it has never happened. */
export interface Watermarks {
  /** Every level that the platform has was compared with ours, or read, since this instant: the last whole comparison or import began then. */
  stockComparedAt: Instant | null;
  /** Every order changed before this instant has been listed. */
  ordersReadUntil: Instant | null;
  /** Since when the order that waits longest for being read waits; null: none. */
  oldestOrderWish: Instant | null;
  /** Since when the item that a comparison found to differ, or a message told of, waits for its reading; null: none. */
  oldestItemWish: Instant | null;
}

export interface StalenessBound {
  /** No level, no order was compared with the platform longer ago; ms. Null: not everything has been compared yet. */
  ms: number | null;
  stockMs: number | null;
  ordersMs: number | null;
  /** Which of the two it is. */
  worst: "stock" | "orders" | "never";
  /** A reading that is due holds the bound up. */
  waiting: boolean;
}

/**
 * A guaranteed upper bound: every level and every order of the store agreed with the platform at some moment no longer than `ms` ago, or
 * differs and is on the list of drifts. A level counts from the moment at which the comparison that covered it was asked for, an order from the
 * watermark of the walks over changed orders; what was found to differ and still waits for its reading counts from the moment before.
 */
export const stalenessBound = (marks: Watermarks, now: Instant): StalenessBound => {
  const since = (mark: Instant | null, wish: Instant | null): number | null => (mark === null ? null : Math.max(0, now - Math.min(mark, wish ?? mark)));
  const stockMs = since(marks.stockComparedAt, marks.oldestItemWish);
  const ordersMs = since(marks.ordersReadUntil, marks.oldestOrderWish);
  if (stockMs === null || ordersMs === null) return { ms: null, stockMs, ordersMs, worst: "never", waiting: false };
  const worst = stockMs >= ordersMs ? "stock" : "orders";
  const [mark, wish] = worst === "stock" ? [marks.stockComparedAt, marks.oldestItemWish] : [marks.ordersReadUntil, marks.oldestOrderWish];
  return { ms: Math.max(stockMs, ordersMs), stockMs, ordersMs, worst, waiting: mark !== null && wish !== null && wish < mark };
};

/** Stock is compared every night: a night missed and two hours. */
export const STOCK_STALE_MS = 26 * 3_600_000;
/** Orders are walked every ten minutes. */
export const ORDERS_STALE_MS = 45 * 60_000;
/** What has been told as stale is so until it is well below its limit. */
const FRESH_SHARE = 0.8;

/** Which parts are too old to rely on. `open`: those that have been told already; they stay until they are well below their limit. */
export const staleParts = (bound: Pick<StalenessBound, "stockMs" | "ordersMs">, open: ReadonlySet<"stock" | "orders">): ("stock" | "orders")[] => {
  const parts = [["stock", bound.stockMs, STOCK_STALE_MS], ["orders", bound.ordersMs, ORDERS_STALE_MS]] as const;
  return parts.flatMap(([part, ms, limit]) => (ms !== null && ms > (open.has(part) ? limit * FRESH_SHARE : limit) ? [part] : []));
};
