import { isDay } from "./calendar/days";
import { isTimeZone } from "./calendar/local-time";
import type { LocationSettingsRecord } from "./desk";

/** What a merchant says about a location, as a form or a program gives it. */
export type LocationForm = Omit<LocationSettingsRecord, "merchantId" | "locationId" | "version" | "updatedAt">;

export type LocationFormReading = { ok: true; settings: LocationForm } | { ok: false; field: string; problem: string };

export const PAUSED_REASON_CHARACTERS_MAX = 200;
export const HOLIDAY_NAME_CHARACTERS_MAX = 100;
export const HOLIDAYS_MAX = 200;
/** More is a slip of the keyboard. */
export const DAILY_PARCELS_MAX = 1_000_000;

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

type Refusal = Extract<LocationFormReading, { ok: false }>;
const refuse = (field: string, problem: string): Refusal => ({ ok: false, field, problem });

/** The settings as they are kept: texts trimmed, empty ones gone, days and holidays sorted. A refusal names the field to change. */
export const readLocationForm = (form: LocationForm): LocationFormReading => {
  const settings: LocationForm = {
    ...form,
    pausedReason: trimmed(form.pausedReason), cutOff: trimmed(form.cutOff), timeZone: trimmed(form.timeZone),
    workdays: [...new Set(form.workdays)].sort((a, b) => a - b),
    holidays: form.holidays.map(({ date, name }) => ({ date: date.trim(), name: name.trim() })),
  };
  const refusal = whyNumbersFail(settings) ?? whyTimesFail(settings) ?? whyHolidaysFail(settings) ?? whyPlaceFails(settings);
  if (refusal) return refusal;
  return { ok: true, settings: { ...settings, holidays: settings.holidays.sort((a, b) => (a.date < b.date ? -1 : 1)) } };
};

const trimmed = (text: string | null): string | null => text?.trim() || null;

const whyNumbersFail = ({ pausedReason, dailyParcels }: LocationForm): Refusal | null => {
  if ((pausedReason ?? "").length > PAUSED_REASON_CHARACTERS_MAX) return refuse("pausedReason", `Keep the reason at ${PAUSED_REASON_CHARACTERS_MAX} characters or fewer.`);
  const isCapacity = dailyParcels === null || (Number.isInteger(dailyParcels) && dailyParcels >= 0 && dailyParcels <= DAILY_PARCELS_MAX);
  return isCapacity ? null : refuse("dailyParcels", `Give a whole number from 0 to ${DAILY_PARCELS_MAX}, or leave it empty where there is no limit.`);
};

const whyTimesFail = ({ cutOff, timeZone, workdays }: LocationForm): Refusal | null => {
  if (cutOff !== null && !CLOCK.test(cutOff)) return refuse("cutOff", "Give a time of day such as 14:00, from 00:00 to 23:59.");
  if (timeZone !== null && !isTimeZone(timeZone)) return refuse("timeZone", "Choose a time zone by its city, such as America/New_York.");
  if (workdays.length === 0) return refuse("workdays", "Choose at least one day. A location that ships nothing for now is paused instead.");
  return workdays.every((day) => Number.isInteger(day) && day >= 1 && day <= 7) ? null : refuse("workdays", "Choose days from Monday to Sunday.");
};

const whyHolidaysFail = ({ holidays }: LocationForm): Refusal | null => {
  if (holidays.length > HOLIDAYS_MAX) return refuse("holidays", `Keep ${HOLIDAYS_MAX} holidays or fewer: those that have passed can go.`);
  for (const [place, { date, name }] of holidays.entries()) {
    const field = `holidays.${place}`;
    if (!isDate(date)) return refuse(field, "Give a date of the calendar, such as 2026-12-25.");
    if (name.length > HOLIDAY_NAME_CHARACTERS_MAX) return refuse(field, `Keep the name at ${HOLIDAY_NAME_CHARACTERS_MAX} characters or fewer.`);
    if (holidays.findIndex((one) => one.date === date) < place) return refuse(field, `${date} is in the list already.`);
  }
  return null;
};

const isDate = (text: string): boolean => {
  const [year, month, day] = (DATE.exec(text) ?? []).slice(1).map(Number);
  return year !== undefined && month !== undefined && day !== undefined && isDay({ year, month, day });
};

const whyPlaceFails = ({ latitude, longitude }: LocationForm): Refusal | null => {
  const [hasLatitude, hasLongitude] = [latitude !== null, longitude !== null];
  if (hasLatitude !== hasLongitude) return refuse(hasLatitude ? "longitude" : "latitude", "Give both coordinates, or neither.");
  if (latitude === null || longitude === null) return null;
  if (!(Math.abs(latitude) <= 90)) return refuse("latitude", "Give degrees from -90 to 90.");
  if (!(Math.abs(longitude) <= 180)) return refuse("longitude", "Give degrees from -180 to 180.");
  return latitude === 0 && longitude === 0 ? refuse("latitude", "This place lies in the open sea. Leave both empty to use the shop's.") : null;
};

export interface SettingChange {
  field: string;
  before: unknown;
  after: unknown;
}

const FIELDS = ["pausedReason", "dailyParcels", "cutOff", "timeZone", "workdays", "holidays", "latitude", "longitude"] as const;

/** What differs, field by field; lists as text. `before` null: nothing was ever said about the location. */
export const settingChanges = (before: LocationForm | null, after: LocationForm): SettingChange[] =>
  FIELDS.flatMap((field) => {
    const [was, is] = [before === null ? null : plain(before[field]), plain(after[field])];
    return was === is ? [] : [{ field, before: was, after: is }];
  });

const plain = (value: LocationForm[(typeof FIELDS)[number]]): string | number | null => {
  if (!Array.isArray(value)) return value;
  const words = value.map((one) => (typeof one === "number" ? String(one) : [one.date, one.name].filter(Boolean).join(" ")));
  return words.length === 0 ? null : words.join(", ");
};
