import type { Db } from "../../db/port";
import type { PlatformContact } from "../../domain/platform";
import type { OrderRecord } from "../../domain/records";

export interface CustomerView {
  name: string | null;
  email: string | null;
  phone: string | null;
  address: string[];
}

/** "gone": erased, or not shared by the platform. */
export type CustomerBlock = CustomerView | "none" | "gone";

/** The person's page and how many orders they placed; null for guests of a shop counter and where the platform withholds it. */
export interface CustomerProfile {
  to: string;
  orders: number;
}

export async function profileOf(db: Db, { merchantId, customerId }: OrderRecord): Promise<CustomerProfile | null> {
  if (customerId === null) return null;
  const [customer, figures] = await Promise.all([db.customer(merchantId, customerId), db.customerFigures(merchantId, [customerId])]);
  return customer === null ? null : { to: `/customers/${encodeURIComponent(customerId)}`, orders: figures.get(customerId)?.orders ?? 1 };
}

export function customerOf(contactId: string | null, contacts: ReadonlyMap<string, PlatformContact>): CustomerBlock {
  if (contactId === null) return "none";
  const contact = contacts.get(contactId);
  if (contact === undefined) return "gone";
  const city = [contact.city, contact.provinceCode, contact.postalCode].filter(Boolean).join(" ");
  return {
    name: contact.name,
    email: contact.email,
    phone: contact.phone,
    address: [contact.company, contact.address1, contact.address2, city, contact.countryCode].filter((part): part is string => Boolean(part)),
  };
}
