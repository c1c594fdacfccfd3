import type { Db } from "../db/port";
import { toId, type Instant, type LocationId } from "../domain/ids";
import type { StoreRecord } from "../domain/records";
import { customersCsv } from "../reports/customers-csv";
import { inventoryCsv, type InventoryFilter } from "../reports/inventory-csv";
import { ordersCsv } from "../reports/orders-csv";
import { dateOf } from "../ui/plain/time-words";
import { firstChosen, readListAddress } from "./list-address";
import { shownOnly } from "./inventory/inventory-page.server";
import { filterOf, readOrdersAddress } from "./orders/orders-filter.server";

interface Ask {
  store: StoreRecord;
  url: URL;
}

/** A grant to see who buys is the store's to give; without it the files tell of goods alone. `people=no` leaves people out. */
const withPeople = ({ store, url }: Ask): boolean => store.scopes.some((scope) => /customers$/.test(scope)) && url.searchParams.get("people") !== "no";

/** The lists as files: each takes the query of the list's own address. */
export const listFiles = (db: Db, now: () => Instant) => {
  const named = (list: string, { store }: Ask) => `${list}-${dateOf(now(), store.timeZone)}.csv`;
  return {
    "orders.csv": async (ask: Ask) => ({
      name: named("orders", ask),
      text: await ordersCsv(db, { store: ask.store, people: withPeople(ask) }, filterOf(readOrdersAddress(ask.url), { timeZone: ask.store.timeZone, now: now() })),
    }),
    "customers.csv": async (ask: Ask) => ({ name: named("customers", ask), text: customersCsv(db, { store: ask.store, people: withPeople(ask) }, searchOf(ask.url)) }),
    "inventory.csv": async (ask: Ask) => ({ name: named("inventory", ask), text: await inventoryCsv(db, ask, inventoryFilter({ ...ask, now: now() })) }),
  };
};

const searchOf = (url: URL): { search?: string } => {
  const search = firstChosen(readListAddress(url, ["search"]), "search");
  return search === "" ? {} : { search };
};

/** By what never changes while the file is written: not by what is available. */
const inventoryFilter = ({ store, url, now }: Ask & { now: Instant }): InventoryFilter => {
  const address = readListAddress(url, ["location", "show", "sort"]);
  const location = firstChosen(address, "location");
  const [by, direction] = firstChosen(address, "sort").split(":");
  return {
    ...searchOf(url),
    ...(location !== "" && { locationId: toId<LocationId>(location) }),
    ...shownOnly(address.chosen["show"] ?? [], { store, now }),
    ...((by === "title" || by === "sku") && (direction === "up" || direction === "down") && { sort: { by, direction } }),
  };
};
