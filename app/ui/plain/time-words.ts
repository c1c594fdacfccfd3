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

/**
 * When a date (`YYYY-MM-DD`) begins in `timeZone`, in milliseconds; null when it is no date. On the day a clock is put
 * forward at midnight, the first moment that the day has.
 */
export function startOfDate(date: string, timeZone: string): number | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return null;
  const first = midnight - offsetAt(midnight, timeZone);
  return midnight - offsetAt(first, timeZone);
}

/** The date of an instant on the clock of `timeZone`, as `YYYY-MM-DD`. */
export const dateOf = (at: number, timeZone: string): string => new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 10);

/** The date so many days after (or, negative, before) another. */
export const daysAfter = (date: string, days: number): string => new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** A deadline on its own clock: "today 15:00", "tomorrow 09:00", "Mon 15:00" within the week, else "12 Mar, 15:00". Names the zone where it is not the reader's. */
export function deadlineWords({ at, now, timeZone, readerZone }: { at: number; now: number; timeZone: string; readerZone: string }): string {
  const clock = [format(at, timeZone, { hour: "2-digit", minute: "2-digit" }), zone(timeZone) === zone(readerZone) ? "" : zoneName(at, timeZone)].filter(Boolean).join(" ");
  const days = Math.round((Date.parse(dateOf(at, timeZone)) - Date.parse(dateOf(now, timeZone))) / DAY_MS);
  const near = NEAR_DAYS[days];
  if (near !== undefined) return `${near} ${clock}`;
  if (days > 0 && days < 7) return `${format(at, timeZone, { weekday: "short" })} ${clock}`;
  return `${format(at, timeZone, { day: "numeric", month: "short" })}, ${clock}`;
}

/** "PDT", "GMT+1" */
const zoneName = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat("en-US", { timeZone: zone(timeZone), timeZoneName: "short" }).formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "";

const NEAR_DAYS: Record<number, string> = { [-1]: "yesterday", 0: "today", 1: "tomorrow" };

/** "2 h 40 min", "3 d 4 h", "12 min": the two largest parts of a span. Milliseconds. */
export function spanWords(ms: number): string {
  if (ms < MINUTE_MS) return "under a minute";
  const parts: [number, string][] = [[Math.floor(ms / DAY_MS), "d"], [Math.floor((ms % DAY_MS) / HOUR_MS), "h"], [Math.floor((ms % HOUR_MS) / MINUTE_MS), "min"]];
  const first = parts.findIndex(([count]) => count > 0);
  return parts.slice(first, first + 2).filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(" ");
}

/** How far a zone's clock is ahead of UTC at an instant, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone(timeZone), year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value ?? 0);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) - (at - (((at % SECOND_MS) + SECOND_MS) % SECOND_MS));
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
