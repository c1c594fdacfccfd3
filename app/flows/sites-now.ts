import type { StoreRecord } from "../domain/records";
import { type Site, sitesOf } from "../domain/sites";
import type { FlowContext } from "./context";

/** A store's locations as decisions see them now: what the platform says, and what the merchant says. */
export const sitesNow = async (ctx: Pick<FlowContext, "db">, store: StoreRecord): Promise<Site[]> => {
  const [locations, settings] = await Promise.all([ctx.db.locations(store.merchantId), ctx.db.locationSettings(store.merchantId)]);
  return sitesOf(locations.filter((location) => location.storeId === store.id), settings, store.timeZone);
};
