import type { ChangeSet } from "../change-set";
import type { Instant } from "../ids";
import { searchTerms } from "../orders/facts";
import type { OrderAggregate } from "../records";
import { type PersonWords, jsonWithoutPerson, withoutPerson } from "./words";

export interface Forgetting {
  /** What people wrote on the order is cleared of these; null: it is left as it stands. */
  words: PersonWords | null;
  now: Instant;
  eventId: string;
  actor: string;
  /** Somebody asked, or the time was over for which the merchant keeps it. */
  why: "request" | "retention";
}

/**
 * What is left of an order without its customer: goods, money, parcels and history. The tie to the customer and to the contact is
 * cut, the place it went to is kept as country and province, and it is found by its name and goods alone.
 */
export const forgetOrder = ({ order, lines }: OrderAggregate, { words, now, eventId, actor, why }: Forgetting): ChangeSet => {
  const said = <T>(value: T): T => (words === null ? value : (jsonWithoutPerson(value, words, "every-name") as T));
  const forgotten: typeof order = {
    ...order, contactId: null, customerId: null, shipToPostal: null, shipToLatitude: null, shipToLongitude: null,
    tags: said(order.tags), customerTags: [], attention: said(order.attention), problem: said(order.problem),
    holdReason: order.holdReason === null || words === null ? order.holdReason : withoutPerson(order.holdReason, words, "every-name"),
    version: order.version + 1, updatedAt: now,
  };
  return {
    merchantId: order.merchantId,
    guards: [{ kind: "order", orderId: order.id, version: order.version }],
    orders: [{ order: forgotten, terms: searchTerms(order, lines, null) }],
    events: [{ merchantId: order.merchantId, id: eventId, orderId: order.id, at: now, actor, type: "customer-erased", detail: { why } }],
  };
};
