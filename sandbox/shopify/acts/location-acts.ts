import { isTerminal } from "../model/fulfillment-order";
import { move } from "../model/fulfillment-order-change";
import { addLocation, changeLocation, deleteLocation, setLocationActive } from "../model/location";
import type { LocationChange, NewLocation } from "../model/location";
import { carryStock } from "../model/stocking";
import { finders } from "./stage";
import type { ActStage } from "./stage";

/** What staff do to locations. */
export function locationActs({ world, act }: ActStage) {
  const { location } = finders(world);
  const moveAway = (fromId: string, toId: string) => {
    carryStock(world, fromId, toId);
    const waiting = [...world.shop.fulfillmentOrders.values()].filter((one) => one.locationId === fromId && !isTerminal(one));
    for (const fulfillmentOrder of waiting) move(world, { fulfillmentOrder, locationId: toId, lines: null });
  };
  return {
    /** With `moveTo` its stock and its open orders go there first, where that is possible. */
    closeLocation: (locationId: string, wish: { moveTo?: string } = {}) => act(() => {
      if (wish.moveTo) moveAway(locationId, location(wish.moveTo).id);
      setLocationActive(world, location(locationId), false);
    }),
    openLocation: (locationId: string) => act(() => setLocationActive(world, location(locationId), true)),
    /** Its name, its address, or whether it fulfills online orders. */
    changeLocation: (locationId: string, change: LocationChange) => act(() => changeLocation(world, location(locationId), change)),
    addLocation: (wish: NewLocation) => act(() => addLocation(world, wish).id),
    /** False while it is open or stocks something. */
    deleteLocation: (locationId: string) => act(() => deleteLocation(world, location(locationId))),
  };
}
