import type { Db } from "../../db/port";
import type { StoreRecord } from "../../domain/records";
import { firstChosen, type ListAddress } from "../list-address";
import { formatMoney } from "../money";

export const CUSTOMERS_PER_PAGE = 50;

export interface CustomerListRow {
  id: string;
  /** Null: the shop withholds it, or it was erased. */
  name: string | null;
  email: string | null;
  erased: boolean;
  orders: number;
  lastOrderAt: number;
  /** "$128.40", one a currency. */
  spent: string[];
}

export interface CustomersPage {
  address: ListAddress;
  rows: CustomerListRow[];
  nextCursor: string | null;
}

export async function customersPage(db: Db, store: StoreRecord, address: ListAddress): Promise<CustomersPage> {
  const search = firstChosen(address, "search");
  const found = await db.customersPage(store.merchantId, {
    storeId: store.id, limit: CUSTOMERS_PER_PAGE, ...(search === "" ? {} : { search }), ...(address.cursor === null ? {} : { cursor: address.cursor }),
  });
  const contacts = await db.contacts(store.merchantId, found.rows.flatMap(({ customer }) => (customer.contactId === null ? [] : [customer.contactId])));
  const rows = found.rows.map(({ customer, orders, spent }): CustomerListRow => {
    const contact = customer.contactId === null ? undefined : contacts.get(customer.contactId);
    return {
      id: customer.id, name: contact?.name ?? null, email: contact?.email ?? null, erased: customer.contactId !== null && contact === undefined, orders,
      lastOrderAt: customer.lastOrderAt, spent: spent.map(({ currency, totalMinor }) => formatMoney(totalMinor, currency)),
    };
  });
  return { address, rows, nextCursor: found.nextCursor };
}
