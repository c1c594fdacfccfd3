import type { ChangeSet } from "../domain/change-set";
import { type MerchantId, type StoreId, toId } from "../domain/ids";
import type { Platform } from "../domain/platform";
import type { StoreRecord } from "../domain/records";
import { DEFAULT_MERCHANT_POLICY } from "../domain/policy/defaults";
import type { FlowContext } from "./context";
import { beginImport } from "./begin-import";
import { giveUpWaiting } from "./give-up-waiting";
import { scopesChange } from "./store-scopes";
import { wantedRead } from "./wanted";

export interface Connection {
  platform: Platform;
  /** `acme.myshopify.com` */
  domain: string;
  registrationId: string;
  scopes: readonly string[];
}

/** A merchant is named after the first part of its shop's domain: `acme.myshopify.com` is `acme`. */
export const merchantIdOf = (domain: string): MerchantId => toId<MerchantId>(domain.split(".")[0] ?? domain);

const storeIdOf = (platform: Platform, domain: string): StoreId => toId<StoreId>(`${platform.charAt(0)}-${merchantIdOf(domain)}`);

/**
 * Connects a store when its admin opens the app for the first time, or again after a removal: it begins in observe mode,
 * with a default policy, and everything that matters is asked for: shop, locations, items with stock, recent orders.
 * Doing it twice changes nothing; permissions that are new are asked about.
 */
export const connectStore = async (ctx: FlowContext, connection: Connection): Promise<StoreRecord> => {
  const { platform, domain } = connection;
  const known = await ctx.db.findStore(platform, domain);
  const scopes = [...connection.scopes].sort();
  const now = ctx.now();
  if (known && known.status !== "uninstalled" && known.registrationId === connection.registrationId) {
    // A token names the permissions of its day, which may have been withdrawn since: what holds now the platform says.
    const news = scopes.filter((scope) => !known.scopes.includes(scope));
    if (news.length > 0) await ctx.db.commit([{ merchantId: known.merchantId, guards: [], wantedReads: [wantedRead(known, { kind: "shop", target: "" }, { now })] }]);
    return known;
  }
  const merchantId = known?.merchantId ?? merchantIdOf(domain);
  const fresh = !known || known.status === "uninstalled";
  const store: StoreRecord = {
    merchantId, id: known?.id ?? storeIdOf(platform, domain), platform, domain, registrationId: connection.registrationId,
    name: known?.name ?? domain, status: known && !fresh ? known.status : "observe", currency: known?.currency ?? "USD", timeZone: known?.timeZone ?? "UTC",
    scopes, ordersReadUntil: fresh ? null : (known?.ordersReadUntil ?? null), installedAt: fresh ? now : known.installedAt, updatedAt: now,
  };
  const change: ChangeSet = { ...(await scopesChange(ctx, known ?? store, { scopes, fresh, kept: store })), merchantId, guards: [] };
  if ((await ctx.db.latestPolicy(merchantId)) === null) {
    change.policies = [{ merchantId, version: 1, name: "Default", policy: DEFAULT_MERCHANT_POLICY, publishedAt: now, actor: "switchyard", note: null, basedOn: null }];
  }
  // Locations before items, items before orders: each page of the import is a wish of its own, taken oldest first.
  if (fresh) Object.assign(change, await beginImport(ctx, store));
  // Decided by a worker that had loaded the store before it was removed.
  if (fresh && known) Object.assign(change, await giveUpWaiting(ctx, store, { problem: "The app was installed again.", releases: true }));
  await ctx.db.commit([change]);
  ctx.log.info("store connected", { merchantId, storeId: store.id, status: store.status });
  return store;
};
