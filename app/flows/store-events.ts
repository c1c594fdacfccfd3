import type { ChangeSet } from "../domain/change-set";
import type { Delivery } from "../domain/messages";
import type { StoreRecord } from "../domain/records";
import { applied } from "./settling";
import type { FlowContext } from "./context";

/** The app was removed: nothing more is read or written, and the tokens, which are dead, are deleted. */
export const uninstalled = async (ctx: FlowContext, store: StoreRecord, delivery: Delivery): Promise<Partial<ChangeSet>> => {
  // A late or repeated message of an earlier removal must not end an installation made since.
  if ((delivery.triggeredAt ?? delivery.receivedAt) < store.installedAt) return { deliveries: applied(delivery, "The app was installed again since.") };
  await ctx.db.sessions.remove([`offline_${store.domain}`]);
  return { stores: [{ ...store, status: "uninstalled", updatedAt: ctx.now() }], deliveries: applied(delivery) };
};
