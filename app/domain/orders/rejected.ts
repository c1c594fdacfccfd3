import type { RejectedHere } from "../experience";
import type { OrderAggregate, ShipmentRecord } from "../records";
import type { Assignment } from "../routing/types";

/** More stands somewhere than the location has said that it can send. */
export const asksTooMuch = (assignments: readonly Assignment[], { order, lines }: Pick<OrderAggregate, "order" | "lines">): boolean =>
  order.rejected.some(({ locationId, itemId, units }) => {
    const ofItem = new Set(lines.filter((line) => itemId === null || line.itemId === itemId).map((line) => line.id));
    return assignments.reduce((sum, one) => sum + (one.locationId === locationId && ofItem.has(one.lineId) ? one.units : 0), 0) > units;
  });

/** What a location had found has left with a parcel: it has that much less. */
export const rejectedAfter = (rejected: readonly RejectedHere[], parcels: readonly ShipmentRecord[]): RejectedHere[] =>
  rejected.map((one) => {
    if (one.itemId === null) return one;
    const left = parcels.filter((parcel) => parcel.locationId === one.locationId).flatMap((parcel) => parcel.lines).reduce((sum, line) => sum + (line.itemId === one.itemId ? line.quantity : 0), 0);
    return left === 0 ? one : { ...one, units: Math.max(0, one.units - left) };
  });
