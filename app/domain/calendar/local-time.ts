import type { Instant } from "../ids";
import { type Day, dayAt, daysOf } from "./days";

/** A day and a time of day as a clock on the wall shows them. */
export interface LocalTime extends Day {
  hour: number;
  minute: number;
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Is it an IANA time zone that this machine knows? */
export const isTimeZone = (name: string): boolean => formatOf(name) !== null;

const formatOf = (timeZone: string): Intl.DateTimeFormat | null => {
  const known = formats.get(timeZone);
  if (known) return known;
  try {
    const made = new Intl.DateTimeFormat("en-US", {
      timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
    });
    formats.set(timeZone, made);
    return made;
  } catch {
    return null;
  }
};

const MINUTE_MS = 60_000;
const asUtc = ({ hour, minute, ...day }: LocalTime): Instant => daysOf(day) * DAY_MS + (hour * 60 + minute) * MINUTE_MS;

/** What the clock on the wall shows at an instant; in UTC where the zone is not known. */
export const localTimeAt = (instant: Instant, timeZone: string): LocalTime => {
  const offsetMs = steadyOffsetAt(instant, timeZone);
  if (offsetMs === null) return askedTimeAt(instant, timeZone);
  const shown = instant + offsetMs;
  const days = Math.floor(shown / DAY_MS);
  const minutes = Math.floor((shown - days * DAY_MS) / MINUTE_MS);
  return { ...dayAt(days), hour: Math.floor(minutes / 60), minute: minutes % 60 };
};

/** Intl is asked, which takes as long as routing an order. */
const askedTimeAt = (instant: Instant, timeZone: string): LocalTime => {
  const format = formatOf(timeZone) ?? (formatOf("UTC") as Intl.DateTimeFormat);
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return { year: parts["year"] ?? 0, month: parts["month"] ?? 1, day: parts["day"] ?? 1, hour: parts["hour"] ?? 0, minute: parts["minute"] ?? 0 };
};

const HOUR_MS = 3_600_000;
/** From 1973 on every zone's offset is of whole minutes. */
const WHOLE_MINUTES_SINCE: Instant = daysOf({ year: 1973, month: 1, day: 1 }) * DAY_MS;
const OFFSETS_KEPT_MAX = 20_000;
const offsets = new Map<string, number>();

/** The zone's offset within the hour of this instant; null where a clock is put forward or back within it. */
const steadyOffsetAt = (instant: Instant, timeZone: string): number | null => {
  if (instant < WHOLE_MINUTES_SINCE) return null;
  const hour = Math.floor(instant / HOUR_MS);
  const offsetMs = offsetAtHour(hour, timeZone);
  return offsetMs === offsetAtHour(hour + 1, timeZone) ? offsetMs : null;
};

const offsetAtHour = (hour: number, timeZone: string): number => {
  const key = `${hour} ${timeZone}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= OFFSETS_KEPT_MAX) offsets.clear();
  const offsetMs = asUtc(askedTimeAt(hour * HOUR_MS, timeZone)) - hour * HOUR_MS;
  offsets.set(key, offsetMs);
  return offsetMs;
};

const wholeMinute = (instant: Instant): Instant => Math.floor(instant / MINUTE_MS) * MINUTE_MS;

/**
 * The instant at which the clock on the wall shows this time. Where a clock is put back and shows it twice, the first; where it
 * is put forward and never shows it, the instant at which it jumps over it.
 */
export const instantOf = (local: LocalTime, timeZone: string): Instant => {
  const wanted = asUtc(local);
  const offsetAt = (instant: Instant): number => asUtc(localTimeAt(instant, timeZone)) - wholeMinute(instant);
  // The zone's offset a day before and a day after are the only ones that it can have here.
  const [before, after] = [offsetAt(wanted - DAY_MS), offsetAt(wanted + DAY_MS)];
  const candidates = [wanted - Math.max(before, after), wanted - Math.min(before, after)];
  const shown = candidates.find((instant) => asUtc(localTimeAt(instant, timeZone)) === wanted);
  return shown ?? jumpBetween(candidates[0] as Instant, candidates[1] as Instant, offsetAt);
};

/** The first instant with the later offset, found by halving. */
const jumpBetween = (from: Instant, to: Instant, offsetAt: (instant: Instant) => number): Instant => {
  let [low, high] = [wholeMinute(Math.min(from, to)), wholeMinute(Math.max(from, to))];
  const early = offsetAt(low);
  while (high - low > MINUTE_MS) {
    const middle = wholeMinute((low + high) / 2);
    if (offsetAt(middle) === early) low = middle;
    else high = middle;
  }
  return high;
};

/** The next day on the calendar, at the same time of day. */
export const nextDay = (local: LocalTime): LocalTime => ({ ...local, ...dayAt(daysOf(local) + 1) });

const two = (number: number): string => String(number).padStart(2, "0");

/** `YYYY-MM-DD`. */
export const dateOf = ({ year, month, day }: LocalTime): string => `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;

/** `HH:MM`. */
export const clockOf = ({ hour, minute }: LocalTime): string => `${two(hour)}:${two(minute)}`;
