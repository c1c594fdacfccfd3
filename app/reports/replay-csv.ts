import type { Db } from "../db/port";
import type { LocationId } from "../domain/ids";
import { minorToDecimal } from "../domain/money";
import type { StoreRecord } from "../domain/records";
import type { ChangedOrder, PlanBrief } from "../domain/replay/types";
import { csvText, type CsvColumn } from "./csv";
import { isoInZone } from "./zoned-time";

const PAGE_ROWS = 250;

interface Row {
  name: string;
  change: ChangedOrder;
}

/** The orders that a replayed policy would change, those that differ most first, as CSV in pieces. */
export const replayCsv = async (db: Db, { store, runId }: { store: StoreRecord; runId: string }): Promise<AsyncGenerator<string>> => {
  const names = new Map<LocationId, string>((await db.locations(store.merchantId)).map((location) => [location.id, location.name]));
  return csvText(columnsOf(store, names), rowsOf(db, { store, runId }));
};

async function* rowsOf(db: Db, { store: { merchantId }, runId }: { store: StoreRecord; runId: string }): AsyncGenerator<Row[]> {
  for (let afterRank = -1; ;) {
    const page = await db.replayOrders(merchantId, runId, { afterRank, limit: PAGE_ROWS });
    if (page.length === 0) return;
    const orders = new Map((await db.orderAggregates(merchantId, page.map(({ change }) => change.orderId))).map(({ order }) => [order.id, order.name]));
    yield page.map(({ change }) => ({ change, name: orders.get(change.orderId) ?? "" }));
    afterRank = page.at(-1)?.rank ?? afterRank;
  }
}

const columnsOf = ({ timeZone, currency }: StoreRecord, names: ReadonlyMap<LocationId, string>): CsvColumn<Row>[] => {
  const money = (minor: number): string => minorToDecimal(minor, currency);
  const from = ({ shipped, assignments }: PlanBrief): string => {
    if (!shipped) return "not shipped";
    const units = new Map<LocationId, number>();
    for (const part of assignments) units.set(part.locationId, (units.get(part.locationId) ?? 0) + part.units);
    return [...units].map(([id, count]) => `${names.get(id) ?? "A removed location"} ${count}`).join("; ");
  };
  const plan = (title: string, of: (change: ChangedOrder) => PlanBrief): CsvColumn<Row>[] => [
    { title: `${title}: ships from`, cell: ({ change }) => from(of(change)) },
    { title: `${title}: parcels`, cell: ({ change }) => of(change).parcels },
    { title: `${title}: cost`, cell: ({ change }) => money(of(change).costMinor) },
    { title: `${title}: days late`, cell: ({ change }) => of(change).daysLate },
  ];
  return [
    { title: "Order", cell: ({ name }) => name },
    { title: "Placed", cell: ({ change }) => isoInZone(change.placedAt, timeZone) },
    { title: "Stock", cell: ({ change }) => (change.estimated ? "estimated" : "as recorded") },
    ...plan("Compared with", (change) => change.before),
    ...plan("Tried", (change) => change.after),
    { title: "Saving", cell: ({ change }) => money(change.savingMinor) },
    { title: "Currency", cell: () => currency },
  ];
};
