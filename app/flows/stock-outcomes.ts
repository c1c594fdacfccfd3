import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import type { MerchantId } from "../domain/ids";
import { isStockIntent, stockDeltas } from "../domain/inventory/level-facts";
import { StockBook, itemsWithMoreAvailable } from "../domain/inventory/stock-book";
import type { Delivery, OutcomeBody } from "../domain/messages";
import type { FlowContext } from "./context";
import { applied } from "./settling";
import { wakeWaiting, wantedRead } from "./wanted";

/**
 * Takes over what became of an act on stock. Done: it is posted, unless a reading that was asked for after it has shown it already.
 * Refused: its row stays among the exceptions with the platform's words. Either way the item is read again.
 */
export const applyStockOutcome = async (ctx: FlowContext, merchantId: MerchantId, said: { delivery: Delivery; body: OutcomeBody }): Promise<ChangeSet> => {
  const { delivery, body } = said;
  const { intent, intentId, outcome } = body;
  const change: ChangeSet = { ...emptyChangeSet(merchantId), deliveries: applied(delivery) };
  if (!isStockIntent(intent) || delivery.storeId === null) return change;
  if (outcome.status !== "done" && outcome.status !== "refused") return change;
  const item = wantedRead({ merchantId, id: delivery.storeId }, { kind: "item", target: intent.itemPlatformId }, { now: ctx.now() });
  if (outcome.status === "refused" || (await ctx.db.isPosted(merchantId, causeKeyOf(intentId)))) return { ...change, wantedReads: [item] };
  const level = await ctx.db.level(merchantId, intent.itemId, intent.locationId);
  const guards: ChangeSet["guards"] = [{ kind: "level", itemId: intent.itemId, locationId: intent.locationId, revision: level?.revision ?? 0 }];
  if (level && level.readAt > delivery.receivedAt) return { ...change, guards, wantedReads: [item] };
  const book = new StockBook(merchantId, level ? [level] : []);
  book.post({ cause: "adjust", causeKey: causeKeyOf(intentId), orderId: null, at: ctx.now() }, intent, stockDeltas(intent));
  const entries = book.takeEntries();
  const woken = await wakeWaiting(ctx, merchantId, itemsWithMoreAvailable(entries));
  return { ...change, guards, entries, wantedReads: [item, ...woken] };
};

/** Of the entries that an act on stock posted. */
const causeKeyOf = (intentId: string): string => `adjust:${intentId}`;
