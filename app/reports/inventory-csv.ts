import type { Db, InventoryQuery } from "../db/port";
import type { ItemRecord, LevelRecord } from "../domain/records";
import { csvText, type CsvColumn } from "./csv";
import type { ExportAsk } from "./orders-csv";
import { isoInZone } from "./zoned-time";

const PAGE_ROWS = 250;

interface Row {
  item: ItemRecord;
  level: LevelRecord;
}

export type InventoryFilter = Omit<InventoryQuery, "cursor" | "limit">;

/** Items that match, one row for each location that stocks them, as CSV in pieces. Units are whole. */
export const inventoryCsv = async (db: Db, { store }: Pick<ExportAsk, "store">, filter: InventoryFilter): Promise<AsyncGenerator<string>> => {
  const names = new Map((await db.locations(store.merchantId)).map((location) => [location.id, location.name]));
  const units = (title: string, field: "onHand" | "available" | "committed" | "reserved" | "damaged" | "safetyStock" | "qualityControl" | "incoming"): CsvColumn<Row> =>
    ({ title, cell: ({ item, level }) => (item.tracked ? level[field] : null) });
  const columns: CsvColumn<Row>[] = [
    { title: "SKU", cell: ({ item }) => item.sku },
    { title: "Item", cell: ({ item }) => item.title },
    { title: "Location", cell: ({ level }) => names.get(level.locationId) ?? "A removed location" },
    units("On hand", "onHand"), units("Available", "available"),
    { title: "Committed", cell: ({ item, level }) => (item.tracked ? level.committed + level.unattributed : null) },
    units("Reserved", "reserved"), units("Damaged", "damaged"), units("Safety stock", "safetyStock"), units("Quality control", "qualityControl"), units("Incoming", "incoming"),
    { title: "Counted", cell: ({ item }) => (item.tracked ? "yes" : "no") },
    { title: "Last read", cell: ({ level }) => (level.readAt === 0 ? null : isoInZone(level.readAt, store.timeZone)) },
    { title: "Item id", cell: ({ item }) => item.platformId },
    { title: "Location id", cell: ({ level }) => level.locationId },
  ];
  return csvText(columns, rowsOf(db, store.merchantId, filter));
};

async function* rowsOf(db: Db, merchantId: ExportAsk["store"]["merchantId"], filter: InventoryFilter): AsyncGenerator<Row[]> {
  for (let cursor: string | undefined; ;) {
    const page = await db.inventoryPage(merchantId, { ...filter, limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) });
    yield page.rows.flatMap(({ item, levels }) => levels
      .filter((level) => level.active && (filter.locationId === undefined || level.locationId === filter.locationId))
      .map((level) => ({ item, level })));
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}
