import type { Db, InventoryQuery } from "../../db/port";
import { toId, type LocationId } from "../../domain/ids";
import type { StoreRecord } from "../../domain/records";
import { firstChosen, type ListAddress } from "../list-address";
import { levelRows, type LevelRow } from "./level-rows.server";

export const ITEMS_PER_PAGE = 25;
const NOTICES_MAX = 1_000;
const LOOKING_MAX = 1_000;

/** What the list's address may say. */
export const INVENTORY_PARAMETERS = ["search", "location", "show", "sort"] as const;
export const SHOWN: readonly { value: "low" | "negative" | "differing"; label: string }[] = [
  { value: "low", label: "Low" }, { value: "negative", label: "Below zero" }, { value: "differing", label: "Differs from your shop" },
];
const SORTS = ["title", "sku", "available"] as const;

export interface InventoryPage {
  address: ListAddress;
  rows: LevelRow[];
  nextCursor: string | null;
  sort: { key: (typeof SORTS)[number]; direction: "up" | "down" };
  locations: { value: string; label: string }[];
}

export async function inventoryPage(db: Db, store: StoreRecord, address: ListAddress): Promise<InventoryPage> {
  const { merchantId } = store;
  const query = queryOf(address);
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

function queryOf(address: ListAddress): Omit<InventoryQuery, "cursor" | "limit"> & { sort: { by: (typeof SORTS)[number]; direction: "up" | "down" } } {
  const search = firstChosen(address, "search");
  const location = firstChosen(address, "location");
  const shown = new Set(address.chosen["show"] ?? []);
  const [written, direction] = firstChosen(address, "sort").split(":");
  const by = SORTS.find((each) => each === written) ?? "title";
  return {
    ...(search === "" ? {} : { search }), ...(location === "" ? {} : { locationId: toId<LocationId>(location) }),
    ...Object.fromEntries(SHOWN.filter(({ value }) => shown.has(value)).map(({ value }) => [value, true])),
    sort: { by, direction: direction === "down" ? "down" : "up" },
  };
}
