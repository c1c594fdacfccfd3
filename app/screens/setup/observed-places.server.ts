import type { LocationRecord, OrderAggregate } from "../../domain/records";

/** Where the parts of an order are, as sets of locations and in words. */
export const shipsFromWords = (locations: readonly LocationRecord[]) => {
  const names = new Map<string, string>(locations.map((location) => [location.id, location.name]));
  return {
    placed: ({ fulfillmentOrders }: OrderAggregate): Set<string> =>
      new Set(fulfillmentOrders.flatMap((part) => (part.status === "cancelled" || part.locationId === null || part.deliveryMethod !== "shipping" ? [] : [part.locationId]))),
    said: (ids: ReadonlySet<string>): string => (ids.size === 0 ? "Nowhere yet" : [...ids].map((id) => names.get(id) ?? "A removed location").sort().join(", ")),
  };
};
