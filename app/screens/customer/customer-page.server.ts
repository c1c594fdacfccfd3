import type { Db } from "../../db/port";
import type { OrderRecord, StoreRecord } from "../../domain/records";
import type { TimelineItem } from "../../ui/plain/timeline";
import { activityItem } from "../activity-words";
import type { ListAddress } from "../list-address";
import { formatMoney } from "../money";
import { ORDER_STATES, type StateWords } from "../order-words";

export const CUSTOMER_ORDERS_PER_PAGE = 25;
const ACTIVITY_SHOWN_MAX = 20;

export interface CustomerOrderRow {
  id: string;
  name: string;
  placedAt: number;
  state: StateWords;
  total: string;
  test: boolean;
}

/** Each part of a profile: what the shop told, or null where it withholds it. */
export interface Profile {
  name: string | null;
  email: string | null;
  phone: string | null;
  /** Lines as they stand on an envelope; null: no address is known. */
  address: string[] | null;
}

export interface CustomerPage {
  id: string;
  /** `withheld`: the shop never told. `erased`: it was known once. */
  contact: { kind: "known"; profile: Profile } | { kind: "withheld" } | { kind: "erased" };
  orders: number;
  spent: string[];
  firstOrderAt: number;
  lastOrderAt: number;
  address: ListAddress;
  rows: CustomerOrderRow[];
  nextCursor: string | null;
  activity: TimelineItem[];
}

/** A person who buys; null when the merchant knows no such customer (any more). */
export async function customerPage(db: Db, store: StoreRecord, ask: { customerId: string; address: ListAddress }): Promise<CustomerPage | null> {
  const { merchantId } = store;
  const { customerId, address } = ask;
  const customer = await db.customer(merchantId, customerId);
  if (customer === null) return null;
  const [found, figures, contacts, activity] = await Promise.all([
    db.findOrders({ merchantId, customerId, limit: CUSTOMER_ORDERS_PER_PAGE, ...(address.cursor === null ? {} : { cursor: address.cursor }) }),
    db.customerFigures(merchantId, [customerId]),
    db.contacts(merchantId, customer.contactId === null ? [] : [customer.contactId]),
    db.activityPage(merchantId, { subject: { subjectKind: "customer", subjectId: customerId }, limit: ACTIVITY_SHOWN_MAX }),
  ]);
  const figure = figures.get(customerId);
  return {
    id: customerId,
    contact: contactOf(customer.contactId, contacts),
    orders: figure?.orders ?? 0,
    spent: (figure?.spent ?? []).map(({ currency, totalMinor }) => formatMoney(totalMinor, currency)),
    firstOrderAt: customer.firstOrderAt,
    lastOrderAt: customer.lastOrderAt,
    address,
    rows: found.rows.map(orderRow),
    nextCursor: found.nextCursor,
    activity: activity.rows.map((record) => activityItem(record)),
  };
}

function contactOf(contactId: string | null, contacts: Awaited<ReturnType<Db["contacts"]>>): CustomerPage["contact"] {
  if (contactId === null) return { kind: "withheld" };
  const contact = contacts.get(contactId);
  if (contact === undefined) return { kind: "erased" };
  const { name, email, phone, company, address1, address2, city, provinceCode, postalCode, countryCode } = contact;
  const lines = [company, address1, address2, [city, provinceCode, postalCode].filter(Boolean).join(" "), countryCode].filter((line): line is string => line !== null && line !== "");
  return { kind: "known", profile: { name, email, phone, address: lines.length === 0 ? null : lines } };
}

const orderRow = (order: OrderRecord): CustomerOrderRow => ({
  id: order.id, name: order.name, placedAt: order.placedAt, state: ORDER_STATES[order.status], total: formatMoney(order.totalMinor, order.currency), test: order.test,
});
