import type { Db } from "../db/port";
import { toId, type Instant, type LocationId } from "../domain/ids";
import type { Rates } from "../domain/policy/rates-csv";
import type { StoreRecord } from "../domain/records";
import { DEFAULT_POLICY } from "../domain/routing/policy";
import { customersCsv } from "../reports/customers-csv";
import { inventoryCsv, type InventoryFilter } from "../reports/inventory-csv";
import { ordersCsv } from "../reports/orders-csv";
import { replayCsv } from "../reports/replay-csv";
import { ratesCsv } from "../reports/rates-csv";
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
    "routing-rates.csv": async (ask: Ask) => ({ name: named("routing-rates", ask), text: ratesCsv(await ratesOf(db, ask), ask.store.currency) }),
    "replay-orders.csv": async (ask: Ask) => ({ name: named("replay-orders", ask), text: await replayCsv(db, { store: ask.store, runId: ask.url.searchParams.get("run") ?? "" }) }),
    "inventory.csv": async (ask: Ask) => ({ name: named("inventory", ask), text: await inventoryCsv(db, ask, inventoryFilter({ ...ask, now: now() })) }),
  };
};

/** Those of the draft that is asked for, or of the policy in use; a shop that has none yet, and whoever asks for a sample, gets the start's. */
const ratesOf = async (db: Db, { store: { merchantId }, url }: Ask): Promise<Rates> => {
  if (url.searchParams.get("sample") === "yes") return DEFAULT_POLICY;
  const draftId = url.searchParams.get("draft");
  const found = draftId === null ? await db.latestPolicy(merchantId) : await db.policyDraft(merchantId, draftId);
  return found?.policy.tariff ?? DEFAULT_POLICY;
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
