import type { Location } from "../../sandbox/shopify/model/records";
import type { Happening } from "./happening";
import { rememberEdit, rememberPlacing } from "./memory";
import { SCOPES } from "./store";
import type { World } from "./world";

/** What happens to locations, to the app's permissions and to messages as such. */
export const placeActs: readonly Happening[] = [
  [0.4, "close", (world) => closing(world, ({ id }) => world.twin.people().closeLocation(id))],
  [0.3, "close and move", (world) => closing(world, (from) => closeAndMove(world, from))],
  [0.8, "open", (world) => onLocation(world, (one) => !one.active, ({ id }) => world.twin.people().openLocation(id))],
  [0.4, "no online orders", (world) => closing(world, ({ id }) => world.twin.people().changeLocation(id, { fulfillsOnlineOrders: false }))],
  [0.6, "online orders", (world) => onLocation(world, (one) => !one.fulfillsOnlineOrders, ({ id }) => world.twin.people().changeLocation(id, { fulfillsOnlineOrders: true }))],
  [0.3, "new address", (world) => onLocation(world, () => true, ({ id }) => world.twin.people().changeLocation(id, { zip: "74103", city: "Tulsa", latitude: 36.1539, longitude: -95.9928 }))],
  [0.1, "new location", (world) => void (world.twin.shop().locations.size < 7 && world.twin.people().addLocation({ name: `Depot ${world.twin.shop().locations.size + 1}` }))],
  [0.2, "withdraw scope", withdraw],
  [0.8, "grant scopes", (world) => grantAll(world)],
  [0.2, "blackout", (world) => darken(world)],
  [2, "light", (world) => void (world.twin.faults.blackout = 0)],
];

const onLocation = (world: World, passes: (one: Location) => boolean, act: (one: Location) => unknown): void => {
  const some = [...world.twin.shop().locations.values()].filter(passes);
  if (some.length > 0) act(world.dice.pick(some));
};

const sells = (one: Location): boolean => one.active && one.fulfillsOnlineOrders && !one.isFulfillmentService;

/** Somewhere online orders are always fulfilled. */
const closing = (world: World, act: (one: Location) => unknown): void => {
  if ([...world.twin.shop().locations.values()].filter(sells).length > 1) onLocation(world, sells, act);
};

const closeAndMove = (world: World, from: Location): void => {
  const { dice, twin } = world;
  const to = dice.pick([...twin.shop().locations.values()].filter((one) => sells(one) && one.id !== from.id));
  for (const item of twin.shop().items.values()) {
    if ((item.levels.get(from.id)?.quantities.available ?? 0) <= 0) continue;
    rememberEdit(world, { itemId: item.id, locationId: from.id });
    rememberEdit(world, { itemId: item.id, locationId: to.id });
  }
  for (const one of twin.inspect().fulfillmentOrders) if (one.open && one.locationId === from.id) rememberPlacing(world, one.orderId);
  twin.people().closeLocation(from.id, { moveTo: to.id });
};

function withdraw(world: World): void {
  world.memory.deaf = true;
  world.twin.people().withdrawScopes([world.dice.pick(SCOPES)]);
}

export const grantAll = (world: World): void => {
  const granted = world.twin.shop().grantedScopes;
  if (granted !== null && SCOPES.some((scope) => !granted.includes(scope))) world.twin.people().grantScopes([...SCOPES]);
};

const darken = (world: World): void => {
  world.memory.deaf = true;
  world.twin.faults.blackout = 1;
};
