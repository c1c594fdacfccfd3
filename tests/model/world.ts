import type { ChangeSet } from "../../app/domain/change-set";
import { type ItemId, type LocationId, type MerchantId, type PlatformId, type StoreId, idOf, toId } from "../../app/domain/ids";
import type { ItemRecord, LocationRecord, StoreRecord } from "../../app/domain/records";
import { DEFAULT_MERCHANT_POLICY } from "../../app/domain/policy/defaults";

/** The shop that every history begins with. Each run has a merchant of its own, so that all of them share one database. */

/** `tee` is sold on below zero; of `card` nobody counts the stock. */
export const ITEMS = ["mug", "tee", "card"] as const;
/** `west` is nearest to the buyers; `partner` is a third party, which has to be asked. */
export const PLACES = ["east", "west", "partner"] as const;

export type ItemName = (typeof ITEMS)[number];
export type PlaceName = (typeof PLACES)[number];

const PROVINCES: Record<PlaceName, string> = { east: "NY", west: "CA", partner: "TX" };

export interface World {
  merchantId: MerchantId;
  store: StoreRecord;
  items: ItemRecord[];
  locations: LocationRecord[];
  itemId(name: string): ItemId;
  locationId(name: string): LocationId;
  /** The platform's name of something that the house has an id of. */
  nameOf(id: string): string;
  setup: ChangeSet;
}

export const worldOf = (run: string): World => {
  const merchantId = toId<MerchantId>(`m-${run}`);
  const storeId = toId<StoreId>(`s-${run}`);
  const owner = { merchantId, storeId };
  const store: StoreRecord = {
    merchantId, id: storeId, platform: "shopify", domain: `${run}.example`, registrationId: "r", name: run, status: "live", currency: "USD", timeZone: "UTC", scopes: [],
    ordersReadUntil: null, installedAt: 0, updatedAt: 0,
  };
  const items = ITEMS.map((name): ItemRecord => ({
    ...owner, id: idOf<ItemId>(storeId, toId(name)), platformId: toId<PlatformId>(name), variantPlatformId: toId<PlatformId>(`v-${name}`), productPlatformId: null, sku: name, title: name,
    tracked: name !== "card", continueSelling: name === "tee", requiresShipping: true, weightGrams: 400, productTags: [], productType: "", updatedAt: 1,
  }));
  const locations = PLACES.map((name): LocationRecord => ({
    ...owner, id: idOf<LocationId>(storeId, toId(name)), platformId: toId<PlatformId>(name), name, active: true, fulfillsOnline: true, shipsInventory: name !== "partner",
    isFulfillmentService: name === "partner", countryCode: "US", provinceCode: PROVINCES[name], postalCode: null, city: null, latitude: null, longitude: null, updatedAt: 0,
  }));
  return {
    merchantId, store, items, locations,
    itemId: (name) => idOf<ItemId>(storeId, toId(name)),
    locationId: (name) => idOf<LocationId>(storeId, toId(name)),
    nameOf: (id) => id.slice(storeId.length + 1),
    setup: {
      merchantId, guards: [], stores: [store], items, locations,
      policies: [{ merchantId, version: 1, name: "Default", policy: DEFAULT_MERCHANT_POLICY, publishedAt: 0, actor: "switchyard", note: null, basedOn: null }],
    },
  };
};
