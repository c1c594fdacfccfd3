const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Clocks differ by this much without anybody being wrong. */
const JUST_NOW_MS = 5 * SECOND_MS;
/** A page's clock moves in steps of up to this; what happened within one is not in the future. */
const CLOCK_STEP_MS = 20 * SECOND_MS;

/** "4 s ago", "2 min ago", "3 h ago", and beyond a day the date: "12 Mar, 14:05", with the year when it is another. Milliseconds. */
export function relativeTime({ at, now, timeZone }: { at: number; now: number; timeZone: string }): string {
  const age = now - at;
  if (age < -DAY_MS || age >= DAY_MS) return dateAndTime({ at, now, timeZone });
  if (age < 0) return -age < CLOCK_STEP_MS ? "just now" : `in ${span(-age)}`;
  return age < JUST_NOW_MS ? "just now" : `${span(age)} ago`;
}

/** "Thu, 12 Mar 2026, 14:05:09 GMT-5", on the clock of `timeZone`. */
export const absoluteTime = (at: number, timeZone: string): string =>
  format(at, timeZone, { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" });

/** When the day that `now` belongs to began in `timeZone`, in milliseconds; wrong by the shift on the day a clock changes. */
export function startOfDay(now: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone(timeZone), hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).formatToParts(now);
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value ?? 0);
  return now - (now % SECOND_MS) - part("hour") * HOUR_MS - part("minute") * MINUTE_MS - part("second") * SECOND_MS;
}

function dateAndTime({ at, now, timeZone }: { at: number; now: number; timeZone: string }): string {
  const year = (instant: number) => format(instant, timeZone, { year: "numeric" });
  const options: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  return format(at, timeZone, year(at) === year(now) ? options : { ...options, year: "numeric" });
}

function span(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  return `${Math.floor(ms / HOUR_MS)} h`;
}

const format = (at: number, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone: zone(timeZone), hourCycle: "h23", ...options }).format(at);

/** A zone that this runtime does not know must not break a page. */
function zone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone });
    return timeZone;
  } catch {
    return "UTC";
  }
}
