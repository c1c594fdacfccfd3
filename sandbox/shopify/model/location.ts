import { exactNumber } from "../exact-json";
import type { Location } from "./records";
import type { World } from "./world";

/** Closing a location stops new assignments; what is assigned stays until it is moved. Shopify asks to move it first (assumed not enforced). */
export function setLocationActive(world: World, location: Location, active: boolean): void {
  if (location.active === active) return;
  location.active = active;
  location.updatedAt = world.now();
  world.emit(active ? "locations/activate" : "locations/deactivate", { kind: "location", location });
  world.emit("locations/update", { kind: "location", location });
}

export type LocationChange = Partial<Pick<Location, "name" | "address1" | "city" | "province" | "provinceCode" | "zip" | "countryCode" | "latitude" | "longitude" | "fulfillsOnlineOrders" | "shipsInventory">>;

/** A person renames a location, corrects its address, or takes it out of online sales: `locations/update`. */
export function changeLocation(world: World, location: Location, change: LocationChange): void {
  Object.assign(location, change);
  location.updatedAt = world.now();
  world.emit("locations/update", { kind: "location", location });
}

export type NewLocation = LocationChange & { name: string; isFulfillmentService?: boolean };

const ADDRESS = { address1: "12 Wharf Road", city: "Memphis", province: "Tennessee", provinceCode: "TN", zip: "38103", countryCode: "US", latitude: 35.1495, longitude: -90.049 };

/** A new location, last by rank. One of a fulfillment service is a 3PL's: what it ships has to be requested (schema, FulfillmentOrder). */
export function addLocation(world: World, wish: NewLocation): Location {
  const now = world.now();
  const location: Location = { ...ADDRESS, fulfillsOnlineOrders: true, shipsInventory: true, ...wish, id: world.newId(), active: true, isFulfillmentService: wish.isFulfillmentService ?? false, createdAt: now, updatedAt: now };
  world.shop.locations.set(location.id, location);
  world.emit("locations/create", { kind: "location", location });
  return location;
}

/** Only a closed location without stock can be deleted (schema, locationDelete). */
export function deleteLocation(world: World, location: Location): boolean {
  const stocked = [...world.shop.items.values()].some((item) => item.levels.get(location.id)?.active);
  if (location.active || stocked) return false;
  world.shop.locations.delete(location.id);
  world.emit("locations/delete", { kind: "body", body: () => ({ id: exactNumber(location.id) }) });
  return true;
}
