import type { Instant, ItemId, LocationId, MerchantId } from "../domain/ids";
import { isStockIntent } from "../domain/inventory/level-facts";
import { keyOf } from "../domain/inventory/stock-book";
import type { OutboxRow } from "../domain/messages";
import type { FlowContext } from "./context";

const ACTS_MAX = 500;
/** A call whose outcome nobody knows keeps readings waiting this long; then the platform is believed. */
const UNKNOWN_MAX_MS = 10 * 60_000;

/** One lane a level: acts on it pass one after the other. */
export const stockLane = (itemId: ItemId, locationId: LocationId): string => `stock:${itemId}:${locationId}`;

/**
 * Levels at which one of our own acts on stock was under way when a reading was asked for or later: nobody can tell whether the reading
 * contains it, so it is asked for again. Keys as `keyOf` makes them.
 */
export const callsInFlight = async (ctx: FlowContext, merchantId: MerchantId, readAt: Instant): Promise<ReadonlySet<string>> => {
  const acts = await ctx.db.stockIntents(merchantId, readAt, ACTS_MAX);
  const now = ctx.now();
  return new Set(acts.filter((act) => isInFlight(act, now)).flatMap(({ intent }) => (isStockIntent(intent) ? [keyOf(intent.itemId, intent.locationId)] : [])));
};

const isInFlight = ({ status, attempts, createdAt }: OutboxRow, now: Instant): boolean =>
  status === "leased" || status === "done" || (attempts > 0 && now - createdAt < UNKNOWN_MAX_MS);
