import type { CappedCount, Db } from "../../db/port";
import type { LocationSettingsRecord } from "../../domain/desk";
import type { LocationFactsRecord } from "../../domain/experience";
import type { LocationRecord, StoreRecord } from "../../domain/records";
import { startOfDay } from "../../ui/plain/time-words";

const DAY_MS = 86_400_000;
/** Beyond it nobody needs the exact number. */
const DUE_COUNTED_MAX = 1_000;

const NOTICES_MAX = 500;

/** Without a word of the merchant's: every weekday, nothing else said. */
export const UNSET_LOCATION: Omit<LocationSettingsRecord, "merchantId" | "locationId" | "updatedAt"> = {
  version: 0, pausedReason: null, dailyParcels: null, cutOff: null, timeZone: null, workdays: [1, 2, 3, 4, 5], holidays: [], latitude: null, longitude: null,
};

export interface LocationRow {
  id: string;
  name: string;
  address: string;
  /** Open on the platform. */
  active: boolean;
  shipsOnline: boolean;
  /** Run by a third party, which is asked to ship. */
  thirdParty: boolean;
  pausedReason: string | null;
  /** Orders that should leave by the end of its day. */
  due: CappedCount;
  dailyParcels: number | null;
  cutOff: string | null;
  timeZone: string;
  nextHoliday: { date: string; name: string } | null;
  /** Share of what it is asked for that it ships, and how much was seen; null: nothing is measured yet. */
  ships: { share: string; seen: number } | null;
  /** Shelves of which somebody has asked for a count. */
  toCount: number;
}

/** Every location of the store, those that can ship first, then by name. */
export async function locationRows(db: Db, store: StoreRecord, now: number): Promise<LocationRow[]> {
  const [locations, settings, facts, notices] = await Promise.all([
    db.locations(store.merchantId), db.locationSettings(store.merchantId), db.locationFacts(store.merchantId), db.openNotices(store.merchantId, store.id, NOTICES_MAX),
  ]);
  const ofStore = locations.filter((location) => location.storeId === store.id);
  const rows = await Promise.all(ofStore.map(async (location): Promise<LocationRow> => {
    const own = settings.find((each) => each.locationId === location.id) ?? UNSET_LOCATION;
    const timeZone = own.timeZone ?? store.timeZone;
    return {
      id: location.id, name: location.name, address: addressOf(location), active: location.active, shipsOnline: location.fulfillsOnline && location.shipsInventory,
      thirdParty: location.isFulfillmentService, pausedReason: own.pausedReason, due: await dueToday(db, { location, timeZone, now }), dailyParcels: own.dailyParcels, cutOff: own.cutOff, timeZone,
      nextHoliday: nextHoliday(own.holidays, dateIn(now, timeZone)), toCount: notices.filter((one) => one.kind === "count-asked" && one.locationId === location.id).length, ships: shipsOf(facts.find((one) => one.locationId === location.id)),
    };
  }));
  const rank = (row: LocationRow) => (row.active ? (row.shipsOnline ? 0 : 1) : 2);
  return rows.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

const shipsOf = (measured: LocationFactsRecord | undefined): LocationRow["ships"] =>
  measured === undefined ? null : { share: `${Math.round(measured.facts.acceptance.share * 100)} %`, seen: measured.facts.acceptance.shipped + measured.facts.acceptance.rejected };

export const dueToday = (db: Db, { location, timeZone, now }: { location: LocationRecord; timeZone: string; now: number }): Promise<CappedCount> =>
  db.countOrders({ merchantId: location.merchantId, locationId: location.id, lateAt: startOfDay(now, timeZone) + DAY_MS }, DUE_COUNTED_MAX);

export const addressOf = ({ city, provinceCode, postalCode, countryCode }: LocationRecord): string =>
  [city, [provinceCode, postalCode].filter(Boolean).join(" "), countryCode].filter(Boolean).join(", ") || "No address";

export const nextHoliday = (holidays: LocationSettingsRecord["holidays"], today: string): { date: string; name: string } | null =>
  holidays.filter(({ date }) => date >= today).sort((a, b) => (a.date < b.date ? -1 : 1))[0] ?? null;

/** `YYYY-MM-DD` on the clock of the zone; of a zone that is none, in UTC. */
export function dateIn(now: number, timeZone: string): string {
  try {
    return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
  } catch {
    return new Date(now).toISOString().slice(0, 10);
  }
}
