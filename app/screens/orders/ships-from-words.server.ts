import type { OrderAggregate } from "../../db/port";
import type { LocationId } from "../../domain/ids";
import type { LocationRecord } from "../../domain/records";

export const locationNames = (locations: readonly LocationRecord[]): ((id: LocationId | null) => string) => {
  const names = new Map(locations.map((location) => [location.id, location.name]));
  return (id) => (id === null ? "No location" : (names.get(id) ?? "A removed location"));
};

/** Open units by where they stand committed, else where fulfillment orders or shipments put them. Most units first. */
export function shipsFrom({ allocations, fulfillmentOrders, shipments }: OrderAggregate): { locationId: LocationId | null; units: number }[] {
  const open = allocations.map(({ locationId, quantity }) => ({ locationId, quantity }));
  const placed = fulfillmentOrders
    .filter((each) => each.status !== "closed" && each.status !== "cancelled" && each.locationId !== null)
    .flatMap((each) => each.lines.map((line) => ({ locationId: each.locationId, quantity: line.remainingQuantity })));
  const shipped = shipments
    .filter((each) => each.status === "confirmed")
    .flatMap((each) => each.lines.map((line) => ({ locationId: each.locationId, quantity: line.quantity })));
  const parts = [open, placed, shipped].find((candidate) => candidate.some((part) => part.quantity > 0)) ?? [];
  const units = new Map<LocationId | null, number>();
  for (const { locationId, quantity } of parts) units.set(locationId, (units.get(locationId) ?? 0) + quantity);
  return [...units].filter(([, quantity]) => quantity > 0).sort((a, b) => b[1] - a[1]).map(([locationId, count]) => ({ locationId, units: count }));
}
