import type { Db } from "../../db/port";
import type { MerchantPolicy } from "../../domain/policy/types";
import type { PolicyNames } from "../../domain/policy/words";
import type { LocationRecord, StoreRecord } from "../../domain/records";

/** What these policies name, in the merchant's words; what is gone since is said to be. */
export async function policyNames(db: Db, store: StoreRecord, policies: readonly MerchantPolicy[]): Promise<PolicyNames & { locations: LocationRecord[] }> {
  const { merchantId, currency } = store;
  const itemIds = [...new Set(policies.flatMap(({ rules }) => rules.flatMap(({ when }) => when.itemIds ?? [])))];
  const [locations, stores, items] = await Promise.all([db.locations(merchantId), db.stores(merchantId), itemIds.length === 0 ? [] : db.itemsById(merchantId, itemIds)]);
  const [byLocation, byStore, byItem] = [new Map(locations.map(({ id, name }) => [`${id}`, name])), new Map(stores.map(({ id, name }) => [`${id}`, name])), new Map(items.map(({ id, title }) => [`${id}`, title]))];
  return {
    currency, locations: [...locations].sort((a, b) => (a.name < b.name ? -1 : 1)),
    location: (id) => byLocation.get(id) ?? "a location that is gone", store: (id) => byStore.get(id) ?? "a store that is gone", item: (id) => byItem.get(id) ?? "a product that is gone",
  };
}
