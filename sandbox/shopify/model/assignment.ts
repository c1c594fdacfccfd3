import type { Location, OrderLine, Shop } from "./records";

/**
 * Where Shopify puts an order at first. Assumed after its default order routing: fewest splits, then the shop's ranking of
 * locations; the units of a line stay together. What no location can supply goes to the first that stocks it.
 */
export function assignLocations(shop: Shop, lines: readonly OrderLine[]): Map<OrderLine, Location> {
  const ranked = [...shop.locations.values()].filter((location) => location.active && location.fulfillsOnlineOrders);
  const assigned = new Map<OrderLine, Location>();
  const taken = new Map<string, number>();
  let open = [...lines];
  while (open.length > 0) {
    let best: { location: Location; lines: OrderLine[] } = { location: ranked[0] as Location, lines: [] };
    for (const location of ranked) {
      const supplied = suppliedLines(shop, { location, lines: open, taken });
      if (supplied.length > best.lines.length) best = { location, lines: supplied };
    }
    if (best.lines.length === 0) break;
    for (const line of best.lines) {
      assigned.set(line, best.location);
      const key = `${line.itemId} ${best.location.id}`;
      taken.set(key, (taken.get(key) ?? 0) + line.quantity);
    }
    open = open.filter((line) => !assigned.has(line));
  }
  for (const line of open) assigned.set(line, ranked.find((location) => stocks(shop, line, location)) ?? firstLocation(shop, ranked));
  return assigned;
}

function firstLocation(shop: Shop, ranked: readonly Location[]): Location {
  const first = ranked[0] ?? shop.locations.values().next().value;
  if (!first) throw new Error("sandbox: the shop has no location");
  return first;
}

const stocks = (shop: Shop, line: OrderLine, location: Location) =>
  line.itemId === null || shop.items.get(line.itemId)?.levels.get(location.id)?.active === true;

interface Supply { location: Location; lines: readonly OrderLine[]; taken: Map<string, number> }

function suppliedLines(shop: Shop, { location, lines, taken }: Supply): OrderLine[] {
  const used = new Map<string, number>();
  return lines.filter((line) => {
    if (!stocks(shop, line, location)) return false;
    const item = line.itemId === null ? undefined : shop.items.get(line.itemId);
    if (!item?.tracked) return true;
    const key = `${item.id} ${location.id}`;
    const before = (taken.get(key) ?? 0) + (used.get(key) ?? 0);
    const enough = (item.levels.get(location.id)?.quantities.available ?? 0) - before >= line.quantity;
    if (enough) used.set(key, (used.get(key) ?? 0) + line.quantity);
    return enough;
  });
}

/** Units of an item that an online customer may buy: the sum of available where online orders ship from. */
export function sellableUnits(shop: Shop, itemId: string): number {
  const item = shop.items.get(itemId);
  if (!item) return 0;
  if (!item.tracked) return Number.POSITIVE_INFINITY;
  let units = 0;
  for (const level of item.levels.values()) {
    const location = shop.locations.get(level.locationId);
    if (level.active && location?.active && location.fulfillsOnlineOrders) units += level.quantities.available;
  }
  return units;
}
