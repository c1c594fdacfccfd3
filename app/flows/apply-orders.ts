import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import { type OrderId, type PlatformId, idOf } from "../domain/ids";
import { StockBook, itemsWithMoreAvailable } from "../domain/inventory/stock-book";
import { captureOrder } from "../domain/orders/capture";
import type { PlatformOrder } from "../domain/platform";
import type { ItemRecord, OrderAggregate } from "../domain/records";
import { type Interpreted, type Settling, applied } from "./settling";
import { messageOf } from "./commit-each";
import type { FlowContext } from "./context";
import { isLate } from "./note-drift";
import { lateOrder } from "./note-order-drift";
import { toldBy, wakeWaitingEach, wantedRead } from "./wanted";

interface OrderFact extends Interpreted {
  meaning: { kind: "order"; order: PlatformOrder };
}

/** Captures and reserves orders from webhook bodies, store by store, and asks for each to be read. */
export const applyOrders = async (ctx: FlowContext, facts: readonly Interpreted[]): Promise<Settling[]> => {
  const byStore = new Map<string, OrderFact[]>();
  for (const fact of facts as OrderFact[]) {
    const group = byStore.get(fact.store.id) ?? [];
    group.push(fact);
    byStore.set(fact.store.id, group);
  }
  const settlings: Settling[] = [];
  for (const group of byStore.values()) settlings.push(...(await applyStoreOrders(ctx, group)));
  return settlings;
};

const applyStoreOrders = async (ctx: FlowContext, facts: readonly OrderFact[]): Promise<Settling[]> => {
  const store = (facts[0] as OrderFact).store;
  const orderId = (order: PlatformOrder): OrderId => idOf<OrderId>(store.id, order.platformId);
  const known = await ctx.db.orderAggregates(store.merchantId, [...new Set(facts.map((fact) => orderId(fact.meaning.order)))]);
  const aggregates = new Map<OrderId, OrderAggregate>(known.map((one) => [one.order.id, one]));
  const variants = facts.flatMap((fact) => fact.meaning.order.lines.flatMap((line) => (line.variantPlatformId ? [line.variantPlatformId] : [])));
  const items = await ctx.db.itemsByVariant(store.merchantId, store.id, [...new Set(variants)]);
  const itemByVariant = new Map<string, ItemRecord>(items.flatMap((item) => (item.variantPlatformId ? [[item.variantPlatformId as string, item]] : [])));
  const book = new StockBook(store.merchantId, await ctx.db.levels(store.merchantId, items.map((item) => item.id)));
  const locations = (await ctx.db.locations(store.merchantId)).filter((location) => location.storeId === store.id);
  const settlings = facts.map(({ delivery, meaning }): Settling => {
    const now = ctx.now();
    const id = orderId(meaning.order);
    const existing = aggregates.get(id) ?? null;
    const base = emptyChangeSet(store.merchantId);
    const readIt = [wantedRead(store, { kind: "order", target: meaning.order.platformId as PlatformId }, { now, by: toldBy(delivery) })];
    try {
      const decision = captureOrder(existing, meaning.order, { store, itemByVariant, locations, book, now, newId: ctx.newId });
      if (decision.status === "nothing-new") {
        const older = existing !== null && meaning.order.updatedAt < existing.order.platformUpdatedAt;
        return { delivery, change: { ...base, deliveries: applied(delivery, older ? "Older than what is known." : null), wantedReads: older ? [] : readIt } };
      }
      aggregates.set(id, decision.aggregate);
      const late = isLate(delivery) ? lateOrder(ctx, store, { order: meaning.order, known: existing?.order, told: { ...delivery, key: delivery.deliveryKey } }) : {};
      return { delivery, change: { wantedReads: readIt, deliveries: applied(delivery), ...decision.change, ...late } satisfies ChangeSet };
    } catch (error) {
      // What was posted for it is not the next order's.
      book.takeEntries();
      return { delivery, change: { ...base, deliveries: [{ id: delivery.id, status: "parked", reason: `Switchyard could not apply it: ${messageOf(error)}` }] } };
    }
  });
  // An order that a message cancels or cuts down leaves goods for those that wait.
  const woken = await wakeWaitingEach(ctx, store.merchantId, settlings.map(({ change }) => itemsWithMoreAvailable(change.entries ?? [])));
  return settlings.map(({ delivery, change }, place) => ({ delivery, change: { ...change, wantedReads: [...(change.wantedReads ?? []), ...(woken[place] ?? [])] } }));
};
