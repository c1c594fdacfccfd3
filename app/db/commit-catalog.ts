import { and, eq } from "drizzle-orm";
import { upsertContactKeys, upsertContacts } from "./contacts";
import { $ } from "./phrases";
import type { SealedChange } from "./sealed-change";
import { ask, countOf, insertAll, insertionOf, type Work } from "./statement";
import { writeDesk } from "./commit-desk";
import { upsertionOf } from "./upsert";

const upsertStores = upsertionOf("upsert_store", (t) => t.stores, (t) => [t.merchantId, t.id]);
const upsertLocations = upsertionOf("upsert_location", (t) => t.locations, (t) => [t.merchantId, t.id]);
const upsertItems = upsertionOf("upsert_item", (t) => t.items, (t) => [t.merchantId, t.id]);
/** A version once published is never changed: decisions refer to it. */
const insertPolicies = insertionOf("insert_policies", (t) => t.policies, { ignoreDuplicates: true });

const upsertCentroids = upsertionOf("upsert_centroid", (t) => t.postalCentroids, (t) => [t.merchantId, t.countryCode, t.prefix]);
const upsertPolicyDrafts = upsertionOf("upsert_policy_draft", (t) => t.policyDrafts, (t) => [t.merchantId, t.id]);
const deletePolicyDraft = countOf("delete_policy_draft", ({ db, t }) =>
  db.delete(t.policyDrafts).where(and(eq(t.policyDrafts.merchantId, $("merchantId")), eq(t.policyDrafts.id, $("id")))));

/** Stores, locations, items, policies and contacts: what orders and stock refer to; and the rows of the desk. */
export function* writeCatalog(changes: readonly SealedChange[]): Work<void> {
  const sets = changes.map((change) => change.set);
  yield* insertAll(upsertStores, sets.flatMap((set) => set.stores ?? []));
  yield* insertAll(upsertLocations, sets.flatMap((set) => set.locations ?? []));
  yield* insertAll(upsertItems, sets.flatMap((set) => set.items ?? []));
  yield* insertAll(insertPolicies, sets.flatMap((set) => set.policies ?? []));
  yield* insertAll(upsertCentroids, sets.flatMap((set) => set.centroids ?? []));
  yield* insertAll(upsertPolicyDrafts, sets.flatMap((set) => set.policyDrafts ?? []));
  for (const { merchantId, removedPolicyDrafts = [] } of sets) for (const id of removedPolicyDrafts) yield* ask(deletePolicyDraft, { merchantId, id });
  const contacts = changes.flatMap((change) => change.contacts);
  yield* insertAll(upsertContactKeys, contacts.map((contact) => contact.key));
  yield* insertAll(upsertContacts, contacts.map((contact) => contact.row));
  yield* writeDesk(sets);
}
