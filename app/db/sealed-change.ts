import type { ChangeSet } from "../domain/change-set";
import type { OrderId } from "../domain/ids";
import { sealContact, type SealedContact } from "./contacts";
import type { SearchTerms } from "./search-terms";
import type { Seal } from "../auth/seal";

/** A change set with its secrets made ready, so that no cryptography happens while the database is locked. */
export interface SealedChange {
  set: ChangeSet;
  contacts: SealedContact[];
  /** Hashes of the words to find an order by; orders without an entry keep theirs. */
  terms: Map<OrderId, string[]>;
}

export const sealChange = (set: ChangeSet, seal: Seal, searchTerms: SearchTerms): SealedChange => {
  const terms = new Map<OrderId, string[]>();
  for (const { order, terms: words } of set.orders ?? []) {
    if (words) terms.set(order.id, searchTerms.toStore(set.merchantId, words));
  }
  return { set, contacts: (set.contacts ?? []).map((contact) => sealContact(seal, contact)), terms };
};
