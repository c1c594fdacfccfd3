import type { Instant } from "../ids";

/** Where the store is, nobody counts or sells much then. */
const COMPARE_HOUR = 3;
const HOUR_MS = 3_600_000;

const dayIn = (timeZone: string): Intl.DateTimeFormat => new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone });

/**
 * The night that an instant belongs to, as the date on which it began at three o'clock in the store's time zone. Two instants of one
 * night have the same; an unknown time zone counts as UTC.
 */
export const nightOf = (at: Instant, timeZone: string): string => {
  const shifted = at - COMPARE_HOUR * HOUR_MS;
  try {
    return dayIn(timeZone).format(shifted);
  } catch {
    return dayIn("UTC").format(shifted);
  }
};
