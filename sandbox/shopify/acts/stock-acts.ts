import { changeLevel, quantityOf } from "../model/level";
import { addProduct, changeVariant, deleteProduct } from "../model/product";
import type { NewProduct, VariantChange } from "../model/product";
import type { State } from "../model/records";
import { stockAt, stopStockingAt } from "../model/stocking";
import { finders } from "./stage";
import type { ActStage } from "./stage";

interface Place { itemId: string; locationId: string }

/** What staff and other apps do to stock and products. */
export function stockActs({ world, act }: ActStage) {
  const { item, level } = finders(world);
  return {
    /** Counts stock anew, receives or loses it: adds `delta` units to one state of a level. */
    adjustStock: (place: Place & { delta: number; state?: State }) => act(() => changeLevel(world, level(place.itemId, place.locationId), { [place.state ?? "available"]: place.delta })),
    /** A count: on hand or available is so many from now on. On hand changes through available. */
    countStock: (place: Place & { name: "available" | "on_hand"; quantity: number }) => act(() => {
      const counted = level(place.itemId, place.locationId);
      changeLevel(world, counted, { available: place.quantity - (quantityOf(counted, place.name) ?? 0) });
    }),
    /** Units change their state at one location, as when something breaks. False when there are not so many. */
    moveStock: (place: Place & { units: number; from: State; to: State }) => act(() => {
      const changed = level(place.itemId, place.locationId);
      if (place.from === place.to || place.units < 1 || changed.quantities[place.from] < place.units) return false;
      changeLevel(world, changed, { [place.from]: -place.units, [place.to]: place.units });
      return true;
    }),
    stockAt: (itemId: string, locationId: string, units = 0) => act(() => {
      const stocked = stockAt(world, item(itemId), locationId);
      if (units !== 0) changeLevel(world, stocked, { available: units });
    }),
    /** False while orders wait there for it. */
    stopStockingAt: (itemId: string, locationId: string) => act(() => stopStockingAt(world, item(itemId), locationId)),
    setPolicyOfVariant: (variantId: string, change: VariantChange) => act(() => changeVariant(world, variantId, change)),
    addProduct: (wish: NewProduct) => act(() => {
      const { id, productId, itemId } = addProduct(world, wish);
      return { variantId: id, productId, itemId };
    }),
    deleteProduct: (productId: string) => act(() => deleteProduct(world, productId)),
  };
}
