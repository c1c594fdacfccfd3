import type { Interpretation } from "../../connectors/channels/port";
import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import { type Delivery, OUTCOME_TOPIC } from "../domain/messages";
import type { StoreRecord } from "../domain/records";
import { applyOrders } from "./apply-orders";
import { applyOutcomes } from "./apply-outcomes";
import { type SetOutcome, commitEach, messageOf } from "./commit-each";
import { merchantIdOf } from "./connect-store";
import type { FlowContext } from "./context";
import { heardOf, wakeHearing } from "./hear-messages";
import { itemFacts } from "./item-facts";
import { notePulses } from "./quiet-store";
import { type Interpreted, type Settling, applied } from "./settling";
import { privacyRequest } from "./privacy-requests";
import { scopesTold, uninstalled } from "./store-events";
import { backoffMs, conflictMs, toldBy, wantedRead } from "./wanted";

const BATCH = 100;
const LEASE_MS = 60_000;
/** Times that a delivery is put back for a conflict; then it still is, but rarely. */
const CONFLICT_WAIT_MAX_MS = 5_000;

/**
 * Applies waiting deliveries, oldest first, in one commit. What cannot be read is parked with its reason; what meets a
 * conflict waits a moment; nothing is lost and no delivery stops another. Answers how many were settled.
 */
export const applyDeliveries = async (ctx: FlowContext, options: { limit?: number } = {}): Promise<number> => {
  const deliveries = await ctx.db.claimDeliveries(ctx.now(), LEASE_MS, options.limit ?? BATCH);
  if (deliveries.length === 0) return 0;
  const interpreted: Interpreted[] = [];
  const outcomes: Delivery[] = [];
  const settlings: Settling[] = [];
  const storeOf = storeLookup(ctx);
  for (const delivery of deliveries) {
    const store = await storeOf(delivery);
    if (!store && isPrivacy(ctx, delivery)) settlings.push(nothingKept(delivery));
    else if (!store) settlings.push(parked(delivery, `No store is connected as ${delivery.domain}. Install Switchyard in it, then retry.`));
    else if (delivery.topic === OUTCOME_TOPIC) outcomes.push(delivery);
    else interpreted.push({ delivery, store, meaning: interpret(ctx, store, delivery) });
  }
  const orders = interpreted.filter((one) => one.meaning.kind === "order");
  const others = interpreted.filter((one) => one.meaning.kind !== "order");
  for (const one of others) settlings.push({ delivery: one.delivery, change: await settleOther(ctx, one) });
  settlings.push(...(await applyOrders(ctx, orders)), ...(await applyOutcomes(ctx, outcomes)));
  const heard = await heardOf(ctx, interpreted);
  const results = await commitEach(ctx, settlings.map(({ delivery, change }) => withHeard(change, heard.get(delivery.id))));
  await putBack(ctx, settlings, results);
  await wakeHearing(ctx, heard);
  await notePulses(ctx, deliveries);
  return deliveries.length;
};

/** The message is kept for the drifts that lean on it in the very commit that applies it. */
const withHeard = (change: ChangeSet, heard: ChangeSet["heard"]): ChangeSet => (heard ? { ...change, heard: [...(change.heard ?? []), ...heard] } : change);

/** A batch is mostly one store's, and nothing of it is committed before its end: each store is loaded once. */
const storeLookup = (ctx: FlowContext): ((delivery: Delivery) => Promise<StoreRecord | null>) => {
  const loaded = new Map<string, Promise<StoreRecord | null>>();
  return ({ merchantId, storeId, platform, domain }) => {
    const key = `${merchantId} ${storeId} ${platform} ${domain}`;
    const store = loaded.get(key) ?? (merchantId && storeId ? ctx.db.store(merchantId, storeId) : ctx.db.findStore(platform, domain));
    loaded.set(key, store);
    return store;
  };
};

const interpret = (ctx: FlowContext, store: Pick<StoreRecord, "platform">, delivery: Delivery): Interpretation => {
  try {
    return ctx.channel(store.platform).interpret(delivery.topic, delivery.body);
  } catch (error) {
    return { kind: "unreadable", problem: `Switchyard could not read it: ${messageOf(error)}` };
  }
};

const isPrivacy = (ctx: FlowContext, delivery: Delivery): boolean => delivery.topic !== OUTCOME_TOPIC && interpret(ctx, delivery, delivery).kind === "privacy";

/** Of a store that was erased, or never connected. */
const nothingKept = (delivery: Delivery): Settling =>
  ({ delivery, change: { ...emptyChangeSet(delivery.merchantId ?? merchantIdOf(delivery.domain)), deliveries: applied(delivery, "Nothing is kept of this store.") } });

const parked = (delivery: Delivery, reason: string): Settling => {
  const merchantId = delivery.merchantId ?? merchantIdOf(delivery.domain);
  return { delivery, change: { ...emptyChangeSet(merchantId), deliveries: [{ id: delivery.id, status: "parked", reason }] } };
};

const settleOther = async (ctx: FlowContext, { delivery, store, meaning }: Interpreted): Promise<ChangeSet> => {
  const base = emptyChangeSet(store.merchantId);
  const now = ctx.now();
  switch (meaning.kind) {
    case "hint":
      return { ...base, wantedReads: meaning.reads.map((read) => wantedRead(store, read, { now, by: toldBy(delivery) })), deliveries: applied(delivery) };
    case "items":
      return { ...base, ...(await itemFacts(ctx, store, meaning.items)), deliveries: applied(delivery) };
    case "uninstalled":
      return { ...base, ...(await uninstalled(ctx, store, delivery)) };
    case "privacy":
      return { ...base, ...privacyRequest(ctx, store, { delivery, meaning }) };
    case "scopes":
      return { ...base, ...(await scopesTold(ctx, store, { delivery, scopes: meaning.scopes })) };
    case "bulk-finished":
      // The run that waits for it polls; the message only says that it is worth looking.
      return { ...base, deliveries: applied(delivery) };
    case "ignored":
      return { ...base, deliveries: applied(delivery, meaning.reason) };
    case "unreadable":
      return parked({ ...delivery, merchantId: store.merchantId }, meaning.problem).change;
    case "order":
      return base;
  }
};

/** Conflicts and failures release their rows: the first to be decided again soon, the second to a person's eyes. */
const putBack = async (ctx: FlowContext, settlings: readonly Settling[], results: readonly SetOutcome[]): Promise<void> => {
  const back: ChangeSet[] = [];
  settlings.forEach(({ delivery, change }, index) => {
    const result = results[index];
    if (!result || result.status === "committed") return;
    const base = emptyChangeSet(change.merchantId);
    if (result.status === "failed") back.push({ ...base, deliveries: [{ id: delivery.id, status: "parked", reason: `Switchyard could not apply it: ${result.problem}` }] });
    else {
      const delay = delivery.attempts < 3 ? conflictMs(ctx) : backoffMs(ctx, delivery.attempts, { firstMs: 100, maxMs: CONFLICT_WAIT_MAX_MS });
      back.push({ ...base, deliveries: [{ id: delivery.id, status: "waiting", reason: null, dueAt: ctx.now() + delay }] });
    }
  });
  if (back.length > 0) await ctx.db.commit(back);
};
