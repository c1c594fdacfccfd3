import { and, desc, eq } from "drizzle-orm";
import type { ChangeSet, Guard } from "../domain/change-set";
import { Conflict } from "./conflict";
import { $ } from "./phrases";
import { ask, rowsOf, type Work } from "./statement";

const orderVersion = rowsOf("guard_order", ({ db, t }) =>
  db.select({ version: t.orders.version }).from(t.orders).where(and(eq(t.orders.merchantId, $("merchantId")), eq(t.orders.id, $("id")))));

const intentsOfOrder = rowsOf("guard_placement", ({ db, t, locked }) =>
  locked(db.select({ key: t.outbox.key, status: t.outbox.status, attempts: t.outbox.attempts }).from(t.outbox)
    .where(and(eq(t.outbox.merchantId, $("merchantId")), eq(t.outbox.orderId, $("id"))))));

const levelRevision = rowsOf("guard_level", ({ db, t }) =>
  db.select({ revision: t.levels.revision }).from(t.levels)
    .where(and(eq(t.levels.merchantId, $("merchantId")), eq(t.levels.itemId, $("itemId")), eq(t.levels.locationId, $("locationId")))));

const storeStatus = rowsOf("guard_store", ({ db, t }) =>
  db.select({ status: t.stores.status, updatedAt: t.stores.updatedAt }).from(t.stores).where(and(eq(t.stores.merchantId, $("merchantId")), eq(t.stores.id, $("id")))));

const storeSettingsVersion = rowsOf("guard_store_settings", ({ db, t }) =>
  db.select({ version: t.storeSettings.version }).from(t.storeSettings)
    .where(and(eq(t.storeSettings.merchantId, $("merchantId")), eq(t.storeSettings.storeId, $("id")))));

const locationSettingsVersion = rowsOf("guard_location_settings", ({ db, t }) =>
  db.select({ version: t.locationSettings.version }).from(t.locationSettings)
    .where(and(eq(t.locationSettings.merchantId, $("merchantId")), eq(t.locationSettings.locationId, $("id")))));

const latestPolicyVersion = rowsOf("guard_latest_policy", ({ db, t }) =>
  db.select({ version: t.policies.version }).from(t.policies).where(eq(t.policies.merchantId, $("merchantId"))).orderBy(desc(t.policies.version)).limit(1));

const policyDraftVersion = rowsOf("guard_policy_draft", ({ db, t }) =>
  db.select({ version: t.policyDrafts.version }).from(t.policyDrafts)
    .where(and(eq(t.policyDrafts.merchantId, $("merchantId")), eq(t.policyDrafts.id, $("id")))));

const runUpdatedAt = rowsOf("guard_run", ({ db, t, locked }) =>
  locked(db.select({ updatedAt: t.runs.updatedAt }).from(t.runs).where(and(eq(t.runs.merchantId, $("merchantId")), eq(t.runs.id, $("id"))))));

/**
 * Throws Conflict at the first guard that no longer holds, in key order. An order that the set writes itself on top of the guarded version is
 * guarded by its writing.
 */
export function* checkGuards(set: ChangeSet): Work<void> {
  const written = new Map((set.orders ?? []).map(({ order }) => [order.id, order.version - 1]));
  const asked = set.guards.filter((guard) => guard.kind !== "order" || written.get(guard.orderId) !== guard.version);
  for (const guard of asked.sort((a, b) => (guardKey(a) < guardKey(b) ? -1 : 1))) {
    if (!(yield* holds(set, guard))) throw new Conflict(guardKey(guard));
  }
}

function* holds({ merchantId }: ChangeSet, guard: Guard): Work<boolean> {
  switch (guard.kind) {
    case "order": {
      const [found] = yield* ask(orderVersion, { merchantId, id: guard.orderId });
      return (found?.version ?? 0) === guard.version;
    }
    case "placement-unasked": {
      const placing = (yield* ask(intentsOfOrder, { merchantId, id: guard.orderId })).filter(({ key }) => key.startsWith(`${guard.decisionId}:`) && key.includes(":place:"));
      return placing.every(({ status, attempts }) => status === "withdrawn" || (status === "waiting" && attempts === 0));
    }
    case "level": {
      const [found] = yield* ask(levelRevision, { merchantId, itemId: guard.itemId, locationId: guard.locationId });
      return (found?.revision ?? 0) === guard.revision;
    }
    case "store": {
      const [found] = yield* ask(storeStatus, { merchantId, id: guard.storeId });
      return found?.status === guard.status && (guard.updatedAt === undefined || found.updatedAt === guard.updatedAt);
    }
    case "store-settings": {
      const [found] = yield* ask(storeSettingsVersion, { merchantId, id: guard.storeId });
      return (found?.version ?? 0) === guard.version;
    }
    case "location-settings": {
      const [found] = yield* ask(locationSettingsVersion, { merchantId, id: guard.locationId });
      return (found?.version ?? 0) === guard.version;
    }
    case "latest-policy": {
      const [found] = yield* ask(latestPolicyVersion, { merchantId });
      return (found?.version ?? 0) === guard.version;
    }
    case "policy-draft": {
      const [found] = yield* ask(policyDraftVersion, { merchantId, id: guard.id });
      return (found?.version ?? 0) === guard.version;
    }
    case "run": {
      const [found] = yield* ask(runUpdatedAt, { merchantId, id: guard.id });
      return found?.updatedAt === guard.updatedAt;
    }
  }
}

export const levelKey = (at: { itemId: string; locationId: string }): string => `${at.itemId}:${at.locationId}`;

/** What a guard is about, in a word. */
export const guardKey = (guard: Guard): string => {
  switch (guard.kind) {
    case "order": return `order:${guard.orderId}`;
    case "placement-unasked": return `placement:${guard.orderId}`;
    case "level": return `level:${levelKey(guard)}`;
    case "store": return `store:${guard.storeId}`;
    case "store-settings": return `store-settings:${guard.storeId}`;
    case "location-settings": return `location-settings:${guard.locationId}`;
    case "latest-policy": return "latest-policy";
    case "policy-draft": return `policy-draft:${guard.id}`;
    case "run": return `run:${guard.id}`;
  }
};
