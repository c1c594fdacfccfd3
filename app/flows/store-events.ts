import type { ChangeSet } from "../domain/change-set";
import type { Delivery } from "../domain/messages";
import type { StoreRecord } from "../domain/records";
import { rewriteStore } from "../domain/store-row";
import { applied } from "./settling";
import type { FlowContext } from "./context";
import { giveUpWaiting } from "./give-up-waiting";
import { scopesChange } from "./store-scopes";
import { wantedRead } from "./wanted";

const NOTICES_MAX = 500;

/** Messages may overtake each other: what the app may do is taken over from the message, and read from the platform after it. */
export const scopesTold = async (
  ctx: FlowContext, store: StoreRecord, told: { delivery: Delivery; scopes: readonly string[] },
): Promise<Partial<ChangeSet>> => {
  const change = await scopesChange(ctx, store, { scopes: told.scopes, ...(told.delivery.triggeredAt !== null && { changedAt: told.delivery.triggeredAt }) });
  const shop = wantedRead(store, { kind: "shop", target: "" }, { now: ctx.now() });
  return { ...change, wantedReads: [...change.wantedReads, shop], deliveries: applied(told.delivery) };
};

/**
 * The app was removed: nothing more is read or written, the tokens, which are dead, are deleted, and plans and calls that wait are
 * given up. Planned reservations stay until the store is read again; they harm nobody meanwhile.
 */
export const uninstalled = async (ctx: FlowContext, store: StoreRecord, delivery: Delivery): Promise<Partial<ChangeSet>> => {
  // A late or repeated message of an earlier removal must not end an installation made since.
  if ((delivery.triggeredAt ?? delivery.receivedAt) < store.installedAt) return { deliveries: applied(delivery, "The app was installed again since.") };
  const sessions = (await ctx.db.sessions.byShop(store.domain)).flatMap((properties) => properties.flatMap(([name, value]) => (name === "id" ? [String(value)] : [])));
  await ctx.db.sessions.remove([`offline_${store.domain}`, ...sessions]);
  if (store.status === "uninstalled") return { deliveries: applied(delivery) };
  const now = ctx.now();
  const scopeNotices = (await ctx.db.openNotices(store.merchantId, store.id, NOTICES_MAX)).filter((one) => one.kind === "scope-missing");
  return {
    ...rewriteStore(store, { status: "uninstalled" }, now),
    ...(await giveUpWaiting(ctx, store, { problem: "The app was removed from the store.", releases: true })),
    settledNotices: scopeNotices.map(({ id }) => ({ id, settledAt: now, settledBy: "switchyard" })),
    activity: [{
      merchantId: store.merchantId, id: ctx.newId(), at: now, actor: "platform", verb: "store-uninstalled", subjectKind: "store", subjectId: store.id, reason: null, detail: { before: store.status },
    }],
    deliveries: applied(delivery),
  };
};
