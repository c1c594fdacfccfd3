import { sql } from "drizzle-orm";
import type { ChangeSet } from "../domain/change-set";
import { $ } from "./phrases";
import { ask, rowsOf, type Work } from "./statement";

/** PostgreSQL alone needs these: SQLite has one writer and nothing to lock. */

const keysOf = (fields: string) => sql`(select * from json_to_recordset(${$("keys")}::json) as k(${sql.raw(fields)}))`;

const lockOrders = rowsOf("lock_orders", ({ db, t, locked }) =>
  locked(db.select({ id: t.orders.id }).from(t.orders)
    .where(sql`(${t.orders.merchantId}, ${t.orders.id}) in ${keysOf('"merchantId" text, "orderId" text')}`)
    .orderBy(t.orders.merchantId, t.orders.id)));

const lockLevels = rowsOf("lock_levels", ({ db, t, locked }) =>
  locked(db.select({ itemId: t.levels.itemId }).from(t.levels)
    .where(sql`(${t.levels.merchantId}, ${t.levels.itemId}, ${t.levels.locationId}) in ${keysOf('"merchantId" text, "itemId" text, "locationId" text')}`)
    .orderBy(t.levels.merchantId, t.levels.itemId, t.levels.locationId)));

/** Rows that do not exist cannot be locked; their keys can, in the order of their hashes. Levels that exist are left to `lockLevels`. */
const lockKeys = rowsOf("lock_keys", ({ db, t }) => {
  const hashes = sql`(select distinct hashtextextended(k.key, 0) as hash
    from ${keysOf('"key" text, "merchantId" text, "itemId" text, "locationId" text')} as k
    where k."itemId" is null or not exists (select 1 from ${t.levels} where ${t.levels.merchantId} = k."merchantId"
      and ${t.levels.itemId} = k."itemId" and ${t.levels.locationId} = k."locationId")
    order by 1) as hashes`;
  return db.select({ locked: sql`pg_advisory_xact_lock(hashes.hash)` }).from(hashes);
});

/**
 * Locks all that the sets will write and others may write too, each kind in key order, before anything is written: two
 * workers whose batches name the same rows in different orders wait for each other instead of deadlocking. Keys come
 * before rows, so that nobody who holds a row waits for a key. Levels that one statement writes are locked by it, in key order,
 * and so for a shorter time.
 * @param runs how many times the tables are written one after the other
 */
export function* lockAll(sets: readonly ChangeSet[], runs: number): Work<void> {
  const levels = runs === 1 && areMovedAtOnce(sets) ? [] : sets.flatMap(levelsOf);
  const orders = sets.flatMap(ordersOf);
  const keys = [...levels.map((level) => ({ key: `level:${JSON.stringify(level)}`, ...level })), ...sets.flatMap(newKeysOf)];
  if (keys.length > 0) yield* ask(lockKeys, { keys: distinct(keys) });
  if (orders.length > 0) yield* ask(lockOrders, { keys: distinct(orders) });
  if (levels.length > 0) yield* ask(lockLevels, { keys: distinct(levels) });
}

/** Only moved, none told of nor looked at beside. */
const areMovedAtOnce = (sets: readonly ChangeSet[]): boolean => {
  const moved = new Set(sets.flatMap(({ merchantId, entries = [] }) => entries.map(({ itemId, locationId }) => `${merchantId}:${itemId}:${locationId}`)));
  return sets.every(({ merchantId, guards, levels = [], floors = [] }) => levels.length === 0 && guards.every((guard) => guard.kind !== "level")
    && floors.every(({ itemId, locationId }) => moved.has(`${merchantId}:${itemId}:${locationId}`)));
};

/** As JSON, each once: a batch moves its levels many times. */
const distinct = (keys: readonly object[]): string => `[${[...new Set(keys.map((key) => JSON.stringify(key)))].join(",")}]`;

const levelsOf = (set: ChangeSet) => [
  ...set.guards.filter((guard) => guard.kind === "level"), ...(set.entries ?? []), ...(set.levels ?? []), ...(set.floors ?? []),
].map(({ itemId, locationId }) => ({ merchantId: set.merchantId, itemId, locationId }));

const ordersOf = (set: ChangeSet) => [
  ...set.guards.flatMap((guard) => (guard.kind === "order" && guard.version > 0 ? [guard.orderId] : [])),
  ...(set.orders ?? []).flatMap(({ order }) => (order.version > 1 ? [order.id] : [])),
].map((orderId) => ({ merchantId: set.merchantId, orderId }));

const newKeysOf = ({ merchantId, guards, orders = [], stores = [], parcelDays = [], wantedReads = [], fulfilledReads = [] }: ChangeSet) => [
  // Settings are guarded by a version, and may not exist yet.
  ...guards.flatMap((guard) => {
    if (guard.kind === "store-settings") return [{ key: `settings:${merchantId}:${guard.storeId}` }];
    if (guard.kind === "latest-policy") return [{ key: `policy:${merchantId}` }];
    if (guard.kind === "policy-draft") return [{ key: `policy-draft:${merchantId}:${guard.id}` }];
    return guard.kind === "location-settings" ? [{ key: `settings:${merchantId}:${guard.locationId}` }] : [];
  }),
  // A store's row is written whole, on top of a status that was read: of two that do so at once the second must see what the first wrote.
  ...stores.map(({ id }) => ({ key: `store:${merchantId}:${id}` })),
  ...orders.filter(({ order }) => order.version === 1).map(({ order }) => ({ key: `order:${merchantId}:${order.id}` })),
  ...parcelDays.map(({ locationId, day }) => ({ key: `room:${merchantId}:${locationId}:${day}` })),
  ...[...wantedReads, ...fulfilledReads].map((read) => ({ key: `read:${merchantId}:${read.storeId}:${read.kind}:${read.target}` })),
];
