import type { ItemId, LocationId } from "../ids";
import type { AllocationRecord, LocationRecord, OrderLineRecord, OrderRecord } from "../records";
import type { StockBook } from "./stock-book";

/**
 * Reserves a fresh order where stock is, before the platform has said where it put it: each line at the location with
 * most available units, over several where one does not have enough. Never takes more than is available; what is missing
 * stays unreserved until the fulfillment orders are read.
 */
export const reserveAtCapture = (
  order: { order: OrderRecord; lines: readonly (OrderLineRecord & { tracked: boolean })[] },
  book: StockBook,
  locations: readonly LocationRecord[],
): { allocations: AllocationRecord[]; missingUnits: number } => {
  const usable = new Set(locations.filter((location) => location.active && location.shipsInventory).map((location) => location.id));
  const taken = new Map<string, number>();
  const allocations: AllocationRecord[] = [];
  let missingUnits = 0;
  for (const line of order.lines) {
    if (line.itemId === null || !line.tracked || !line.requiresShipping) continue;
    let wanted = line.currentQuantity;
    for (const { locationId, free } of freeUnits({ book, usable, taken }, line.itemId)) {
      const quantity = Math.min(wanted, free);
      if (quantity <= 0) break;
      taken.set(`${line.itemId}@${locationId}`, (taken.get(`${line.itemId}@${locationId}`) ?? 0) + quantity);
      allocations.push({
        merchantId: order.order.merchantId, orderId: order.order.id, orderLineId: line.id, itemId: line.itemId, locationId, status: "planned", quantity,
      });
      wanted -= quantity;
      if (wanted === 0) break;
    }
    missingUnits += wanted;
  }
  return { allocations, missingUnits };
};

interface Shelf {
  book: StockBook;
  usable: ReadonlySet<LocationId>;
  taken: ReadonlyMap<string, number>;
}

const freeUnits = (shelf: Shelf, itemId: ItemId): { locationId: LocationId; free: number }[] =>
  shelf.book
    .levelsOf(itemId)
    .filter((level) => level.active && shelf.usable.has(level.locationId))
    .map((level) => ({ locationId: level.locationId, free: level.available - (shelf.taken.get(`${itemId}@${level.locationId}`) ?? 0) }))
    .filter((level) => level.free > 0)
    .sort((a, b) => b.free - a.free || (a.locationId < b.locationId ? -1 : 1));
