import type { Guard } from "./change-set";
import type { Instant } from "./ids";
import type { StoreRecord } from "./records";

/**
 * A store's row is written whole, by several hands: its status, its permissions, how far its orders are read. Whoever writes it builds on
 * the row as it was loaded; the guard refuses the write when somebody else wrote meanwhile, so that nothing they learnt is undone.
 */
export const rewriteStore = (loaded: StoreRecord, changes: Partial<StoreRecord>, now: Instant): { guards: Guard[]; stores: StoreRecord[] } => ({
  guards: [{ kind: "store", storeId: loaded.id, status: loaded.status, updatedAt: loaded.updatedAt }],
  // Two writes within one millisecond must not look like one to the guard.
  stores: [{ ...loaded, ...changes, updatedAt: Math.max(now, loaded.updatedAt + 1) }],
});
