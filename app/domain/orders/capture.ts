import type { ChangeSet } from "../change-set";
import type { Instant } from "../ids";
import { reallocate } from "../inventory/reallocate";
import { reserveAtCapture } from "../inventory/reserve";
import type { StockBook } from "../inventory/stock-book";
import type { PlatformOrder } from "../platform";
import type { ItemRecord, LocationRecord, OrderAggregate, StoreRecord } from "../records";
import { customerIdOf, customersOf, lineRecords, newOrder, orderFields, searchTerms } from "./facts";
import { statusOf } from "./status";

export interface CaptureWorld {
  store: StoreRecord;
  /** Items by the variant that a webhook names. */
  itemByVariant: ReadonlyMap<string, ItemRecord>;
  locations: readonly LocationRecord[];
  book: StockBook;
  now: Instant;
  newId(): string;
}

export type CaptureDecision =
  | { status: "captured" | "refreshed" | "announced"; change: ChangeSet; aggregate: OrderAggregate }
  /** No newer than what is known. */
  | { status: "nothing-new" };

/**
 * Takes an order from a webhook body: stores it and reserves its goods at once. The reservation is provisional until the
 * order's fulfillment orders are read. A body may refresh an order only as long as it has never been read.
 */
export const captureOrder = (existing: OrderAggregate | null, fact: PlatformOrder, world: CaptureWorld): CaptureDecision => {
  if (existing && fact.updatedAt <= existing.order.platformUpdatedAt) return { status: "nothing-new" };
  if (existing && existing.order.readAt !== null) return announce(existing, fact, world.now);
  const owner = { merchantId: world.store.merchantId, storeId: world.store.id };
  const fresh = newOrder(owner, fact, { adopted: world.store.status === "live", now: world.now });
  const order = existing
    ? { ...existing.order, ...orderFields(fact), version: existing.order.version + 1, contactId: existing.order.contactId ?? fresh.contactId,
      customerId: customerIdOf(owner.storeId, fact) ?? existing.order.customerId, updatedAt: world.now }
    : fresh;
  const itemOf = (variant: string | null): ItemRecord | undefined => (variant === null ? undefined : world.itemByVariant.get(variant));
  const lines = lineRecords({ ...owner, orderId: order.id }, fact.lines, (line) => itemOf(line.variantPlatformId)?.id ?? null);
  const aggregate: OrderAggregate = { order, lines, allocations: [], fulfillmentOrders: [], shipments: existing?.shipments ?? [] };
  const before = existing?.allocations ?? [];
  const posting = { orderId: order.id, shipped: [], effectiveAt: order.placedAt, at: world.now, version: order.version };
  const reserves = order.cancelledAt === null && order.source !== "point-of-sale";
  const trial = world.book.fork([...lines, ...before].flatMap(({ itemId }) => (itemId === null ? [] : [itemId])));
  reallocate(trial, { ...posting, before, after: [] });
  const tracked = lines.map((line) => ({ tracked: itemOf(line.variantPlatformId)?.tracked ?? false, ...line }));
  aggregate.allocations = reserves ? reserveAtCapture({ order, lines: tracked }, trial, world.locations).allocations : [];
  reallocate(world.book, { ...posting, before, after: aggregate.allocations, atCapture: true });
  order.status = statusOf(aggregate, null);
  return { status: existing ? "refreshed" : "captured", aggregate, change: captureChange({ existing, aggregate, fact }, world) };
};

/** An order that was read already is not changed by a body; but no answer older than the body will be believed from now on. */
const announce = (existing: OrderAggregate, fact: PlatformOrder, now: Instant): CaptureDecision => {
  const order = { ...existing.order, platformUpdatedAt: fact.updatedAt, version: existing.order.version + 1, updatedAt: now };
  return {
    status: "announced", aggregate: { ...existing, order },
    change: { merchantId: order.merchantId, guards: [{ kind: "order", orderId: order.id, version: existing.order.version }], orders: [{ order }] },
  };
};

const captureChange = (parts: { existing: OrderAggregate | null; aggregate: OrderAggregate; fact: PlatformOrder }, world: CaptureWorld): ChangeSet => {
  const { existing, aggregate, fact } = parts;
  const { order, lines, allocations } = aggregate;
  return {
    merchantId: order.merchantId,
    guards: [{ kind: "order", orderId: order.id, version: existing?.order.version ?? 0 }],
    customers: existing && existing.order.customerId === order.customerId ? [] : customersOf(order, fact, world.now),
    orders: [{ order, lines, allocations, terms: searchTerms(fact, fact.lines, fact.contact) }],
    contacts: fact.contact && order.contactId
      ? [{ merchantId: order.merchantId, id: order.contactId, storeId: order.storeId, contact: fact.contact, updatedAt: world.now }] : [],
    entries: world.book.takeEntries(),
    floors: allocations.map(({ itemId, locationId }) => ({ itemId, locationId, floor: 0 })),
    events: [{
      merchantId: order.merchantId, id: world.newId(), orderId: order.id, at: world.now, actor: "platform", type: existing ? "refreshed" : "captured",
      detail: { by: "webhook", reservedUnits: allocations.reduce((sum, one) => sum + one.quantity, 0) },
    }],
  };
};
