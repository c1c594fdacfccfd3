const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  let found = formats.get(timeZone);
  if (!found) formats.set(timeZone, (found = made(timeZone)));
  return found;
};

const made = (timeZone: string): Intl.DateTimeFormat => {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  try {
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
  } catch {
    // A zone that this runtime does not know must not break a file.
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  }
};

const MINUTE_MS = 60_000;

/** ISO 8601 to the second on the clock of a zone, with its offset: "2026-11-02T03:00:00-05:00". */
export const isoInZone = (at: number, timeZone: string): string => {
  const part: Record<string, string> = Object.fromEntries(formatOf(timeZone).formatToParts(at).map(({ type, value }) => [type, value]));
  const local = `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}`;
  const offset = Math.round((Date.parse(`${local}Z`) - at) / MINUTE_MS);
  const size = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};
