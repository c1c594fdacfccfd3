import type { ChangeSet } from "../domain/change-set";
import { type IntentKind, type NewDelivery, OUTCOME_TOPIC, type OutboxRow, type OutcomeBody } from "../domain/messages";
import type { StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";

const ROWS_A_PAGE = 500;
/** What the house decided by itself, and decides anew; the rest was asked for by a person, who is told. */
const OWN_KINDS: ReadonlySet<IntentKind> = new Set(["place", "merge", "hold", "release-hold", "report-progress", "stop-work"]);

/**
 * What waits to be written to a store is given up: in the same commit as what makes it impossible. What a person asked for (a
 * parcel, a cancellation, a quantity) gets an outcome that says so. `releases`: the release of our own holds, too.
 */
export const giveUpWaiting = async (
  ctx: FlowContext, store: StoreRecord, told: { problem: string; releases: boolean },
): Promise<Required<Pick<ChangeSet, "withdrawnStores" | "newDeliveries">>> => {
  const newDeliveries: NewDelivery[] = [];
  for (let afterId = "", more = true; more;) {
    const rows = await ctx.db.waitingIntents(store.merchantId, { storeId: store.id, afterId, limit: ROWS_A_PAGE });
    newDeliveries.push(...rows.filter((row) => !OWN_KINDS.has(row.intent.kind)).map((row) => refusal(ctx, store, { row, problem: told.problem })));
    afterId = rows.at(-1)?.id ?? "";
    more = rows.length === ROWS_A_PAGE;
  }
  return { withdrawnStores: [{ storeId: store.id, ...told }], newDeliveries };
};

const refusal = (ctx: FlowContext, store: StoreRecord, { row, problem }: { row: OutboxRow; problem: string }): NewDelivery => {
  const body: OutcomeBody = { intentId: row.id, orderId: row.orderId, intent: row.intent, outcome: { status: "refused", code: "withdrawn", words: problem } };
  return {
    id: ctx.newId(), platform: store.platform, domain: store.domain, merchantId: row.merchantId, storeId: row.storeId, deliveryKey: `outcome:${row.id}:withdrawn`,
    topic: OUTCOME_TOPIC, triggeredAt: ctx.now(), receivedAt: ctx.now(), body: JSON.stringify(body),
  };
};
