import type { MerchantId, StoreId } from "../domain/ids";
import type { Platform } from "../domain/platform";
import type { MerchantPolicy } from "../domain/policy/types";
import type { StoreStatus } from "../domain/records";
import type { Dependency } from "../domain/resilience/silence";
import type { StoredPolicy } from "../domain/policy/defaults";
import type { Columns } from "./columns";

/** Merchants' stores and policies, and who may speak for them. Secrets are sealed text. */
export const accountTables = (c: Columns) => ({
  stores: c.table("stores", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text<StoreId>().notNull(),
    platform: c.text<Platform>().notNull(),
    domain: c.text().notNull(),
    registrationId: c.text().notNull(),
    name: c.text().notNull(),
    status: c.text<StoreStatus>().notNull(),
    currency: c.text().notNull(),
    timeZone: c.text().notNull(),
    scopes: c.json<string[]>().notNull(),
    ordersReadUntil: c.big(),
    installedAt: c.big().notNull(),
    updatedAt: c.big().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.id] }), c.uniqueIndex("stores_by_domain").on(t.platform, t.domain)]),

  policies: c.table("policies", {
    merchantId: c.text<MerchantId>().notNull(),
    version: c.integer().notNull(),
    name: c.text().notNull(),
    /** As it was published: of before there were rules, a tariff alone. */
    policy: c.json<StoredPolicy>().notNull(),
    publishedAt: c.big().notNull(),
    actor: c.text().notNull().default("switchyard"),
    note: c.text(),
    basedOn: c.integer(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.version] })]),

  policyDrafts: c.table("policy_drafts", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    name: c.text().notNull(),
    basedOnVersion: c.integer().notNull(),
    policy: c.json<MerchantPolicy>().notNull(),
    version: c.integer().notNull(),
    actor: c.text().notNull(),
    updatedAt: c.big().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.id] })]),

  contacts: c.table("contacts", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    storeId: c.text<StoreId>().notNull(),
    sealed: c.text().notNull(),
    updatedAt: c.big().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.id] })]),

  contactKeys: c.table("contact_keys", {
    merchantId: c.text<MerchantId>().notNull(),
    contactId: c.text().notNull(),
    sealed: c.text().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.contactId] })]),

  apiKeys: c.table("api_keys", {
    merchantId: c.text<MerchantId>().notNull(),
    id: c.text().notNull(),
    name: c.text().notNull(),
    keyHash: c.text().notNull(),
    /** Its last four characters, to tell keys apart. */
    ending: c.text().notNull().default(""),
    mayWrite: c.bool().notNull().default(false),
    createdBy: c.text().notNull().default("switchyard"),
    createdAt: c.big().notNull(),
    revokedAt: c.big(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.id] }), c.uniqueIndex("api_keys_by_hash").on(t.keyHash)]),

  registrations: c.table("app_registrations", {
    id: c.text().primaryKey(),
    platform: c.text<Platform>().notNull(),
    clientId: c.text().notNull(),
    sealedSecrets: c.text().notNull(),
  }),

  sessions: c.table("sessions", {
    id: c.text().primaryKey(),
    shop: c.text().notNull(),
    sealed: c.text().notNull(),
    /** Whose refresh of the token is under way, and until when nobody else begins one. */
    refresher: c.text().notNull().default(""),
    refreshUntil: c.big().notNull().default(0),
  }, (t) => [c.index("sessions_by_shop").on(t.shop)]),

  /** What of a store does not answer, since when, and when it is asked again. A row stands for as long as the silence lasts. */
  silences: c.table("silences", {
    merchantId: c.text<MerchantId>().notNull(),
    storeId: c.text<StoreId>().notNull(),
    dependency: c.text<Dependency>().notNull(),
    domain: c.text().notNull(),
    since: c.big().notNull(),
    retryAt: c.big().notNull(),
    trips: c.integer().notNull(),
  }, (t) => [c.primaryKey({ columns: [t.merchantId, t.storeId, t.dependency] })]),

  writeProbes: c.table("write_probes", { id: c.integer().primaryKey(), at: c.big().notNull() }),
});
