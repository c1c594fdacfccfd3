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
