import type { Instant } from "../ids";
import { weekdayOf } from "./days";
import { clockOf, dateOf, instantOf, localTimeAt, nextDay } from "./local-time";

/** When a location ships. */
export interface Calendar {
  /** Local time `HH:MM`: what is ready until then leaves on the same working day. */
  cutOff: string;
  timeZone: string;
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  workdays: readonly number[];
  /** `YYYY-MM-DD`. */
  holidays: readonly string[];
}

/** What holds for a location about which nobody has said anything. */
export const DEFAULT_CUT_OFF = "14:00";
export const DEFAULT_WORKDAYS: readonly number[] = [1, 2, 3, 4, 5];

/** A year and a bit: a location that does not work on any day of it never ships. */
const DAYS_LOOKED_AT = 400;

/**
 * When goods that are ready at an instant should have left: the cut-off of the same working day, or of the next one where that has
 * passed. Null: the location never works.
 */
export const shipBy = (readyAt: Instant, { cutOff, timeZone, workdays, holidays }: Calendar): Instant | null => {
  const [hour = 0, minute = 0] = cutOff.split(":").map(Number);
  const ready = localTimeAt(readyAt, timeZone);
  const passed = clockOf(ready) > cutOff;
  let day = passed ? nextDay(ready) : ready;
  for (let looked = 0; looked < DAYS_LOOKED_AT; looked += 1, day = nextDay(day)) {
    if (workdays.includes(weekdayOf(day)) && !holidays.includes(dateOf(day))) return instantOf({ ...day, hour, minute }, timeZone);
  }
  return null;
};
