const offsets = new Map<string, string>();
const HOUR_MS = 3_600_000;

/** `2026-05-07T16:58:45Z`: GraphQL's DateTime, whole seconds. */
export const utcText = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
export const utcTextOrNull = (at: number | null): string | null => (at === null ? null : utcText(at));

/** `2026-05-07T12:58:45-04:00`: webhook bodies tell the shop's own time. */
export function localText(at: number, timeZone: string): string {
  const offset = offsetAt(at, timeZone);
  const minutes = (offset.startsWith("-") ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4)));
  return `${new Date(at + minutes * 60_000).toISOString().slice(0, 19)}${offset}`;
}

function offsetAt(at: number, timeZone: string): string {
  const key = `${timeZone} ${Math.floor(at / HOUR_MS)}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(new Date(at));
    offset = parts.find((part) => part.type === "timeZoneName")?.value.replace("GMT", "") || "+00:00";
    offsets.set(key, offset);
  }
  return offset;
}
