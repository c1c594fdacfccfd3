import type { Db, InventoryQuery } from "../../db/port";
import { toId, type Instant, type LocationId } from "../../domain/ids";
import type { StoreRecord } from "../../domain/records";
import { startOfDay } from "../../ui/plain/time-words";
import { firstChosen, type ListAddress } from "../list-address";
import { levelRows, type LevelRow } from "./level-rows.server";

export const ITEMS_PER_PAGE = 25;
const NOTICES_MAX = 1_000;
const LOOKING_MAX = 1_000;

/** What the list's address may say. */
export const INVENTORY_PARAMETERS = ["search", "location", "show", "sort"] as const;
const SORTS = ["title", "sku", "available"] as const;

export interface InventoryPage {
  address: ListAddress;
  rows: LevelRow[];
  nextCursor: string | null;
  sort: { key: (typeof SORTS)[number]; direction: "up" | "down" };
  locations: { value: string; label: string }[];
}

export async function inventoryPage(db: Db, { store, now }: Asking, address: ListAddress): Promise<InventoryPage> {
  const { merchantId } = store;
  const query = queryOf(address, { store, now });
  const [found, locations, settings, notices, looking] = await Promise.all([
    db.inventoryPage(merchantId, { ...query, limit: ITEMS_PER_PAGE, ...(address.cursor === null ? {} : { cursor: address.cursor }) }),
    db.locations(merchantId), db.locationSettings(merchantId), db.openNotices(merchantId, store.id, NOTICES_MAX), db.differencesLooking(merchantId, store.id, LOOKING_MAX),
  ]);
  const rowOf = levelRows({ locations, settings, notices, looking });
  const rows = found.rows.flatMap(({ item, levels }) =>
    levels.filter((level) => level.active && (query.locationId === undefined || level.locationId === query.locationId)).map((level) => rowOf(item, level)));
  return {
    address, rows, nextCursor: found.nextCursor, sort: { key: query.sort.by, direction: query.sort.direction },
    locations: locations.map(({ id, name }) => ({ value: id, label: name })),
  };
}

interface Asking {
  store: StoreRecord;
  now: Instant;
}

/** What the list shows only, by the values of its address. "Today" is the store's. */
export const shownOnly = (shown: readonly string[], { store, now }: Asking): Pick<InventoryQuery, "low" | "negative" | "differingSince"> => ({
  ...(shown.includes("low") && { low: true }), ...(shown.includes("negative") && { negative: true }), ...(shown.includes("differing") && { differingSince: startOfDay(now, store.timeZone) }),
});

function queryOf(address: ListAddress, asking: Asking): Omit<InventoryQuery, "cursor" | "limit"> & { sort: { by: (typeof SORTS)[number]; direction: "up" | "down" } } {
  const search = firstChosen(address, "search");
  const location = firstChosen(address, "location");
  const [written, direction] = firstChosen(address, "sort").split(":");
  const by = SORTS.find((each) => each === written) ?? "title";
  return {
    ...(search === "" ? {} : { search }), ...(location === "" ? {} : { locationId: toId<LocationId>(location) }),
    ...shownOnly(address.chosen["show"] ?? [], asking),
    sort: { by, direction: direction === "down" ? "down" : "up" },
  };
}
