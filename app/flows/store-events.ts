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

type PrivacyRequest = "data-request" | "redact-customer" | "redact-shop";

const WORDS: Record<PrivacyRequest, string> = {
  "data-request": "A customer asked for their data. Export it from the orders named in the message and send it to the store owner within 30 days.",
  "redact-customer": "A customer asked to be forgotten. Erase the orders named in the message within 30 days.",
  "redact-shop": "The shop asked for all of its data to be erased within 30 days.",
};

/** Requests under privacy law wait for a person, in plain sight, until they can be answered by the app itself. */
export const privacyRequest = (store: StoreRecord, ask: { delivery: Delivery; request: PrivacyRequest }): Partial<ChangeSet> => ({
  merchantId: store.merchantId,
  deliveries: [{ id: ask.delivery.id, status: "parked", reason: WORDS[ask.request] }],
});
