import type { ChangeSet } from "../domain/change-set";
import type { NoticeRecord } from "../domain/desk";
import type { Instant } from "../domain/ids";
import { CLOCK_SKEW_MS } from "../domain/inventory/reallocate";
import type { StoreRecord } from "../domain/records";
import { isGranted, missingScopes } from "../domain/scopes";
import { rewriteStore } from "../domain/store-row";
import { compareNow } from "./compare";
import type { FlowContext } from "./context";
import { wantedRead } from "./wanted";

const NOTICES_MAX = 500;
const FAILED_READS_MAX = 500;
const ORDERS_A_PAGE = 200;
type ScopesChange = Required<Pick<ChangeSet, "guards" | "stores" | "notices" | "settledNotices" | "activity" | "wantedReads">>;

/**
 * What the app may do in a store from now on: each permission that it needs and lost makes a notice, which is over when it is granted
 * again. Then all that waited or failed is tried at once, and orders and stock are compared: nothing was heard meanwhile.
 * `store` is as it is known; `kept` what else is written of its row; `changedAt` when the merchant changed them, where that is told: what was read
 * since then, before anybody knew, is read again, too.
 */
export const scopesChange = async (
  ctx: FlowContext, store: StoreRecord, told: { scopes: readonly string[]; fresh?: boolean; kept?: Partial<StoreRecord>; changedAt?: Instant },
): Promise<ScopesChange> => {
  const { merchantId } = store;
  const now = ctx.now();
  const scopes = [...new Set(told.scopes)].sort();
  const { requiredScopes } = ctx.channel(store.platform);
  const before = new Set(missingScopes(requiredScopes, told.fresh ? requiredScopes.map((one) => one.scope) : store.scopes).map((one) => one.scope));
  const missing = missingScopes(requiredScopes, scopes);
  const over = (await ctx.db.openNotices(merchantId, store.id, NOTICES_MAX)).filter((one) => one.kind === "scope-missing" && isGranted(scopes, one.subject));
  const regained = [...before].filter((scope) => isGranted(scopes, scope));
  const since = Math.min(now, ...over.map((one) => one.createdAt)) - CLOCK_SKEW_MS;
  return {
    ...rewriteStore(store, { ...told.kept, scopes }, now),
    notices: missing.filter(({ scope }) => !before.has(scope)).map((one) => ({ ...missingNotice(ctx, store, one), createdAt: Math.min(now, told.changedAt ?? now) })),
    settledNotices: over.map(({ id }) => ({ id, settledAt: now, settledBy: "switchyard" })),
    activity: changeTold(ctx, store, scopes),
    wantedReads: regained.length === 0 ? [] : await tryAgain(ctx, store, since),
  };
};

const missingNotice = (ctx: FlowContext, store: StoreRecord, { scope, stops }: { scope: string; stops: string }): NoticeRecord => ({
  merchantId: store.merchantId, id: ctx.newId(), storeId: store.id, kind: "scope-missing", subject: scope, itemId: null, locationId: null,
  detail: { stops }, createdAt: ctx.now(), settledAt: null, settledBy: null,
});

const changeTold = (ctx: FlowContext, store: StoreRecord, scopes: readonly string[]): ScopesChange["activity"] => {
  const granted = scopes.filter((scope) => !isGranted(store.scopes, scope));
  const withdrawn = store.scopes.filter((scope) => !isGranted(scopes, scope));
  if (store.scopes.length === 0 || granted.length + withdrawn.length === 0) return [];
  return [{
    merchantId: store.merchantId, id: ctx.newId(), at: ctx.now(), actor: "platform", verb: "scopes-changed", subjectKind: "store", subjectId: store.id,
    reason: null, detail: { granted: granted.join(", "), withdrawn: withdrawn.join(", ") },
  }];
};

/** What rests is woken and what is compared is begun at once: both have no harm done twice, should the rest have to be decided anew. */
const tryAgain = async (ctx: FlowContext, store: StoreRecord, since: Instant): Promise<ScopesChange["wantedReads"]> => {
  const { merchantId, id: storeId } = store;
  const now = ctx.now();
  await ctx.db.wakeStore(merchantId, storeId, now);
  const compared = await compareNow(ctx, { store, actor: "switchyard" });
  if (!compared.ok) ctx.log.info("not compared", { merchantId, storeId, problem: compared.problem });
  const failed = (await ctx.db.failedReads(merchantId, FAILED_READS_MAX)).filter((read) => read.storeId === storeId);
  const wishes = [wantedRead(store, { kind: "shop", target: "" }, { now }), wantedRead(store, { kind: "locations", target: "" }, { now })];
  // What was read without a permission may be wrong, though the order has not changed.
  for await (const orders of ctx.db.eachOrder({ merchantId, storeId, updatedAfter: since - 1 }, ORDERS_A_PAGE)) {
    wishes.push(...orders.map((order) => wantedRead(store, { kind: "order", target: order.platformId }, { now })));
  }
  return [...wishes, ...failed.map((read) => wantedRead(store, { kind: read.kind, target: read.target }, { now }))];
};
