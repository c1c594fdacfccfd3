import type { ItemId, LocationId } from "../ids";
import type { RoutingProblem } from "../routing/types";
import { cellKey, stockOf } from "./cells";
import { averagePrices, cheapestFactor, costsByFactor, type HeldOutCosts, type ScarcityPrices } from "./scarcity";

/** What one unit is worth to the orders that are still to come: whole minor units, above 0. */
export interface ScarcityPrice {
  itemId: ItemId;
  locationId: LocationId;
  minorPerUnit: number;
}

/** Orders that compete for what there was when the first of them came. */
export interface PricedWindow {
  problems: readonly RoutingProblem[];
  prices: ScarcityPrices;
}

const WINDOW_LEAST = 50;
const WINDOW_ORDERS = 250;
const WINDOW_MOST = 500;
const WINDOWS_MOST = 8;
/** What is learned is tried on orders that it was not learned from. */
const WINDOWS_LEAST = 2;

/** The newest orders in windows of equal size, oldest first, as if nothing of a window had been sold at its beginning; too few orders are no window. */
export function windowsOf(problems: readonly RoutingProblem[]): RoutingProblem[][] {
  const count = Math.max(WINDOWS_LEAST, Math.min(WINDOWS_MOST, Math.floor(problems.length / WINDOW_ORDERS)));
  const size = Math.min(WINDOW_MOST, Math.floor(problems.length / count));
  if (size < WINDOW_LEAST) return [];
  const first = problems.length - count * size;
  return Array.from({ length: count }, (_, index) => atBeginning(problems.slice(first + index * size, first + (index + 1) * size)));
}

/** Rows with the most units that any order of the window found there, and without prices of before: those must not confirm themselves. */
function atBeginning(problems: readonly RoutingProblem[]): RoutingProblem[] {
  const { cells, byKey } = stockOf(problems, []);
  return problems.map((problem) => ({
    ...problem,
    locations: problem.locations.map((location) => ({
      ...location,
      stock: location.stock.map(({ scarcityMinor: _, ...row }) => {
        const cell = cells[byKey.get(cellKey(row.itemId, location.locationId)) ?? -1];
        // What a rule bars stays barred.
        return cell === undefined || row.units === null || row.barred ? row : { ...row, units: cell.free + cell.kept };
      }),
    })),
  }));
}

/** What a window costs by the prices of the others, more and more of them believed; minor units. */
export function heldOutCosts(window: PricedWindow, windows: readonly PricedWindow[]): HeldOutCosts {
  return costsByFactor({ problems: window.problems, prices: averagePrices(windows.filter((one) => one !== window).map((one) => one.prices)) });
}

/** The mean prices of all windows, as far as orders of windows gained by the prices of the others; none where they did not. `costs`: each one's `heldOutCosts`. */
export function believedPrices(windows: readonly PricedWindow[], costs: readonly HeldOutCosts[]): ScarcityPrice[] {
  const factor = cheapestFactor(costs);
  if (factor === 0) return [];
  const prices = averagePrices(windows.map((one) => one.prices));
  const { cells } = stockOf(windows.flatMap((one) => one.problems), []);
  return cells.flatMap(({ itemId, locationId }) => {
    const minorPerUnit = Math.floor((prices.get(cellKey(itemId, locationId)) ?? 0) * factor);
    return minorPerUnit > 0 ? [{ itemId, locationId, minorPerUnit }] : [];
  });
}
