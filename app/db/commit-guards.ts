import { and, eq } from "drizzle-orm";
import type { ChangeSet, Guard } from "../domain/change-set";
import { Conflict } from "./conflict";
import { $ } from "./phrases";
import { ask, rowsOf, type Work } from "./statement";

const orderVersion = rowsOf("guard_order", ({ db, t }) =>
  db.select({ version: t.orders.version }).from(t.orders).where(and(eq(t.orders.merchantId, $("merchantId")), eq(t.orders.id, $("id")))));

const levelRevision = rowsOf("guard_level", ({ db, t }) =>
  db.select({ revision: t.levels.revision }).from(t.levels)
    .where(and(eq(t.levels.merchantId, $("merchantId")), eq(t.levels.itemId, $("itemId")), eq(t.levels.locationId, $("locationId")))));

const storeStatus = rowsOf("guard_store", ({ db, t }) =>
  db.select({ status: t.stores.status }).from(t.stores).where(and(eq(t.stores.merchantId, $("merchantId")), eq(t.stores.id, $("id")))));

/** Throws Conflict at the first guard that no longer holds, in key order. */
export function* checkGuards(set: ChangeSet): Work<void> {
  for (const guard of [...set.guards].sort((a, b) => (guardKey(a) < guardKey(b) ? -1 : 1))) {
    if (!(yield* holds(set, guard))) throw new Conflict(guardKey(guard));
  }
}

function* holds({ merchantId }: ChangeSet, guard: Guard): Work<boolean> {
  switch (guard.kind) {
    case "order": {
      const [found] = yield* ask(orderVersion, { merchantId, id: guard.orderId });
      return (found?.version ?? 0) === guard.version;
    }
    case "level": {
      const [found] = yield* ask(levelRevision, { merchantId, itemId: guard.itemId, locationId: guard.locationId });
      return (found?.revision ?? 0) === guard.revision;
    }
    case "store": {
      const [found] = yield* ask(storeStatus, { merchantId, id: guard.storeId });
      return found?.status === guard.status;
    }
  }
}

export const levelKey = (at: { itemId: string; locationId: string }): string => `${at.itemId}:${at.locationId}`;

const guardKey = (guard: Guard): string => {
  switch (guard.kind) {
    case "order": return `order:${guard.orderId}`;
    case "level": return `level:${levelKey(guard)}`;
    case "store": return `store:${guard.storeId}`;
  }
};
