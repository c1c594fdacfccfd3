import { type Calendar, DEFAULT_CUT_OFF, DEFAULT_WORKDAYS } from "./calendar/ship-by";
import type { LocationSettingsRecord } from "./desk";
import type { LocationRecord } from "./records";

/** A location as decisions see it: what the platform says of it, with what the merchant says beside or instead. */
export interface Site extends LocationRecord {
  /** Why no new orders are sent there now; null: it takes them. */
  pausedReason: string | null;
  calendar: Calendar;
  /** Parcels that it can send a day; null: as many as come. */
  dailyParcels: number | null;
}

/** A location of which the settings may not be known: then it is open, and nobody says when it ships. */
export type KnownLocation = LocationRecord & Partial<Pick<Site, "pausedReason" | "calendar" | "dailyParcels">>;

/** @param timeZone the store's, for locations that name none of their own */
export const sitesOf = (locations: readonly LocationRecord[], settings: readonly LocationSettingsRecord[], timeZone: string): Site[] => {
  const byLocation = new Map(settings.map((one) => [one.locationId, one]));
  return locations.map((location) => {
    const own = byLocation.get(location.id);
    const placed = own && own.latitude !== null && own.longitude !== null ? { latitude: own.latitude, longitude: own.longitude } : {};
    return { ...location, ...placed, pausedReason: own?.pausedReason ?? null, calendar: calendarOf(own, timeZone), dailyParcels: own?.dailyParcels ?? null };
  });
};

const calendarOf = (own: LocationSettingsRecord | undefined, timeZone: string): Calendar => ({
  cutOff: own?.cutOff ?? DEFAULT_CUT_OFF,
  timeZone: own?.timeZone ?? timeZone,
  workdays: own?.workdays ?? DEFAULT_WORKDAYS,
  holidays: own?.holidays.map((holiday) => holiday.date) ?? [],
});

/** Nothing new is sent there: it is not active, does not fulfil online orders, or the merchant has paused it. */
export const isClosed = (site: Pick<LocationRecord, "active" | "fulfillsOnline"> & Partial<Pick<Site, "pausedReason">>): boolean =>
  !site.active || !site.fulfillsOnline || Boolean(site.pausedReason);
