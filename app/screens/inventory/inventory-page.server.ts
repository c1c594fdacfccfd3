import type { Db } from "../../db/port";
import type { ItemId } from "../../domain/ids";
import type { ItemRecord, LevelRecord, StockCause, StockEntry, StockState, StoreRecord } from "../../domain/records";
import { locationNames } from "../orders/orders-page.server";

export const ITEMS_PER_PAGE = 25;
export const ENTRIES_SHOWN_MAX = 200;
const SEARCH_CHARACTERS_MAX = 200;

export interface InventoryAddress {
  search: string;
  cursor: string | null;
}

/** One item at one location, in units. */
export interface LevelRow {
  id: string;
  itemId: string;
  sku: string;
  title: string;
  location: string;
  /** Not counted: always enough where it is stocked. */
  untracked: boolean;
  onHand: number;
  available: number;
  committed: number;
  /** Committed in the shop for orders that are not known here; negative for what it let go already. */
  unattributed: number;
  reserved: number;
  /** Damaged, safety stock and quality control. */
  unavailable: number;
  incoming: number;
  /** When the platform was last asked; null: never. */
  readAt: number | null;
}

export interface InventoryPage {
  address: InventoryAddress;
  rows: LevelRow[];
  nextCursor: string | null;
}

export const readInventoryAddress = (url: URL): InventoryAddress => ({
  search: (url.searchParams.get("search") ?? "").trim().slice(0, SEARCH_CHARACTERS_MAX),
  cursor: url.searchParams.get("cursor"),
});

export async function inventoryPage(db: Db, store: StoreRecord, address: InventoryAddress): Promise<InventoryPage> {
  const { merchantId } = store;
  const [found, locations] = await Promise.all([
    db.inventoryPage(merchantId, {
      limit: ITEMS_PER_PAGE,
      ...(address.search === "" ? {} : { search: address.search }),
      ...(address.cursor === null ? {} : { cursor: address.cursor }),
    }),
    db.locations(merchantId),
  ]);
  const nameOf = locationNames(locations);
  const rows = found.rows.flatMap(({ item, levels }) => levels.filter((level) => level.active).map((level) => levelRow(level, item, nameOf(level.locationId))));
  return { address, rows, nextCursor: found.nextCursor };
}

const levelRow = (level: LevelRecord, item: ItemRecord, location: string): LevelRow => ({
  id: `${level.itemId}@${level.locationId}`,
  itemId: level.itemId,
  sku: item.sku,
  title: item.title,
  untracked: !item.tracked,
  location,
  onHand: level.onHand,
  available: level.available,
  committed: level.committed,
  unattributed: level.unattributed,
  reserved: level.reserved,
  unavailable: level.damaged + level.safetyStock + level.qualityControl,
  incoming: level.incoming,
  readAt: level.readAt === 0 ? null : level.readAt,
});

export interface EntryRow {
  id: string;
  at: number;
  cause: string;
  location: string;
  state: string;
  /** "+3", "-1" */
  change: string;
  orderId: string | null;
}

export interface ItemPage {
  title: string;
  sku: string;
  tracked: boolean;
  continueSelling: boolean;
  levels: LevelRow[];
  entries: EntryRow[];
  /** Older entries exist and are not shown. */
  more: boolean;
}

/** One item: its levels, and the ledger's entries that make them up, newest first; null when the merchant has no such item. */
export async function itemPage(db: Db, store: StoreRecord, itemId: ItemId): Promise<ItemPage | null> {
  const { merchantId } = store;
  const [[item], levels, entries, locations] = await Promise.all([
    db.itemsById(merchantId, [itemId]), db.levels(merchantId, [itemId]), db.entriesOf(merchantId, itemId, ENTRIES_SHOWN_MAX + 1), db.locations(merchantId),
  ]);
  if (item === undefined) return null;
  const nameOf = locationNames(locations);
  return {
    title: item.title,
    sku: item.sku,
    tracked: item.tracked,
    continueSelling: item.continueSelling,
    levels: levels.map((level) => levelRow(level, item, nameOf(level.locationId))),
    entries: entries.slice(0, ENTRIES_SHOWN_MAX).map((entry, index) => entryRow(entry, index, nameOf(entry.locationId))),
    more: entries.length > ENTRIES_SHOWN_MAX,
  };
}

const CAUSES: Record<StockCause, string> = {
  reading: "Read from your shop",
  reserve: "Reserved for an order",
  place: "Placed by your shop",
  plan: "Planned for an order",
  release: "Released from an order",
  ship: "Shipped",
  adjust: "Corrected",
};

export const STATE_WORDS: Record<StockState, string> = {
  onHand: "On hand", available: "Available", committed: "Committed", unattributed: "Committed elsewhere", reserved: "Reserved", damaged: "Damaged",
  safetyStock: "Safety stock", qualityControl: "Quality control", incoming: "Incoming",
};

const entryRow = (entry: StockEntry, index: number, location: string): EntryRow => ({
  id: `${index}-${entry.causeKey}`,
  at: entry.at,
  cause: CAUSES[entry.cause],
  location,
  state: STATE_WORDS[entry.state],
  change: entry.delta > 0 ? `+${entry.delta}` : `−${-entry.delta}`,
  orderId: entry.orderId,
});
