import { DatabaseUnavailable } from "../db/port";
import { emptyChangeSet } from "../domain/change-set";
import type { OrderId } from "../domain/ids";
import { StockBook } from "../domain/inventory/stock-book";
import type { Delivery, OrderOutcome, OutcomeBody } from "../domain/messages";
import { decideOutcome, freedBy } from "../domain/orders/decide-outcome";
import type { OrderAggregate } from "../domain/records";
import { type Settling, applied } from "./settling";
import { messageOf } from "./commit-each";
import type { FlowContext } from "./context";
import { merchantIdOf } from "./connect-store";
import { applyStockOutcome } from "./stock-outcomes";
import { wakeWaiting } from "./wanted";

/** Takes over what became of intents, order by order. */
export const applyOutcomes = async (ctx: FlowContext, outcomes: readonly Delivery[]): Promise<Settling[]> => {
  const settlings: Settling[] = [];
  const loaded = new Map<OrderId, OrderAggregate>();
  for (const one of outcomes) settlings.push(await applyOutcome(ctx, one, loaded));
  return settlings;
};

const isOfOrder = (body: OutcomeBody): body is OrderOutcome => body.orderId !== null;

const applyOutcome = async (ctx: FlowContext, delivery: Delivery, loaded: Map<OrderId, OrderAggregate>): Promise<Settling> => {
  const merchantId = delivery.merchantId ?? merchantIdOf(delivery.domain);
  const base = emptyChangeSet(merchantId);
  try {
    const body = JSON.parse(delivery.body) as OutcomeBody;
    if (!isOfOrder(body)) return { delivery, change: await applyStockOutcome(ctx, merchantId, { delivery, body }) };
    const aggregate = loaded.get(body.orderId) ?? (await ctx.db.order(merchantId, body.orderId));
    if (!aggregate) return { delivery, change: { ...base, deliveries: applied(delivery, "The order is gone.") } };
    const [latest] = await ctx.db.latestDecisions(merchantId, [body.orderId]);
    const itemIds = [...new Set(aggregate.allocations.map((one) => one.itemId))];
    const book = new StockBook(merchantId, await ctx.db.levels(merchantId, itemIds));
    const change = decideOutcome(aggregate, body, { latest: latest ?? null, book, now: ctx.now(), newId: ctx.newId });
    const written = change.orders?.[0];
    if (written) loaded.set(body.orderId, { ...aggregate, order: written.order, allocations: written.allocations ?? [], shipments: written.shipments ?? [] });
    const woken = await wakeWaiting(ctx, merchantId, freedBy(change));
    return { delivery, change: { ...change, wantedReads: [...(change.wantedReads ?? []), ...woken], deliveries: applied(delivery) } };
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    return { delivery, change: { ...base, deliveries: [{ id: delivery.id, status: "parked", reason: `Switchyard could not apply it: ${messageOf(error)}` }] } };
  }
};
