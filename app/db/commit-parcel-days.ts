import { sql } from "drizzle-orm";
import type { ChangeSet } from "../domain/change-set";
import { Conflict } from "./conflict";
import { replaceEach, replacementOf, type Work } from "./statement";
import { excluded } from "./upsert";

const moveParcelDays = replacementOf("move_parcel_day", (t) => t.parcelDays, {
  key: (t) => [t.parcelDays.merchantId, t.parcelDays.locationId, t.parcelDays.day],
  set: ({ t }) => ({ taken: sql`${t.parcelDays.taken} + ${excluded(t.parcelDays.taken)}` }),
  gives: (t) => ({ taken: t.parcelDays.taken }),
});

/** What a run of sets does to one day of a location. */
interface DayMove {
  row: { merchantId: string; locationId: string; day: string; taken: number };
  /** The least of the limits under which something is taken; Infinity: nothing is, or there is none. */
  limit: number;
}

/** Takes and gives back room of locations' days; throws Conflict where a day would hold more parcels than it may. */
export function* writeParcelDays(sets: readonly ChangeSet[]): Work<void> {
  const moves = new Map<string, DayMove>();
  for (const { merchantId, parcelDays = [] } of sets) {
    for (const { locationId, day, by, limit } of parcelDays) {
      const key = `${merchantId}:${locationId}:${day}`;
      const move = moves.get(key) ?? { row: { merchantId, locationId, day, taken: 0 }, limit: Infinity };
      move.row.taken += by;
      if (by > 0) move.limit = Math.min(move.limit, limit ?? Infinity);
      moves.set(key, move);
    }
  }
  const sorted = [...moves.keys()].sort().map((key) => moves.get(key) as DayMove);
  const days = yield* replaceEach(moveParcelDays, sorted.map(({ row }) => row));
  for (const [place, { row, limit }] of sorted.entries()) {
    if (Number(days[place]?.["taken"] ?? 0) > limit) throw new Conflict(`room:${row.locationId}:${row.day}`);
  }
}
