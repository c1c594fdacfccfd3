import type { Instant } from "../ids";
import { dayAt, daysOf } from "./days";
import { clockOf, dateOf, localTimeAt } from "./local-time";
import type { Calendar } from "./ship-by";

/** Days are counted here from 1 January 1970, as `daysOf` counts them. */
export type DayNumber = number;

/** A year and a bit: a location that does not work on any day of it never ships. */
const DAYS_LOOKED_AT = 400;
const DAYS_OF_WEEK = 7;
const WORKDAYS_OF_WEEK = 5;

/** `YYYY-MM-DD`. */
export const dayText = (day: DayNumber): string => dateOf({ ...dayAt(day), hour: 0, minute: 0 });

/** The day that the calendar on the location's wall shows. */
export const localDayAt = (instant: Instant, timeZone: string): DayNumber => daysOf(localTimeAt(instant, timeZone));

/** 1 January 1970 was a Thursday. 1 Monday to 7 Sunday. */
const weekdayAt = (day: DayNumber): number => ((((day + 3) % DAYS_OF_WEEK) + DAYS_OF_WEEK) % DAYS_OF_WEEK) + 1;

/** The first day from this one on, this one included, on which the location ships; null: it never does. */
export const workdayFrom = (day: DayNumber, { workdays, holidays }: Pick<Calendar, "workdays" | "holidays">): DayNumber | null => {
  for (let looked = day; looked < day + DAYS_LOOKED_AT; looked += 1) {
    if (workdays.includes(weekdayAt(looked)) && (holidays.length === 0 || !holidays.includes(dayText(looked)))) return looked;
  }
  return null;
};

/** The day on which goods that are ready at an instant leave: the cut-off's own day, or the next on which the location ships. */
export const shipDayOf = (readyAt: Instant, calendar: Calendar): DayNumber | null => {
  const ready = localTimeAt(readyAt, calendar.timeZone);
  return workdayFrom(daysOf(ready) + (clockOf(ready) > calendar.cutOff ? 1 : 0), calendar);
};

/** So many of the location's own working days later; null: it never ships again. */
export const workdaysLater = (day: DayNumber, count: number, calendar: Pick<Calendar, "workdays" | "holidays">): DayNumber | null => {
  let reached: DayNumber | null = day;
  for (let step = 0; step < count && reached !== null; step += 1) reached = workdayFrom(reached + 1, calendar);
  return reached;
};

/** Carriers deliver from Monday to Friday: weekdays up to and with this day, counted from the Monday before 1 January 1970. */
const weekdaysUntil = (day: DayNumber): number => {
  const fromMonday = day + 3;
  const weeks = Math.floor(fromMonday / DAYS_OF_WEEK);
  return weeks * WORKDAYS_OF_WEEK + Math.min(fromMonday - weeks * DAYS_OF_WEEK + 1, WORKDAYS_OF_WEEK);
};

/** Weekdays after `from`, up to and with `to`; 0 where `to` is not later. */
export const weekdaysBetween = (from: DayNumber, to: DayNumber): number => Math.max(0, weekdaysUntil(to) - weekdaysUntil(from));

/** The weekday that lies so many weekdays after a day; the day itself for 0. */
export const weekdaysLater = (day: DayNumber, count: number): DayNumber => {
  if (count <= 0) return day;
  const wanted = weekdaysUntil(day) + count;
  // The day of the week of which `weekdaysUntil` says so for the first time.
  const weeks = Math.floor((wanted - 1) / WORKDAYS_OF_WEEK);
  return weeks * DAYS_OF_WEEK + (wanted - 1 - weeks * WORKDAYS_OF_WEEK) - 3;
};
