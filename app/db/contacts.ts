import { and, eq } from "drizzle-orm";
import { newDataKey, openWithDataKey, sealWithDataKey, type Seal } from "../auth/seal";
import type { MerchantId } from "../domain/ids";
import type { PlatformContact } from "../domain/platform";
import type { ContactRecord } from "../domain/records";
import { $, list } from "./phrases";
import { ask, countOf, rowsOf, type Engine, type Work } from "./statement";
import { upsertionOf } from "./upsert";

export const upsertContacts = upsertionOf("upsert_contact", (t) => t.contacts, (t) => [t.merchantId, t.id]);
export const upsertContactKeys = upsertionOf("upsert_contact_key", (t) => t.contactKeys, (t) => [t.merchantId, t.contactId]);

/** A contact sealed under a key of its own, and that key sealed under the master key. */
export interface SealedContact {
  key: { merchantId: MerchantId; contactId: string; sealed: string };
  row: { merchantId: MerchantId; id: string; storeId: string; sealed: string; updatedAt: number };
}

const contextOf = (merchantId: MerchantId, id: string) => `contact:${merchantId}:${id}`;

export const sealContact = (seal: Seal, { merchantId, id, storeId, contact, updatedAt }: ContactRecord): SealedContact => {
  const dataKey = newDataKey();
  const context = contextOf(merchantId, id);
  return {
    key: { merchantId, contactId: id, sealed: seal.seal(dataKey, context) },
    row: { merchantId, id, storeId, sealed: sealWithDataKey(dataKey, JSON.stringify(contact), context), updatedAt },
  };
};

const selectContacts = rowsOf("select_contacts", ({ db, t, among }) =>
  db.select({ id: t.contacts.id, sealed: t.contacts.sealed, sealedKey: t.contactKeys.sealed }).from(t.contacts)
    .innerJoin(t.contactKeys, and(eq(t.contactKeys.merchantId, t.contacts.merchantId), eq(t.contactKeys.contactId, t.contacts.id)))
    .where(and(eq(t.contacts.merchantId, $("merchantId")), among(t.contacts.id, "ids"))));

const deleteKeys = countOf("delete_contact_keys", ({ db, t, among }) =>
  db.delete(t.contactKeys).where(and(eq(t.contactKeys.merchantId, $("merchantId")), among(t.contactKeys.contactId, "ids"))));

const deleteContacts = countOf("delete_contacts", ({ db, t, among }) =>
  db.delete(t.contacts).where(and(eq(t.contacts.merchantId, $("merchantId")), among(t.contacts.id, "ids"))));

export const contactQueries = (engine: Engine, seal: Seal) => ({
  /** Contacts that were erased are absent. */
  contacts: async (merchantId: MerchantId, ids: readonly string[]): Promise<Map<string, PlatformContact>> => {
    const rows = await engine.ask(selectContacts, { merchantId, ids: list(ids) });
    return new Map(rows.map(({ id, sealed, sealedKey }) => {
      const context = contextOf(merchantId, id);
      return [id, JSON.parse(openWithDataKey(seal.open(sealedKey, context), sealed, context)) as PlatformContact];
    }));
  },
  eraseContacts: (merchantId: MerchantId, ids: readonly string[]): Promise<void> =>
    engine.write(function* (): Work<void> {
      yield* ask(deleteKeys, { merchantId, ids: list(ids) });
      yield* ask(deleteContacts, { merchantId, ids: list(ids) });
    }),
});
