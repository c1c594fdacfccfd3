import type { Happening, Need, Subject } from "./happening";

interface Rest { label: string; happen: Happening["happen"]; needs?: readonly Need[] }
const location = (name: string, rest: Rest): Happening => ({ group: "locations", under: "The location", name, needs: ["location"], ...rest });
const fresh = (name: string, rest: Rest): Happening => ({ group: "locations", under: "A new one", name, needs: [], ...rest });
const app = (under: string, name: string, rest: Rest): Happening => ({ group: "app", under, name, needs: [], ...rest });

const NEW_ADDRESS = { address1: "31 Foundry Street", city: "Tulsa", province: "Oklahoma", provinceCode: "OK", zip: "74103", latitude: 36.1539, longitude: -95.9928 };
const another = ({ shop, location: chosen }: Subject) => [...shop.locations.values()].find(({ id, active, isFulfillmentService }) => id !== chosen.id && active && !isFulfillmentService);

export const locationHappenings: readonly Happening[] = [
  location("close", { label: "Close", happen: ({ people, location: { id, active } }) => (active ? people.closeLocation(id) : false) }),
  location("close-and-move", { label: "Close and move all away", happen: (subject) => { const to = another(subject); return to && subject.location.active ? subject.people.closeLocation(subject.location.id, { moveTo: to.id }) : false; } }),
  location("open", { label: "Open", happen: ({ people, location: { id, active } }) => (active ? false : people.openLocation(id)) }),
  location("rename", { label: "Rename", happen: ({ people, location: { id, name } }) => people.changeLocation(id, { name: name.endsWith(" (new)") ? name.slice(0, -6) : `${name} (new)` }) }),
  location("readdress", { label: "New address", happen: ({ people, location: { id } }) => people.changeLocation(id, NEW_ADDRESS) }),
  location("online-toggle", { label: "Switch online orders", happen: ({ people, location: { id, fulfillsOnlineOrders } }) => people.changeLocation(id, { fulfillsOnlineOrders: !fulfillsOnlineOrders }) }),
  fresh("new-location", { label: "New location", happen: ({ people, shop }) => people.addLocation({ name: `Memphis depot ${shop.locations.size + 1}` }) }),
  fresh("new-3pl", { label: "New 3PL with goods", happen: ({ people }) => people.openThirdParty() }),
];

export const appHappenings: readonly Happening[] = [
  app("Permissions", "withdraw-scope", { label: "Withdraw", needs: ["scope"], happen: ({ people, scope }) => people.withdrawScopes([scope]) }),
  app("Permissions", "grant-scope", { label: "Grant", needs: ["scope"], happen: ({ people, scope }) => people.grantScopes([scope]) }),
  app("Installation", "uninstall", { label: "Uninstall", happen: ({ people, shop }) => (shop.installed ? people.uninstall() : false) }),
  app("Privacy, for the order's customer", "ask-for-data", { label: "Customer asks for data", needs: ["order"], happen: ({ people, order }) => (order.customer ? people.requestCustomerData(order.customer.id) : false) }),
  app("Privacy, for the order's customer", "redact-customer", { label: "Forget the customer", needs: ["order"], happen: ({ people, order }) => (order.customer ? people.redactCustomer(order.customer.id) : false) }),
  app("Privacy, for the order's customer", "redact-shop", { label: "Forget the shop", happen: ({ people }) => people.redactShop() }),
];
