import { and, asc, desc, eq } from "drizzle-orm";
import type { Instant, MerchantId, StoreId } from "../domain/ids";
import type { Platform } from "../domain/platform";
import { completePolicy, type StoredPolicy } from "../domain/policy/defaults";
import type { PolicyRecord } from "../domain/records";
import { $ } from "./phrases";
import type { ApiKeyRecord, Db } from "./port";
import { countOf, rowsOf, type Engine } from "./statement";
import { everyColumn, upsertOf } from "./upsert";

const selectStoreByDomain = rowsOf("select_store_by_domain", ({ db, t }) =>
  db.select().from(t.stores).where(and(eq(t.stores.platform, $("platform")), eq(t.stores.domain, $("domain")))));
const selectStore = rowsOf("select_store", ({ db, t }) =>
  db.select().from(t.stores).where(and(eq(t.stores.merchantId, $("merchantId")), eq(t.stores.id, $("id")))));
const selectStores = rowsOf("select_stores", ({ db, t }) =>
  db.select().from(t.stores).where(eq(t.stores.merchantId, $("merchantId"))).orderBy(asc(t.stores.id)));
const selectAllStores = rowsOf("select_all_stores", ({ db, t }) => db.select().from(t.stores).orderBy(asc(t.stores.merchantId), asc(t.stores.id)));

const selectLatestPolicy = rowsOf("select_latest_policy", ({ db, t }) =>
  db.select().from(t.policies).where(eq(t.policies.merchantId, $("merchantId"))).orderBy(desc(t.policies.version)).limit(1));
const selectPolicy = rowsOf("select_policy", ({ db, t }) =>
  db.select().from(t.policies).where(and(eq(t.policies.merchantId, $("merchantId")), eq(t.policies.version, $("version")))));

const completed = ([row]: readonly (Omit<PolicyRecord, "policy"> & { policy: StoredPolicy })[]): PolicyRecord | null =>
  row === undefined ? null : { ...row, policy: completePolicy(row.policy) };

const insertApiKey = countOf("insert_api_key", ({ db, t }) => db.insert(t.apiKeys).values(everyColumn(t.apiKeys) as never));
const selectApiKey = rowsOf("select_api_key", ({ db, t }) => db.select().from(t.apiKeys).where(eq(t.apiKeys.keyHash, $("keyHash"))));

const upsertProbe = upsertOf("upsert_write_probe", (t) => t.writeProbes, (t) => [t.id]);

export const accountQueries = (engine: Engine) => ({
  findStore: async (platform: Platform, domain: string) => (await engine.ask(selectStoreByDomain, { platform, domain }))[0] ?? null,
  store: async (merchantId: MerchantId, storeId: StoreId) => (await engine.ask(selectStore, { merchantId, id: storeId }))[0] ?? null,
  stores: (merchantId: MerchantId) => engine.ask(selectStores, { merchantId }),
  allStores: () => engine.ask(selectAllStores),
  latestPolicy: async (merchantId: MerchantId) => completed(await engine.ask(selectLatestPolicy, { merchantId })),
  policy: async (merchantId: MerchantId, version: number) => completed(await engine.ask(selectPolicy, { merchantId, version })),
  createApiKey: async (key: ApiKeyRecord) => {
    await engine.ask(insertApiKey, { ...key });
  },
  /** Revoked keys too: the caller looks at `revokedAt`. */
  apiKeyByHash: async (keyHash: string) => (await engine.ask(selectApiKey, { keyHash }))[0] ?? null,
  probeWrite: async (now: Instant) => {
    await engine.ask(upsertProbe, { id: 1, at: now });
  },
}) satisfies Partial<Db>;
