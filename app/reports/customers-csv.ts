import type { CustomerRow, Db } from "../db/port";
import { minorToDecimal } from "../domain/money";
import type { PlatformContact } from "../domain/platform";
import type { MerchantId } from "../domain/ids";
import { csvText, type CsvColumn } from "./csv";
import type { ExportAsk } from "./orders-csv";
import { isoInZone } from "./zoned-time";

const PAGE_ROWS = 250;

interface Row extends CustomerRow {
  contact: PlatformContact | null;
}

interface CustomerFilter {
  search?: string;
}

/** Customers of the store, newest last order first, as CSV in pieces. One row a customer; totals stand as "EUR 12.00, USD 3.50". */
export const customersCsv = (db: Db, { store, people }: ExportAsk, filter: CustomerFilter): AsyncGenerator<string> => {
  const time = (at: number) => isoInZone(at, store.timeZone);
  const columns: CsvColumn<Row>[] = [
    { title: "Customer id", cell: ({ customer }) => customer.platformId },
    ...(people ? PEOPLE : []),
    { title: "Orders", cell: ({ orders }) => orders },
    { title: "Spent", cell: ({ spent }) => spent.map(({ currency, totalMinor }) => `${currency} ${minorToDecimal(totalMinor, currency)}`).join(", ") },
    { title: "First order", cell: ({ customer }) => time(customer.firstOrderAt) },
    { title: "Last order", cell: ({ customer }) => time(customer.lastOrderAt) },
  ];
  return csvText(columns, rowsOf(db, people, { ...filter, merchantId: store.merchantId, storeId: store.id }));
};

async function* rowsOf(db: Db, people: boolean, filter: CustomerFilter & { merchantId: MerchantId; storeId: ExportAsk["store"]["id"] }): AsyncGenerator<Row[]> {
  const { merchantId, ...query } = filter;
  for (let cursor: string | undefined; ;) {
    const page = await db.customersPage(merchantId, { ...query, limit: PAGE_ROWS, ...(cursor === undefined ? {} : { cursor }) });
    const contacts = people ? await db.contacts(merchantId, page.rows.flatMap(({ customer }) => customer.contactId ?? [])) : new Map<string, PlatformContact>();
    yield page.rows.map((row) => ({ ...row, contact: row.customer.contactId === null ? null : (contacts.get(row.customer.contactId) ?? null) }));
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

const PEOPLE: CsvColumn<Row>[] = [
  { title: "Name", cell: ({ contact }) => contact?.name ?? null },
  { title: "E-mail", cell: ({ contact }) => contact?.email ?? null },
  { title: "Phone", cell: ({ contact }) => contact?.phone ?? null },
];
