import { upsertContact, upsertContactKey } from "./contacts";
import type { SealedChange } from "./sealed-change";
import { ask, insertAll, insertionOf, type Work } from "./statement";
import { writeDesk } from "./commit-desk";
import { upsertOf } from "./upsert";

const upsertStore = upsertOf("upsert_store", (t) => t.stores, (t) => [t.merchantId, t.id]);
const upsertLocation = upsertOf("upsert_location", (t) => t.locations, (t) => [t.merchantId, t.id]);
const upsertItem = upsertOf("upsert_item", (t) => t.items, (t) => [t.merchantId, t.id]);
/** A version once published is never changed: decisions refer to it. */
const insertPolicies = insertionOf("insert_policies", (t) => t.policies, { ignoreDuplicates: true });

/** Stores, locations, items, policies and contacts: what orders and stock refer to; and the rows of the desk. */
export function* writeCatalog({ set, contacts }: SealedChange): Work<void> {
  for (const store of set.stores ?? []) yield* ask(upsertStore, { ...store });
  for (const location of set.locations ?? []) yield* ask(upsertLocation, { ...location });
  for (const item of set.items ?? []) yield* ask(upsertItem, { ...item });
  yield* insertAll(insertPolicies, set.policies ?? []);
  for (const contact of contacts) {
    yield* ask(upsertContactKey, { ...contact.key });
    yield* ask(upsertContact, { ...contact.row });
  }
  yield* writeDesk(set);
}
