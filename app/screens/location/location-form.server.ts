import type { LocationForm } from "../acts-locations";
import { isDate, WEEKDAYS } from "../calendar-words";
import { wholeOrNull } from "../settings/settings-page.server";

const HOLIDAYS_MAX = 200;
const NAME_CHARACTERS_MAX = 80;

export type LocationFormReading = { ok: true; version: number; settings: LocationForm } | { ok: false; problems: Record<string, string> };

/** Reads the posted form whole: either all of it is good, or every problem is told at its field and nothing is saved. */
export function readLocationForm(data: FormData, pausedReason: string | null): LocationFormReading {
  const problems: Record<string, string> = {};
  const version = wholeOrNull(data.get("version"));
  if (version === null || Number.isNaN(version)) return { ok: false, problems: { "": "This page is out of date. Reload it and try again." } };
  const dailyParcels = wholeOrNull(data.get("dailyParcels"));
  if (dailyParcels !== null && !(dailyParcels >= 0)) problems["dailyParcels"] = "Give a whole number, 0 or more, or leave it empty for no limit.";
  const cutOff = text(data, "cutOff") || null;
  if (cutOff !== null && !/^([01]\d|2[0-3]):[0-5]\d$/.test(cutOff)) problems["cutOff"] = "Give a time such as 15:00, or leave it empty.";
  const workdays = WEEKDAYS.map(({ day }) => day).filter((day) => data.get(`workdays.${day}`) === "yes");
  if (workdays.length === 0) problems["workdays"] = "Choose at least one day. To stop shipping for a while, pause the location.";
  const settings: LocationForm = {
    pausedReason, dailyParcels, cutOff, timeZone: text(data, "timeZone") || null, workdays, holidays: readHolidays(data, problems), ...readCoordinates(data, problems),
  };
  return Object.keys(problems).length === 0 ? { ok: true, version, settings } : { ok: false, problems };
}

/** Adds what is wrong to `problems`, at `holidays.<place>`. Rows without date and name are left out. */
function readHolidays(data: FormData, problems: Record<string, string>): LocationForm["holidays"] {
  const names = data.getAll("holidays.name").map((value) => String(value).trim());
  const rows = data.getAll("holidays.date").map((value, index) => ({ index, date: String(value).trim(), name: names[index] ?? "" })).filter(({ date, name }) => date !== "" || name !== "");
  if (rows.length > HOLIDAYS_MAX) problems["holidays"] = `At most ${HOLIDAYS_MAX} holidays are possible. Take out those that are past.`;
  const seen = new Set<string>();
  for (const { index, date, name } of rows) {
    if (!isDate(date)) problems[`holidays.${index}`] = "Give a day that the calendar has.";
    else if (seen.has(date)) problems[`holidays.${index}`] = "This day is in the list already.";
    else if (name.length > NAME_CHARACTERS_MAX) problems[`holidays.${index}`] = `Keep the name under ${NAME_CHARACTERS_MAX + 1} characters.`;
    seen.add(date);
  }
  return rows.map(({ date, name }) => ({ date, name: name === "" ? "Holiday" : name })).sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Both or none. */
function readCoordinates(data: FormData, problems: Record<string, string>): Pick<LocationForm, "latitude" | "longitude"> {
  const [latitude, longitude] = (["latitude", "longitude"] as const).map((name) => readDegrees(data, { name, most: name === "latitude" ? 90 : 180, problems })) as [number | null, number | null];
  const one = latitude === null ? "latitude" : "longitude";
  if ((latitude === null) !== (longitude === null) && problems["latitude"] === undefined && problems["longitude"] === undefined) problems[one] = "Give both, or leave both empty.";
  return { latitude, longitude };
}

function readDegrees(data: FormData, { name, most, problems }: { name: string; most: number; problems: Record<string, string> }): number | null {
  const written = text(data, name).replace(",", ".");
  if (written === "") return null;
  const degrees = /^-?\d{1,3}(\.\d{1,12})?$/.test(written) ? Number(written) : Number.NaN;
  if (Math.abs(degrees) <= most) return degrees;
  problems[name] = `Give degrees from -${most} to ${most}, such as ${name === "latitude" ? "40.7357" : "-74.1724"}.`;
  return null;
}

const text = (data: FormData, name: string): string => String(data.get(name) ?? "").trim();
