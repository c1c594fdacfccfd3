import type { Calendar } from "../calendar/ship-by";
import { type Day, dayAt, daysOf, weekdayOf } from "../calendar/days";
import { dateOf, localTimeAt } from "../calendar/local-time";
import type { Instant } from "../ids";

/** What took longer is a parcel that was forgotten, not one that was picked slowly. */
const DAYS_MAX = 60;
const HOURS_A_DAY = 24;

/**
 * Hours from one instant to another that lie on days on which the location ships, by the clock on its wall: weekends and holidays leave no
 * trace. An hour more or less where the clocks change. At most those of 60 days.
 */
export const workingHours = (from: Instant, to: Instant, { timeZone, workdays, holidays }: Pick<Calendar, "timeZone" | "workdays" | "holidays">): number => {
  if (to <= from) return 0;
  const [begin, end] = [localTimeAt(from, timeZone), localTimeAt(to, timeZone)];
  const [first, last] = [daysOf(begin), Math.min(daysOf(end), daysOf(begin) + DAYS_MAX)];
  const works = (day: Day): boolean => workdays.includes(weekdayOf(day)) && !holidays.includes(dateOf({ ...day, hour: 0, minute: 0 }));
  let hours = 0;
  for (let day = first; day <= last; day += 1) {
    if (!works(dayAt(day))) continue;
    const opens = day === first ? begin.hour + begin.minute / 60 : 0;
    const closes = day === daysOf(end) ? end.hour + end.minute / 60 : HOURS_A_DAY;
    hours += Math.max(0, closes - opens);
  }
  return hours;
};
