import type { Instant, LocationId } from "../domain/ids";
import type { LocationSettingsRecord } from "../domain/desk";
import type { OrderRecord } from "../domain/records";
import { absoluteTime, deadlineWords } from "../ui/plain/time-words";

export interface ShipBy {
  /** "today 15:00", on the clock of the location whose cut-off it is. */
  words: string;
  /** The whole instant, for who wants to know it exactly. */
  exact: string;
  late: boolean;
}

interface ShipByWorld {
  /** Where it ships from first; null while unknown. */
  locationId: LocationId | null;
  settings: readonly LocationSettingsRecord[];
  now: Instant;
  /** The store's, which is the reader's too. */
  timeZone: string;
}

/** When the order should leave; null where nothing is left to ship or nobody knows. */
export function shipByOf(order: Pick<OrderRecord, "shipBy">, { locationId, settings, now, timeZone: readerZone }: ShipByWorld): ShipBy | null {
  if (order.shipBy === null) return null;
  const timeZone = settings.find((each) => each.locationId === locationId)?.timeZone ?? readerZone;
  return { words: deadlineWords({ at: order.shipBy, now, timeZone, readerZone }), exact: absoluteTime(order.shipBy, timeZone), late: order.shipBy < now };
}
