import { type DayNumber, dayText, shipDayOf, workdayFrom, workdaysLater } from "../calendar/working-days";
import type { Instant } from "../ids";
import type { ParcelDayRecord, ParcelRoom } from "../records";
import type { KnownLocation } from "../sites";

/** Working days that a parcel may be put off to find room. */
export const DAYS_PUT_OFF_MAX = 10;

/** How many parcels each location has promised for each of its days. Decisions of one batch take from it as they are made. */
export class RoomBook {
  readonly #taken = new Map<string, number>();

  constructor(rows: readonly Pick<ParcelDayRecord, "locationId" | "day" | "taken">[] = []) {
    for (const { taken, ...room } of rows) this.move(room, taken);
  }

  taken(room: ParcelRoom): number {
    return this.#taken.get(keyOf(room)) ?? 0;
  }

  /** @param by parcels; below 0: given back */
  move(room: ParcelRoom, by: number): void {
    this.#taken.set(keyOf(room), this.taken(room) + by);
  }
}

const keyOf = ({ locationId, day }: ParcelRoom): string => `${locationId} ${day}`;

export interface RoomAsk {
  /** When the goods can be worked on. */
  readyAt: Instant;
  /** Working days that the location needs beyond its cut-off. */
  leadDays: number;
  rooms: RoomBook;
  /** What the order has taken already: free for itself. */
  own: readonly ParcelRoom[];
  /** Working days that it may be put off. */
  putOffMax: number;
}

/** On which of a location's days a parcel would leave: the first that has room. `full`: none has; null: nobody knows when it ships. */
export const shipDayAt = (location: KnownLocation, { readyAt, leadDays, rooms, own, putOffMax }: RoomAsk): DayNumber | "full" | null => {
  const { calendar, dailyParcels = null } = location;
  if (dailyParcels === 0) return "full";
  if (calendar === undefined) return null;
  const ready = shipDayOf(readyAt, calendar);
  let day = ready === null ? null : workdaysLater(ready, leadDays, calendar);
  if (dailyParcels === null) return day;
  for (let putOff = 0; putOff <= putOffMax && day !== null; putOff += 1) {
    const room = { locationId: location.id, day: dayText(day) };
    if (rooms.taken(room) < dailyParcels || own.some((one) => keyOf(one) === keyOf(room))) return day;
    day = workdayFrom(day + 1, calendar);
  }
  return day === null ? null : "full";
};
