import { type DayNumber, localDayAt, weekdaysBetween, weekdaysLater } from "../calendar/working-days";
import type { Instant } from "../ids";
import type { LatenessTerms } from "./types";

/** What was promised of an order. */
export interface PromisedOrder {
  placedAt: Instant;
  /** By when the platform wants it to have left; null: it says nothing. */
  fulfillBy: Instant | null;
}

/** Is anything promised, so that a parcel could be late? */
export const isPromised = ({ promiseDays }: LatenessTerms, { fulfillBy }: PromisedOrder): boolean => fulfillBy !== null || promiseDays !== null;

/**
 * Weekdays by which a parcel misses the promise, 0 where it keeps it: the platform's, by when it shall have left (Shopify's `fulfillBy`),
 * else the policy's, by when it shall have arrived. Days are those of the location's time zone, and on the road from Monday to Friday.
 */
export const lateDaysOf = (parcel: { shipDay: DayNumber; zone: number; timeZone: string }, order: PromisedOrder, terms: LatenessTerms): number => {
  if (order.fulfillBy !== null) return weekdaysBetween(localDayAt(order.fulfillBy, parcel.timeZone), parcel.shipDay);
  if (terms.promiseDays === null) return 0;
  const promised = weekdaysLater(localDayAt(order.placedAt, parcel.timeZone), terms.promiseDays);
  const arrives = weekdaysLater(parcel.shipDay, terms.transitDays[parcel.zone] ?? terms.transitDays.at(-1) ?? 0);
  return weekdaysBetween(promised, arrives);
};
