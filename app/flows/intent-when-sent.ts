import { isSafetyMove, safetyMoveNow } from "../domain/inventory/decide-stock-act";
import type { Intent, OutboxRow } from "../domain/messages";
import type { FlowContext } from "./context";
import { saveStep } from "./intent-lease";

/** Units that were computed when the act was first sent: a later attempt repeats these, or the platform would do both. */
const SENT = "sentMove";

/**
 * The intent as it has to be now. A safety stock is a desired level: how many units move is computed when it is sent, from the rule and
 * the level of that moment. Null: nothing is left to move.
 */
export const intentWhenSent = async (ctx: FlowContext, row: OutboxRow, progress: Record<string, string>): Promise<Intent | null> => {
  const { intent, merchantId } = row;
  if (!isSafetyMove(intent)) return intent;
  if (progress[SENT] !== undefined) return JSON.parse(progress[SENT]) as Intent;
  const [level, rules] = await Promise.all([ctx.db.level(merchantId, intent.itemId, intent.locationId), ctx.db.stockRules(merchantId, [intent.itemId])]);
  if (!level) return intent;
  const now = safetyMoveNow(intent, level, rules.find((rule) => rule.locationId === intent.locationId) ?? null);
  if (now === null) return null;
  progress[SENT] = JSON.stringify(now);
  await saveStep(ctx, row, progress);
  return now;
};

/** The same act without an effect: what it asked for is so already. */
export const nothingToMove = (intent: Intent): Intent => (intent.kind === "move-stock" ? { ...intent, units: 0 } : intent);
